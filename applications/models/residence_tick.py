from django.db import models


class ResidenceTick(models.Model):
    """What the Immigration Office said of one residence paper in its completeness task (P21)."""

    dossier = models.ForeignKey("Dossier", on_delete=models.PROTECT, related_name="residence_ticks")
    code = models.CharField(max_length=80)
    present = models.BooleanField()
    reason = models.TextField(blank=True)
    ticked_at = models.DateTimeField()
    ticked_by = models.CharField(max_length=64)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["dossier", "code"], name="one_tick_per_residence_paper")]

    def __str__(self) -> str:
        return self.code
