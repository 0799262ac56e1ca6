"""The settings for object storage work against a real S3 server that checks signatures."""

import os
import subprocess
import sys
from pathlib import Path

import pytest

from portal import ports
from portal.processes import Processes

ROOT = Path(__file__).resolve().parent.parent.parent
KEEP_AND_READ = """
import django; django.setup()
from django.core.files.base import ContentFile
from django.core.files.storage import default_storage as storage
storage.connection.meta.client.create_bucket(Bucket="dossiers")
first = storage.save("a/paper.pdf", ContentFile(b"first"))
second = storage.save("a/paper.pdf", ContentFile(b"second"))
assert first != second, "a file of that name was overwritten"
assert storage.open(first).read() == b"first"
storage.delete(first)
assert not storage.exists(first) and storage.exists(second)
"""


@pytest.fixture
def object_store(tmp_path):
    port = ports.free()
    processes = Processes(
        logs=tmp_path,
        environment={
            "NANIO_ACCESS_KEY": "ours",
            "NANIO_SECRET_KEY": "our-secret-key",
            "NANIO_DATA_DIR": str(tmp_path / "objects"),
        },
    )
    nanio = str(Path(sys.executable).parent / "nanio")
    try:
        processes.start(
            "objects", nanio, "serve", "--host", ports.HOST, "--port", str(port), ready=lambda: ports.answers(port)
        )
        processes.wait_until_ready()
        yield f"http://{ports.HOST}:{port}"
    finally:
        processes.stop()


def keep_and_read(address: str, secret: str) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        [sys.executable, "-c", KEEP_AND_READ],
        cwd=ROOT,
        env={
            "PATH": os.environ["PATH"],
            "DJANGO_SETTINGS_MODULE": "portal.settings.demo",
            "S3_BUCKET": "dossiers",
            "S3_ENDPOINT_URL": address,
            "S3_ACCESS_KEY": "ours",
            "S3_SECRET_KEY": secret,
        },
        capture_output=True,
        text=True,
        check=False,
    )


@pytest.mark.slow
def test_files_are_kept_read_and_never_overwritten(object_store):
    done = keep_and_read(object_store, "our-secret-key")
    assert done.returncode == 0, done.stderr


@pytest.mark.slow
def test_a_wrong_key_is_refused(object_store):
    done = keep_and_read(object_store, "somebody-elses")
    assert "SignatureDoesNotMatch" in done.stderr or "InvalidAccessKeyId" in done.stderr
