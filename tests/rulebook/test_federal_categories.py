"""The Immigration Office beside the Blue Card: papers, conditions, periods and titles of every other population."""

from datetime import date

import pytest

from applications.rulebook.model import Days, NoRuleInForce, OnExpiry
from applications.vocabulary import ApplicationKind, Certainty, Result

POPULATIONS = ("seasonal", "ict", "researcher", "trainee", "volunteer")
RETURNING = {"seasonal.stays_last_5_years": 1, "seasonal.conditions_respected": True}
ON = date(2026, 3, 2)


def codes(evaluation):
    return {need.code for need in evaluation.documents if need.track == "RESIDENCE" and need.required}


def asked_anyway(evaluation):
    """Papers asked, and those that only wait for an amount we do not know."""
    return {need.code for need in evaluation.documents if need.track == "RESIDENCE" and need.may_be_supplied}


@pytest.mark.rule("federal.papers.fee_proof")
@pytest.mark.rule("federal.papers.fee_proof_placement")
@pytest.mark.rule("federal.papers.travel_document")
@pytest.mark.rule("federal.papers.means")
@pytest.mark.rule("federal.papers.sickness_insurance")
@pytest.mark.rule("federal.papers.medical_certificate")
@pytest.mark.rule("federal.papers.criminal_record")
@pytest.mark.rule("federal.papers.housing")
@pytest.mark.rule("federal.papers.hosting_agreement")
@pytest.mark.rule("federal.papers.traineeship_agreement")
@pytest.mark.rule("federal.papers.volunteer_agreement")
@pytest.mark.parametrize(
    ("category", "own"),
    [
        ("seasonal", {"housing"}),
        ("ict", set()),
        ("researcher", {"hosting_agreement"}),
        ("trainee", {"traineeship_agreement"}),
        ("volunteer", {"volunteer_agreement"}),
    ],
)
def test_each_population_has_the_papers_of_the_table_and_its_own(law, category, own):
    common = {"travel_document", "means", "sickness_insurance", "medical_certificate", "criminal_record"}
    first = law.evaluate({"category": category})
    assert codes(first) - {"fee_proof"} == common | own
    assert "fee_proof" in asked_anyway(first)
    assert {need.code for need in first.documents if need.sealed} == {"medical_certificate", "criminal_record"}
    renewal = law.evaluate({"category": category, "kind": "RENEWAL"})
    assert codes(renewal) == {"travel_document", "sickness_insurance"} | own


@pytest.mark.rule("federal.papers.first_state_permit")
@pytest.mark.parametrize("category", ["ict", "researcher"])
def test_mobility_asks_for_the_permit_of_the_first_state_while_it_is_valid(law, category):
    changes = {"category": category, "kind": "LONG_TERM_MOBILITY", "documents": ["first_state_permit"]}
    need = law.document("federal.papers.first_state_permit", {**changes, "mobility.card_valid_until": "2026-03-01"})
    assert (need.result, need.because) == (Result.NOT_MET, {"expired_on": date(2026, 3, 1)})
    need = law.document("federal.papers.first_state_permit", {**changes, "mobility.card_valid_until": "2026-03-02"})
    assert need.result == Result.MET


@pytest.mark.rule("federal.residence.fee")
@pytest.mark.parametrize(
    ("on", "amount"),
    [
        (date(2015, 3, 1), None),
        (date(2015, 3, 2), "215.00"),
        (date(2017, 3, 1), "350.00"),
        (date(2019, 6, 1), "358.00"),
        (date(2020, 6, 1), "363.00"),
        (date(2022, 5, 25), "366.00"),
        (date(2022, 5, 26), None),  # six tariffs; ours was not found
        (date(2023, 12, 31), None),
        (date(2024, 1, 1), "144.00"),
    ],
)
def test_the_series_of_the_fee_says_where_it_is_not_known(book, on, amount):
    found = book.find_value("federal.residence.fee", on=on)
    assert (found and found.values["amount"]) == amount


