"""Reading the whole journal in order, for those who verify it."""

from collections.abc import Iterator
from typing import Any

from django.db.models import OuterRef, Subquery

from applications import journal_chain
from applications.models import Dossier, JournalEntry
from applications.vocabulary import State

INSTANTS = ("at", "recorded_at")


def lines(*, dossier_id: int | None = None) -> Iterator[dict[str, Any]]:
    """Every entry, or those of one dossier, as plain values by dossier and number; instants as integer microseconds."""
    chosen = JournalEntry.objects.all() if dossier_id is None else JournalEntry.objects.filter(dossier_id=dossier_id)
    rows = chosen.order_by("dossier_id", "seq").values(*journal_chain.COLUMNS, "hash")
    for row in rows.iterator(chunk_size=5000):
        for name in INSTANTS:
            row[name] = journal_chain.microseconds(row[name])
        yield row


def heads() -> dict[str, list[Any]]:
    """The last number and hash of each chain, to be kept outside the database."""
    newest = JournalEntry.objects.order_by("dossier_id", "-seq").distinct("dossier_id")
    return {str(d): [seq, digest] for d, seq, digest in newest.values_list("dossier_id", "seq", "hash")}


def disagreeing() -> list[int]:
    """Dossiers whose state is not the one their journal left."""
    told = JournalEntry.objects.filter(dossier=OuterRef("pk")).order_by("-seq").values("state_after")[:1]
    rows = Dossier.objects.exclude(state=State.DRAFT).annotate(told=Subquery(told)).values_list("id", "state", "told")
    return [pk for pk, state, said in rows.iterator() if state != said]
