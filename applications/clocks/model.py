"""What goes into the fold and what comes out of it: events, and clocks with their arithmetic."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date, datetime
from enum import StrEnum
from typing import Any

from applications import calendar
from applications.rulebook.model import OnExpiry
from applications.vocabulary import Certainty, Ending, Track


class ClockState(StrEnum):
    """Where a clock stands on a given day. The last three are endings."""

    RUNNING = "RUNNING"
    PAUSED = "PAUSED"
    MET = "MET"
    LAPSED = "LAPSED"
    STOPPED = "STOPPED"


@dataclass(frozen=True, slots=True)
class Event:
    """Something that happened to a dossier. With a track only the clocks of that track and OVERALL hear it.

    `data` may say `by` (who caused it), `request` (which question is asked or answered; an answer without it answers
    all), `until` (a day: the pause ends then at the latest) and the days from which a period counts back.
    """

    kind: str
    happened_at: datetime
    track: str = ""
    data: Mapping[str, Any] = field(default_factory=dict)

    @property
    def day(self) -> date:
        return calendar.day_of(self.happened_at)


@dataclass(frozen=True, slots=True)
class Step:
    """One line of a date's arithmetic; `applications.clock_words` puts it into words."""

    code: str
    on: date
    days: int = 0
    params: Mapping[str, Any] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Span:
    """A stretch during which the due day stood still: one row of `Deadline`. A pause without end has none."""

    starts_on: date
    due_on: date
    ended_on: date | None = None
    ended_as: Ending | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Clock:
    """One period of one dossier, as it stands on the day asked for.

    `starts_on` is the day of the start event, day 0. `due_on` is None while paused without end. `ended_on` is the
    last day of a clock that lapsed. Days are counted in the unit of the rule, months in calendar days.
    """

    rule: str
    version: str
    track: Track
    nth: int
    starts_on: date
    due_on: date | None
    lapses_after: date | None
    state: ClockState
    ended_on: date | None
    elapsed_days: int
    total_days: int
    on_expiry: OnExpiry
    article: str
    certainty: Certainty
    because: tuple[Step, ...]
    spans: tuple[Span, ...]

    @property
    def key(self) -> tuple[Track, str, int]:
        """The same for the same clock whenever the fold runs: its track, its rule, first, second …"""
        return self.track, self.rule, self.nth

    @property
    def is_open(self) -> bool:
        return self.state in {ClockState.RUNNING, ClockState.PAUSED}
