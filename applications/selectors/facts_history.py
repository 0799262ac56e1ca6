"""How the facts of an application changed: each later version beside the one before it, as far as a reader may see."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from itertools import pairwise

from applications import disclosure
from applications.actors import Actor
from applications.disclosure import Sight
from applications.models import Dossier
from applications.rulebook.facts import Facts, paths, value_of

BY_SOMEBODY = tuple(path for path in paths() if path != "documents")  # what came in is listed elsewhere


@dataclass(frozen=True, slots=True, kw_only=True)
class Change:
    """One version and the one before. `seen` are the facts whose values the reader may know; of `closed` only that
    they changed. `reason` is an officer's, for the desks alone.
    """

    number: int
    at: datetime
    capacity: str
    before: Facts
    after: Facts
    seen: Sequence[str]
    closed: Sequence[str]
    reason: str


def of(dossier: Dossier, actor: Actor) -> list[Change]:
    """Every change, newest first. One query."""
    rows = list(dossier.facts_versions.order_by("number"))
    told = [Facts.model_validate(row.facts) for row in rows]
    found = []
    for (before, after), row in zip(pairwise(told), rows[1:], strict=True):
        differing = [path for path in BY_SOMEBODY if value_of(before, path) != value_of(after, path)]
        seen = [path for path in differing if _sight(actor, path) is Sight.FULL]
        closed = [path for path in differing if _sight(actor, path) is Sight.METADATA]
        found.append(
            Change(
                number=row.number,
                at=row.recorded_at,
                capacity=row.capacity,
                before=before,
                after=after,
                seen=seen,
                closed=closed,
                reason=row.reason if actor.is_officer else "",
            )
        )
    return found[::-1]


def _sight(actor: Actor, path: str) -> Sight:
    group = disclosure.group_of_fact(path)
    return disclosure.sight(actor, group) if group is not None else Sight.FULL
