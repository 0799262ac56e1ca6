"""What the tests of the worker's door share: invitations made by the services, and a browser that opens their link."""

from typing import Any

import pytest
from django.core.cache import cache
from django.test import Client

from applications import files


@pytest.fixture(autouse=True)
def _no_tries_before() -> None:
    """Tries are counted per address of the visitor, and all visitors of the tests have the same."""
    cache.clear()


@pytest.fixture(autouse=True)
def _trusted_files(monkeypatch: pytest.MonkeyPatch) -> None:
    """Looking into a file takes a child process each; what it finds is proved elsewhere."""
    monkeypatch.setattr(files, "inspect", lambda _path: {"media_type": "application/pdf", "pages": 1})


@pytest.fixture
def visitor(db: Any) -> Client:
    """A browser that nobody has signed in with, in English."""
    return Client(headers={"accept-language": "en"})
