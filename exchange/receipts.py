"""What came of a parcel, for its sender to pull (P1). The post office states facts; the sender makes law of them.

Positions are given after commit, by one function under one lock: 1, 2, 3 … without a gap, and a receipt whose
transaction commits late gets a later position instead of being skipped by a reader that has already passed.
"""

from dataclasses import dataclass
from datetime import datetime

from django.db import connection, transaction

from exchange.models import Receipt
from exchange.vocabulary import ReceiptKind

STAMP_LOCK = 7_460_002
STAMP = """
UPDATE exchange_receipt r
SET position = last.position + waiting.n
FROM (SELECT COALESCE(MAX(position), 0) AS position FROM exchange_receipt) AS last,
     (SELECT id, row_number() OVER (ORDER BY id) AS n
      FROM (SELECT id FROM exchange_receipt WHERE position IS NULL ORDER BY id LIMIT %s) AS next) AS waiting
WHERE r.id = waiting.id
"""


@dataclass(frozen=True, slots=True, kw_only=True)
class ReceiptFact:
    """One receipt as its sender sees it: by the parcel's key, not by our rows."""

    position: int
    kind: ReceiptKind
    happened_at: datetime
    by: str
    detail: str
    parcel_key: str
    parcel_kind: str
    subject_reference: str
    addressee_key: str


def record(*, parcel_id: int, kind: ReceiptKind, at: datetime, by: str = "", detail: str = "") -> bool:
    """Write down what happened; a second time in the same dispatch changes nothing and answers False."""
    with connection.cursor() as cursor:
        cursor.execute(
            "INSERT INTO exchange_receipt (parcel_id, kind, happened_at, by, detail, dispatch)"
            " SELECT id, %s, %s, %s, %s, dispatch FROM exchange_parcel WHERE id = %s"
            " ON CONFLICT (parcel_id, kind, dispatch) DO NOTHING",
            [kind.value, at, by, detail, parcel_id],
        )
        return bool(cursor.rowcount == 1)


def stamp(*, limit: int = 5000) -> int:
    """Give the receipts committed so far their positions. Answers how many; call again while it is the limit."""
    with transaction.atomic(), connection.cursor() as cursor:
        cursor.execute("SELECT pg_advisory_xact_lock(%s)", [STAMP_LOCK])
        cursor.execute(STAMP, [limit])
        return int(cursor.rowcount)


def after(position: int, *, limit: int = 500) -> list[ReceiptFact]:
    """The receipts that follow a position, in order. The caller keeps the last position he has taken in."""
    rows = (
        Receipt.objects.filter(position__gt=position)
        .order_by("position")
        .values_list(
            "position",
            "kind",
            "happened_at",
            "by",
            "detail",
            "parcel__key",
            "parcel__kind",
            "parcel__subject_reference",
            "parcel__addressee__key",
        )[:limit]
    )
    return [
        ReceiptFact(
            position=stamped,
            kind=ReceiptKind(kind),
            happened_at=happened_at,
            by=by,
            detail=detail,
            parcel_key=key,
            parcel_kind=parcel_kind,
            subject_reference=reference,
            addressee_key=addressee,
        )
        for stamped, kind, happened_at, by, detail, key, parcel_kind, reference, addressee in rows
        if stamped is not None
    ]
