from django.db import models
from django.db.models import Q

from applications.vocabulary import REOPENING_REASONS, UndoneBecause


class Reopening(models.Model):
    """An application taken up again after its last act was undone (P13). Never changed (a trigger refuses).

    `basis` is the judgment, the decision on appeal or the reasoning, in the signatory's words: free text, so it stands
    here and not in the journal, which names this row.
    """

    dossier = models.ForeignKey("Dossier", on_delete=models.PROTECT, related_name="reopenings")
    act = models.ForeignKey("Act", on_delete=models.PROTECT, related_name="reopenings")
    reason = models.CharField(max_length=16, choices=UndoneBecause)
    basis = models.TextField()
    signatory = models.ForeignKey("Signatory", on_delete=models.PROTECT, related_name="reopenings")
    reopened_at = models.DateTimeField()
    reopened_by = models.CharField(max_length=64)

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=Q(reason__in=REOPENING_REASONS) & Q(basis__gt=""),
                name="a_reopening_says_why_and_on_what_basis",
            ),
            models.UniqueConstraint(fields=["act"], name="an_act_is_undone_once"),
        ]

    def __str__(self) -> str:
        return f"{self.reason} of {self.act_id}"
