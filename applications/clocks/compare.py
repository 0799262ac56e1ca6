"""What an event does to the dates: two answers of the fold for the same rules and day, clock by clock."""

from collections.abc import Iterable
from dataclasses import dataclass
from enum import StrEnum

from applications.clocks.model import Clock, Step


class Effect(StrEnum):
    """What became of a clock."""

    BEGUN = "BEGUN"
    GONE = "GONE"
    MOVED = "MOVED"  # another last day
    OTHERWISE = "OTHERWISE"  # the same last day, but it stands otherwise: it paused, ended, or runs again


@dataclass(frozen=True, slots=True, kw_only=True)
class Difference:
    """One clock that is not what it was. `because` holds the lines of its arithmetic that are new."""

    effect: Effect
    before: Clock | None
    after: Clock | None
    because: tuple[Step, ...]

    @property
    def clock(self) -> Clock:
        """As it is now, else as it was."""
        clock = self.after or self.before
        if clock is None:
            raise ValueError("a difference is one of some clock")
        return clock

    @property
    def days(self) -> int | None:
        """By how many calendar days the last day moved; later is positive. None where there are no two last days."""
        if self.before is None or self.after is None or self.before.due_on is None or self.after.due_on is None:
            return None
        return (self.after.due_on - self.before.due_on).days


def differences(before: Iterable[Clock], after: Iterable[Clock]) -> list[Difference]:
    """The clocks that are not the same in two answers, in the order of the second; those that are gone stand last."""
    old = {clock.key: clock for clock in before}
    new = {clock.key: clock for clock in after}
    found = [_difference(old.get(key), clock) for key, clock in new.items() if old.get(key) != clock]
    gone = [clock for key, clock in old.items() if key not in new]
    return [*found, *(Difference(effect=Effect.GONE, before=clock, after=None, because=()) for clock in gone)]


def _difference(before: Clock | None, after: Clock) -> Difference:
    if before is None:
        return Difference(effect=Effect.BEGUN, before=None, after=after, because=after.because)
    said = set(map(repr, before.because))
    because = tuple(step for step in after.because if repr(step) not in said)
    effect = Effect.MOVED if before.due_on != after.due_on else Effect.OTHERWISE
    return Difference(effect=effect, before=before, after=after, because=because)
