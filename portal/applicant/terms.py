"""The legal terms of a dossier as panels: which day of how many, by which day, and every step of the arithmetic."""

from dataclasses import dataclass
from datetime import date
from typing import TYPE_CHECKING

from django.utils.translation import gettext as _

from applications import clock_words
from applications.clocks import Clock, ClockState
from applications.vocabulary import Authority, Track
from portal.ui import clocks, parts

if TYPE_CHECKING:
    from applications.models import Dossier

MOST_PANELS = 3


@dataclass(frozen=True, slots=True)
class Term:
    """A running term and how its day was counted, sentence by sentence."""

    clock: parts.Clock
    reckoning: list[str]


def running(dossier: "Dossier", clocks: list[Clock], *, on: date) -> list[Term]:
    """The terms that run or stand still, the nearest day first."""
    is_open = [clock for clock in clocks if clock.is_open]
    is_open.sort(key=lambda clock: clock.due_on or date.max)
    return [Term(view(dossier, clock, on=on), clock_words.sentences(clock)) for clock in is_open[:MOST_PANELS]]


def view(dossier: "Dossier", clock: Clock, *, on: date) -> parts.Clock:
    """One term, under the authority whose it is."""
    authorities = {Track.WORK: dossier.authority, Track.RESIDENCE: str(Authority.FEDERAL)}
    stands_still = clock.state == ClockState.PAUSED
    return clocks.view(
        clock,
        on=on,
        authority=authorities.get(clock.track, ""),
        state=_("Stands still") if stands_still else "",
        tone="warn" if stands_still else "",
    )
