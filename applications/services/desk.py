"""Small verbs of a desk: taking or passing a dossier on, writing an internal note."""

from datetime import datetime

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from applications import policies
from applications.actors import Actor
from applications.models import Dossier, Message, WorkItem
from applications.services import progress
from applications.services.refusals import NotAllowed, Stale
from applications.vocabulary import EntryKind


@transaction.atomic
def assign(*, dossier_id: int, to: str, by: Actor, at: datetime, expected: str | None = None) -> WorkItem:
    """Give the desk's work item to an officer (his actor key), or to nobody with an empty key.

    `expected` is the assignee the page showed: two officers who take the same dossier are told apart.
    Raises NotAllowed, Stale.
    """
    dossier = progress.lock(dossier_id)
    if not (verdict := policies.may_assign(by, dossier)):
        raise NotAllowed(verdict.why)
    item = WorkItem.objects.select_for_update().get(dossier=dossier, authority=by.authority)
    if expected is not None and item.assignee != expected:
        raise Stale(_("Somebody else has taken this dossier in between."))
    if item.assignee == to:
        return item
    item.assignee = to
    item.save(update_fields=["assignee"])
    progress.note(
        dossier,
        EntryKind.ASSIGNED,
        by=by,
        at=at,
        basis="own organisation",
        track=item.track,
        payload={"authority": by.authority, "assignee": to or None},
    )
    return item


@transaction.atomic
def write_note(*, dossier_id: int, text: str, by: Actor, at: datetime) -> Message:
    """Keep an internal note; officers of the same authority read it. Raises NotAllowed."""
    dossier = Dossier.objects.get(pk=dossier_id)
    if not (verdict := policies.may_write_note(by, dossier)):
        raise NotAllowed(verdict.why)
    if not text.strip():
        raise NotAllowed(_("Write something before saving the note."))
    return Message.objects.create(
        dossier=dossier, authority=by.authority, text=text.strip(), written_at=at, written_by=by.key
    )
