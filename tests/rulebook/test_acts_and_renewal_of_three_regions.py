"""Acts, appeals, notification, durations and renewal in Flanders, Wallonia and Brussels-Capital."""

from datetime import date

import pytest

from applications.rulebook import NoRuleInForce
from applications.rulebook.model import Unit
from applications.vocabulary import Capacity, Certainty, NotificationKind, Result
from tests.rulebook.cases import rule_case

ON = date(2026, 3, 2)


MONTHS, DAYS = "MONTHS", "DAYS"


# --- Acts ------------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("code", "language"),
    [
        rule_case("flanders.acts.language", "nl"),
        rule_case("wallonia.acts.language", "fr"),
        rule_case("brussels.acts.language", None),  # two languages: an officer chooses
    ],
)
def test_acts_are_written_in_the_language_of_the_region(book, code, language):
    authority = code.split(".")[0]
    assert book.act_language(issuer=authority, authority=authority, on=ON) == language
    assert book.rule(code).in_force(ON).certainty == Certainty.UNVERIFIED


@pytest.mark.parametrize(
    "code",
    [
        rule_case("flanders.acts.delivery_margin"),
        rule_case("wallonia.acts.delivery_margin"),
        rule_case("brussels.acts.delivery_margin"),
    ],
)
def test_three_days_are_kept_free_for_delivery(book, code):
    assert book.delivery_margin_days(authority=code.split(".")[0], on=ON) == 3


@pytest.mark.parametrize(
    ("code", "length", "starts_with", "certainty"),
    [
        rule_case("flanders.acts.appeal", (1, MONTHS), "WORK_REFUSAL_SIGNED", "SOURCED"),
        rule_case("wallonia.acts.appeal", (1, MONTHS), "WORK_REFUSAL_NOTIFIED", "SOURCED"),
        rule_case("brussels.acts.appeal", (30, DAYS), "WORK_REFUSAL_NOTIFIED", "UNVERIFIED"),
    ],
)
def test_a_refusal_is_appealed_in_time_counted_as_the_region_counts(book, code, length, starts_with, certainty):
    appeal = book.appeal(authority=code.split(".")[0], on=ON)
    assert (appeal.length, appeal.unit, appeal.certainty) == (*length, certainty)
    assert starts_with in appeal.starts_with


@pytest.mark.rule("brussels.acts.appeal")
def test_that_the_brussels_appeal_outlived_the_reform_is_not_sure(book):
    assert book.appeal(authority="brussels", on=date(2024, 9, 30)).certainty == Certainty.SOURCED
    assert book.appeal(authority="brussels", on=date(2024, 10, 1)).certainty == Certainty.UNVERIFIED


@pytest.mark.rule("flanders.acts.professional_card_appeal")
def test_a_professional_card_has_an_appeal_of_its_own(book):
    appeal = book.appeal(authority="flanders", on=ON, category="professional_card")
    assert (appeal.length, appeal.unit, appeal.certainty) == (30, Unit.DAYS, Certainty.SOURCED)
    with pytest.raises(NoRuleInForce):
        book.rule("flanders.acts.professional_card_appeal").in_force(date(2021, 12, 31))


@pytest.mark.parametrize(
    "code", [rule_case("wallonia.acts.council_of_state"), rule_case("brussels.acts.council_of_state")]
)
def test_the_council_of_state_besides_the_minister_is_memory(book, code):
    version = book.rule(code).in_force(ON)
    assert (version.values["length"], version.certainty) == (60, Certainty.UNVERIFIED)


# --- Notification ----------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    "code",
    [
        rule_case("flanders.intake.notification"),
        rule_case("wallonia.intake.notification"),
        rule_case("brussels.intake.notification"),
    ],
)
def test_only_flanders_is_sourced_on_what_counts_as_notification(book, code):
    authority = code.split(".")[0]
    for day in (date(2024, 4, 30), ON):
        kind = book.notification_kind(authority=authority, capacity=Capacity.EMPLOYER, on=day)
        assert kind == NotificationKind.AVAILABLE
    is_sourced = book.rule(code).in_force(ON).certainty == Certainty.SOURCED
    assert is_sourced is (authority == "flanders")


