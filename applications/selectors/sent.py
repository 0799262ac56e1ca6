"""Everything that was posted for a dossier and how far each notice came: notified, under way, failed, on paper."""

from dataclasses import dataclass
from datetime import datetime

from applications.models import Dossier, Notification
from applications.selectors import unreached
from exchange import registered, tracing
from exchange.registered import LetterLine
from exchange.tracing import Trace

MOST = 100


@dataclass(frozen=True, slots=True, kw_only=True)
class Sent:
    """One notice to one addressee. `trace` is None for what the post office does not know (there is none such)."""

    id: int
    parcel_key: str
    what: str
    act_kind: str
    role: str
    addressee_key: str
    posted_at: datetime
    notified_at: datetime | None
    failed_at: datetime | None
    desk: str
    trace: Trace | None
    letter: LetterLine | None

    @property
    def is_unreached(self) -> bool:
        """Failed, and not counted since."""
        return self.failed_at is not None and self.notified_at is None


def of(dossier: Dossier) -> list[Sent]:
    """The newest hundred, newest first. Three queries."""
    rows = list(dossier.notifications.select_related("act", "request").order_by("-id")[:MOST])
    keys = [row.parcel_key for row in rows]
    traces, letters = tracing.of(keys), registered.of_parcels(keys)
    return [_sent(row, traces.get(row.parcel_key), letters.get(row.parcel_key)) for row in rows]


def get(dossier: Dossier, notification_id: int) -> Sent:
    """One of them. Raises `Notification.DoesNotExist` for another dossier's."""
    row = dossier.notifications.select_related("act", "request").get(pk=notification_id)
    key = row.parcel_key
    return _sent(row, tracing.of([key]).get(key), registered.of_parcels([key]).get(key))


def _sent(row: Notification, trace: Trace | None, letter: LetterLine | None) -> Sent:
    return Sent(
        id=row.pk,
        parcel_key=row.parcel_key,
        what=row.what,
        act_kind=row.act.kind if row.act else "",
        role=row.role,
        addressee_key=row.addressee_key,
        posted_at=row.posted_at,
        notified_at=row.notified_at,
        failed_at=row.failed_at,
        desk=unreached.desk_of(row),
        trace=trace,
        letter=letter,
    )
