"""The database of the tests: made by the owner, used by the app role, exactly as in production.

All migrations run once into a template that is kept until a migration changes. Each test process works in a clone of
it, inside transactions that are rolled back. Tests that need real commits (browsers, threads, killed workers) are
marked `own_database` and get a clone each, dropped afterwards: Django's way of emptying a database is one TRUNCATE,
which append-only tables refuse.
"""

import fcntl
import hashlib
import os
import subprocess
import sys
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest
from django.conf import settings
from django.db import connection, connections
from django.utils import translation
from xdist.scheduler import LoadFileScheduling

from applications.vocabulary import Authority
from exchange import demo_seals
from portal import databases, embedded, migrated
from tests.live import (  # noqa: F401 - fixtures are found by being here
    browser_type_launch_args,
    live_site,
    mailbox,
    queue,
    sign_in_provider,
    worker,
)
from tests.signing_in import actor_as, client_as, membership_of  # noqa: F401 - the same

ROOT = Path(__file__).resolve().parent.parent
TEMPLATE_PREFIX = "wib_template_"
CLONE_PREFIX = "wib_test_"
TOGETHER = "tests/security/"


@dataclass(frozen=True, slots=True)
class Database:
    """A database and its address under either role, for processes that a test starts."""

    name: str
    url: str
    owner_url: str


class ByFile(LoadFileScheduling):
    """One file after another to whoever is free; what shares a country that takes a minute to build stays together."""

    def _split_scope(self, nodeid: str) -> str:
        return TOGETHER if nodeid.startswith(TOGETHER) else super()._split_scope(nodeid)


def pytest_xdist_make_scheduler(config: pytest.Config, log: Any) -> ByFile:
    return ByFile(config, log)


@pytest.hookimpl(trylast=True)
def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Browser tests last: Playwright keeps an event loop running in this thread, where pyHanko wants its own."""
    items.sort(key=lambda item: "playwright" in getattr(item, "fixturenames", ()))


# --- The server and the template, once per process -----------------------------------------------------------------


@pytest.fixture(scope="session")
def database_server() -> Iterator[dict[str, str]]:
    """A PostgreSQL: the environment's or the embedded one, shared with test runs going on beside us."""
    with embedded.servers("test", queue=False, durable=False) as environment:
        yield environment


@pytest.fixture(scope="session")
def template(database_server: dict[str, str]) -> str:
    """A migrated database to clone; made anew when a migration or a locked package changed."""
    owner_url = database_server["DATABASE_OWNER_URL"]
    name = TEMPLATE_PREFIX + migrated.fingerprint()
    with _alone("template"):
        existing = databases.names(owner_url=owner_url, beginning=TEMPLATE_PREFIX)
        if name not in existing:
            for outdated in existing:
                databases.drop(owner_url=owner_url, name=outdated)
            unfinished = f"wib_unfinished_{os.getpid()}"
            databases.create(owner_url=owner_url, name=unfinished)
            _migrate(databases.at(owner_url, unfinished))
            databases.rename(owner_url=owner_url, name=unfinished, to=name)
        _drop_leftovers(owner_url)
    return name


@pytest.fixture(scope="session")
def django_db_setup(
    database_server: dict[str, str],
    template: str,
    django_db_blocker: pytest.FixtureRequest,
) -> Iterator[None]:
    """Replaces pytest-django's own: connect to this process's clone, as the app role."""
    with ExitStack() as stack:
        clone = stack.enter_context(_clone(database_server, template, f"{CLONE_PREFIX}{os.getpid()}"))
        stack.enter_context(django_db_blocker.unblock())
        stack.enter_context(_connected_to(clone))
        yield


@pytest.fixture(autouse=True, scope="session")
def _own_seal_keys(tmp_path_factory: pytest.TempPathFactory) -> None:
    """Each test process makes its own demonstration keys: two that share a folder would each make a root."""
    settings.SEAL_FOLDER = str(tmp_path_factory.mktemp("seals"))
    demo_seals.make(names={code: f"{code.label}" for code in Authority}, at=datetime(2024, 1, 1, tzinfo=UTC))


