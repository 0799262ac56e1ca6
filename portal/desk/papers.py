"""The papers of a dossier as one desk may see them: content of its own, of the other's only that they are there."""

from dataclasses import dataclass
from typing import Any

from django.core.exceptions import PermissionDenied
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from applications import policies
from applications.actors import Actor
from applications.assessment import DocumentNeed
from applications.rulebook import sentences
from applications.selectors.desk_file import DeskFile
from applications.vocabulary import Result, ScanStatus, Track
from portal.ui import parts
from portal.ui.templatetags.ui import day

SCAN_TONES = {
    ScanStatus.CLEAN: "good",
    ScanStatus.INFECTED: "bad",
    ScanStatus.PENDING: "warn",
    ScanStatus.NOT_SCANNED: "",
}


@dataclass(frozen=True, slots=True)
class Version:
    """One file of a paper. Name, size, fingerprint and address are empty where only its being there may be known."""

    id: int
    number: int
    day: str
    pages: str
    name: str = ""
    size: int = 0
    sha256: str = ""
    media_type: str = ""
    scan: str = ""
    scan_tone: str = ""
    href: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Paper:
    """One line of the checklist with what was given for it, newest version first."""

    code: str
    title: str
    track: Track
    is_sealed: bool
    is_required: bool
    need: DocumentNeed | None
    versions: tuple[Version, ...]
    closed_because: str

    @property
    def is_there(self) -> bool:
        return bool(self.versions)

    @property
    def newest(self) -> Version:
        return self.versions[0]

    @property
    def is_readable(self) -> bool:
        return self.is_there and not self.closed_because and bool(self.newest.href)

    @property
    def is_missing(self) -> bool:
        return self.is_required and not self.is_there

    @property
    def article(self) -> str:
        return sentences.article(self.need) if self.need else ""


def of(desk: DeskFile, *, track: Track | None = None) -> list[Paper]:
    """Every paper that is asked or given, the desk's own track first."""
    needs = {need.code: need for need in desk.file.evaluation.documents}
    codes = [code for code, need in needs.items() if need.result != Result.NOT_APPLICABLE or code in desk.documents]
    codes += [code for code in desk.documents if code not in needs]
    found = [_paper(desk, code, needs.get(code)) for code in codes]
    wanted = [paper for paper in found if track is None or paper.track == track]
    return sorted(wanted, key=lambda paper: paper.track != desk.track)


def missing(desk: DeskFile) -> list[Paper]:
    """Required papers that nobody has handed in, on either track."""
    return [paper for paper in of(desk) if paper.is_missing]


def to_tick(desk: DeskFile) -> list[Paper]:
    """What the Immigration Office looks at: residence papers that a rule asks for, or that were handed in (P21)."""
    return [paper for paper in of(desk, track=Track.RESIDENCE) if paper.is_required or paper.is_there]


def cond(paper: Paper, desk: DeskFile) -> parts.Cond:
    """A paper as a line of the examination."""
    links = []
    if paper.is_readable:
        here = reverse("desk:dossier", args=[desk.dossier.reference])
        links = [parts.Link(f"{here}?paper={paper.code}#viewer-title", _("look at it"))]
    return parts.Cond(
        title=paper.title,
        tone="good" if paper.is_there else "bad" if paper.is_required else "",
        icon="" if paper.is_there or paper.is_required else "dash",
        state=_("Received") if paper.is_there else _("Missing") if paper.is_required else _("Not required"),
        why="" if paper.is_there or paper.need is None else sentences.sentence(paper.need),
        meta=", ".join(words for words in (paper.newest.day, paper.newest.pages) if words) if paper.is_there else "",
        article=paper.article,
        certainty=paper.need.certainty if paper.need else "VERIFIED",
        source=paper.need.finding.source if paper.need else "",
        rule=(paper.need.finding.version or paper.need.rule) if paper.need else "",
        links=links,
        anchor=f"paper-{paper.code}",
    )


