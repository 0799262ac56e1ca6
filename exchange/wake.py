"""Ring the bell after the commit. Nothing depends on it: whoever is rung also looks by himself every few seconds."""

import logging
from functools import partial

from django.db import transaction

logger = logging.getLogger(__name__)

ONCE = {"max_retries": 1, "interval_start": 0, "interval_step": 0}


def on_commit(name: str) -> None:
    """Send the named task once the present transaction is committed; at once if there is none."""
    transaction.on_commit(partial(_ring, name), robust=True)


def _ring(name: str) -> None:
    from celery import current_app
    from kombu.exceptions import KombuError

    try:
        with current_app.producer_pool.acquire(block=True, timeout=1) as producer:  # a connection that is kept
            producer.connection.ensure_connection(**ONCE, timeout=1)
            current_app.send_task(name, producer=producer, retry=True, retry_policy=ONCE, ignore_result=True)
    except (KombuError, OSError) as absence:
        logger.warning(
            "nobody to wake for %s (%s): the poll will find it",
            name,
            type(absence).__name__,
        )
