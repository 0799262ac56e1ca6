"""Alarm clocks of the post office. Rung after a commit, and every few seconds in case nobody rang.

Leases and pauses use wall time. What receipts say happened is in the law's time, which the sender may have moved (a
demonstration does): `EXCHANGE_CLOCK` names the function that tells it.
"""

import os
import socket
from datetime import UTC, datetime

from celery import shared_task
from django.conf import settings
from django.utils.module_loading import import_string

from exchange import delivery, receipts

ROUNDS = 50


@shared_task(name="exchange.deliver", acks_late=True, ignore_result=True)  # type: ignore[untyped-decorator]
def deliver_due(**_: object) -> None:
    """Deliver while something gets through, then give the new receipts their positions."""
    worker_id = f"{socket.gethostname()[:50]}:{os.getpid()}"
    for _round in range(ROUNDS):
        if not delivery.deliver_due(now=_wall_now(), worker_id=worker_id, at=_law_now()):
            break
    stamp_receipts()


@shared_task(name="exchange.stamp_receipts", acks_late=True, ignore_result=True)  # type: ignore[untyped-decorator]
def stamp_receipts(**_: object) -> None:
    """Give positions to what has been committed."""
    while receipts.stamp(limit=5000) == 5000:
        pass


def _wall_now() -> datetime:
    return datetime.now(UTC)  # noqa: TID251 - leases and pauses are wall time


def _law_now() -> datetime:
    moment: datetime = import_string(settings.EXCHANGE_CLOCK)()
    return moment
