"""Translations of a signed act, for who does not read its language (P14): for information, beside the letter and never
in its stead, without a seal.

In German, French and Dutch the platform makes them from the very input of the act, marked on top; what an officer wrote
in his own words he translates himself. Any other language is a PDF that somebody translated.
"""

from collections.abc import Mapping
from datetime import datetime
from typing import Any

from django.conf import settings
from django.core.files.uploadedfile import UploadedFile
from django.db import transaction
from django.utils.translation import gettext_lazy as _

from applications import calendar, files, letter_inputs, policies
from applications.actors import Actor
from applications.models import Act, Dossier, Translation
from applications.models.act import IN_FORCE
from applications.selectors import case_file
from applications.services import progress
from applications.services.refusals import NotAllowed, Stale
from applications.vocabulary import ActState, EntryKind, ScanStatus, TranslationOrigin
from exchange import letters, wake

SCAN_TASK = "applications.scan_documents"
PDF = "application/pdf"


@transaction.atomic
def render(
    *, dossier_id: int, act_id: int, language: str, words: Mapping[str, str], by: Actor, at: datetime
) -> Translation:
    """Make the translation from what the act was made from. `words` are the officer's own, translated by him.

    Raises NotAllowed when a word of his is missing, or when that input cannot be had any more; Stale when the act
    shown no longer stands.
    """
    dossier = progress.lock(dossier_id)
    act = _act_to_translate(dossier, act_id, language, by)
    if language not in letters.LEGAL_LANGUAGES:
        raise NotAllowed(_("The platform has this letter in German, French and Dutch. Upload a translation as a PDF."))
    own = letter_inputs.own_words(act)
    given = {code: text.strip() for code, text in words.items() if code in own and text.strip()}
    if own.keys() - given.keys():
        raise NotAllowed(_("The letter carries words of an officer. Write each of them in the other language as well."))
    file = case_file.as_decided(act)
    assert act.signed_at is not None
    assert act.signatory is not None
    on = calendar.day_of(act.signed_at)
    source = letter_inputs.of_act(dossier, act, file.facts, file.evaluation, act.signatory, on=on)
    if source.digest(language=act.language) != act.input_hash:
        raise NotAllowed(
            _("What this letter was made from has changed since. Have it translated, and upload the translation.")
        )
    letter = letter_inputs.of_act(
        dossier, act, file.facts, file.evaluation, act.signatory, on=on, translated_to=language, words=given
    )
    key, digest = files.keep(letters.render(letter, language=language))
    row = Translation(
        act=act,
        language=language,
        origin=TranslationOrigin.RENDERED,
        file_key=key,
        sha256=digest,
        added_at=at,
        added_by=by.key,
        scan_status=ScanStatus.CLEAN,
    )
    return _record(dossier, row, by=by)


def upload(
    *, dossier_id: int, act_id: int, language: str, upload: "UploadedFile[Any]", by: Actor, at: datetime
) -> Translation:
    """Take in a translation that somebody made. Raises NotAllowed, Stale, `files.FileRefused`."""
    stored = files.take_in(upload)
    try:
        return _take(dossier_id=dossier_id, act_id=act_id, language=language, stored=stored, by=by, at=at)
    except BaseException:
        files.forget(stored.file_key)
        raise


@transaction.atomic
def record_scan(*, translation_id: int, infected: bool, at: datetime) -> None:
    """Add the scanner's word; an infected translation is handed out to nobody."""
    row = Translation.objects.select_for_update(of=("self",)).get(pk=translation_id)
    if row.scan_status != ScanStatus.PENDING:
        return
    row.scan_status = ScanStatus.INFECTED if infected else ScanStatus.CLEAN
    row.scanned_at = at
    row.save(update_fields=["scan_status", "scanned_at"])


def pending_scans(*, limit: int) -> list[tuple[int, str]]:
    """Row id and file key of translations that wait for the scanner, oldest first."""
    waiting = Translation.objects.filter(scan_status=ScanStatus.PENDING).order_by("id")
    return list(waiting.values_list("pk", "file_key")[:limit])


@transaction.atomic
def _take(*, dossier_id: int, act_id: int, language: str, stored: files.Stored, by: Actor, at: datetime) -> Translation:
    dossier = progress.lock(dossier_id)
    act = _act_to_translate(dossier, act_id, language, by)
    if stored.media_type != PDF:
        raise NotAllowed(_("A translation is a PDF. Save it as one, then send it."))
    row = Translation(
        act=act,
        language=language,
        origin=TranslationOrigin.UPLOADED,
        file_key=stored.file_key,
        sha256=stored.sha256,
        added_at=at,
        added_by=by.key,
        scan_status=ScanStatus.PENDING if settings.CLAMD_SOCKET else ScanStatus.NOT_SCANNED,
    )
    if settings.CLAMD_SOCKET:
        wake.on_commit(SCAN_TASK)
    return _record(dossier, row, by=by)


def _act_to_translate(dossier: Dossier, act_id: int, language: str, by: Actor) -> Act:
    own = dossier.acts.filter(track=policies.track_of(by.authority), state__in=IN_FORCE)
    act = own.select_related("signatory", "rectifies", "dossier").first()
    verdict = policies.may_translate_act(
        by, dossier, in_force=act is not None, sealed=act is None or act.state == ActState.SEALED
    )
    if not verdict or act is None:
        raise NotAllowed(verdict.why)
    if act.pk != act_id:
        raise Stale(_("This act was replaced since you looked. Translate the one in force."))
    if language == act.language:
        raise NotAllowed(_("The act itself is in this language: there is nothing to translate."))
    return act


def _record(dossier: Dossier, row: Translation, *, by: Actor) -> Translation:
    row.save(force_insert=True)
    progress.note(
        dossier,
        EntryKind.TRANSLATION_ADDED,
        by=by,
        at=row.added_at,
        basis="P14",
        track=row.act.track,
        payload={
            "translation": row.pk,
            "act": row.act.pk,
            "kind": row.act.kind,
            "language": row.language,
            "origin": row.origin,
            "sha256": row.sha256,
        },
    )
    return row
