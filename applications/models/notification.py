from django.db import models
from django.db.models import Q

from applications.vocabulary import NotificationKind


class Notification(models.Model):
    """A parcel we put in the post for a dossier, and the moment from which its addressee counts as notified (P1).

    `what` is the legal event (`COMPLETENESS`, `REQUEST`, `WORK_ACT`, `RESIDENCE_ACT`, `NEWS`), `role` whom it was for.
    `failed_at` says that it could not be delivered, as far as is known: sending it another way empties it again.
    """

    parcel_key = models.CharField(max_length=120, unique=True)
    dossier = models.ForeignKey("Dossier", on_delete=models.PROTECT, related_name="notifications")
    act = models.ForeignKey("Act", null=True, on_delete=models.PROTECT, related_name="notifications")
    request = models.ForeignKey("DocumentRequest", null=True, on_delete=models.PROTECT, related_name="notifications")
    what = models.CharField(max_length=16)
    role = models.CharField(max_length=10)
    addressee_key = models.CharField(max_length=80)
    counts_by = models.CharField(max_length=20, choices=NotificationKind)
    posted_at = models.DateTimeField()
    notified_at = models.DateTimeField(null=True)
    failed_at = models.DateTimeField(null=True)

    class Meta:
        indexes = [
            models.Index(fields=["dossier"], name="notifications_of_a_dossier"),
            models.Index(fields=["addressee_key", "what", "id"], name="notifications_of_an_addressee"),
            models.Index(fields=["id"], condition=Q(notified_at=None), name="notifications_awaited"),
        ]

    def __str__(self) -> str:
        return self.parcel_key


class ReceiptCursor(models.Model):
    """How far the receipts of the post office have been read; one row."""

    position = models.PositiveBigIntegerField(default=0)

    def __str__(self) -> str:
        return str(self.position)
