from datetime import date

from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import F, Q

from applications.vocabulary import Authority


class Signatory(models.Model):
    """Who may sign which kinds of act, by which delegation, between which days (P12). *Conclude* is not *sign*."""

    authority = models.CharField(max_length=12, choices=Authority)
    actor_key = models.CharField(max_length=64)
    title = models.CharField(max_length=160)
    act_kinds = ArrayField(models.CharField(max_length=16))
    categories = ArrayField(models.CharField(max_length=40), default=list, blank=True)
    delegation = models.CharField(max_length=200)
    deputy_for = models.ForeignKey("self", null=True, on_delete=models.PROTECT, related_name="deputies")
    valid_from = models.DateField()
    valid_until = models.DateField(null=True)

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=Q(valid_until=None) | Q(valid_until__gt=F("valid_from")),
                name="a_delegation_ends_after_it_starts",
            ),
        ]
        indexes = [models.Index(fields=["actor_key"], name="signatory_by_actor")]

    def __str__(self) -> str:
        return self.title

    def may_sign(self, *, kind: str, category: str, on: date) -> bool:
        """Whether the delegation covers that kind of act, for that category, on that day."""
        covers_day = self.valid_from <= on and (self.valid_until is None or on < self.valid_until)
        return covers_day and kind in self.act_kinds and (not self.categories or category in self.categories)
