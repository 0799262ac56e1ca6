"""The periods that begin with a decision: to appeal against a no, to register, renew and keep a card after a yes.

They are folded from the journal and the permit whenever somebody looks, and have no `Deadline` rows: no work of a desk
hangs on them, and an appeal lodged, a renewal filed or a change of employer is not reported to this platform yet.
A reopening ends them all; a correction has its addressee count anew.
"""

from collections.abc import Iterable, Mapping
from datetime import date, datetime

from applications import calendar, clocks, rulebook
from applications.models import Dossier, JournalEntry, Permit
from applications.rulebook.model import ClockEvent, ClockRule, Days, Occasion
from applications.selectors import unavailabilities
from applications.vocabulary import ActKind, DeclarationKind, EntryKind, State

DECIDED = frozenset({State.GRANTED, State.REFUSED, State.INADMISSIBLE})
REFUSALS: Mapping[str, ClockEvent] = {
    ActKind.WORK_REFUSAL: ClockEvent.WORK_REFUSAL_NOTIFIED,
    ActKind.ANNEX_48: ClockEvent.RESIDENCE_REFUSAL_NOTIFIED,
    ActKind.INADMISSIBLE: ClockEvent.INADMISSIBLE_NOTIFIED,
}
REPORTED: Mapping[str, ClockEvent] = {
    DeclarationKind.ARRIVED: ClockEvent.ARRIVED,
    DeclarationKind.REGISTERED: ClockEvent.REGISTERED,
}


def of(dossier: Dossier, *, entries: Iterable[JournalEntry], on: date) -> list[clocks.Clock]:
    """Every such clock as it stands on that day; none before the decision."""
    if dossier.state not in DECIDED:
        return []
    told = [*events(entries), *_permit_issued(dossier)]
    rules = _rules(dossier, decided_on=min((event.day for event in told), default=on), on=on)
    return clocks.clocks(told, rules, on=on, unavailable=unavailabilities.concerning(dossier.authority))


def events(entries: Iterable[JournalEntry]) -> list[clocks.Event]:
    """What the journal says of a decision and what follows it: the newest of each kind since the last reopening."""
    kinds: dict[int, str] = {}
    found: dict[ClockEvent, clocks.Event] = {}
    for entry in sorted(entries, key=lambda entry: entry.seq):
        said = entry.said
        kind, at = None, entry.at
        match entry.kind:
            case EntryKind.ACT_SIGNED | EntryKind.ACT_RECTIFIED:
                kinds[said["act"]] = said["kind"]
                if entry.kind == EntryKind.ACT_SIGNED and said["kind"] == ActKind.WORK_REFUSAL:
                    kind = ClockEvent.WORK_REFUSAL_SIGNED
            case EntryKind.NOTIFIED if said["role"] == "FILER":
                kind = REFUSALS.get(kinds.get(said["act"], ""))
            case EntryKind.DECLARED:
                kind, at = REPORTED.get(said["kind"]), _midday(said["happened_on"], at)
            case EntryKind.REOPENED:
                found.clear()
        if kind is not None:
            found[kind] = clocks.Event(kind=kind, happened_at=at)
    return list(found.values())


def _midday(day: str, at: datetime) -> datetime:
    return calendar.midday_of(date.fromisoformat(day), at=at)


def _permit_issued(dossier: Dossier) -> list[clocks.Event]:
    permit = Permit.objects.filter(dossier=dossier, ended_at=None).select_related("act").first()
    if permit is None or permit.act.signed_at is None:
        return []
    data = {"expires_on": permit.valid_until}
    return [clocks.Event(kind=ClockEvent.PERMIT_ISSUED, happened_at=permit.act.signed_at, data=data)]


def _rules(dossier: Dossier, *, decided_on: date, on: date) -> list[ClockRule]:
    book = rulebook.rulebook()
    filing = calendar.day_of(dossier.submitted_at) if dossier.submitted_at else None
    days = Days(on=on, filing=filing, decision=decided_on)
    category, kind, authority = dossier.category, dossier.kind, dossier.authority
    held = book.clock_rules(category=category, kind=kind, authority=authority, days=days, occasion=Occasion.HOLDING)
    return [*book.appeal_clocks(category=category, kind=kind, authority=authority, days=days), *held]
