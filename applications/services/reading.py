"""Writing down that somebody looked (feature 130): one row per opened page or document, apart from the journal."""

from datetime import datetime

from applications.actors import Actor
from applications.models import AccessLog


def record(*, dossier_id: int, by: Actor, what: str, at: datetime) -> None:
    """Keep who opened what. `what` is a code: "page", "document:12", "letter:3", "queue-search"."""
    AccessLog.objects.create(
        at=at,
        dossier_id=dossier_id,
        actor_key=by.key,
        capacity=by.capacity,
        organisation_key=by.organisation_key,
        what=what,
    )
