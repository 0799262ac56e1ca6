"""Who acts in this request."""

from collections.abc import Callable

from django.http import HttpRequest, HttpResponse

from applications.now import law_today
from portal.accounts import choosing, kept_posts


class ActorMiddleware:
    """Sets `request.membership` and `request.actor`, both None for whoever has not signed in or not chosen.

    Where there is an actor `request.law_day` is the day on which his right was looked at: views need not ask again.

    One query, and none at all without a session. Not lazy on purpose: `request.actor is None` has to be true when
    there is nobody, which no lazy object can answer.
    """

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        membership = None
        if choosing.SESSION_KEY in request.session:
            request.law_day = law_today()
            membership = choosing.find_chosen(request, on=request.law_day)
        request.membership = membership
        request.actor = membership.as_actor() if membership is not None else None
        response = self.get_response(request)
        kept_posts.remember_person(request, response)
        return response
