from django.db import models

from applications.vocabulary import Capacity


class FactsVersion(models.Model):
    """The facts as filed, or as amended later (P22): dated, numbered, and never changed (a trigger refuses)."""

    dossier = models.ForeignKey("Dossier", on_delete=models.PROTECT, related_name="facts_versions")
    number = models.PositiveIntegerField()
    facts = models.JSONField()
    recorded_at = models.DateTimeField()
    recorded_by = models.CharField(max_length=64)
    capacity = models.CharField(max_length=10, choices=Capacity)
    reason = models.TextField(blank=True)  # an officer's own words; never in the journal

    class Meta:
        constraints = [models.UniqueConstraint(fields=["dossier", "number"], name="one_facts_version_per_number")]

    def __str__(self) -> str:
        return f"facts {self.number} of {self.dossier_id}"
