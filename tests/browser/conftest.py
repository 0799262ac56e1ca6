"""What every journey begins with: the demo's people and their browsers."""

from collections.abc import Callable, Iterator

import pytest

from applications.actors import Actor
from portal.demo import dossiers
from tests.browser.person import Person


@pytest.fixture
def cast(own_database, settings) -> dict[str, Actor]:
    """The demo's people, and figures for the thresholds."""
    settings.DEMO_VALUES = True
    return dossiers.people()


@pytest.fixture
def somebody(live_site, browser) -> Iterator[Callable[..., Person]]:
    """`somebody("employer")`: one of the demo's people, not signed in yet; their browsers close with the test."""
    people = []

    def open_browser(subject, **how):
        people.append(Person.at(browser, live_site, subject=subject, **how))
        return people[-1]

    yield open_browser
    for person in people:
        person.page.context.close()
