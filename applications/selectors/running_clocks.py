"""The clocks of a dossier, folded from its journal: the same answer as the `Deadline` rows, with the arithmetic."""

from collections import Counter
from collections.abc import Iterable, Mapping, Set
from datetime import date, timedelta

from applications import clocks, rulebook
from applications.calendar import Unavailability, day_of
from applications.models import Deadline, Dossier, JournalEntry
from applications.rulebook.facts import Facts
from applications.rulebook.model import ClockEvent, ClockRule, Days, OnExpiry
from applications.selectors import unavailabilities
from applications.vocabulary import EntryKind, State

PLAIN = {
    EntryKind.SUBMITTED: (ClockEvent.SUBMITTED,),
    EntryKind.DOCUMENTS_SUPPLIED: (ClockEvent.DOCUMENTS_SUPPLIED,),
    EntryKind.RESIDENCE_TICKED: (ClockEvent.RESIDENCE_TICKED,),
    EntryKind.COMPLETE_DECLARED: (ClockEvent.COMPLETE_DECLARED,),
    EntryKind.DOCUMENTS_ASKED: (ClockEvent.DOCUMENTS_ASKED, ClockEvent.REQUEST_SENT),
}
PIECES = {
    EntryKind.PIECES_ASKED: ClockEvent.PIECES_ASKED,
    EntryKind.PIECES_ANSWERED: ClockEvent.PIECES_ANSWERED,
}
NOTIFIED = {
    "COMPLETENESS": ClockEvent.COMPLETENESS_NOTIFIED,
    "REQUEST": ClockEvent.REQUEST_NOTIFIED,
    "WORK_ACT": ClockEvent.WORK_ACT_NOTIFIED,
    "RESIDENCE_ACT": ClockEvent.RESIDENCE_ACT_NOTIFIED,
}
ACTS = frozenset({"WORK_ACT", "RESIDENCE_ACT"})
ENDED_WITHOUT_ACT_TO_NOTIFY = frozenset({State.INADMISSIBLE, State.WITHDRAWN, State.WITHOUT_OBJECT})


RowKey = tuple[str, str, date, date, int]
"""Track, rule, first day, last day; and which of several: a day that moves away and back makes a second row."""


def events(entries: Iterable[JournalEntry]) -> list[clocks.Event]:
    """What the journal says, in the words the clocks know. Only the filer's notification starts or meets a clock, and
    none of an act that was undone before its arrival was known: the period it would have met has been ended by then.
    """
    told: list[clocks.Event] = []
    refusals: set[int] = set()
    undone: set[int] = set()
    for entry in entries:
        kind = EntryKind(entry.kind)
        if kind in PIECES:
            told.append(_question(entry))
        elif kind in PLAIN:
            told += (clocks.Event(kind=event, happened_at=entry.at, track=entry.track) for event in PLAIN[kind])
        elif kind == EntryKind.REOPENED:
            undone.update(entry.said["undone"])
            told += _reopened(entry)
        elif kind == EntryKind.NOTIFIED:
            told += _notified(entry, refusals) if entry.said["act"] not in undone else ()
        elif entry.state_after == State.REFUSED and entry.state_before != State.REFUSED:
            refusals.add(entry.said["act"])  # its own arrival closes: whatever else arrives meanwhile is older
        if entry.state_after in ENDED_WITHOUT_ACT_TO_NOTIFY and entry.state_before != entry.state_after:
            told.append(clocks.Event(kind=ClockEvent.CLOSED, happened_at=entry.at))
    return told


def _question(entry: JournalEntry) -> clocks.Event:
    """A question of the examination, or its answer."""
    said = entry.said
    data = {"request": str(said["request"]), "by": said.get("asker", entry.capacity)}
    return clocks.Event(kind=PIECES[EntryKind(entry.kind)], happened_at=entry.at, track=entry.track, data=data)


def _notified(entry: JournalEntry, refusals: Set[int]) -> list[clocks.Event]:
    """What the arrival at the filer starts or meets; that of a refusal closes the application."""
    said = entry.said
    if said["role"] != "FILER":
        return []
    found = []
    if (event := NOTIFIED.get(said["what"])) is not None:
        found.append(clocks.Event(kind=event, happened_at=entry.at, track=entry.track))
    if said["act"] in refusals:
        found.append(clocks.Event(kind=ClockEvent.CLOSED, happened_at=entry.at))
    return found


