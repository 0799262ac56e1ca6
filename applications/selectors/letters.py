"""The letters of signed acts: which one a notice encloses, whether its seal is on, and which were issued at all.

Who may have the bytes is the caller's question: an addressee by a parcel that carries the letter, an officer by his
dossier. Whoever only holds a paper copy asks `issued`, which knows digests and no people.
"""

import hashlib
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime

from applications import files
from applications.models import Act, Notification, Translation
from applications.models.act import IN_FORCE
from applications.vocabulary import ActState, UndoneBecause

PREFIX = "act:"


class UnknownLetter(LookupError):
    """No signed act has that number."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Letter:
    """One letter. `file_key` is empty while the seal is awaited: what has no seal leaves nobody's hands."""

    act_id: int
    dossier_id: int
    reference: str
    kind: str
    language: str
    file_key: str
    undone_because: str
    undone_at: datetime | None
    translations: tuple["Translated", ...] = ()

    @property
    def is_corrected(self) -> bool:
        """Whether another letter has taken this one's place."""
        return self.undone_because == UndoneBecause.CORRECTED

    @property
    def is_sealed(self) -> bool:
        return bool(self.file_key)

    @property
    def name(self) -> str:
        """How the file is called on the reader's disk."""
        return f"{self.reference}_{self.kind.lower()}.pdf"


@dataclass(frozen=True, slots=True, kw_only=True)
class Translated:
    """A letter in another language, for information (P14)."""

    language: str
    file_key: str
    added_at: datetime
    name: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Served:
    """What the dossier knows of a parcel: its meaning, and since when its addressee counts as notified (P1).

    `answered_at` is for a request for documents: once answered it asks nothing any more.
    """

    dossier_id: int
    what: str
    role: str
    notified_at: datetime | None
    answered_at: datetime | None


@dataclass(frozen=True, slots=True, kw_only=True)
class Issued:
    """A letter as somebody who holds a copy may learn of it: compared by digest, never shown."""

    act_id: int
    kind: str
    authority: str
    signed_at: datetime
    preview_sha256: str
    sealed_key: str
    is_in_force: bool
    number: str
    undone_because: str
    undone_at: datetime | None
    replaced_by: str
    replaced_on: datetime | None

    @property
    def is_corrected(self) -> bool:
        """Whether another letter has taken this one's place; else it was undone and nothing did."""
        return self.undone_because == UndoneBecause.CORRECTED


def enclosed(file_keys: Iterable[str]) -> list[Letter]:
    """The letters that a notice names in its attachments, in that order. Two queries, none without attachments."""
    ids = [int(key.removeprefix(PREFIX)) for key in file_keys if key.startswith(PREFIX)]
    if not ids:
        return []
    found = {act.pk: act for act in Act.objects.select_related("dossier").filter(pk__in=ids)}
    others: dict[int, dict[str, Translated]] = {}
    for row in Translation.objects.select_related("act__dossier").filter(act__in=found).order_by("id"):
        if row.is_readable:
            others.setdefault(row.act_id, {})[row.language] = _translated(row)  # the newest of each language
    return [_letter(found[pk], tuple(others.get(pk, {}).values())) for pk in ids if pk in found]


def get(file_key: str) -> Letter:
    """The letter that an attachment names. Raises UnknownLetter."""
    for letter in enclosed([file_key]):
        return letter
    raise UnknownLetter(file_key)


def find_served(parcel_key: str) -> Served | None:
    """The dossier's side of a parcel."""
    row = Notification.objects.select_related("request").filter(parcel_key=parcel_key).first()
    if row is None:
        return None
    return Served(
        dossier_id=row.dossier_id,
        what=row.what,
        role=row.role,
        notified_at=row.notified_at,
        answered_at=row.request.answered_at if row.request else None,
    )


def issued(reference: str) -> list[Issued]:
    """Every decision issued under that reference, also those replaced since; empty when there is none."""
    wanted = (*IN_FORCE, ActState.SUPERSEDED)
    rows = Act.objects.filter(dossier__reference=reference, state__in=wanted, signed_at__isnull=False).order_by("id")
    acts = list(rows.select_related("dossier"))
    newer = {act.rectifies_id: act for act in acts if act.rectifies_id}
    return [
        Issued(
            act_id=act.pk,
            kind=act.kind,
            authority=act.authority,
            signed_at=act.signed_at,
            preview_sha256=act.sha256,
            sealed_key=act.sealed_key,
            is_in_force=act.in_force,
            number=act.number,
            undone_because=act.superseded_because,
            undone_at=act.superseded_at,
            replaced_by=newer[act.pk].number if act.pk in newer else "",
            replaced_on=newer[act.pk].signed_at if act.pk in newer else None,
        )
        for act in acts
        if act.signed_at
    ]


def sealed_bytes(letter: Issued) -> bytes:
    """The letter as it was issued; nothing while the seal is awaited."""
    return files.read(letter.sealed_key) if letter.sealed_key else b""


def digest(content: bytes) -> str:
    """The fingerprint by which copies are compared."""
    return hashlib.sha256(content).hexdigest()


def _translated(row: Translation) -> Translated:
    name = f"{row.act.dossier.reference}_{row.act.kind.lower()}_{row.language}_translation.pdf"
    return Translated(language=row.language, file_key=row.file_key, added_at=row.added_at, name=name)


def _letter(act: Act, translations: tuple[Translated, ...]) -> Letter:
    return Letter(
        act_id=act.pk,
        dossier_id=act.dossier_id,
        reference=str(act.dossier.reference),
        kind=act.kind,
        language=act.language,
        file_key=act.sealed_key,
        undone_because=act.superseded_because,
        undone_at=act.superseded_at,
        translations=translations,
    )