@pytest.mark.rule("federal.residence.fee_placement")
def test_no_amount_is_lent_to_trainees_and_volunteers(law):
    need = law.document("federal.papers.fee_proof_placement", {"category": "trainee"})
    assert (need.result, need.because) == (Result.UNKNOWN, {"missing_value": "federal.residence.fee_placement"})


@pytest.mark.rule("federal.filing.abroad_or_valid_stay")
@pytest.mark.rule("federal.filing.researcher_abroad_or_valid_stay")
@pytest.mark.parametrize(
    ("category", "rule"),
    [("single_permit", "abroad_or_valid_stay"), ("researcher", "researcher_abroad_or_valid_stay")],
)
def test_a_short_stay_is_enough_for_the_single_permit_and_for_researchers(law, category, rule):
    stay = {"in_belgium": True, "right_of_stay_valid": True, "stay_kind": "SHORT_STAY"}
    assert law.finding(f"federal.filing.{rule}", {"category": category, "residence": stay}).result == Result.MET


@pytest.mark.rule("federal.filing.abroad_or_long_stay")
@pytest.mark.parametrize(
    ("stay", "result"),
    [
        ({"in_belgium": False}, Result.MET),
        ({"in_belgium": True, "right_of_stay_valid": True, "stay_kind": "LONG_STAY"}, Result.MET),
        ({"in_belgium": True, "right_of_stay_valid": True, "stay_kind": "SHORT_STAY"}, Result.NOT_MET),
        ({"in_belgium": True, "right_of_stay_valid": False, "stay_kind": "LONG_STAY"}, Result.NOT_MET),
        ({"in_belgium": True}, Result.UNKNOWN),
        ({}, Result.UNKNOWN),
    ],
)
@pytest.mark.parametrize("category", ["trainee", "volunteer"])
def test_trainees_and_volunteers_file_from_belgium_only_on_a_long_stay(law, category, stay, result):
    changes = {"category": category, "residence": stay}
    assert law.finding("federal.filing.abroad_or_long_stay", changes).result == result


@pytest.mark.rule("federal.filing.outside_eu")
@pytest.mark.parametrize(("outside", "result"), [(True, Result.MET), (False, Result.NOT_MET), (None, Result.UNKNOWN)])
@pytest.mark.parametrize("category", ["seasonal", "ict"])
def test_seasonal_workers_and_transferees_are_outside_the_union(law, category, outside, result):
    changes = {"category": category, "residence.outside_eu": outside}
    assert law.finding("federal.filing.outside_eu", changes).result == result


@pytest.mark.rule("federal.filing.researcher_mobility_in_time")
@pytest.mark.parametrize(
    ("filed", "start", "short_end", "result"),
    [
        ("2026-03-02", "2026-04-01", None, Result.MET),  # thirty days
        ("2026-03-03", "2026-04-01", None, Result.NOT_MET),
        ("2026-03-03", "2026-03-10", "2026-04-02", Result.MET),  # thirty days before the short stay ends
        ("2026-03-02", None, None, Result.UNKNOWN),
        (None, "2026-04-01", None, Result.UNKNOWN),
    ],
)
def test_a_mobile_researcher_applies_thirty_days_ahead(law, filed, start, short_end, result):
    changes = {"category": "researcher", "kind": "LONG_TERM_MOBILITY", "filed_on": filed, "job.start_on": start}
    changes["mobility.short_stay_ends_on"] = short_end
    assert law.finding("federal.filing.researcher_mobility_in_time", changes).result == result


@pytest.mark.rule("federal.filing.renewal_in_time")
@pytest.mark.parametrize(
    ("filed", "expires", "result"),
    [
        ("2027-02-28", "2027-04-30", Result.MET),
        ("2027-03-01", "2027-04-30", Result.NOT_MET),
        ("2028-02-29", "2028-04-30", Result.MET),
        (None, "2028-04-30", Result.UNKNOWN),
    ],
)
def test_a_renewal_is_asked_for_two_months_ahead(law, filed, expires, result):
    changes = {"category": "single_permit", "kind": "RENEWAL", "filed_on": filed, "held.expires_on": expires}
    assert law.finding("federal.filing.renewal_in_time", changes).result == result


