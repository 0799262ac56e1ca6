"""Money as people type it: read when it can only mean one sum, refused otherwise."""

from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from portal.ui.amounts import NotAnAmount, parse_amount, write_amount


@pytest.mark.parametrize(
    ("typed", "meant"),
    [
        ("69.300,00", "69300.00"),
        ("69 300", "69300"),
        ("69\u202f300,5", "69300.5"),
        ("69,300.00", "69300.00"),
        ("69300", "69300"),
        ("69.300", "69300"),
        ("69,300", "69300"),
        ("69'300", "69300"),
        ("1.234.567,89", "1234567.89"),
        ("3886.00", "3886.00"),
        ("3886,5", "3886.5"),
        ("€ 69 300", "69300"),
        ("69.300 euros", "69300"),
        ("0", "0"),
    ],
)
def test_every_way_of_writing_a_sum_means_the_same(typed, meant):
    assert parse_amount(typed) == Decimal(meant)


@pytest.mark.parametrize(
    "typed", ["", "abc", "69.300 Eur/J", "6.93.00", "69.30.0", "1,23,456", "69.300.00", "1.234,567.89", "-5", "69..300"]
)
def test_a_sum_that_could_be_two_is_refused(typed):
    with pytest.raises(NotAnAmount):
        parse_amount(typed)


@given(st.decimals(min_value=0, max_value=10**9, places=2))
def test_what_we_write_we_read_back(amount):
    assert parse_amount(write_amount(amount)) == amount
