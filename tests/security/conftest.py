"""One country for the whole folder, in a transaction that never commits; every test works in a savepoint of it."""

import logging
from collections.abc import Iterator

import pytest

from tests.security import world as country
from tests.security.crawling import Crawl


@pytest.fixture(scope="package")
def world(django_db_setup: None, django_db_blocker: pytest.FixtureRequest) -> Iterator[country.World]:
    """The people and the dossiers."""
    with django_db_blocker.unblock(), country.undone():
        yield country.build()


@pytest.fixture(scope="package")
def crawl(world: country.World, django_db_blocker: pytest.FixtureRequest) -> Crawl:
    """Every page that anybody reaches by following links, opened once."""
    logging.disable(logging.CRITICAL)
    with django_db_blocker.unblock(), country.undone():
        return Crawl.of(world)


@pytest.fixture(autouse=True)
def _inside(request: pytest.FixtureRequest, django_db_blocker: pytest.FixtureRequest) -> Iterator[None]:
    """What a test changes is gone after it. Refusals by the thousand need no lines in the log."""
    if "world" not in request.fixturenames:
        yield
        return
    request.getfixturevalue("world")
    logging.disable(logging.CRITICAL)
    with django_db_blocker.unblock(), country.undone():
        yield
    logging.disable(logging.NOTSET)