def viewer(desk: DeskFile, wanted: str) -> parts.ViewerDoc | None:
    """The paper asked for, else the first one the desk may read, with the way to its neighbours."""
    given = [paper for paper in of(desk) if paper.is_there]
    readable = [paper for paper in given if paper.is_readable]
    chosen = next((paper for paper in given if paper.code == wanted), readable[0] if readable else None)
    if chosen is None:
        return None
    here = reverse("desk:dossier", args=[desk.dossier.reference])
    place = given.index(chosen)

    def link(to: int, words: str) -> parts.Link | None:
        return parts.Link(f"{here}?paper={given[to].code}#viewer-title", words) if 0 <= to < len(given) else None

    newest = chosen.newest
    facts = ", ".join(
        words for words in (_("Version %(number)d") % {"number": newest.number}, newest.day, newest.pages) if words
    )
    return parts.ViewerDoc(
        title=chosen.title,
        href=newest.href,
        download_href=f"{newest.href}?download" if newest.href else "",
        kind="pdf" if newest.media_type == "application/pdf" else "image",
        facts=facts,
        fingerprint=newest.sha256,
        position=_("%(place)d of %(all)d") % {"place": place + 1, "all": len(given)},
        previous=link(place - 1, _("Previous")),
        next=link(place + 1, _("Next")),
        tone=newest.scan_tone,
        state=newest.scan,
        closed_because=chosen.closed_because,
    )


def refuse_unless_readable(actor: Actor, *, track: str, sealed: bool, scan_status: str) -> None:
    """Raise PermissionDenied for content that this officer may not open, or that nobody may open yet."""
    verdict = policies.may_read_document(actor, track=track, sealed=sealed)
    if not verdict:
        raise PermissionDenied(str(verdict.why))
    if (closed := _closed_by_scan(scan_status)) != "":
        raise PermissionDenied(closed)


def _paper(desk: DeskFile, code: str, need: DocumentNeed | None) -> Paper:
    document = desk.documents.get(code)
    track = Track(document.track if document else need.track if need else Track.WORK)
    sealed = document.sealed if document else bool(need and need.sealed)
    verdict = policies.may_read_document(desk.actor, track=track, sealed=sealed)
    rows = list(document.versions.all()) if document else []
    rows.sort(key=lambda row: -row.number)
    because = "" if verdict else str(verdict.why)
    if not because and rows:
        because = _closed_by_scan(rows[0].scan_status)
    return Paper(
        code=code,
        title=sentences.title(code),
        track=track,
        is_sealed=sealed,
        is_required=bool(need and need.required),
        need=need,
        versions=tuple(_version(desk, row, is_open=bool(verdict)) for row in rows),
        closed_because=because,
    )


def _version(desk: DeskFile, row: Any, *, is_open: bool) -> Version:
    pages = ngettext("%(pages)d page", "%(pages)d pages", row.pages) % {"pages": row.pages} if row.pages else ""
    if not is_open:
        return Version(row.pk, row.number, _received(row), pages)
    closed = _closed_by_scan(row.scan_status)
    return Version(
        row.pk,
        row.number,
        _received(row),
        pages,
        name=row.original_name,
        size=row.size,
        sha256=row.sha256,
        media_type=row.media_type,
        scan=str(ScanStatus(row.scan_status).label),
        scan_tone=SCAN_TONES[ScanStatus(row.scan_status)],
        href="" if closed else reverse("desk:paper", args=[desk.dossier.reference, row.pk]),
    )


def _received(row: Any) -> str:
    """The day it came in: through the platform, or by post and scanned later (P24)."""
    if row.received_on is None:
        return day(row.added_at)
    return _("%(day)s, by post") % {"day": day(row.received_on)}


def _closed_by_scan(status: str) -> str:
    if status == ScanStatus.INFECTED:
        return _("This file carries a virus and was withdrawn. Ask for a clean copy.")
    if status == ScanStatus.PENDING:
        return _("This file is being scanned for viruses. It opens as soon as that is done.")
    return ""
