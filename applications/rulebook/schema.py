"""What a file of law may say. An unknown key or a missing article is refused, never ignored."""

from datetime import date
from typing import Any, Literal

from pydantic import BaseModel, ConfigDict, Field, model_validator

from applications.rulebook.codes import Filer
from applications.rulebook.model import ClockEvent, Occasion, OnExpiry, ReferenceDay, RuleKind, Unit
from applications.vocabulary import ApplicationKind, Authority, Certainty, NotificationKind, Track


class _Table(BaseModel):
    model_config = ConfigDict(frozen=True, extra="forbid")


class Texts(_Table):
    """The authentic wording, where we have it."""

    fr: str


class Words(_Table):
    """A name or explanation in the four languages, for a file of law that brings its own."""

    fr: str = Field(min_length=1)
    nl: str = Field(min_length=1)
    de: str = Field(min_length=1)
    en: str = Field(min_length=1)


class VersionTable(_Table):
    """`[[key.version]]`"""

    in_force_from: date
    in_force_until: date | None = None
    article: str = Field(min_length=3)
    act: str = Field(pattern=r"^[a-z0-9_]+$")
    source: str = Field(min_length=3)
    certainty: Certainty
    text: Texts | None = None
    values: dict[str, Any] = {}
    missing: str = ""

    @model_validator(mode="after")
    def _ends_after_it_begins(self) -> "VersionTable":
        if self.in_force_until is not None and self.in_force_until <= self.in_force_from:
            raise ValueError("in_force_until must come after in_force_from")
        if self.missing and self.values:
            raise ValueError("a version that is missing gives no values")
        return self


class OnlyTable(_Table):
    """One of `only_if`: a fact and exactly one test."""

    fact: str
    equals: bool | str | int | None = None
    one_of: tuple[str, ...] | None = None
    at_least: int | None = None
    below: int | None = None

    @model_validator(mode="after")
    def _one_test(self) -> "OnlyTable":
        if len(self.tests) != 1:
            raise ValueError("only_if takes exactly one of equals, one_of, at_least, below")
        return self

    @property
    def tests(self) -> dict[str, Any]:
        return self.model_dump(exclude={"fact"}, exclude_none=True)


class RuleTable(_Table):
    """`[key]`"""

    kind: RuleKind
    track: Track
    category: tuple[str, ...]
    kinds: tuple[ApplicationKind, ...] = ()
    reference_day: ReferenceDay
    criterion: str = ""
    fact: str = ""
    document: str = ""
    about: str = Field(default="", pattern=r"^[a-z_]*$")
    valid_until: str = ""
    sealed: bool = False
    only_if: tuple[OnlyTable, ...] = ()
    unless: tuple[OnlyTable, ...] = ()
    occasion: Occasion = Occasion.APPLICATION
    missing: str = ""
    gap: bool = False
    title: Words | None = None
    help: Words | None = None
    version: tuple[VersionTable, ...] = ()

    @model_validator(mode="after")
    def _has_versions_or_says_why_not(self) -> "RuleTable":
        if bool(self.version) == bool(self.missing):
            raise ValueError("a rule has versions, or says in `missing` why the law gives us none; not both")
        if self.gap and not (self.missing and self.kind == RuleKind.CONDITION):
            raise ValueError("a gap is a condition that is missing, and stands for all conditions of its category")
        if self.kind == RuleKind.DOCUMENT and not self.document:
            raise ValueError("a document rule names its `document`")
        return self


class DeadlineValues(_Table):
    """`values` of a deadline."""

    unit: Unit
    length: int = Field(ge=0)
    starts_with: tuple[ClockEvent, ...] = Field(min_length=1)
    restarts_with: tuple[ClockEvent, ...] = ()
    met_by: tuple[ClockEvent, ...] = ()
    stopped_by: tuple[ClockEvent, ...] = ()
    pauses_with: tuple[ClockEvent, ...] = ()
    resumes_with: tuple[ClockEvent, ...] = ()
    on_expiry: OnExpiry = OnExpiry.ALARM
    rollover: bool | None = None
    extends_with: tuple[ClockEvent, ...] = ()
    extension: int = Field(default=0, ge=0)
    counts_back_from: str = ""
    switch: str = ""  # code of a value rule: while it says `on = false`, nothing is proposed on expiry

    @model_validator(mode="after")
    def _has_a_length(self) -> "DeadlineValues":
        if not self.length and not self.counts_back_from:
            raise ValueError("a period has a length, unless it ends on a day that its start event names")
        if bool(self.extends_with) != bool(self.extension):
            raise ValueError("extends_with and extension go together")
        return self


class AppealValues(_Table):
    """`values` of an appeal: to whom, and how long after what. By default after the notification of the decision.

    `against` says which decisions. Where an authority knows different bodies for them, each has a rule of its own.
    """

    body: str
    unit: Unit
    length: int = Field(gt=0)
    against: tuple[Literal["DECISION", "INADMISSIBILITY"], ...] = ("DECISION", "INADMISSIBILITY")
    starts_with: tuple[ClockEvent, ...] = ()


class LanguageValues(_Table):
    """`values` of a language rule: the language of the act by the work authority of the dossier."""

    by_authority: dict[str, Literal["de", "fr", "nl"]]


class NotificationValues(_Table):
    """`values` of a notification rule: which receipt counts, by the capacity of the addressee (P1).

    `registered` says the same for a registered letter: its posting or its arrival (P24).
    """

    by_capacity: dict[str, NotificationKind]
    registered: dict[str, Literal["POSTED", "DELIVERED"]] = {}


VALUES: dict[RuleKind, type[_Table]] = {
    RuleKind.DEADLINE: DeadlineValues,
    RuleKind.APPEAL: AppealValues,
    RuleKind.LANGUAGE: LanguageValues,
    RuleKind.NOTIFICATION: NotificationValues,
}


class CategoryTable(_Table):
    """A category: `[code]` in `applications/rules/categories.toml`, or `[category.code]` in a file of law."""

    tracks: tuple[Track, ...] = Field(min_length=1)
    kinds: tuple[ApplicationKind, ...] = Field(min_length=1)
    filers: tuple[Filer, ...] = Field(min_length=1)
    suits: tuple[OnlyTable, ...] = ()  # for whom it is: tests over facts that can be told before applying
    without: tuple[str, ...] = ()  # parts of an application that have no place in this one: no employer takes part
    announced: bool = False  # announced law: offered only from `in_force_from`, by the authorities of `open_at`
    in_force_from: date | None = None
    open_at: tuple[Authority, ...] = ()
    title: Words | None = None
    help: Words | None = None
    article: str = Field(min_length=3)
    act: str
    source: str = Field(min_length=3)
    certainty: Certainty

    @model_validator(mode="after")
    def _only_announced_law_waits(self) -> "CategoryTable":
        if not self.announced and (self.in_force_from or self.open_at):
            raise ValueError("only an announced category has in_force_from and open_at")
        return self
