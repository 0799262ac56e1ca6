from django.db import models
from django.db.models import F, Q

from applications.vocabulary import UndoneBecause


class Permit(models.Model):
    """The combined title that a grant creates; a deferred trigger refuses a live one without a granted dossier.

    A correction of annex 46 or a reopening ends it and never changes it: the next annex 46 makes the next permit.
    """

    dossier = models.ForeignKey("Dossier", on_delete=models.PROTECT, related_name="permits")
    act = models.OneToOneField("Act", on_delete=models.PROTECT, related_name="permit")
    card = models.CharField(max_length=4)
    labour_market = models.CharField(max_length=10)
    may_work_from = models.DateField()
    valid_from = models.DateField()
    valid_until = models.DateField()
    because = models.JSONField(default=dict)
    ended_at = models.DateTimeField(null=True)
    ended_because = models.CharField(max_length=16, choices=UndoneBecause, blank=True)

    class Meta:
        constraints = [
            models.CheckConstraint(condition=Q(valid_until__gt=F("valid_from")), name="a_permit_ends_after_it_starts"),
            models.UniqueConstraint(fields=["dossier"], condition=Q(ended_at=None), name="one_live_permit_per_dossier"),
            models.CheckConstraint(
                condition=Q(ended_at=None, ended_because="") | Q(ended_at__isnull=False, ended_because__gt=""),
                name="a_permit_that_ended_says_why",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.card} until {self.valid_until}"
