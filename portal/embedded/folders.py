"""The folder of a set of servers, who owns it, and how root runs a server's programs as somebody who may."""

import fcntl
import hashlib
import os
import pwd
import shutil
import stat
import subprocess
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from tempfile import TemporaryFile
from typing import Any

CHECKOUT = Path(__file__).resolve().parent.parent.parent
SHARED_TEMPORARY = Path("/var/tmp")  # noqa: S108 - long enough lived, short enough for a socket; ownership is checked
UNPRIVILEGED = "nobody"
DATABASE = "wib"


class ServersUnavailable(RuntimeError):
    """No database or no queue can be had; the message is the one sentence that names the way out."""


@dataclass(frozen=True, slots=True)
class Place:
    """The folder of one set of servers. Its path stays short: a socket's address has at most 107 bytes."""

    folder: Path

    @property
    def data(self) -> Path:
        return self.folder / "pg"

    @property
    def sockets(self) -> Path:
        return self.folder / "run"

    @property
    def valkey_socket(self) -> Path:
        return self.sockets / "valkey.sock"

    def database_url(self, role: str, name: str = DATABASE) -> str:
        host = str(self.sockets).replace("/", "%2F")
        return f"postgresql://{role}@{host}/{name}"


def home() -> Path:
    """Where this checkout keeps its sets of servers, for this user; nobody else may have prepared it."""
    checkout = hashlib.sha256(str(CHECKOUT).encode()).hexdigest()[:8]
    return own_folder(SHARED_TEMPORARY / f"wib-{os.geteuid()}-{checkout}")


def place(name: str) -> Place:
    """The folder of a set of servers, made when absent."""
    return Place(own_folder(home() / name))


def own_folder(path: Path) -> Path:
    """A folder of ours; a folder of somebody else's at that place is refused, never taken over."""
    path.mkdir(mode=0o755 if _is_root() else 0o700, exist_ok=True)
    found = path.lstat()
    if not stat.S_ISDIR(found.st_mode) or found.st_uid != os.geteuid():
        raise ServersUnavailable(f"{path} belongs to somebody else: remove it, then try again.")
    return path


def server_folder(path: Path) -> None:
    """A folder that the user who runs the servers owns alone."""
    path.mkdir(mode=0o700, exist_ok=True)
    if _is_root():
        user = pwd.getpwnam(UNPRIVILEGED)
        os.chown(path, user.pw_uid, user.pw_gid)


def reachable(folder: Path, name: str) -> Path:
    """The same files where the unprivileged user can reach them: copied once, and only for root."""
    if not _is_root():
        return folder
    cache = own_folder(SHARED_TEMPORARY / "wib-servers")
    copy = cache / name
    with locked(cache / "copying"):
        if not copy.exists():
            unfinished = cache / f"{name}.unfinished"
            shutil.rmtree(unfinished, ignore_errors=True)
            shutil.copytree(folder, unfinished, symlinks=True)
            unfinished.chmod(0o755)
            unfinished.rename(copy)
    return copy


def _is_root() -> bool:
    return os.geteuid() == 0


def run(*command: str, cwd: Path) -> None:
    """Run a server's program as the user who may; its complaint becomes the error."""
    drop: dict[str, Any] = {}
    if _is_root():
        user = pwd.getpwnam(UNPRIVILEGED)
        drop = {"user": user.pw_uid, "group": user.pw_gid, "extra_groups": []}
    environment = {"PATH": "/usr/bin:/bin", "LC_ALL": "C.UTF-8", "TZ": "UTC"}
    with TemporaryFile("w+") as said:  # a pipe would wait for the server that pg_ctl leaves running
        try:
            done = subprocess.run(
                command, cwd=cwd, stdin=subprocess.DEVNULL, stdout=said, stderr=subprocess.STDOUT,
                env=environment, check=False, **drop,
            )  # fmt: skip
        except OSError as refusal:
            raise ServersUnavailable(f"{command[0]} cannot be run: {refusal.strerror}.") from None
        if done.returncode:
            said.seek(0)
            raise ServersUnavailable(f"{Path(command[0]).name} failed in {cwd}: {said.read().strip()}")


@contextmanager
def locked(path: Path) -> Iterator[None]:
    """One at a time, across processes."""
    with open(path, "w") as handle:
        fcntl.flock(handle, fcntl.LOCK_EX)
        yield
