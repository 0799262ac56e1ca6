from django.db import models
from django.db.models import F, Q
from django.db.models.functions import Now

from exchange.vocabulary import NoticeKind, ParcelState


class Parcel(models.Model):
    """A notice on its way to one addressee: a row of the outbox, and afterwards a line of an inbox.

    Two clocks meet here and must not be mixed. `due_at` and `lease_until` are the machine's time, set by the
    database; `posted_at`, `sent_at`, `available_at`, `read_at`, `acknowledged_at` are the time the law knows.
    The three last repeat receipts, so that an inbox page is one indexed query. `dispatch` counts how often it was sent
    anew: to another addressee, to a corrected address, on paper.
    """

    key = models.CharField(max_length=120, unique=True)
    kind = models.CharField(max_length=24, choices=NoticeKind)
    schema_version = models.PositiveSmallIntegerField()
    addressee = models.ForeignKey(
        "exchange.Addressee",
        on_delete=models.PROTECT,
        related_name="parcels",
        db_index=False,
    )
    posted_to = models.CharField(max_length=80)
    subject_reference = models.CharField(max_length=32)
    language = models.CharField(max_length=2)
    payload = models.JSONField()
    posted_at = models.DateTimeField()

    state = models.CharField(
        max_length=8,
        choices=ParcelState,
        default=ParcelState.QUEUED,
        db_default="QUEUED",
    )
    due_at = models.DateTimeField(db_default=Now())
    lease_until = models.DateTimeField(null=True, blank=True)
    leased_by = models.CharField(max_length=80, blank=True, db_default="")
    attempts = models.PositiveSmallIntegerField(default=0, db_default=0)
    last_error = models.CharField(max_length=500, blank=True, db_default="")
    dispatch = models.PositiveSmallIntegerField(default=0, db_default=0)

    sent_at = models.DateTimeField(null=True, blank=True)
    available_at = models.DateTimeField(null=True, blank=True)
    read_at = models.DateTimeField(null=True, blank=True)
    acknowledged_at = models.DateTimeField(null=True, blank=True)
    created_at = models.DateTimeField(db_default=Now())

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=Q(state=ParcelState.LEASED, lease_until__isnull=False) & ~Q(leased_by="")
                | ~Q(state=ParcelState.LEASED) & Q(lease_until__isnull=True, leased_by=""),
                name="parcel_is_leased_by_somebody_until_some_time_or_not_at_all",
            ),
            models.CheckConstraint(
                condition=~Q(state=ParcelState.SENT) | Q(sent_at__isnull=False, available_at__isnull=False),
                name="parcel_delivered_says_when",
            ),
            models.CheckConstraint(
                condition=Q(read_at__isnull=True, acknowledged_at__isnull=True) | Q(available_at__isnull=False),
                name="parcel_is_read_only_once_available",
            ),
        ]
        indexes = [
            models.Index(F("due_at"), F("id"), condition=Q(state="QUEUED"), name="parcel_claim"),
            models.Index(F("lease_until"), condition=Q(state="LEASED"), name="parcel_lease"),
            models.Index(
                F("addressee"),
                F("id"),
                condition=Q(state__in=["QUEUED", "LEASED"]),
                name="parcel_lane",
            ),
            models.Index(
                F("addressee"),
                F("available_at").desc(),
                F("id").desc(),
                condition=Q(available_at__isnull=False),
                name="parcel_inbox",
            ),
        ]

    def __str__(self) -> str:
        return self.key
