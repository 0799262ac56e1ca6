"""What the fold knows of closures, and since when: a day that moved was the earlier one before."""

from datetime import UTC, date, datetime

from applications.calendar import Unavailability
from applications.clocks import ClockState, Event, Span, clocks
from applications.vocabulary import Ending
from tests.clocks.test_clock_properties import period

START = datetime(2027, 1, 4, 9, tzinfo=UTC)  # ninety days later: 4 April 2027
LEARNT = datetime(2027, 2, 1, 9, tzinfo=UTC)
UNDONE = datetime(2027, 2, 10, 9, tzinfo=UTC)
DUE = date(2027, 4, 4)


def record(**more) -> Unavailability:
    values = {"authority": "ostbelgien", "from_on": DUE, "until_on": date(2027, 4, 6), "reason": "OUTAGE"}
    return Unavailability(**{**values, "moves_due": True, "known_from": LEARNT, **more})


def the_clock(*records: Unavailability, on: date = date(2027, 3, 1), events=()):
    (clock,) = clocks([Event("COMPLETENESS_NOTIFIED", START), *events], [period()], on=on, unavailable=records)
    return clock


def test_before_it_is_on_record_the_day_is_the_earlier_one():
    assert the_clock(record(), on=date(2027, 1, 31)).due_on == DUE
    assert the_clock(record()).due_on == date(2027, 4, 7)


def test_learning_of_it_ends_one_span_and_begins_another():
    assert the_clock(record()).spans == (
        Span(date(2027, 1, 4), DUE, date(2027, 2, 1), Ending.STOPPED),
        Span(date(2027, 2, 1), date(2027, 4, 7)),
    )


def test_a_record_known_before_the_clock_began_gives_one_span():
    assert the_clock(record(known_from=None)).spans == (Span(date(2027, 1, 4), date(2027, 4, 7)),)


def test_annulled_it_is_unlearnt():
    clock = the_clock(record(known_until=UNDONE))
    assert clock.due_on == DUE
    assert [span.due_on for span in clock.spans] == [DUE, date(2027, 4, 7), DUE]


def test_one_that_moves_nothing_changes_no_span():
    assert the_clock(record(moves_due=False)).spans == (Span(date(2027, 1, 4), DUE),)


def test_a_clock_that_had_lapsed_does_not_learn():
    late = datetime(2027, 4, 20, 9, tzinfo=UTC)
    clock = the_clock(record(known_from=late), on=date(2027, 5, 1))
    assert (clock.state, clock.ended_on) == (ClockState.LAPSED, date(2027, 4, 5))  # nobody is held before Monday


def test_a_clock_that_was_met_does_not_learn():
    met = Event("WORK_ACT_NOTIFIED", datetime(2027, 1, 20, 9, tzinfo=UTC), "WORK")
    clock = the_clock(record(), events=[met])
    assert [span.due_on for span in clock.spans] == [DUE]
