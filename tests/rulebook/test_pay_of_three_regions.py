"""Salary thresholds of Flanders, Wallonia and Brussels-Capital, 2023 to 2026, figure by figure (law.md §6)."""

from datetime import date, timedelta
from decimal import Decimal

import pytest

from applications.vocabulary import Certainty, Result
from tests.rulebook.cases import rule_case

WHO = {
    "highly_skilled": {"category": "single_permit", "job.profile": "HIGHLY_SKILLED"},
    "executive": {"category": "single_permit", "job.profile": "EXECUTIVE"},
    "blue_card": {"category": "eu_blue_card"},
    "ict_manager": {"category": "ict", "transfer.role": "MANAGER"},
    "ict_expert": {"category": "ict", "transfer.role": "EXPERT"},
    "ict_trainee": {"category": "ict", "transfer.role": "TRAINEE"},
    "athlete": {"category": "single_permit", "job.occupation": "ATHLETE"},
    "coach": {"category": "single_permit", "job.occupation": "COACH"},
    "artist": {"category": "single_permit", "job.occupation": "ARTIST"},
}
SENIOR = {"worker.birth_date": "1980-01-01", "job.occupation": "NONE", "qualification.experience_months": 120}
CENT = Decimal("0.01")


def paid(code, amount, *, monthly=False, **more):
    """A worker of the kind the rule is about, who belongs to no group with a lower amount."""
    unit = {"job.monthly_gross" if monthly else "job.yearly_gross": str(amount)}
    other = {"job.yearly_gross": None} if monthly else {}
    return {**SENIOR, **WHO[code.rsplit(".", 1)[1]], **other, **unit, **more}


