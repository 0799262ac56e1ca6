"""How long applicants and desks have in Flanders, Wallonia and Brussels-Capital."""

from datetime import UTC, date, datetime

import pytest

from applications.clocks import Event, clocks
from applications.rulebook.facts import Facts
from applications.rulebook.model import Days, OnExpiry, Unit
from applications.vocabulary import Certainty, Track
from tests.rulebook.cases import rule_case

ON = date(2026, 3, 2)
BACK_AGAIN = {"stays_last_5_years": 1, "conditions_respected": True}


def periods(book, code, *, category, kind="FIRST", on=ON, seasonal=None):
    """The periods of an application before the authority of a rule, by code."""
    facts = Facts.model_validate({"category": category, "kind": kind, "seasonal": seasonal or {}})
    found = book.clock_rules(
        category=category, kind=kind, authority=code.split(".")[0], days=Days(on=on, filing=on), facts=facts
    )
    return {rule.code: rule for rule in found}


def event(kind, day):
    return Event(kind, datetime.fromisoformat(f"{day}T10:00:00+00:00").astimezone(UTC))


# --- What the applicant has ------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("code", "unit", "starts_with"),
    [
        rule_case("flanders.periods.supply", "DAYS", "REQUEST_NOTIFIED"),
        rule_case("wallonia.periods.supply", "WORKING_DAYS", "REQUEST_SENT"),
        rule_case("brussels.periods.supply", "DAYS", "REQUEST_NOTIFIED"),
    ],
)
def test_missing_papers_are_supplied_within_fifteen_days_of_their_own_kind(book, code, unit, starts_with):
    rule = periods(book, code, category="single_permit")[code]
    assert (rule.length, rule.unit, rule.starts_with) == (15, Unit(unit), (starts_with,))
    assert (rule.on_expiry, rule.track, rule.certainty) == (OnExpiry.PROPOSE, Track.OVERALL, Certainty.SOURCED)


@pytest.mark.parametrize(
    ("code", "certainty"),
    [
        rule_case("flanders.periods.pieces", "UNVERIFIED"),
        rule_case("wallonia.periods.pieces", "SOURCED"),
        rule_case("brussels.periods.pieces", "UNVERIFIED"),
    ],
)
def test_a_question_during_the_examination_is_answered_within_calendar_days(book, code, certainty):
    rule = periods(book, code, category="eu_blue_card")[code]
    assert (rule.length, rule.unit, rule.starts_with) == (15, Unit.DAYS, ("PIECES_ASKED",))
    assert (rule.on_expiry, rule.certainty) == (OnExpiry.RESUME, certainty)


@pytest.mark.rule("wallonia.periods.supply")
def test_walloon_working_days_run_from_sending_and_skip_holidays(book):
    # GIVEN a letter sent on Thursday 2 April 2026, before Easter, and read a week later
    code = "wallonia.periods.supply"
    rule = periods(book, code, category="single_permit")[code]
    told = [event("REQUEST_SENT", "2026-04-02"), event("REQUEST_NOTIFIED", "2026-04-09")]

    # WHEN the clock is read
    (clock,) = clocks(told, [rule], on=date(2026, 4, 10))

    # THEN Easter Monday and the weekends do not count, and reading it moved nothing
    assert (clock.starts_on, clock.due_on) == (date(2026, 4, 2), date(2026, 4, 24))
    assert any(step.code == "HOLIDAY" or "EASTER_MONDAY" in str(step.params) for step in clock.because)


# --- What the authority has ------------------------------------------------------------------------------------------

MONTHS, DAYS = "MONTHS", "DAYS"
MOBILE_CARD = ("eu_blue_card", "LONG_TERM_MOBILITY")


