"""Articles 2, 37°, and 30.9 of the Royal Decree of 9 June 1999, on each side of every figure."""

from datetime import date
from decimal import Decimal

import pytest

from applications.vocabulary import Certainty, Result

CARD = "ostbelgien.blue_card"
MOBILE = {"kind": "LONG_TERM_MOBILITY", "mobility.first_state": "FR"}
EXPERIENCE = {
    "qualification.route": "EXPERIENCE",
    "qualification.higher_education_years": None,
    "qualification.recognised_institution": None,
}


@pytest.mark.rule("ostbelgien.blue_card.contract_duration")
@pytest.mark.parametrize(
    ("engagement", "months", "qualified", "result"),
    [
        ("INDEFINITE", None, None, Result.MET),
        ("FIXED_TERM", 12, None, Result.MET),
        ("FIXED_TERM", 11, None, Result.FOR_OFFICER),
        ("FIXED_TERM", 8, None, Result.FOR_OFFICER),  # law.md §9, 42: a warning, not a refusal
        ("FIXED_TERM", 6, None, Result.FOR_OFFICER),
        ("FIXED_TERM", 5, None, Result.NOT_MET),
        ("FIXED_TERM", None, None, Result.UNKNOWN),
        ("FIRM_OFFER", 6, True, Result.MET),
        ("FIRM_OFFER", 5, True, Result.NOT_MET),
        ("FIRM_OFFER", 6, False, Result.NOT_MET),
        ("FIRM_OFFER", 6, None, Result.UNKNOWN),
        (None, 12, None, Result.UNKNOWN),
    ],
)
def test_a_year_by_contract_or_six_months_by_offer(law, engagement, months, qualified, result):
    changes = {"job.engagement": engagement, "job.duration_months": months, "job.highly_qualified": qualified}
    assert law.finding(f"{CARD}.contract_duration", changes).result == result


@pytest.mark.rule("ostbelgien.blue_card.contract_duration")
def test_a_duration_may_be_told_by_its_days(law):
    changes = {"job.engagement": "FIXED_TERM", "job.start_on": "2026-05-01", "job.end_on": "2027-04-30"}
    assert law.finding(f"{CARD}.contract_duration", changes).because["months"] == 12


@pytest.mark.rule("ostbelgien.blue_card.salary")
@pytest.mark.rule("ostbelgien.blue_card.average_monthly_wage")
def test_without_the_average_wage_nobody_can_say(law):
    finding = law.finding(f"{CARD}.salary")
    assert finding.result == Result.UNKNOWN
    assert finding.because == {"missing_value": f"{CARD}.average_monthly_wage"}
    assert law.book.find_value(f"{CARD}.average_monthly_wage", on=date(2026, 1, 1)) is None


@pytest.mark.rule("ostbelgien.blue_card.salary")
@pytest.mark.rule("ostbelgien.blue_card.average_monthly_wage")
@pytest.mark.parametrize(
    ("decided", "offered", "result"),
    [
        (date(2024, 12, 31), "60621.60", Result.MET),
        (date(2024, 12, 31), "60621.59", Result.NOT_MET),
        (date(2025, 1, 1), "63585.59", Result.NOT_MET),
        (date(2025, 1, 1), "63585.60", Result.MET),
    ],
)
def test_the_threshold_is_that_of_the_day_of_decision(demo_law, decided, offered, result):
    finding = demo_law.finding(
        f"{CARD}.salary", {"job.yearly_gross": offered}, filed=date(2024, 11, 4), decided=decided
    )
    assert finding.result == result


@pytest.mark.rule("ostbelgien.blue_card.salary")
def test_a_demo_value_never_refuses(demo_law):
    # GIVEN a pay below the threshold of the demo
    finding = demo_law.finding(f"{CARD}.salary", {"job.yearly_gross": "100"})

    # THEN the finding is as unsure as the value it rests on
    assert finding.result == Result.NOT_MET
    assert finding.certainty == Certainty.UNVERIFIED
    assert not finding.may_refuse
    assert finding.rests_on == (f"{CARD}.average_monthly_wage@2025-01-01",)
    assert finding.because["threshold"] == Decimal("63585.60")
    assert finding.because["demo_value"] is True


@pytest.mark.rule("ostbelgien.blue_card.salary")
def test_a_pay_not_told_is_asked_for(law, demo_law):
    for case in (law, demo_law):
        assert case.finding(f"{CARD}.salary", {"job.yearly_gross": None}).asks == ("job.yearly_gross",)


@pytest.mark.rule("ostbelgien.blue_card.qualification")
@pytest.mark.parametrize(
    ("years", "recognised", "result"),
    [
        (3, True, Result.MET),  # P25: a diploma meets the condition
        (2, True, Result.NOT_MET),
        (3, False, Result.NOT_MET),
        (3, None, Result.UNKNOWN),
        (None, True, Result.UNKNOWN),
    ],
)
def test_a_diploma_of_three_recognised_years_is_enough(law, years, recognised, result):
    changes = {"qualification.higher_education_years": years, "qualification.recognised_institution": recognised}
    assert law.finding(f"{CARD}.qualification", changes).result == result


