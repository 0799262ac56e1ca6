from django.db import models
from django.db.models import F, Q

from applications.vocabulary import ActKind, ActState, Authority, Track, UndoneBecause

IN_FORCE = (ActState.SIGNED, ActState.SEALED)
IN_PREPARATION = (ActState.PREPARED, ActState.PREVIEWED)


class Act(models.Model):
    """A decision with its letter. Preview stores the bytes that will be issued; signing adopts them; the seal is added.

    `input_hash` is the hash of everything the letter was made from: signing refuses when it no longer matches.
    `substance` is the hash without number, day and signature: a correction that leaves it as it was corrects nothing.
    """

    dossier = models.ForeignKey("Dossier", on_delete=models.PROTECT, related_name="acts")
    review = models.ForeignKey("Review", null=True, on_delete=models.PROTECT, related_name="acts")
    track = models.CharField(max_length=10, choices=Track)
    kind = models.CharField(max_length=16, choices=ActKind)
    authority = models.CharField(max_length=12, choices=Authority)
    state = models.CharField(max_length=12, choices=ActState, default=ActState.PREPARED)
    language = models.CharField(max_length=2)
    rectifies = models.OneToOneField("self", null=True, on_delete=models.PROTECT, related_name="rectification")
    evaluation = models.ForeignKey("Evaluation", null=True, on_delete=models.PROTECT, related_name="acts")
    grounds = models.JSONField(default=dict)
    prepared_at = models.DateTimeField()
    prepared_by = models.CharField(max_length=64)
    input_hash = models.CharField(max_length=64, blank=True)
    substance = models.CharField(max_length=64, blank=True)
    preview_key = models.CharField(max_length=80, blank=True)
    sha256 = models.CharField(max_length=64, blank=True)
    signed_at = models.DateTimeField(null=True)
    signatory = models.ForeignKey("Signatory", null=True, on_delete=models.PROTECT, related_name="acts")
    signed_by = models.CharField(max_length=64, blank=True)
    countersigned_by = models.CharField(max_length=64, blank=True)
    sealed_key = models.CharField(max_length=80, blank=True)
    sealed_at = models.DateTimeField(null=True)
    superseded_at = models.DateTimeField(null=True)
    superseded_because = models.CharField(max_length=16, choices=UndoneBecause, blank=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["dossier", "track"], condition=Q(state__in=IN_FORCE), name="one_act_in_force_per_track"
            ),
            models.UniqueConstraint(
                fields=["dossier", "track"],
                condition=Q(state__in=list(IN_PREPARATION)),
                name="one_act_in_preparation_per_track",
            ),
            models.CheckConstraint(
                condition=Q(countersigned_by="") | ~Q(countersigned_by=F("signed_by")),
                name="the_second_signer_is_somebody_else",
            ),
            models.CheckConstraint(
                condition=~Q(state__in=IN_FORCE)
                | Q(
                    signed_at__isnull=False,
                    signatory__isnull=False,
                    preview_key__gt="",
                    sha256__gt="",
                    signed_by__gt="",
                ),
                name="a_signed_act_has_signer_bytes_and_day",
            ),
            models.CheckConstraint(
                condition=Q(state=ActState.SUPERSEDED, superseded_at__isnull=False, superseded_because__gt="")
                | ~Q(state=ActState.SUPERSEDED) & Q(superseded_at=None, superseded_because=""),
                name="an_act_superseded_says_when_and_why",
            ),
        ]
        indexes = [
            models.Index(fields=["id"], condition=Q(state=ActState.SIGNED), name="acts_to_seal"),
        ]

    def __str__(self) -> str:
        return f"{self.kind} of {self.dossier_id}"

    @property
    def number(self) -> str:
        """How the letter is numbered: it stands on the paper, so it tells two letters of one dossier apart."""
        return f"{self.dossier.reference}/{self.pk}"

    @property
    def in_force(self) -> bool:
        return self.state in IN_FORCE
