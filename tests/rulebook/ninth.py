"""A ninth population as one file of law, beside the law as it is registered."""

import shutil
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pytest

from applications.rulebook import registry, rulebook
from applications.vocabulary import Authority
from tests.rulebook.test_categories import NINTH

SUITED = NINTH.replace(
    'filers = ["EMPLOYER"]', 'filers = ["EMPLOYER"]\nsuits = [{ fact = "job.nature", equals = "RESEARCH" }]'
)
TRAINING = """
[training]
kind = "condition"
criterion = "at_least"
fact = "placement.months"
title = { fr = "Entraînement", nl = "Training", de = "Ausbildung", en = "Training in months" }
help = { fr = "Assez long.", nl = "Lang genoeg.", de = "Lang genug.", en = "Long enough." }
[[training.version]]
values.minimum = 6
"""


def registered(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, text: str = SUITED + TRAINING) -> Iterator[None]:
    """The registered law, with that file in the German-speaking Community's folder while it lasts."""
    folders = {folder.authority: folder for folder in registry.registered()}
    rules = tmp_path / "rules"
    shutil.copytree(folders[Authority.OSTBELGIEN].rules, rules)
    (rules / "astronaut.toml").write_text(text, encoding="utf-8")
    folders[Authority.OSTBELGIEN] = replace(folders[Authority.OSTBELGIEN], rules=rules)
    with monkeypatch.context() as patched:
        patched.setattr(registry, "_folders", folders)
        rulebook.cache_clear()
        yield
    rulebook.cache_clear()
