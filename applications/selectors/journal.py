"""The journal as the desks read it: every number of the chain, of the other desk's internal steps no content."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from applications.actors import Actor
from applications.models import JournalEntry
from applications.selectors import timeline


@dataclass(frozen=True, slots=True)
class Line:
    """One entry. `actor_key` is empty where the reader may know the organisation only (P30)."""

    seq: int
    at: datetime
    sentence: Promise | str
    detail: Promise | str
    basis: str
    hash: str
    capacity: str
    organisation_key: str
    actor_key: str


def lines(entries: Iterable[JournalEntry], actor: Actor) -> list[Line]:
    """The entries for an officer of one of the two desks, newest first."""
    return [_line(entry, actor) for entry in sorted(entries, key=lambda entry: -entry.seq)]


def _line(entry: JournalEntry, actor: Actor) -> Line:
    own = entry.organisation_key == actor.organisation_key
    told = timeline.told(entry)
    hidden = entry.kind in timeline.INTERNAL and not own and entry.organisation_key.startswith("authority:")
    return Line(
        seq=entry.seq,
        at=entry.at,
        sentence=_("An internal step of the other authority.") if hidden else told.sentence,
        detail="" if hidden else told.detail,
        basis="" if hidden else entry.basis,
        hash=entry.hash,
        capacity=entry.capacity,
        organisation_key=entry.organisation_key,
        actor_key=entry.actor_key if own else "",
    )
