"""What a desk has to do with a dossier, from what is written down: its stage, whom it waits for, and by which day.

`services.progress` writes it into the work items; whoever replays the journal asks the same of what the journal tells.
"""

from collections.abc import Iterable, Mapping, Sequence, Set
from dataclasses import dataclass, field
from datetime import date
from functools import cached_property
from typing import Protocol

from django.db.models import Q

from applications.clocks import Clock
from applications.models import Act, Dossier, Review
from applications.models.act import IN_FORCE
from applications.models.work_item import NO_DUE_DAY
from applications.selectors import running_clocks, unreached
from applications.vocabulary import (
    CLOSED_STATES,
    ActKind,
    Alarm,
    Authority,
    Stage,
    State,
    Track,
    WaitingFor,
)

AWAITED = {
    ActKind.WORK_GRANT: "WORK_ACT",
    ActKind.WORK_REFUSAL: "WORK_ACT",
    ActKind.INADMISSIBLE: "INADMISSIBILITY",
    ActKind.ANNEX_46: "RESIDENCE_ACT",
    ActKind.ANNEX_47: "RESIDENCE_ACT",
    ActKind.ANNEX_48: "RESIDENCE_ACT",
}
"""Under which legal event the arrival of a signed act is written down."""


class Known(Protocol):
    """What is written down about a dossier, as far as it says what a desk has to do."""

    @property
    def due(self) -> Mapping[str, date]:
        """The earliest open day of each track."""

    @property
    def standing(self) -> Sequence[Clock]:
        """Its clocks."""

    @property
    def reviews(self) -> Mapping[str, Review]:
        """Those that are open, by track."""

    @property
    def acts(self) -> Mapping[str, Act]:
        """Those that count, by track; a correction only once it is signed."""

    @property
    def corrected(self) -> Set[str]:
        """The tracks on which a correction waits for its signature."""

    @property
    def ticked(self) -> bool:
        """Whether the Immigration Office has looked at its papers."""

    @property
    def awaited(self) -> Set[str]:
        """The legal events of acts in force that the filer has not been notified of yet."""

    @property
    def unreached(self) -> Set[str]:
        """The tracks whose desk has somebody to reach another way (P2)."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Given:
    """As `Known`, from whoever knows without asking: of a dossier just being filed, or as its journal tells it."""

    due: Mapping[str, date]
    standing: Sequence[Clock] = ()
    reviews: Mapping[str, Review] = field(default_factory=dict)
    acts: Mapping[str, Act] = field(default_factory=dict)
    corrected: Set[str] = frozenset()
    ticked: bool = False
    awaited: Set[str] = frozenset()
    unreached: Set[str] = frozenset()


class Read:
    """As `Known`, from the rows, each read when somebody asks: what most states ask for is one or two of them."""

    def __init__(self, dossier: Dossier, *, due: Mapping[str, date], standing: Sequence[Clock]) -> None:
        self.dossier, self.due, self.standing = dossier, due, standing

    @cached_property
    def reviews(self) -> Mapping[str, Review]:
        return {review.track: review for review in self.dossier.reviews.filter(closed_at=None)}

    @cached_property
    def acts(self) -> Mapping[str, Act]:
        return {act.track: act for act in self._acts if act.rectifies_id is None or act.in_force}

    @cached_property
    def corrected(self) -> Set[str]:
        return {act.track for act in self._acts if act.rectifies_id is not None and not act.in_force}

    @cached_property
    def ticked(self) -> bool:
        return self.dossier.residence_ticks.exists()

    @cached_property
    def awaited(self) -> Set[str]:
        legal = self.dossier.notifications.filter(notified_at=None, role="FILER", what__in=set(AWAITED.values()))
        return set(legal.filter(act__state__in=IN_FORCE).values_list("what", flat=True))

    @cached_property
    def unreached(self) -> Set[str]:
        return {missed.track for missed in unreached.of(self.dossier)}

    @cached_property
    def _acts(self) -> list[Act]:
        return list(self.dossier.acts.filter(~Q(state="SUPERSEDED")))


@dataclass(frozen=True, slots=True, kw_only=True)
class Duty:
    """What a desk has to do, for whom it waits, by which day, by which to sign (P2), and whom it could not reach."""

    stage: Stage
    waiting_for: WaitingFor
    due_on: date
    sign_by_on: date | None
    alarm: str


def earliest(deadlines: Iterable[tuple[str, date]]) -> dict[str, date]:
    """The first open day of each track."""
    due: dict[str, date] = {}
    for track, due_on in deadlines:
        due[track] = min(due.get(track, NO_DUE_DAY), due_on)
    return due


def of_desk(dossier: Dossier, authority: str, known: Known, *, on: date) -> Duty:
    """The duty of one desk on that day."""
    track = Track.RESIDENCE if authority == Authority.FEDERAL else Track.WORK
    stage, waiting_for = _stage(dossier, track, known)
    if track in known.corrected:  # the correction of an act in force waits for its signature (P13)
        stage, waiting_for = Stage.SIGN, WaitingFor.NOBODY
    is_alarmed = track in known.unreached
    if is_alarmed and stage == Stage.DONE:  # decided, and somebody has still to be reached
        stage = Stage.ISSUED
    return Duty(
        stage=stage,
        waiting_for=waiting_for,
        due_on=min(known.due.get(track, NO_DUE_DAY), known.due.get(Track.OVERALL, NO_DUE_DAY)),
        sign_by_on=None if stage in (Stage.ISSUED, Stage.DONE) else _sign_by(dossier, authority, track, known, on=on),
        alarm=Alarm.UNREACHED if is_alarmed else "",
    )


def _sign_by(dossier: Dossier, authority: str, track: Track, known: Known, *, on: date) -> date | None:
    """The earliest last day to sign: of the desk's own track, or of the joint term (P2)."""
    own = [clock for clock in known.standing if clock.is_open and clock.track in (track, Track.OVERALL)]
    rules = {rule.code: rule for rule in running_clocks.rules(dossier, on=on)} if own else {}
    days = [running_clocks.sign_by(clock, rules, authority=authority, on=on) for clock in own]
    return min((day for day in days if day), default=None)


