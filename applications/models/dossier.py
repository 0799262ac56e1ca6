import uuid
from typing import TYPE_CHECKING

from django.db import models
from django.db.models import Q

from applications.vocabulary import ApplicationKind, Authority, Capacity, Intake, State

if TYPE_CHECKING:
    from applications.models.permit import Permit


class Dossier(models.Model):
    """One application for work and residence, from the first key stroke to the last notification.

    What came on paper (`intake`) was typed by an officer of `intake_authority`; `received_on` is its filing day (P24),
    and with a `reply_address` whoever filed is answered by registered letter. State is written by `services.progress`
    alone, and never without a journal entry: a deferred constraint compares.
    """

    key = models.UUIDField(unique=True, default=uuid.uuid4, editable=False)
    reference = models.CharField(max_length=20, null=True, unique=True, db_collation="C")
    state = models.CharField(max_length=16, choices=State, default=State.DRAFT)
    category = models.CharField(max_length=40)
    kind = models.CharField(max_length=20, choices=ApplicationKind, default=ApplicationKind.FIRST)
    authority = models.CharField(max_length=12, choices=Authority, blank=True)
    authority_because = models.JSONField(null=True)
    language = models.CharField(max_length=2, blank=True)

    workspace = models.ForeignKey("Organisation", on_delete=models.PROTECT, related_name="filed_dossiers")
    employer = models.ForeignKey("Organisation", null=True, on_delete=models.PROTECT, related_name="dossiers")
    mandate = models.ForeignKey("Mandate", null=True, on_delete=models.PROTECT, related_name="filed_under")
    worker = models.ForeignKey("Person", null=True, on_delete=models.PROTECT, related_name="dossiers")
    post_code = models.CharField(max_length=40, blank=True)
    commune_nis_code = models.CharField(max_length=5, blank=True)

    opened_at = models.DateTimeField()
    opened_by = models.CharField(max_length=64)
    filer_capacity = models.CharField(max_length=10, choices=Capacity)
    submitted_at = models.DateTimeField(null=True)

    intake = models.CharField(max_length=10, choices=Intake, default=Intake.ELECTRONIC, db_default="ELECTRONIC")
    received_on = models.DateField(null=True)
    intake_authority = models.CharField(max_length=12, choices=Authority, blank=True, default="", db_default="")
    reply_address = models.TextField(blank=True, default="", db_default="")

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=Q(state=State.DRAFT, reference=None, authority="", submitted_at=None)
                | ~Q(state=State.DRAFT) & Q(reference__isnull=False, authority__gt="", submitted_at__isnull=False),
                name="reference_authority_and_day_exactly_when_filed",
            ),
            models.CheckConstraint(
                condition=Q(intake=Intake.ELECTRONIC, received_on=None, intake_authority="")
                | Q(intake=Intake.PAPER, received_on__isnull=False, intake_authority__gt=""),
                name="what_came_on_paper_says_when_and_who_typed_it",
            ),
        ]
        indexes = [
            models.Index(fields=["workspace", "-id"], name="dossier_of_a_workspace"),
            models.Index(fields=["employer", "-id"], name="dossier_of_an_employer"),
            models.Index(fields=["worker", "-id"], name="dossier_of_a_worker"),
            models.Index(
                fields=["intake_authority", "-id"],
                condition=Q(state=State.DRAFT, intake=Intake.PAPER),
                name="paper_being_typed",
            ),
        ]

    def __str__(self) -> str:
        return self.reference or str(self.key)

    @property
    def permit(self) -> "Permit":
        """The permit that is live. Raises `Permit.DoesNotExist` without one: before a grant, or after a reopening."""
        return self.permits.get(ended_at=None)

    @property
    def is_draft(self) -> bool:
        return self.state == State.DRAFT
