"""What an officer reads of a dossier, and what he does not."""

import re

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import connection

from applications import disclosure
from applications.models import DocumentVersion
from applications.rulebook.facts import paths
from applications.services import documents
from applications.vocabulary import Authority, Outcome, Track
from tests import stories

pytestmark = pytest.mark.django_db
PARTS = ("", "/data", "/documents", "/deadlines", "/journal", "/notes")


def reads(what: str) -> int:
    with connection.cursor() as cursor:
        cursor.execute("SELECT count(*) FROM applications_accesslog WHERE what = %s", [what])
        return cursor.fetchone()[0]


def version(dossier, code: str) -> DocumentVersion:
    return DocumentVersion.objects.get(document__dossier=dossier, document__code=code)


def test_every_part_opens_on_both_desks(region, office, signed_in, lately):
    for tell in (stories.filed_dossier, stories.complete_dossier):
        dossier = tell(at=lately)
        for who in (region["handler"], office["handler"]):
            client = signed_in(who)
            for part in PARTS:
                page = client.get(f"/desk/{dossier.reference}{part}")
                assert page.status_code == 200, (tell, who.key, part)
                assert "Beispiel" in page.text


def test_unknown_and_foreign_dossiers_are_the_same_404(region, signed_in, lately):
    dossier = stories.filed_dossier(at=lately)
    paper = version(dossier, "diploma")
    brussels = signed_in(stories.officer("bruno", Authority.BRUSSELS))
    own = signed_in(region["handler"])
    for part in (*PARTS, "/ask", "/complete", "/sign", f"/paper/{paper.pk}"):
        foreign = brussels.get(f"/desk/{dossier.reference}{part}")
        unknown = own.get(f"/desk/WB-2026-0000999-00{part}")
        assert (foreign.status_code, unknown.status_code) == (404, 404), part
    assert brussels.post(f"/desk/{dossier.reference}/take", {"to": "me"}).status_code == 404


def test_the_region_gets_no_content_of_residence_and_sealed_papers_in_any_answer(region, signed_in, lately):
    # GIVEN papers whose names, fingerprints and facts tell something
    dossier = stories.complete_dossier(at=lately)
    for paper in dossier.documents.filter(track=Track.RESIDENCE):
        documents.attach(
            dossier_id=dossier.pk,
            code=paper.code,
            track=paper.track,
            sealed=paper.sealed,
            upload=SimpleUploadedFile(f"telling-name-{paper.pk}.pdf", b"%PDF-1.7 telling " + paper.code.encode()),
            by=stories.employer_actor(),
            at=lately,
        )
    closed = DocumentVersion.objects.filter(document__dossier=dossier, document__track=Track.RESIDENCE, number=2)
    assert closed.filter(document__sealed=True).exists() and closed.filter(document__sealed=False).exists()
    client = signed_in(region["signatory"])

    # WHEN the region opens every part
    answers = [client.get(f"/desk/{dossier.reference}{part}").text for part in PARTS]
    answers += [client.get(f"/desk/{dossier.reference}?paper={row.document.code}").text for row in closed]

    # THEN nothing of them is there but that they are
    for row in closed:
        for answer in answers:
            assert row.sha256[:12] not in answer
            assert row.original_name not in answer
            assert f"/paper/{row.pk}" not in answer
        stream = client.get(f"/desk/{dossier.reference}/paper/{row.pk}")
        assert stream.status_code == 403 and b"%PDF" not in stream.content
    assert not any("X0000000" in answer for answer in answers), "the passport's number is the Immigration Office's"
    assert not any("Beispiel Ravi IN 30/07/1985" in answer for answer in answers), "so is the fee's reference"
    assert "You see that this document is there" in answers[2]


def test_the_office_opens_sealed_papers_and_each_opening_is_written_down(office, signed_in, lately):
    dossier = stories.filed_dossier(at=lately)
    sealed, work = version(dossier, "medical_certificate"), version(dossier, "diploma")
    client = signed_in(office["handler"])
    page = client.get(f"/desk/{dossier.reference}?paper=medical_certificate")
    assert f"/paper/{sealed.pk}" in page.text
    stream = client.get(f"/desk/{dossier.reference}/paper/{sealed.pk}")
    assert stream.getvalue().startswith(b"%PDF")
    assert client.get(f"/desk/{dossier.reference}/paper/{work.pk}").status_code == 403
    assert (reads("page"), reads(f"document:{sealed.pk}"), reads(f"document:{work.pk}")) == (1, 1, 0)


