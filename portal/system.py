"""The whole system on this machine: web, worker, beat, and stand-ins for sign-in and mail.

The demo, the walkthrough, the contact sheet and the browser tests start it the same way:

    with running_system("walkthrough") as system:
        httpx.get(system.url)

A demo keeps its folder; every other name gets a database of its own, gone afterwards, also on a server that the
environment names: whoever has the demo's address at hand must not find the traces of a walkthrough there.
"""

import fcntl
import json
import os
import signal
import subprocess
import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from urllib.error import URLError
from urllib.request import urlopen

from portal import databases, embedded, migrated, ports
from portal.accounts.demo import ACCOUNTS
from portal.processes import Processes

PYTHON = sys.executable
PROGRAMS = Path(PYTHON).parent
CELERY = (PYTHON, "-m", "celery", "-A", "portal")
WORKER_READY = b"ready."


class AlreadyRunning(RuntimeError):
    """The demo of this checkout runs already; the message says how to stop it."""


class CommandFailed(RuntimeError):
    """A preparation step failed; the message carries its last line and how to see the rest."""


@dataclass(frozen=True, slots=True)
class System:
    """What runs, and where to find it."""

    url: str
    oidc_url: str
    mail_dir: Path
    files_dir: Path
    log_dir: Path
    environment: dict[str, str]
    processes: Processes

    def manage(self, *arguments: str) -> str:
        """Run one of Django's commands against this system; returns what it printed."""
        return manage(*arguments, environment=self.environment)

    def mails(self) -> list[Path]:
        """Messages caught so far, the oldest first."""
        return sorted((self.mail_dir / "new").glob("*"), key=lambda path: path.stat().st_mtime_ns)


@contextmanager
def running_system(
    name: str,
    *,
    web_port: int | None = None,
    seed: bool = True,
    background: bool = True,
    environment: dict[str, str] | None = None,
    say: Callable[[str], None] = lambda _what: None,
) -> Iterator[System]:
    """Have the whole system running; stop all of it at the end, whatever happened.

    `web_port=None` chooses a free one. Without `background` neither worker nor beat is started. Only the name "demo"
    keeps its data from one run to the next; a system that failed leaves its logs to be read until the next one starts.
    """
    lasting = name == "demo"
    forget_abandoned()
    with (
        _supervised(name if lasting else f"{name}-{os.getpid()}") as place,
        _servers(place, lasting=lasting) as urls,
    ):
        folders = {part: _folder(place.folder / part) for part in ("files", "logs", "beat")}
        mail = place.folder / "mail"
        web = ports.claim(web_port) if web_port else ports.free()
        oidc, smtp = ports.free(), ports.free()
        settings = {
            "DJANGO_SETTINGS_MODULE": "portal.settings.demo",
            **urls,
            "FILES_ROOT": str(folders["files"]),
            "PUBLIC_URL": f"http://{ports.HOST}:{web}",
            "EMAIL_URL": os.environ.get("EMAIL_URL", f"smtp://{ports.HOST}:{smtp}"),
            "OIDC_ISSUER": os.environ.get("OIDC_ISSUER", f"http://{ports.HOST}:{oidc}"),
            "OIDC_CLIENT_ID": os.environ.get("OIDC_CLIENT_ID", "demo"),
            "OIDC_CLIENT_SECRET": os.environ.get("OIDC_CLIENT_SECRET", "demo"),
            **(environment or {}),
        }
        processes = Processes(logs=folders["logs"], environment=settings)
        try:
            if "EMAIL_URL" not in os.environ:
                start_mail(processes, port=smtp, folder=mail)
            if "OIDC_ISSUER" not in os.environ:
                start_sign_in(processes, port=oidc)
            _prepare(place, settings, seed=seed, say=say)
            say("starting web, worker and beat" if background else "starting web")
            if background:
                start_worker(processes)
                start_beat(processes, schedule=folders["beat"] / "schedule")
            start_web(processes, port=web)
            processes.wait_until_ready()
            yield System(
                url=settings["PUBLIC_URL"],
                oidc_url=settings["OIDC_ISSUER"],
                mail_dir=mail,
                files_dir=folders["files"],
                log_dir=folders["logs"],
                environment=settings,
                processes=processes,
            )
        finally:
            processes.stop()
    if not lasting:
        embedded.remove(place)


def manage(*arguments: str, environment: dict[str, str]) -> str:
    """One of Django's commands in a process of its own."""
    done = subprocess.run(
        [PYTHON, "manage.py", *arguments],
        cwd=embedded.CHECKOUT,
        env={**os.environ, **environment},
        capture_output=True,
        text=True,
        check=False,
    )
    if done.returncode:
        command = " ".join(arguments)
        last = (done.stderr.strip().splitlines() or ["no reason given"])[-1]
        raise CommandFailed(f"{arguments[0]} failed ({last}). All of what it says: ./dev manage {command}")
    return done.stdout


def make_tables(place: embedded.Place, settings: dict[str, str], *, say: Callable[[str], None]) -> None:
    """Bring the tables of a system's database up to date, only when they are not."""
    tables = place.folder / "migrated"
    if _read(tables) != (state := f"{settings['DATABASE_URL']} {migrated.fingerprint()}"):
        say("making the tables")
        manage("migrate", "--verbosity", "0", environment=settings)
        tables.write_text(state)