@pytest.mark.rule("federal.filing.european_voluntary_service")
def test_only_the_european_voluntary_service_is_taken_in(law):
    changes = {"category": "volunteer", "placement.european_voluntary_service": False}
    finding = law.finding("federal.filing.european_voluntary_service", changes)
    assert (finding.result, finding.certainty, finding.may_refuse) == (Result.NOT_MET, Certainty.VERIFIED, True)


@pytest.mark.rule("federal.filing.recognised_organisation")
@pytest.mark.rule("federal.filing.research_organisations")
def test_while_the_list_is_empty_an_officer_looks_for_the_organisation(law):
    changes = {"category": "researcher", "research.organisation": "Institut"}
    assert law.finding("federal.filing.recognised_organisation", changes).result == Result.FOR_OFFICER
    assert law.finding("federal.filing.recognised_organisation", {"category": "researcher"}).result == Result.UNKNOWN


@pytest.mark.rule("federal.durations.seasonal")
@pytest.mark.parametrize(("days", "result"), [(150, Result.MET), (151, Result.NOT_MET), (None, Result.UNKNOWN)])
def test_seasonal_work_lasts_150_days_in_365(law, days, result):
    changes = {"category": "seasonal", "seasonal.days_in_365": days}
    assert law.finding("federal.durations.seasonal", changes).result == result


@pytest.mark.rule("federal.durations.ict")
@pytest.mark.parametrize(
    ("role", "previous", "gap", "months", "result"),
    [
        ("MANAGER", 0, None, 36, Result.MET),
        ("EXPERT", 12, None, 24, Result.MET),
        ("EXPERT", 12, None, 25, Result.NOT_MET),
        ("MANAGER", 36, None, 1, Result.NOT_MET),
        ("MANAGER", 36, 2, 1, Result.NOT_MET),
        ("MANAGER", 36, 3, 12, Result.MET),  # three months lie between
        ("TRAINEE", 0, None, 13, Result.NOT_MET),
        ("MANAGER", None, None, 12, Result.UNKNOWN),
        (None, 0, None, 12, Result.UNKNOWN),
    ],
)
def test_a_transfer_lasts_three_years_or_one_in_total(law, *, role, previous, gap, months, result):
    changes = {"category": "ict", "job.engagement": "FIXED_TERM", "job.duration_months": months}
    changes |= {"transfer.role": role, "transfer.previous_months": previous, "transfer.months_since_last": gap}
    assert law.finding("federal.durations.ict", changes).result == result


@pytest.mark.rule("federal.durations.trainee")
@pytest.mark.parametrize(("months", "result"), [(6, Result.MET), (7, Result.NOT_MET)])
def test_a_first_traineeship_lasts_six_months(law, months, result):
    changes = {"category": "trainee", "placement.months": months}
    assert law.finding("federal.durations.trainee", changes).result == result


@pytest.mark.rule("federal.durations.researcher")
def test_a_researcher_stays_as_long_as_he_is_hosted(law):
    changes = {"category": "researcher", "research.hosting_until": "2028-01-31"}
    assert law.finding("federal.durations.researcher", changes).result == Result.MET
    assert law.finding("federal.durations.researcher", {"category": "researcher"}).result == Result.UNKNOWN


