"""The only writer of a dossier's state, its journal, its deadlines and its work items.

Every verb ends here: `advance` for a step of the workflow, `note` for an entry that changes no state, then `project`,
which brings deadlines and work items in line with the journal in the same transaction.
"""

from collections.abc import Sequence
from datetime import date, datetime
from typing import Any

from applications import calendar, journal_schema, workflow
from applications.actors import Actor
from applications.clocks import Clock, Span
from applications.models import Deadline, Dossier, JournalEntry, WorkItem
from applications.selectors import duties, running_clocks
from applications.services.together import Writes
from applications.vocabulary import Ending, EntryKind, Stage, State, Track

PROJECTED = ("stage", "waiting_for", "due_on", "sign_by_on", "alarm", "closed_at")
"""What of a work item follows from the rest."""


def lock(dossier_id: int, *beside: str) -> Dossier:
    """The dossier, locked until the transaction ends. Every verb begins with it. `beside` is read in the same trip."""
    return Dossier.objects.select_for_update(of=("self",)).select_related(*beside).get(pk=dossier_id)


def note(
    dossier: Dossier,
    kind: EntryKind,
    *,
    by: Actor,
    at: datetime,
    basis: str,
    payload: dict[str, Any],
    track: str = "",
) -> JournalEntry:
    """Write an entry that leaves the state as it is."""
    return _write(dossier, kind, by=by, at=at, basis=basis, payload=payload, track=track, before=dossier.state)


def advance(
    dossier: Dossier,
    step: str,
    kind: EntryKind,
    *,
    by: Actor,
    at: datetime,
    payload: dict[str, Any],
    track: str = "",
    save: tuple[str, ...] = (),
) -> JournalEntry:
    """Take a step of the workflow: state and entry together. `save` names further columns changed with the state.

    Raises `workflow.NotAllowedStep` when the table does not have it.
    """
    taken = workflow.step(step, State(dossier.state))
    before = dossier.state
    dossier.state = taken.target
    dossier.save(update_fields=["state", *save])
    return _write(dossier, kind, by=by, at=at, basis=taken.basis, payload=payload, track=track, before=before)


def begin(
    dossier: Dossier,
    writes: Writes,
    *,
    by: Actor,
    at: datetime,
    payload: dict[str, Any],
    save: tuple[str, ...],
    items: list[WorkItem],
) -> None:
    """The first step of all, filing: what `advance` and `project` write for a dossier that has no rows yet.

    Nothing is read back, since nothing can be there; `writes` sends it with the rest of the filing. `items` are the
    desks' new work items.
    """
    taken = workflow.step("submit", State(dossier.state))
    before, dossier.state = dossier.state, taken.target
    entry = _entry(
        dossier, EntryKind.SUBMITTED, by=by, at=at, basis=taken.basis, payload=payload, track="", before=before
    )
    on = calendar.day_of(at)
    standing = running_clocks.of(dossier, on=on, entries=[entry])
    deadlines = [_deadline(dossier, *found) for found in running_clocks.spans(standing).values()]
    open_until = [(Track(row.track), row.due_on) for row in deadlines if row.ended_on is None]
    for item in items:
        _bring_in_line(dossier, item, duties.Given(due=duties.earliest(open_until), standing=standing), at=at)
    writes.update(dossier, ["state", *save])
    writes.insert([entry])
    writes.insert(items)
    writes.insert(deadlines)


def project(dossier: Dossier, *, at: datetime, standing: Sequence[Clock] | None = None) -> None:
    """Bring `Deadline` rows and work items in line with the journal, as of that instant.

    `standing` are the clocks as they stand at that instant, from whoever has just folded them.
    """
    on = calendar.day_of(at)
    if standing is None:
        standing = running_clocks.of(dossier, on=on)
    writes = Writes()
    due = _project_deadlines(dossier, standing, writes, on=on)
    _project_work_items(dossier, duties.Read(dossier, due=due, standing=standing), writes, at=at)
    writes.send()


def _write(
    dossier: Dossier,
    kind: EntryKind,
    *,
    by: Actor,
    at: datetime,
    basis: str,
    payload: dict[str, Any],
    track: str,
    before: str,
) -> JournalEntry:
    entry = _entry(dossier, kind, by=by, at=at, basis=basis, payload=payload, track=track, before=before)
    entry.save(force_insert=True)
    return entry


def _entry(
    dossier: Dossier,
    kind: EntryKind,
    *,
    by: Actor,
    at: datetime,
    basis: str,
    payload: dict[str, Any],
    track: str,
    before: str,
) -> JournalEntry:
    return JournalEntry(
        dossier=dossier,
        kind=kind,
        at=at,
        actor_key=by.key,
        capacity=by.capacity,
        organisation_key=by.organisation_key,
        track=track,
        state_before=before,
        state_after=dossier.state,
        basis=basis,
        payload=journal_schema.canonical(kind, payload),
    )


def _deadline(dossier: Dossier, clock: Clock, span: Span) -> Deadline:
    return Deadline(
        dossier=dossier,
        track=clock.track,
        rule=clock.rule,
        version=clock.version,
        starts_on=span.starts_on,
        due_on=span.due_on,
        ended_on=span.ended_on,
        ended_as=span.ended_as or "",
    )


def _project_deadlines(dossier: Dossier, standing: Sequence[Clock], writes: Writes, *, on: date) -> dict[str, date]:
    """Write the spans of the clocks as rows: end those that ended, add those that are new. Rows never move.

    Answers the earliest open day of each track.
    """
    spans = running_clocks.spans(standing)
    rows = running_clocks.rows(dossier.deadlines.all())
    for key, row in rows.items():
        span = spans[key][1] if key in spans else None
        if row.ended_on is None and (span is None or span.ended_on is not None):
            row.ended_on = span.ended_on if span and span.ended_on else on
            row.ended_as = span.ended_as if span and span.ended_as else Ending.STOPPED
            writes.update(row, ["ended_on", "ended_as"])
    new = [_deadline(dossier, *found) for key, found in spans.items() if key not in rows]
    writes.insert(new)
    return duties.earliest((row.track, row.due_on) for row in (*rows.values(), *new) if row.ended_on is None)


def _project_work_items(dossier: Dossier, known: duties.Known, writes: Writes, *, at: datetime) -> None:
    """Say for both desks what there is to do, for whom they wait, by which day, and whom they could not reach."""
    for item in dossier.work_items.all():
        before = _said_of(item)
        _bring_in_line(dossier, item, known, at=at)
        if _said_of(item) != before:
            writes.update(item, PROJECTED)


def _said_of(item: WorkItem) -> list[Any]:
    return [getattr(item, name) for name in PROJECTED]


def _bring_in_line(dossier: Dossier, item: WorkItem, known: duties.Known, *, at: datetime) -> None:
    duty = duties.of_desk(dossier, item.authority, known, on=calendar.day_of(at))
    item.stage, item.waiting_for, item.due_on = duty.stage, duty.waiting_for, duty.due_on
    item.sign_by_on, item.alarm = duty.sign_by_on, duty.alarm
    item.closed_at = (item.closed_at or at) if duty.stage == Stage.DONE else None
