"""The decree 2024201295 beside the documents and conditions of the Blue Card: articles 5–13, 15, 16 and 18–20."""

from datetime import date
from pathlib import Path

import pytest

import regions.ostbelgien
from applications.rulebook import coverage
from applications.rulebook.model import Days
from applications.vocabulary import Certainty, Result

DECREE = Path(regions.ostbelgien.__file__).parent / "decree.toml"
HOLDING = {"occasion": "HOLDING"}
OTHERS = ("single_permit", "seasonal", "ict", "researcher", "trainee", "volunteer")
RETURNING = {"seasonal.stays_last_5_years": 1, "seasonal.conditions_respected": True}


def spells(*days, **said):
    return [{"from_on": first, "until_on": last, **said} for first, last in days]


# --- The decree as a whole ------------------------------------------------------------------------------------------


def test_every_article_has_rules_or_says_why_not_and_none_is_put_off(book):
    covered = coverage.read(DECREE)
    assert [article.article for article in covered] == list(range(1, 25))
    assert all(article.rules or article.reason for article in covered)
    assert not [article.article for article in covered if "Not yet" in article.reason]
    assert {code for article in covered for code in article.rules} <= set(book.rules)
    without = {article.article for article in covered if not article.rules}
    assert without == {
        1,
        3,
        4,
        21,
        23,
        24,
    }  # purpose, repeals, a reference to a text we lack, entry into force, minister


def test_every_rule_drawn_from_the_decree_begins_with_it(book):
    for rule in book.rules.values():
        for version in rule.versions:
            if rule.authority == "ostbelgien" and version.certainty == "VERIFIED" and "2024201295" in version.source:
                assert (version.in_force_from, version.in_force_until) == (date(2024, 1, 1), None), rule.code


# --- Arts 5 to 13: papers of the other populations ------------------------------------------------------------------


@pytest.mark.rule("ostbelgien.documents.residence")
@pytest.mark.rule("ostbelgien.documents.article_18_3")
@pytest.mark.rule("ostbelgien.documents.german_translation")
@pytest.mark.rule("ostbelgien.documents.complete_document")
@pytest.mark.parametrize("category", OTHERS)
def test_what_the_decree_changes_in_papers_is_for_an_officer_where_the_article_is_not_here(law, category):
    found = {need.rule: need.result for need in law.evaluate({"category": category}).documents if need.track == "WORK"}
    assert found == {
        "ostbelgien.documents.residence": Result.NOT_APPLICABLE,  # listed by the Immigration Office
        "ostbelgien.documents.article_18_3": Result.FOR_OFFICER,
        "ostbelgien.documents.german_translation": Result.FOR_OFFICER,
        "ostbelgien.documents.complete_document": Result.FOR_OFFICER,
    }


@pytest.mark.rule("ostbelgien.populations.single_permit")
@pytest.mark.rule("ostbelgien.populations.seasonal")
@pytest.mark.rule("ostbelgien.populations.ict")
@pytest.mark.rule("ostbelgien.populations.researcher")
@pytest.mark.rule("ostbelgien.populations.trainee")
@pytest.mark.rule("ostbelgien.populations.volunteer")
@pytest.mark.parametrize("category", OTHERS)
def test_conditions_that_were_not_available_stay_unknown(law, category):
    finding = law.finding(f"ostbelgien.populations.{category}", {"category": category})
    assert (finding.result, finding.certainty, finding.may_refuse) == (Result.UNKNOWN, Certainty.UNVERIFIED, False)
    assert "WORK" in law.evaluate({"category": category}).not_covered


@pytest.mark.rule("ostbelgien.populations.work_permits")
def test_a_work_permit_is_b(book):
    assert book.rule("ostbelgien.populations.work_permits").in_force(date(2026, 3, 2)).values["permit"] == "B"


# --- Arts 15 and 16: periods -----------------------------------------------------------------------------------------


