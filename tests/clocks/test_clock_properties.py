"""What must hold for any story: the order told does not matter, a pause never brings a date forward."""

from datetime import UTC, date, datetime, timedelta

from hypothesis import given, settings
from hypothesis import strategies as st

from applications import clock_words
from applications.clocks import Clock, Event, clocks
from applications.rulebook.model import ClockEvent, ClockRule, OnExpiry, Unit
from applications.vocabulary import Certainty, Track

START = datetime(2027, 10, 31, 9, 0, tzinfo=UTC)
END = date(2028, 12, 31)

# A few instants only, so that things often happen at the same one, and some on the same day.
instants = st.integers(0, 23).map(lambda number: START + timedelta(days=number // 3 * 19, hours=number % 3))
kinds = st.sampled_from(list(ClockEvent)).map(str)
tracks = st.sampled_from(["", "WORK", "RESIDENCE"])
stories = st.lists(st.builds(Event, kinds, instants, tracks, st.just({})), max_size=14)
units = st.sampled_from(Unit)


def period(**values) -> ClockRule:
    defaults = {
        "code": "decision",
        "version": "decision@2024-01-01",
        "track": Track.WORK,
        "unit": Unit.DAYS,
        "length": 90,
        "starts_with": ("COMPLETENESS_NOTIFIED",),
        "met_by": ("WORK_ACT_NOTIFIED",),
        "stopped_by": ("CLOSED",),
        "pauses_with": ("PIECES_ASKED",),
        "resumes_with": ("PIECES_ANSWERED",),
        "article": "art. 1",
        "certainty": Certainty.UNVERIFIED,
    }
    return ClockRule(**{**defaults, **values})


RULES = (
    period(),
    period(code="residence", track=Track.RESIDENCE, unit=Unit.MONTHS, length=4, met_by=("RESIDENCE_ACT_NOTIFIED",)),
    period(code="overall", track=Track.OVERALL, rollover=True, extends_with=("EXTENDED",), extension=30),
    period(code="pieces", length=15, starts_with=("PIECES_ASKED",), pauses_with=(), on_expiry=OnExpiry.RESUME),
    period(
        code="completeness",
        unit=Unit.WORKING_DAYS,
        length=15,
        starts_with=("SUBMITTED",),
        restarts_with=("DOCUMENTS_SUPPLIED",),
        pauses_with=("REQUEST_NOTIFIED",),
        resumes_with=("RESIDENCE_TICKED",),
        rollover=False,
    ),
)


@settings(max_examples=60, deadline=None)
@given(stories, st.randoms())
def test_the_order_in_which_events_are_told_does_not_matter(story, random):
    shuffled = random.sample(story, len(story))

    assert clocks(shuffled, RULES, on=END) == clocks(story, RULES, on=END)


@settings(max_examples=60, deadline=None)
@given(units, st.integers(1, 90), st.lists(st.tuples(st.integers(0, 200), st.integers(0, 40)), min_size=1, max_size=4))
def test_an_added_pause_never_brings_a_date_forward(unit, length, pauses):
    # GIVEN a period with some pauses, each its own question
    rule = period(unit=unit, length=length if unit != Unit.MONTHS else length % 12 + 1)
    started = Event("COMPLETENESS_NOTIFIED", START)

    def asked(number: int, after: int, lasts: int) -> list[Event]:
        begin = START + timedelta(days=after, hours=1)
        question = {"request": str(number)}
        return [
            Event("PIECES_ASKED", begin, "", question),
            Event("PIECES_ANSWERED", begin + timedelta(days=lasts), "", question),
        ]

    questions = [asked(number, *pause) for number, pause in enumerate(pauses)]

    def due(count: int) -> date | None:
        story = [started, *(event for question in questions[:count] for event in question)]
        return clocks(story, [rule], on=date(2030, 1, 1))[0].due_on

    # THEN one more question never gives an earlier day
    days = [due(count) for count in range(len(questions) + 1)]
    assert days == sorted(days)


@settings(max_examples=60, deadline=None)
@given(stories, st.integers(0, 400))
def test_every_story_obeys_what_a_clock_promises(story, after):
    on = START.date() + timedelta(days=after)
    found = clocks(story, RULES, on=on)

    for clock in found:
        _keeps_its_promises(clock, on)
    open_ones = [(clock.track, clock.rule) for clock in found if clock.is_open]
    assert len(open_ones) == len(set(open_ones))
    assert len({clock.key for clock in found}) == len(found)


@settings(max_examples=60, deadline=None)
@given(stories, st.integers(0, 300))
def test_what_has_ended_stays_as_it_ended(story, after):
    # GIVEN the clocks as known on one day, and much later
    early = clocks(story, RULES, on=START.date() + timedelta(days=after))
    late = {clock.key: clock for clock in clocks(story, RULES, on=END)}

    # THEN every clock is still there, what had ended is unchanged, and rows once ended stay as they were
    for clock in early:
        assert clock.is_open or late[clock.key] == clock
        ended = [span for span in clock.spans if span.ended_on]
        assert list(late[clock.key].spans[: len(ended)]) == ended


def _keeps_its_promises(clock: Clock, on: date) -> None:
    assert clock.starts_on <= on
    assert 0 <= clock.elapsed_days <= clock.total_days
    assert clock.is_open == (clock.ended_on is None)
    assert clock.ended_on is None or clock.starts_on <= clock.ended_on <= on
    if clock.due_on is None:
        assert clock.state == "PAUSED"
    elif clock.lapses_after:
        assert clock.starts_on <= clock.due_on <= clock.lapses_after
        assert clock.state != "RUNNING" or on <= clock.lapses_after
    running = [span for span in clock.spans if span.ended_on is None]
    assert [span.due_on for span in running] == ([clock.due_on] if clock.is_open and clock.due_on else [])
    assert len(clock_words.sentences(clock)) == len(clock.because)


@settings(max_examples=60, deadline=None)
@given(units, st.integers(1, 12), st.integers(1, 60), st.integers(0, 5))
def test_an_extension_lengthens_once_and_never_brings_a_date_forward(unit, length, extension, after):
    # GIVEN a period that a reasoned extension lengthens
    rule = period(unit=unit, length=length, extends_with=("EXTENDED",), extension=extension)
    started = Event("COMPLETENESS_NOTIFIED", START)
    extended = Event("EXTENDED", START + timedelta(hours=after))

    def due(*events: Event) -> date | None:
        return clocks([started, *events], [rule], on=START.date())[0].due_on

    # THEN its last day comes later, and a second extension changes nothing
    plain, once = due(), due(extended)
    assert plain is not None and once is not None and once > plain
    again = Event("EXTENDED", START + timedelta(hours=after, minutes=1))
    assert due(extended, again) == once


@settings(max_examples=60, deadline=None)
@given(units, st.integers(0, 24), st.dates(date(2028, 1, 1), date(2032, 12, 31)))
def test_what_counts_back_ends_no_later_than_the_day_named(unit, length, named):
    rule = period(unit=unit, length=length, starts_with=("PERMIT_ISSUED",), counts_back_from="expires_on")
    issued = Event("PERMIT_ISSUED", START, "", {"expires_on": named})
    due = clocks([issued], [rule], on=START.date())[0].due_on
    assert due is not None and due <= named and (due == named) is (length == 0)
