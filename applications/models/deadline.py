from django.db import models
from django.db.models import Q

from applications.vocabulary import Ending, Track


class Deadline(models.Model):
    """A day the law sets for somebody: the projection of a clock. It never moves and is never deleted; it ends once.

    A clock that pauses or restarts ends its row as STOPPED and opens another; triggers refuse anything else.
    """

    dossier = models.ForeignKey("Dossier", on_delete=models.PROTECT, related_name="deadlines")
    track = models.CharField(max_length=10, choices=Track)
    rule = models.CharField(max_length=90)
    version = models.CharField(max_length=110)
    starts_on = models.DateField()
    due_on = models.DateField()
    ended_on = models.DateField(null=True)
    ended_as = models.CharField(max_length=8, choices=Ending, blank=True)

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=Q(ended_on=None, ended_as="") | Q(ended_on__isnull=False) & ~Q(ended_as=""),
                name="deadline_ends_once_and_says_how",
            ),
            models.UniqueConstraint(
                fields=["dossier", "track", "rule"], condition=Q(ended_on=None), name="one_open_deadline_per_rule"
            ),
        ]
        indexes = [
            models.Index(fields=["due_on", "id"], condition=Q(ended_on=None), name="deadlines_running"),
            models.Index(fields=["dossier"], name="deadlines_of_a_dossier"),
        ]

    def __str__(self) -> str:
        return f"{self.rule} {self.due_on}"
