"""Files that nobody needs to look into here."""

import pytest

from applications import files


@pytest.fixture(autouse=True)
def _trusted_files(monkeypatch: pytest.MonkeyPatch) -> None:
    """Looking into a file takes a child process each; what it finds is proved elsewhere."""
    monkeypatch.setattr(files, "inspect", lambda _path: {"media_type": "application/pdf", "pages": 1})
