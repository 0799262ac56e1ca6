from django.contrib.postgres.constraints import ExclusionConstraint
from django.contrib.postgres.fields import DateRangeField, RangeOperators
from django.db import models
from django.db.models import F, Func, Q, Value
from django.db.models.functions import Coalesce

from applications.vocabulary import Authority, Track, UnavailabilityReason


class DateRange(Func):
    """The days from the first to the last, both included."""

    function = "daterange"
    output_field = DateRangeField()


class Unavailability(models.Model):
    """An outage, strike or closing day that an authority put on record, on one track (P6). Both days are included.

    Never deleted and never rewritten: it is ended early or annulled once, with a reason, and both stay readable.
    `followed_at` says that the open deadlines it touches are in line; empty, the task has still to go over them.
    """

    authority = models.CharField(max_length=12, choices=Authority)
    track = models.CharField(max_length=10, choices=Track)
    from_on = models.DateField()
    until_on = models.DateField()
    reason = models.CharField(max_length=10, choices=UnavailabilityReason)
    moves_due = models.BooleanField(default=False)
    recorded_at = models.DateTimeField()
    recorded_by = models.CharField(max_length=64)
    ended_on = models.DateField(null=True)
    is_annulled = models.BooleanField(default=False)
    changed_at = models.DateTimeField(null=True)
    changed_by = models.CharField(max_length=64, blank=True)
    changed_because = models.CharField(max_length=300, blank=True)
    followed_at = models.DateTimeField(null=True)

    class Meta:
        constraints = [
            ExclusionConstraint(
                name="one_record_of_an_authority_per_track_and_day",
                expressions=[
                    ("authority", RangeOperators.EQUAL),
                    ("track", RangeOperators.EQUAL),
                    (
                        DateRange(
                            F("from_on"),
                            Coalesce(F("ended_on"), F("until_on")),
                            Value("[]"),
                        ),
                        RangeOperators.OVERLAPS,
                    ),
                ],
                condition=Q(is_annulled=False),
            ),
            models.CheckConstraint(
                condition=Q(until_on__gte=F("from_on")), name="an_unavailability_ends_after_it_begins"
            ),
            models.CheckConstraint(
                condition=Q(ended_on=None) | Q(ended_on__gte=F("from_on"), ended_on__lt=F("until_on")),
                name="an_unavailability_ends_early_within_its_days",
            ),
            models.CheckConstraint(
                condition=Q(changed_at=None, ended_on=None, is_annulled=False, changed_because="")
                | Q(changed_at__isnull=False) & ~Q(changed_because="") & ~Q(changed_by=""),
                name="an_unavailability_is_changed_with_a_reason",
            ),
        ]
        indexes = [
            models.Index(fields=["authority", "-id"], name="unavailability_of_an_authority"),
            models.Index(fields=["id"], condition=Q(followed_at=None), name="unavailability_to_follow"),
        ]

    def __str__(self) -> str:
        return f"{self.authority} {self.from_on}"
