"""Who may open a page. What they may do there is `applications.policies`' business, not ours."""

from collections.abc import Callable
from functools import wraps
from typing import Any
from urllib.parse import urlsplit

from django.conf import settings
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import resolve_url
from django.utils.http import url_has_allowed_host_and_scheme
from django.utils.translation import gettext as _

from applications.vocabulary import Capacity
from portal.accounts import choosing, kept_posts

View = Callable[..., HttpResponse]


def actor_required(*capacities: Capacity) -> Callable[[View], View]:
    """The view runs for these capacities only (any, when none is named) and may rely on `request.actor`.

    Anybody else: not signed in, to the sign-in and back; signed in without a capacity, to the choice and back; in
    another capacity, 403. htmx gets 401 with HX-Redirect. What was being posted is kept meanwhile (`kept_posts`).
    """

    def decorate(view: View) -> View:
        @wraps(view)
        def guarded(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
            if request.actor is None:
                return to_sign_in(request)
            if capacities and request.actor.capacity not in capacities:
                raise PermissionDenied(_("This page is not for the capacity in which you act now."))
            return view(request, *args, **kwargs)

        guarded.capacities = capacities  # what the test of every address against every role reads
        return guarded

    return decorate


class ActorRequired:
    """The same for class-based views: `capacities = (Capacity.OFFICER,)`."""

    capacities: tuple[Capacity, ...] = ()

    @classmethod
    def as_view(cls, **initkwargs: Any) -> View:
        return actor_required(*cls.capacities)(super().as_view(**initkwargs))  # type: ignore[misc]


def to_sign_in(request: HttpRequest) -> HttpResponse:
    """Where somebody without an actor goes: sign in, or choose a capacity; then back to where they were."""
    back = _page_of(request)
    if request.method == "POST":
        back = kept_posts.keep(request, back)
    url = choosing.choice_url(back) if request.user.is_authenticated else sign_in_url(back)
    if request.headers.get("HX-Request"):
        return HttpResponse(status=401, headers={"HX-Redirect": url})
    return HttpResponseRedirect(url)


def sign_in_url(next_url: str = "") -> str:
    """The sign-in page, remembering where to go afterwards."""
    return choosing.with_next(resolve_url(settings.LOGIN_URL), next_url)


def _page_of(request: HttpRequest) -> str:
    """The page somebody looks at, as path and query: that of the form when they post, of the whole when htmx asks."""
    own = request.get_full_path()
    if request.headers.get("HX-Request"):
        shown = request.headers.get("HX-Current-URL", "")
    elif request.method == "POST":
        shown = request.headers.get("Referer", "")
    else:
        return own
    if not url_has_allowed_host_and_scheme(shown, allowed_hosts={request.get_host()}):
        return own
    parts = urlsplit(shown)
    return f"{parts.path}?{parts.query}" if parts.query else parts.path
