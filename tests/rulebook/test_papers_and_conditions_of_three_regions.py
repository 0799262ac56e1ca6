"""What Flanders, Wallonia and Brussels-Capital ask for and look at, category by category."""

from datetime import date, timedelta

import pytest

from applications.vocabulary import Certainty, Result
from tests.rulebook.cases import rule_case

SKILLED = {"category": "single_permit", "job.profile": "HIGHLY_SKILLED"}
EXECUTIVE = {"category": "single_permit", "job.profile": "EXECUTIVE"}
TESTED = {"category": "single_permit", "job.profile": "LABOUR_MARKET_TESTED", "job.shortage_occupation": False}
SHORTAGE = {**TESTED, "job.shortage_occupation": True}
STUDIED = {"category": "eu_blue_card", "qualification.route": "DIPLOMA"}
EXPERIENCED = {"category": "eu_blue_card", "qualification.route": "EXPERIENCE"}
ICT, RESEARCH = {"category": "ict"}, {"category": "researcher"}
TRAINEE, VOLUNTEER, SEASON = {"category": "trainee"}, {"category": "volunteer"}, {"category": "seasonal"}
BY_MANDATARY, BY_EMPLOYER = {"filer": "MANDATARY"}, {"filer": "EMPLOYER"}


@pytest.mark.parametrize(
    ("code", "asked", "not_asked"),
    [
        rule_case("flanders.documents.contract", SEASON, None),
        rule_case("wallonia.documents.contract", SKILLED, None),
        rule_case("brussels.documents.contract", STUDIED, None),
        rule_case("flanders.documents.assignment_letter", ICT, None),
        rule_case("wallonia.documents.assignment_letter", ICT, None),
        rule_case("brussels.documents.assignment_letter", ICT, None),
        rule_case("flanders.documents.diploma", SKILLED, TESTED),
        rule_case("flanders.documents.blue_card_diploma", STUDIED, EXPERIENCED),
        rule_case("wallonia.documents.blue_card_diploma", STUDIED, EXPERIENCED),
        rule_case("brussels.documents.blue_card_diploma", STUDIED, EXPERIENCED),
        rule_case("flanders.documents.experience_proof", EXPERIENCED, STUDIED),
        rule_case("wallonia.documents.experience_proof", EXPERIENCED, STUDIED),
        rule_case("brussels.documents.experience_proof", EXPERIENCED, STUDIED),
        rule_case("flanders.documents.curriculum_vitae", SKILLED, None),
        rule_case("flanders.documents.job_description", TESTED, None),
        rule_case("brussels.documents.job_description", TESTED, None),
        rule_case("flanders.documents.organisation_chart", EXECUTIVE, TESTED),
        rule_case("brussels.documents.organisation_chart", TESTED, None),
        rule_case("flanders.documents.vacancy_proof", TESTED, SKILLED),
        rule_case("wallonia.documents.labour_market_proof", TESTED, SHORTAGE),
        rule_case("wallonia.documents.employer_undertaking", TESTED, None),
        rule_case("flanders.documents.hosting_agreement", RESEARCH, None),
        rule_case("wallonia.documents.hosting_agreement", RESEARCH, None),
        rule_case("brussels.documents.hosting_agreement", RESEARCH, None),
        rule_case("flanders.documents.traineeship_agreement", TRAINEE, None),
        rule_case("wallonia.documents.traineeship_agreement", TRAINEE, None),
        rule_case("brussels.documents.traineeship_agreement", TRAINEE, None),
        rule_case("flanders.documents.volunteer_agreement", VOLUNTEER, None),
        rule_case("wallonia.documents.volunteer_agreement", VOLUNTEER, None),
        rule_case("brussels.documents.volunteer_agreement", VOLUNTEER, None),
        rule_case("brussels.intake.power_of_attorney", BY_MANDATARY, BY_EMPLOYER),
    ],
)
def test_a_paper_is_asked_of_those_it_concerns_and_ticked_when_it_is_there(before, code, asked, not_asked):
    law = before(code)
    document = law.book.rule(code).document
    assert law.document(code, asked).result == Result.NOT_MET
    assert law.document(code, {**asked, "documents": [document]}).result == Result.MET
    if not_asked is not None:
        assert not law.document(code, not_asked).required


@pytest.mark.parametrize(
    ("code", "category"),
    [
        rule_case("flanders.documents.application_form", "trainee"),
        rule_case("wallonia.documents.application_form", "seasonal"),
        rule_case("brussels.documents.application_form", "single_permit"),
    ],
)
def test_these_pages_are_the_form(before, code, category):
    assert before(code).document(code, {"category": category}).result == Result.NOT_APPLICABLE