@pytest.mark.rule("federal.exemptions.ict_short_mobility")
@pytest.mark.rule("federal.exemptions.researcher_short_mobility")
@pytest.mark.parametrize(
    ("category", "rule", "fact", "longest"),
    [
        ("ict", "ict_short_mobility", "mobility.days_in_180", 90),
        ("researcher", "researcher_short_mobility", "mobility.days_in_360", 180),
    ],
)
def test_short_mobility_needs_no_application(law, category, rule, fact, longest):
    code = f"federal.exemptions.{rule}"
    stay = {"category": category, "mobility.first_state": "FR", fact: longest}
    stay |= {"mobility.card_valid_until": "2026-08-31", "job.end_on": "2026-08-31"}
    assert law.finding(code, stay).result == Result.MET
    assert law.finding(code, {**stay, "mobility.card_valid_until": "2026-08-30"}).result == Result.NOT_MET
    assert law.finding(code, {**stay, fact: longest + 1}).result == Result.NOT_APPLICABLE
    assert law.finding(code, {**stay, "job.end_on": None}).asks == ("job.end_on",)
    assert law.finding(code, {"category": category}).result == Result.NOT_APPLICABLE


PERIODS = [
    pytest.param("single_permit", "FIRST", {}, "single_permit", (4, "MONTHS", "SOURCED"),
                 marks=pytest.mark.rule("federal.periods.single_permit")),
    pytest.param("ict", "RENEWAL", {}, "ict", (90, "DAYS", "SOURCED"), marks=pytest.mark.rule("federal.periods.ict")),
    pytest.param("ict", "LONG_TERM_MOBILITY", {}, "ict_mobility", (90, "DAYS", "SOURCED"),
                 marks=pytest.mark.rule("federal.periods.ict_mobility")),
    pytest.param("seasonal", "FIRST", {}, "seasonal", (90, "DAYS", "SOURCED"),
                 marks=pytest.mark.rule("federal.periods.seasonal")),
    pytest.param("seasonal", "FIRST", RETURNING, "seasonal_returning", (60, "DAYS", "SOURCED"),
                 marks=pytest.mark.rule("federal.periods.seasonal_returning")),
    pytest.param("seasonal", "RENEWAL", {}, "seasonal_renewal", (30, "DAYS", "UNVERIFIED"),
                 marks=pytest.mark.rule("federal.periods.seasonal_renewal")),
    pytest.param("researcher", "FIRST", {}, "researcher", (60, "DAYS", "UNVERIFIED"),
                 marks=pytest.mark.rule("federal.periods.researcher")),
    pytest.param("researcher", "LONG_TERM_MOBILITY", {}, None, None,
                 marks=pytest.mark.rule("federal.periods.researcher_mobility")),
    pytest.param("trainee", "FIRST", {}, "trainee", (90, "DAYS", "UNVERIFIED"),
                 marks=pytest.mark.rule("federal.periods.trainee")),
    pytest.param("volunteer", "FIRST", {}, "volunteer", (90, "DAYS", "UNVERIFIED"),
                 marks=pytest.mark.rule("federal.periods.volunteer")),
]  # fmt: skip


@pytest.mark.parametrize(("category", "kind", "changes", "rule", "length"), PERIODS)
def test_one_joint_period_runs_for_each_application(law, *, category, kind, changes, rule, length):
    joint = {
        code: given
        for code, given in law.lengths({"category": category, "kind": kind, **changes}).items()
        if given and code.startswith("federal.periods.") and "pieces" not in code and "transmission" not in code
    }
    assert joint == ({f"federal.periods.{rule}": length} if rule else {})


@pytest.mark.rule("federal.periods.tacit_grant")
@pytest.mark.parametrize("on", [date(2026, 5, 20), date(2026, 5, 21)])
def test_silence_only_proposes_annex_47_and_can_be_switched_off(book, monkeypatch, on):
    # GIVEN an ordinary single permit
    def joint():
        rules = book.clock_rules(category="single_permit", kind="FIRST", authority=None, days=Days(on=on))
        return next(rule for rule in rules if rule.code == "federal.periods.single_permit")

    # THEN the end of the four months proposes a grant to an officer
    assert joint().on_expiry == OnExpiry.PROPOSE_GRANT

    # WHEN the switch of that day says no
    monkeypatch.setitem(book.rule("federal.periods.tacit_grant").in_force(on).values, "on", False)

    # THEN nothing is proposed any more
    assert joint().on_expiry == OnExpiry.ALARM


