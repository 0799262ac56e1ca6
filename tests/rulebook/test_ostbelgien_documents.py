"""Article 18/14 of the Royal Decree of 9 June 1999, line by line."""

from datetime import date

import pytest

from applications.vocabulary import Certainty, Result

CARD = "ostbelgien.blue_card"
MOBILE = {
    "kind": "LONG_TERM_MOBILITY",
    "mobility.first_state": "FR",
    "mobility.card_valid_until": "2027-05-20",
    "mobility.months_worked_in_first_state": 23,
}
EXAMINED = {"job.employed_under_art9_6": True, "job.examined_documents": True}


@pytest.mark.rule("ostbelgien.blue_card.application_form")
@pytest.mark.rule("ostbelgien.blue_card.documents_18_2")
def test_the_form_and_the_residence_papers_ask_for_no_upload_of_their_own(law):
    for rule in ("application_form", "documents_18_2"):
        need = law.document(f"{CARD}.{rule}")
        assert not need.required
        assert need.result == Result.NOT_APPLICABLE


@pytest.mark.rule("ostbelgien.blue_card.documents_18_3")
def test_an_article_we_could_not_read_is_left_to_the_officer(law):
    need = law.document(f"{CARD}.documents_18_3")
    assert (need.result, need.certainty) == (Result.FOR_OFFICER, Certainty.UNVERIFIED)
    assert not need.required


@pytest.mark.rule("ostbelgien.blue_card.contract")
def test_a_contract_or_offer_is_always_required(law):
    assert law.document(f"{CARD}.contract").result == Result.NOT_MET
    given = law.document(f"{CARD}.contract", {"documents": ["contract_or_offer"]})
    assert given.required and given.supplied
    assert given.article == "art. 18/14, § 1, al. 1, 1°"


@pytest.mark.rule("ostbelgien.blue_card.contract_signed")
@pytest.mark.parametrize(
    ("engagement", "signed", "result"),
    [
        ("INDEFINITE", True, Result.MET),
        ("FIXED_TERM", False, Result.NOT_MET),
        ("FIXED_TERM", None, Result.UNKNOWN),
        ("FIRM_OFFER", False, Result.NOT_APPLICABLE),
        (None, True, Result.UNKNOWN),
    ],
)
def test_a_contract_is_signed_by_both_and_an_offer_need_not_be(law, engagement, signed, result):
    changes = {"job.engagement": engagement, "job.signed_by_both": signed}
    assert law.finding(f"{CARD}.contract_signed", changes).result == result


@pytest.mark.rule("ostbelgien.blue_card.contract_signed")
def test_mobility_has_no_rule_on_signatures(law):
    codes = {finding.code for finding in law.evaluate(MOBILE).findings}
    assert f"{CARD}.contract_signed" not in codes
    assert f"{CARD}.contract_duration" in codes


@pytest.mark.rule("ostbelgien.blue_card.diploma")
@pytest.mark.rule("ostbelgien.blue_card.professional_skills")
@pytest.mark.parametrize(
    ("route", "diploma", "experience"),
    [
        ("DIPLOMA", Result.NOT_MET, Result.NOT_APPLICABLE),
        ("EXPERIENCE", Result.NOT_APPLICABLE, Result.NOT_MET),
        (None, Result.UNKNOWN, Result.UNKNOWN),
    ],
)
def test_the_proof_asked_follows_the_route(law, route, diploma, experience):
    evaluation = law.evaluate({"qualification.route": route})
    results = {need.code: need.result for need in evaluation.documents}
    assert (results["diploma"], results["professional_skills"]) == (diploma, experience)


@pytest.mark.rule("ostbelgien.blue_card.diploma_translation")
@pytest.mark.parametrize(
    ("language", "translated", "documents", "result"),
    [
        ("de", None, [], Result.NOT_APPLICABLE),  # a German diploma has nothing to translate
        ("en", None, [], Result.NOT_MET),
        ("en", True, ["diploma_translation"], Result.MET),
        ("en", False, ["diploma_translation"], Result.NOT_MET),  # law.md §9, 41: translated into French
        (None, None, [], Result.UNKNOWN),
    ],
)
def test_the_diploma_is_translated_into_german(law, language, translated, documents, result):
    need = law.document(
        f"{CARD}.diploma_translation",
        {
            "qualification.diploma_language": language,
            "qualification.translated_into_german": translated,
            "documents": documents,
        },
    )
    assert need.result == result


@pytest.mark.rule("ostbelgien.blue_card.diploma_legalisation")
@pytest.mark.parametrize(
    ("legalisation", "result"),
    [
        ("BY_POST", Result.MET),
        ("NONE", Result.NOT_MET),
        ("APOSTILLE", Result.FOR_OFFICER),
        (None, Result.UNKNOWN),
    ],
)
def test_the_copy_is_legalised_by_the_post_and_an_apostille_is_for_the_officer(law, legalisation, result):
    assert law.finding(f"{CARD}.diploma_legalisation", {"qualification.legalisation": legalisation}).result == result


