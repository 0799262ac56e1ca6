"""An authority's own dated paragraph. Looked up once, when a letter is prepared, and then part of its input."""

from datetime import date

from exchange.models import LetterText
from exchange.vocabulary import LetterKind


def own_words(*, kind: LetterKind, language: str, authority: str, on: date) -> str:
    """The paragraph in force on that day, its placeholders still in; empty if the authority has none."""
    newest_first = LetterText.objects.filter(
        kind=kind, language=language, authority=authority, valid_from__lte=on
    ).order_by("-valid_from")
    return newest_first.values_list("body", flat=True).first() or ""
