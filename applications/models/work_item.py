from datetime import date

from django.contrib.postgres.indexes import GinIndex
from django.db import models
from django.db.models import Q

from applications.vocabulary import Alarm, Authority, Stage, Track, WaitingFor

NO_DUE_DAY = date(9999, 12, 31)


class WorkItem(models.Model):
    """What one desk has to do with one dossier: the only table that queues read. Written by `services.progress`.

    `due_on` is `NO_DUE_DAY` while no clock of that desk runs, so that one index serves every page of the queue.
    `sign_by_on` is the last day to sign so that the decision is notified in time (P2). Labels are copies for the list;
    `search_name` is normalised in Python and indexed by trigrams.
    """

    dossier = models.ForeignKey("Dossier", on_delete=models.PROTECT, related_name="work_items")
    authority = models.CharField(max_length=12, choices=Authority)
    track = models.CharField(max_length=10, choices=Track)
    stage = models.CharField(max_length=10, choices=Stage)
    waiting_for = models.CharField(max_length=12, choices=WaitingFor, blank=True)
    due_on = models.DateField(default=NO_DUE_DAY)
    sign_by_on = models.DateField(null=True)
    alarm = models.CharField(max_length=12, choices=Alarm, blank=True, db_default="")
    assignee = models.CharField(max_length=64, blank=True)
    team = models.CharField(max_length=40, blank=True)
    reference = models.CharField(max_length=20, db_collation="C")
    category = models.CharField(max_length=40)
    worker_name = models.CharField(max_length=200)
    employer_name = models.CharField(max_length=200)
    search_name = models.TextField(db_collation="C")
    on_paper = models.BooleanField(default=False, db_default=False)
    opened_at = models.DateTimeField()
    closed_at = models.DateTimeField(null=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["dossier", "authority"], name="one_work_item_per_desk"),
        ]
        indexes = [
            models.Index(fields=["authority", "due_on", "id"], condition=Q(closed_at=None), name="queue_by_deadline"),
            models.Index(
                fields=["authority", "stage", "due_on", "id"], condition=Q(closed_at=None), name="queue_by_stage"
            ),
            models.Index(
                fields=["authority", "assignee", "due_on", "id"], condition=Q(closed_at=None), name="queue_by_assignee"
            ),
            models.Index(
                fields=["authority", "category", "due_on", "id"], condition=Q(closed_at=None), name="queue_by_category"
            ),
            models.Index(fields=["authority", "reference"], name="queue_by_reference"),
            GinIndex(fields=["search_name"], opclasses=["gin_trgm_ops"], name="queue_by_name"),
        ]

    def __str__(self) -> str:
        return f"{self.authority} {self.reference}"
