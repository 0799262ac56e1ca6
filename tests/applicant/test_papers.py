"""Papers: what is taken in and what is refused with a sentence, who may open what, and what a sealed slot shows."""

import hashlib
import io

import pikepdf
import pytest
from django.urls import reverse

from applications.models import AccessLog, Document, DocumentVersion
from applications.services import documents
from tests import stories
from tests.applicant.answered import open_draft, upload

pytestmark = pytest.mark.django_db


def saved(pdf: pikepdf.Pdf, **how) -> bytes:
    kept = io.BytesIO()
    pdf.save(kept, **how)
    return kept.getvalue()


def a_page() -> pikepdf.Pdf:
    pdf = pikepdf.new()
    pdf.add_blank_page()
    return pdf


def encrypted() -> bytes:
    return saved(a_page(), encryption=pikepdf.Encryption(owner="a", user="b"))


def scripted() -> bytes:
    pdf = a_page()
    pdf.Root.OpenAction = pikepdf.Dictionary(S=pikepdf.Name.JavaScript, JS="app.alert('x')")
    return saved(pdf)


@pytest.fixture
def client(client_as):
    return client_as("employer")


def opening(client, version):
    return client.get(reverse("applicant:document", args=[version.document.dossier.key, version.pk]))


@pytest.mark.parametrize(
    ("content", "name", "sentence"),
    [
        (encrypted, "contract.pdf", "This PDF is protected by a password."),
        (scripted, "contract.pdf", "This PDF contains a program"),
        (lambda: stories.a_pdf()[:200], "contract.pdf", "This file is damaged"),
        (lambda: b"<!doctype html><script>alert(1)</script>", "contract.pdf", "Only PDF, JPEG and PNG files"),
        (lambda: b"", "contract.pdf", "This file is empty."),
    ],
    ids=["encrypted", "scripted", "broken", "a page that calls itself a PDF", "empty"],
)
def test_a_file_that_cannot_be_read_safely_is_refused_on_its_slot(client, content, name, sentence):
    # GIVEN a draft whose checklist asks for a contract
    dossier = open_draft(client)

    # WHEN the file is sent
    page = upload(client, dossier, "contract_or_offer", content(), name)

    # THEN the slot says why and what to do, and nothing is kept
    assert page.status_code == 422
    slot = page.text.split('id="slot-contract-or-offer"')[1].split("</li>")[0]
    assert sentence in slot
    assert 'aria-invalid="true"' in slot
    assert not Document.objects.exists()


def test_nothing_chosen_and_nothing_asked_are_told(client):
    dossier = open_draft(client)

    assert client.post(reverse("applicant:upload", args=[dossier.key, "contract_or_offer"])).status_code == 422
    assert upload(client, dossier, "shoe_size").status_code == 422
    assert not Document.objects.exists()


def test_a_second_file_is_the_next_version_and_a_draft_lets_go_of_it(client):
    # GIVEN a paper sent twice
    dossier = open_draft(client)
    for name in ("first.pdf", "second.pdf"):
        answer = upload(client, dossier, "contract_or_offer", name=name)
        assert answer.status_code == 302 and answer["Location"].endswith("#slot-contract-or-offer")
    page = client.get(reverse("applicant:documents", args=[dossier.key]))
    assert "second.pdf" in page.text and "first.pdf" not in page.text
    assert list(DocumentVersion.objects.values_list("number", flat=True).order_by("number")) == [1, 2]

    # WHEN it is removed
    client.post(reverse("applicant:remove", args=[dossier.key, "contract_or_offer"]))

    # THEN it is gone
    assert not Document.objects.exists()


def test_a_sealed_paper_shows_the_employer_that_it_came_and_nothing_else(client, client_as):
    # GIVEN a medical certificate that the employer hands over
    dossier = open_draft(client)
    upload(client, dossier, "medical_certificate", name="hepatitis-of-ravi.pdf")
    version = DocumentVersion.objects.get()

    # THEN no page and no address gives its name or content back to him
    page = client.get(reverse("applicant:documents", args=[dossier.key]))
    assert "Received, version 1" in page.text
    assert "hepatitis" not in page.text
    refusal = opening(client, version)
    assert refusal.status_code == 403
    assert "This document is sealed" in refusal.text
    assert "hepatitis" not in refusal.text


@pytest.mark.usefixtures("trusted_files")
def test_the_worker_opens_his_own_sealed_papers(client_as):
    # GIVEN a filed dossier
    dossier = stories.filed_dossier()
    version = DocumentVersion.objects.get(document__code="medical_certificate")

    # WHEN the worker asks for his certificate
    answer = opening(client_as("worker", person=dossier.worker), version)

    # THEN he gets it, and it is written down that he did
    assert answer.status_code == 200
    assert hashlib.sha256(b"".join(answer.streaming_content)).hexdigest() == version.sha256
    assert AccessLog.objects.get(what=f"document:{version.pk}").capacity == "WORKER"


@pytest.mark.usefixtures("trusted_files")
def test_a_download_is_a_file_that_no_browser_runs(client):
    # GIVEN a paper with a name from abroad
    dossier = open_draft(client)
    upload(client, dossier, "contract_or_offer", name="Vertrag – Müller.pdf")

    # WHEN its sender opens it
    answer = opening(client, DocumentVersion.objects.get())

    # THEN it is an attachment, streamed, locked up
    assert answer.streaming
    assert answer["Content-Disposition"] == "attachment; filename*=utf-8''Vertrag%20%E2%80%93%20M%C3%BCller.pdf"
    assert answer["X-Content-Type-Options"] == "nosniff"
    assert "sandbox" in answer["Content-Security-Policy"]
    assert "no-store" in answer["Cache-Control"]


@pytest.mark.usefixtures("trusted_files")
def test_nobody_opens_a_strangers_paper_or_one_not_yet_scanned(client, client_as, settings):
    # GIVEN a paper that waits for the scanner
    settings.CLAMD_SOCKET = "/nowhere"
    dossier = open_draft(client)
    upload(client, dossier, "contract_or_offer")
    version = DocumentVersion.objects.get()

    # THEN a stranger does not find it, and its sender is asked to wait
    assert opening(client_as("mandatary"), version).status_code == 404
    assert opening(client, version).status_code == 403

    # AND once it is found infected nobody opens it
    documents.record_scan(version_id=version.pk, infected=True, at=stories.FILED_AT)
    assert opening(client, version).status_code == 403
    check = client.get(reverse("applicant:check", args=[dossier.key]))
    assert "One of the files carries a virus" in check.text