@pytest.mark.rule("ostbelgien.periods.supply")
@pytest.mark.rule("ostbelgien.periods.pieces")
@pytest.mark.rule("ostbelgien.periods.decision")
@pytest.mark.parametrize("category", [each for each in OTHERS if each != "seasonal"])
def test_the_period_of_art_18_37_is_not_here_so_the_joint_one_runs_alone(law, category):
    lengths = law.lengths({"category": category})
    assert lengths["ostbelgien.periods.supply"] == (15, "DAYS", "SOURCED")
    assert lengths["ostbelgien.periods.pieces"] == (15, "DAYS", "UNVERIFIED")
    assert "ostbelgien.periods.decision" not in lengths
    assert [code for code in lengths if code.startswith(f"federal.periods.{category}")]


@pytest.mark.rule("ostbelgien.seasonal.decision")
@pytest.mark.rule("ostbelgien.seasonal.decision_returning")
@pytest.mark.rule("ostbelgien.seasonal.decision_renewal")
@pytest.mark.rule("ostbelgien.seasonal.decision_short")
@pytest.mark.rule("ostbelgien.seasonal.decision_short_returning")
@pytest.mark.parametrize(
    ("changes", "rule", "days"),
    [
        ({"category": "seasonal"}, "decision", 90),
        ({"category": "seasonal", "seasonal.stays_last_5_years": 0}, "decision", 90),
        ({"category": "seasonal", **RETURNING}, "decision_returning", 60),
        ({"category": "seasonal", **RETURNING, "seasonal.conditions_respected": False}, "decision", 90),
        ({"category": "seasonal", **RETURNING, "seasonal.conditions_respected": None}, "decision", 90),
        ({"category": "seasonal", "kind": "RENEWAL", **RETURNING}, "decision_renewal", 30),
        ({"category": "work_permit_90", "seasonal.is_seasonal": True}, "decision_short", 90),
        ({"category": "work_permit_90", "seasonal.is_seasonal": True, **RETURNING}, "decision_short_returning", 60),
        ({"category": "work_permit_90", "seasonal.is_seasonal": False}, None, None),
        ({"category": "work_permit_90"}, None, None),
    ],
)
def test_ninety_sixty_and_thirty_days_are_for_seasonal_work_of_any_duration(law, changes, rule, days):
    found = {code: given for code, given in law.lengths(changes).items() if code.startswith("ostbelgien.seasonal.")}
    assert found == ({f"ostbelgien.seasonal.{rule}": (days, "DAYS", "VERIFIED")} if rule else {})


def test_the_decrees_periods_are_for_nobody_else(book):
    for category in ("eu_blue_card", "single_permit", "ict", "researcher", "trainee", "volunteer"):
        rules = book.clock_rules(
            category=category, kind="FIRST", authority="ostbelgien", days=Days(on=date(2026, 3, 2))
        )
        assert not [rule.code for rule in rules if rule.code.startswith("ostbelgien.seasonal.")]


@pytest.mark.rule("ostbelgien.seasonal.returning")
@pytest.mark.parametrize(
    ("stays", "respected", "result"),
    [
        (1, True, Result.MET),
        (1, False, Result.NOT_APPLICABLE),
        (0, None, Result.NOT_APPLICABLE),
        (1, None, Result.UNKNOWN),
        (None, True, Result.UNKNOWN),
    ],
)
def test_who_returns_had_respected_the_conditions(law, stays, respected, result):
    changes = {"category": "seasonal", "seasonal.stays_last_5_years": stays, "seasonal.conditions_respected": respected}
    assert law.finding("ostbelgien.seasonal.returning", changes).result == result


@pytest.mark.rule("ostbelgien.seasonal.sector")
@pytest.mark.rule("ostbelgien.seasonal.sectors")
def test_while_no_list_of_sectors_is_entered_an_officer_looks(law):
    changes = {"category": "seasonal", "seasonal.sector": "horticulture"}
    assert law.finding("ostbelgien.seasonal.sector", changes).result == Result.FOR_OFFICER


# --- Art. 18: change of employer and unemployment --------------------------------------------------------------------


