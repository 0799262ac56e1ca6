"""Small numbers cannot be read off a column, nor worked out from the others and their total."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from applications.anonymity import LEAST, Hidden, protect

COLUMNS = st.dictionaries(st.integers(0, 30), st.integers(0, 60), max_size=12)


def still_possible(numbers, cells, key) -> range:
    """What a reader who knows the shown numbers and the total can still think of a line that is few."""
    total = sum(numbers.values()) - sum(cell for cell in cells.values() if not isinstance(cell, Hidden))
    others = [cell for other, cell in cells.items() if other != key and isinstance(cell, Hidden)]
    least = sum(1 if cell == Hidden.FEW else LEAST for cell in others)
    most = sum(LEAST - 1 if cell == Hidden.FEW else total for cell in others)
    return range(max(1, total - most), min(LEAST - 1, total - least) + 1)


@given(COLUMNS)
def test_every_small_number_stays_possible_for_who_knows_the_total(numbers):
    column = protect(numbers)
    for key, number in numbers.items():
        if 0 < number < LEAST:
            assert column.cells[key] == Hidden.FEW
            if column.is_safe:
                assert still_possible(numbers, column.cells, key) == range(1, LEAST)
        elif number == 0:
            assert column.cells[key] == 0


@given(COLUMNS)
def test_without_small_numbers_nothing_is_hidden(numbers):
    large = {key: number for key, number in numbers.items() if not 0 < number < LEAST}
    assert protect(large).cells == large and protect(large).is_safe


@pytest.mark.parametrize(
    ("numbers", "shown", "is_safe"),
    [
        ({"a": 3, "b": 40, "c": 90}, {"a": Hidden.FEW, "b": Hidden.HELD_BACK, "c": 90}, True),
        ({"a": 3, "b": 4, "c": 0}, {"a": Hidden.FEW, "b": Hidden.FEW, "c": 0}, False),
        # twelve beside three: who knows that they are fifteen, and that twelve is no small number, knows too much
        ({"a": 3, "b": 12}, {"a": Hidden.FEW, "b": Hidden.HELD_BACK}, False),
        ({"a": 3, "b": 14, "c": 14}, {"a": Hidden.FEW, "b": Hidden.HELD_BACK, "c": Hidden.HELD_BACK}, True),
        ({"a": 10, "b": 12}, {"a": 10, "b": 12}, True),
    ],
)
def test_as_few_others_are_held_back_as_will_do(numbers, shown, is_safe):
    column = protect(numbers)
    assert (column.cells, column.is_safe) == (shown, is_safe)


def test_a_line_that_is_not_shown_for_another_reason_gives_nothing_away():
    # GIVEN a line of a small group, of which not even a nought is shown
    column = protect({"small": 0, "b": 30, "c": 50}, unseen={"small"})
    # THEN another is held back with it
    assert column.cells == {"small": Hidden.HELD_BACK, "b": Hidden.HELD_BACK, "c": 50}
