"""The peer of the outbox: one Celery task per message, acknowledged late, one update each. Run by a real worker."""

import django
from celery import shared_task
from django.db import connection

from portal.celery import app

django.setup()

TABLE = "CREATE TABLE bench_message (id bigint PRIMARY KEY, done_at timestamptz)"
QUEUE = "bench"


@shared_task(name="bench.mark", acks_late=True, ignore_result=True)
def mark(message_id: int) -> None:
    """Say that one message went out."""
    with connection.cursor() as cursor:
        cursor.execute("UPDATE bench_message SET done_at = clock_timestamp() WHERE id = %s", [message_id])


__all__ = ["app", "mark"]
