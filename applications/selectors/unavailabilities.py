"""What an authority has put on record about not being reachable (P6): for its own page, and for the clocks."""

from collections.abc import Iterable
from dataclasses import replace

from applications import calendar
from applications.models import Unavailability
from applications.vocabulary import Authority

PAGE = 50


def concerning(authority: str) -> list[calendar.Unavailability]:
    """The records that the clocks of a dossier of that work authority read: its own and the Immigration Office's."""
    rows = Unavailability.objects.filter(authority__in=(authority, Authority.FEDERAL)).order_by("id")
    return list(as_read(rows))


def as_read(rows: Iterable[Unavailability]) -> Iterable[calendar.Unavailability]:
    """A record as it stood at first and, once it was ended early, as it stands since; annulled, it stands no more."""
    for row in rows:
        first = calendar.Unavailability(
            authority=row.authority,
            from_on=row.from_on,
            until_on=row.until_on,
            reason=row.reason,
            moves_due=row.moves_due,
            tracks=(row.track,),
            known_from=row.recorded_at,
            known_until=row.changed_at,
        )
        yield first
        if row.changed_at is not None and row.ended_on is not None and not row.is_annulled:
            yield replace(first, until_on=row.ended_on, known_from=row.changed_at, known_until=None)


def page(authority: str, *, before: int | None = None, limit: int = PAGE) -> list[Unavailability]:
    """The authority's records, newest first; one more than `limit` when there is another page."""
    rows = Unavailability.objects.filter(authority=authority).order_by("-id")
    if before is not None:
        rows = rows.filter(id__lt=before)
    return list(rows[: limit + 1])


def get(authority: str, record_id: int) -> Unavailability:
    """One record of the authority. Raises `Unavailability.DoesNotExist` for unknown and foreign alike."""
    return Unavailability.objects.get(authority=authority, pk=record_id)
