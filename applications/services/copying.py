"""A new application that begins with the answers and papers of one that was filed (features 9 and 58)."""

from collections.abc import Iterator, Mapping
from datetime import datetime
from typing import Any

from django.db import transaction

from applications import files, policies
from applications.actors import Actor
from applications.models import Document, DocumentVersion, Dossier
from applications.selectors import case_file
from applications.services import documents, drafting, new_facts
from applications.services.refusals import NotAllowed
from applications.vocabulary import ApplicationKind, ScanStatus

OF_ONE_FILING = ("category", "kind", "filed_on", "decided_on", "filer", "documents", "fee")
PAPERS_OF_ONE_FILING = frozenset({"fee_proof"})


def copy_as_draft(*, dossier_id: int, by: Actor, at: datetime, answers: Mapping[str, Any] | None = None) -> Dossier:
    """Open a draft with the facts in force and the papers that are not sealed; `answers` replace some of the facts.

    Each paper becomes a file of its own, so that either application can lose its own. The fee was paid for one filing,
    and what is sealed belongs to the worker: neither is taken along. Raises NotAllowed.
    """
    made: list[str] = []
    try:
        return _copy(dossier_id, by, at, answers or {}, made)
    except BaseException:
        for key in made:
            files.forget(key)
        raise


@transaction.atomic
def _copy(dossier_id: int, by: Actor, at: datetime, answers: Mapping[str, Any], made: list[str]) -> Dossier:
    source = Dossier.objects.get(pk=dossier_id)
    if not (verdict := policies.may_copy(by, source)):
        raise NotAllowed(verdict.why)
    facts = new_facts.over(case_file.of(source).facts, answers)
    known = facts.model_dump(mode="json", exclude_none=True, exclude=set(OF_ONE_FILING))
    draft = drafting.open_draft(category=source.category, kind=ApplicationKind(source.kind), by=by, at=at)
    drafting.save_step(dossier_id=draft.pk, step="copied", answers=known, typed={}, by=by, at=at)
    for document, version in _reusable(source):
        key = files.copy(version.file_key)
        made.append(key)
        documents.record(
            dossier_id=draft.pk,
            code=document.code,
            track=document.track,
            sealed=document.sealed,
            stored=files.Stored(key, version.sha256, version.size, version.media_type, version.pages),
            name=version.original_name,
            by=by,
            at=at,
        )
    return Dossier.objects.get(pk=draft.pk)


def _reusable(source: Dossier) -> Iterator[tuple[Document, DocumentVersion]]:
    for code, document in case_file.documents(source).items():
        newest = list(document.versions.all())[-1:]
        if document.sealed or code in PAPERS_OF_ONE_FILING:
            continue
        yield from ((document, version) for version in newest if version.scan_status != ScanStatus.INFECTED)
