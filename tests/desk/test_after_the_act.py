"""The pages about an act beside signing it: its language, its translation, its correction, undoing it (P13, P14)."""

import re
from datetime import timedelta

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile

from applications.services import acts, reviews
from applications.vocabulary import ActKind, ActState, Authority, Outcome, State
from tests import stories

pytestmark = pytest.mark.django_db


@pytest.fixture
def granted(lately):
    return stories.granted_dossier(at=lately - timedelta(days=25))


@pytest.fixture
def refused(lately):
    """The region said no, in its own words."""
    dossier = stories.complete_dossier(at=lately)
    ralf = stories.officer("ralf", signs=True)
    ground = "ostbelgien.blue_card.contract_duration"
    at = lately + timedelta(days=10)
    reviews.conclude(
        dossier_id=dossier.pk, outcome=Outcome.UNFAVOURABLE, by=ralf, at=at, grounds=[ground], sources={ground: "x"},
        reasons={ground: "Der Vertrag läuft nur sechs Monate."},
    )  # fmt: skip
    act = acts.preview(dossier_id=dossier.pk, by=ralf, at=at)
    acts.sign(dossier_id=dossier.pk, seen_sha256=act.sha256, by=ralf, at=at)
    acts.append_seal(act_id=act.pk, at=at)
    stories.carry_post(at)
    dossier.refresh_from_db()
    return dossier


def act_of(dossier, kind):
    return dossier.acts.get(kind=kind, state=ActState.SEALED)


def facts_as_shown(page) -> dict[str, str]:
    """What the form would send if nothing was typed."""
    inputs = re.findall(r'<input type="text" name="(fact-[^"]+)"(?: value="([^"]*)")?', page.text)
    return dict(inputs)


def test_a_clerical_error_is_corrected_on_two_pages(granted, office, signed_in):
    base = f"/desk/{granted.reference}"
    jan = signed_in(office["signatory"])
    old = act_of(granted, ActKind.ANNEX_46)

    # GIVEN the form shows the facts that the letter prints, as they stand
    page = jan.get(f"{base}/rectify")
    typed = facts_as_shown(page)
    assert typed["fact-worker-family_name"] == "Beispiel"

    # WHEN nothing is changed THEN the page says so, and keeps what was typed
    same = {**typed, "said": "Der Name.", "act": old.pk}
    page = jan.post(f"{base}/rectify", same)
    assert page.status_code == 422 and "nothing is corrected" in page.text and "Der Name." in page.text

    # WHEN the name is corrected THEN its letter is shown, to be signed or dropped
    page = jan.post(f"{base}/rectify", {**same, "fact-worker-family_name": "Beispielmann"}, follow=True)
    assert "This corrects an act in force" in page.text and old.number in page.text
    assert "Drop the correction" in page.text
    seen = re.search(r'name="sha256" value="(\w{64})"', page.text)[1]
    page = jan.post(f"{base}/sign", {"sha256": seen}, follow=True)

    # THEN it took the place of the old one, which the desk may still read
    assert "Signed: the correction." in page.text
    assert "An error in it was corrected" in page.text and f"{base}/letter/{old.pk}" in page.text
    old.refresh_from_db()
    assert old.state == ActState.SUPERSEDED
    assert jan.get(f"{base}/letter/{old.pk}").status_code == 200


def test_a_correction_is_dropped_again(granted, office, signed_in):
    base = f"/desk/{granted.reference}"
    jan = signed_in(office["signatory"])
    act = act_of(granted, ActKind.ANNEX_46)
    typed = facts_as_shown(jan.get(f"{base}/rectify"))
    jan.post(f"{base}/rectify", {**typed, "said": "x", "act": act.pk, "fact-job-title": "Ingenieur"})
    assert "in preparation already" in jan.get(base).text
    page = jan.post(f"{base}/rectify/drop", follow=True)
    assert "The correction is dropped." in page.text
    assert granted.acts.count() == 2


def test_the_words_of_a_refusal_are_offered_for_correction(refused, region, signed_in):
    base = f"/desk/{refused.reference}"
    ralf = signed_in(region["signatory"])
    page = ralf.get(f"{base}/rectify")
    assert "Der Vertrag läuft nur sechs Monate." in page.text
    typed = facts_as_shown(page)
    word = "word-ostbelgien.blue_card.contract_duration"
    act = act_of(refused, ActKind.WORK_REFUSAL)
    page = ralf.post(
        f"{base}/rectify", {**typed, "said": "Die Dauer.", "act": act.pk, word: "Fünf Monate."}, follow=True
    )
    assert "This corrects an act in force" in page.text
    assert refused.acts.get(rectifies=act).grounds["reasons"] == {
        "ostbelgien.blue_card.contract_duration": "Fünf Monate."
    }


