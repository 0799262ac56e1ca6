"""What the announced third phase would bring in Flanders, Wallonia and Brussels-Capital (P28)."""

from datetime import date

import pytest

from applications.vocabulary import Certainty, Result
from tests.rulebook.cases import rule_case

ON = date(2026, 3, 2)


@pytest.mark.parametrize(
    ("code", "since"),
    [
        rule_case("flanders.third_phase.ninety_days", "2019-01-01"),
        rule_case("wallonia.third_phase.ninety_days", "2024-09-01"),
        rule_case("brussels.third_phase.ninety_days", "2024-10-01"),
    ],
)
def test_ninety_worked_days_in_any_180(before, code, since):
    on, facts = date.fromisoformat(since), {"category": "work_permit_90"}
    results = [
        before(code).finding(code, {**facts, "mobility.days_in_180": days}, filed=on).result for days in (90, 91, None)
    ]
    assert results == [Result.MET, Result.NOT_MET, Result.UNKNOWN]


@pytest.mark.parametrize(
    "code",
    [
        rule_case("flanders.third_phase.contract"),
        rule_case("wallonia.third_phase.contract"),
        rule_case("brussels.third_phase.contract"),
    ],
)
@pytest.mark.parametrize("category", ["work_permit_90", "frontier_worker", "teleworker_abroad", "au_pair"])
def test_a_work_authorisation_rests_on_a_contract(before, code, category):
    need = before(code).document(code, {"category": category})
    assert (need.result, need.certainty) == (Result.NOT_MET, Certainty.UNVERIFIED)


@pytest.mark.parametrize(
    ("code", "longest"),
    [
        rule_case("flanders.third_phase.frontier_duration", 12),
        rule_case("wallonia.third_phase.frontier_duration", None),
        rule_case("brussels.third_phase.frontier_duration", None),
    ],
)
def test_how_long_a_frontier_worker_is_authorised(before, code, longest):
    finding = before(code).finding(code, {"category": "frontier_worker"})
    assert finding.because.get("months") == longest


@pytest.mark.parametrize(
    ("code", "document"),
    [
        rule_case("flanders.third_phase.card_travel_document", "travel_document"),
        rule_case("flanders.third_phase.card_diploma", "diploma"),
        rule_case("flanders.third_phase.card_financial_plan", "financial_plan"),
        rule_case("flanders.third_phase.card_stay_document", "stay_document"),
        rule_case("flanders.third_phase.card_criminal_record", "criminal_record"),
    ],
)
def test_a_flemish_professional_card_has_its_papers(before, code, document):
    changes = {"category": "professional_card", "residence.in_belgium": True, "residence.country": "BE"}
    need = before(code).document(code, changes)
    assert (need.code, need.result, need.sealed) == (document, Result.NOT_MET, document == "criminal_record")


@pytest.mark.parametrize(
    ("code", "values"),
    [
        rule_case("flanders.third_phase.card_means", {"amount": "26086.66", "percent_of_living_wage": 110}),
        rule_case("flanders.third_phase.card_fee", {"amount": "140.00", "per_year_of_validity": "90.00"}),
        rule_case("flanders.third_phase.card_duration", {"months": 36}),
        rule_case("wallonia.third_phase.card_duration", {"months": 60}),
        rule_case("brussels.third_phase.card_duration", {"months": 60}),
        rule_case("wallonia.third_phase.card_forwarding", {"days": 5}),
        rule_case("brussels.third_phase.card_appeal_effect", {"may_work": True}),
        rule_case("brussels.third_phase.au_pair_card", {"delivered_by": "commune"}),
        rule_case("flanders.third_phase.telework", {"residence_right": False}),
        rule_case("wallonia.third_phase.telework", {"residence_right": False}),
        rule_case("brussels.third_phase.telework", {"residence_right": False}),
    ],
)
def test_figures_of_the_third_phase_are_sourced(book, code, values):
    version = book.rule(code).in_force(ON)
    assert (version.values, version.certainty) == (values, Certainty.SOURCED)


@pytest.mark.rule("flanders.third_phase.card_means")
def test_the_means_of_one_day_are_not_those_of_all_years(book):
    assert book.find_value("flanders.third_phase.card_means", on=date(2026, 2, 28)) is None
    assert book.find_value("flanders.third_phase.card_means", on=date(2027, 3, 1)) is None


@pytest.mark.rule("brussels.third_phase.unlimited")
@pytest.mark.parametrize(
    ("day", "months", "result"),
    [
        ("2024-09-30", 47, Result.NOT_MET),
        ("2024-09-30", 48, Result.MET),
        ("2024-10-01", 29, Result.NOT_MET),
        ("2024-10-01", 30, Result.MET),
    ],
)
def test_brussels_asks_thirty_months_where_it_asked_forty_eight(before, day, months, result):
    changes = {"category": "unlimited_single_permit", "held.months_employed": months}
    code = "brussels.third_phase.unlimited"
    assert before(code).finding(code, changes, filed=date.fromisoformat(day)).result == result


@pytest.mark.parametrize(
    ("code", "result"),
    [
        rule_case("wallonia.third_phase.unlimited", Result.FOR_OFFICER),  # sourced for holders of a Blue Card only
        rule_case("flanders.third_phase.unlimited", Result.UNKNOWN),
    ],
)
def test_what_the_sources_do_not_say_of_the_unlimited_permit_is_not_invented(before, code, result):
    changes = {"category": "unlimited_single_permit", "held.months_employed": 40}
    assert before(code).finding(code, changes).result == result
