"""One answer in three forms: a page, a PDF and JSON. The same address gives each of them."""

import hashlib
from collections.abc import Mapping
from typing import Any
from urllib.parse import urlencode

from axes.helpers import get_client_ip_address
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import render
from django.template.loader import render_to_string
from django.utils.cache import patch_vary_headers

from exchange.letters.rendering import drawn
from portal.ui import limits

HTML, JSON, PDF = "html", "json", "pdf"
MOST_PDFS, WITHIN_SECONDS = 20, 600  # drawing one costs more than everything else here together


def wanted(request: HttpRequest) -> str:
    """The form asked for, by the address or else by what the client accepts."""
    asked = request.GET.get("format")
    if asked in (JSON, PDF):
        return asked
    kinds = {"text/html": HTML, "application/json": JSON, "application/pdf": PDF}
    return kinds.get(request.get_preferred_type(list(kinds)) or "", HTML) if asked is None else HTML


def json_of(said: Mapping[str, Any]) -> JsonResponse:
    """For programs."""
    return JsonResponse(said, json_dumps_params={"ensure_ascii": False, "indent": 2})


def pdf_of(request: HttpRequest, template: str, page: Mapping[str, Any], *, name: str) -> HttpResponse:
    """For paper: the same words, marks and articles. So many in a while, then the page says to print it."""
    if not limits.allowed(f"check-pdf:{get_client_ip_address(request)}", most=MOST_PDFS, seconds=WITHIN_SECONDS):
        return render(request, "429.html", status=429)
    html = render_to_string(template, dict(page), request=request)
    bytes_ = drawn(html, identifier=hashlib.sha256(html.encode()).hexdigest()[:32])
    answer = HttpResponse(bytes_, content_type="application/pdf")
    answer["Content-Disposition"] = f'attachment; filename="{name}.pdf"'
    return varied(answer)


def varied(answer: HttpResponse) -> HttpResponse:
    """The same address answers people and programs."""
    patch_vary_headers(answer, ["Accept"])
    return answer


def address(path: str, query: Mapping[str, Any]) -> str:
    """A path with its parameters."""
    return f"{path}?{urlencode(query)}" if query else path
