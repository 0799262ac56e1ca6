from django.db import models
from django.db.models import Q

from applications.vocabulary import StatementKind


class WorkerStatement(models.Model):
    """What the worker says of the facts stated in his name: all of them right, or one of them wrong (P20).

    Free text, so outside the journal. Read by the two desks and by the worker, never by whoever filed: not even that
    a row is here. Rows are added, never changed (migration 0009).
    """

    dossier = models.ForeignKey("Dossier", on_delete=models.PROTECT, related_name="worker_statements")
    facts_version = models.ForeignKey("FactsVersion", on_delete=models.PROTECT, related_name="+")
    kind = models.CharField(max_length=10, choices=StatementKind)
    path = models.CharField(max_length=80, blank=True)
    text = models.TextField(blank=True)
    said_at = models.DateTimeField()
    said_by = models.CharField(max_length=64)

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=Q(kind=StatementKind.CONFIRMED, path="", text="")
                | Q(kind=StatementKind.WRONG, path__gt="", text__gt=""),
                name="what_is_wrong_is_named_and_explained",
            ),
        ]
        indexes = [models.Index(fields=["dossier", "id"], name="statements_about_a_dossier")]

    def __str__(self) -> str:
        return f"statement {self.pk}"
