"""One dossier and what happened to it, as somebody tells it: the input of `clock`, `law explain` and the simulator."""

from datetime import date, datetime, time
from typing import Any, Literal

from pydantic import BaseModel, ConfigDict, Field

from applications import calendar, clock_words, clocks, rulebook
from applications.rulebook.facts import Facts
from applications.rulebook.model import ClockEvent, ClockRule, Days, Occasion
from applications.vocabulary import WORK_AUTHORITIES, ApplicationKind, Authority, Capacity, Track

NOON = time(12, tzinfo=calendar.BELGIUM)


class _Told(BaseModel):
    model_config = ConfigDict(frozen=True, extra="forbid")


class Happened(_Told):
    """Something that happened to the dossier. Give the day, or the instant where the order within a day matters."""

    kind: ClockEvent = Field(description="What happened, e.g. COMPLETENESS_NOTIFIED: the applicant was notified of it.")
    on: date | None = Field(default=None, description="The day in Belgium, YYYY-MM-DD.")
    at: datetime | None = Field(default=None, description="The instant with its time zone, instead of the day.")
    track: Track | Literal[""] = Field(
        default="", description="WORK or RESIDENCE: only clocks of that track and the overall one hear it. Empty: all."
    )
    by: Authority | Capacity | None = Field(default=None, description="Who caused it: an authority or a capacity.")
    request: str | None = Field(
        default=None, description="Which question is asked or answered, where there are several."
    )
    until: date | None = Field(
        default=None, description="For PIECES_ASKED: the day on which the pause ends at the latest."
    )
    expires_on: date | None = Field(
        default=None, description="For PERMIT_ISSUED: the last day of validity of the permit."
    )

    def event(self) -> clocks.Event:
        """As the fold hears it; a day without an hour is noon in Belgium."""
        if (self.on is None) == (self.at is None):
            raise ValueError(f"{self.kind}: give the day (on) or the instant (at), and not both")
        happened_at = self.at or datetime.combine(self.on or date.min, NOON)
        if happened_at.tzinfo is None:
            raise ValueError(f"{self.kind}: the instant (at) needs its time zone, e.g. 2026-03-02T10:00:00+01:00")
        said = {"by": self.by, "request": self.request, "until": self.until, "expires_on": self.expires_on}
        data = {name: value for name, value in said.items() if value is not None}
        return clocks.Event(str(self.kind), happened_at, str(self.track), data)


class Closed(_Told):
    """An outage, strike or closure that an authority has put on record (P6)."""

    authority: Authority = Field(description="Whose record it is.")
    from_on: date = Field(description="First day, included.")
    until_on: date = Field(description="Last day, included.")
    reason: Literal["OUTAGE", "STRIKE", "CLOSURE"] = Field(description="Why it could not be reached.")
    moves_due: bool = Field(default=False, description="Whether the authority says that a last day inside moves on.")
    tracks: tuple[Track, ...] = Field(default=(), description="Tracks concerned; empty: all.")


class Case(_Told):
    """One dossier and what happened to it."""

    category: str = Field(description="What is applied for, e.g. single_permit.", pattern=r"^[a-z][a-z0-9_]*$")
    kind: ApplicationKind = Field(description="First application, renewal or long-term mobility.")
    authority: Authority | None = Field(
        default=None, description="The work authority; empty: only what the Immigration Office and both share."
    )
    filed_on: date | None = Field(default=None, description="Day of filing: most periods are those of its law.")
    decided_on: date | None = Field(default=None, description="Day of decision, where there is one.")
    seasonal: dict[str, Any] = Field(
        default={}, description="Facts on seasonal work that periods depend on, as `assess --schema` describes them."
    )
    events: tuple[Happened, ...] = Field(description="What happened; the order does not matter.")
    unavailable: tuple[Closed, ...] = Field(default=(), description="Days on which an authority could not be reached.")


class Unusable(ValueError):
    """Something told cannot be used; `field` is where it was said, empty where it is no single field."""

    def __init__(self, reason: str, *, field: str = "") -> None:
        super().__init__(f"{field}: {reason}" if field else reason)
        self.field = field


def fold(case: Case, *, on: date) -> list[clocks.Clock]:
    """Every clock the events start. Raises Unusable or ValidationError (of the facts), and UnsoundLaw."""
    return clocks.clocks(_events(case), rules_of(case, on=on), on=on, unavailable=_closures(case))


def rules_of(case: Case, *, on: date) -> list[ClockRule]:
    """Every period that may concern the case: of the application, of the permit once held, and of appeals."""
    book = rulebook.rulebook()
    if case.category not in book.categories:
        known = ", ".join(sorted(book.categories))
        raise Unusable(f"no law is known for {case.category}. Known are: {known}.", field="category")
    if case.authority is not None and case.authority not in WORK_AUTHORITIES:
        reason = f"{case.authority} decides on residence. Name the work authority or leave it out."
        raise Unusable(reason, field="authority")
    facts = Facts.model_validate({"category": case.category, "kind": case.kind, "seasonal": case.seasonal})
    days = Days(on=on, filing=case.filed_on, decision=case.decided_on)
    authority = case.authority.value if case.authority else None
    found = [
        rule
        for occasion in Occasion
        for rule in book.clock_rules(
            category=case.category, kind=case.kind, authority=authority, days=days, facts=facts, occasion=occasion
        )
    ]
    return [*found, *book.appeal_clocks(category=case.category, kind=case.kind, authority=authority, days=days)]


def row(clock: clocks.Clock) -> dict[str, Any]:
    """A clock as JSON; the arithmetic in the active language."""
    return {
        "rule": clock.rule,
        "version": clock.version,
        "track": str(clock.track),
        "starts_on": clock.starts_on.isoformat(),
        "due_on": clock.due_on and clock.due_on.isoformat(),
        "lapses_after": clock.lapses_after and clock.lapses_after.isoformat(),
        "state": str(clock.state),
        "ended_on": clock.ended_on and clock.ended_on.isoformat(),
        "on_expiry": str(clock.on_expiry),
        "article": clock.article,
        "certainty": str(clock.certainty),
        "because": clock_words.sentences(clock),
    }


def _events(case: Case) -> list[clocks.Event]:
    try:
        return [each.event() for each in case.events]
    except ValueError as error:
        raise Unusable(str(error)) from None


def _closures(case: Case) -> list[calendar.Unavailability]:
    return [calendar.Unavailability(**closure.model_dump()) for closure in case.unavailable]