@pytest.mark.rule("ostbelgien.holding.change_regime")
@pytest.mark.rule("ostbelgien.holding.change_contract")
@pytest.mark.parametrize(
    ("changed", "employed", "regime", "contract"),
    [
        ("2025-12-31", None, (Result.MET, "FIRST_YEAR"), Result.NOT_MET),
        ("2026-01-01", 12, (Result.MET, "AFTER_YEAR"), Result.NOT_APPLICABLE),
        ("2026-01-01", 11, (Result.FOR_OFFICER, None), Result.FOR_OFFICER),
        ("2026-01-01", None, (Result.UNKNOWN, None), Result.UNKNOWN),
        (None, 12, (Result.NOT_APPLICABLE, None), Result.NOT_APPLICABLE),
    ],
)
def test_the_first_paragraph_counts_the_card_the_second_the_employment(law, *, changed, employed, regime, contract):
    held = {"issued_on": "2025-01-01", "new_employer_on": changed, "months_employed": employed}
    finding = law.finding("ostbelgien.holding.change_regime", {**HOLDING, "held": held})
    assert (finding.result, finding.because.get("regime")) == regime
    need = law.document("ostbelgien.holding.change_contract", {**HOLDING, "held": held})
    assert need.result == contract


@pytest.mark.rule("ostbelgien.holding.change_contract")
def test_the_new_employers_contract_is_in_the_file(law):
    held = {"issued_on": "2025-01-01", "new_employer_on": "2025-06-01"}
    changes = {**HOLDING, "held": held, "documents": ["contract_or_offer"]}
    assert law.document("ostbelgien.holding.change_contract", changes).result == Result.MET


@pytest.mark.rule("ostbelgien.holding.change_reported")
@pytest.mark.parametrize(
    ("changed", "reported", "result"),
    [
        ("2025-06-01", "2025-05-20", Result.MET),
        ("2025-06-01", None, Result.UNKNOWN),
        (None, None, Result.NOT_APPLICABLE),
    ],
)
def test_a_change_is_reported(law, changed, reported, result):
    held = {"new_employer_on": changed, "change_reported_on": reported}
    assert law.finding("ostbelgien.holding.change_reported", {**HOLDING, "held": held}).result == result


@pytest.mark.rule("ostbelgien.holding.change_rejection")
@pytest.mark.rule("ostbelgien.holding.rejected_in_time")
@pytest.mark.parametrize(
    ("rejected", "result"),
    [("2026-04-01", Result.MET), ("2026-04-02", Result.NOT_MET), (None, Result.NOT_APPLICABLE)],
)
def test_a_rejection_comes_within_thirty_days_of_the_report_as_we_read_it(law, rejected, result):
    held = {"change_reported_on": "2026-03-02", "change_rejected_on": rejected}
    finding = law.finding("ostbelgien.holding.rejected_in_time", {**HOLDING, "held": held})
    assert (finding.result, finding.certainty) == (result, Certainty.UNVERIFIED)
    assert law.lengths(HOLDING)["ostbelgien.holding.change_rejection"] == (30, "DAYS", "UNVERIFIED")


@pytest.mark.rule("ostbelgien.holding.seek_work")
@pytest.mark.rule("ostbelgien.holding.unemployment_reported")
@pytest.mark.parametrize(
    ("start", "end", "last", "result"),
    [
        (True, True, "2026-02-01", Result.MET),
        (True, None, "2026-03-02", Result.MET),  # it lasts: there is no end to report yet
        (True, False, "2026-02-01", Result.NOT_MET),
        (False, True, "2026-02-01", Result.NOT_MET),
        (None, True, "2026-02-01", Result.UNKNOWN),
    ],
)
def test_beginning_and_end_of_unemployment_are_reported(law, *, start, end, last, result):
    lost = spells(("2026-01-05", last), start_reported=start, end_reported=end)
    changes = {**HOLDING, "held": {"unemployment": lost}}
    assert law.finding("ostbelgien.holding.unemployment_reported", changes).result == result
    assert law.finding("ostbelgien.holding.seek_work", changes).result == Result.MET
    assert law.finding("ostbelgien.holding.seek_work", HOLDING).result == Result.NOT_APPLICABLE


# --- Arts 19 and 20: refusal and withdrawal ---------------------------------------------------------------------------


