"""How a ratio is measured: the product and its limit take turns in one run, and the best of three medians counts.

A shared machine swings by a factor of two within a minute. Taking turns gives both sides the same weather; the median
drops the gusts; the best of three medians drops a whole bad spell. What remains is a ratio that repeats.
"""

import json
import statistics
import time
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

REPEATS = 3


def _nothing() -> None:
    return None


@dataclass(frozen=True, slots=True, kw_only=True)
class Measure:
    """Something to time: what `prepare` makes, untimed, is handed to `run`. A run does `per` pieces of work.

    `less` answers seconds, since it was last asked, that are not to be counted.
    """

    run: Callable[[Any], object]
    prepare: Callable[[], Any] = _nothing
    clock: Callable[[], float] = time.perf_counter
    per: int = 1
    less: Callable[[], float] = float

    def seconds(self) -> float:
        """Of one piece of work, once."""
        given = self.prepare()
        self.less()
        before = self.clock()
        self.run(given)
        return (self.clock() - before - self.less()) / self.per


@dataclass(frozen=True, slots=True, kw_only=True)
class Goal:
    """One promise: `ours` over `limit` is at most, or at least, a figure."""

    name: str
    limit: float
    ours: float
    at_most: float | None = None
    at_least: float | None = None

    @property
    def ratio(self) -> float:
        """The figure that is promised."""
        return self.ours / self.limit if self.limit else float("inf")

    @property
    def goal(self) -> str:
        """The promise in words."""
        return f"<= {self.at_most:g}" if self.at_most is not None else f">= {self.at_least:g}"

    @property
    def passed(self) -> bool:
        """Whether it is kept in this run."""
        if self.at_most is not None:
            return self.ratio <= self.at_most
        return self.at_least is not None and self.ratio >= self.at_least

    def as_json(self) -> dict[str, object]:
        """The six things that are said of a goal."""
        return {
            "name": self.name,
            "limit": _short(self.limit),
            "ours": _short(self.ours),
            "ratio": _short(self.ratio),
            "goal": self.goal,
            "pass": self.passed,
        }


def interleaved(measures: Mapping[str, Measure], *, rounds: int, warm_up: int = 3) -> dict[str, float]:
    """Seconds of each measure: all take turns, round by round; the best of three medians of `rounds` each.

    Every other round runs backwards, so that nobody always runs in the caches his neighbour has left.
    """
    turns = list(measures.items())
    for _ in range(warm_up):
        for _name, measure in turns:
            measure.seconds()
    medians: dict[str, list[float]] = {name: [] for name in measures}
    for _ in range(REPEATS):
        taken: dict[str, list[float]] = {name: [] for name in measures}
        for number in range(rounds):
            for name, measure in turns if number % 2 == 0 else reversed(turns):
                taken[name].append(measure.seconds())
        for name, seconds in taken.items():
            medians[name].append(statistics.median(seconds))
    return {name: min(found) for name, found in medians.items()}


def as_json(goals: Sequence[Goal]) -> str:
    """The whole run for a machine."""
    return json.dumps({"goals": [goal.as_json() for goal in goals]}, indent=2)


def as_table(goals: Sequence[Goal]) -> str:
    """The whole run for a person."""
    head = ("", "goal", "limit", "ours", "ratio", "promised")
    lines = [
        (
            "✓" if goal.passed else "✗",
            goal.name,
            *(f"{_short(n):,}" for n in (goal.limit, goal.ours, goal.ratio)),
            goal.goal,
        )
        for goal in goals
    ]
    widths = [max(len(line[column]) for line in (head, *lines)) for column in range(len(head))]
    return "\n".join(
        "  ".join(
            text.rjust(width) if 2 <= column <= 4 else text.ljust(width)
            for column, (text, width) in enumerate(zip(line, widths, strict=True))
        ).rstrip()
        for line in (head, *lines)
    )


def _short(number: float) -> float:
    """Four significant digits: more would be noise."""
    return float(f"{number:.4g}")
