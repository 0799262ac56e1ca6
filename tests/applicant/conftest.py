"""What the tests of the applicant's room share."""

import pytest

from applications import files


@pytest.fixture
def trusted_files(monkeypatch: pytest.MonkeyPatch) -> None:
    """Looking into a file takes a child process each; what it finds is proved in test_papers."""
    monkeypatch.setattr(files, "inspect", lambda _path: {"media_type": "application/pdf", "pages": 1})
