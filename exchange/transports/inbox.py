"""The inbox page: a parcel is delivered by becoming visible there, with its receipt, in one statement.

Nothing leaves the database, so there is nothing to lease: a deliverer killed in the middle has done nothing at all. The
same statement closes a parcel after its addressee was called, for the page is where the content is.
"""

from collections.abc import Mapping
from datetime import datetime
from typing import Any

from django.db import connection, transaction

from exchange import lanes

SHOW = """
WITH taken AS ({taken}), done AS (
    UPDATE exchange_parcel p
    SET state = CASE WHEN a.channel = 'INBOX_AND_EMAIL' AND NOT %(called)s THEN 'QUEUED' ELSE 'SENT' END,
        available_at = COALESCE(p.available_at, %(at)s), sent_at = COALESCE(p.sent_at, %(at)s),
        lease_until = NULL, leased_by = '', attempts = 0, last_error = ''
    FROM taken, exchange_addressee a
    WHERE p.id = taken.id AND a.id = p.addressee_id
    RETURNING p.id, p.dispatch, taken.available_at AS shown_at
), noted AS (
    INSERT INTO exchange_receipt (parcel_id, kind, happened_at, dispatch)
    SELECT done.id, fact.kind, %(at)s, done.dispatch
    FROM done CROSS JOIN (VALUES {facts}) AS fact(n, kind)
    WHERE fact.kind <> 'AVAILABLE' OR done.shown_at IS NULL
    ORDER BY done.id, fact.n
    ON CONFLICT (parcel_id, kind, dispatch) DO NOTHING
)
SELECT count(*) FROM done
"""
SHOW_DUE = SHOW.format(taken=lanes.TO_SHOW, facts="(1, 'AVAILABLE')")
# Only the holder of the lease may close a parcel: one that was sent on meanwhile is no longer his (P19).
SHOW_CALLED = SHOW.format(
    taken="""
    SELECT id, available_at FROM exchange_parcel
    WHERE id = %(id)s AND state = 'LEASED' AND leased_by = %(worker_id)s FOR UPDATE
""",
    facts="(1, 'SENT'), (2, 'AVAILABLE')",
)


def show_due(*, now: datetime, at: datetime, batch: int) -> int:
    """Show up to a batch of due parcels on their pages. Answers how many."""
    with transaction.atomic():
        lanes.hold()
        return _show(SHOW_DUE, {"now": now, "at": at, "batch": batch, "called": False})


def show_called(parcel_id: int, *, worker_id: str, at: datetime) -> int:
    """The call has gone out: show the parcel and close it. 0 if it was taken back meanwhile."""
    return _show(SHOW_CALLED, {"id": parcel_id, "worker_id": worker_id, "at": at, "called": True})


def _show(statement: str, values: Mapping[str, Any]) -> int:
    with connection.cursor() as cursor:
        cursor.execute(statement, values)
        row = cursor.fetchone()
    return int(row[0]) if row else 0