@pytest.mark.rule("brussels.documents.organisation_chart")
def test_brussels_asks_for_the_chart_since_the_reform(before):
    law, code = before("brussels"), "brussels.documents.organisation_chart"
    assert law.document(code, TESTED, filed=date(2024, 9, 30)).because == {"no_rule_on": date(2024, 9, 30)}
    assert law.document(code, TESTED, filed=date(2024, 10, 1)).result == Result.NOT_MET


# --- Blue Card -------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("code", "since"),
    [
        rule_case("flanders.conditions.blue_card_contract", "2024-05-01"),
        rule_case("wallonia.conditions.blue_card_contract", "2024-09-01"),
        rule_case("brussels.conditions.blue_card_contract", "2024-10-01"),
    ],
)
@pytest.mark.parametrize(
    ("job", "result"),
    [
        (("INDEFINITE", None), Result.MET),
        (("FIXED_TERM", 6), Result.MET),
        (("FIRM_OFFER", 6), Result.MET),
        (("FIXED_TERM", 5), Result.NOT_MET),
        (("FIXED_TERM", None), Result.UNKNOWN),
        ((None, None), Result.UNKNOWN),
    ],
)
def test_six_months_of_contract_or_offer_suffice(before, code, since, job, result):
    changes = {"job.engagement": job[0], "job.duration_months": job[1]}
    finding = before(code).finding(code, changes, filed=date.fromisoformat(since))
    assert (finding.result, finding.certainty) == (result, Certainty.SOURCED)
    earlier = before(code).finding(code, changes, filed=date.fromisoformat(since) - timedelta(days=1))
    assert earlier.result == Result.UNKNOWN and "no_rule_on" in earlier.because


@pytest.mark.rule("flanders.conditions.blue_card_qualification")
@pytest.mark.parametrize(
    ("isco", "months", "result"),
    [
        ("1330", 36, Result.MET),
        ("2512", 36, Result.MET),
        ("25", 35, Result.NOT_MET),
        ("2411", 84, Result.FOR_OFFICER),  # how much other occupations need was not found
        (None, 84, Result.UNKNOWN),
        ("2512", None, Result.UNKNOWN),
    ],
)
def test_flanders_counts_three_of_seven_years_in_information_technology(before, isco, months, result):
    changes = {"job.isco_code": isco, "qualification.experience_months_last_7_years": months, **EXPERIENCED}
    code = "flanders.conditions.blue_card_qualification"
    assert before(code).finding(code, changes).result == result
    assert before(code).finding(code, STUDIED).result == Result.FOR_OFFICER
    assert before(code).finding(code, {**STUDIED, "qualification.route": None}).asks == ("qualification.route",)


@pytest.mark.parametrize(
    "code",
    [
        rule_case("wallonia.conditions.blue_card_qualification"),
        rule_case("brussels.conditions.blue_card_qualification"),
    ],
)
def test_elsewhere_an_officer_weighs_diploma_and_experience(before, code):
    for facts in (STUDIED, EXPERIENCED):
        assert before(code).finding(code, facts).result == Result.FOR_OFFICER


# --- Single permit ---------------------------------------------------------------------------------------------------


@pytest.mark.rule("flanders.conditions.labour_market_test")
@pytest.mark.parametrize(("weeks", "result"), [(9, "MET"), (8, "NOT_MET"), (None, "UNKNOWN")])
def test_a_flemish_vacancy_stands_open_for_nine_weeks(before, weeks, result):
    code = "flanders.conditions.labour_market_test"
    changes = {**TESTED, "job.labour_market_tested_weeks": weeks}
    assert before(code).finding(code, changes).result == result
    assert before(code).finding(code, {**changes, **SKILLED}).result == Result.NOT_APPLICABLE
    between = before(code).finding(code, changes, filed=date(2024, 4, 30))
    assert between.certainty == Certainty.UNVERIFIED  # the source names 1 March and 1 May


@pytest.mark.rule("wallonia.conditions.labour_market_test")
def test_a_walloon_shortage_needs_no_attestation(before):
    law, code = before("wallonia"), "wallonia.conditions.labour_market_test"
    assert law.finding(code, SHORTAGE).result == Result.MET
    assert law.finding(code, TESTED).result == Result.FOR_OFFICER
    assert law.finding(code, {**TESTED, "job.shortage_occupation": None}).asks == ("job.shortage_occupation",)


@pytest.mark.rule("brussels.conditions.labour_market_test")
def test_brussels_asks_actiris(before):
    law, code = before("brussels"), "brussels.conditions.labour_market_test"
    assert law.finding(code, TESTED).result == Result.FOR_OFFICER
    assert law.finding(code, SKILLED).result == Result.NOT_APPLICABLE


@pytest.mark.rule("flanders.conditions.filed_from_abroad")
@pytest.mark.parametrize(
    ("facts", "in_belgium", "result"),
    [
        (TESTED, False, Result.MET),
        (TESTED, True, Result.FOR_OFFICER),
        (TESTED, None, Result.UNKNOWN),
        (SKILLED, True, Result.NOT_APPLICABLE),
    ],
)
def test_who_is_tested_files_from_abroad(before, facts, in_belgium, result):
    changes = {**facts, "residence": {"in_belgium": in_belgium}}
    code = "flanders.conditions.filed_from_abroad"
    assert before(code).finding(code, changes).result == result


