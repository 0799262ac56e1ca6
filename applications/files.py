"""The only door to stored bytes: keys are random, one blob per version, nothing is shared or overwritten.

Encryption at rest will sit here. Callers check policies first; this module only keeps and gives.
"""

import hashlib
import json
import subprocess
import sys
import uuid
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from tempfile import NamedTemporaryFile
from typing import IO, Any

from django.core.files.base import ContentFile, File
from django.core.files.storage import default_storage
from django.core.files.uploadedfile import UploadedFile
from django.utils.translation import gettext_lazy as _

LARGEST = 50 * 1024 * 1024
PATIENCE_SECONDS = 30

REFUSALS = {
    "EMPTY": _("This file is empty. Choose it again, or scan the paper once more."),
    "TOO_LARGE": _("This file is larger than 50 MB. Scan it in a lower resolution, or in black and white."),
    "TYPE": _("Only PDF, JPEG and PNG files can be read here. Save the document as a PDF and send that."),
    "BROKEN": _("This file is damaged and cannot be opened. Save or scan it again and send the new file."),
    "ENCRYPTED": _("This PDF is protected by a password. Save a copy without the password and send that."),
    "ACTIVE_CONTENT": _(
        "This PDF contains a program, a form script or another file. Print it to a new PDF and send that."
    ),
    "TWO_FILES_IN_ONE": _("This file is a PDF and an archive at once. Print it to a new PDF and send that."),
    "TOO_MANY_PIXELS": _("This picture is too large to be opened safely. Scan it in a lower resolution."),
    "TOO_SLOW": _("This file takes too long to check. Print it to a new PDF and send that."),
}


class FileRefused(ValueError):
    """The file is not taken in. `code` names the reason, the message is a sentence for the sender."""

    def __init__(self, code: str) -> None:
        self.code = code
        super().__init__(REFUSALS[code])

    def __str__(self) -> str:
        return str(REFUSALS[self.code])


@dataclass(frozen=True, slots=True)
class Stored:
    """A blob that has been taken in: sizes in bytes, `sha256` in hex over the plaintext."""

    file_key: str
    sha256: str
    size: int
    media_type: str
    pages: int | None


class _Hashing(File):  # type: ignore[type-arg]
    """A file that is hashed while the storage reads it, so that no byte is read twice or kept in memory."""

    def __init__(self, stream: IO[bytes], size: int) -> None:
        super().__init__(stream)
        self.stream = stream
        self.digest = hashlib.sha256()
        self.size = size

    def read(self, *args: int) -> bytes:
        block = self.stream.read(*args)
        self.digest.update(block)
        return block

    def chunks(self, chunk_size: int | None = None) -> Iterator[bytes]:
        while block := self.read(chunk_size or self.DEFAULT_CHUNK_SIZE):
            yield block


def take_in(upload: "UploadedFile[Any]") -> Stored:
    """Inspect what somebody sent, then keep it. Raises `FileRefused`; nothing is kept then."""
    size = upload.size or 0
    if size == 0:
        raise FileRefused("EMPTY")
    if size > LARGEST:
        raise FileRefused("TOO_LARGE")
    with _on_disk(upload) as path:
        seen = inspect(path)
        with path.open("rb") as stream:
            hashing = _Hashing(stream, size)
            key = default_storage.save(_random_key(), hashing)
    return Stored(key, hashing.digest.hexdigest(), size, seen["media_type"], seen["pages"])


def keep(content: bytes) -> tuple[str, str]:
    """Keep bytes that the platform itself made (a letter); returns its key and sha256."""
    key = default_storage.save(_random_key(), ContentFile(content))
    return key, hashlib.sha256(content).hexdigest()


def copy(file_key: str) -> str:
    """Keep the same bytes once more under a key of its own: nothing is shared. Returns the key."""
    with open_stored(file_key) as stream:
        return default_storage.save(_random_key(), File(stream))


def open_stored(file_key: str) -> IO[bytes]:
    """The stored bytes as a stream. Raises `FileNotFoundError` for an unknown key."""
    stream: IO[bytes] = default_storage.open(file_key, "rb")
    return stream


def read(file_key: str) -> bytes:
    """The stored bytes at once: for letters, never for uploads."""
    with open_stored(file_key) as stream:
        return stream.read()


def forget(file_key: str) -> None:
    """Delete a blob: a draft's discarded version, or a file whose transaction failed."""
    default_storage.delete(file_key)


def inspect(path: Path) -> dict[str, Any]:
    """Media type and pages, from a child process with limits. Raises `FileRefused`."""
    command = [sys.executable, "-m", "applications.inspection", str(path)]
    try:
        child = subprocess.run(
            command, capture_output=True, timeout=PATIENCE_SECONDS, check=False, cwd=Path(__file__).parent.parent
        )
    except subprocess.TimeoutExpired as late:
        raise FileRefused("TOO_SLOW") from late
    if child.returncode != 0:
        raise FileRefused("TOO_SLOW" if child.returncode < 0 else "BROKEN")
    answer: dict[str, Any] = json.loads(child.stdout)
    if refused := answer.get("refused"):
        raise FileRefused(refused)
    return answer


@contextmanager
def _on_disk(upload: "UploadedFile[Any]") -> Iterator[Path]:
    """The upload as a file on disk: where the upload handler put it, or a copy for small ones held in memory."""
    if hasattr(upload, "temporary_file_path"):
        yield Path(upload.temporary_file_path())
        return
    with NamedTemporaryFile() as copy:
        for block in upload.chunks():
            copy.write(block)
        copy.flush()
        yield Path(copy.name)


def _random_key() -> str:
    name = uuid.uuid4().hex
    return f"{name[:2]}/{name}"
