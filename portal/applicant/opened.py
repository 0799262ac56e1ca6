"""Who opened the file, for the person it is about (P30, feature 134): authority, capacity and time."""

from typing import TYPE_CHECKING

from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.timezone import localtime
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from applications import policies
from applications.selectors import opened_by
from applications.vocabulary import Capacity
from portal.accounts.access import actor_required
from portal.applicant import found
from portal.ui import parts

if TYPE_CHECKING:
    from applications.selectors.opened_by import Opened


@require_safe
@actor_required(Capacity.WORKER, Capacity.CITIZEN)
def opened(request: HttpRequest, reference: str) -> HttpResponse:
    """Newest first, a page at a time."""
    row = found.by_reference(request, reference)
    if not (verdict := policies.may_see_readers(request.actor, row)):
        raise PermissionDenied(verdict.why)
    before = request.GET.get("before", "")
    looks = opened_by.of(row, request.actor, before=int(before) if before.isdecimal() and len(before) < 19 else None)
    shown, more = looks[: opened_by.PAGE], len(looks) > opened_by.PAGE
    here = reverse("applicant:opened", args=[row.reference])
    context = {
        "dossier": row,
        "looks": [_look(look) for look in shown],
        "page": parts.Paging(
            next_href=f"{here}?before={shown[-1].id}" if more else "", first_href=here if before else ""
        ),
    }
    return render(request, "applicant/opened.html", context)


def _look(look: "Opened") -> parts.StoryItem:
    """One look, in words: who by organisation and capacity, what, and when to the minute."""
    who = Capacity(look.capacity).label if look.authority or not look.organisation else look.organisation
    words = _("opened a document") if look.paper else _("opened the application")
    return parts.StoryItem(
        look.at, f"{who}, {words}", _("at %(time)s") % {"time": f"{localtime(look.at):%H:%M}"}, authority=look.authority
    )
