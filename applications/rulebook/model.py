"""What a rule is: law as data, dated, with its article, its source and how sure we are of it.

Nothing here knows a particular law, the database or the clock.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from enum import StrEnum
from typing import Any

from applications.vocabulary import ApplicationKind, Authority, Certainty, Track

REVISION = "2"
"""Revision of the engine and its criteria. Raise it when the same facts and rules may give another answer."""


class RuleKind(StrEnum):
    """What a rule contributes. Only conditions, documents, exemptions and durations give a finding."""

    CONDITION = "condition"
    DOCUMENT = "document"
    EXEMPTION = "exemption"
    DURATION = "duration"
    VALUE = "value"
    DEADLINE = "deadline"
    ISSUE = "issue"
    APPEAL = "appeal"
    LANGUAGE = "language"
    NOTIFICATION = "notification"
    DUTY = "duty"  # what somebody must tell or do while a permit is held
    GROUND = "ground"  # on what a permit may be refused or withdrawn


JUDGED = frozenset(
    {
        RuleKind.CONDITION,
        RuleKind.DOCUMENT,
        RuleKind.EXEMPTION,
        RuleKind.DURATION,
        RuleKind.DUTY,
        RuleKind.GROUND,
    }
)


class Occasion(StrEnum):
    """When a rule is asked: before an application, for one, or while a permit is held.

    BEFORE asks whether a permit is needed at all; HOLDING is a change of employer, an end or a withdrawal.
    """

    BEFORE = "BEFORE"
    APPLICATION = "APPLICATION"
    HOLDING = "HOLDING"


class ReferenceDay(StrEnum):
    """Which day's law applies to a rule (P7)."""

    FILING = "filing"
    DECISION = "decision"


class Unit(StrEnum):
    """In what a period is counted. Months run from date to date."""

    DAYS = "DAYS"
    WORKING_DAYS = "WORKING_DAYS"
    MONTHS = "MONTHS"


class OnExpiry(StrEnum):
    """What follows when a period ends unused (P11). The machine never signs."""

    PROPOSE = "propose"  # the inadmissibility act is prepared, an officer signs it
    PROPOSE_GRANT = "propose_grant"  # annex 47 is prepared for a tacit grant, the Immigration Office signs it
    RESUME = "resume"  # the clock that waited runs on
    PROCEED = "proceed"  # the other desk need not wait any longer
    ALARM = "alarm"  # the desk is warned, nothing else changes


class ClockEvent(StrEnum):
    """The facts that start, stop, pause and end clocks (P1, P2)."""

    SUBMITTED = "SUBMITTED"
    DOCUMENTS_ASKED = "DOCUMENTS_ASKED"
    DOCUMENTS_SUPPLIED = "DOCUMENTS_SUPPLIED"
    COMPLETE_DECLARED = "COMPLETE_DECLARED"
    COMPLETENESS_NOTIFIED = "COMPLETENESS_NOTIFIED"
    REQUEST_NOTIFIED = "REQUEST_NOTIFIED"
    RESIDENCE_TICKED = "RESIDENCE_TICKED"
    PIECES_ASKED = "PIECES_ASKED"
    PIECES_ANSWERED = "PIECES_ANSWERED"
    WORK_ACT_NOTIFIED = "WORK_ACT_NOTIFIED"
    RESIDENCE_ACT_NOTIFIED = "RESIDENCE_ACT_NOTIFIED"
    CHECK_REOPENED = "CHECK_REOPENED"  # an inadmissibility was undone: completeness is checked anew
    REVIEW_REOPENED = "REVIEW_REOPENED"  # a decision was undone: its track is examined anew (P13)
    CLOSED = "CLOSED"  # ended, and no act is left to notify
    REQUEST_SENT = "REQUEST_SENT"  # where a period runs from sending, not from notification
    EXTENDED = "EXTENDED"  # a reasoned extension for complexity was notified
    COMPLETE_ON_PAPER = "COMPLETE_ON_PAPER"  # a file on paper (P24) was declared complete and has to be sent on
    TRANSMITTED = "TRANSMITTED"
    WORK_REFUSAL_SIGNED = "WORK_REFUSAL_SIGNED"
    WORK_REFUSAL_NOTIFIED = "WORK_REFUSAL_NOTIFIED"
    RESIDENCE_REFUSAL_NOTIFIED = "RESIDENCE_REFUSAL_NOTIFIED"
    INADMISSIBLE_NOTIFIED = "INADMISSIBLE_NOTIFIED"
    APPEAL_LODGED = "APPEAL_LODGED"
    ARRIVED = "ARRIVED"
    REGISTERED = "REGISTERED"
    PERMIT_ISSUED = "PERMIT_ISSUED"  # its data names the last day of validity, `expires_on`
    RENEWAL_FILED = "RENEWAL_FILED"
    CHANGE_REPORTED = "CHANGE_REPORTED"  # a new employer or significantly changed conditions
    CHANGE_REJECTED = "CHANGE_REJECTED"
    EMPLOYMENT_ENDED = "EMPLOYMENT_ENDED"
    EMPLOYMENT_BEGAN = "EMPLOYMENT_BEGAN"


