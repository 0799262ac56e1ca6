from django.db import models
from django.db.models import Q

from applications.vocabulary import DeclarationKind


class Declaration(models.Model):
    """What a post or a commune reports after the decision (P29): visa issued, arrived, registered, card delivered.

    What was reported on a grant that was undone stays true, and stands in nobody's way on the next (P13).
    """

    dossier = models.ForeignKey("Dossier", on_delete=models.PROTECT, related_name="declarations")
    kind = models.CharField(max_length=16, choices=DeclarationKind)
    happened_on = models.DateField()
    declared_at = models.DateTimeField()
    declared_by = models.CharField(max_length=64)
    organisation = models.ForeignKey("Organisation", on_delete=models.PROTECT, related_name="declarations")
    of_earlier_grant = models.BooleanField(default=False)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["dossier", "kind"], condition=Q(of_earlier_grant=False), name="a_step_is_reported_once"
            )
        ]

    def __str__(self) -> str:
        return self.kind
