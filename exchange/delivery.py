"""Carrying parcels out: to the inbox pages in batches, then onto paper, then the calls by e-mail one by one.

At least once, never lost. What becomes visible on a page does so in one statement with its receipt. An e-mail leaves
the database and cannot be taken back: it is claimed under a lease, sent outside any transaction behind a committed
`SendIntent`, and closed by the holder of the lease only. A killed deliverer's lease runs out and somebody else calls
again, so a kill costs at most one repeated call, which says nothing but "sign in".
"""

import random
import time
from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from typing import Any

from django.conf import settings
from django.db import connection, transaction

from exchange import lanes, receipts
from exchange.models import SendIntent
from exchange.transports import email, inbox, registered
from exchange.vocabulary import ReceiptKind

LEASE = timedelta(seconds=settings.EXCHANGE_LEASE_SECONDS)
CALLS = 100
FIRST_PAUSE, LONGEST_PAUSE = timedelta(seconds=10), timedelta(hours=1)
TRIES_WHEN_UNREACHABLE = 80  # about three days, with the longest pause
TRIES_WHEN_REFUSED = 3

CLAIM = f"""
WITH claimable AS ({lanes.TO_CALL})
UPDATE exchange_parcel p
SET state = 'LEASED', lease_until = %(lease_until)s, leased_by = %(worker_id)s, attempts = p.attempts + 1
FROM claimable, exchange_addressee a
WHERE p.id = claimable.id AND a.id = p.addressee_id
RETURNING p.id, p.attempts, a.email, a.language
"""  # noqa: S608 - put together from our own constants, never from input
RECLAIM = """
UPDATE exchange_parcel
SET state = CASE WHEN attempts >= %(tries)s THEN 'DEAD' ELSE 'QUEUED' END, lease_until = NULL, leased_by = '',
    last_error = 'the deliverer vanished'
WHERE state = 'LEASED' AND lease_until < %(now)s
RETURNING id, state
"""
PUT_OFF = """
UPDATE exchange_parcel
SET state = %(state)s, due_at = %(due_at)s, last_error = %(why)s, lease_until = NULL, leased_by = ''
WHERE id = %(id)s AND state = 'LEASED' AND leased_by = %(worker_id)s
"""


@dataclass(frozen=True, slots=True)
class Claimed:
    """A parcel in the hands of one deliverer until its lease runs out."""

    id: int
    attempts: int
    email: str
    language: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Round:
    """What one round of deliveries did."""

    available: int = 0
    on_paper: int = 0
    called: int = 0
    put_off: int = 0
    given_up: int = 0

    def __bool__(self) -> bool:
        """Whether anything got through, so that another round may be worth while."""
        return bool(self.available or self.on_paper or self.called)


def deliver_due(*, now: datetime, worker_id: str, batch: int = 500, at: datetime | None = None) -> Round:
    """One round: a batch to the inbox pages; once they have no more, up to a hundred calls.

    `now` is wall time and decides what is due and leased; `at` is the law's time, stamped on the receipts.
    """
    at = at or now
    given_up = _reclaim(now=now, at=at)
    available = inbox.show_due(now=now, at=at, batch=batch)
    if available == batch:  # first every page, then paper and the calls
        return Round(available=available, given_up=given_up)
    on_paper = registered.take_out_due(now=now, at=at, batch=batch)
    with lanes.only_caller() as may_call:
        calls = _call_due(now=now, worker_id=worker_id, at=at) if may_call else Round()
    return replace(calls, available=available, on_paper=on_paper, given_up=given_up + calls.given_up)


