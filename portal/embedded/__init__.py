"""A real PostgreSQL and a real Valkey on private sockets, for the demo, the tests and the bench.

Each has its order of preference: the address in the environment (DATABASE_URL with DATABASE_OWNER_URL, REDIS_URL),
else the servers from the wheels, else those of the system, else one clear sentence. PostgreSQL refuses to run as
root: root hands both servers to an unprivileged user who may not reach the checkout, so their files are copied once
to a cache below the system's var/tmp; no permission of anybody's home is touched.

A set of servers has a name and a folder. Several processes may use the same set (two test runs side by side): each
holds a shared lock, the first starts the servers and the last one out stops them; the kernel lets go of the lock of
a process that was killed.
"""

import fcntl
import os
import shutil
from collections.abc import Iterator
from contextlib import contextmanager, suppress

from portal import databases
from portal.embedded import postgres, valkey
from portal.embedded.folders import CHECKOUT, Place, ServersUnavailable, home, place

__all__ = [
    "ADDRESSES", "CHECKOUT", "Place", "ServersUnavailable", "home", "place", "remove", "servers", "stop", "stop_all",
]  # fmt: skip

ADDRESSES = ("DATABASE_URL", "DATABASE_OWNER_URL", "REDIS_URL")
"""What the environment may name instead of embedded servers."""


@contextmanager
def servers(name: str, *, queue: bool = True, durable: bool = True) -> Iterator[dict[str, str]]:
    """Have the servers of that name running; yields the environment variables that point at them.

    `durable=False` lets PostgreSQL skip the disk's confirmation: for tests, whose data nobody needs after a crash.
    """
    own_database, own_queue = "DATABASE_URL" in os.environ, "REDIS_URL" in os.environ
    if own_database and "DATABASE_OWNER_URL" not in os.environ:
        raise ServersUnavailable("DATABASE_URL is set but DATABASE_OWNER_URL is not: set both or neither.")
    if own_database and (own_queue or not queue):
        yield {key: os.environ[key] for key in ADDRESSES if key in os.environ}
        return
    here = place(name)
    environment = {}
    with _in_use(here):
        if own_database:
            environment |= {key: os.environ[key] for key in ("DATABASE_URL", "DATABASE_OWNER_URL")}
        else:
            postgres.start(here, durable=durable)
            environment["DATABASE_URL"] = here.database_url(databases.APP)
            environment["DATABASE_OWNER_URL"] = here.database_url(databases.OWNER)
        if own_queue:
            environment["REDIS_URL"] = os.environ["REDIS_URL"]
        elif queue:
            valkey.start(here)
            environment["REDIS_URL"] = f"unix://{here.valkey_socket}"
        yield environment


def stop(here: Place) -> None:
    """Stop whatever runs in that folder; nothing running is fine."""
    valkey.stop(here)
    postgres.stop(here)


def stop_all() -> list[str]:
    """Stop every set of servers of this checkout, used or not; names those that ran."""
    stopped = []
    for folder in sorted(path for path in home().iterdir() if path.is_dir()):
        here = Place(folder)
        if postgres.runs(here) or here.valkey_socket.exists():
            stop(here)
            stopped.append(folder.name)
    return stopped


def remove(here: Place) -> None:
    """Stop and forget a set of servers, data included."""
    stop(here)
    shutil.rmtree(here.folder, ignore_errors=True)


@contextmanager
def _in_use(here: Place) -> Iterator[None]:
    """Count ourselves among the users; stop the servers when nobody is left."""
    users = here.folder / "users"
    try:
        with open(users, "w") as one_of_them:
            fcntl.flock(one_of_them, fcntl.LOCK_SH)
            yield
    finally:
        with open(users, "w") as last, suppress(BlockingIOError):
            fcntl.flock(last, fcntl.LOCK_EX | fcntl.LOCK_NB)
            stop(here)
