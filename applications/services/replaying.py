"""What the desks have to do as the journal alone gives it, to be compared with reviews, acts and work items.

`selectors.replaying` does the same for states and deadlines. Both read every entry from the first; neither writes.
"""

from collections.abc import Iterator, Mapping
from copy import copy
from datetime import date

from applications.clocks import Clock
from applications.models import Dossier
from applications.selectors import duties, replaying, running_clocks, unreached
from applications.services.retelling import Retold, retold
from applications.vocabulary import ActState, Stage


def differences(*, on: date) -> Iterator[str]:
    """One line per row that is not what replaying its journal gives."""
    for dossier in replaying.every():
        yield from of_one(dossier, on=on)


def of_one(dossier: Dossier, *, on: date) -> Iterator[str]:
    """The lines of one dossier: state, deadlines, reviews, acts and work items."""
    entries = list(dossier.journal.order_by("seq"))
    yield from replaying.of_one(dossier, entries, on=on)
    told = retold(entries)
    yield from _of_reviews(dossier, told)
    yield from _of_acts(dossier, told)
    standing = running_clocks.of(dossier, on=on, entries=entries)
    if not replaying.waits_for_the_sweep(dossier, standing):
        yield from _of_work_items(dossier, told, standing, on=on)


def _of_reviews(dossier: Dossier, told: Retold) -> Iterator[str]:
    kept = {row.track: (row.outcome, row.provisional) for row in dossier.reviews.filter(closed_at=None)}
    said = {track: (row.outcome, row.provisional) for track, row in told.reviews.items()}
    yield from _compared(dossier, "the open review", kept, said)


def _of_acts(dossier: Dossier, told: Retold) -> Iterator[str]:
    standing = dossier.acts.exclude(state=ActState.SUPERSEDED)
    kept = {act.track: (act.kind, act.state) for act in standing if act.rectifies_id is None or act.in_force}
    said = {track: (str(act.kind), str(act.state)) for track, act in told.acts.items()}
    yield from _compared(dossier, "the act", kept, said)


def _of_work_items(dossier: Dossier, told: Retold, standing: list[Clock], *, on: date) -> Iterator[str]:
    """Days come from the rows of deadlines, which have been compared already."""
    known = duties.Given(
        reviews=told.reviews,
        acts=told.acts,
        corrected=set(told.corrections.values()),
        ticked=bool(told.ticks),
        awaited=set(told.awaited.values()),
        unreached={missed.track for missed in unreached.of(dossier)},
        standing=standing,
        due=duties.earliest((row.track, row.due_on) for row in dossier.deadlines.all() if row.ended_on is None),
    )
    as_told = copy(dossier)
    as_told.state = told.state
    for item in dossier.work_items.order_by("authority"):
        duty = duties.of_desk(as_told, item.authority, known, on=on)
        kept = (item.stage, item.waiting_for, f"{item.due_on}", item.alarm, item.closed_at is not None)
        said = (*map(str, (duty.stage, duty.waiting_for, duty.due_on, duty.alarm)), duty.stage == Stage.DONE)
        yield from _compared(dossier, "the work item", {item.authority: kept}, {item.authority: said})


def _compared(
    dossier: Dossier, what: str, kept: Mapping[str, tuple[object, ...]], said: Mapping[str, tuple[object, ...]]
) -> Iterator[str]:
    for key in sorted(kept.keys() | said.keys()):
        if kept.get(key) != said.get(key):
            yield f"{dossier}: {what} of {key} is {_words(kept.get(key))}, its journal says {_words(said.get(key))}"


def _words(values: tuple[object, ...] | None) -> str:
    return " ".join(str(value) for value in values if value not in ("", False)) or "undecided" if values else "absent"
