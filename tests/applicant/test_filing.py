"""Filing: everything on one page, warned and not refused, once and only once, with a receipt that proves it."""

import hashlib
import json

import pytest
import rfc8785
from django.urls import reverse

from applications.models import DocumentVersion, Dossier, FactsVersion, JournalEntry
from applications.vocabulary import State
from tests import stories
from tests.applicant import answered
from tests.applicant.answered import open_draft

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("trusted_files")]


@pytest.fixture
def client(client_as):
    return client_as("employer")


@pytest.fixture
def filled_in(client) -> Dossier:
    dossier = open_draft(client)
    answered.fill_in(client, dossier)
    return dossier


def check_url(dossier: Dossier) -> str:
    return reverse("applicant:check", args=[dossier.key])


def test_from_an_empty_draft_to_a_receipt_without_any_script(client, filled_in):
    # GIVEN every step filled in and one paper sent
    answered.upload(client, filled_in, "diploma")

    # WHEN the last page is read and posted
    page = client.get(check_url(filled_in))
    assert "File anyway" in page.text and "69,300 euros per year" in page.text
    answer = client.post(check_url(filled_in), follow=True)

    # THEN it is filed in Eupen, with a number
    dossier = Dossier.objects.get(pk=filled_in.pk)
    assert (dossier.state, dossier.authority) == (State.SUBMITTED, "ostbelgien")
    assert "Your application has been filed" in answer.text and dossier.reference in answer.text

    # AND the receipt proves what was filed
    facts = FactsVersion.objects.get(dossier=dossier)
    assert hashlib.sha256(rfc8785.dumps(facts.facts)).hexdigest() in answer.text
    assert DocumentVersion.objects.get().sha256 in answer.text
    assert "Filed without these documents" in answer.text


def test_the_same_filing_sent_twice_is_one_dossier(client, filled_in):
    first = client.post(check_url(filled_in))
    second = client.post(check_url(filled_in))

    assert first["Location"] == second["Location"]
    assert Dossier.objects.exclude(state=State.DRAFT).count() == 1
    assert JournalEntry.objects.filter(kind="SUBMITTED").count() == 1


def test_a_filed_application_is_shown_and_no_longer_filled_in(client, filled_in):
    client.post(check_url(filled_in))
    reference = Dossier.objects.get(pk=filled_in.pk).reference

    for name, args in (("resume", [filled_in.key]), ("check", [filled_in.key]), ("documents", [filled_in.key]),
                       ("step", [filled_in.key, "job"])):  # fmt: skip
        answer = client.get(reverse(f"applicant:{name}", args=args))
        assert answer["Location"] == reverse("applicant:dossier", args=[reference])
    late = client.post(answered.step_url(filled_in, "job"), answered.JOB)
    assert late["Location"] == reverse("applicant:dossier", args=[reference])


def test_what_nobody_could_process_is_not_filed_and_says_where_to_mend_it(client):
    # GIVEN a draft with nothing in it but the employer
    dossier = open_draft(client)

    # WHEN it is filed all the same
    page = client.get(check_url(dossier))
    answer = client.post(check_url(dossier))

    # THEN the button says why not, the server refuses, and each reason leads to its step
    assert 'aria-disabled="true"' in page.text
    assert answer.status_code == 422
    assert "nobody can be identified yet" in answer.text
    assert answered.step_url(dossier, "worker") in answer.text
    assert Dossier.objects.get(pk=dossier.pk).is_draft


def test_the_receipt_can_be_kept_as_text_and_for_machines(client):
    dossier = stories.filed_dossier()

    text = client.get(reverse("applicant:receipt_text", args=[dossier.reference]))
    machine = client.get(reverse("applicant:receipt_json", args=[dossier.reference]))

    version = DocumentVersion.objects.get(document__code="medical_certificate")
    said = json.loads(machine.content)
    assert said["reference"] == dossier.reference
    assert {"code": "medical_certificate", "sha256": version.sha256, "bytes": version.size} in said["documents"]
    assert said["journal_entry_sha256"] == dossier.journal.get(kind="SUBMITTED").hash
    assert version.sha256 in text.text
    assert version.original_name not in text.text
    assert text["Content-Disposition"].startswith("attachment")


@pytest.mark.parametrize("reference", ["WB-2026-0000001-00", "nothing", "%00", "WB-2099-9999999-99"])
def test_a_reference_that_cannot_be_is_not_found(client, reference):
    assert client.get(f"/applications/{reference}").status_code == 404


def test_a_stranger_gets_no_receipt(client_as):
    dossier = stories.filed_dossier()

    for name in ("receipt", "receipt_text", "receipt_json", "dossier"):
        url = reverse(f"applicant:{name}", args=[dossier.reference])
        assert client_as("mandatary").get(url).status_code == 404


def test_checking_costs_the_same_number_of_queries_with_or_without_papers(client, django_assert_max_num_queries):
    bare, whole = open_draft(client), stories.draft()
    stories.attach_everything(whole, by=stories.employer_actor(), at=stories.FILED_AT)
    for dossier in (bare, whole):
        client.get(check_url(dossier))
        with django_assert_max_num_queries(8):
            assert client.get(check_url(dossier)).status_code == 200
