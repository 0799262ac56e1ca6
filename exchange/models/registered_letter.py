from django.db import models
from django.db.models import F, Q


class RegisteredLetter(models.Model):
    """A parcel on paper: printed and posted by its sender, who enters the slip, the posting and what came of it.

    What was entered never changes and no letter is deleted (SQL trigger): a letter that comes back is followed by
    another one. `sender` is the authority that speaks in the notice; `address` is what stands on the envelope.
    """

    parcel = models.ForeignKey("exchange.Parcel", on_delete=models.PROTECT, related_name="letters")
    dispatch = models.PositiveSmallIntegerField()
    sender = models.CharField(max_length=20)
    address = models.TextField()
    asked_at = models.DateTimeField()
    slip_number = models.CharField(max_length=40, null=True, unique=True)
    posted_on = models.DateField(null=True)
    posted_by = models.CharField(max_length=80, blank=True, db_default="")
    delivered_on = models.DateField(null=True)
    returned_on = models.DateField(null=True)
    ended_by = models.CharField(max_length=80, blank=True, db_default="")
    proof_key = models.CharField(max_length=80, blank=True, db_default="")
    proof_sha256 = models.CharField(max_length=64, blank=True, db_default="")

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["parcel"],
                condition=Q(delivered_on=None, returned_on=None),
                name="a_parcel_has_one_letter_under_way",
            ),
            models.CheckConstraint(
                condition=Q(slip_number=None, posted_on=None, delivered_on=None, returned_on=None)
                | Q(slip_number__gt="", posted_on__isnull=False),
                name="a_letter_is_posted_with_its_slip_first",
            ),
            models.CheckConstraint(
                condition=Q(delivered_on=None) | Q(returned_on=None), name="a_letter_arrives_or_comes_back"
            ),
            models.CheckConstraint(
                condition=Q(delivered_on=None) | Q(delivered_on__gte=F("posted_on")),
                name="a_letter_arrives_after_its_posting",
            ),
            models.CheckConstraint(
                condition=Q(returned_on=None) | Q(returned_on__gte=F("posted_on")),
                name="a_letter_comes_back_after_its_posting",
            ),
            models.CheckConstraint(condition=~Q(address=""), name="a_letter_has_an_address"),
        ]
        indexes = [
            models.Index(fields=["sender", "id"], condition=Q(posted_on=None), name="letters_to_post"),
            models.Index(
                fields=["sender", "id"],
                condition=Q(posted_on__isnull=False, delivered_on=None, returned_on=None),
                name="letters_under_way",
            ),
            models.Index(
                fields=["sender", "-id"],
                condition=Q(delivered_on__isnull=False) | Q(returned_on__isnull=False),
                name="letters_ended",
            ),
        ]

    def __str__(self) -> str:
        return self.slip_number or f"letter {self.pk}"
