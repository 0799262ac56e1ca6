import re

from django.core.exceptions import ValidationError
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext as _

from exchange.vocabulary import LetterKind

PLACEHOLDERS = frozenset({"reference", "worker", "employer", "category", "dated_on"})
PLACEHOLDER = re.compile(r"\{([^{}]*)\}")


def only_known_placeholders(body: str) -> None:
    """A text may name what the letter knows, nothing else: it is not a template."""
    unknown = sorted(set(PLACEHOLDER.findall(body)) - PLACEHOLDERS)
    if unknown or "{" in PLACEHOLDER.sub("", body) or "}" in PLACEHOLDER.sub("", body):
        raise ValidationError(
            _("Only these placeholders may be used: %(allowed)s."),
            params={"allowed": ", ".join(sorted(PLACEHOLDERS))},
        )


class LetterText(models.Model):
    """An authority's own paragraph in one kind of letter, dated. The templates themselves are not editable."""

    kind = models.CharField(max_length=20, choices=LetterKind)
    language = models.CharField(max_length=2)
    authority = models.CharField(max_length=20)
    valid_from = models.DateField()
    body = models.TextField(validators=[only_known_placeholders])

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["kind", "language", "authority", "valid_from"],
                name="letter_text_is_one_per_day_it_starts",
            ),
            models.CheckConstraint(
                condition=Q(language__in=["de", "fr", "nl"]),
                name="letter_text_is_in_a_legal_language",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.authority} {self.kind} {self.language} {self.valid_from}"
