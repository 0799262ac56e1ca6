"""The virus scanner is a real clamd, with one signature of our own: the harmless test file every scanner knows."""

import itertools
import subprocess
import time
from datetime import timedelta
from pathlib import Path

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile

from applications import policies
from applications.actors import Actor
from applications.models import DocumentVersion
from applications.selectors import letters
from applications.services import documents, scanning, submission, translating
from applications.vocabulary import Authority, Capacity, ScanStatus, State
from tests import stories

pytestmark = pytest.mark.django_db

EICAR = b"X5O!P%@AP[4\\PZX54(P^)7CC)7}$EICAR" + b"-STANDARD-ANTIVIRUS-TEST-FILE!$H+H*"
CLAMD = Path("/usr/sbin/clamd")
CONFIGURATION = """
LocalSocket {socket}
DatabaseDirectory {folder}
Foreground yes
LogVerbose no
StreamMaxLength 60M
"""


@pytest.fixture(scope="module")
def clamd(tmp_path_factory):
    """A clamd on a private socket that knows one virus; its address."""
    assert CLAMD.exists(), "clamav-daemon is missing: apt-get install clamav-daemon"
    folder = tmp_path_factory.mktemp("clamd")
    (folder / "own.ndb").write_text(f"Eicar-Test:0:*:{EICAR.hex()}\n")
    socket = folder / "s"
    (folder / "clamd.conf").write_text(CONFIGURATION.format(socket=socket, folder=folder))
    child = subprocess.Popen([CLAMD, "-c", folder / "clamd.conf"], stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
    try:
        for _attempt in itertools.takewhile(lambda n: n < 300 and not socket.exists(), itertools.count()):
            time.sleep(0.1)
        assert socket.exists(), "clamd did not start"
        yield str(socket)
    finally:
        child.terminate()
        child.wait(timeout=20)


@pytest.fixture
def scanner(clamd, settings):
    settings.CLAMD_SOCKET = clamd


def attach(dossier, content: bytes) -> DocumentVersion:
    return documents.attach(
        dossier_id=dossier.pk,
        code="diploma",
        track="WORK",
        sealed=False,
        upload=SimpleUploadedFile("diploma.pdf", content),
        by=stories.employer_actor(),
        at=stories.FILED_AT,
    )


def scan_everything() -> None:
    for version_id, file_key in documents.pending_scans(limit=100):
        scanning.scan(version_id=version_id, file_key=file_key, at=stories.FILED_AT + timedelta(minutes=1))


def test_a_clean_file_is_pending_then_clean(scanner):
    version = attach(stories.draft(), stories.a_pdf())
    assert version.scan_status == ScanStatus.PENDING
    scan_everything()
    version.refresh_from_db()
    assert version.scan_status == ScanStatus.CLEAN


def test_an_infected_file_blocks_the_filing(scanner):
    # GIVEN a sound PDF with the test virus behind its end
    dossier = stories.draft()
    version = attach(dossier, stories.a_pdf() + b"\n%" + EICAR)
    scan_everything()
    version.refresh_from_db()
    assert version.scan_status == ScanStatus.INFECTED
    with pytest.raises(submission.CannotBeProcessed) as refusal:
        submission.submit(dossier_id=dossier.pk, by=stories.employer_actor(), at=stories.FILED_AT)
    assert refusal.value.blockers == ("INFECTED_FILE",)


def test_a_file_found_infected_after_filing_is_journalled_and_the_filing_stands(scanner):
    dossier = stories.draft()
    attach(dossier, stories.a_pdf() + b"\n%" + EICAR)
    filed = submission.submit(dossier_id=dossier.pk, by=stories.employer_actor(), at=stories.FILED_AT)
    scan_everything()
    filed.refresh_from_db()
    assert filed.state == State.SUBMITTED
    assert filed.journal.last().kind == "DOCUMENT_SCANNED"


def test_a_scanner_out_of_reach_leaves_the_file_waiting(settings, tmp_path):
    settings.CLAMD_SOCKET = str(tmp_path / "nobody")
    version = attach(stories.draft(), stories.a_pdf())
    scan_everything()
    version.refresh_from_db()
    assert version.scan_status == ScanStatus.PENDING


def test_nobody_opens_a_file_before_the_scanner_has_spoken():
    for status, may in (("PENDING", False), ("INFECTED", False), ("CLEAN", True), ("NOT_SCANNED", True)):
        verdict = policies.may_read_document(
            Actor(key="w", capacity=Capacity.WORKER), track="WORK", sealed=False, scan_status=status
        )
        assert bool(verdict) is may and bool(verdict.why) is not may


def test_a_translation_is_handed_out_once_the_scanner_has_seen_it(scanner):
    # GIVEN two translations of an annex 46, one of them infected
    dossier = stories.granted_dossier()
    act = dossier.acts.get(kind="ANNEX_46")
    jan = stories.officer("jan", Authority.FEDERAL, signs=True)
    for language, tail in (("en", b""), ("tr", b"\n%" + EICAR)):
        given = SimpleUploadedFile("annex.pdf", stories.a_pdf("annex") + tail, content_type="application/pdf")
        translating.upload(
            dossier_id=dossier.pk, act_id=act.pk, language=language, upload=given, by=jan, at=stories.FILED_AT
        )
    assert letters.enclosed([f"act:{act.pk}"])[0].translations == ()

    # WHEN the scanner has looked at both THEN only the clean one lies beside the letter
    for translation_id, file_key in translating.pending_scans(limit=5):
        assert scanning.scan_translation(translation_id=translation_id, file_key=file_key, at=stories.FILED_AT)
    assert [each.language for each in letters.enclosed([f"act:{act.pk}"])[0].translations] == ["en"]
