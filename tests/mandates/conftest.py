"""Files that nobody needs to look into here, and the people of the stories."""

import pytest

from applications import files
from tests.mandates import stories as mandated


@pytest.fixture(autouse=True)
def _trusted_files(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(files, "inspect", lambda _path: {"media_type": "application/pdf", "pages": 1})


@pytest.fixture
def cast(db: None) -> None:
    mandated.cast()