@pytest.mark.rule("federal.periods.tacit_grant")
def test_since_the_directive_was_due_tacit_grant_is_only_assumed(book):
    rule = book.rule("federal.periods.tacit_grant")
    assert rule.in_force(date(2026, 5, 20)).certainty == Certainty.SOURCED
    assert rule.in_force(date(2026, 5, 21)).certainty == Certainty.UNVERIFIED


@pytest.mark.rule("federal.periods.extension")
def test_the_extension_of_the_four_months_is_not_invented(book):
    assert book.find_value("federal.periods.extension", on=ON) is None
    assert book.rule("federal.periods.extension").missing


@pytest.mark.rule("federal.blue_card.overall_mobility")
def test_only_blue_card_mobility_can_be_extended_for_complexity(book):
    days = Days(on=ON)
    extended = {
        rule.code
        for category in book.categories.values()
        for kind in category.kinds
        for rule in book.clock_rules(category=category.code, kind=kind, authority=None, days=days)
        if rule.extension
    }
    assert extended == {"federal.blue_card.overall_mobility", "federal.blue_card.overall_mobility_anew"}


@pytest.mark.rule("federal.periods.pieces_single_permit")
@pytest.mark.rule("federal.periods.pieces_ict")
@pytest.mark.rule("federal.periods.pieces")
@pytest.mark.parametrize(
    ("category", "rule", "certainty"),
    [
        ("single_permit", "pieces_single_permit", "SOURCED"),
        ("ict", "pieces_ict", "SOURCED"),
        *((category, "pieces", "UNVERIFIED") for category in ("seasonal", "researcher", "trainee", "volunteer")),
    ],
)
def test_fifteen_days_to_answer_the_immigration_office(law, category, rule, certainty):
    assert law.lengths({"category": category})[f"federal.periods.{rule}"] == (15, "DAYS", certainty)


@pytest.mark.rule("federal.periods.transmission")
def test_a_file_on_paper_is_sent_on_within_fifteen_days(law):
    assert law.lengths({"category": "single_permit"})["federal.periods.transmission"] == (15, "DAYS", "SOURCED")


@pytest.mark.rule("federal.holding.registration")
@pytest.mark.rule("federal.holding.renewal_window")
@pytest.mark.rule("federal.holding.expiry")
@pytest.mark.rule("federal.holding.search")
def test_while_a_permit_is_held_other_clocks_run(law):
    held = law.lengths({"category": "single_permit", "occasion": "HOLDING"})
    ours = {code: given for code, given in held.items() if code.startswith("federal.")}
    assert ours == {
        "federal.holding.registration": (8, "DAYS", "SOURCED"),
        "federal.holding.renewal_window": (2, "MONTHS", "SOURCED"),
        "federal.holding.expiry": (0, "DAYS", "UNVERIFIED"),
        "federal.holding.search": (90, "DAYS", "UNVERIFIED"),
    }
    assert "federal.holding.search" not in law.lengths({"category": "seasonal", "occasion": "HOLDING"})


@pytest.mark.rule("federal.holding.annex_49")
@pytest.mark.rule("federal.holding.work_while_pending")
def test_annex_49_alone_does_not_allow_to_work(law):
    pending = {"category": "single_permit", "kind": "RENEWAL", "occasion": "HOLDING"}
    pending |= {"held.declared_admissible": True, "held.work_renewed": False}
    assert law.finding("federal.holding.annex_49", pending).result == Result.MET
    assert law.finding("federal.holding.work_while_pending", pending).result == Result.NOT_MET


