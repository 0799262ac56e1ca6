"""Two processes that do the same work at the same time, started again as soon as one of them is gone.

`python -m portal.chaos.twins dispatch`: what the harness kills is their children's processes. Everything is imported
before they are forked, so that a new one is at work within a few milliseconds.
"""

import os
import signal
import subprocess
import sys
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import UTC, datetime

from portal import embedded
from portal.chaos.killing import Killer, children, end_group, evenly

BATCH = 10
IDLE = 0.02


def dispatch() -> bool:
    """One round of deliveries, in small batches, so that there are many moments to be killed at."""
    from exchange import delivery

    now = datetime.now(UTC)
    return bool(delivery.deliver_due(now=now, worker_id=f"twin-{os.getpid()}", batch=BATCH, at=now))


def sweep() -> bool:
    """One look at the deadlines."""
    from applications.now import law_now
    from applications.services import sweeping

    return bool(sweeping.sweep(at=law_now()))


WORK: dict[str, Callable[[], bool]] = {"dispatch": dispatch, "sweep": sweep}


@contextmanager
def at_work(name: str, *, environment: dict[str, str]) -> Iterator[int]:
    """While it lasts both are at work; answers the process whose children they are."""
    parent = subprocess.Popen(
        [sys.executable, "-m", "portal.chaos.twins", name],
        env={**os.environ, **environment},
        cwd=embedded.CHECKOUT,
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        start_new_session=True,
    )
    try:
        assert parent.stdout is not None
        if parent.stdout.readline() != b"ready\n":
            raise RuntimeError(f"the twins of {name} did not start")
        yield parent.pid
    finally:
        end_group(parent)


def kill_along(parent: int, kills: int, *, work: int, done: Callable[[], int]) -> int:
    """Kill one or the other, evenly along the work; returns when the work is done, with how many kills there were."""
    killer = Killer(lambda: children(parent), kills=kills, pause=(0, 0.03), due=evenly(kills, work=work, done=done))
    killer.start()
    while killer.is_alive() and done() < work:
        time.sleep(0.02)
    return killer.call_off()


def main() -> None:
    import django

    django.setup()
    from applications import rulebook

    rulebook.rulebook()
    work = WORK[sys.argv[1]]

    def start() -> None:
        if os.fork():
            return
        while True:
            if not work():
                time.sleep(IDLE)

    start()
    start()
    threading.Thread(target=_end_with_the_harness, daemon=True).start()
    print("ready", flush=True)
    while True:
        os.wait()
        start()


def _end_with_the_harness() -> None:
    """However it ends: a harness that was killed could not call its twins off, and its end of the pipe closes."""
    sys.stdin.read()
    os.killpg(0, signal.SIGKILL)


if __name__ == "__main__":
    main()
