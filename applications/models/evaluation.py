from django.db import models


class Evaluation(models.Model):
    """What the rulebook said of one version of the facts: codes, values, rule versions, engine revision; no sentences.

    Re-running it under the same revision gives the same bytes.
    """

    dossier = models.ForeignKey("Dossier", on_delete=models.PROTECT, related_name="evaluations")
    facts_version = models.ForeignKey("FactsVersion", on_delete=models.PROTECT, related_name="evaluations")
    tree = models.JSONField()
    revision = models.CharField(max_length=20)
    made_at = models.DateTimeField()

    class Meta:
        indexes = [models.Index(fields=["dossier", "-id"], name="evaluation_newest_first")]

    def __str__(self) -> str:
        return f"evaluation of {self.dossier_id}"