def _reopened(entry: JournalEntry) -> list[clocks.Event]:
    """The day from which the check of completeness, or each track that is examined anew, has its time (P13)."""
    if entry.state_after == State.SUBMITTED:
        return [clocks.Event(kind=ClockEvent.CHECK_REOPENED, happened_at=entry.at)]
    return [
        clocks.Event(kind=ClockEvent.REVIEW_REOPENED, happened_at=entry.at, track=track)
        for track in entry.said["tracks"]
    ]


def rules(dossier: Dossier, *, on: date) -> list[ClockRule]:
    """The periods that concern this dossier, each looked up on its own reference day."""
    filing = day_of(dossier.submitted_at) if dossier.submitted_at else None
    book, category, kind, authority = rulebook.rulebook(), dossier.category, dossier.kind, dossier.authority
    asks_facts = book.clocks_ask_facts(category=category, kind=kind, authority=authority)
    return book.clock_rules(
        category=category,
        kind=kind,
        authority=authority,
        days=Days(on=on, filing=filing),
        facts=_facts(dossier) if asks_facts else None,
    )


def _facts(dossier: Dossier) -> Facts | None:
    """The facts in force, for the few categories whose periods depend on them (seasonal work)."""
    version = dossier.facts_versions.order_by("number").last()
    return Facts.model_validate(version.facts) if version else None


def find_supply_rule(dossier: Dossier, *, on: date) -> ClockRule | None:
    """The period in which the applicant supplies what was asked, from sending or from notification (P1)."""
    supplying = (rule for rule in rules(dossier, on=on) if ClockEvent.DOCUMENTS_SUPPLIED in rule.met_by)
    return next(supplying, None)


def answering(standing: Iterable[clocks.Clock], track: str) -> clocks.Clock | None:
    """The open period in which the applicant answers a question of that desk; None once it is over (P5)."""
    of_track = (clock for clock in standing if clock.track == track and clock.on_expiry == OnExpiry.RESUME)
    return next((clock for clock in of_track if clock.is_open), None)


def sign_by(clock: clocks.Clock | None, rules: Mapping[str, ClockRule], *, authority: str, on: date) -> date | None:
    """The last day to sign so that the decision is notified in time (P2); None where no such period runs.

    `rules` are the periods of the dossier by code; how many days delivery takes is a value of the authority.
    """
    if clock is None or not clock.is_open or clock.due_on is None:
        return None
    rule = rules.get(clock.rule)
    if rule is None or not any(event.endswith("_ACT_NOTIFIED") for event in rule.met_by):
        return None
    try:
        margin = rulebook.delivery_margin_days(authority=authority, on=on)
    except (rulebook.UnknownRule, rulebook.NoRuleInForce):
        return None
    return clock.due_on - timedelta(days=margin)


def of(
    dossier: Dossier,
    *,
    on: date,
    entries: Iterable[JournalEntry] | None = None,
    unavailable: Iterable[Unavailability] | None = None,
) -> list[clocks.Clock]:
    """Every clock the dossier has or had, as it stands on that day. Whoever folds many reads what is on record once."""
    told = dossier.journal.order_by("seq") if entries is None else entries
    closed = unavailabilities.concerning(dossier.authority) if unavailable is None else unavailable
    return clocks.clocks(events(told), rules(dossier, on=on), on=on, unavailable=closed)


def spans(standing: Iterable[clocks.Clock]) -> Mapping[RowKey, tuple[clocks.Clock, clocks.Span]]:
    """Every stretch of every clock, under the key of the row it is or will be."""
    found: dict[RowKey, tuple[clocks.Clock, clocks.Span]] = {}
    seen: Counter[tuple[str, str, date, date]] = Counter()
    for clock in standing:
        for span in clock.spans:
            key = (str(clock.track), clock.rule, span.starts_on, span.due_on)
            seen[key] += 1
            found[*key, seen[key]] = clock, span
    return found


def rows(deadlines: Iterable[Deadline]) -> Mapping[RowKey, Deadline]:
    """The rows under the same keys, in the order in which they were written."""
    found: dict[RowKey, Deadline] = {}
    seen: Counter[tuple[str, str, date, date]] = Counter()
    for row in sorted(deadlines, key=lambda row: row.pk):
        key = (row.track, row.rule, row.starts_on, row.due_on)
        seen[key] += 1
        found[*key, seen[key]] = row
    return found
