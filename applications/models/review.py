from django.db import models
from django.db.models import Q

from applications.vocabulary import Authority, Outcome, Track


class Review(models.Model):
    """The examination of one track, from completeness to its own signed act (P8, P10).

    A *provisional* outcome is a note to self of the residence desk before the regional yes: no act, revisable.
    """

    dossier = models.ForeignKey("Dossier", on_delete=models.PROTECT, related_name="reviews")
    track = models.CharField(max_length=10, choices=Track)
    authority = models.CharField(max_length=12, choices=Authority)
    opened_at = models.DateTimeField()
    provisional = models.CharField(max_length=12, choices=Outcome, blank=True)
    provisional_at = models.DateTimeField(null=True)
    outcome = models.CharField(max_length=12, choices=Outcome, blank=True)
    grounds = models.JSONField(default=dict)
    concluded_at = models.DateTimeField(null=True)
    concluded_by = models.CharField(max_length=64, blank=True)
    closed_at = models.DateTimeField(null=True)
    without_object = models.BooleanField(default=False)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["dossier", "track"], condition=Q(closed_at=None), name="one_open_review_per_track"
            ),
            models.CheckConstraint(
                condition=Q(outcome="", concluded_at=None) | ~Q(outcome="") & Q(concluded_at__isnull=False),
                name="a_concluded_review_says_how_and_when",
            ),
            models.CheckConstraint(
                condition=Q(track__in=[Track.WORK, Track.RESIDENCE]), name="a_review_is_of_work_or_of_residence"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.track} of {self.dossier_id}"