# --- One database per test -----------------------------------------------------------------------------------------


@pytest.fixture
def own_database(
    request: pytest.FixtureRequest, database_server: dict[str, str], template: str, django_db_setup: None,
    django_db_blocker: pytest.FixtureRequest,
) -> Iterator[Database]:  # fmt: skip
    """What `@pytest.mark.own_database` gives: a database where commits are real, gone after the test."""
    number = hashlib.sha256(request.node.nodeid.encode()).hexdigest()[:8]
    name = f"{CLONE_PREFIX}{os.getpid()}_{number}"
    with _clone(database_server, template, name) as clone, _connected_to(clone), django_db_blocker.unblock():
        yield clone


@pytest.fixture
def _django_db_helper(request: pytest.FixtureRequest) -> None:
    """Replaces pytest-django's own, which wraps the test in a transaction: not where commits must be real."""
    if request.node.get_closest_marker("own_database"):
        request.getfixturevalue("own_database")
        return
    marker = request.node.get_closest_marker("django_db")
    if "transactional_db" in request.fixturenames or (marker and marker.kwargs.get("transaction")):
        pytest.fail("Append-only tables refuse to be emptied: mark the test own_database instead.")
    request.getfixturevalue("_django_db_helper")


@pytest.fixture(autouse=True)
def _own_database_by_mark(request: pytest.FixtureRequest) -> None:
    if request.node.get_closest_marker("own_database"):
        request.getfixturevalue("own_database")


@pytest.fixture(autouse=True)
def _each_test_begins_in_the_default_language() -> None:
    """A test client's last page leaves its language active in this thread, and the next test would speak it."""
    translation.activate(settings.LANGUAGE_CODE)


# --- Inside ----------------------------------------------------------------------------------------------------------


def _migrate(owner_url: str) -> None:
    done = subprocess.run(
        [sys.executable, "manage.py", "migrate", "--verbosity", "0", "--skip-checks"],
        cwd=ROOT,
        env={**os.environ, "DJANGO_SETTINGS_MODULE": "portal.settings.test", "DATABASE_OWNER_URL": owner_url},
        capture_output=True,
        text=True,
        check=False,
    )
    if done.returncode:
        pytest.exit(f"The migrations fail, so no test can run:\n{done.stderr}", returncode=1)


@contextmanager
def _clone(server: dict[str, str], template: str, name: str) -> Iterator[Database]:
    databases.create(owner_url=server["DATABASE_OWNER_URL"], name=name, template=template)
    try:
        yield Database(
            name=name,
            url=databases.at(server["DATABASE_URL"], name),
            owner_url=databases.at(server["DATABASE_OWNER_URL"], name),
        )
    finally:
        databases.drop(owner_url=server["DATABASE_OWNER_URL"], name=name)


@contextmanager
def _connected_to(database: Database) -> Iterator[None]:
    """Point Django's one connection elsewhere, for this thread and those to come.

    The environment keeps silent about it: a process that a test starts gets the address from that test, or has nothing
    to do with the test's rows.
    """
    before = dict(connection.settings_dict)
    connections.close_all()
    for target in (connection.settings_dict, settings.DATABASES["default"]):
        target.update(databases.for_django(database.url))
    try:
        yield
    finally:
        connections.close_all()
        for target in (connection.settings_dict, settings.DATABASES["default"]):
            target.update(before)


def _drop_leftovers(owner_url: str) -> None:
    """Clones of test processes that were killed."""
    for name in databases.names(owner_url=owner_url, beginning=CLONE_PREFIX):
        if not Path(f"/proc/{name.removeprefix(CLONE_PREFIX).split('_')[0]}").exists():
            databases.drop(owner_url=owner_url, name=name)


@contextmanager
def _alone(name: str) -> Iterator[None]:
    with open(embedded.home() / f"{name}.lock", "w") as handle:
        fcntl.flock(handle, fcntl.LOCK_EX)
        yield
