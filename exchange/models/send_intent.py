from django.db import models
from django.db.models import Q


class SendIntent(models.Model):
    """Written and committed before an e-mail is handed over, closed after.

    A mail server cannot tell us whether it already has a message. An intent left open by a killed worker says that one
    may have gone out: it is sent again under the same Message-ID, because a second call does no harm and a lost one
    does. So each kill costs at most one duplicate.
    """

    parcel = models.ForeignKey("exchange.Parcel", on_delete=models.PROTECT, related_name="intents")
    message_id = models.CharField(max_length=200)
    intended_at = models.DateTimeField()
    ended_at = models.DateTimeField(null=True, blank=True)
    accepted = models.BooleanField(null=True)
    detail = models.CharField(max_length=500, blank=True)

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=Q(ended_at__isnull=True, accepted__isnull=True)
                | Q(ended_at__isnull=False, accepted__isnull=False),
                name="send_intent_ends_with_an_answer",
            ),
        ]

    def __str__(self) -> str:
        return self.message_id