@pytest.mark.rule("ostbelgien.grounds.front_company")
@pytest.mark.parametrize(
    ("found", "result"), [(True, Result.NOT_MET), (False, Result.NOT_APPLICABLE), (None, Result.NOT_APPLICABLE)]
)
@pytest.mark.parametrize("category", ["eu_blue_card", "trainee"])
def test_a_front_company_is_a_ground_once_an_officer_found_it(law, category, found, result):
    changes = {"category": category, "employer.created_to_ease_entry": found}
    assert law.finding("ostbelgien.grounds.front_company", changes).result == result


@pytest.mark.rule("ostbelgien.grounds.unemployment")
@pytest.mark.rule("ostbelgien.holding.withdrawal_unemployment")
@pytest.mark.parametrize(
    ("issued", "lost", "result"),
    [
        ("2024-04-01", spells(("2025-06-01", "2025-08-31")), Result.MET),  # exactly three months
        ("2024-04-01", spells(("2025-06-01", "2025-09-01")), Result.NOT_MET),  # and a day
        ("2024-03-02", spells(("2025-06-01", "2025-11-30")), Result.MET),  # two years old today: six months
        ("2024-03-03", spells(("2025-06-01", "2025-11-30")), Result.NOT_MET),  # two years tomorrow
        ("2024-03-02", spells(("2025-06-01", "2025-12-01")), Result.NOT_MET),
        ("2025-01-01", spells(("2025-02-01", "2025-03-31"), ("2025-06-01", "2025-06-30")), Result.MET),
        ("2025-01-01", spells(("2025-02-01", "2025-03-31"), ("2025-06-01", "2025-06-29")), Result.FOR_OFFICER),
        ("2025-01-01", [], Result.MET),
        (None, spells(("2025-06-01", "2025-09-01")), Result.UNKNOWN),
        ("2025-01-01", None, Result.UNKNOWN),
    ],
)
def test_unemployment_is_added_up_and_near_the_limit_an_officer_judges(law, issued, lost, result):
    changes = {"held": {"issued_on": issued, "unemployment": lost}}
    renewal = law.finding("ostbelgien.grounds.unemployment", {**changes, "kind": "RENEWAL"})
    held = law.finding("ostbelgien.holding.withdrawal_unemployment", {**changes, **HOLDING})
    assert (renewal.result, held.result) == (result, result)


@pytest.mark.rule("ostbelgien.holding.withdrawal_shield")
@pytest.mark.parametrize(
    ("pending", "ground", "result"),
    [
        (True, "UNEMPLOYMENT", Result.NOT_MET),
        (True, "OTHER", Result.NOT_MET),
        (True, "PUBLIC_ORDER", Result.MET),
        (True, "PUBLIC_SECURITY", Result.MET),
        (True, "GROUND_1", Result.MET),
        (False, "UNEMPLOYMENT", Result.NOT_APPLICABLE),
        (True, None, Result.UNKNOWN),
        (None, "UNEMPLOYMENT", Result.UNKNOWN),
    ],
)
def test_a_holder_who_moves_is_shielded_until_the_second_state_decides(law, pending, ground, result):
    changes = {**HOLDING, "held": {"mobility_pending": pending, "withdrawal_ground": ground}}
    assert law.finding("ostbelgien.holding.withdrawal_shield", changes).result == result


def test_what_concerns_a_card_that_is_held_is_not_asked_of_an_application(law):
    for kind in ("FIRST", "RENEWAL"):
        codes = {finding.code for finding in law.evaluate({"kind": kind}).findings}
        assert not [code for code in codes if ".holding." in code]


@pytest.mark.rule("ostbelgien.acts.appeal_professional_card")
def test_the_self_employed_have_thirty_days_to_appeal(book):
    on = date(2026, 3, 2)
    card = book.appeal(authority="ostbelgien", on=on, category="professional_card")
    assert (card.length, card.unit, card.certainty) == (30, "DAYS", Certainty.SOURCED)
    assert book.appeal(authority="ostbelgien", on=on, category="eu_blue_card").unit == "MONTHS"
    clocks = book.appeal_clocks(category="professional_card", kind="FIRST", authority="ostbelgien", days=Days(on=on))
    assert [(rule.code, rule.starts_with) for rule in clocks] == [
        ("ostbelgien.acts.appeal_professional_card", ("WORK_REFUSAL_NOTIFIED", "INADMISSIBLE_NOTIFIED"))
    ]
