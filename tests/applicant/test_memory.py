"""Fifty megabytes through a real web process leave its memory as it was."""

import io
import os
from collections.abc import Iterator
from pathlib import Path

import httpx
import pikepdf
import pytest
from django.urls import reverse

from applications.models import DocumentVersion
from portal import ports, system
from portal.processes import Processes
from tests import stories
from tests.applicant.answered import open_draft

pytestmark = [pytest.mark.own_database, pytest.mark.slow]
SIZE = 49 * 1024 * 1024
MOST_GROWTH = 32 * 1024 * 1024


@pytest.fixture
def web(own_database, tmp_path, settings) -> Iterator[tuple[str, Processes]]:
    """The pages as the demo runs them, on the test's database, with files on disk."""
    processes = Processes(
        logs=tmp_path,
        environment={
            "DJANGO_SETTINGS_MODULE": "portal.settings.demo",
            "SECRET_KEY": settings.SECRET_KEY,
            "DATABASE_URL": own_database.url,
            "FILES_ROOT": str(tmp_path / "files"),
        },
    )
    port = ports.free()
    try:
        system.start_web(processes, port=port)
        processes.wait_until_ready()
        yield f"http://{ports.HOST}:{port}", processes
    finally:
        processes.stop()


def a_large_pdf() -> bytes:
    pdf = pikepdf.new()
    pdf.add_blank_page()
    pdf.pages[0].Contents = pdf.make_stream(b"%" + os.urandom(SIZE).replace(b"\n", b" "))
    kept = io.BytesIO()
    pdf.save(kept, compress_streams=False)
    return kept.getvalue()


def peak(leader: int) -> int:
    """The most memory that the process and its children have held so far, in bytes, added up."""
    held = 0
    for status in Path("/proc").glob("[0-9]*/status"):
        try:
            lines = dict(line.split(":", 1) for line in status.read_text().splitlines() if ":" in line)
        except OSError:
            continue
        if leader in (int(lines["Pid"]), int(lines["PPid"])) and "VmHWM" in lines:
            held += int(lines["VmHWM"].split()[0]) * 1024
    return held


def test_fifty_megabytes_grow_the_web_process_by_at_most_thirty_two(web, client_as):
    # GIVEN a signed-in employer with a draft, before a web process that has already taken a file in
    url, processes = web
    client = client_as("employer")
    dossier = open_draft(client)
    slot = url + reverse("applicant:upload", args=[dossier.key, "contract_or_offer"])
    csrf = "a" * 32
    with httpx.Client(
        cookies={"sessionid": client.cookies["sessionid"].value, "csrftoken": csrf}, timeout=120
    ) as browser:

        def send(content: bytes) -> int:
            fields = {"csrfmiddlewaretoken": csrf}
            return browser.post(slot, data=fields, files={"file": ("scan.pdf", content)}).status_code

        for _worker in range(6):
            assert send(stories.a_pdf()) == 302
        before = peak(processes.running["web"].pid)

        # WHEN the largest file that is allowed is sent
        assert send(a_large_pdf()) == 302

    # THEN it is there, and no process ever held it
    assert DocumentVersion.objects.latest("number").size > SIZE
    assert peak(processes.running["web"].pid) - before <= MOST_GROWTH
