from django.db import models
from django.db.models import Q
from django.db.models.functions import Now

from exchange.vocabulary import ReceiptKind


class Receipt(models.Model):
    """What is known to have happened to a parcel; the sender pulls these by `position` (P1).

    Append-only by SQL trigger. `position` is given once, after commit, by `receipts.stamp`, so that the sequence has
    no gap and a late commit is never skipped. `by` is the pseudonymous key of the person who opened or acknowledged,
    `dispatch` how often the parcel had been sent anew.
    """

    parcel = models.ForeignKey(
        "exchange.Parcel",
        on_delete=models.PROTECT,
        related_name="receipts",
        db_index=False,
    )
    kind = models.CharField(max_length=12, choices=ReceiptKind)
    happened_at = models.DateTimeField()
    position = models.PositiveBigIntegerField(null=True, blank=True, unique=True)
    by = models.CharField(max_length=80, blank=True, db_default="")
    detail = models.CharField(max_length=500, blank=True, db_default="")
    dispatch = models.PositiveSmallIntegerField(default=0, db_default=0)
    created_at = models.DateTimeField(db_default=Now())

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["parcel", "kind", "dispatch"],
                name="receipt_of_a_kind_happens_once_per_dispatch",
            ),
        ]
        indexes = [
            models.Index(
                fields=["id"],
                condition=Q(position__isnull=True),
                name="receipt_awaiting_position",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.parcel_id} {self.kind}"