def _call_due(*, now: datetime, worker_id: str, at: datetime) -> Round:
    """Call one addressee after the other; stop when the mail server is away, for the next would fare no better."""
    started = time.monotonic()
    called = put_off = given_up = 0
    for _ in range(CALLS):
        moment = now + timedelta(seconds=time.monotonic() - started)
        if (parcel := claim(now=moment, worker_id=worker_id)) is None:
            break
        try:
            called += _call(parcel, worker_id=worker_id, now=moment, at=at)
        except (email.Refused, email.Unreachable) as problem:
            dead = _put_off(parcel, problem, worker_id=worker_id, now=moment, at=at)
            put_off, given_up = put_off + (not dead), given_up + dead
            if isinstance(problem, email.Unreachable):
                break
    return Round(called=called, put_off=put_off, given_up=given_up)


def claim(*, now: datetime, worker_id: str) -> Claimed | None:
    """Lease the next parcel whose addressee is to be called, and commit."""
    with transaction.atomic(), connection.cursor() as cursor:
        lanes.hold()
        cursor.execute(CLAIM, {"now": now, "lease_until": now + LEASE, "worker_id": worker_id, "batch": 1})
        row = cursor.fetchone()
    return Claimed(*row) if row else None


def _call(parcel: Claimed, *, worker_id: str, now: datetime, at: datetime) -> int:
    """Write the intent, hand the call over, close both. The Message-ID is the same in every attempt."""
    intent = SendIntent.objects.create(parcel_id=parcel.id, message_id=_message_id(parcel), intended_at=now)
    this = SendIntent.objects.filter(pk=intent.pk)
    try:
        email.call(to=parcel.email, language=parcel.language, message_id=intent.message_id)
    except (email.Refused, email.Unreachable) as problem:
        this.update(ended_at=now, accepted=False, detail=str(problem))
        raise
    this.update(ended_at=now, accepted=True)
    return inbox.show_called(parcel.id, worker_id=worker_id, at=at)


def _message_id(parcel: Claimed) -> str:
    """Says nothing about the dossier: the parcel's number only."""
    domain = str(settings.DEFAULT_FROM_EMAIL).rpartition("@")[2].rstrip(">")
    return f"<parcel-{parcel.id}@{domain}>"


def _put_off(parcel: Claimed, problem: Exception, *, worker_id: str, now: datetime, at: datetime) -> bool:
    """Try again later, or give up and say so. Answers whether the parcel is dead."""
    tries = TRIES_WHEN_REFUSED if isinstance(problem, email.Refused) else TRIES_WHEN_UNREACHABLE
    dead = parcel.attempts >= tries
    with transaction.atomic(), connection.cursor() as cursor:
        cursor.execute(
            PUT_OFF,
            {
                "id": parcel.id,
                "worker_id": worker_id,
                "state": "DEAD" if dead else "QUEUED",
                "due_at": now + _pause(parcel.attempts),
                "why": str(problem)[:500],
            },
        )
        dead = dead and cursor.rowcount == 1
        if dead:
            receipts.record(
                parcel_id=parcel.id,
                kind=ReceiptKind.FAILED,
                at=at,
                detail=str(problem)[:500],
            )
    return dead


def _pause(attempts: int) -> timedelta:
    """Doubles up to an hour, with jitter, so that many parcels do not come back at the same instant."""
    full: timedelta = min(FIRST_PAUSE * 2 ** min(attempts - 1, 16), LONGEST_PAUSE)
    return full * random.uniform(0.5, 1.0)  # noqa: S311 - spreads load, guards nothing


def _reclaim(*, now: datetime, at: datetime) -> int:
    """Take back what a vanished deliverer held; one that never survives its delivery is given up in the end."""
    with transaction.atomic(), connection.cursor() as cursor:
        cursor.execute(RECLAIM, {"now": now, "tries": TRIES_WHEN_UNREACHABLE})
        dead: Sequence[Any] = [row[0] for row in cursor.fetchall() if row[1] == "DEAD"]
        for parcel_id in dead:
            receipts.record(
                parcel_id=parcel_id,
                kind=ReceiptKind.FAILED,
                at=at,
                detail="the deliverer vanished",
            )
    return len(dead)
