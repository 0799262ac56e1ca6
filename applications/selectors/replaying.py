"""State and deadlines as the journal alone gives them, to be compared with the rows that claim to follow it."""

from collections.abc import Iterable, Iterator
from datetime import date

from applications.calendar import Unavailability
from applications.clocks import Clock, Span
from applications.models import Deadline, Dossier, JournalEntry
from applications.selectors import running_clocks
from applications.vocabulary import Ending, State


def differences(*, on: date) -> Iterator[str]:
    """One line per row that is not what replaying its journal gives. A lapse of today may not be written yet."""
    for dossier in every():
        yield from of_one(dossier, list(dossier.journal.order_by("seq")), on=on)


def every() -> Iterator[Dossier]:
    """The dossiers that have a journal, a batch at a time."""
    rows = Dossier.objects.exclude(state=State.DRAFT).prefetch_related("deadlines").order_by("id")
    return rows.iterator(chunk_size=200)


def of_one(
    dossier: Dossier, entries: list[JournalEntry], *, on: date, closed: Iterable[Unavailability] | None = None
) -> Iterator[str]:
    """The lines of one dossier. Whoever replays many reads once what is on record about closures."""
    state = State.DRAFT
    for entry in entries:
        if entry.state_before != state:
            yield f"{dossier}: entry {entry.seq} begins at {entry.state_before}, the one before left {state}"
        state = State(entry.state_after)
    if dossier.state != state:
        yield f"{dossier}: stands at {dossier.state}, its journal at {state}"
    told = running_clocks.spans(running_clocks.of(dossier, on=on, entries=entries, unavailable=closed))
    kept = running_clocks.rows(dossier.deadlines.all())
    for key in sorted(told.keys() - kept.keys()):
        track, rule, starts_on, due_on, _nth = key
        yield f"{dossier}: no row for {rule} on {track} from {starts_on} to {due_on}"
    for key in sorted(kept.keys() - told.keys()):
        track, rule, starts_on, due_on, _nth = key
        yield f"{dossier}: {rule} on {track} from {starts_on} to {due_on} follows from no entry"
    for key in sorted(told.keys() & kept.keys()):
        clock, span, row = *told[key], kept[key]
        kept_end, told_end = _ending(row), _ending(span)
        if kept_end != told_end and not _is_to_be_swept(row, span) and not _was_told_late(row, span):
            yield f"{dossier}: {row.rule} on {row.track} to {row.due_on} {kept_end}, in the journal it {told_end}"
        if row.version != clock.version:
            yield f"{dossier}: {row.rule} on {row.track} counts by {row.version}, not by {clock.version}"


def waits_for_the_sweep(dossier: Dossier, standing: Iterable[Clock]) -> bool:
    """Whether a period has ended that nobody has written down yet: the next sweep does."""
    told = running_clocks.spans(standing)
    kept = running_clocks.rows(dossier.deadlines.all())
    return any(_is_to_be_swept(row, told[key][1]) for key, row in kept.items() if key in told)


def _ending(row: Deadline | Span) -> str:
    return f"ended on {row.ended_on} as {row.ended_as}" if row.ended_on else "is open"


def _is_to_be_swept(row: Deadline, span: Span) -> bool:
    return row.ended_on is None and span.ended_as == Ending.LAPSED


def _was_told_late(row: Deadline, span: Span) -> bool:
    """A period that had ended when a paper or a slip of an earlier day was entered: the row says what was known."""
    if row.ended_as != Ending.LAPSED or span.ended_as != Ending.MET:
        return False
    return row.ended_on is not None and span.ended_on is not None and span.ended_on <= row.ended_on