@pytest.mark.parametrize(
    ("code", "day", "amount"),
    [
        rule_case("flanders.pay.highly_skilled", "2023-12-31", "45984.00"),
        rule_case("flanders.pay.highly_skilled", "2024-12-31", "46632.00"),
        rule_case("flanders.pay.highly_skilled", "2025-01-01", "48912.00"),
        rule_case("flanders.pay.executive", "2023-01-01", "73574.00"),
        rule_case("flanders.pay.executive", "2024-01-01", "74611.00"),
        rule_case("flanders.pay.executive", "2025-01-01", "78259.00"),
        rule_case("flanders.pay.blue_card", "2023-01-01", "55181.00"),
        rule_case("flanders.pay.blue_card", "2024-04-30", "55958.00"),
        rule_case("flanders.pay.blue_card", "2024-05-01", "60621.60"),
        rule_case("flanders.pay.ict_manager", "2023-01-01", "73574.00"),
        rule_case("flanders.pay.ict_manager", "2024-01-01", "74611.00"),
        rule_case("flanders.pay.ict_manager", "2025-01-01", "78259.00"),
        rule_case("flanders.pay.ict_expert", "2023-01-01", "45984.00"),
        rule_case("flanders.pay.ict_expert", "2024-01-01", "46632.00"),
        rule_case("flanders.pay.ict_expert", "2025-01-01", "48912.00"),
        rule_case("flanders.pay.ict_trainee", "2023-01-01", "45984.00"),
        rule_case("flanders.pay.ict_trainee", "2024-01-01", "46632.00"),
        rule_case("flanders.pay.ict_trainee", "2025-01-01", "48912.00"),
        rule_case("flanders.pay.athlete", "2025-06-01", "101019.00"),
        rule_case("flanders.pay.coach", "2025-06-01", "50509.50"),
        rule_case("flanders.pay.artist", "2025-06-01", "42313.00"),
        rule_case("wallonia.pay.highly_skilled", "2023-01-01", "47175.00"),
        rule_case("wallonia.pay.highly_skilled", "2024-01-01", "50310.00"),
        rule_case("wallonia.pay.highly_skilled", "2025-01-01", "51613.00"),
        rule_case("wallonia.pay.highly_skilled", "2026-01-01", "53220.00"),
        rule_case("wallonia.pay.executive", "2023-01-01", "78704.00"),
        rule_case("wallonia.pay.executive", "2024-01-01", "83936.00"),
        rule_case("wallonia.pay.executive", "2025-01-01", "86110.00"),
        rule_case("wallonia.pay.executive", "2026-01-01", "88790.00"),
        rule_case("wallonia.pay.blue_card", "2023-01-01", "60998.00"),
        rule_case("wallonia.pay.blue_card", "2024-12-31", "65053.00"),  # one page prints 66,053: rejected
        rule_case("wallonia.pay.blue_card", "2025-01-01", "66738.00"),
        rule_case("wallonia.pay.blue_card", "2026-01-01", "68815.00"),
        rule_case("wallonia.pay.ict_manager", "2023-01-01", "60998.00"),
        rule_case("wallonia.pay.ict_manager", "2024-01-01", "65053.00"),
        rule_case("wallonia.pay.ict_manager", "2025-01-01", "66738.00"),
        rule_case("wallonia.pay.ict_manager", "2026-01-01", "68815.00"),
        rule_case("wallonia.pay.ict_expert", "2023-01-01", "48799.00"),
        rule_case("wallonia.pay.ict_expert", "2024-01-01", "52042.00"),
        rule_case("wallonia.pay.ict_expert", "2025-01-01", "53390.00"),
        rule_case("wallonia.pay.ict_expert", "2026-01-01", "55053.00"),
        rule_case("wallonia.pay.ict_trainee", "2023-01-01", "30499.00"),
        rule_case("wallonia.pay.ict_trainee", "2025-01-01", "33370.00"),
        rule_case("wallonia.pay.ict_trainee", "2026-01-01", "34408.00"),
        rule_case("brussels.pay.highly_skilled", "2023-01-01", "47174.00"),
        rule_case("brussels.pay.highly_skilled", "2024-09-30", "50310.00"),
        rule_case("brussels.pay.executive", "2023-01-01", "78704.00"),
        rule_case("brussels.pay.executive", "2024-09-30", "83936.00"),
        rule_case("brussels.pay.blue_card", "2023-01-01", "60998.00"),
        rule_case("brussels.pay.blue_card", "2024-09-30", "65053.00"),
    ],
)
def test_a_yearly_threshold_is_reached_or_missed_by_a_cent(before, code, day, amount):
    on, law = date.fromisoformat(day), before(code)
    reached = law.finding(code, paid(code, amount), filed=on)
    missed = law.finding(code, paid(code, Decimal(amount) - CENT), filed=on)
    assert (reached.result, reached.because["threshold"]) == (Result.MET, Decimal(amount))
    assert missed.result == Result.NOT_MET or missed.because.get("reading") == "TWO_FIGURES"
    assert (reached.article != "", reached.certainty) == (True, Certainty.SOURCED)
    assert not missed.may_refuse  # no official text was read: an officer names a source of his own (P12)


