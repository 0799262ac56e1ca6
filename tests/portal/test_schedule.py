"""Beat rings bells that exist."""

import os

import pytest
from kombu.simple import SimpleQueue

from portal import embedded
from portal.celery import app
from portal.embedded import valkey


def test_every_scheduled_task_is_one_that_a_worker_knows():
    app.loader.import_default_modules()
    assert {entry["task"] for entry in app.conf.beat_schedule.values()} <= set(app.tasks)


def test_a_bell_that_nobody_heard_in_time_is_dropped():
    """After a standstill one ring is enough: else hundreds of them would hold up what has to be done."""
    assert all(entry["options"]["expires"] == entry["schedule"] for entry in app.conf.beat_schedule.values())


class Found(Exception):
    """Enough seen."""


def test_a_queue_that_is_away_is_looked_for_every_second_and_for_ever(tmp_path):
    # GIVEN a queue whose socket does not exist
    pauses: list[float] = []

    def note(_error: Exception, pause: float) -> None:
        pauses.append(pause)
        if len(pauses) == 4:
            raise Found

    # WHEN the worker's own connection looks for it, THEN its pauses do not grow
    with pytest.raises(Found), app.connection_for_read(f"redis+socket://{tmp_path}/absent") as connection:
        connection.ensure_connection(note, app.conf.broker_connection_max_retries)
    assert pauses == [1, 1, 1, 1] and app.conf.broker_connection_max_retries is None


def test_a_bell_in_somebodys_hands_when_the_queue_goes_does_not_end_the_worker(queue):
    # GIVEN a worker's connection with a bell that was taken and not yet answered for
    connection = app.connection_for_read(queue.replace("unix://", "redis+socket://"))
    basket = SimpleQueue(connection.default_channel, "taken")
    basket.put("ring")
    bell = basket.get(timeout=5)

    # WHEN the queue vanishes and the worker gives its connection up, as it does: collected first, closed afterwards
    valkey.stop(embedded.place(f"queue-{os.getpid()}"))
    connection.collect()
    connection.close()
    bell.channel._disconnect_pools()

    # THEN answering for the bell fails as a lost connection does, which a worker survives
    with pytest.raises(connection.connection_errors):
        bell.ack()
