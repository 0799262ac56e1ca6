"""Questions during the examination on the pages: each desk its own papers, answered apart (P5, P21)."""

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile

from applications.vocabulary import State
from tests import stories

pytestmark = pytest.mark.django_db
WHY = "The insurer is not named on it."


@pytest.fixture
def examined(lately, region, office):
    return stories.complete_dossier(at=lately)


def ask(client, dossier, code: str, reason: str = WHY):
    wanted = {f"ask-{code}": "on", f"reason-{code}": reason}
    return client.post(f"/desk/{dossier.reference}/ask", wanted, follow=True)


def test_the_office_asks_the_applicant_answers_and_the_desk_reads_it(examined, office, signed_in, client_as):
    base = f"/desk/{examined.reference}"
    odile = signed_in(office["handler"])

    # GIVEN the form offers the papers of its own track only
    form = odile.get(f"{base}/ask").text
    assert "ask-sickness_insurance" in form and "ask-diploma" not in form

    # WHEN the office asks
    page = ask(odile, examined, "sickness_insurance")
    assert "The applicant has 15 calendar days from today" in page.text
    assert "Waiting for the applicant" in page.text
    assert "The applicant still has time to send the documents asked for." in page.text  # under every conclusion
    stories.carry_post(examined.journal.last().at)

    # THEN the applicant's page says what is needed, why and by when; nothing can be sent before a paper is there
    karin = client_as("employer")
    address = f"/applications/{examined.reference}"
    page = karin.get(address)
    assert "We need one document from you" in page.text and WHY in page.text
    assert 'id="answer-residence"' in page.text
    page = karin.post(f"{address}/answer", {"track": "RESIDENCE"}, follow=True)
    assert "Upload at least one of the documents" in page.text

    # AND its inbox says that the application is decided as it stands if nothing comes
    key = f"{examined.reference}/pieces/1/filer"
    assert "decided as it stands" in karin.get(f"/inbox/{key}").text

    # WHEN he uploads it and sends the answer
    sent = {"file": SimpleUploadedFile("insurance.pdf", stories.a_pdf(), "application/pdf")}
    karin.post(f"/applications/{examined.key}/documents/sickness_insurance/upload", sent)
    assert 'name="track" value="RESIDENCE"' in karin.get(address).text
    page = karin.post(f"{address}/answer", {"track": "RESIDENCE"}, follow=True)

    # THEN the examination goes on and nothing else has changed
    assert "The examination goes on." in page.text and WHY not in page.text
    examined.refresh_from_db()
    assert examined.state == State.UNDER_REVIEW
    assert "Conclude favourably" in odile.get(base).text


def test_the_worker_reads_that_it_was_asked_and_cannot_answer(examined, office, signed_in, client_as):
    ask(signed_in(office["handler"]), examined, "sickness_insurance")
    page = client_as("worker", person=examined.worker).get(f"/applications/{examined.reference}")
    assert "The employer was asked for documents" in page.text
    assert "/answer" not in page.text


def test_the_region_sees_that_the_office_asked_and_not_why(examined, region, office, signed_in):
    # GIVEN a question of each desk
    ask(signed_in(office["handler"]), examined, "sickness_insurance")
    lena = signed_in(region["handler"])
    ask(lena, examined, "diploma", "The stamp is missing.")

    # THEN the region reads its own reason, and of the other's only that it was asked
    page = lena.get(f"/desk/{examined.reference}/documents")
    assert "The stamp is missing." in page.text and WHY not in page.text
    page = signed_in(office["handler"]).get(f"/desk/{examined.reference}/documents")
    assert WHY in page.text and "The stamp is missing." not in page.text


def test_before_completeness_the_office_reads_where_its_missing_papers_go(lately, office, signed_in):
    dossier = stories.filed_dossier(at=lately)
    page = signed_in(office["handler"]).get(f"/desk/{dossier.reference}")
    assert "joins the region&#x27;s request" in page.text
    page = ask(signed_in(office["handler"]), dossier, "sickness_insurance")
    assert page.status_code == 422
    assert not dossier.requests.exists()