def start_worker(processes: Processes) -> None:
    """The process that does what need not be done while somebody waits for a page."""
    processes.start(
        "worker", *CELERY, "worker", "--concurrency", "2", "--without-gossip", "--without-mingle", "--loglevel", "INFO",
        ready=lambda: WORKER_READY in processes.log("worker").read_bytes(),
    )  # fmt: skip


def start_beat(processes: Processes, *, schedule: Path) -> None:
    """The process that wakes the worker by the clock."""
    processes.start("beat", *CELERY, "beat", "--schedule", str(schedule), "--pidfile=", "--loglevel", "INFO")


def start_web(processes: Processes, *, port: int) -> None:
    """The pages, as in production."""
    processes.start(
        "web", str(PROGRAMS / "gunicorn"), "portal.wsgi:application", "--bind", f"{ports.HOST}:{port}", "--preload",
        "--worker-class", "gthread", "--workers", "2", "--threads", "4", "--access-logfile", "-",
        "--access-logformat", '%(h)s %(t)s "%(m)s %(U)s" %(s)s %(b)s',  # without what was asked behind the mark
        ready=lambda: _serves(f"http://{ports.HOST}:{port}/health/ready"),
    )  # fmt: skip


def start_mail(processes: Processes, *, port: int, folder: Path) -> None:
    """A real SMTP server that keeps what it is given, one file a message in `folder/new`."""
    processes.start(
        "mail", PYTHON, "-m", "aiosmtpd", "-n", "-l", f"{ports.HOST}:{port}",
        "-c", "aiosmtpd.handlers.Mailbox", str(folder), ready=lambda: ports.answers(port),
    )  # fmt: skip


def start_sign_in(processes: Processes, *, port: int) -> None:
    """The stand-in for the country's sign-in; it knows the demo's people and asks no password."""
    people = [argument for account in ACCOUNTS for argument in ("--user-claims", json.dumps(account.claims()))]
    processes.start(
        "sign-in", PYTHON, "-W", "ignore", "-m", "oidc_provider_mock", "--host", ports.HOST, "--port", str(port),
        *people, ready=lambda: _serves(f"http://{ports.HOST}:{port}/.well-known/openid-configuration"),
    )  # fmt: skip


def stop_supervisor(folder: Path) -> bool:
    """Ask the process that runs a system in that folder to stop, and wait until it has; says whether one ran."""
    path = folder / "supervisor"
    if not path.exists():
        return False
    with open(path) as handle:
        try:
            fcntl.flock(handle, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            os.kill(int(handle.read()), signal.SIGTERM)
            fcntl.flock(handle, fcntl.LOCK_EX)
            return True
    return False


def forget(name: str) -> None:
    """Remove the data of a system that does not run."""
    with _supervised(name) as place:
        embedded.remove(place)


def forget_abandoned() -> None:
    """Remove the folders of short-lived systems whose process is gone."""
    for folder in embedded.home().iterdir():
        owner = folder.name.rpartition("-")[2]
        if folder.is_dir() and owner.isdigit() and not Path(f"/proc/{owner}").exists():
            embedded.remove(embedded.Place(folder))


# --- Inside ------------------------------------------------------------------------------------------------------


@contextmanager
def _supervised(name: str) -> Iterator[embedded.Place]:
    """Say who runs this folder; a second one is refused."""
    place = embedded.place(name)
    with open(place.folder / "supervisor", "a+") as handle:
        try:
            fcntl.flock(handle, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            raise AlreadyRunning(f"The {name} of this checkout runs already: stop it with ./dev stop.") from None
        handle.truncate(0)
        handle.write(str(os.getpid()))
        handle.flush()
        yield place


@contextmanager
def _servers(place: embedded.Place, *, lasting: bool) -> Iterator[dict[str, str]]:
    """The addresses of servers; on a server that was there before us, a database that is not."""
    with embedded.servers(place.folder.name) as addresses:
        if lasting or "DATABASE_URL" not in os.environ:
            yield addresses
            return
        owner_url, name = addresses["DATABASE_OWNER_URL"], f"wib_{place.folder.name.replace('-', '_')}"
        databases.create(owner_url=owner_url, name=name)
        try:
            yield addresses | {
                "DATABASE_URL": databases.at(addresses["DATABASE_URL"], name),
                "DATABASE_OWNER_URL": databases.at(owner_url, name),
            }
        finally:
            databases.drop(owner_url=owner_url, name=name)


def _folder(path: Path) -> Path:
    path.mkdir(mode=0o700, exist_ok=True)
    return path


def _prepare(place: embedded.Place, settings: dict[str, str], *, seed: bool, say: Callable[[str], None]) -> None:
    """Tables and demo data, each only when this database has not got them."""
    make_tables(place, settings, say=say)
    seeded = place.folder / "seeded"
    if seed and _read(seeded) != settings["DATABASE_URL"]:
        say("filling in demo data")
        manage("seed_demo", environment=settings)
        seeded.write_text(settings["DATABASE_URL"])


def _read(path: Path) -> str:
    return path.read_text() if path.exists() else ""


def _serves(url: str) -> bool:
    try:
        with urlopen(url, timeout=2) as answer:  # noqa: S310 - an address of ours
            return bool(answer.status == 200)
    except (URLError, OSError):
        return False
