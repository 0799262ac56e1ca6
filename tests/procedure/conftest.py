"""The dossiers at every turn and everybody who may try something, made once and never changed for good."""

from collections.abc import Iterator

import pytest

from applications import files
from applications.actors import Actor
from exchange import letters
from tests.procedure import census, scene, scenes
from tests.procedure import people as everybody


@pytest.fixture(scope="package", autouse=True)
def _quickly() -> Iterator[None]:
    """Every letter is drawn once per kind and language, and no file is looked into: both take longest, and what is
    proven here is neither.
    """
    drawn: dict[tuple[str, str], bytes] = {}
    draw = letters.render

    def render(letter, *, language):
        key = (type(letter).__name__, language)
        if key not in drawn:
            drawn[key] = draw(letter, language=language)
        return drawn[key]

    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(letters, "render", render)
        patch.setattr(files, "inspect", lambda _path: {"media_type": "application/pdf", "pages": 1})
        yield


@pytest.fixture(scope="package")
def turns(django_db_setup: None, django_db_blocker: pytest.FixtureRequest) -> Iterator[dict[str, scene.Scene]]:
    """A dossier at each turn."""
    with django_db_blocker.unblock(), scene.undone():
        yield scenes.all_scenes()


@pytest.fixture(scope="package")
def people(turns: dict[str, scene.Scene], django_db_blocker: pytest.FixtureRequest) -> dict[str, Actor]:
    """Who there is."""
    with django_db_blocker.unblock():
        return everybody.everybody([turn.dossier for turn in turns.values()])


@pytest.fixture(scope="package")
def untouched(people: dict[str, Actor], django_db_blocker: pytest.FixtureRequest) -> dict[str, str]:
    """What stands in each table when nobody has tried anything."""
    with django_db_blocker.unblock():
        return census.taken()


@pytest.fixture(autouse=True)
def _inside(request: pytest.FixtureRequest, django_db_blocker: pytest.FixtureRequest) -> Iterator[None]:
    """What a test changes is gone after it."""
    if "turns" not in request.fixturenames:
        yield
        return
    request.getfixturevalue("turns")
    with django_db_blocker.unblock(), scene.undone():
        yield
