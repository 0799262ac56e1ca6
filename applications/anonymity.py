"""Numbers of people that name nobody (P32): groups of at least ten, none to be worked out by subtraction.

A number from 1 to 9 is not shown. Beside it stands what is known: other lines and, from another table over the same
people, their total. So more is held back, until every number from 1 to 9 stays possible on each line that is not shown.

With `m` small lines and `q` held back beside them, which everybody knows to be at least ten, the largest that a small
one can still be is `hidden - (m - 1) - 10q`. It is at least nine whatever the small ones are, if those beside them come
to `10q + 8`: one line of eighteen does, or a few that together exceed their tens by eight. Where there is nothing to
hold back, nobody may learn the total either: `is_safe` is False.
"""

from collections.abc import Hashable, Mapping, Set
from dataclasses import dataclass
from enum import StrEnum
from typing import Generic, TypeVar

LEAST = 10
SPARE = LEAST - 2


class Hidden(StrEnum):
    """Why a number is not shown."""

    FEW = "FEW"  # it is from 1 to 9
    HELD_BACK = "HELD_BACK"  # whatever it is: else a small one could be worked out


Cell = int | Hidden
Key = TypeVar("Key", bound=Hashable)


@dataclass(frozen=True, slots=True)
class Column(Generic[Key]):
    """Numbers as they may be shown; the total may be known only if `is_safe`."""

    cells: Mapping[Key, Cell]
    is_safe: bool


def is_few(number: int) -> bool:
    """Whether a number of people points at them."""
    return 0 < number < LEAST


def protect(numbers: Mapping[Key, int], *, unseen: Set[Key] = frozenset()) -> Column[Key]:
    """The numbers of one column, the small ones and what gives them away taken out.

    `unseen` are lines not shown for another reason: nobody knows more of their numbers than that they may be nothing.
    """
    few = {key for key, number in numbers.items() if is_few(number) or key in unseen}
    if not few:
        return Column(dict(numbers), is_safe=True)
    held = _held_back({key: number for key, number in numbers.items() if key not in few and number})
    is_safe = held is not None
    gone = held if held is not None else {key for key, number in numbers.items() if number}
    cells: dict[Key, Cell] = {}
    for key, number in numbers.items():
        if key in unseen or (key in gone and key not in few):
            cells[key] = Hidden.HELD_BACK
        else:
            cells[key] = Hidden.FEW if key in few else number
    return Column(cells, is_safe=is_safe)


def withheld(numbers: Mapping[Key, int]) -> Mapping[Key, Cell]:
    """Nothing of a column: its total must stay unknown."""
    return dict.fromkeys(numbers, Hidden.HELD_BACK)


def _held_back(large: Mapping[Key, int]) -> Set[Key] | None:
    """As few lines as will do: the smallest that does alone, else the smallest that do together; None if none do."""
    by_size = sorted(large, key=lambda key: (large[key], str(key)))
    for key in by_size:
        if large[key] >= LEAST + SPARE:
            return {key}
    spare = sum(number - LEAST for number in large.values())
    return set(by_size) if spare >= SPARE else None
