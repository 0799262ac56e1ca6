"""Turning receipts of the post office into legal facts (P1): the moment somebody counts as notified."""

from datetime import datetime

from django.db import transaction
from django.db.models import Max

from applications import calendar
from applications.actors import SYSTEM
from applications.models import Dossier, Notification, ReceiptCursor
from applications.selectors import unreached
from applications.services import completeness, posting, progress
from applications.vocabulary import EntryKind, NotificationKind
from exchange import receipts

BY_LETTER = frozenset({NotificationKind.POSTED, NotificationKind.DELIVERED})
FAILURES = frozenset({"FAILED", "RETURNED"})


def take_in(*, limit: int = 500) -> int:
    """Read the receipts that came back since last time, in order; answers how many. Safe to run twice at once."""
    with transaction.atomic():
        cursor = ReceiptCursor.objects.select_for_update().get()
        facts = receipts.after(cursor.position, limit=limit)
        for fact in facts:
            record(parcel_key=fact.parcel_key, kind=fact.kind, happened_at=fact.happened_at)
        if facts:
            cursor.position = facts[-1].position
            cursor.save(update_fields=["position"])
    return len(facts)


@transaction.atomic
def record(*, parcel_key: str, kind: str, happened_at: datetime) -> bool:
    """Write down that an addressee has been notified, if this receipt is the one that counts for him.

    Idempotent on the parcel's key: the first counting receipt wins, later ones change nothing. Answers whether it
    counted. Clocks that start or end with it are brought in line. A failure is a fact as well (P2): nothing is met by
    it, and the desk is alarmed.
    """
    known = Notification.objects.filter(parcel_key=parcel_key).values_list("pk", "dossier_id").first()
    if known is None or kind not in FAILURES.union(NotificationKind.values):
        return False
    dossier = progress.lock(known[1])
    notification = Notification.objects.select_related("request").select_for_update(of=("self",)).get(pk=known[0])
    if kind in FAILURES:
        return _fail(dossier, notification, kind, happened_at=happened_at)
    if notification.notified_at is not None or not _counts(dossier, notification, kind, happened_at=happened_at):
        return False
    notification.notified_at = happened_at
    notification.save(update_fields=["notified_at"])
    if notification.what in unreached.SILENT:
        return True
    progress.note(
        dossier,
        EntryKind.NOTIFIED,
        by=SYSTEM,
        at=happened_at,
        basis="P1",
        track=unreached.track_of(notification),
        payload=posting.about(notification) | {"by": kind},
    )
    known_at = _known_at(dossier, happened_at)
    progress.project(dossier, at=known_at)
    completeness.lapse(dossier_id=dossier.pk, at=known_at)  # the row of a period that ended is not swept again
    return True


def _counts(dossier: Dossier, notification: Notification, kind: str, *, happened_at: datetime) -> bool:
    """Whether the receipt is the one that counts. A letter was chosen in place of the usual way: then its own rule."""
    if kind in BY_LETTER:
        return kind == posting.letter_counts_by(dossier, notification.role, on=calendar.day_of(happened_at))
    return kind == notification.counts_by


def _fail(dossier: Dossier, notification: Notification, kind: str, *, happened_at: datetime) -> bool:
    """The parcel did not arrive. What has counted already stays notified: then only the call about it was lost."""
    notification.failed_at = happened_at
    notification.save(update_fields=["failed_at"])
    if notification.notified_at is not None or notification.what in unreached.SILENT:
        return False
    progress.note(
        dossier,
        EntryKind.NOTIFICATION_FAILED,
        by=SYSTEM,
        at=happened_at,
        basis="P2",
        track=unreached.track_of(notification),
        payload=posting.about(notification) | {"by": kind},
    )
    progress.project(dossier, at=_known_at(dossier, happened_at))
    return False


def _known_at(dossier: Dossier, happened_at: datetime) -> datetime:
    """A slip may tell of a day before what is known already: rows are brought in line as of the newest fact."""
    newest: datetime = dossier.journal.aggregate(newest=Max("at"))["newest"]
    return max(happened_at, newest)
