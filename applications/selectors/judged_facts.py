"""What has been judged so far, as a draft of law is run over it: facts and days of each dossier, nobody's name.

Of each dossier the newest judgement counts. They come through a cursor of the server and in the order
of the dossiers, so that a long count can stop after any of them and go on later.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.db.models import F, Max, Min
from django.db.models.fields.json import KeyTextTransform, KeyTransform

from applications.models import Evaluation
from applications.rulebook.model import Days

AT_A_TIME = 500


@dataclass(frozen=True, slots=True, kw_only=True)
class Judged:
    """One dossier: the facts that its newest judgement read, before which authority and on which days."""

    dossier_id: int
    authority: str
    category: str
    facts: dict[str, Any]
    days: Days


def newest() -> int:
    """The last judgement there is; 0 before the first."""
    return Evaluation.objects.aggregate(newest=Max("id"))["newest"] or 0


def span(*, until_evaluation: int) -> tuple[int, int]:
    """The first and the last dossier that take part: how far a count is, measured without counting."""
    ends = Evaluation.objects.filter(id__lte=until_evaluation).aggregate(first=Min("dossier"), last=Max("dossier"))
    return ends["first"] or 0, ends["last"] or 0


def after(dossier_id: int, *, until_evaluation: int, limit: int | None = None) -> Iterator[Judged]:
    """The dossiers after one, at most so many, each with its newest judgement up to that one."""
    rows = (
        Evaluation.objects.filter(dossier_id__gt=dossier_id, id__lte=until_evaluation)
        .order_by("dossier_id", "-id")
        .distinct("dossier_id")
        .annotate(
            authority=KeyTextTransform("authority", "tree"),
            category=KeyTextTransform("category", "tree"),
            days=KeyTransform("days", "tree"),
            facts=F("facts_version__facts"),
        )
        .values_list("dossier_id", "authority", "category", "facts", "days")
    )
    if limit is not None:
        rows = rows[:limit]
    for key, authority, category, facts, days in rows.iterator(chunk_size=AT_A_TIME):
        yield Judged(dossier_id=key, authority=authority, category=category, facts=facts, days=_days(days))


def _days(stored: dict[str, str | None]) -> Days:
    days = {name: date.fromisoformat(day) if day else None for name, day in stored.items()}
    return Days(on=days["on"] or date.min, filing=days["filing"], decision=days["decision"])
