"""Clocks told as small stories: what starts, stops, pauses and ends them, and what they say about it."""

from dataclasses import replace
from datetime import UTC, date, datetime

import pytest

from applications import clock_words
from applications.calendar import Unavailability
from applications.clocks import Clock, ClockState, Event, Span, clocks
from applications.rulebook.model import ClockEvent, ClockRule, OnExpiry, Unit
from applications.vocabulary import Certainty, Ending, Track


def rule(code="decision", **values) -> ClockRule:
    defaults = {
        "version": f"{code}@2024-01-01",
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
    return ClockRule(code=code, **{**defaults, **values})


def event(kind: str, day: str, track: str = "", **data) -> Event:
    return Event(kind, datetime.fromisoformat(f"{day}T10:00:00+00:00"), track, data)


def only(found: list[Clock]) -> Clock:
    [clock] = found
    return clock


END = date(2026, 12, 31)
DECISION = rule()
PIECES = rule(
    "pieces",
    length=15,
    starts_with=("PIECES_ASKED",),
    met_by=("PIECES_ANSWERED",),
    pauses_with=(),
    on_expiry=OnExpiry.RESUME,
)
COMPLETENESS = rule(
    "completeness",
    length=15,
    starts_with=("SUBMITTED",),
    restarts_with=("DOCUMENTS_SUPPLIED",),
    met_by=("COMPLETE_DECLARED",),
    pauses_with=(),
)
SUPPLY = rule("supply", length=15, starts_with=("REQUEST_NOTIFIED",), met_by=("DOCUMENTS_SUPPLIED",), pauses_with=())


@pytest.mark.parametrize(
    ("case", "period", "notified", "due_on"),
    [
        ("1: from the notification, not from the letter", {"length": 90}, "2026-03-02", date(2026, 5, 31)),
        ("3: renewal of a seasonal permit", {"length": 30}, "2026-03-02", date(2026, 4, 1)),
        ("9: four months, clipped", {"length": 4, "unit": Unit.MONTHS}, "2026-10-31", date(2027, 2, 28)),
        ("9: four months into a leap year", {"length": 4, "unit": Unit.MONTHS}, "2027-10-31", date(2028, 2, 29)),
        (
            "60: an appeal counted from the notification",
            {"length": 1, "unit": Unit.MONTHS},
            "2026-02-04",
            date(2026, 3, 4),
        ),
        (
            "60: an appeal counted from the signature",
            {"length": 1, "unit": Unit.MONTHS},
            "2026-01-31",
            date(2026, 2, 28),
        ),
    ],
)
def test_the_due_day_is_the_one_of_the_tricky_cases(case, period, notified, due_on):
    clock = only(clocks([event("COMPLETENESS_NOTIFIED", notified)], [rule(**period)], on=date.fromisoformat(notified)))

    assert clock.due_on == due_on
    assert clock.state is ClockState.RUNNING


def test_nothing_runs_before_the_notification():
    # P1: the officer's click is no notification
    assert clocks([event("COMPLETE_DECLARED", "2026-03-02")], [DECISION], on=date(2026, 12, 31)) == []


def test_a_decision_notified_on_the_last_day_is_in_time_and_one_day_later_is_not():
    # GIVEN ninety days from 3 March, whose last day is a Monday
    started = event("COMPLETENESS_NOTIFIED", "2026-03-03")
    last_day, day_after = (event("WORK_ACT_NOTIFIED", day) for day in ("2026-06-01", "2026-06-02"))

    # WHEN the act is notified on the last day, or on the day after
    in_time = only(clocks([started, last_day], [DECISION], on=date(2026, 6, 30)))
    too_late = only(clocks([started, day_after], [DECISION], on=date(2026, 6, 30)))

    # THEN the first is met and the second has lapsed on its last day
    assert (in_time.state, in_time.ended_on) == (ClockState.MET, date(2026, 6, 1))
    assert (too_late.state, too_late.ended_on) == (ClockState.LAPSED, date(2026, 6, 1))


def test_the_last_minute_of_the_last_day_is_counted_in_belgium():
    # GIVEN a clock whose last day is 1 June, and an act notified at 21:59 and at 22:01 UTC: before and after midnight
    started = event("COMPLETENESS_NOTIFIED", "2026-03-03")
    before = Event("WORK_ACT_NOTIFIED", datetime(2026, 6, 1, 21, 59, tzinfo=UTC))
    after = Event("WORK_ACT_NOTIFIED", datetime(2026, 6, 1, 22, 1, tzinfo=UTC))

    assert only(clocks([started, before], [DECISION], on=date(2026, 6, 2))).state is ClockState.MET
    assert only(clocks([started, after], [DECISION], on=date(2026, 6, 2))).state is ClockState.LAPSED


def test_what_happens_later_is_not_known_yet():
    story = [event("COMPLETENESS_NOTIFIED", "2026-03-03"), event("WORK_ACT_NOTIFIED", "2026-04-01")]

    assert clocks(story, [DECISION], on=date(2026, 3, 2)) == []
    assert only(clocks(story, [DECISION], on=date(2026, 3, 31))).state is ClockState.RUNNING
    assert only(clocks(story, [DECISION], on=date(2026, 4, 1))).state is ClockState.MET


def test_a_pause_stops_the_clock_until_the_answer_and_is_explained():
    # GIVEN a question on day 10, answered six days later
    story = [
        event("COMPLETENESS_NOTIFIED", "2026-03-02"),
        event("PIECES_ASKED", "2026-03-12", "WORK", by="ostbelgien", request="a"),
        event("PIECES_ANSWERED", "2026-03-18", "WORK", request="a"),
    ]

    # WHEN nobody has answered yet, there is no due day
    paused = only(clocks(story, [DECISION], on=date(2026, 3, 15)))
    assert (paused.state, paused.due_on, paused.elapsed_days) == (ClockState.PAUSED, None, 10)

    # THEN the answer gives one, six days later than before, and says why
    running = only(clocks(story, [DECISION], on=date(2026, 3, 20)))
    assert running.due_on == date(2026, 6, 6)
    assert (running.elapsed_days, running.total_days) == (12, 90)
    assert [(s.code, s.on, s.days) for s in running.because if s.code in {"PAUSED", "RESUMED"}] == [
        ("PAUSED", date(2026, 3, 12), 0),
        ("RESUMED", date(2026, 3, 18), 6),
    ]
    assert running.because[2].params["by"] == "ostbelgien"


def test_silence_resumes_the_clock_on_the_sixteenth_day():
    # GIVEN a question on 12 March with fifteen days to answer it (law.md §9, case 12)
    story = [event("COMPLETENESS_NOTIFIED", "2026-03-02"), event("PIECES_ASKED", "2026-03-12", "WORK")]

    # THEN the due day is known while the clock stands still, and does not change when the fifteen days are over
    waiting, last_day, after = (
        next(c for c in clocks(story, [DECISION, PIECES], on=on) if c.rule == "decision")
        for on in (date(2026, 3, 20), date(2026, 3, 27), date(2026, 3, 28))
    )
    assert waiting.due_on == last_day.due_on == after.due_on == date(2026, 6, 15)
    assert (waiting.state, last_day.state, after.state) == (ClockState.PAUSED, ClockState.PAUSED, ClockState.RUNNING)
    assert after.elapsed_days == 11
    assert "PAUSE_ENDED" not in {s.code for s in last_day.because}


def test_an_answer_after_the_period_changes_nothing_any_more():
    story = [event("COMPLETENESS_NOTIFIED", "2026-03-02"), event("PIECES_ASKED", "2026-03-12", "WORK")]
    late = [*story, event("PIECES_ANSWERED", "2026-04-20", "WORK")]

    [with_answer, pieces] = clocks(late, [DECISION, PIECES], on=date(2026, 5, 1))
    [without, _pieces] = clocks(story, [DECISION, PIECES], on=date(2026, 5, 1))

    assert with_answer.due_on == without.due_on
    assert pieces.state is ClockState.LAPSED


def test_two_open_questions_pause_once_until_the_last_is_answered():
    story = [
        event("COMPLETENESS_NOTIFIED", "2026-03-02"),
        event("PIECES_ASKED", "2026-03-12", request="a"),
        event("PIECES_ASKED", "2026-03-14", request="b"),
        event("PIECES_ANSWERED", "2026-03-16", request="a"),
        event("PIECES_ANSWERED", "2026-03-20", request="b"),
    ]

    assert only(clocks(story, [DECISION], on=date(2026, 3, 17))).state is ClockState.PAUSED
    assert only(clocks(story, [DECISION], on=date(2026, 3, 21))).due_on == date(2026, 6, 8)  # eight days, not ten


@pytest.mark.parametrize(
    "same_instant",
    [
        ("COMPLETENESS_NOTIFIED", "WORK_ACT_NOTIFIED"),
        ("PIECES_ASKED", "PIECES_ANSWERED"),
        ("WORK_ACT_NOTIFIED", "CLOSED"),
    ],
)
def test_two_things_at_the_same_instant_read_the_same_in_either_order(same_instant):
    first, second = (event(kind, "2026-03-12") for kind in same_instant)
    story = [event("COMPLETENESS_NOTIFIED", "2026-03-02")] if first.kind != "COMPLETENESS_NOTIFIED" else []

    told = clocks([*story, first, second], [DECISION], on=date(2026, 3, 20))
    told_backwards = clocks([second, first, *story], [DECISION], on=date(2026, 3, 20))

    assert told == told_backwards
    assert len(told) == 1


def test_a_question_of_one_track_leaves_the_other_alone():
    # GIVEN a residence clock and an overall clock that the rules say stands still for questions of either desk (P3)
    residence = replace(DECISION, code="residence", track=Track.RESIDENCE)
    overall = replace(DECISION, code="overall", track=Track.OVERALL)
    story = [event("COMPLETENESS_NOTIFIED", "2026-03-02"), event("PIECES_ASKED", "2026-03-12", "RESIDENCE")]

    states = {c.rule: c.state for c in clocks(story, [DECISION, residence, overall], on=date(2026, 3, 15))}

    assert states == {"decision": "RUNNING", "residence": "PAUSED", "overall": "PAUSED"}


def test_supplied_papers_start_a_new_completeness_clock_and_the_old_one_stays_readable():
    # GIVEN papers asked and supplied
    story = [event("SUBMITTED", "2026-03-02"), event("DOCUMENTS_SUPPLIED", "2026-03-12")]

    # WHEN the clocks are read
    first, second = clocks(story, [COMPLETENESS], on=date(2026, 3, 12))

    # THEN the first was stopped and the second began that day
    assert (first.state, first.ended_on, first.due_on) == (ClockState.STOPPED, date(2026, 3, 12), date(2026, 3, 17))
    assert (second.state, second.starts_on, second.due_on) == (ClockState.RUNNING, date(2026, 3, 12), date(2026, 3, 27))
    assert [c.key for c in (first, second)] == [("WORK", "completeness", 1), ("WORK", "completeness", 2)]


def test_one_event_may_meet_one_clock_and_start_another():
    story = [
        event("SUBMITTED", "2026-03-02"),
        event("REQUEST_NOTIFIED", "2026-03-05"),
        event("DOCUMENTS_SUPPLIED", "2026-03-12"),
    ]

    found = clocks(story, [COMPLETENESS, SUPPLY], on=date(2026, 3, 13))

    assert [(c.rule, c.nth, c.state) for c in found] == [
        ("completeness", 1, "STOPPED"),
        ("supply", 1, "MET"),
        ("completeness", 2, "RUNNING"),
    ]


def test_an_unused_period_lapses_the_day_after_its_last_day():
    # GIVEN fifteen days that end on Friday 20 March (case 14)
    story = [event("REQUEST_NOTIFIED", "2026-03-05")]

    assert only(clocks(story, [SUPPLY], on=date(2026, 3, 20))).state is ClockState.RUNNING
    assert only(clocks(story, [SUPPLY], on=date(2026, 3, 21))).state is ClockState.LAPSED


def test_nobody_is_held_to_a_sunday_as_long_as_no_source_says_so():
    # GIVEN fifteen days that end on Sunday 22 March
    asked, supplied = event("REQUEST_NOTIFIED", "2026-03-07"), event("DOCUMENTS_SUPPLIED", "2026-03-23")

    # THEN the earlier day is shown, and a paper on Monday still counts (P6)
    running = only(clocks([asked], [SUPPLY], on=date(2026, 3, 23)))
    assert (running.due_on, running.lapses_after, running.state) == (date(2026, 3, 22), date(2026, 3, 23), "RUNNING")
    met = only(clocks([asked, supplied], [SUPPLY], on=date(2026, 3, 30)))
    assert met.state is ClockState.MET
    assert "MET_ON_LATER_DAY" in {step.code for step in met.because}


def test_a_rule_that_knows_its_source_moves_the_last_day_or_does_not():
    asked = event("REQUEST_NOTIFIED", "2026-03-07")

    moved = only(clocks([asked], [replace(SUPPLY, rollover=True)], on=date(2026, 3, 8)))
    strict = only(clocks([asked], [replace(SUPPLY, rollover=False)], on=date(2026, 3, 23)))

    assert (moved.due_on, moved.lapses_after) == (date(2026, 3, 23), date(2026, 3, 23))
    assert (strict.due_on, strict.lapses_after, strict.state) == (date(2026, 3, 22), date(2026, 3, 22), "LAPSED")


def test_working_days_skip_holidays_and_name_them():
    # GIVEN fifteen working days from the letter sent on 26 March 2026, over Easter Monday (case of Wallonia)
    letter = event("REQUEST_NOTIFIED", "2026-03-26")

    clock = only(clocks([letter], [replace(SUPPLY, unit=Unit.WORKING_DAYS)], on=date(2026, 4, 7)))

    assert clock.due_on == date(2026, 4, 17)
    assert [(s.on, s.params["holiday"]) for s in clock.because if s.code == "HOLIDAY"] == [
        (date(2026, 4, 6), "EASTER_MONDAY")
    ]
    assert clock.elapsed_days == 7


def test_an_outage_on_record_appears_and_moves_the_day_only_if_the_authority_says_so():
    # GIVEN an outage over the last day, Friday 20 March
    asked = event("REQUEST_NOTIFIED", "2026-03-05")
    outage = Unavailability("ostbelgien", date(2026, 3, 19), date(2026, 3, 20), "OUTAGE")

    shown = only(clocks([asked], [SUPPLY], on=date(2026, 3, 6), unavailable=[outage]))
    moved = only(clocks([asked], [SUPPLY], on=date(2026, 3, 6), unavailable=[replace(outage, moves_due=True)]))
    elsewhere = replace(outage, moves_due=True, tracks=("RESIDENCE",))

    assert shown.due_on == date(2026, 3, 20)
    assert [s.days for s in shown.because if s.code == "UNAVAILABLE"] == [2]
    assert (moved.due_on, moved.lapses_after) == (date(2026, 3, 21), date(2026, 3, 23))  # a Saturday, then Monday
    assert only(clocks([asked], [SUPPLY], on=date(2026, 3, 6), unavailable=[elsewhere])).due_on == date(2026, 3, 20)


def test_a_closed_dossier_stops_its_clocks_even_while_they_stand_still():
    story = [
        event("COMPLETENESS_NOTIFIED", "2026-03-02"),
        event("PIECES_ASKED", "2026-03-12"),
        event("CLOSED", "2026-03-15"),
    ]

    clock = only(clocks(story, [DECISION], on=date(2026, 12, 31)))

    assert (clock.state, clock.ended_on, clock.elapsed_days) == (ClockState.STOPPED, date(2026, 3, 15), 10)
    assert clock.due_on == date(2026, 6, 3)


def test_each_stretch_with_a_steady_due_day_is_one_row():
    story = [
        event("COMPLETENESS_NOTIFIED", "2026-03-02"),
        event("PIECES_ASKED", "2026-03-12"),
        event("PIECES_ANSWERED", "2026-03-18"),
        event("WORK_ACT_NOTIFIED", "2026-05-04"),
    ]

    # WHEN the question is open there is no open row
    assert only(clocks(story, [DECISION], on=date(2026, 3, 13))).spans == (
        Span(date(2026, 3, 2), date(2026, 5, 31), date(2026, 3, 12), Ending.STOPPED),
    )

    # THEN a second row begins with the answer and ends as the clock does
    assert only(clocks(story, [DECISION], on=date(2026, 5, 4))).spans == (
        Span(date(2026, 3, 2), date(2026, 5, 31), date(2026, 3, 12), Ending.STOPPED),
        Span(date(2026, 3, 18), date(2026, 6, 6), date(2026, 5, 4), Ending.MET),
    )


def test_the_arithmetic_reads_as_sentences():
    story = [
        event("COMPLETENESS_NOTIFIED", "2026-02-17"),
        event("PIECES_ASKED", "2026-03-12", by="ostbelgien"),
        event("PIECES_ANSWERED", "2026-03-13"),
    ]

    told = clock_words.sentences(only(clocks(story, [replace(DECISION, length=47)], on=date(2026, 3, 20))))

    assert told == [
        "17 February 2026: the clock starts (completeness notified).",
        "The period is 47 calendar days; day 1 is the day after (art. 1).",
        "12 March 2026: the clock stops (further pieces asked, by German-speaking Community).",
        "13 March 2026: the clock runs on (further pieces received). 1 day is not counted.",
        "The last day is 6 April 2026.",
        (
            "6 April 2026 is a holiday (Easter Monday). No source says whether the period then ends later: "
            "nobody is held to it before 7 April 2026 is over."
        ),
    ]


def test_a_clock_met_early_says_how_it_ended_last_and_nothing_of_other_readings():
    # GIVEN a supply period ending on a Sunday, used long before
    story = [event("REQUEST_NOTIFIED", "2026-03-07"), event("DOCUMENTS_SUPPLIED", "2026-03-10")]

    clock = only(clocks(story, [SUPPLY], on=date(2026, 3, 30)))

    assert [step.code for step in clock.because] == ["STARTED", "LENGTH", "DUE", "MET"]


def test_a_period_without_an_article_says_that_none_was_found():
    clock = only(clocks([event("REQUEST_NOTIFIED", "2026-03-07")], [replace(SUPPLY, article="not found")], on=END))

    assert "(no article found)" in clock_words.sentences(clock)[1]


@pytest.mark.parametrize("kind", ClockEvent)
def test_every_event_of_the_rulebook_has_words(kind):
    assert str(clock_words.EVENTS[kind])


def test_an_extension_for_complexity_is_told_in_the_arithmetic():
    # GIVEN a period of thirty days that may be extended by thirty
    complex_case = rule(length=30, extends_with=("EXTENDED",), extension=30)
    story = [event("COMPLETENESS_NOTIFIED", "2026-03-02"), event("EXTENDED", "2026-03-20", by="federal")]

    # WHEN it is extended before its end
    clock = only(clocks(story, [complex_case], on=date(2026, 3, 20)))

    # THEN the last day moves, the old row ends, and a sentence says why
    assert clock.due_on == date(2026, 5, 1)
    assert [(span.due_on, span.ended_on) for span in clock.spans] == [
        (date(2026, 4, 1), date(2026, 3, 20)),
        (date(2026, 5, 1), None),
    ]
    assert any("lengthened by 30" in line for line in clock_words.sentences(clock))


def test_an_extension_after_the_end_comes_too_late():
    complex_case = rule(length=30, extends_with=("EXTENDED",), extension=30)
    story = [event("COMPLETENESS_NOTIFIED", "2026-03-02"), event("EXTENDED", "2026-04-10")]
    assert only(clocks(story, [complex_case], on=date(2026, 4, 20))).state == ClockState.LAPSED


def test_a_period_that_counts_back_needs_the_day_it_counts_from():
    window = rule(unit=Unit.MONTHS, length=2, starts_with=("PERMIT_ISSUED",), counts_back_from="expires_on")
    named = event("PERMIT_ISSUED", "2026-05-01", expires_on=date(2027, 4, 30))
    clock = only(clocks([named], [window], on=END))
    assert clock.due_on == date(2027, 2, 28)
    assert "2 months before 30 April 2027" in clock_words.sentences(clock)[1]
    assert clocks([event("PERMIT_ISSUED", "2026-05-01")], [window], on=END) == []
