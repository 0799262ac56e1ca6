from django.db import models
from django.db.models import Q

from applications.vocabulary import Authority, Track


class DocumentRequest(models.Model):
    """Papers asked of the applicant: for completeness without a track, one request with lines of both desks; during the
    examination (P5) one desk's own, on its track. `ended_at` says that another took the place of one never answered.
    """

    dossier = models.ForeignKey("Dossier", on_delete=models.PROTECT, related_name="requests")
    number = models.PositiveIntegerField()
    track = models.CharField(max_length=10, choices=Track, blank=True, default="")
    asked_at = models.DateTimeField()
    asked_by = models.CharField(max_length=64)
    authority = models.CharField(max_length=12, choices=Authority)
    answered_at = models.DateTimeField(null=True)
    ended_at = models.DateTimeField(null=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["dossier", "number"], name="one_request_per_number"),
            models.UniqueConstraint(
                fields=["dossier", "track"],
                condition=Q(answered_at=None, ended_at=None),
                name="one_open_request_per_track",
            ),
        ]

    @property
    def is_open(self) -> bool:
        return self.answered_at is None and self.ended_at is None

    def __str__(self) -> str:
        return f"request {self.number} of {self.dossier_id}"


class RequestLine(models.Model):
    """One paper asked, by whom, and why, in the words the applicant will read."""

    request = models.ForeignKey(DocumentRequest, on_delete=models.PROTECT, related_name="lines")
    authority = models.CharField(max_length=12, choices=Authority)
    code = models.CharField(max_length=80)
    reason = models.TextField(blank=True)
    answered_with = models.ForeignKey("DocumentVersion", null=True, on_delete=models.PROTECT, related_name="+")

    class Meta:
        constraints = [models.UniqueConstraint(fields=["request", "code"], name="a_paper_is_asked_once_per_request")]

    def __str__(self) -> str:
        return self.code