def _stage(dossier: Dossier, track: Track, known: Known) -> tuple[Stage, WaitingFor]:
    if dossier.state == State.INCOMPLETE and Track.WORK not in known.acts:
        return Stage.WAITING, WaitingFor.APPLICANT
    if dossier.state == State.INCOMPLETE:  # the applicant's time ended: the inadmissibility waits for a signature
        return (Stage.SIGN, WaitingFor.NOBODY) if track == Track.WORK else (Stage.WAITING, WaitingFor.OTHER_DESK)
    if dossier.state == State.SUBMITTED:
        if track == Track.WORK:
            return Stage.INTAKE, WaitingFor.NOBODY
        return (Stage.WAITING, WaitingFor.OTHER_DESK) if known.ticked else (Stage.TICK, WaitingFor.NOBODY)
    act, review = known.acts.get(track), known.reviews.get(track)
    if act is not None and act.state in IN_FORCE:
        what = AWAITED[ActKind(act.kind)]
        return (Stage.ISSUED, WaitingFor.NOBODY) if what in known.awaited else (Stage.DONE, WaitingFor.NOBODY)
    if dossier.state in CLOSED_STATES or review is None:
        return Stage.DONE, WaitingFor.NOBODY
    if running_clocks.answering(known.standing, track) is not None:
        return Stage.WAITING, WaitingFor.APPLICANT
    if review.outcome or (act is not None and act.kind == ActKind.ANNEX_47):  # made ready by silence (P11)
        return Stage.SIGN, WaitingFor.NOBODY
    if track == Track.RESIDENCE and review.provisional and not _granted(known.acts.get(Track.WORK)):
        return Stage.WAITING, WaitingFor.OTHER_DESK
    return Stage.REVIEW, WaitingFor.NOBODY


def _granted(act: Act | None) -> bool:
    return act is not None and act.kind == "WORK_GRANT" and act.state in IN_FORCE
