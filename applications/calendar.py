"""Days as Belgian law counts them: pure arithmetic, no clock, no database.

"Within N days following X": day 1 is the day after X (law.md §3.2, wording of seed 003). Months run from date to
date and are clipped at the end of a shorter month. Whether a period that ends on a non-working day moves to the next
working day is nowhere sourced, so nothing here moves a day by itself: `next_working_day` is for the rule that says so.

A working day is Monday to Friday without the ten statutory holidays (law of 4 January 1974; UNVERIFIED for Saturday,
which some texts count). Sundays on which Easter and Whitsun fall are no statutory holidays of their own.
"""

from calendar import monthrange
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from functools import lru_cache
from zoneinfo import ZoneInfo

import holidays
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

BELGIUM = ZoneInfo("Europe/Brussels")

ONE_DAY = timedelta(days=1)
FRIDAY = 4


HOLIDAY_NAMES: dict[str, Promise] = {
    "NEW_YEAR": _("New Year's Day"),
    "EASTER_MONDAY": _("Easter Monday"),
    "LABOUR_DAY": _("Labour Day"),
    "ASCENSION": _("Ascension Day"),
    "WHIT_MONDAY": _("Whit Monday"),
    "NATIONAL_DAY": _("National Day"),
    "ASSUMPTION": _("Assumption Day"),
    "ALL_SAINTS": _("All Saints' Day"),
    "ARMISTICE": _("Armistice Day"),
    "CHRISTMAS": _("Christmas Day"),
}

# The library knows holidays by name only; the two Sundays it adds are left out on purpose.
CODES = {
    "New Year's Day": "NEW_YEAR",
    "Easter Monday": "EASTER_MONDAY",
    "Labor Day": "LABOUR_DAY",
    "Ascension Day": "ASCENSION",
    "Pentecost Monday": "WHIT_MONDAY",
    "National Day": "NATIONAL_DAY",
    "Assumption Day": "ASSUMPTION",
    "All Saints' Day": "ALL_SAINTS",
    "Armistice Day": "ARMISTICE",
    "Christmas Day": "CHRISTMAS",
}
SUNDAYS = {"Easter Sunday", "Pentecost"}


@dataclass(frozen=True, slots=True)
class Holiday:
    """A statutory holiday; its name in the reader's language is `HOLIDAY_NAMES[code]`."""

    on: date
    code: str


@dataclass(frozen=True, slots=True)
class Unavailability:
    """An outage, strike or closure an authority has put on record (P6). Both days are included.

    It always appears in the arithmetic of the deadlines it touches. It moves a due day only where the authority says
    so (`moves_due`), and then to the first day after it. Without `tracks` it concerns all of them.

    `known_from` and `known_until` say during which time it stood on record like this: a day that moved because of it
    was the earlier one before, and a record that is ended early or annulled is replaced, not forgotten.
    """

    authority: str
    from_on: date
    until_on: date
    reason: str
    moves_due: bool = False
    tracks: tuple[str, ...] = ()
    known_from: datetime | None = None
    known_until: datetime | None = None

    def is_known(self, at: datetime, /) -> bool:
        """Whether this stood on record at that instant."""
        return (self.known_from is None or self.known_from <= at) and (
            self.known_until is None or at < self.known_until
        )

    def covers(self, day: date, /) -> bool:
        """Whether the authority could not be reached on that day."""
        return self.from_on <= day <= self.until_on


def day_of(instant: datetime, /) -> date:
    """The day in Belgium on which something happened, summer or winter time."""
    if instant.tzinfo is None:
        raise ValueError(f"an instant needs a time zone before it has a day: {instant}")
    return instant.astimezone(BELGIUM).date()


def beginning_of(day: date, /) -> datetime:
    """The first instant of a day in Belgium."""
    return datetime.combine(day, time(), BELGIUM)


def midday_of(day: date, /, *, at: datetime) -> datetime:
    """An instant for something of which only the day is known: its midday, or `at`, the present, if that day is today.

    What is entered today of today happened after what is on record already: an answer that came this afternoon does not
    precede the question of this afternoon.
    """
    return datetime.combine(day, time(12), BELGIUM) if day < day_of(at) else at


@lru_cache(maxsize=64)
def holidays_of(year: int, /) -> dict[date, Holiday]:
    """The statutory holidays of a year by day. Two on one day (Ascension on 1 May) keep the first in the calendar."""
    named = holidays.country_holidays("BE", years=year, language="en_US")
    found = {}
    for day in sorted(named):
        codes = [CODES[name] for name in named.get_list(day) if name not in SUNDAYS]
        if codes:
            found[day] = Holiday(on=day, code=min(codes, key=list(HOLIDAY_NAMES).index))
    return found


def find_holiday(day: date, /) -> Holiday | None:
    """The statutory holiday on that day, if it is one."""
    return holidays_of(day.year).get(day)


def holidays_between(first: date, last: date) -> tuple[Holiday, ...]:
    """The statutory holidays from the first to the last day, both included."""
    years = range(first.year, last.year + 1)
    return tuple(h for year in years for day, h in holidays_of(year).items() if first <= day <= last)


def is_working_day(day: date, /) -> bool:
    """Monday to Friday and no statutory holiday. One administration's closing days are `Unavailability` records."""
    return day.weekday() <= FRIDAY and find_holiday(day) is None


def next_working_day(day: date, /) -> date:
    """The day itself when it is a working day, else the first one after it."""
    while not is_working_day(day):
        day += ONE_DAY
    return day


def add_days(day: date, number: int) -> date:
    """So many calendar days following (or, negative, preceding) the day."""
    return day + timedelta(days=number)


def add_working_days(day: date, number: int) -> date:
    """So many working days following (or preceding) the day, which is itself not counted."""
    step = ONE_DAY if number >= 0 else -ONE_DAY
    left = abs(number)
    while left:
        day += step
        left -= is_working_day(day)
    return day


def add_months(day: date, number: int) -> date:
    """From date to date, clipped at the end of a shorter month: 31 October and four months is 28 or 29 February."""
    year, month = divmod(day.year * 12 + day.month - 1 + number, 12)
    return date(year, month + 1, min(day.day, monthrange(year, month + 1)[1]))


def add(day: date, *, length: int, unit: str) -> date:
    """The last day of a period of that length following the day; the units are those of the rulebook."""
    match unit:
        case "DAYS":
            return add_days(day, length)
        case "WORKING_DAYS":
            return add_working_days(day, length)
        case "MONTHS":
            return add_months(day, length)
    raise ValueError(f"no way to count in {unit}")


def days_after(day: date, until: date) -> Iterator[date]:
    """The days following the first, up to and including the last: those a period is counted in."""
    return (day + timedelta(days=number) for number in range(1, (until - day).days + 1))


def count(day: date, until: date, *, unit: str) -> int:
    """How many days of a period have gone by, day 1 being the day after it began; working days where it says so."""
    if unit == "WORKING_DAYS":
        return sum(is_working_day(each) for each in days_after(day, until))
    return max(0, (until - day).days)


def after_unavailability(day: date, records: Iterable[Unavailability]) -> date:
    """The day itself, or the first day after the records that cover it and move due days."""
    moving = sorted((r for r in records if r.moves_due), key=lambda r: r.from_on)
    for record in moving:
        if record.covers(day):
            day = record.until_on + ONE_DAY
    return day
