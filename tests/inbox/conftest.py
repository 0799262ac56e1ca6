"""A granted dossier and those to whom it was written, signed in."""

from typing import Any

import pytest

from applications import files
from applications.models import Dossier
from tests import stories


@pytest.fixture(autouse=True)
def _trusted_files(monkeypatch: pytest.MonkeyPatch) -> None:
    """Looking into a file takes a child process each; what it finds is proved elsewhere."""
    monkeypatch.setattr(files, "inspect", lambda _path: {"media_type": "application/pdf", "pages": 1})


@pytest.fixture
def granted(db: Any) -> Dossier:
    """A grant for a worker in India, delivered to employer, worker and post; nobody has opened anything."""
    return stories.granted_dossier()
