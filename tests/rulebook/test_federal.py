"""The residence part of a Blue Card, and of an ordinary single permit."""

from datetime import date

import pytest

from applications.vocabulary import Certainty, Result

CARD = "federal.blue_card"
MOBILE = {"kind": "LONG_TERM_MOBILITY", "mobility.first_state": "FR", "mobility.card_valid_until": "2027-05-20"}
SINGLE = {"category": "single_permit"}


def codes(evaluation):
    return {need.code for need in evaluation.documents if need.track == "RESIDENCE" and need.required}


@pytest.mark.rule("federal.blue_card.travel_document")
@pytest.mark.rule("federal.blue_card.sickness_insurance")
@pytest.mark.rule("federal.blue_card.employer_identity")
def test_a_first_card_asks_for_the_papers_of_the_list(law):
    assert codes(law.evaluate()) == {
        "fee_proof",
        "travel_document",
        "sickness_insurance",
        "medical_certificate",
        "criminal_record",
        "employer_identity",
    }


@pytest.mark.rule("federal.blue_card.medical_certificate")
@pytest.mark.rule("federal.blue_card.criminal_record")
def test_only_the_medical_certificate_and_the_criminal_record_are_sealed(law):
    sealed = {need.code for need in law.evaluate().documents if need.sealed}
    assert sealed == {"medical_certificate", "criminal_record"}


@pytest.mark.rule("federal.blue_card.medical_certificate")
@pytest.mark.rule("federal.blue_card.fee_proof")
def test_a_renewal_asks_neither_fee_nor_certificate_nor_extract(law):
    asked = codes(law.evaluate({"kind": "RENEWAL"}))
    assert asked == {"travel_document", "sickness_insurance", "employer_identity"}


@pytest.mark.rule("federal.blue_card.stay_document")
@pytest.mark.parametrize(
    ("in_belgium", "result"), [(True, Result.NOT_MET), (False, Result.NOT_APPLICABLE), (None, Result.UNKNOWN)]
)
def test_a_stay_document_is_for_a_worker_in_belgium(law, in_belgium, result):
    changes = {"residence.in_belgium": in_belgium, "residence.country": None}
    assert law.document(f"{CARD}.stay_document", changes).result == result


@pytest.mark.rule("federal.blue_card.first_state_permit")
def test_the_card_of_the_first_state_serves_both_desks_in_one_line(law):
    need = law.document(f"{CARD}.first_state_permit", MOBILE)
    assert {need.rule, *need.also} == {f"{CARD}.first_state_permit", "ostbelgien.blue_card.mobility_card"}


@pytest.mark.rule("federal.blue_card.fee_proof")
@pytest.mark.rule("federal.blue_card.criminal_record")
@pytest.mark.parametrize(
    ("born", "required"),
    [
        ("2008-03-02", True),  # eighteen on the day of filing
        ("2008-03-03", False),  # law.md §9, 49: seventeen, neither fee nor extract
        ("2008", None),
    ],
)
def test_below_eighteen_neither_fee_nor_extract_is_asked(law, born, required):
    needs = {need.code: need for need in law.evaluate({"worker.birth_date": born}).documents}
    if required is None:
        assert needs["criminal_record"].result == Result.UNKNOWN
        assert needs["criminal_record"].finding.asks == ("worker.birth_date",)
        assert needs["fee_proof"].required  # the fee is due until somebody shows that it is not
    else:
        assert needs["criminal_record"].required is required
        assert needs["fee_proof"].required is required


@pytest.mark.rule("federal.blue_card.fee_proof")
def test_some_nationalities_pay_no_fee(law):
    assert not law.document(f"{CARD}.fee_proof", {"worker.nationalities": ["TR"]}).required


@pytest.mark.rule("federal.residence.fee")
@pytest.mark.parametrize(
    ("filed", "amount", "certainty"),
    [
        (date(2024, 1, 1), "144.00", Certainty.SOURCED),
        (date(2024, 12, 31), "144.00", Certainty.SOURCED),
        (date(2025, 1, 1), "148.00", Certainty.UNVERIFIED),
        (date(2026, 12, 31), "152.00", Certainty.UNVERIFIED),
    ],
)
def test_the_fee_is_that_of_the_day_of_filing(law, filed, amount, certainty):
    need = law.document(f"{CARD}.fee_proof", filed=filed)
    assert (need.because["amount"], need.certainty) == (amount, certainty)


