"""The fold itself: events in the order they happened, one rule after the other."""

from collections.abc import Iterable, Sequence
from datetime import date, datetime

from applications import calendar
from applications.calendar import Unavailability
from applications.clocks.model import Clock, ClockState, Event
from applications.clocks.run import ROLES, Run, role_of
from applications.rulebook.model import ClockRule, OnExpiry


def clocks(
    events: Iterable[Event], rules: Sequence[ClockRule], *, on: date, unavailable: Iterable[Unavailability] = ()
) -> list[Clock]:
    """Every clock of a dossier as it stands at the end of the day `on`; what happened later is not yet known.

    `unavailable` are the records of the authorities that concern the dossier. The order of the events does not matter.
    """
    known = [event for event in events if event.day <= on]
    records = tuple(unavailable)
    found: list[Clock] = []
    for rule in rules:
        limits = [r for r in rules if r.on_expiry == OnExpiry.RESUME and r is not rule]
        closed = tuple(r for r in records if not r.tracks or rule.track in r.tracks)
        found += _fold(known, rule, on=on, limits=limits, closed=closed)
    return sorted(found, key=lambda clock: (clock.starts_on, clock.key))


def _moment(heard: tuple[Event, str]) -> tuple[datetime, int, str, str]:
    """An order that does not depend on the order given, also for what happened at the same instant."""
    event, role = heard
    return event.happened_at, ROLES.index(role), event.kind, repr(sorted(event.data.items()))


def _fold(
    events: Iterable[Event],
    rule: ClockRule,
    *,
    on: date,
    limits: Sequence[ClockRule],
    closed: tuple[Unavailability, ...],
) -> list[Clock]:
    """The clocks of one rule, one after the other; at most the last is open.

    What an authority puts on record is learnt at that instant: a day that moves ends one span and begins another.
    """
    heard = [(event, role) for event in events if (role := role_of(rule, event))]
    heard.sort(key=_moment)
    learnt = _changes(closed, on=on)
    runs: list[Run] = []
    for event, role in heard:
        while learnt and learnt[0] < event.happened_at:
            _learn(runs, learnt.pop(0), closed)
        current = runs[-1] if runs else None
        if current and current.is_open:
            current.pass_time(event.day)
        is_open = current is not None and current.is_open
        begins = role == "starts" or (role == "restarts" and current is None and event.kind in rule.starts_with)
        if (begins and not is_open) or (role == "restarts" and current):
            if current and is_open:
                current.end(ClockState.STOPPED, event.day, "RESTARTED", event)
            runs.append(Run(rule, event, _known(closed, event.happened_at)))
        elif current and is_open:
            current.hear(event, role, limits)
    for instant in learnt:
        _learn(runs, instant, closed)
    if runs and runs[-1].is_open:
        runs[-1].pass_time(on)
    return [run.clock(nth=nth, on=on) for nth, run in enumerate(runs, start=1)]


def _changes(closed: Iterable[Unavailability], *, on: date) -> list[datetime]:
    """The instants at which what stands on record changed, up to that day."""
    instants = {instant for record in closed for instant in (record.known_from, record.known_until) if instant}
    return sorted(instant for instant in instants if calendar.day_of(instant) <= on)


def _known(closed: Iterable[Unavailability], at: datetime) -> tuple[Unavailability, ...]:
    return tuple(record for record in closed if record.is_known(at))


def _learn(runs: Sequence[Run], instant: datetime, closed: Iterable[Unavailability]) -> None:
    """Tell the open clock what is on record from that instant on; one that has ended keeps what it was counted with."""
    if runs and runs[-1].is_open:
        runs[-1].learn(_known(closed, instant), calendar.day_of(instant))
