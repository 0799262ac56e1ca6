"""Who could not be reached (P2): parcels of a dossier that failed and have not counted since, each with its track.

What was posted for information starts and ends nothing, so nobody is alarmed about it.
"""

from dataclasses import dataclass
from datetime import datetime

from applications.models import Dossier, Notification
from applications.vocabulary import Track

TRACKS = {"WORK_ACT": Track.WORK, "INADMISSIBILITY": Track.WORK, "RESIDENCE_ACT": Track.RESIDENCE}
SILENT = frozenset({"RECEIPT", "NEWS"})
FILER = "FILER"


@dataclass(frozen=True, slots=True, kw_only=True)
class Unreached:
    """One addressee whom a notice did not reach."""

    id: int
    what: str
    role: str
    addressee_key: str
    failed_at: datetime
    track: str

    @property
    def holds_a_period(self) -> bool:
        """Clocks listen to whoever filed; others have to be told all the same."""
        return self.role == FILER


def of(dossier: Dossier) -> list[Unreached]:
    """Everybody who waits for another way to be reached. One query."""
    rows = dossier.notifications.filter(failed_at__isnull=False, notified_at=None).exclude(what__in=SILENT)
    rows = rows.exclude(act__superseded_because__gt="")  # what no longer stands need not arrive
    return [
        Unreached(
            id=row.pk,
            what=row.what,
            role=row.role,
            addressee_key=row.addressee_key,
            failed_at=row.failed_at,
            track=desk_of(row),
        )
        for row in rows.select_related("request").order_by("id")
        if row.failed_at is not None
    ]


def track_of(notification: Notification) -> str:
    """The track that the arrival of a notice concerns; none for what is the whole application's."""
    return notification.request.track if notification.request else TRACKS.get(notification.what, "")


def desk_of(notification: Notification) -> Track:
    """Whose desk sees to it that the notice arrives: the one that decides on its track, else the work authority's."""
    return Track(track_of(notification) or Track.WORK)
