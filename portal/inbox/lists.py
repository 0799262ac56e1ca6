"""What arrived, newest first, a page at a time."""

from dataclasses import dataclass
from datetime import datetime

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.http import urlencode
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_safe

from applications.selectors import addressees
from applications.vocabulary import Capacity
from exchange import selectors
from portal.accounts.access import actor_required
from portal.ui import parts

PAGE = 25
MOST_COUNTED = 100
ADDRESSEES = (
    Capacity.EMPLOYER, Capacity.MANDATARY, Capacity.CITIZEN, Capacity.WORKER, Capacity.POST, Capacity.COMMUNE,
)  # fmt: skip
OFFICES = (Capacity.POST, Capacity.COMMUNE)


@dataclass(frozen=True, slots=True)
class Entry:
    """One line of the inbox: what it is, whether it still wants something of the reader."""

    href: str
    title: str
    about: str
    reference: str
    at: datetime
    tone: str
    icon: str
    state: str


@actor_required(*ADDRESSEES)
@require_safe
def inbox(request: HttpRequest) -> HttpResponse:
    """The parcels of whoever acts now; `?unread` shows those not opened yet."""
    keys = addressees.keys_for(request.actor)
    unread_only = "unread" in request.GET
    before = _position(request.GET.get("before", ""))
    lines = selectors.inbox(keys, before=before, limit=PAGE + 1, unread_only=unread_only)
    unread = selectors.unread_count(keys, cap=MOST_COUNTED)
    shown = lines[:PAGE]
    more = f"?{_query(shown[-1].keyset, unread_only=unread_only)}" if len(lines) > PAGE else ""
    return render(
        request,
        "inbox/list.html",
        {
            "entries": [_entry(line, request.actor.capacity) for line in shown],
            "tabs": _tabs(unread, unread_only=unread_only),
            "lede": _lede(unread),
            "empty": _nothing(unread_only=unread_only),
            "page": parts.Paging(next_href=more, first_href=reverse("inbox:list") if before else ""),
        },
    )


def _entry(line: selectors.InboxLine, capacity: str) -> Entry:
    is_office = capacity in OFFICES
    if line.acknowledged_at:
        tone, icon, state = "good", "tick", _("Acknowledged")
    elif is_office and line.kind in selectors.TO_ACKNOWLEDGE:
        tone, icon, state = "warn", "mail", _("To acknowledge")
    elif line.read_at is None:
        tone, icon, state = "now", "mail", _("Not opened yet")
    else:
        tone, icon, state = "", "document", _("Opened")
    href = reverse("inbox:parcel", args=[line.key])
    return Entry(href, str(line.kind.label), line.about, line.subject_reference, line.available_at, tone, icon, state)


def _tabs(unread: int, *, unread_only: bool) -> list[parts.Tab]:
    count = f"{MOST_COUNTED}+" if unread >= MOST_COUNTED else unread
    base = reverse("inbox:list")
    return [
        parts.Tab(base, _("Everything"), is_current=not unread_only),
        parts.Tab(f"{base}?unread", _("Not opened yet"), count=count, is_current=unread_only),
    ]


def _lede(unread: int) -> str:
    if not unread:
        return _("You have opened everything that arrived.")
    if unread >= MOST_COUNTED:
        return _("More than a hundred letters have not been opened yet.")
    said = ngettext("One letter has not been opened yet.", "%(count)d letters have not been opened yet.", unread)
    return said % {"count": unread}


def _nothing(*, unread_only: bool) -> parts.Empty:
    if unread_only:
        return parts.Empty(_("Everything has been opened."), icon="tick")
    return parts.Empty(
        _("Nothing has arrived yet."),
        _("Receipts, requests and decisions of the authorities come here. You get an e-mail when there is news."),
        icon="mail",
    )


def _query(position: selectors.Keyset, *, unread_only: bool) -> str:
    at, number = position
    query = {"before": f"{at.isoformat()}_{number}"}
    return urlencode({"unread": "1", **query} if unread_only else query)


def _position(typed: str) -> selectors.Keyset | None:
    """Where the page begins; an address that was mangled on its way begins at the top."""
    moment, _underscore, number = typed.partition("_")
    try:
        at = datetime.fromisoformat(moment)
    except ValueError:
        return None
    return (at, int(number)) if number.isdecimal() and len(number) < 19 and at.tzinfo else None