@pytest.mark.rule("flanders.conditions.solvency")
def test_solvency_is_for_an_officer(before):
    code = "flanders.conditions.solvency"
    assert before(code).finding(code, SKILLED).result == Result.FOR_OFFICER


@pytest.mark.rule("wallonia.conditions.several_employers")
def test_wallonia_knows_several_employers_since_september_2024(book):
    assert book.find_value("wallonia.conditions.several_employers", on=date(2024, 8, 31)) is None
    since = book.find_value("wallonia.conditions.several_employers", on=date(2024, 9, 1))
    assert since.values == {"explicit_authorisation": False}


# --- Dated list ------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    "code",
    [
        rule_case("flanders.conditions.seasonal_sector"),
        rule_case("wallonia.conditions.seasonal_sector"),
        rule_case("brussels.conditions.seasonal_sector"),
    ],
)
def test_a_list_that_nobody_handed_in_sends_the_question_to_an_officer(before, code):
    law = before(code)
    assert law.finding(code, {**SEASON, "seasonal.sector": "fruit"}).result == Result.FOR_OFFICER
    assert law.finding(code, SEASON).asks == ("seasonal.sector",)


@pytest.mark.parametrize(
    "code",
    [
        rule_case("flanders.conditions.seasonal_sectors"),
        rule_case("wallonia.conditions.seasonal_sectors"),
        rule_case("brussels.conditions.seasonal_sectors"),
    ],
)
def test_the_list_is_dated_marked_and_empty(book, code):
    version = book.rule(code).in_force(date(2026, 1, 1))
    assert (version.values, version.certainty) == ({"names": []}, Certainty.UNVERIFIED)
    assert version.source.startswith("not found")


# --- Who acts for the employer ---------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    "code",
    [
        rule_case("flanders.intake.representative"),
        rule_case("wallonia.intake.representative"),
        rule_case("brussels.intake.representative"),
    ],
)
@pytest.mark.parametrize(
    ("employer", "filer", "result"),
    [
        ({"seat_in_belgium": True}, "EMPLOYER", Result.NOT_APPLICABLE),
        ({"seat_in_belgium": False, "establishment_count": 1}, "EMPLOYER", Result.NOT_APPLICABLE),
        ({"seat_in_belgium": False}, "EMPLOYER", Result.NOT_MET),
        ({"seat_in_belgium": False}, "MANDATARY", Result.MET),
        ({"seat_in_belgium": False}, None, Result.UNKNOWN),
        ({}, "WORKER", Result.NOT_APPLICABLE),  # who is self-employed, or asks for an unlimited permit, has none
        ({}, "EMPLOYER", Result.UNKNOWN),
    ],
)
def test_a_foreign_employer_acts_through_somebody_here(before, code, employer, filer, result):
    changes = {"employer": employer, "filer": filer}
    finding = before(code).finding(code, changes)
    assert (finding.result, finding.may_refuse) == (result, False)
    is_ground = before(code).book.rule(code).versions[-1].values.get("inadmissible", False)
    assert is_ground is code.startswith("brussels.")


@pytest.mark.parametrize(
    "code",
    [
        rule_case("flanders.intake.mandatary_resides"),
        rule_case("wallonia.intake.mandatary_resides"),
        rule_case("brussels.intake.mandatary_resides"),
    ],
)
@pytest.mark.parametrize(
    ("person", "here", "result"),
    [
        (True, True, Result.MET),
        (False, True, Result.NOT_MET),
        (True, False, Result.NOT_MET),
        (True, None, Result.UNKNOWN),
    ],
)
def test_a_mandatary_is_a_person_who_lives_here(before, code, person, here, result):
    employer = {"representative_is_person": person, "representative_in_belgium": here}
    assert before(code).finding(code, {"employer": employer, "filer": "MANDATARY"}).result == result
    assert before(code).finding(code, {"employer": employer, "filer": "EMPLOYER"}).result == Result.NOT_APPLICABLE


@pytest.mark.rule("brussels.intake.valid_stay")
@pytest.mark.parametrize(
    ("residence", "result"),
    [
        ({"in_belgium": True, "right_of_stay_valid": True}, Result.MET),
        ({"in_belgium": True, "right_of_stay_valid": False}, Result.NOT_MET),
        ({"in_belgium": True}, Result.UNKNOWN),
        ({"in_belgium": False}, Result.NOT_APPLICABLE),
    ],
)
def test_who_is_in_brussels_already_stays_there_validly(before, residence, result):
    code = "brussels.intake.valid_stay"
    assert before(code).finding(code, {"residence": residence}).result == result
