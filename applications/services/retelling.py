"""A dossier as its journal tells it: what the desks have before them, folded from the entries alone.

`replaying` compares it with the rows. A kind of entry that changes reviews, acts, ticks or what is awaited has one
function here, named in `HEARD`; every other kind changes none of them.
"""

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field

from applications.models import Act, JournalEntry, Review
from applications.models.act import IN_PREPARATION
from applications.selectors import duties
from applications.vocabulary import ActKind, ActState, Authority, EntryKind, State, Track


@dataclass
class Retold:
    """The open reviews, the acts that count, the Office's ticks, corrections in preparation, and the acts whose
    arrival is awaited; acts by their number.
    """

    state: State = State.DRAFT
    reviews: dict[str, Review] = field(default_factory=dict)
    acts: dict[str, Act] = field(default_factory=dict)
    ticks: dict[str, bool] = field(default_factory=dict)
    asked_by_office: frozenset[str] = frozenset()
    corrections: dict[int, Track] = field(default_factory=dict)
    awaited: dict[int, str] = field(default_factory=dict)

    def drop_prepared(self) -> None:
        """Acts in preparation go when what they rested on has gone."""
        self.acts = {track: act for track, act in self.acts.items() if act.state not in IN_PREPARATION}


def retold(entries: Iterable[JournalEntry]) -> Retold:
    """The dossier after those entries, in their order."""
    dossier = Retold()
    for entry in entries:
        if (hear := HEARD.get(EntryKind(entry.kind))) is not None:
            hear(dossier, entry)
        dossier.state = State(entry.state_after)
    return dossier


def _ticked(dossier: Retold, entry: JournalEntry) -> None:
    dossier.ticks |= dict.fromkeys(entry.said["present"], True) | dict.fromkeys(entry.said["missing"], False)


def _asked(dossier: Retold, entry: JournalEntry) -> None:
    of_office = str(Authority.FEDERAL) in entry.said["askers"]
    dossier.asked_by_office = frozenset(
        code for code in entry.said["codes"] if of_office and dossier.ticks.get(code) is False
    )


def _supplied(dossier: Retold, entry: JournalEntry) -> None:
    """What the Office had asked it ticks again; an inadmissibility in preparation has lost its ground."""
    dossier.ticks = {code: there for code, there in dossier.ticks.items() if code not in dossier.asked_by_office}
    dossier.drop_prepared()


def _complete(dossier: Retold, entry: JournalEntry) -> None:
    dossier.reviews = {track: Review(track=track) for track in entry.said["tracks"]}


def _concluded(dossier: Retold, entry: JournalEntry) -> None:
    """A letter of the conclusion before this one goes."""
    review = dossier.reviews[entry.track]
    if entry.said["provisional"]:
        review.provisional = entry.said["outcome"]
    else:
        review.outcome = entry.said["outcome"]
        act = dossier.acts.get(entry.track)
        if act is not None and act.state in IN_PREPARATION:
            del dossier.acts[entry.track]


def _lapsed(dossier: Retold, entry: JournalEntry) -> None:
    dossier.acts[Track.WORK] = Act(kind=ActKind.INADMISSIBLE, state=ActState.PREPARED)


def _grant_proposed(dossier: Retold, entry: JournalEntry) -> None:
    dossier.acts[Track.RESIDENCE] = Act(kind=ActKind.ANNEX_47, state=ActState.PREPARED)


def _previewed(dossier: Retold, entry: JournalEntry) -> None:
    if entry.said["act"] not in dossier.corrections:
        dossier.acts[entry.track] = Act(kind=entry.said["kind"], state=ActState.PREVIEWED)


def _letter_is_no_more(dossier: Retold, entry: JournalEntry) -> None:
    """What the letter made ready before says was changed."""
    act = dossier.acts.get(entry.track)
    if act is not None and act.state == ActState.PREVIEWED:
        act.state = ActState.PREPARED


def _signed(dossier: Retold, entry: JournalEntry) -> None:
    kind = ActKind(entry.said["kind"])
    dossier.acts[entry.track] = Act(pk=entry.said["act"], kind=kind, state=ActState.SIGNED)
    dossier.awaited[entry.said["act"]] = duties.AWAITED[kind]
    dossier.reviews.pop(entry.track, None)
    if kind in (ActKind.WORK_REFUSAL, ActKind.ANNEX_47):  # the other review closes without object
        dossier.reviews.clear()
        dossier.drop_prepared()


def _correction_prepared(dossier: Retold, entry: JournalEntry) -> None:
    dossier.corrections[entry.said["act"]] = Track(entry.track)


def _correction_dropped(dossier: Retold, entry: JournalEntry) -> None:
    dossier.corrections.pop(entry.said["act"], None)


def _rectified(dossier: Retold, entry: JournalEntry) -> None:
    """The correction takes the place of the act it corrects, and its own arrival is awaited."""
    dossier.corrections.pop(entry.said["act"], None)
    dossier.awaited.pop(entry.said["rectifies"], None)
    kind = ActKind(entry.said["kind"])
    dossier.acts[entry.track] = Act(pk=entry.said["act"], kind=kind, state=ActState.SIGNED)
    dossier.awaited[entry.said["act"]] = duties.AWAITED[kind]


def _reopened(dossier: Retold, entry: JournalEntry) -> None:
    """What was undone no longer counts, nor its arrival, nor a correction of it; the tracks are examined anew."""
    undone = set(entry.said["undone"])
    tracks = {track for track, act in dossier.acts.items() if act.pk in undone}
    dossier.acts = {track: act for track, act in dossier.acts.items() if track not in tracks}
    dossier.corrections = {pk: track for pk, track in dossier.corrections.items() if track not in tracks}
    dossier.awaited = {pk: what for pk, what in dossier.awaited.items() if pk not in undone}
    dossier.reviews = {track: Review(track=track) for track in entry.said["tracks"]}


def _sealed(dossier: Retold, entry: JournalEntry) -> None:
    dossier.acts[entry.track].state = ActState.SEALED


def _ended(dossier: Retold, entry: JournalEntry) -> None:
    dossier.reviews.clear()
    dossier.drop_prepared()


def _notified(dossier: Retold, entry: JournalEntry) -> None:
    if entry.said["role"] == "FILER":
        dossier.awaited.pop(entry.said["act"], None)


HEARD: Mapping[EntryKind, Callable[[Retold, JournalEntry], None]] = {
    EntryKind.RESIDENCE_TICKED: _ticked,
    EntryKind.DOCUMENTS_ASKED: _asked,
    EntryKind.DOCUMENTS_SUPPLIED: _supplied,
    EntryKind.COMPLETE_DECLARED: _complete,
    EntryKind.CONCLUDED: _concluded,
    EntryKind.PERIOD_LAPSED: _lapsed,
    EntryKind.GRANT_PROPOSED: _grant_proposed,
    EntryKind.ACT_PREVIEWED: _previewed,
    EntryKind.ACT_LANGUAGE_CHANGED: _letter_is_no_more,
    EntryKind.TERMS_STATED: _letter_is_no_more,
    EntryKind.ACT_SIGNED: _signed,
    EntryKind.ACT_SEALED: _sealed,
    EntryKind.RECTIFICATION_PREPARED: _correction_prepared,
    EntryKind.RECTIFICATION_DROPPED: _correction_dropped,
    EntryKind.ACT_RECTIFIED: _rectified,
    EntryKind.REOPENED: _reopened,
    EntryKind.WITHDRAWN: _ended,
    EntryKind.CLOSED_WITHOUT_OBJECT: _ended,
    EntryKind.NOTIFIED: _notified,
}