@pytest.mark.parametrize(
    ("code", "day", "amount", "certainty"),
    [
        rule_case("brussels.pay.blue_card", "2024-10-01", "4604.00", "SOURCED"),
        rule_case("brussels.pay.blue_card", "2025-01-01", "4748.00", "SOURCED"),
        rule_case("brussels.pay.blue_card", "2026-01-01", "4748.00", "SOURCED"),
        rule_case("brussels.pay.highly_skilled", "2024-10-01", "3591.12", "SOURCED"),
        rule_case("brussels.pay.highly_skilled", "2025-01-01", "3703.44", "SOURCED"),
        rule_case("brussels.pay.highly_skilled", "2026-12-31", "3703.44", "SOURCED"),
        rule_case("brussels.pay.executive", "2024-10-01", "6445.60", "SOURCED"),
        rule_case("brussels.pay.executive", "2025-01-01", "6647.20", "SOURCED"),
        rule_case("brussels.pay.ict_manager", "2024-10-01", "5294.60", "SOURCED"),
        rule_case("brussels.pay.ict_manager", "2025-01-01", "5460.20", "SOURCED"),
        rule_case("brussels.pay.ict_manager", "2026-01-01", "5460.20", "UNVERIFIED"),
        rule_case("brussels.pay.ict_expert", "2024-10-01", "4373.80", "SOURCED"),
        rule_case("brussels.pay.ict_expert", "2025-01-01", "4510.60", "UNVERIFIED"),
        rule_case("brussels.pay.ict_trainee", "2024-10-01", "2532.20", "SOURCED"),
        rule_case("brussels.pay.ict_trainee", "2025-01-01", "2611.40", "UNVERIFIED"),
        rule_case("brussels.pay.artist", "2024-10-01", "2992.60", "SOURCED"),
        rule_case("brussels.pay.artist", "2025-01-01", "3086.20", "SOURCED"),
        rule_case("brussels.pay.mean_monthly_wage", "2024-10-01", "4604.00", "SOURCED"),
        rule_case("brussels.pay.mean_monthly_wage", "2026-01-01", "4748.00", "SOURCED"),
    ],
)
def test_brussels_counts_by_the_month_since_october_2024(before, code, day, amount, certainty):
    on, law = date.fromisoformat(day), before(code)
    if code.endswith("mean_monthly_wage"):
        assert law.book.rule(code).in_force(on).values["amount"] == amount
        code = "brussels.pay.blue_card"
    reached = law.finding(code, paid(code, amount, monthly=True), filed=on)
    missed = law.finding(code, paid(code, Decimal(amount) - CENT, monthly=True), filed=on)
    assert (reached.result, reached.because["threshold"]) == (Result.MET, Decimal(amount))
    assert (reached.certainty, missed.result) == (certainty, Result.NOT_MET)


@pytest.mark.rule("brussels.pay.blue_card")
def test_only_pay_under_code_1_counts_in_brussels(before):
    # GIVEN a yearly pay that holds thirteenth month and double holiday pay, and no monthly one
    finding = before("brussels").finding("brussels.pay.blue_card", paid("brussels.pay.blue_card", "90000.00"))

    # THEN nothing is derived from it: the monthly pay under code 1 is asked
    assert (finding.result, finding.asks) == (Result.UNKNOWN, ("job.monthly_gross",))
    assert finding.because == {"per": "MONTH", "threshold": Decimal("4748.00")}


@pytest.mark.parametrize(
    ("code", "last", "first_unknown"),
    [
        rule_case("flanders.pay.highly_skilled", "2026-12-31", "2027-01-01"),
        rule_case("flanders.pay.artist", "2025-12-31", "2026-01-01"),
        rule_case("wallonia.pay.blue_card", "2026-12-31", "2027-01-01"),
        rule_case("brussels.pay.blue_card", "2026-12-31", "2027-01-01"),
    ],
)
def test_no_amount_is_known_for_the_years_to_come(before, code, last, first_unknown):
    law = before(code)
    assert law.finding(code, paid(code, "90000.00"), filed=date.fromisoformat(last)).because.get("no_rule_on") is None
    unknown = law.finding(code, paid(code, "90000.00"), filed=date.fromisoformat(first_unknown))
    assert (unknown.result, unknown.because) == (Result.UNKNOWN, {"no_rule_on": date.fromisoformat(first_unknown)})


