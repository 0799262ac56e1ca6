"""A draft is read by the reader of the law: what is wrong is named by file, line, rule and reason."""

from dataclasses import replace

import pytest

from applications import rulebook
from applications.rulebook import drafts, registry
from applications.rulebook.drafts import draft_file
from applications.rulebook.loader import UnsoundLaw
from applications.vocabulary import Authority
from tests.rulebook.conftest import OSTBELGIEN

SOUND = """
[shoes]
kind = "condition"
track = "WORK"
category = ["eu_blue_card"]
reference_day = "filing"
criterion = "present"
fact = "job.title"
[[shoes.version]]
in_force_from = 2020-01-01
article = "art. 1"
act = "draft"
source = "a draft"
certainty = "UNVERIFIED"
"""


def a_file(text, *, name="new_rules.toml", authority=Authority.OSTBELGIEN):
    content = text if isinstance(text, bytes) else text.encode()
    return draft_file(authority=authority, name=name, content=content)


def faults(text, **more) -> list[str]:
    with pytest.raises(UnsoundLaw) as unsound:
        drafts.load([a_file(text, **more)])
    return [str(fault) for fault in unsound.value.faults]


def test_a_new_file_stands_beside_the_law_and_leaves_it_alone():
    law = rulebook.rulebook()
    draft = drafts.load([a_file(SOUND)])
    assert set(draft.rules) - set(law.rules) == {"ostbelgien.new_rules.shoes"}
    assert rulebook.rulebook() is law


def test_a_file_of_the_same_name_takes_the_place_of_the_one_in_force():
    law = rulebook.rulebook()
    draft = drafts.load([a_file(SOUND, name="seasonal.toml")])
    gone = set(law.rules) - set(draft.rules)
    assert gone and all(code.startswith("ostbelgien.seasonal.") for code in gone)
    assert "ostbelgien.seasonal.shoes" in draft.rules


def test_the_same_draft_is_read_once():
    assert drafts.load([a_file(SOUND)]) is drafts.load([a_file(SOUND)])


@pytest.mark.parametrize(
    ("text", "line", "code", "reason"),
    [
        ("[shoes\n", 1, "ostbelgien.new_rules", "Expected ']'"),
        (SOUND.replace('article = "art. 1"\n', ""), 9, "ostbelgien.new_rules.shoes", "article: Field required"),
        (SOUND.replace('fact = "job.title"', 'fact = "job.colour"'), 2, "new_rules.shoes", "no fact stands at"),
        (SOUND.replace('"present"', '"guess"'), 2, "new_rules.shoes", "no criterion is registered as 'guess'"),
        (SOUND + "surprise = 1\n", 9, "new_rules.shoes", "version.0.surprise: unknown key"),
        (SOUND.replace('"eu_blue_card"', '"gold_card"'), 2, "new_rules.shoes", "described as 'gold_card'"),
        ("every_rule = 3\n", 1, "new_rules.every_rule", "is one table"),
        ("[[every_rule.version]]\n", 1, "new_rules.every_rule.version", "is one table"),
        ("category = 1\n", 1, "category", "is described in [category.<code>]"),
        ('[shoes]\nversion = "today"\n', 1, "new_rules.shoes", "version"),
        ('[shoes]\nversion = [1, "two"]\n', 1, "new_rules.shoes", "version.0"),
        ("shoes = 4\n", 1, "new_rules.shoes", "stands outside a rule"),
    ],
)  # fmt: skip
def test_a_fault_names_file_line_rule_and_reason(text, line, code, reason):
    found = faults(text)
    assert any(
        fault.startswith(f"regions/ostbelgien/rules/new_rules.toml:{line}: ") and code in fault and reason in fault
        for fault in found
    ), found


@pytest.mark.parametrize(
    ("content", "reason"),
    [
        (b"[shoes]\nname = '\xff'\n", "new_rules.toml:2: ostbelgien.new_rules: is not written in UTF-8"),
        (b"a = " + b"[" * 50_000, "new_rules.toml:1"),
        (b"a = " + b"9" * 5_000, "new_rules.toml:1"),
        (b"#" * (drafts.LARGEST + 1), "is larger than 512 kB"),
    ],
    ids=["not UTF-8", "too deep", "too long a number", "too large"],
)
def test_what_is_no_text_of_law_is_refused_before_it_is_read(content, reason):
    assert any(reason in fault for fault in faults(content))


@pytest.mark.parametrize("name", ["../../etc.toml", "Rules.toml", "rules.txt", ".toml", "a/b.toml", "=cmd.toml"])
def test_the_name_of_a_file_leads_nowhere(name):
    with pytest.raises(UnsoundLaw, match="is named in small letters"):
        a_file(SOUND, name=name)


def test_a_draft_may_give_what_an_invented_value_stood_in_for(monkeypatch):
    """The demo's invented wage stands back where a draft gives one: else no draft could ever state it."""
    # GIVEN the law as the demo loads it
    ours = OSTBELGIEN / "rules_demo"
    folders = tuple(
        replace(each, demo=ours) if each.authority == Authority.OSTBELGIEN else each for each in registry.registered()
    )
    monkeypatch.setattr(registry, "registered", lambda: folders)
    text = OSTBELGIEN.joinpath("rules", "blue_card.toml").read_text(encoding="utf-8")
    assert drafts.load([a_file(text, name="blue_card.toml")]).has_demo_values

    # WHEN a draft says what the wage is
    start = text.index("missing =", text.index("[average_monthly_wage]"))
    given = """
[[average_monthly_wage.version]]
in_force_from = 2024-01-01
article = "art. 30.9"
act = "rd_1999_06_09"
source = "a draft"
certainty = "UNVERIFIED"
values.amount = "4000.00"
"""
    text = text[:start] + given + text[text.index("\n", start) :]
    draft = drafts.load([a_file(text, name="blue_card.toml")])

    # THEN it is the draft's
    assert not draft.has_demo_values
    wage = draft.rule("ostbelgien.blue_card.average_monthly_wage")
    assert [version.values["amount"] for version in wage.versions] == ["4000.00"]
