"""Carrying post by claims of many rows against a Celery task for each message.

The product claims a batch, shows it on the inbox pages and writes a receipt for each parcel, as every round of
deliveries does; the task does one update. Both commit to the disk. The worker is a real process on a real queue, one
message at a time, and is timed between its own first and last commit, with every message waiting before it begins.
"""

import sys
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, datetime
from pathlib import Path

import psycopg

from bench import celery_task, filling
from bench.databases import Database
from bench.frame import Goal, Measure, interleaved
from exchange.transports import inbox
from portal import embedded
from portal.processes import Processes

BATCH = 500  # as `exchange.delivery.deliver_due` takes them
MESSAGES = 150
PATIENCE = 120

QUEUE_PARCELS = """
INSERT INTO exchange_parcel (key, kind, schema_version, addressee_id, posted_to, subject_reference, language, payload,
    posted_at)
SELECT gen_random_uuid(), 'RECEIPT_OF_FILING', 1, id, key, 'WB', 'fr', '{}', now() FROM exchange_addressee
WHERE id >= %s AND channel = 'INBOX' ORDER BY id LIMIT %s
"""
EMPTY = "UPDATE exchange_parcel SET state = 'SENT', sent_at = now(), available_at = now() WHERE state = 'QUEUED'"


class WorkerSilent(RuntimeError):
    """The Celery worker did not finish; the message names its log."""


def goals(database: Database, *, rounds: int) -> list[Goal]:
    """Messages carried in a second."""
    database.use()
    with psycopg.connect(database.url, autocommit=True) as plain, _worker(database) as worker:
        plain.execute(EMPTY)
        seconds = interleaved(
            {
                "celery": worker,
                "ours": Measure(
                    prepare=lambda: plain.execute(QUEUE_PARCELS, [filling.FIRST_ID, BATCH]), run=_carry, per=BATCH
                ),
            },
            rounds=rounds,
            warm_up=1,
        )
    return [
        Goal(
            name=f"outbox, claim and mark by {BATCH}, messages/s against a Celery task each",
            limit=1 / seconds["celery"],
            ours=1 / seconds["ours"],
            at_least=50,
        )
    ]


def _carry(_given: object) -> None:
    now = datetime.now(UTC)
    carried = inbox.show_due(now=now, at=now, batch=BATCH)
    assert carried == BATCH, carried


class Worker:
    """A Celery worker as something to measure."""

    def __init__(self, plain: psycopg.Connection, log: Path) -> None:
        self.plain, self.log = plain, log
        self.control = celery_task.app.control

    def seconds(self) -> float:
        """Of one message: from its first commit to its last, all of them waiting before it starts."""
        self.plain.execute("TRUNCATE bench_message")
        self.plain.execute("INSERT INTO bench_message SELECT generate_series(1, %s)", [MESSAGES])
        self.control.cancel_consumer(celery_task.QUEUE, reply=True, timeout=10, limit=1)
        for message_id in range(1, MESSAGES + 1):
            celery_task.mark.apply_async([message_id], queue=celery_task.QUEUE)
        self.control.add_consumer(celery_task.QUEUE, reply=True, timeout=10, limit=1)
        until = time.monotonic() + PATIENCE
        while time.monotonic() < until:
            done, taken = self.plain.execute(
                "SELECT count(done_at), extract(epoch FROM max(done_at) - min(done_at)) FROM bench_message"
            ).fetchone() or (0, 0)
            if done == MESSAGES:
                return float(taken) / (MESSAGES - 1)
            time.sleep(0.1)
        raise WorkerSilent(f"{done} of {MESSAGES} messages done; its log says why: {self.log.read_text()[-2000:]}")


@contextmanager
def _worker(database: Database) -> Iterator[Worker]:
    with tempfile.TemporaryDirectory() as folder, psycopg.connect(database.owner_url, autocommit=True) as owner:
        owner.execute(celery_task.TABLE)
        processes = Processes(
            logs=Path(folder), environment={"DATABASE_URL": database.url, "PYTHONPATH": str(embedded.CHECKOUT)}
        )
        processes.start(
            "worker", sys.executable, "-m", "celery", "-A", "bench.celery_task", "worker", "--concurrency", "1",
            "--without-gossip", "--without-mingle", "--queues", celery_task.QUEUE, "--loglevel", "INFO",
            ready=lambda: b"ready." in processes.log("worker").read_bytes(),
        )  # fmt: skip
        try:
            processes.wait_until_ready()
            yield Worker(owner, processes.log("worker"))
        finally:
            processes.stop()