@pytest.mark.rule("flanders.pay.highly_skilled")
@pytest.mark.rule("flanders.pay.reduced")
@pytest.mark.parametrize(
    ("day", "facts", "amount", "result"),
    [
        ("2023-06-01", {"job.occupation": "NURSE"}, "36787.20", Result.MET),
        ("2023-06-01", {"job.occupation": "NURSE"}, "36787.19", Result.NOT_MET),
        ("2023-06-01", {"job.occupation": "TEACHER"}, "36787.20", Result.NOT_MET),  # teachers: since 2024
        ("2024-06-01", {"job.occupation": "TEACHER"}, "37305.60", Result.MET),
        ("2025-06-01", {"worker.birth_date": "1996-01-01"}, "39129.60", Result.MET),
        ("2026-06-01", {"worker.birth_date": "1997-01-01"}, "39129.60", Result.MET),
        ("2025-06-01", {"worker.birth_date": "1995-06-01"}, "39129.60", Result.NOT_MET),  # thirty that day
        ("2025-06-01", {"worker.birth_date": None}, "39129.60", Result.UNKNOWN),
        ("2025-06-01", {"job.occupation": None}, "39129.60", Result.UNKNOWN),
    ],
)
def test_flanders_asks_less_of_the_young_of_nurses_and_of_teachers(before, day, facts, amount, result):
    code = "flanders.pay.highly_skilled"
    finding = before(code).finding(code, paid(code, amount, **facts), filed=date.fromisoformat(day))
    assert finding.result == result
    if result == Result.MET:
        assert finding.rests_on == (f"flanders.pay.reduced@{day[:4]}-01-01",)


@pytest.mark.rule("flanders.pay.months_per_year")
def test_a_flemish_year_is_13_92_months(before):
    # GIVEN a monthly pay only; 4,568.00 x 13.92 = 63,586.56
    law, code = before("flanders"), "flanders.pay.blue_card"
    on = date(2025, 6, 1)
    reached = law.finding(code, paid(code, "4568.00", monthly=True), filed=on)
    missed = law.finding(code, paid(code, "4560.00", monthly=True), filed=on)
    assert (reached.result, reached.because["offered"]) == (Result.MET, Decimal("63586.56"))
    assert missed.result == Result.NOT_MET
    assert law.book.rule("flanders.pay.months_per_year").in_force(on).values["months"] == "13.92"


YOUNG = {"worker.birth_date": "2000-01-01"}
SKILLED, CARD = "wallonia.pay.highly_skilled", "wallonia.pay.blue_card"


def experienced(months):
    return {"qualification.experience_months": months}


@pytest.mark.rule("wallonia.pay.young")
@pytest.mark.rule("wallonia.pay.blue_card_junior")
@pytest.mark.parametrize(
    ("code", "fact", "offered", "result"),
    [
        (SKILLED, YOUNG, ("2024-08-31", "45000.00"), Result.NOT_MET),
        (SKILLED, YOUNG, ("2024-09-01", "45000.00"), Result.UNKNOWN),
        (SKILLED, YOUNG, ("2024-09-01", "50310.00"), Result.MET),
        (SKILLED, YOUNG, ("2025-01-01", "41290.00"), Result.MET),
        (SKILLED, YOUNG, ("2025-01-01", "41289.99"), Result.NOT_MET),
        (SKILLED, YOUNG, ("2026-01-01", "42576.00"), Result.MET),
        (SKILLED, {}, ("2026-01-01", "42576.00"), Result.NOT_MET),
        (CARD, experienced(35), ("2024-08-31", "60000.00"), Result.NOT_MET),
        (CARD, experienced(35), ("2024-09-01", "60000.00"), Result.UNKNOWN),
        (CARD, experienced(35), ("2025-01-01", "53390.00"), Result.MET),
        (CARD, experienced(36), ("2025-01-01", "53390.00"), Result.NOT_MET),
        (CARD, experienced(35), ("2026-01-01", "55052.00"), Result.MET),
        (CARD, experienced(35), ("2026-01-01", "55051.99"), Result.NOT_MET),
        (CARD, experienced(None), ("2026-01-01", "55052.00"), Result.UNKNOWN),
    ],
)
def test_wallonia_asks_less_of_the_young_and_of_juniors_since_september_2024(before, code, fact, offered, result):
    day, amount = offered
    finding = before(code).finding(code, paid(code, amount, **fact), filed=date.fromisoformat(day))
    assert finding.result == result
    if (day, result) == ("2024-09-01", Result.UNKNOWN):
        assert str(finding.because["missing_value"]).startswith("wallonia.pay.")  # that year's amount was not found