@pytest.mark.rule("ostbelgien.blue_card.qualification")
@pytest.mark.parametrize(
    ("role", "months", "recent", "result"),
    [
        ("NONE", 60, None, Result.MET),
        ("NONE", 59, None, Result.NOT_MET),  # law.md §9, 40
        ("NONE", None, None, Result.UNKNOWN),
        ("MANAGER", 36, 36, Result.MET),
        ("SPECIALIST", 72, 35, Result.NOT_MET),  # five years are for the other occupations
        ("SPECIALIST", 72, None, Result.UNKNOWN),
        (None, 60, 36, Result.UNKNOWN),
    ],
)
def test_experience_is_three_recent_years_in_ict_and_five_elsewhere(law, role, months, recent, result):
    changes = {
        **EXPERIENCE,
        "job.ict_role": role,
        "qualification.experience_months": months,
        "qualification.experience_months_last_7_years": recent,
    }
    assert law.finding(f"{CARD}.qualification", changes).result == result


@pytest.mark.rule("ostbelgien.blue_card.qualification")
def test_either_route_is_enough_whichever_was_named(law):
    changes = {"qualification.higher_education_years": 2, "qualification.experience_months": 60}
    finding = law.finding(f"{CARD}.qualification", changes)
    assert (finding.result, finding.because["route"]) == (Result.MET, "EXPERIENCE")


@pytest.mark.rule("ostbelgien.blue_card.qualification")
def test_without_a_route_the_finding_asks_for_it_first(law):
    changes = {**EXPERIENCE, "qualification.route": None, "job.ict_role": None}
    assert law.finding(f"{CARD}.qualification", changes).asks == (
        "qualification.route",
        "qualification.higher_education_years",
        "qualification.recognised_institution",
        "job.ict_role",
    )


@pytest.mark.rule("ostbelgien.blue_card.qualification")
def test_qualifications_examined_before_are_looked_up_by_the_officer(law):
    changes = {**EXPERIENCE, "job.employed_under_art9_6": True, "job.examined_documents": True}
    assert law.finding(f"{CARD}.qualification", changes).result == Result.FOR_OFFICER


@pytest.mark.rule("ostbelgien.blue_card.qualification")
@pytest.mark.parametrize(("months", "result"), [(23, Result.NOT_MET), (24, Result.NOT_APPLICABLE)])
def test_after_two_years_in_the_first_state_no_proof_is_asked(law, months, result):
    changes = {
        **MOBILE,
        "mobility.months_worked_in_first_state": months,
        "qualification.higher_education_years": 2,
    }
    assert law.finding(f"{CARD}.qualification", changes).result == result


@pytest.mark.rule("ostbelgien.exemptions.mobile_blue_card")
@pytest.mark.parametrize(
    ("days", "until", "end", "result"),
    [
        (90, "2026-06-30", "2026-06-30", Result.MET),
        (91, "2026-06-30", "2026-06-30", Result.NOT_APPLICABLE),
        (60, "2026-05-20", "2026-06-30", Result.NOT_MET),  # law.md §9, 37: exempt only to 20 May
        (None, "2026-06-30", "2026-06-30", Result.UNKNOWN),
        (60, None, "2026-06-30", Result.UNKNOWN),
    ],
)
def test_ninety_days_on_a_card_valid_throughout_need_no_authorisation(law, days, until, end, result):
    changes = {
        **MOBILE,
        "mobility.days_in_180": days,
        "mobility.card_valid_until": until,
        "job.end_on": end,
        "job.engagement": "FIXED_TERM",
    }
    assert law.finding("ostbelgien.exemptions.mobile_blue_card", changes).result == result


@pytest.mark.rule("ostbelgien.exemptions.mobile_blue_card")
def test_who_holds_no_card_of_another_state_is_not_asked_about_it(law):
    finding = law.finding("ostbelgien.exemptions.mobile_blue_card")
    assert finding.result == Result.NOT_APPLICABLE
    assert law.finding("ostbelgien.exemptions.mobile_blue_card", {"kind": "LONG_TERM_MOBILITY"}).asks == (
        "mobility.first_state",
    )


@pytest.mark.parametrize("code", [f"{CARD}.contract_duration", f"{CARD}.salary", f"{CARD}.qualification"])
def test_before_the_decree_no_rule_is_known_and_none_is_guessed(law, code):
    finding = law.finding(code, filed=date(2023, 12, 31))
    assert finding.result == Result.UNKNOWN
    assert finding.because == {"no_rule_on": date(2023, 12, 31)}
    assert not finding.version
    assert law.finding(code, filed=date(2024, 1, 1)).version == f"{code}@2024-01-01"