def test_a_decision_is_undone_with_its_reason_and_basis(refused, region, signed_in, client_as):
    base = f"/desk/{refused.reference}"
    ralf = signed_in(region["signatory"])
    act = act_of(refused, ActKind.WORK_REFUSAL)
    page = ralf.get(f"{base}/reopen")
    assert "Work is examined anew, and residence with it" in page.text

    # WHEN reason and basis are missing THEN both are asked, and nothing happens
    page = ralf.post(f"{base}/reopen", {"act": act.pk})
    assert page.status_code == 422
    assert "Choose one of the reasons." in page.text and "why the act was wrong" in page.text

    # WHEN both are there
    given = {"act": act.pk, "reason": "APPEAL_UPHELD", "basis": "Entscheidung Nr. 17"}
    page = ralf.post(f"{base}/reopen", given, follow=True)

    # THEN both desks examine anew, and the applicant reads it
    assert "The application is reopened." in page.text
    refused.refresh_from_db()
    assert refused.state == State.UNDER_REVIEW
    page = client_as("employer").get(f"/applications/{refused.reference}")
    assert "the application is taken up again" in page.text and "An appeal against it was upheld" in page.text
    assert "Entscheidung Nr. 17" not in page.text
    page = signed_in(stories.officer("odile", Authority.FEDERAL)).get(base)
    assert "Reopened on" in page.text and "Entscheidung Nr. 17" in page.text


def test_a_page_of_an_act_that_was_replaced_is_told_so(granted, office, signed_in):
    jan = signed_in(office["signatory"])
    given = {"act": 1, "reason": "ANNULLED", "basis": "Urteil"}
    page = jan.post(f"/desk/{granted.reference}/reopen", given)
    assert page.status_code == 409 and "replaced since you looked" in page.text and "Urteil" in page.text


def test_who_has_no_delegation_reads_why(refused, region, signed_in):
    lena = signed_in(region["handler"])
    page = lena.get(f"/desk/{refused.reference}/reopen", follow=True)
    assert "no delegation to sign this kind of act, so you cannot undo one" in page.text
    assert (
        "no delegation to sign this kind of act, so you cannot undo one" in lena.get(f"/desk/{refused.reference}").text
    )


def test_the_language_of_an_act_is_changed_with_a_reason(lately, region, signed_in):
    dossier = stories.complete_dossier(at=lately)
    base = f"/desk/{dossier.reference}"
    lena = signed_in(region["handler"])
    page = lena.get(f"{base}/act-language")
    assert "German" in page.text and 'value="de"' not in page.text.split("<main")[1].split("</main>")[0]
    assert lena.post(f"{base}/act-language", {"language": "fr"}).status_code == 422
    page = lena.post(f"{base}/act-language", {"language": "fr", "reason": "Der Arbeitgeber bat darum."}, follow=True)
    assert "Your act is made in this language now: French." in page.text
    assert "Der Arbeitgeber bat darum." in lena.get(f"{base}/act-language").text


def test_a_translation_is_made_and_reaches_the_reader_beside_the_letter(granted, office, signed_in, client_as):
    base = f"/desk/{granted.reference}"
    odile = signed_in(office["handler"])
    act = act_of(granted, ActKind.ANNEX_46)

    # GIVEN the page says who reads which language
    page = odile.get(f"{base}/translate")
    assert "no translation yet" in page.text and "Diplomatic post" in page.text

    # WHEN the French is made here, and an English one uploaded
    page = odile.post(f"{base}/translate", {"how": "render", "act": act.pk, "render-language": "fr"}, follow=True)
    assert "marked as not authentic" in page.text
    given = SimpleUploadedFile("annex.pdf", stories.a_pdf("annex"), content_type="application/pdf")
    sent = {"how": "upload", "act": act.pk, "upload-language": "en", "upload-file": given}
    page = odile.post(f"{base}/translate", sent, follow=True)
    assert "Reads English" in page.text and "no translation yet" not in page.text

    # THEN both lie in the employer's inbox beside the letter, and not in its stead
    employer = client_as("employer")
    parcel = f"/inbox/{granted.reference}/residence_act/filer"
    page = employer.get(parcel).text
    assert f"{parcel}/letter/{act.pk}/fr" in page and f"{parcel}/letter/{act.pk}/en" in page
    assert "not authentic; binding is the letter alone: German" in page
    answer = employer.get(f"{parcel}/letter/{act.pk}/en")
    assert answer["Content-Disposition"].endswith('_annex_46_en_translation.pdf"')
    assert employer.get(f"{parcel}/letter/{act.pk}/nl").status_code == 404


def test_the_words_of_an_officer_are_asked_in_the_other_language(refused, region, signed_in):
    base = f"/desk/{refused.reference}"
    ralf = signed_in(region["signatory"])
    act = act_of(refused, ActKind.WORK_REFUSAL)
    assert "Der Vertrag läuft nur sechs Monate." in ralf.get(f"{base}/translate").text
    page = ralf.post(f"{base}/translate", {"how": "render", "act": act.pk, "render-language": "fr"})
    assert page.status_code == 422 and "Write these words in the language of the translation." in page.text


def test_the_desk_reads_a_translation_once_it_may(granted, office, signed_in):
    odile = signed_in(office["handler"])
    act = act_of(granted, ActKind.ANNEX_46)
    row = act.translations.create(
        language="tr", origin="UPLOADED", file_key="x", sha256="0" * 64, added_at=act.signed_at, added_by="x",
        scan_status="PENDING",
    )  # fmt: skip
    assert odile.get(f"/desk/{granted.reference}/translation/{row.pk}").status_code == 403
    assert odile.get(f"/desk/{granted.reference}/translation/999999").status_code == 404


def test_the_other_desk_has_its_own_act_to_correct_and_not_this_one(granted, region, signed_in):
    ralf = signed_in(region["signatory"])
    page = ralf.get(f"/desk/{granted.reference}/rectify")
    assert f"number {act_of(granted, ActKind.WORK_GRANT).number}" in page.text
    assert granted.authority == Authority.OSTBELGIEN
