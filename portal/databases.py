"""Databases with two roles: `wib_owner` makes tables, `wib_app` works with them and owns nothing.

Used by the embedded servers, the tests and the bench, so that all three prove the separation that production
relies on: the web, the worker and beat connect as `wib_app`, who cannot create, alter or switch off anything.
Knows no Django: it runs before settings are loaded.
"""

import time
from pathlib import Path

import psycopg
from psycopg import sql
from psycopg.conninfo import conninfo_to_dict

OWNER = "wib_owner"
APP = "wib_app"
PREPARATION = Path(__file__).with_name("database.sql")

DROP_TRIES, DROP_PAUSE = 20, 0.25


def create(*, owner_url: str, name: str, template: str | None = None) -> None:
    """Make a database owned by the owner role; a clone of `template` when one is named, else an empty prepared one.

    A clone takes its tables, triggers, rows and privileges from the template in a fraction of a migration's time.
    Nobody may be connected to the template meanwhile.
    """
    made, cloned_from = sql.Identifier(name), sql.Identifier(template or "template1")
    with psycopg.connect(owner_url, autocommit=True) as owner:
        owner.execute(sql.SQL("CREATE DATABASE {} TEMPLATE {}").format(made, cloned_from))
        owner.execute(sql.SQL("REVOKE ALL ON DATABASE {} FROM PUBLIC").format(made))
        owner.execute(sql.SQL("GRANT CONNECT ON DATABASE {} TO {}").format(made, sql.Identifier(APP)))
    if template is None:
        prepare(owner_url=at(owner_url, name))


def prepare(*, owner_url: str) -> None:
    """Give the app role its rights on everything the owner will make in this database."""
    with psycopg.connect(owner_url) as owner:
        owner.execute(PREPARATION.read_bytes())


def drop(*, owner_url: str, name: str) -> None:
    """Remove a database, and whoever is still connected to it.

    PostgreSQL's own vacuum, which the owner may not end, is done in a moment: try again.
    """
    statement = sql.SQL("DROP DATABASE IF EXISTS {} WITH (FORCE)").format(sql.Identifier(name))
    with psycopg.connect(owner_url, autocommit=True) as owner:
        for _again in range(DROP_TRIES):
            try:
                owner.execute(statement)
            except psycopg.errors.InsufficientPrivilege:
                time.sleep(DROP_PAUSE)
            else:
                return
        owner.execute(statement)


def rename(*, owner_url: str, name: str, to: str) -> None:
    """Give a finished database the name under which others look for it."""
    with psycopg.connect(owner_url, autocommit=True) as owner:
        owner.execute(sql.SQL("ALTER DATABASE {} RENAME TO {}").format(sql.Identifier(name), sql.Identifier(to)))


def names(*, owner_url: str, beginning: str) -> list[str]:
    """The databases whose name begins so."""
    with psycopg.connect(owner_url) as owner:
        rows = owner.execute("SELECT datname FROM pg_database WHERE starts_with(datname, %s)", [beginning])
        return [name for (name,) in rows.fetchall()]


def at(url: str, name: str) -> str:
    """The same server and role, another database."""
    before, _, after = url.partition("?")
    return f"{before.rpartition('/')[0]}/{name}" + (f"?{after}" if after else "")


def for_django(url: str) -> dict[str, object]:
    """What Django's DATABASES wants, from an address that psql understands too (sockets and options included)."""
    parts = conninfo_to_dict(url)
    return {
        "ENGINE": "django.db.backends.postgresql",
        "NAME": parts.pop("dbname", ""),
        "USER": parts.pop("user", ""),
        "PASSWORD": parts.pop("password", ""),
        "HOST": parts.pop("host", ""),
        "PORT": parts.pop("port", ""),
        "OPTIONS": parts,
    }
