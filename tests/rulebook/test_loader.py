"""A faulty file of law is refused with file, line, rule and reason."""

from pathlib import Path

import pytest

from applications.rulebook import LawFolder, UnsoundLaw, load
from applications.vocabulary import Authority

RULE = """
[height]
kind = "condition"
track = "WORK"
category = []
reference_day = "filing"
criterion = "at_least"
fact = "job.weekly_hours"
"""
VERSION = """
[[height.version]]
in_force_from = {start}
{end}article = "art. 1"
act = "platform"
source = "a test"
certainty = "UNVERIFIED"
values.minimum = 3
"""


def version(start: str, end: str = "") -> str:
    return VERSION.format(start=start, end=f"in_force_until = {end}\n" if end else "")


def read(tmp_path: Path, text: str):
    folder = tmp_path / "rules"
    folder.mkdir()
    (folder / "giants.toml").write_text(text, encoding="utf-8")
    return load([LawFolder(authority=Authority.FLANDERS, rules=folder)])


def test_a_rule_bears_the_code_of_its_place(tmp_path):
    book = read(tmp_path, RULE + version("2024-01-01"))
    rule = book.rule("flanders.giants.height")
    assert rule.versions[0].id == "flanders.giants.height@2024-01-01"
    assert rule.line == 2


def test_what_rules_share_is_said_once(tmp_path):
    shared = '[every_rule]\ntrack = "WORK"\ncategory = []\n[every_rule.version]\nact = "platform"\n'
    rule = RULE.replace('track = "WORK"\ncategory = []\n', "")
    text = rule + version("2024-01-01").replace('act = "platform"\n', "")
    assert read(tmp_path, shared + text).rule("flanders.giants.height").versions[0].act == "platform"


@pytest.mark.parametrize(
    ("text", "line", "reason"),
    [
        (RULE.replace("kind", "kin") + version("2024-01-01"), 2, "kin: unknown key"),
        (RULE + version("2024-01-01").replace("article", "artikel"), 10, "version.0.artikel: unknown key"),
        (RULE + version("2024-01-01").replace('article = "art. 1"\n', ""), 10, "version.0.article: Field required"),
        (
            RULE + version("2024-01-01", "2025-01-01") + version("2024-06-01"),
            19,
            "overlaps the version from 2024-01-01",
        ),
        (RULE + version("2024-01-01") + version("2025-01-01"), 18, "overlaps the version from 2024-01-01"),
        (RULE + version("2024-01-01", "2025-01-01") + version("2025-01-02"), 19, "leaves a gap"),
        (RULE + version("2025-01-01", "2026-01-01") + version("2024-01-01"), 19, "in the order of their days"),
        (RULE + version("2024-01-01", "2024-01-01"), 10, "in_force_until must come after in_force_from"),
        (RULE, 2, "a rule has versions, or says in `missing`"),
        (
            RULE.replace("fact =", "gap = true\nfact =") + version("2024-01-01"),
            2,
            "a gap is a condition that is missing",
        ),
        (RULE.replace("job.weekly_hours", "job.weekly_ours") + version("2024-01-01"), 2, "no fact stands at"),
        (RULE.replace("at_least", "at_best") + version("2024-01-01"), 2, "no criterion is registered as 'at_best'"),
        (RULE.replace('"WORK"', '"WORK') + version("2024-01-01"), 4, "at line 4"),
        (RULE.replace('"condition"', '"deadline"') + version("2024-01-01"), 10, "values.unit: Field required"),
    ],
)
def test_every_fault_names_its_place_and_reason(tmp_path, text, line, reason):
    with pytest.raises(UnsoundLaw) as refused:
        read(tmp_path, text)
    first = str(refused.value).splitlines()[0]
    faults = [fault for fault in refused.value.faults if reason in fault.reason]
    assert faults, first
    assert faults[0].line == line
    assert faults[0].file.endswith("rules/giants.toml")
    assert faults[0].code.startswith("flanders.giants")


def test_a_demo_value_may_not_replace_law(tmp_path):
    demo = tmp_path / "demo"
    demo.mkdir()
    (demo / "giants.toml").write_text(version("2024-01-01"), encoding="utf-8")
    rules = tmp_path / "rules"
    rules.mkdir()
    (rules / "giants.toml").write_text(RULE + version("2024-01-01"), encoding="utf-8")
    with pytest.raises(UnsoundLaw, match="a demo value may only give versions to a rule whose value is missing"):
        load([LawFolder(authority=Authority.FLANDERS, rules=rules, demo=demo)])


def test_registering_a_folder_twice_changes_nothing(settings):
    from django.apps import apps

    from applications.rulebook import registry, rulebook

    before, folders = rulebook(), registry.registered()
    apps.get_app_config("regions").ready()
    apps.get_app_config("federal").ready()
    assert registry.registered() == folders
    assert rulebook() is before


def test_django_checks_the_law_at_start():
    from django.core import checks

    from applications.rulebook.checks import law_is_sound

    assert law_is_sound in checks.registry.registry.get_checks()
    assert law_is_sound(None) == []