@dataclass(frozen=True, slots=True, kw_only=True)
class ClockRule:
    """One period the law sets, as the clocks read it. Event names are members of ClockEvent."""

    code: str
    version: str  # "ostbelgien.blue_card.supply@2018-12-24"
    track: Track
    unit: Unit
    length: int
    starts_with: tuple[str, ...]
    restarts_with: tuple[str, ...] = ()
    met_by: tuple[str, ...] = ()
    stopped_by: tuple[str, ...] = ()
    pauses_with: tuple[str, ...] = ()
    resumes_with: tuple[str, ...] = ()
    on_expiry: OnExpiry = OnExpiry.ALARM
    rollover: bool | None = None  # whether a last day off work moves on; None: no source says so (P6)
    extends_with: tuple[str, ...] = ()  # lengthen the period once, by `extension` in the same unit
    extension: int = 0
    counts_back_from: str = ""  # name of the day in the start event's data from which the period counts backwards
    article: str
    certainty: Certainty


class NoRuleInForce(LookupError):
    """The rulebook says nothing about that day: a gap in the data, never a default."""

    def __init__(self, code: str, on: date) -> None:
        super().__init__(f"no rule known for {code} on {on:%Y-%m-%d}")
        self.code = code
        self.on = on


class UnknownRule(LookupError):
    """No rule carries that code."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Version:
    """A rule as it stands from one day until another (exclusive)."""

    rule: str
    in_force_from: date
    in_force_until: date | None
    article: str
    act: str  # code of the text the article belongs to; its name is translated
    source: str
    certainty: Certainty
    text_fr: str = ""  # the authentic French wording, where we have it
    values: Mapping[str, Any] = field(default_factory=dict)
    missing: str = ""  # why the law, as we know it, gives nothing for these days
    is_demo: bool = False  # an invented value that stands in for one the law does not give us
    id: str = field(init=False, default="")  # "ostbelgien.blue_card.salary@2024-01-01"

    def __post_init__(self) -> None:
        object.__setattr__(self, "id", f"{self.rule}@{self.in_force_from.isoformat()}")  # asked for often, made once

    def covers(self, on: date) -> bool:
        return self.in_force_from <= on and (self.in_force_until is None or on < self.in_force_until)


@dataclass(frozen=True, slots=True, kw_only=True)
class Only:
    """One test that narrows a rule to some facts: `fact` equals, is one of, is at least or is below a value."""

    fact: str
    test: str
    value: Any

    def holds(self, given: Any) -> bool:
        """Whether a fact that is known passes the test."""
        match self.test:
            case "equals":
                return bool(given == self.value)
            case "one_of":
                return given in self.value
            case "at_least":
                return bool(given >= self.value)
            case _:
                return bool(given < self.value)


@dataclass(frozen=True, slots=True, kw_only=True)
class Rule:
    """One requirement, value or period, under the code of the file and table where it stands."""

    code: str
    kind: RuleKind
    authority: Authority
    track: Track
    categories: tuple[str, ...]  # empty: every category
    kinds: tuple[ApplicationKind, ...]  # empty: every kind of application
    reference_day: ReferenceDay
    criterion: str  # registered name; empty where nothing is judged
    fact: str = ""  # for the generic criteria
    document: str = ""  # code of the document asked
    about: str = ""  # what it is about, where authorities name rules of the same thing differently: only to compare
    valid_until: str = ""  # path of the fact that says when the document expires
    sealed: bool = False  # P20: the employer sees "received", never content
    only_if: tuple[Only, ...] = ()
    unless: tuple[Only, ...] = ()  # a special rule's tests: where all of them hold, this general one steps back
    occasion: Occasion = Occasion.APPLICATION
    missing: str = ""  # why a value ships without versions
    gap: bool = False  # a missing condition that stands for all the conditions of its categories
    title: Mapping[str, str] = field(default_factory=dict)  # by language, where the catalogue has no name for it
    help: Mapping[str, str] = field(default_factory=dict)
    versions: tuple[Version, ...] = ()
    file: str = ""
    line: int = 0

    def concerns(self, category: str, kind: ApplicationKind | str) -> bool:
        return (not self.categories or category in self.categories) and (not self.kinds or kind in self.kinds)

    def in_force(self, on: date) -> Version:
        """The one version in force on that day; raises NoRuleInForce."""
        return in_force(self.code, self.versions, on)


def in_force(code: str, versions: Sequence[Version], on: date) -> Version:
    match [version for version in versions if version.covers(on)]:
        case [version] if not version.missing:
            return version
        case [] | [_]:
            raise NoRuleInForce(code, on)
        case several:
            raise ValueError(f"overlapping versions: {[version.id for version in several]}")


@dataclass(frozen=True, slots=True, kw_only=True)
class Days:
    """The days the law may name for one dossier; `on` stands in for those that have not come yet (P7)."""

    on: date
    filing: date | None = None
    decision: date | None = None

    def of(self, reference: ReferenceDay) -> date:
        match reference:
            case ReferenceDay.FILING:
                return self.filing or self.on
            case ReferenceDay.DECISION:
                return self.decision or self.on
