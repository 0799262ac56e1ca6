"""What the worker said of the facts: all of it for the two desks, his own for the worker, nothing for others."""

from collections.abc import Sequence

from applications import disclosure
from applications.actors import Actor
from applications.disclosure import Viewer
from applications.models import Dossier, WorkerStatement

MOST = 50


def seen_by(actor: Actor, dossier: Dossier) -> Sequence[WorkerStatement]:
    """The newest first. Somebody let in by an invitation reads what he wrote himself; who proved a number reads all."""
    rows = WorkerStatement.objects.filter(dossier=dossier).select_related("facts_version").order_by("-id")
    match disclosure.viewer_of(actor):
        case Viewer.WORK_AUTHORITY | Viewer.FEDERAL | Viewer.WORKER:
            return list(rows[:MOST])
        case Viewer.INVITED_WORKER:
            return list(rows.filter(said_by=actor.key)[:MOST])
    return []
