from django.db import models
from django.db.models import Q

from exchange.vocabulary import AddresseeKind, Channel


class Addressee(models.Model):
    """Somebody who can receive notices, known by a key such as ``employer:0123456749``.

    Parcels point here, not at an e-mail address: the channel is read at delivery, so a changed address or a revoked
    mandate takes effect for everything that has not left.
    """

    key = models.CharField(max_length=80, unique=True)
    kind = models.CharField(max_length=12, choices=AddresseeKind)
    channel = models.CharField(max_length=16, choices=Channel, default=Channel.INBOX)
    email = models.EmailField(blank=True)
    postal_address = models.TextField(blank=True, db_default="")
    language = models.CharField(max_length=2)
    active = models.BooleanField(default=True)

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=Q(channel__in=[Channel.INBOX, Channel.REGISTERED]) | ~Q(email=""),
                name="addressee_reached_by_email_has_an_address",
            ),
            models.CheckConstraint(
                condition=~Q(channel=Channel.REGISTERED) | ~Q(postal_address=""),
                name="addressee_reached_by_letter_has_an_address",
            ),
            models.CheckConstraint(
                condition=Q(language__in=["de", "en", "fr", "nl"]),
                name="addressee_language_is_one_of_four",
            ),
        ]

    def __str__(self) -> str:
        return self.key
