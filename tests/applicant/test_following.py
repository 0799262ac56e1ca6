"""The dossier's page: what has to be done, where it stands, what happened; for the filer and the worker."""

from datetime import UTC, datetime, timedelta

import pytest
from django.urls import reverse

from applications.models import AccessLog, Dossier
from applications.services import completeness
from applications.vocabulary import State
from tests import stories
from tests.applicant.answered import upload

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("trusted_files")]


@pytest.fixture
def client(client_as):
    return client_as("employer")


@pytest.fixture
def asked() -> Dossier:
    return ask_translation(at=stories.FILED_AT)


def ask_translation(*, at: datetime) -> Dossier:
    """A dossier for which Eupen asks the translation, an hour after it was filed."""
    dossier = stories.filed_dossier(leave_out=("diploma_translation",), at=at)
    later = at + timedelta(hours=1)
    stories.tick_everything(dossier, at=later)
    ask = completeness.Ask(code="diploma_translation", reason="Page 2 is unreadable.")
    completeness.ask(dossier_id=dossier.pk, asks=[ask], by=stories.officer("lena"), at=later)
    dossier.refresh_from_db()
    return dossier


def page(client, dossier: Dossier):
    return client.get(reverse("applicant:dossier", args=[dossier.reference]))


def test_a_filed_dossier_says_where_it_stands_who_decides_and_why(client):
    dossier = stories.filed_dossier()

    text = page(client, dossier).text

    assert "Ravi Beispiel at Muster Automation AG" in text
    assert "being checked" in text
    assert "The worker belongs to the establishment unit in Eupen" in text
    assert "cooperation agreement of 2 February 2018" in text
    assert "The application was filed." in text
    assert AccessLog.objects.filter(dossier_id=dossier.pk, what="page").exists()


def test_a_request_is_the_one_thing_that_asks_for_attention(client, asked):
    # THEN the page says what is needed, who asks and why, and that time starts on notification (P1)
    text = page(client, asked).text
    assert "We need one document from you" in text
    assert "Page 2 is unreadable." in text
    assert "Your time to answer starts when you are notified" in text
    assert 'aria-disabled="true"' in text

    # AND once it was notified long ago, that the time is over and a paper still welcome (P11)
    stories.carry_post(stories.FILED_AT + timedelta(hours=2))
    text = page(client, asked).text
    assert "Your time to answer ended on" in text and "still reaches the officer" in text


def test_a_notified_request_says_by_which_day(client):
    dossier = ask_translation(at=datetime.now(UTC) - timedelta(days=2))
    stories.carry_post(datetime.now(UTC) - timedelta(days=1))

    assert "Send your answer by" in page(client, dossier).text


def test_papers_asked_for_are_sent_and_the_answer_with_them(client, asked):
    # WHEN the paper is sent, and then the answer
    answer = upload(client, asked, "diploma_translation")
    assert answer["Location"].endswith("#slot-diploma-translation")
    done = client.post(reverse("applicant:answer", args=[asked.reference]), follow=True)

    # THEN both desks check again
    assert "Your answer has been sent" in done.text
    assert Dossier.objects.get(pk=asked.pk).state == State.SUBMITTED


def test_an_answer_without_a_paper_is_refused_with_a_sentence(client, asked):
    done = client.post(reverse("applicant:answer", args=[asked.reference]), follow=True)

    assert "Upload at least one of the documents" in done.text
    assert Dossier.objects.get(pk=asked.pk).state == State.INCOMPLETE


def test_more_papers_come_in_without_reopening_the_form(client):
    dossier = stories.filed_dossier()

    upload(client, dossier, "diploma", name="better-scan.pdf")

    text = client.get(reverse("applicant:filed_documents", args=[dossier.reference])).text
    assert "better-scan.pdf" in text
    assert "A document was added." in page(client, dossier).text


def test_a_refused_file_is_told_on_the_page_it_was_sent_from(client, asked):
    for code in ("diploma_translation", "diploma"):
        answer = upload(client, asked, code, b"")
        assert answer.status_code == 422
        assert "This file is empty." in answer.text


def test_the_worker_reads_the_same_page_and_can_do_nothing_in_it(client_as, asked):
    # GIVEN the worker of the dossier
    worker = client_as("worker", person=asked.worker)

    # THEN he reads it, finds it in his list, opens what is sealed and has no slots
    text = page(worker, asked).text
    assert "The employer was asked for documents" in text
    assert "Open Medical certificate" in text
    assert 'type="file"' not in text and "Send your answer" not in text
    assert asked.reference in worker.get(reverse("applicant:dossiers")).text

    # AND filing pages are not for him
    assert worker.post(reverse("applicant:answer", args=[asked.reference])).status_code == 403
    assert worker.get(reverse("applicant:new")).status_code == 403


def test_the_employer_never_sees_the_name_of_a_sealed_paper(client, asked):
    text = page(client, asked).text

    assert "Open Medical certificate" not in text
    assert "medical_certificate.pdf" not in text


def test_the_commune_hears_of_it_once_the_address_is_known(client):
    dossier = stories.filed_dossier()
    url = reverse("applicant:commune", args=[dossier.reference])

    wrong = client.post(url, {"commune": "Nowhere"})
    assert wrong.status_code == 422 and 'value="Nowhere"' in wrong.text
    done = client.post(url, {"commune": "4700 Eupen"}, follow=True)

    assert "The commune hears of the decision." in done.text
    assert Dossier.objects.get(pk=dossier.pk).commune_nis_code == "63023"


def test_a_granted_dossier_shows_the_permit_and_leads_to_the_letters(client):
    dossier = stories.granted_dossier()

    text = page(client, dossier).text

    assert "Work may start on" in text
    assert "Annex 46: combined permit granted" in text
    assert "The Immigration Office granted the combined permit" in text


def test_the_page_costs_the_same_number_of_queries_at_every_stage(client, asked, django_assert_max_num_queries):
    stages = [asked, stories.complete_dossier(), stories.granted_dossier()]
    for dossier in stages:
        with django_assert_max_num_queries(18):
            assert page(client, dossier).status_code == 200
