"""An address with a NUL in it names nothing: PostgreSQL cannot even be asked for it."""

from collections.abc import Callable

from django.http import Http404, HttpRequest, HttpResponse

NUL = "\x00"


class PlainPathMiddleware:
    """The same 404 as for everything that is not there, before any view looks for it."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        if NUL in request.path_info:
            raise Http404
        return self.get_response(request)
