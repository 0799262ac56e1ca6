"""The acknowledgement of a filing: when, under which number, and the fingerprint of everything that was filed.

It is read from the journal entry of the filing, which nobody can rewrite, so it says the same for ever.
"""

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from applications.models import DocumentVersion, Dossier
from applications.vocabulary import Capacity, EntryKind, Intake


@dataclass(frozen=True, slots=True)
class FiledPaper:
    """A paper as it was at filing: its code and fingerprint, never its name (P20).

    Of a sealed paper that the worker sent whoever files learns that it is there, and no fingerprint.
    """

    code: str
    sealed: bool
    sha256: str
    size: int


@dataclass(frozen=True, slots=True)
class FilingReceipt:
    """What was filed; `entry_hash` ties it to the dossier's journal."""

    reference: str
    filed_at: datetime
    authority: str
    category: str
    kind: str
    facts_sha256: str
    papers: tuple[FiledPaper, ...]
    warnings: tuple[str, ...]
    entry_hash: str
    intake: str = Intake.ELECTRONIC

    def as_json(self) -> dict[str, Any]:
        """The receipt for machines: codes and fingerprints, no names."""
        return {
            "reference": self.reference,
            "filed_at": self.filed_at.isoformat(),
            "authority": self.authority,
            "intake": self.intake,
            "category": self.category,
            "kind": self.kind,
            "facts_sha256": self.facts_sha256,
            "documents": [{"code": p.code, "sha256": p.sha256, "bytes": p.size} for p in self.papers],
            "warnings": list(self.warnings),
            "journal_entry_sha256": self.entry_hash,
        }


def of(dossier: Dossier) -> FilingReceipt:
    """The receipt of a filed dossier."""
    entry = dossier.journal.get(kind=EntryKind.SUBMITTED)
    said = entry.said
    versions = DocumentVersion.objects.filter(document__dossier=dossier, sha256__in=said["documents"])
    papers = {
        version.document.code: _filed(version)
        for version in versions.select_related("document").order_by("number")
        if version.added_at <= entry.at or dossier.intake == Intake.PAPER  # scanned after the day it was received
    }
    return FilingReceipt(
        reference=dossier.reference or "",
        filed_at=entry.at,
        authority=said["authority"],
        category=said["category"],
        kind=said["kind"],
        facts_sha256=said["facts_sha256"],
        papers=tuple(papers[code] for code in sorted(papers)),
        warnings=tuple(said["warnings"]),
        entry_hash=entry.hash,
        intake=dossier.intake,
    )


def _filed(version: DocumentVersion) -> FiledPaper:
    document = version.document
    if document.sealed and version.capacity == Capacity.WORKER:
        return FiledPaper(document.code, sealed=True, sha256="", size=0)
    return FiledPaper(document.code, document.sealed, version.sha256, version.size)
