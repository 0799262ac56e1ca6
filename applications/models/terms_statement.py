from django.db import models
from django.db.models import Q

from applications.vocabulary import Authority


class TermsStatement(models.Model):
    """What an officer says a grant gives where no rule does, and what he relied on for each (P12).

    It holds for the acts of its review. The newest counts; none is changed. Free text stands here and not in the
    journal, which names this row. A term that is empty was given by a rule, or by the other desk's signed act.
    """

    review = models.ForeignKey("Review", on_delete=models.PROTECT, related_name="terms")
    authority = models.CharField(max_length=12, choices=Authority)
    months = models.PositiveSmallIntegerField(null=True)
    card = models.CharField(max_length=4, blank=True)
    labour_market = models.CharField(max_length=12, blank=True)
    sources = models.JSONField()  # by term, what the officer relied on
    stated_at = models.DateTimeField()
    stated_by = models.CharField(max_length=64)

    class Meta:
        indexes = [models.Index(fields=["review", "-id"], name="terms_newest_first")]
        constraints = [
            models.CheckConstraint(
                condition=Q(months__isnull=False) | Q(card__gt="") | Q(labour_market__gt=""),
                name="a_statement_states_something",
            ),
            models.CheckConstraint(
                condition=Q(months=None) | Q(months__gte=1, months__lte=60), name="a_grant_lasts_one_to_sixty_months"
            ),
        ]

    def __str__(self) -> str:
        return f"terms of review {self.review_id}"