@pytest.mark.parametrize(
    ("code", "application", "length", "certainty"),
    [
        rule_case("flanders.periods.decision_single_permit", ("single_permit", "FIRST"), (4, MONTHS), "UNVERIFIED"),
        rule_case("wallonia.periods.decision_single_permit", ("single_permit", "RENEWAL"), (4, MONTHS), "UNVERIFIED"),
        rule_case("brussels.periods.decision_single_permit", ("single_permit", "FIRST"), (4, MONTHS), "UNVERIFIED"),
        rule_case("flanders.periods.decision_blue_card", ("eu_blue_card", "FIRST"), (90, DAYS), "SOURCED"),
        rule_case("wallonia.periods.decision_blue_card", ("eu_blue_card", "RENEWAL"), (90, DAYS), "SOURCED"),
        rule_case("brussels.periods.decision_blue_card", ("eu_blue_card", "FIRST"), (90, DAYS), "SOURCED"),
        rule_case("flanders.periods.decision_blue_card_mobility", MOBILE_CARD, (30, DAYS), "SOURCED"),
        rule_case("wallonia.periods.decision_blue_card_mobility", MOBILE_CARD, (30, DAYS), "SOURCED"),
        rule_case("brussels.periods.decision_blue_card_mobility", MOBILE_CARD, (30, DAYS), "SOURCED"),
        rule_case("flanders.periods.decision_ict", ("ict", "FIRST"), (90, DAYS), "SOURCED"),
        rule_case("wallonia.periods.decision_ict", ("ict", "LONG_TERM_MOBILITY"), (90, DAYS), "SOURCED"),
        rule_case("brussels.periods.decision_ict", ("ict", "RENEWAL"), (90, DAYS), "SOURCED"),
        rule_case("flanders.periods.decision_seasonal", ("seasonal", "FIRST"), (90, DAYS), "SOURCED"),
        rule_case("wallonia.periods.decision_seasonal", ("seasonal", "FIRST"), (90, DAYS), "SOURCED"),
        rule_case("brussels.periods.decision_seasonal", ("seasonal", "FIRST"), (90, DAYS), "SOURCED"),
        rule_case("flanders.periods.decision_seasonal_renewal", ("seasonal", "RENEWAL"), (30, DAYS), "SOURCED"),
        rule_case("wallonia.periods.decision_seasonal_renewal", ("seasonal", "RENEWAL"), (30, DAYS), "SOURCED"),
        rule_case("brussels.periods.decision_seasonal_renewal", ("seasonal", "RENEWAL"), (30, DAYS), "SOURCED"),
        rule_case("flanders.periods.decision_researcher", ("researcher", "FIRST"), (60, DAYS), "SOURCED"),
        rule_case("wallonia.periods.decision_researcher", ("researcher", "FIRST"), (60, DAYS), "SOURCED"),
        rule_case("brussels.periods.decision_researcher", ("researcher", "FIRST"), (60, DAYS), "SOURCED"),
        rule_case("flanders.periods.decision_trainee", ("trainee", "FIRST"), (90, DAYS), "UNVERIFIED"),
        rule_case("wallonia.periods.decision_trainee", ("trainee", "FIRST"), (90, DAYS), "UNVERIFIED"),
        rule_case("brussels.periods.decision_trainee", ("trainee", "FIRST"), (90, DAYS), "UNVERIFIED"),
        rule_case("flanders.periods.decision_volunteer", ("volunteer", "FIRST"), (90, DAYS), "UNVERIFIED"),
        rule_case("wallonia.periods.decision_volunteer", ("volunteer", "FIRST"), (90, DAYS), "UNVERIFIED"),
        rule_case("brussels.periods.decision_volunteer", ("volunteer", "FIRST"), (90, DAYS), "UNVERIFIED"),
    ],
)
def test_the_desk_has_one_period_for_each_application(book, code, application, length, certainty):
    category, kind = application
    found = periods(book, code, category=category, kind=kind)
    decisions = [rule for name, rule in found.items() if name.startswith(f"{code.split('.')[0]}.periods.decision")]
    assert [rule.code for rule in decisions] == [code]
    (rule,) = decisions
    assert (rule.length, rule.unit, rule.certainty, rule.track) == (*length, certainty, Track.WORK)
    assert (rule.starts_with, rule.met_by) == (("COMPLETENESS_NOTIFIED",), ("WORK_ACT_NOTIFIED",))
    assert rule.on_expiry == OnExpiry.ALARM  # the desk is warned; nothing is granted or refused by itself (P11)


@pytest.mark.parametrize(
    "code",
    [
        rule_case("flanders.periods.decision_seasonal_returning"),
        rule_case("wallonia.periods.decision_seasonal_returning"),
        rule_case("brussels.periods.decision_seasonal_returning"),
    ],
)
def test_who_came_back_and_kept_the_conditions_waits_sixty_days(book, code):
    first = code.removesuffix("_returning")
    back = periods(book, code, category="seasonal", seasonal=BACK_AGAIN)
    assert back[code].length == 60 and first not in back
    breached = periods(book, code, category="seasonal", seasonal={**BACK_AGAIN, "conditions_respected": False})
    assert breached[first].length == 90 and code not in breached


@pytest.mark.parametrize(
    "code",
    [
        rule_case("flanders.periods.decision_short"),
        rule_case("wallonia.periods.decision_short"),
        rule_case("brussels.periods.decision_short"),
    ],
)
def test_no_period_is_invented_for_work_authorisations_and_professional_cards(book, code):
    assert book.rule(code).missing.startswith("No statutory period was found")
    for category in book.rule(code).categories:
        assert not any("decision" in name for name in periods(book, code, category=category))


@pytest.mark.parametrize(
    "code",
    [
        rule_case("flanders.intake.completeness"),
        rule_case("wallonia.intake.completeness"),
        rule_case("brussels.intake.completeness"),
    ],
)
def test_the_check_of_ten_days_is_memory(book, code):
    rule = periods(book, code, category="ict")[code]
    assert (rule.length, rule.certainty, rule.on_expiry) == (10, Certainty.UNVERIFIED, OnExpiry.ALARM)
