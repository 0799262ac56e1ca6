"""Days as Belgian law counts them: cases of law.md §9 first, then what must hold for any day."""

from datetime import UTC, date, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from applications import calendar
from applications.calendar import BELGIUM, Unavailability

days = st.dates(min_value=date(2020, 1, 1), max_value=date(2040, 12, 31))


@pytest.mark.parametrize(
    ("case", "day", "length", "unit", "last_day"),
    [
        ("1: ninety days following 2 March end on Sunday 31 May", date(2026, 3, 2), 90, "DAYS", date(2026, 5, 31)),
        ("3: thirty days following 2 March", date(2026, 3, 2), 30, "DAYS", date(2026, 4, 1)),
        ("9: four months from 31 October", date(2026, 10, 31), 4, "MONTHS", date(2027, 2, 28)),
        ("9: the same, into a leap year", date(2027, 10, 31), 4, "MONTHS", date(2028, 2, 29)),
        ("9: a hundred and twenty days are not four months", date(2027, 10, 31), 120, "DAYS", date(2028, 2, 28)),
        ("27: two months before 30 April 2027", date(2027, 4, 30), -2, "MONTHS", date(2027, 2, 28)),
        ("27: two months before 30 April 2028", date(2028, 4, 30), -2, "MONTHS", date(2028, 2, 29)),
        ("a working day never ends on Easter Monday", date(2026, 4, 2), 2, "WORKING_DAYS", date(2026, 4, 7)),
        ("a month across the turn of the year", date(2026, 12, 31), 2, "MONTHS", date(2027, 2, 28)),
        ("no day at all", date(2026, 4, 4), 0, "WORKING_DAYS", date(2026, 4, 4)),
        ("working days backwards", date(2026, 4, 7), -2, "WORKING_DAYS", date(2026, 4, 2)),
    ],
    ids=lambda value: value if isinstance(value, str) and " " in value else "",
)
def test_periods_end_on_the_day_the_law_says(case, day, length, unit, last_day):
    assert calendar.add(day, length=length, unit=unit) == last_day


def test_an_unknown_unit_is_an_error_and_never_calendar_days():
    with pytest.raises(ValueError, match="WEEKS"):
        calendar.add(date(2026, 1, 1), length=2, unit="WEEKS")


def test_a_year_has_ten_statutory_holidays_and_neither_of_the_two_sundays():
    # GIVEN a year in which the library lists twelve
    holidays = calendar.holidays_between(date(2026, 1, 1), date(2026, 12, 31))

    # THEN ten are left, each with a name that can be translated
    assert [h.code for h in holidays] == list(calendar.HOLIDAY_NAMES)
    assert calendar.find_holiday(date(2026, 4, 5)) is None  # Easter Sunday
    assert calendar.find_holiday(date(2026, 5, 24)) is None  # Whit Sunday


@pytest.mark.parametrize("year", range(2000, 2051))
def test_every_name_the_library_gives_has_a_code(year):
    assert len(calendar.holidays_of(year)) in {9, 10}  # nine when Ascension falls on 1 May, as in 2008


def test_the_day_of_an_instant_is_the_day_in_belgium_in_summer_and_in_winter():
    # GIVEN 22:30 UTC, half past midnight in summer and half past eleven in the evening in winter
    summer, winter = datetime(2026, 7, 1, 22, 30, tzinfo=UTC), datetime(2026, 1, 1, 22, 30, tzinfo=UTC)

    assert calendar.day_of(summer) == date(2026, 7, 2)
    assert calendar.day_of(winter) == date(2026, 1, 1)


def test_an_instant_without_a_time_zone_has_no_day():
    with pytest.raises(ValueError, match="time zone"):
        calendar.day_of(datetime(2026, 7, 1, 22, 30, tzinfo=UTC).replace(tzinfo=None))


def test_a_recorded_closure_moves_a_day_only_where_the_authority_says_so():
    # GIVEN two closures that follow each other, and a strike that only appears in the arithmetic
    first = Unavailability("ostbelgien", date(2026, 12, 24), date(2026, 12, 27), "CLOSURE", moves_due=True)
    second = Unavailability("ostbelgien", date(2026, 12, 28), date(2026, 12, 31), "CLOSURE", moves_due=True)
    strike = Unavailability("ostbelgien", date(2026, 11, 26), date(2026, 11, 26), "STRIKE")

    assert calendar.after_unavailability(date(2026, 12, 25), [second, first]) == date(2027, 1, 1)
    assert calendar.after_unavailability(date(2026, 11, 26), [strike]) == date(2026, 11, 26)


@given(days, st.integers(0, 36))
def test_months_keep_the_day_or_clip_it_to_the_end_of_the_month(day, number):
    # WHEN months are added
    later = calendar.add_months(day, number)

    # THEN the day of the month is the same, or the last one there is
    assert (later.year * 12 + later.month) - (day.year * 12 + day.month) == number
    assert later.day == day.day or (later.day < day.day and (later + timedelta(days=1)).day == 1)


@given(days, st.integers(0, 200), st.sampled_from(["DAYS", "WORKING_DAYS", "MONTHS"]))
def test_a_longer_period_never_ends_earlier(day, length, unit):
    shorter = calendar.add(day, length=length, unit=unit)
    longer = calendar.add(day, length=length + 1, unit=unit)

    assert shorter < longer


@given(days, st.integers(1, 60))
def test_counting_working_days_undoes_adding_them(day, number):
    last = calendar.add_working_days(day, number)

    assert calendar.is_working_day(last)
    assert calendar.count(day, last, unit="WORKING_DAYS") == number


@given(days)
def test_the_next_working_day_is_at_most_four_days_away(day):
    assert timedelta() <= calendar.next_working_day(day) - day <= timedelta(days=4)


@pytest.mark.parametrize(
    ("on", "now", "instant"),
    [
        (date(2026, 3, 4), datetime(2026, 3, 5, 15, 0, tzinfo=BELGIUM), datetime(2026, 3, 4, 12, 0, tzinfo=BELGIUM)),
        (date(2026, 3, 5), datetime(2026, 3, 5, 9, 0, tzinfo=BELGIUM), datetime(2026, 3, 5, 9, 0, tzinfo=BELGIUM)),
        (date(2026, 3, 5), datetime(2026, 3, 5, 15, 0, tzinfo=BELGIUM), datetime(2026, 3, 5, 15, 0, tzinfo=BELGIUM)),
        (date(2026, 3, 5), datetime(2026, 3, 5, 23, 30, tzinfo=UTC), datetime(2026, 3, 5, 12, 0, tzinfo=BELGIUM)),
    ],
    ids=["earlier", "this morning", "this afternoon", "UTC is still on it"],
)
def test_of_a_day_alone_the_instant_never_precedes_what_was_recorded_on_it_before(on, now, instant):
    assert calendar.midday_of(on, at=now) == instant
