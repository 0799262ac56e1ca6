from datetime import datetime

from django.db import models
from django.db.models import Q
from django.db.models.functions import Now

from applications.vocabulary import Capacity, InvitationState, Relation

MOST_TRIES = 5


class Invitation(models.Model):
    """The worker's way in (P20): one e-mail, one dossier, one passport, used once.

    Neither the token in the link nor the passport number is stored. The token is worked out from `nonce` and the
    platform's secret when the e-mail leaves; `token_hash` and `identity_hash` are keyed. `tries` counts wrong passport
    data. `send_after` is wall time and also the lease of whoever is sending.
    """

    dossier = models.ForeignKey("Dossier", on_delete=models.CASCADE, related_name="invitations")
    email = models.EmailField()
    language = models.CharField(max_length=2)
    nonce = models.CharField(max_length=32)
    token_hash = models.CharField(max_length=64, unique=True)
    identity_hash = models.CharField(max_length=64)
    representative_name = models.CharField(max_length=160, blank=True)
    relation = models.CharField(max_length=10, choices=Relation, blank=True)
    invited_at = models.DateTimeField()
    invited_by = models.CharField(max_length=64)
    capacity = models.CharField(max_length=10, choices=Capacity)
    organisation_key = models.CharField(max_length=80)
    expires_at = models.DateTimeField()
    state = models.CharField(max_length=10, choices=InvitationState, default=InvitationState.OPEN)
    tries = models.PositiveSmallIntegerField(default=0)
    ended_at = models.DateTimeField(null=True)
    accepted_by = models.CharField(max_length=64, blank=True)
    notice = models.CharField(max_length=20, blank=True)
    send_after = models.DateTimeField(db_default=Now())
    attempts = models.PositiveSmallIntegerField(default=0)
    sent_at = models.DateTimeField(null=True)
    problem = models.CharField(max_length=400, blank=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["dossier"], condition=Q(state=InvitationState.OPEN), name="one_open_invitation_per_dossier"
            ),
            models.CheckConstraint(
                condition=Q(state=InvitationState.OPEN, ended_at=None)
                | ~Q(state=InvitationState.OPEN) & Q(ended_at__isnull=False),
                name="an_invitation_ends_when_it_is_no_longer_open",
            ),
            models.CheckConstraint(
                condition=Q(state=InvitationState.ACCEPTED, accepted_by__gt="", notice__gt="")
                | ~Q(state=InvitationState.ACCEPTED) & Q(accepted_by="", notice=""),
                name="who_accepted_is_known_and_was_informed",
            ),
            models.CheckConstraint(
                condition=Q(representative_name="", relation="") | Q(representative_name__gt="", relation__gt=""),
                name="a_representative_says_as_what",
            ),
            models.CheckConstraint(condition=Q(tries__lte=MOST_TRIES), name="an_invitation_takes_five_wrong_tries"),
        ]
        indexes = [
            models.Index(
                fields=["send_after"],
                condition=Q(sent_at=None, state=InvitationState.OPEN),
                name="invitations_to_send",
            ),
        ]

    def __str__(self) -> str:
        return f"invitation {self.pk}"

    @property
    def is_locked(self) -> bool:
        return self.tries >= MOST_TRIES

    def is_over(self, at: datetime) -> bool:
        """Whether its days have run out. The last instant is exclusive."""
        return at >= self.expires_at
