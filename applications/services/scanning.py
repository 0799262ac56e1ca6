"""Asking the virus scanner about a stored file. Without a scanner nothing waits here (`NOT_SCANNED`, demo only)."""

import logging
from datetime import datetime
from pathlib import Path

import clamd
from django.conf import settings

from applications import files
from applications.services import documents, mandates, translating

logger = logging.getLogger(__name__)


def scan(*, version_id: int, file_key: str, at: datetime) -> bool:
    """Have one file scanned and write the answer down. False while the scanner is out of reach: it is tried again."""
    infected = _ask(file_key, f"document version {version_id}")
    if infected is not None:
        documents.record_scan(version_id=version_id, infected=infected, at=at)
    return infected is not None


def scan_translation(*, translation_id: int, file_key: str, at: datetime) -> bool:
    """The same for a translation that an officer uploaded (P14)."""
    infected = _ask(file_key, f"translation {translation_id}")
    if infected is not None:
        translating.record_scan(translation_id=translation_id, infected=infected, at=at)
    return infected is not None


def scan_mandate(*, mandate_id: int, file_key: str) -> bool:
    """The same for the signed paper of a mandate."""
    infected = _ask(file_key, f"paper of mandate {mandate_id}")
    if infected is not None:
        mandates.record_scan(mandate_id=mandate_id, infected=infected)
    return infected is not None


def _ask(file_key: str, what: str) -> bool | None:
    """Whether the scanner finds a virus; None while it gives no answer."""
    try:
        with files.open_stored(file_key) as stream:
            answer, _signature = scanner().instream(stream)["stream"]
    except (clamd.ConnectionError, OSError) as absence:
        logger.warning("the scanner is out of reach (%s): %s waits", type(absence).__name__, what)
        return None
    if answer not in ("OK", "FOUND"):
        logger.warning("the scanner could not read %s", what)
        return None
    return bool(answer == "FOUND")


def scanner() -> clamd.ClamdUnixSocket:
    """The scanner named in the settings: a socket's path, or host:port."""
    address = settings.CLAMD_SOCKET
    if Path(address).is_absolute():
        return clamd.ClamdUnixSocket(address)
    host, _colon, port = address.rpartition(":")
    return clamd.ClamdNetworkSocket(host, int(port))
