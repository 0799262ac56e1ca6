"""Papers coming in: at any moment while the dossier is open, asked for or not."""

from collections.abc import Sequence
from datetime import date, datetime
from functools import partial
from typing import Any

from django.conf import settings
from django.core.files.uploadedfile import UploadedFile
from django.db import transaction
from django.db.models import Max
from django.utils.translation import gettext_lazy as _

from applications import calendar, files, policies
from applications.actors import SYSTEM, Actor
from applications.models import Document, DocumentVersion, Dossier
from applications.selectors.filing_check import Line
from applications.services import completeness, drafting, progress
from applications.services.refusals import NotAllowed
from applications.vocabulary import EntryKind, ScanStatus, State, Track
from exchange import wake

SCAN_TASK = "applications.scan_documents"
LONGEST_NAME = 200


def attach(
    *,
    dossier_id: int,
    code: str,
    track: str,
    sealed: bool,
    upload: "UploadedFile[Any]",
    by: Actor,
    at: datetime,
    received_on: date | None = None,
) -> DocumentVersion:
    """Take a file in for one line of the checklist; a second one becomes the next version.

    Raises `files.FileRefused` with a sentence when the file cannot be read safely, NotAllowed when it is too late.
    The bytes are stored before the transaction and forgotten if it fails.
    """
    stored = files.take_in(upload)
    try:
        return record(
            dossier_id=dossier_id,
            code=code,
            track=track,
            sealed=sealed,
            stored=stored,
            name=upload.name or "",
            by=by,
            at=at,
            received_on=received_on,
        )
    except BaseException:
        files.forget(stored.file_key)
        raise


@transaction.atomic
def record(
    *,
    dossier_id: int,
    code: str,
    track: str,
    sealed: bool,
    stored: files.Stored,
    name: str,
    by: Actor,
    at: datetime,
    received_on: date | None = None,
) -> DocumentVersion:
    """Write down a file that has been taken in. Raises NotAllowed; the caller then forgets the bytes.

    With `received_on` it came by post on that day, and an officer of its track registers it (P24).
    """
    dossier = progress.lock(dossier_id)
    sent_by = _newest_sender(dossier, code) if sealed else ""
    verdict = policies.may_add_document(by, dossier, code=code, sealed=sealed, sent_by=sent_by)
    if received_on is not None:
        verdict = policies.may_register_paper(by, dossier, track=track)
    if not verdict:
        raise NotAllowed(verdict.why)
    if received_on is not None and not _is_possible(received_on, dossier, at=at):
        raise NotAllowed(_("Enter the day on which it was received: not before the filing, and not a day to come."))
    document, _created = Document.objects.get_or_create(
        dossier=dossier, code=code, defaults={"track": track, "sealed": sealed}
    )
    newest: int = document.versions.aggregate(newest=Max("number"))["newest"] or 0
    version = DocumentVersion.objects.create(
        document=document,
        number=newest + 1,
        file_key=stored.file_key,
        sha256=stored.sha256,
        size=stored.size,
        media_type=stored.media_type,
        pages=stored.pages,
        original_name=printable(name),
        added_at=at,
        added_by=by.key,
        capacity=by.capacity,
        received_on=received_on,
        scan_status=ScanStatus.PENDING if settings.CLAMD_SOCKET else ScanStatus.NOT_SCANNED,
    )
    if dossier.state == State.DRAFT:
        drafting.touch(dossier, at=at)
    else:
        progress.note(
            dossier,
            EntryKind.DOCUMENT_ADDED,
            by=by,
            at=at,
            basis="P22",
            track=document.track,
            payload={
                "document": code,
                "version": version.pk,
                "sha256": stored.sha256,
                "received_on": f"{received_on}" if received_on else None,
            },
        )
        came_at = calendar.midday_of(received_on, at=at) if received_on else at
        completeness.supply_when_whole(dossier_id=dossier.pk, by=by, at=at, came_at=came_at)
    if settings.CLAMD_SOCKET:
        wake.on_commit(SCAN_TASK)
    return version


@transaction.atomic
def remove(*, dossier_id: int, code: str, by: Actor, at: datetime) -> None:
    """Take a document out of a draft again. What has been filed stays. Raises NotAllowed."""
    dossier = progress.lock(dossier_id)
    if not (verdict := policies.may_edit_draft(by, dossier)):
        raise NotAllowed(verdict.why)
    sent_by = _newest_sender(dossier, code)
    if not (verdict := policies.may_add_document(by, dossier, sealed=bool(sent_by), sent_by=sent_by)):
        raise NotAllowed(verdict.why)
    keys = list(
        DocumentVersion.objects.filter(document__dossier=dossier, document__code=code).values_list(
            "file_key", flat=True
        )
    )
    Document.objects.filter(dossier=dossier, code=code).delete()
    drafting.touch(dossier, at=at)
    for key in keys:
        transaction.on_commit(partial(files.forget, key))


@transaction.atomic
def record_scan(*, version_id: int, infected: bool, at: datetime) -> None:
    """Add the scanner's word. An infected file of a filed dossier is withdrawn from view; the filing day stands."""
    version = DocumentVersion.objects.select_related("document").select_for_update(of=("self",)).get(pk=version_id)
    if version.scan_status != ScanStatus.PENDING:
        return
    version.scan_status = ScanStatus.INFECTED if infected else ScanStatus.CLEAN
    version.scanned_at = at
    version.save(update_fields=["scan_status", "scanned_at"])
    if infected:
        dossier = progress.lock(version.document.dossier_id)
        if dossier.state != State.DRAFT:
            progress.note(
                dossier,
                EntryKind.DOCUMENT_SCANNED,
                by=SYSTEM,
                at=at,
                basis="P16",
                track=version.document.track,
                payload={"version": version.pk, "status": version.scan_status},
            )


def pending_scans(*, limit: int) -> Sequence[tuple[int, str]]:
    """Row id and file key of versions that wait for the scanner, oldest first."""
    waiting = DocumentVersion.objects.filter(scan_status=ScanStatus.PENDING).order_by("id")
    return list(waiting.values_list("pk", "file_key")[:limit])


def track_and_seal(code: str, lines: Sequence[Line]) -> tuple[Track, bool]:
    """Where a document of that code belongs, by the checklist. Raises NotAllowed for a code the rules do not ask."""
    for line in lines:
        if line.need.code == code:
            return Track(line.need.track), line.need.sealed
    raise NotAllowed(_("This kind of document is not asked for here."))


def _is_possible(day: date, dossier: Dossier, *, at: datetime) -> bool:
    filed = dossier.submitted_at
    return day <= calendar.day_of(at) and (filed is None or day >= calendar.day_of(filed))


def _newest_sender(dossier: Dossier, code: str) -> str:
    """In which capacity the newest version of a sealed paper came; empty for open ones and for none."""
    versions = DocumentVersion.objects.filter(document__dossier=dossier, document__code=code, document__sealed=True)
    return versions.order_by("-number").values_list("capacity", flat=True).first() or ""


def printable(name: str) -> str:
    """The sender's file name for display only: no path, no control characters, no direction marks."""
    base = name.replace("\\", "/").rsplit("/", 1)[-1]
    kept = "".join(
        c for c in base if c.isprintable() and not "\u202a" <= c <= "\u202e" and not "\u2066" <= c <= "\u2069"
    )
    return kept[-LONGEST_NAME:] or "document"
