"""References survive being read out over the telephone; names are found however they are typed."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from applications import references

years = st.integers(2021, 2099)
numbers = st.integers(1, references.HIGHEST)


def test_a_reference_has_the_form_fixed_for_all():
    # 97 − (20260000123 mod 97) = 97 − 63
    assert 20260000123 % 97 == 63
    assert references.make(year=2026, number=123) == "WB-2026-0000123-34"


@given(years, numbers)
def test_what_is_made_can_be_read_back(year, number):
    parsed = references.parse(references.make(year=year, number=number))

    assert (parsed.year, parsed.number) == (year, number)


@given(years, numbers, st.integers(0, 10), st.integers(1, 9))
def test_one_wrong_digit_is_always_noticed(year, number, position, shift):
    # GIVEN a reference of which one digit is mistyped
    digits = list(f"{year:04d}{number:07d}")
    digits[position] = str((int(digits[position]) + shift) % 10)
    check = references.make(year=year, number=number)[-2:]

    assert not references.valid("".join(["WB", *digits, check]))


@given(years, numbers, st.integers(0, 9))
def test_two_swapped_digits_are_always_noticed(year, number, position):
    digits = list(f"{year:04d}{number:07d}")
    swapped = [*digits]
    swapped[position], swapped[position + 1] = digits[position + 1], digits[position]
    check = references.make(year=year, number=number)[-2:]

    assert swapped == digits or not references.valid("".join(["WB", *swapped, check]))


@pytest.mark.parametrize("typed", ["wb-2026-0000123-34", " WB 2026 0000123 34 ", "WB2026000012334"])
def test_a_reference_is_read_however_it_is_spaced(typed):
    assert str(references.parse(typed)) == "WB-2026-0000123-34"


@pytest.mark.parametrize(
    ("typed", "says"),
    [
        ("2026/123", "looks like"),
        ("", "looks like"),
        ("WB-2026-0000123-35", "typing error"),
        ("WB-٢٠٢٦-0000123-34", "look"),
    ],
)
def test_a_wrong_reference_is_refused_with_a_sentence(typed, says):
    with pytest.raises(references.InvalidReference) as refusal:
        references.parse(typed)

    assert says in str(refusal.value.sentence)


@pytest.mark.parametrize("number", [0, -1, 10_000_000])
def test_no_reference_is_made_outside_seven_digits(number):
    with pytest.raises(ValueError, match="no reference"):
        references.make(year=2026, number=number)


@pytest.mark.parametrize(
    ("name", "found"),
    [
        ("Élodie  VAN DEN BROÜCKE", "elodie van den broucke"),
        ("Straße", "strasse"),
        ("Łukasz Øster", "lukasz oster"),
        ("O'Brien-Núñez", "o brien nunez"),
        ("İbrahim Yıldız", "ibrahim yildiz"),
        ("王小明", "王小明"),
        ("", ""),
    ],
)
def test_names_are_searched_without_case_and_accents(name, found):
    assert references.search_name(name) == found


@given(st.text())
def test_a_search_name_is_its_own_search_name(name):
    assert references.search_name(references.search_name(name)) == references.search_name(name)
