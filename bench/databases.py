"""Databases of the bench's own: migrated once, cloned and filled for each run, several in use at the same time."""

import os
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

import psycopg
from django.db import connections
from django.db.backends.base.base import BaseDatabaseWrapper
from django.db.utils import load_backend

from bench import filling
from portal import databases, embedded, migrated

TEMPLATE_PREFIX = "wib_bench_template_"
CLONE_PREFIX = "wib_bench_run_"


@dataclass(frozen=True, slots=True)
class Database:
    """A filled database under both roles, and the connection through which Django uses it when it is its turn."""

    url: str
    owner_url: str
    django: BaseDatabaseWrapper

    def use(self) -> None:
        """Make it the one that models and pages work with."""
        connections["default"] = self.django


@contextmanager
def filled(*, dossiers: int = 0, clocks: int = 0) -> Iterator[Database]:
    """A database with so many dossiers, or with a lean nation of so many open clocks; gone afterwards."""
    owner_url, app_url = os.environ["DATABASE_OWNER_URL"], os.environ["DATABASE_URL"]
    name = f"{CLONE_PREFIX}{os.getpid()}_{dossiers or f'{clocks}_clocks'}"
    databases.create(owner_url=owner_url, name=name, template=_template(owner_url))
    url, own_url = databases.at(app_url, name), databases.at(owner_url, name)
    try:
        with psycopg.connect(url) as app:
            if clocks:
                filling.fill_with_clocks(app, clocks=clocks)
            else:
                filling.fill(app, dossiers=dossiers)
        with psycopg.connect(own_url, autocommit=True) as owner:
            filling.settle(owner)
        django = _connection(url)
        yield Database(url=url, owner_url=own_url, django=django)
        django.close()
    finally:
        databases.drop(owner_url=owner_url, name=name)


def _template(owner_url: str) -> str:
    """An empty migrated database, made anew when a migration or a locked package changed."""
    _drop_leftovers(owner_url)
    name = TEMPLATE_PREFIX + migrated.fingerprint()
    known = databases.names(owner_url=owner_url, beginning=TEMPLATE_PREFIX)
    if name not in known:
        for outdated in known:
            databases.drop(owner_url=owner_url, name=outdated)
        unfinished = f"{CLONE_PREFIX}{os.getpid()}_template"
        databases.create(owner_url=owner_url, name=unfinished)
        subprocess.run(
            [sys.executable, "manage.py", "migrate", "--verbosity", "0", "--skip-checks"],
            cwd=embedded.CHECKOUT,
            env={**os.environ, "DATABASE_OWNER_URL": databases.at(owner_url, unfinished)},
            check=True,
        )
        databases.rename(owner_url=owner_url, name=unfinished, to=name)
    return name


def _drop_leftovers(owner_url: str) -> None:
    """Clones of runs that were killed."""
    for name in databases.names(owner_url=owner_url, beginning=CLONE_PREFIX):
        if not Path(f"/proc/{name.removeprefix(CLONE_PREFIX).split('_')[0]}").exists():
            databases.drop(owner_url=owner_url, name=name)


def _connection(url: str) -> BaseDatabaseWrapper:
    settings = {**connections.settings["default"], **databases.for_django(url)}
    wrapper: BaseDatabaseWrapper = load_backend(settings["ENGINE"]).DatabaseWrapper(settings, "default")
    return wrapper