@pytest.mark.rule("flanders.pay.blue_card")
@pytest.mark.rule("wallonia.pay.ict_trainee")
@pytest.mark.parametrize(
    ("code", "day", "low", "high"),
    [
        ("flanders.pay.blue_card", "2025-06-01", "63585.60", "63586.00"),  # 130 % and the printed, rounded figure
        ("wallonia.pay.ict_trainee", "2024-06-01", "32327.00", "32526.00"),  # printed, and half of the managers' amount
    ],
)
def test_between_two_readings_of_a_figure_an_officer_judges(before, code, day, low, high):
    law, on = before(code), date.fromisoformat(day)
    results = [
        law.finding(code, paid(code, amount), filed=on).result
        for amount in (Decimal(low) - CENT, low, Decimal(high) - CENT, high)
    ]
    assert results == [Result.NOT_MET, Result.FOR_OFFICER, Result.FOR_OFFICER, Result.MET]


@pytest.mark.rule("wallonia.pay.ict_trainee")
def test_a_computed_amount_is_marked(before):
    code = "wallonia.pay.ict_trainee"
    finding = before(code).finding(code, paid(code, "32526.00"), filed=date(2024, 6, 1))
    assert (finding.result, finding.certainty) == (Result.MET, Certainty.UNVERIFIED)


@pytest.mark.rule("flanders.pay.blue_card")
@pytest.mark.rule("wallonia.pay.blue_card")
@pytest.mark.rule("brussels.pay.blue_card")
def test_new_amounts_reach_applications_that_are_pending(before):
    # GIVEN an application of December 2025 with that year's amount
    code, filed = "wallonia.pay.blue_card", date(2025, 12, 1)
    facts = paid(code, "66738.00")

    # THEN it suffices on the last day of the year, and no longer on 1 January
    law = before(code)
    assert law.finding(code, facts, filed=filed, decided=date(2025, 12, 31)).result == Result.MET
    assert law.finding(code, facts, filed=filed, decided=date(2026, 1, 1)).result == Result.NOT_MET


@pytest.mark.rule("brussels.pay.minimum_wage")
def test_the_minimum_wage_stays_owed(before):
    floor = before("brussels").book.rule("brussels.pay.minimum_wage").in_force(date(2026, 1, 1))
    assert (floor.values, floor.certainty) == ({"collective_agreement": 43}, Certainty.SOURCED)


def test_no_amount_is_the_one_that_a_news_page_made_up(book):
    """46,632 is the Flemish amount of 2024 for highly skilled workers, no national amount of 2026 (law.md §6)."""
    for rule in book.rules.values():
        for version in rule.versions:
            if version.values.get("minimum") == "46632.00":
                assert version.in_force_until <= date(2025, 1, 1), version.id
                assert rule.code.startswith("flanders.pay."), version.id


def test_every_threshold_moves_on_the_day_it_says_and_on_no_other(before, book):
    """Both sides of every day, from the data: the finding rests on the version of its own day."""
    rules = [rule for rule in book.rules.values() if rule.criterion == "regions.pay"]
    assert len(rules) == 22
    for rule in rules:
        law, facts = before(rule.code), paid(rule.code, "200000.00", **{"job.monthly_gross": "20000.00"})
        for earlier, version in zip((None, *rule.versions), rule.versions, strict=False):
            on = law.finding(rule.code, facts, filed=version.in_force_from)
            eve = law.finding(rule.code, facts, filed=version.in_force_from - timedelta(days=1))
            assert on.version == version.id
            assert eve.version == (earlier.id if earlier else "")
