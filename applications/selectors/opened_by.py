"""Who opened a file, as the person it is about sees it (P30): authority, capacity and time, never an officer's name.

Readings of the inspectorate are left out: when they appear is for a rule to say, and none is known here.
"""

from dataclasses import dataclass
from datetime import datetime

from applications.actors import Actor
from applications.models import AccessLog, Dossier, Organisation
from applications.vocabulary import Capacity

PAGE = 50


@dataclass(frozen=True, slots=True)
class Opened:
    """One look at the file. `paper` tells a document from the page; which document is not told."""

    id: int
    at: datetime
    organisation: str
    authority: str
    capacity: str
    paper: bool


def of(dossier: Dossier, actor: Actor, *, before: int | None = None, limit: int = PAGE) -> list[Opened]:
    """The newest first, without the reader's own; one more than `limit` when there is another page. Two queries."""
    rows = AccessLog.objects.filter(dossier_id=dossier.pk, at__gte=dossier.opened_at).exclude(actor_key=actor.key)
    rows = rows.exclude(capacity=Capacity.INSPECTOR)
    if before is not None:
        rows = rows.filter(id__lt=before)
    found = list(rows.order_by("-id")[: limit + 1])
    keys = {row.organisation_key for row in found}
    bodies = {row.key: row for row in Organisation.objects.filter(key__in=keys)}
    return [_opened(row, bodies.get(row.organisation_key)) for row in found]


def _opened(row: AccessLog, body: Organisation | None) -> Opened:
    return Opened(
        id=row.pk,
        at=row.at,
        organisation=body.name if body else "",
        authority=body.authority if body else "",
        capacity=row.capacity,
        paper=row.what.startswith(("document:", "paper:", "letter:")),
    )
