"""What the tests of the applicant's room share."""

from collections.abc import Iterator
from dataclasses import replace

import pytest

from applications import files
from applications.rulebook import registry, rulebook
from applications.vocabulary import Authority


@pytest.fixture
def trusted_files(monkeypatch: pytest.MonkeyPatch) -> None:
    """Looking into a file takes a child process each; what it finds is proved in test_papers."""
    monkeypatch.setattr(files, "inspect", lambda _path: {"media_type": "application/pdf", "pages": 1})


@pytest.fixture
def announced_law_open(monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    """The switch of the German-speaking Community for announced law is on (P28)."""
    folders = {folder.authority: folder for folder in registry.registered()}
    folders[Authority.OSTBELGIEN] = replace(folders[Authority.OSTBELGIEN], opens_announced=True)
    with monkeypatch.context() as patched:
        patched.setattr(registry, "_folders", folders)
        rulebook.cache_clear()
        yield
    rulebook.cache_clear()