@pytest.mark.rule("ostbelgien.blue_card.diploma_legalisation")
def test_nothing_is_legalised_for_who_relies_on_experience(law):
    finding = law.finding(f"{CARD}.diploma_legalisation", {"qualification.route": "EXPERIENCE"})
    assert finding.result == Result.NOT_APPLICABLE


@pytest.mark.rule("ostbelgien.blue_card.regulated_profession")
@pytest.mark.parametrize(
    ("regulated", "documents", "result"),
    [
        (True, [], Result.NOT_MET),
        (True, ["regulated_profession"], Result.MET),
        (False, [], Result.NOT_APPLICABLE),
        (None, [], Result.UNKNOWN),
    ],
)
def test_a_regulated_profession_is_proven(law, regulated, documents, result):
    changes = {"job.regulated_profession": regulated, "documents": documents}
    assert law.document(f"{CARD}.regulated_profession", changes).result == result


@pytest.mark.rule("ostbelgien.blue_card.already_employed")
def test_what_was_examined_before_is_not_asked_again(law):
    # GIVEN a worker employed under art. 9, al. 1, 6°, in a regulated profession
    evaluation = law.evaluate({**EXAMINED, "job.regulated_profession": True})

    # WHEN the qualifications were examined for that employment
    results = {need.code: need.result for need in evaluation.documents}

    # THEN neither 2° nor 3° is asked, while the contract still is
    assert {results[code] for code in ("diploma", "professional_skills", "regulated_profession")} == {
        Result.NOT_APPLICABLE
    }
    assert results["contract_or_offer"] == Result.NOT_MET


@pytest.mark.rule("ostbelgien.blue_card.already_employed")
@pytest.mark.parametrize(
    ("employed", "examined", "result"),
    [
        (True, True, Result.MET),
        (True, False, Result.NOT_APPLICABLE),
        (True, None, Result.UNKNOWN),
        (None, None, Result.NOT_APPLICABLE),
    ],
)
def test_the_exemption_needs_both_the_employment_and_the_examination(law, employed, examined, result):
    changes = {"job.employed_under_art9_6": employed, "job.examined_documents": examined}
    assert law.finding(f"{CARD}.already_employed", changes).result == result


@pytest.mark.rule("ostbelgien.blue_card.mobility_card")
@pytest.mark.parametrize(
    ("until", "result"),
    [("2026-03-02", Result.MET), ("2026-03-01", Result.NOT_MET), (None, Result.UNKNOWN)],
)
def test_the_first_state_card_is_valid_on_the_day_of_filing(law, until, result):
    changes = {**MOBILE, "mobility.card_valid_until": until, "documents": ["first_state_blue_card"]}
    evaluation = law.evaluate(changes, filed=date(2026, 3, 2))
    (need,) = (need for need in evaluation.documents if need.code == "first_state_blue_card")
    assert need.result == result


@pytest.mark.rule("ostbelgien.blue_card.mobility_contract")
@pytest.mark.rule("ostbelgien.blue_card.mobility_salary_proof")
def test_mobility_asks_for_contract_and_proof_of_pay(law):
    for rule in ("mobility_contract", "mobility_salary_proof"):
        assert law.document(f"{CARD}.{rule}", MOBILE).result == Result.NOT_MET
    given = law.evaluate({**MOBILE, "documents": ["contract_or_offer", "salary_proof"]})
    assert {need.code for need in given.documents if need.supplied} == {"contract_or_offer", "salary_proof"}


@pytest.mark.rule("ostbelgien.blue_card.mobility_regulated_profession")
@pytest.mark.parametrize(
    ("regulated", "result"), [(True, Result.NOT_MET), (False, Result.NOT_APPLICABLE), (None, Result.UNKNOWN)]
)
def test_a_mobile_worker_proves_a_regulated_profession(law, regulated, result):
    need = law.document(f"{CARD}.mobility_regulated_profession", {**MOBILE, "job.regulated_profession": regulated})
    assert need.result == result


@pytest.mark.rule("ostbelgien.blue_card.mobility_qualification")
@pytest.mark.parametrize(
    ("months", "regulated", "result"),
    [
        (23, False, Result.NOT_MET),  # law.md §9, 38
        (24, False, Result.NOT_APPLICABLE),
        (23, True, Result.NOT_APPLICABLE),
        (None, False, Result.UNKNOWN),
    ],
)
def test_qualification_is_proven_below_two_years_in_the_first_state(law, months, regulated, result):
    changes = {**MOBILE, "mobility.months_worked_in_first_state": months, "job.regulated_profession": regulated}
    assert law.document(f"{CARD}.mobility_qualification", changes).result == result


@pytest.mark.rule("ostbelgien.blue_card.mobility_travel_document")
def test_an_expired_passport_outweighs_the_copy_in_the_file(law):
    # GIVEN a mobile worker whose passport both desks ask for, expired the day before filing
    changes = {**MOBILE, "documents": ["travel_document"], "worker.travel_document": {"expires_on": "2026-03-01"}}

    # WHEN the checklist is made
    need = law.document(f"{CARD}.mobility_travel_document", changes)

    # THEN there is one line for the passport, and it says when it expired
    assert need.result == Result.NOT_MET
    assert need.because == {"expired_on": date(2026, 3, 1)}
    assert need.also == ("federal.blue_card.travel_document",)
