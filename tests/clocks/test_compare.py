"""What one event more does to the dates: which clocks begin, move, stand otherwise or never begin, and why."""

from datetime import date, datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st

from applications import calendar, clock_case, clocks
from applications.clocks import Effect, differences

CASE = {
    "category": "eu_blue_card",
    "kind": "FIRST",
    "authority": "ostbelgien",
    "filed_on": "2026-03-02",
    "events": [{"kind": "SUBMITTED", "on": "2026-03-02"}, {"kind": "COMPLETENESS_NOTIFIED", "on": "2026-03-12"}],
}
EVENING = date(2026, 4, 7)


def fold(*more, events=None):
    told = {**CASE, "events": [*(CASE["events"] if events is None else events), *more]}
    return clock_case.fold(clock_case.Case.model_validate(told), on=EVENING)


def by_rule(found):
    return {each.clock.rule: each for each in found}


def test_an_added_pause_moves_the_last_day_and_says_why():
    asked = {"kind": "PIECES_ASKED", "on": "2026-04-07", "track": "RESIDENCE", "by": "federal"}

    found = by_rule(differences(fold(), fold(asked)))

    overall = found["federal.blue_card.overall"]
    assert (overall.effect, overall.days) == (Effect.MOVED, 15)
    assert [step.code for step in overall.because] == ["PAUSED", "DUE"]
    assert overall.because[0].params["by"] == "federal"
    assert found["federal.blue_card.pieces"].effect == Effect.BEGUN
    assert "ostbelgien.blue_card.decision" not in found


def test_a_clock_that_ends_keeps_its_last_day_and_stands_otherwise():
    found = by_rule(differences(fold(), fold({"kind": "WORK_ACT_NOTIFIED", "on": "2026-04-07", "track": "WORK"})))

    decision = found["ostbelgien.blue_card.decision"]
    assert (decision.effect, decision.days) == (Effect.OTHERWISE, 0)
    assert [step.code for step in decision.because] == ["MET"]


def test_a_clock_that_never_begins_is_gone_and_the_same_answer_has_no_difference():
    without = fold(events=CASE["events"][:1])

    found = by_rule(differences(fold(), without))

    assert found["federal.blue_card.overall"].effect == Effect.GONE
    assert found["federal.blue_card.overall"].days is None
    assert differences(fold(), fold()) == []


def test_a_difference_of_nothing_is_an_error():
    with pytest.raises(ValueError, match="some clock"):
        clocks.Difference(effect=Effect.GONE, before=None, after=None, because=()).clock  # noqa: B018


@given(st.lists(st.sampled_from(["PIECES_ASKED", "PIECES_ANSWERED", "EXTENDED", "CLOSED"]), max_size=4), st.data())
def test_every_clock_is_accounted_for_once(kinds, data):
    # GIVEN any events between the notification and the evening
    days = st.dates(date(2026, 3, 13), EVENING)
    more = [{"kind": kind, "at": datetime.combine(data.draw(days), clock_case.NOON)} for kind in kinds]
    assert all(event["at"].tzinfo is calendar.BELGIUM for event in more)

    # THEN each clock of either answer is the same in both, or stands in one difference
    before, after = fold(), fold(*more)
    found = differences(before, after)
    changed = [each.clock.key for each in found]
    same = [clock.key for clock in after if clock in before]
    assert sorted([*changed, *same]) == sorted({clock.key for clock in (*before, *after)})
    assert all(each.before != each.after for each in found)