# --- Durations and renewal -------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("code", "facts", "months"),
    [
        rule_case("flanders.renewal.ordinary", {"job.profile": "OTHER"}, 12),
        rule_case("brussels.renewal.ordinary", {"job.profile": "LABOUR_MARKET_TESTED"}, 12),
        rule_case("wallonia.renewal.ordinary", {"job.profile": "OTHER"}, None),
        rule_case("flanders.renewal.skilled", {"job.profile": "EXECUTIVE"}, 36),
        rule_case("brussels.renewal.skilled", {"job.profile": "HIGHLY_SKILLED"}, 36),
        rule_case("wallonia.renewal.skilled", {"job.profile": "HIGHLY_SKILLED"}, None),
    ],
)
def test_a_permit_lasts_as_long_as_the_work_within_the_limit(before, code, facts, months):
    law, facts = before(code), {"category": "single_permit", **facts}
    long = law.finding(code, facts)
    short = law.finding(code, {**facts, "job.engagement": "FIXED_TERM", "job.duration_months": 7})
    if months is None:
        assert {long.result, short.result} == {Result.UNKNOWN}  # Wallonia's durations were in no source
        assert law.book.rule(code).missing
    else:
        assert (long.because, short.because) == ({"months": months}, {"months": 7})


@pytest.mark.parametrize(
    ("code", "longest"),
    [
        rule_case("flanders.renewal.trainee", 12),  # six, and one extension
        rule_case("brussels.renewal.trainee", 12),
        rule_case("wallonia.renewal.trainee", 6),
        rule_case("flanders.renewal.volunteer", 12),
        rule_case("brussels.renewal.volunteer", None),
        rule_case("wallonia.renewal.volunteer", None),
    ],
)
def test_traineeships_and_voluntary_service_have_an_end(before, code, longest):
    law, asked = before(code), {"category": code.rsplit(".", 1)[1], "kind": "RENEWAL"}
    results = [
        law.finding(code, {**asked, "placement.months": months}).result
        for months in (longest or 12, (longest or 12) + 1, None)
    ]
    known = [Result.MET, Result.NOT_MET, Result.UNKNOWN]
    assert results == (known if longest else [Result.UNKNOWN] * 3)


@pytest.mark.rule("flanders.renewal.trainee")
@pytest.mark.rule("brussels.renewal.trainee")
def test_the_extension_of_a_traineeship_is_asked_for_when_it_comes(before):
    first = {"category": "trainee", "kind": "FIRST"}
    for code in ("flanders.renewal.trainee", "brussels.renewal.trainee"):
        results = [before(code).finding(code, {**first, "placement.months": months}).result for months in (6, 7)]
        assert results == [Result.MET, Result.NOT_MET]


@pytest.mark.parametrize(
    ("code", "filed", "result"),
    [
        rule_case("wallonia.renewal.renewal_window", "2027-01-29", "NOT_MET"),  # not earlier than three months before
        rule_case("wallonia.renewal.renewal_window", "2027-01-30", "MET"),
        rule_case("wallonia.renewal.renewal_window", "2027-02-28", "MET"),
        rule_case("wallonia.renewal.renewal_window", "2027-03-01", "NOT_MET"),
    ],
)
def test_a_walloon_renewal_is_asked_neither_too_early_nor_too_late(before, code, filed, result):
    changes = {"category": "single_permit", "kind": "RENEWAL", "held.expires_on": "2027-04-30", "filed_on": filed}
    finding = before(code).finding(code, changes, filed=date.fromisoformat(filed))
    assert (finding.result, finding.may_refuse) == (result, False)


@pytest.mark.parametrize(
    ("code", "values"),
    [
        rule_case("flanders.renewal.change_of_employer", {"renewal_if": "exempt_from_labour_market_test"}),
        rule_case("brussels.renewal.change_of_employer", {"renewal_if": "same_function_uninterrupted"}),
        rule_case("wallonia.renewal.change_of_employer", {}),
        rule_case("flanders.renewal.grace", {"days": 90}),
        rule_case("brussels.renewal.grace", {"days": 90}),
        rule_case("flanders.renewal.change_of_place", {"new_application": True}),
        rule_case("flanders.renewal.refusal_and_withdrawal", {}),
        rule_case("brussels.renewal.annual_control", {"payslips": False}),
        rule_case("wallonia.renewal.annual_proof", {"every_months": 12}),
    ],
)
def test_notes_on_what_changes_under_way_name_their_source(book, code, values):
    version = book.rule(code).in_force(ON)
    assert version.values == values
    assert (version.certainty, version.source.startswith("https://")) == (Certainty.SOURCED, True)
