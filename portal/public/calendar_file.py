"""Days of the simulator as a calendar file (RFC 5545): one whole-day event per clock that is still open."""

from collections.abc import Iterable
from datetime import date, datetime
from hashlib import sha256

from django.utils.translation import gettext as _
from icalendar import Calendar, Event

from applications.calendar import ONE_DAY
from applications.clocks import Clock
from portal.public import deadlines_answer
from portal.public.deadlines_answer import Dated, Simulated

MEDIA_TYPE = "text/calendar; charset=utf-8"


def of(answer: Simulated, *, address: str, at: datetime) -> bytes:
    """The last day of each open clock with its sum. The same question gives the same identifiers: no doubles."""
    calendar = Calendar()
    calendar.add("prodid", "-//Working in Belgium//deadline simulator//")
    calendar.add("version", "2.0")
    calendar.add("x-wr-calname", _("Working in Belgium: deadlines"))
    for clock in answer.with_it:
        if clock.is_open and clock.due_on:
            calendar.add_component(_event(clock, clock.due_on, answer.on, address=address, at=at))
    return bytes(calendar.to_ical())


def _event(clock: Clock, due_on: date, on: date, *, address: str, at: datetime) -> Event:
    shown = deadlines_answer.shown(clock, on=on)
    named = f"{address}|{clock.track}|{clock.rule}|{clock.nth}"
    event = Event()
    event.add("uid", f"{sha256(named.encode()).hexdigest()[:32]}@working-in-belgium")
    event.add("dtstamp", at)
    event.add("dtstart", due_on)
    event.add("dtend", due_on + ONE_DAY)
    event.add("summary", _("%(title)s: last day") % {"title": shown.title})
    event.add("description", "\n".join(_lines(shown)))
    event.add("url", address)
    event.add("transp", "TRANSPARENT")
    return event


def _lines(shown: Dated) -> Iterable[str]:
    yield from shown.because
    if shown.lapses:
        yield _("On the later reading: %(day)s") % {"day": shown.lapses}
    yield f"{shown.article} ({shown.sure})"
    yield _("An indication, not a decision.")
