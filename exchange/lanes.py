"""Which parcels may go next: those that are due, oldest first, one lane per addressee.

A lane keeps its order: a parcel waits for an earlier one of the same addressee that is being delivered or has been put
off. Whoever takes parcels from the lanes does so behind one short lock; SKIP LOCKED alone would let a second deliverer
overtake the first, whose work he cannot see before it is committed.
"""

from collections.abc import Iterator
from contextlib import contextmanager

from django.db import connection

LOCK = 7_460_001
CALLER_LOCK = 7_460_003

CLAIMABLE = """
    SELECT p.id, p.available_at
    FROM exchange_parcel p JOIN exchange_addressee a ON a.id = p.addressee_id
    WHERE p.state = 'QUEUED' AND p.due_at <= %(now)s AND {stage}
      AND NOT EXISTS (
          SELECT FROM exchange_parcel ahead
          WHERE ahead.addressee_id = p.addressee_id AND ahead.id < p.id
            AND ahead.state IN ('QUEUED', 'LEASED') AND (ahead.state = 'LEASED' OR ahead.due_at > p.due_at)
            {ahead})
    ORDER BY p.due_at, p.id
    LIMIT %(batch)s
    FOR UPDATE OF p SKIP LOCKED
"""

# To show on the inbox page: not shown yet, or its addressee no longer wants to be called.
TO_SHOW = CLAIMABLE.format(
    stage="a.channel IN ('INBOX', 'INBOX_AND_EMAIL') AND (p.available_at IS NULL OR a.channel = 'INBOX')",
    ahead="AND ahead.available_at IS NULL",
)
# To call about by e-mail: who is reached by e-mail only, or whose page already shows it.
TO_CALL = CLAIMABLE.format(
    stage="(a.channel = 'EMAIL' OR a.channel = 'INBOX_AND_EMAIL' AND p.available_at IS NOT NULL)",
    ahead="",
)
# To send on paper: whoever is reached by registered letter. Envelopes need no order, so nobody waits here.
TO_PRINT = CLAIMABLE.format(stage="a.channel = 'REGISTERED'", ahead="AND false")


def hold() -> None:
    """Be the only one taking parcels until the transaction ends. The next statement sees what the last one took."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_advisory_xact_lock(%s)", [LOCK])


@contextmanager
def only_caller() -> Iterator[bool]:
    """Be the only one who makes calls, as long as it lasts; False if somebody else does.

    A mail server that takes half a minute for each call holds one deliverer up: were there no such turn, one after the
    other would wait for it, and nobody would be left for pages, seals and deadlines. The lock ends with its connection.
    """
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_try_advisory_lock(%s)", [CALLER_LOCK])
        (held,) = cursor.fetchone() or (False,)
    try:
        yield held
    finally:
        if held:
            with connection.cursor() as cursor:
                cursor.execute("SELECT pg_advisory_unlock(%s)", [CALLER_LOCK])
