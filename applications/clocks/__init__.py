"""Clocks are a fold: from what happened and the periods the law sets to every date, with its whole arithmetic.

Nothing is remembered between two calls; `Deadline` rows are the projection of `Clock.spans`. A period begins the day
after its start event (law.md §3.2) and ends once: MET, LAPSED or STOPPED. An event on the last day still counts.

Pauses stop a clock from the day after the question to the day of the answer, both told by name. A question whose
own supply period says `on_expiry = resume` stops others no longer than that period: silence resumes them the day
after (law.md §9, case 12). Several open questions pause once, until the last is answered.

Where no source says whether a last day that is no working day moves, `due_on` stays on the earlier day and nothing
lapses before the later one, `lapses_after` (P6).
"""

from applications.clocks.compare import Difference, Effect, differences
from applications.clocks.fold import clocks
from applications.clocks.model import Clock, ClockState, Event, Span, Step

__all__ = ["Clock", "ClockState", "Difference", "Effect", "Event", "Span", "Step", "clocks", "differences"]