@pytest.mark.rule("federal.issue.annex_46")
@pytest.mark.rule("federal.issue.annex_47")
@pytest.mark.rule("federal.issue.annex_48")
@pytest.mark.rule("federal.issue.annex_49")
@pytest.mark.rule("federal.issue.annex_15")
@pytest.mark.rule("federal.issue.visa_d")
@pytest.mark.rule("federal.issue.work_on_annex_46")
@pytest.mark.rule("federal.issue.card")
@pytest.mark.rule("federal.issue.card_of_european_categories")
@pytest.mark.rule("federal.issue.card_of_transferees")
@pytest.mark.rule("federal.issue.card_of_mobile_transferees")
@pytest.mark.rule("federal.issue.card_without_limit")
@pytest.mark.rule("federal.issue.labour_market")
@pytest.mark.rule("federal.issue.labour_market_of_european_categories")
@pytest.mark.rule("federal.issue.labour_market_without_limit")
@pytest.mark.parametrize(
    ("category", "kind", "card", "mention", "tacit", "works_on_annex"),
    [
        ("single_permit", "FIRST", "A", "LIMITED", True, False),
        ("eu_blue_card", "FIRST", "H", "LIMITED", False, True),
        ("seasonal", "FIRST", "A", "LIMITED", False, True),
        ("ict", "FIRST", "I", "LIMITED", False, True),
        ("ict", "LONG_TERM_MOBILITY", "J", "LIMITED", False, True),
        ("researcher", "FIRST", "A", "LIMITED", False, True),
        ("trainee", "FIRST", "A", "LIMITED", False, True),
        ("volunteer", "FIRST", "A", "LIMITED", False, True),
        ("unlimited_single_permit", "FIRST", "B", "UNLIMITED", False, False),
    ],
)
def test_what_is_issued(book, *, category, kind, card, mention, tacit, works_on_annex):
    issued = [r for r in book.select(authorities=["federal"], category=category, kind=kind) if r.kind == "issue"]
    values = [rule.in_force(ON).values for rule in issued]
    assert [each["card"] for each in values if "card" in each] == [card]
    assert [each["mention"] for each in values if "mention" in each] == [mention]
    annexes = {each["annex"] for each in values if "annex" in each}
    assert ("47" in annexes) is tacit and {"48", "15"} <= annexes
    assert any(each.get("days") == 90 for each in values) is works_on_annex
    assert any(each.get("duty") == "180.00" for each in values)


def test_an_authorisation_of_work_alone_has_nothing_of_residence(book):
    for code in ("work_permit_90", "frontier_worker", "teleworker_abroad", "au_pair", "professional_card"):
        rules = book.clock_rules(category=code, kind="FIRST", authority="ostbelgien", days=Days(on=ON))
        assert {rule.track for rule in rules} <= {"WORK", "OVERALL"}
        assert not list(book.judged(authorities=["federal"], category=code, kind="FIRST"))


@pytest.mark.parametrize("category", POPULATIONS)
@pytest.mark.parametrize("kind", ApplicationKind.values)
def test_silence_grants_nothing_to_the_populations_of_european_law(book, category, kind):
    rules = book.clock_rules(category=category, kind=kind, authority="ostbelgien", days=Days(on=ON))
    assert OnExpiry.PROPOSE_GRANT not in {rule.on_expiry for rule in rules}


def test_before_its_first_day_a_rule_says_nothing(book):
    with pytest.raises(NoRuleInForce):
        book.rule("federal.periods.ict").in_force(date(2024, 4, 4))


@pytest.mark.rule("federal.filing.mandatary")
@pytest.mark.parametrize(
    ("filer", "employer", "result"),
    [
        ("MANDATARY", {"representative_in_belgium": True}, Result.MET),
        ("MANDATARY", {"representative_in_belgium": False}, Result.NOT_MET),
        ("MANDATARY", {"representative_is_person": False, "representative_in_belgium": True}, Result.NOT_MET),
        ("MANDATARY", {}, Result.UNKNOWN),
        ("EMPLOYER", {}, Result.NOT_APPLICABLE),
    ],
)
def test_a_mandatary_is_a_person_who_resides_in_belgium(law, filer, employer, result):
    finding = law.finding("federal.filing.mandatary", {"filer": filer, "employer": employer})
    assert finding.result == result
