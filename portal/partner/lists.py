"""The decisions addressed to an office, with what is to do next."""

from dataclasses import dataclass
from datetime import datetime

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.http import urlencode
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from applications.selectors import addressees, partner_lists
from applications.selectors.partner_lists import Standing
from applications.vocabulary import Capacity
from exchange import selectors
from portal.accounts.access import actor_required
from portal.accounts.kept_posts import kept_post
from portal.partner import steps
from portal.partner.forms import ClaimForm
from portal.ui import parts

OFFICES = (Capacity.POST, Capacity.COMMUNE)


@dataclass(frozen=True, slots=True)
class Entry:
    """One line of the work list."""

    href: str
    name: str
    reference: str
    at: datetime
    step: steps.Step


@actor_required(*OFFICES)
@require_safe
def decisions(request: HttpRequest) -> HttpResponse:
    """What is to do, longest waiting first; `?finished` shows what is done, newest first."""
    actor = request.actor
    is_finished = "finished" in request.GET
    position = _position(request.GET.get("from", ""))
    rows = partner_lists.finished(actor, before=position) if is_finished else partner_lists.to_do(actor, after=position)
    shown = rows[: partner_lists.PAGE]
    arrived = selectors.lines_for(addressees.keys_for(actor), [row.parcel_key for row in shown])
    entries = [_entry(row, arrived[row.parcel_key], actor.capacity) for row in shown if row.parcel_key in arrived]
    base = reverse("partner:list")
    query = {**({"finished": "1"} if is_finished else {}), "from": shown[-1].id if shown else 0}
    return render(
        request,
        "partner/list.html",
        {
            "entries": entries,
            "tabs": [
                parts.Tab(base, _("To do"), is_current=not is_finished),
                parts.Tab(f"{base}?finished", _("Finished"), is_current=is_finished),
            ],
            "empty": _nothing(is_finished=is_finished),
            "page": parts.Paging(
                next_href=f"?{urlencode(query)}" if len(rows) > partner_lists.PAGE else "",
                first_href=(f"{base}?finished" if is_finished else base) if position else "",
            ),
            "claim": ClaimForm(kept_post(request)) if actor.capacity == Capacity.COMMUNE else None,
        },
    )


def _entry(row: Standing, line: selectors.InboxLine, capacity: str) -> Entry:
    step = steps.of(row, capacity, is_acknowledged=line.acknowledged_at is not None)
    return Entry(
        reverse("partner:dossier", args=[row.reference]), row.worker_name, row.reference, line.available_at, step
    )


def _nothing(*, is_finished: bool) -> parts.Empty:
    if is_finished:
        return parts.Empty(
            _("Nothing is finished yet."), _("A decision moves here once the last step has been reported.")
        )
    return parts.Empty(
        _("There is nothing to do."),
        _("Decisions that your office has to carry out come here as soon as they are signed."),
        icon="tick",
    )


def _position(typed: str) -> int | None:
    return int(typed) if typed.isdecimal() and len(typed) < 19 else None