@pytest.mark.rule("federal.residence.fee")
def test_no_fee_is_invented_for_the_years_to_come(law):
    need = law.document(f"{CARD}.fee_proof", filed=date(2027, 1, 1))
    assert need.result == Result.UNKNOWN
    assert need.because == {"missing_value": "federal.residence.fee"}


@pytest.mark.rule("federal.blue_card.filed_from")
@pytest.mark.parametrize(
    ("in_belgium", "valid", "kind", "result"),
    [
        (False, None, None, Result.MET),
        (True, True, "SHORT_STAY", Result.MET),
        (True, False, "LONG_STAY", Result.NOT_MET),
        (True, None, "PENDING", Result.NOT_MET),
        (True, None, None, Result.UNKNOWN),
        (None, None, None, Result.UNKNOWN),
    ],
)
def test_one_files_from_abroad_or_with_a_valid_stay(law, in_belgium, valid, kind, result):
    changes = {
        "residence": {"in_belgium": in_belgium, "right_of_stay_valid": valid, "stay_kind": kind},
    }
    assert law.finding(f"{CARD}.filed_from", changes).result == result


@pytest.mark.rule("federal.blue_card.mobility_window")
@pytest.mark.parametrize(
    ("entered", "filed", "result"),
    [
        ("2026-01-31", date(2026, 2, 28), Result.MET),
        ("2026-01-31", date(2026, 3, 1), Result.NOT_MET),
        ("2025-12-15", date(2026, 1, 15), Result.MET),
        (None, date(2026, 1, 15), Result.UNKNOWN),
    ],
)
def test_a_mobile_worker_applies_within_a_month_of_entry(law, entered, filed, result):
    changes = {**MOBILE, "mobility.entered_on": entered, "filed_on": filed}
    finding = law.finding(f"{CARD}.mobility_window", changes, filed=filed)
    assert (finding.result, finding.certainty) == (result, Certainty.UNVERIFIED)


@pytest.mark.rule("federal.blue_card.duration")
@pytest.mark.parametrize(
    ("engagement", "months", "card"),
    [("INDEFINITE", None, 24), ("FIXED_TERM", 12, 15), ("FIXED_TERM", 21, 24), ("FIXED_TERM", 22, 24)],
)
def test_the_card_outlasts_a_short_contract_by_three_months_up_to_two_years(law, engagement, months, card):
    changes = {"job.engagement": engagement, "job.duration_months": months}
    assert law.finding(f"{CARD}.duration", changes).because == {"months": card}


@pytest.mark.rule("federal.blue_card.duration")
def test_the_duration_waits_for_the_contract(law):
    assert law.finding(f"{CARD}.duration", {"job.engagement": None}).asks == ("job.engagement",)


@pytest.mark.rule("federal.blue_card.annex_46")
@pytest.mark.rule("federal.blue_card.card")
@pytest.mark.rule("federal.blue_card.labour_market")
def test_a_grant_gives_annex_46_an_h_card_and_a_limited_labour_market(book):
    on = date(2026, 6, 1)
    assert book.rule(f"{CARD}.annex_46").in_force(on).values["annex"] == "46"
    assert book.rule(f"{CARD}.card").in_force(on).values["card"] == "H"
    assert book.rule(f"{CARD}.labour_market").in_force(on).values["mention"] == "LIMITED"


@pytest.mark.rule("federal.blue_card.work_on_annex_46")
def test_work_on_annex_46_began_with_the_agreement_of_2024(book):
    rule = f"{CARD}.work_on_annex_46"
    assert book.find_value(rule, on=date(2024, 4, 4)) is None
    assert book.find_value(rule, on=date(2024, 4, 5)).values["days"] == 90


@pytest.mark.rule("federal.single_permit.fee_proof")
@pytest.mark.rule("federal.single_permit.travel_document")
@pytest.mark.rule("federal.single_permit.means")
@pytest.mark.rule("federal.single_permit.sickness_insurance")
@pytest.mark.rule("federal.single_permit.medical_certificate")
@pytest.mark.rule("federal.single_permit.criminal_record")
def test_a_single_permit_has_its_own_list_and_says_that_its_work_law_is_not_known(law):
    evaluation = law.evaluate(SINGLE)
    assert codes(evaluation) == {
        "fee_proof",
        "travel_document",
        "means",
        "sickness_insurance",
        "medical_certificate",
        "criminal_record",
    }
    assert evaluation.not_covered == ("WORK",)
    assert codes(law.evaluate({**SINGLE, "kind": "RENEWAL"})) == {"travel_document", "sickness_insurance"}
