"""The registered letter: a parcel leaves the lanes and waits on its sender's desk to be printed and posted.

Nothing is sent by this machine, so nothing can fail here: a parcel on paper is never given up. What the postal service
does with it is entered by hand (`exchange.registered`).
"""

from datetime import datetime

from django.db import connection

from exchange import lanes

TAKE_OUT = f"""
WITH taken AS ({lanes.TO_PRINT}), done AS (
    UPDATE exchange_parcel p
    SET state = 'ON_PAPER', dispatch = p.dispatch + 1, lease_until = NULL, leased_by = '', attempts = 0, last_error = ''
    FROM taken, exchange_addressee a
    WHERE p.id = taken.id AND a.id = p.addressee_id
    RETURNING p.id, p.dispatch, p.payload ->> 'authority' AS sender, a.postal_address
)
INSERT INTO exchange_registeredletter (parcel_id, dispatch, sender, address, asked_at)
SELECT id, dispatch, sender, postal_address, %(at)s FROM done ORDER BY id
"""  # noqa: S608 - put together from our own constants, never from input


def take_out_due(*, now: datetime, at: datetime, batch: int) -> int:
    """Turn up to a batch of due parcels into letters to print. Answers how many."""
    with connection.cursor() as cursor:  # paper keeps no order: nobody has to be the only one here
        cursor.execute(TAKE_OUT, {"now": now, "at": at, "batch": batch})
        return int(cursor.rowcount)
