from django.db import models
from django.db.models import Q

from applications.vocabulary import Authority, SimulationState


class LawSimulation(models.Model):
    """A draft of an authority's law, run over what the desks have judged; kept for some weeks, then deleted.

    `tally` is what has been counted so far and is emptied with the last dossier: it holds small numbers, which nobody
    may see. `report` holds those that may be seen (P32). Neither names a dossier or a person.
    """

    authority = models.CharField(max_length=12, choices=Authority)
    asked_at = models.DateTimeField()
    asked_by = models.CharField(max_length=64)
    files = models.JSONField()  # what was drafted: authority, name and text of each file
    as_if_on = models.DateField(null=True)  # empty: each application keeps its own days
    state = models.CharField(max_length=8, choices=SimulationState, default=SimulationState.WAITING)
    until_evaluation = models.BigIntegerField()  # what is judged later takes no part
    after_dossier = models.BigIntegerField(default=0)
    percent = models.PositiveSmallIntegerField(default=0)
    tally = models.JSONField(default=dict)
    report = models.JSONField(null=True)
    faults = models.JSONField(default=list)
    finished_at = models.DateTimeField(null=True)
    keep_until = models.DateField()

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=Q(state=SimulationState.WAITING, finished_at=None, report=None)
                | Q(state=SimulationState.DONE, finished_at__isnull=False, report__isnull=False)
                | Q(state=SimulationState.FAILED, finished_at__isnull=False, report=None),
                name="a_simulation_that_is_done_has_a_report",
            ),
            models.CheckConstraint(
                condition=Q(finished_at=None) | Q(tally={}), name="no_small_numbers_outlive_a_simulation"
            ),
        ]
        indexes = [
            models.Index(fields=["authority", "-id"], name="simulations_of_an_authority"),
            models.Index(fields=["id"], condition=Q(finished_at=None), name="simulations_to_run"),
            models.Index(fields=["keep_until"], name="simulations_to_delete"),
        ]

    def __str__(self) -> str:
        return f"{self.authority} {self.pk}"