def test_papers_may_be_framed_by_this_site_alone(region, signed_in, lately):
    dossier = stories.filed_dossier(at=lately)
    stream = signed_in(region["handler"]).get(f"/desk/{dossier.reference}/paper/{version(dossier, 'diploma').pk}")
    assert stream["X-Frame-Options"] == "SAMEORIGIN"
    assert "frame-ancestors 'self'" in stream["Content-Security-Policy"]
    assert stream["X-Content-Type-Options"] == "nosniff"


@pytest.mark.parametrize("status", ["INFECTED", "PENDING"])
def test_nobody_opens_a_file_that_is_infected_or_not_scanned_yet(region, signed_in, settings, lately, status):
    settings.CLAMD_SOCKET = "a scanner that has not looked yet"
    dossier = stories.filed_dossier(at=lately)
    paper = version(dossier, "diploma")
    if status == "INFECTED":
        documents.record_scan(version_id=paper.pk, infected=True, at=lately)
    client = signed_in(region["handler"])
    assert client.get(f"/desk/{dossier.reference}/paper/{paper.pk}").status_code == 403
    assert f"/paper/{paper.pk}" not in client.get(f"/desk/{dossier.reference}?paper=diploma").text


def test_findings_say_why_by_which_article_and_how_sure(region, office, signed_in, lately):
    dossier = stories.complete_dossier(at=lately)
    page = signed_in(region["handler"]).get(f"/desk/{dossier.reference}").text
    assert "Pay reaches the threshold" in page and "art. 30.9" in page
    assert re.search(r'class="unsure">\? ', page), "what nobody has verified carries its mark"
    federal = signed_in(office["handler"]).get(f"/desk/{dossier.reference}").text
    assert "Pay reaches the threshold" not in federal, "each desk sees the findings of its own track"


def test_each_desk_sees_its_clock_with_the_day_to_sign_by(region, signed_in, lately):
    dossier = stories.complete_dossier(at=lately)
    page = signed_in(region["handler"]).get(f"/desk/{dossier.reference}").text
    assert "How this day is counted" in page and "completeness notified" in page
    assert "Sign by" in page


def test_notes_stay_in_the_authority_that_wrote_them(region, office, signed_in, lately):
    dossier = stories.filed_dossier(at=lately)
    url = f"/desk/{dossier.reference}/notes"
    writer = signed_in(region["handler"])
    assert "Only your authority reads it" in writer.post(url, {"text": "Ring the employer."}, follow=True).text
    assert "Ring the employer." in signed_in(region["signatory"]).get(url).text
    assert "Ring the employer." not in signed_in(office["handler"]).get(url).text
    empty = writer.post(url, {"text": "  "})
    assert empty.status_code == 422 and "Write something" in empty.text


def test_the_journal_names_colleagues_and_never_officers_of_the_other_authority(region, office, signed_in, lately):
    dossier = stories.filed_dossier(at=lately)
    signed_in(region["handler"]).post(f"/desk/{dossier.reference}/take", {"to": "me", "expected": ""})
    own = signed_in(region["signatory"]).get(f"/desk/{dossier.reference}/journal").text
    other = signed_in(office["handler"]).get(f"/desk/{dossier.reference}/journal").text
    assert "Lena at the desk" in own and "The dossier was given to an officer." in own
    assert "Lena at the desk" not in other and "The dossier was given to an officer." not in other
    assert "An internal step of the other authority." in other


def test_what_the_office_thinks_before_the_regional_yes_stays_with_it(region, office, signed_in, lately):
    dossier = stories.complete_dossier(at=lately)
    federal = signed_in(office["handler"])
    page = federal.post(f"/desk/{dossier.reference}/assess", {"outcome": Outcome.UNFAVOURABLE}, follow=True)
    assert "The provisional assessment is kept." in page.text and "Unfavourable" in page.text
    for part in ("", "/journal", "/deadlines"):
        assert "Unfavourable" not in signed_in(region["handler"]).get(f"/desk/{dossier.reference}{part}").text


def test_facts_are_shown_in_the_readers_words(region, signed_in, lately):
    dossier = stories.filed_dossier(at=lately)
    english = signed_in(region["handler"]).get(f"/desk/{dossier.reference}/data").text
    assert "30\u00a0July\u00a01985" in english and "India" in english and "69,300.00" in english
    german = signed_in(region["signatory"], language="de").get(f"/desk/{dossier.reference}/data").text
    assert "Indien" in german and "69.300,00" in german and "30.\u00a0Juli\u00a01985" in german


@pytest.mark.parametrize("path", paths())
def test_every_fact_belongs_to_a_group_of_the_disclosure_table(path):
    about_the_application = {"category", "kind", "filed_on", "decided_on", "occasion", "filer", "documents"}
    assert (disclosure.group_of_fact(path) is None) == (path in about_the_application)
