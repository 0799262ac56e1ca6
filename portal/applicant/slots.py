"""The checklist as slots that take files: what is asked, why, what has been received. A sealed paper shows no name."""

from collections.abc import Iterable, Mapping, Sequence
from typing import TYPE_CHECKING

from django.urls import reverse
from django.utils.translation import gettext as _

from applications import disclosure, policies
from applications.actors import Actor
from applications.rulebook import sentences
from applications.rulebook.findings import DocumentNeed
from applications.selectors import papers
from applications.vocabulary import Authority, Capacity, Result, ScanStatus
from portal.ui import parts

if TYPE_CHECKING:
    from applications.models import Document, DocumentRequest, DocumentVersion, Dossier
    from applications.selectors.filing_check import Line

SCAN_TONES = {ScanStatus.INFECTED: "bad", ScanStatus.PENDING: "warn"}
Errors = Mapping[str, Sequence[str]]


def of_draft(dossier: "Dossier", lines: Iterable["Line"], actor: Actor, errors: Errors) -> list[parts.UploadSlot]:
    """The checklist of a draft: what is asked first, then what may be asked; not what the answers rule out.

    The worker sees the papers that are his to send.
    """
    shown = [line for line in lines if line.filled or line.need.result != Result.NOT_APPLICABLE]
    if actor.capacity == Capacity.WORKER:
        shown = [line for line in shown if is_own(dossier, line.need, actor)]
    shown.sort(key=lambda line: not line.need.required)
    return [
        slot(
            dossier, line.need, line.document, actor, errors=errors.get(line.need.code, ()),
            may_remove=actor.capacity != Capacity.WORKER,
        )
        for line in shown
    ]  # fmt: skip


def is_own(dossier: "Dossier", need: DocumentNeed, actor: Actor) -> bool:
    """Whether the paper is one that this actor sends."""
    return bool(policies.may_add_document(actor, dossier, code=need.code, sealed=need.sealed))


def slot(
    dossier: "Dossier",
    need: DocumentNeed,
    document: "Document | None",
    actor: Actor,
    *,
    errors: Sequence[str] = (),
    why: str = "",
    may_remove: bool = False,
) -> parts.UploadSlot:
    """One line of the checklist. A sealed paper that the worker sent is closed to everybody else (P20)."""
    versions = list(document.versions.all()) if document else []
    newest = versions[-1:]
    sent_by = newest[0].capacity if newest else ""
    verdict = policies.may_add_document(actor, dossier, code=need.code, sealed=need.sealed, sent_by=sent_by)
    is_the_workers = need.sealed and sent_by == Capacity.WORKER and actor.capacity != Capacity.WORKER
    return parts.UploadSlot(
        code=need.code,
        title=sentences.title(need.code),
        action=reverse("applicant:upload", args=[dossier.key, need.code]),
        why=str(verdict.why) if is_the_workers else why or _why(need, filled=bool(newest)),
        article=sentences.article(need),
        certainty=need.certainty,
        source=need.finding.source,
        rule=need.finding.version or need.rule,
        limit=_("at most 50 MB"),
        files=[_file(dossier, version, need.code, actor, may_remove=may_remove) for version in newest],
        errors=errors,
        is_required=need.required,
        is_sealed=need.sealed,
        is_blind=disclosure.sight(actor, disclosure.Group.SEALED_PAPERS) is not disclosure.Sight.FULL,
        is_open=not is_the_workers,
    )


def asked(
    dossier: "Dossier",
    request: "DocumentRequest",
    needs: Mapping[str, DocumentNeed],
    documents: Mapping[str, "Document"],
    actor: Actor,
    *,
    errors: Errors,
) -> list[parts.UploadSlot]:
    """The papers of an open request, with who asks and why; a file from before the request is not the answer."""
    found = []
    for line in request.lines.all():
        need = needs.get(line.code)
        if need is None:
            continue
        by = str(Authority(line.authority).label)
        words = _("%(authority)s asks for it: %(reason)s") if line.reason else _("%(authority)s asks for it.")
        document = documents.get(line.code)
        versions = list(document.versions.all()) if document else []
        is_new = bool(versions) and versions[-1].added_at >= request.asked_at
        found.append(
            slot(
                dossier,
                need,
                document if is_new else None,
                actor,
                errors=errors.get(line.code, ()),
                why=words % {"authority": by, "reason": line.reason},
            )
        )
    return found


def _why(need: DocumentNeed, *, filled: bool) -> str:
    explained = sentences.asked_for(need)
    said = "" if filled or need.result == Result.MET else sentences.sentence(need)
    return " ".join(part for part in (explained, said) if part)


def _file(
    dossier: "Dossier", version: "DocumentVersion", code: str, actor: Actor, *, may_remove: bool
) -> parts.StoredFile:
    """What was received. Of a sealed paper only that, and when (P20)."""
    may_open = papers.may_open(actor, version)
    is_hidden = not papers.may_know(actor, version)
    name = _("Received, version %(number)d") % {"number": version.number} if is_hidden else version.original_name
    return parts.StoredFile(
        name=name,
        size=0 if is_hidden else version.size,
        at=version.added_at,
        href=reverse("applicant:document", args=[dossier.key, version.pk]) if may_open else "",
        fingerprint="" if is_hidden and version.capacity != actor.capacity else version.sha256,
        scan=ScanStatus(version.scan_status).label,
        tone=SCAN_TONES.get(ScanStatus(version.scan_status), "good"),
        remove_href=reverse("applicant:remove", args=[dossier.key, code]) if may_remove else "",
    )


def as_conditions(
    dossier: "Dossier", needs: Iterable[DocumentNeed], documents: Mapping[str, "Document"], actor: Actor
) -> list[parts.Cond]:
    """The papers of a filed dossier as lines to read, each with the way to its content where the reader has one."""
    found = []
    for need in needs:
        document = documents.get(need.code)
        if document is None and not need.required:
            continue
        newest = list(document.versions.all())[-1] if document else None
        links = []
        if newest is not None and papers.may_open(actor, newest):
            href = reverse("applicant:document", args=[dossier.key, newest.pk])
            links = [parts.Link(href, _("Open %(title)s") % {"title": sentences.title(need.code)})]
        found.append(
            parts.Cond(
                sentences.title(need.code),
                "good" if newest else "bad",
                _("Received") if newest else _("Missing"),
                meta=_meta(newest, sealed=need.sealed) if newest else "",
                article=sentences.article(need),
                certainty=need.certainty,
                source=need.finding.source,
                rule=need.finding.version or need.rule,
                links=links,
                icon="seal" if need.sealed and newest else "",
            )
        )
    return found


def _meta(version: "DocumentVersion", *, sealed: bool) -> str:
    words = _("version %(number)d") % {"number": version.number}
    if version.scan_status in SCAN_TONES or version.scan_status == ScanStatus.NOT_SCANNED:
        words = f"{words} · {ScanStatus(version.scan_status).label}"
    sealed_word = _("sealed")
    return f"{sealed_word} · {words}" if sealed else words
