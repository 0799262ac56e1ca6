"""The same address answers people with a page and programs with JSON."""

from collections.abc import Mapping
from typing import Any

from django.forms import BaseForm
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.utils.cache import patch_vary_headers


def wants_json(request: HttpRequest) -> bool:
    """Whether JSON is asked, by `?format=json` or by the Accept header."""
    asked = request.GET.get("format")
    return asked == "json" or (
        asked is None and request.get_preferred_type(["text/html", "application/json"]) == "application/json"
    )


def as_json(content: Mapping[str, Any], *, status: int = 200) -> HttpResponse:
    """Readable, with its letters as they are."""
    answer = JsonResponse(content, status=status, json_dumps_params={"ensure_ascii": False, "indent": 2})
    return varied(answer)


def faults(*forms: BaseForm) -> HttpResponse:
    """What cannot be used, by field."""
    found = {form.add_prefix(name): said for form in forms for name, said in form.errors.get_json_data().items()}
    return as_json({"errors": found}, status=422)


def varied(answer: HttpResponse) -> HttpResponse:
    patch_vary_headers(answer, ["Accept"])
    return answer


def json_href(request: HttpRequest) -> str:
    """The address of this answer for programs."""
    query = request.GET.copy()
    query["format"] = "json"
    return f"{request.path}?{query.urlencode()}"
