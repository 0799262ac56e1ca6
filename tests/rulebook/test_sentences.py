"""Every code has its words in four languages, with the same placeholders."""

import ast
import re
from functools import cache
from pathlib import Path

import pytest
from django.utils import translation

from applications.rulebook import coverage, sentences
from applications.rulebook import facts as told
from applications.rulebook.criteria import CRITERIA
from applications.rulebook.model import RuleKind
from applications.vocabulary import WORK_AUTHORITIES

ROOT = Path(__file__).resolve().parents[2]
LOCALES = (
    "applications/locale",
    "regions/locale",
    *(f"regions/{authority}/locale" for authority in WORK_AUTHORITIES),
    "federal/locale",
)
LANGUAGES = ("en", "fr", "nl", "de")
ENTRY = re.compile(r'^msgid "(.+)"\nmsgstr "(.*)"$', re.MULTILINE)
PLACEHOLDER = re.compile(r"%\((\w+)\)s")


@cache
def messages(language: str) -> dict[str, str]:
    """The committed text, so that a forgotten compilation cannot hide a gap."""
    found: dict[str, str] = {}
    for folder in LOCALES:
        text = (ROOT / folder / language / "LC_MESSAGES" / "django.po").read_text(encoding="utf-8")
        found |= dict(ENTRY.findall(text))
    return found


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_rule_has_title_and_help_and_every_result_a_sentence(book, language):
    said = messages(language)
    gaps = []
    for rule in book.rules.values():
        gaps += [f"{rule.code}.{part}" for part in ("title", "help") if not said.get(f"{rule.code}.{part}")]
        results = CRITERIA[rule.criterion].results if rule.criterion else ()
        for result in results:
            bases = [rule.code, rule.criterion, *(["document"] if rule.kind == RuleKind.DOCUMENT else [])]
            if not any(said.get(f"{base}.{result}") for base in bases):
                gaps.append(f"{rule.code}.{result}")
    assert gaps == []


@pytest.mark.parametrize("language", LANGUAGES)
def test_documents_categories_texts_and_facts_have_names(book, language):
    said = messages(language)
    wanted = {
        f"document.{rule.document}.{part}"
        for rule in book.rules.values()
        if rule.document
        for part in ("title", "help")
    }
    wanted |= {f"category.{code}.title" for code in book.categories}
    wanted |= {f"act.{version.act}.title" for rule in book.rules.values() for version in rule.versions}
    wanted |= {f"fact.{path}.title" for path in told.paths()}
    wanted |= {f"fact.{path}.{member.value}" for path, choices in told.choices().items() for member in choices}
    wanted |= {f"contradiction.{why}" for why in reasons()}
    assert {message for message in wanted if not said.get(message)} == set()


@pytest.mark.parametrize("language", LANGUAGES[1:])
def test_placeholders_agree_and_nothing_is_left_in_english(language):
    english, other = messages("en"), messages(language)
    assert set(other) == set(english)
    for message, text in english.items():
        assert set(PLACEHOLDER.findall(other[message])) == set(PLACEHOLDER.findall(text)), message
        if message.endswith((".help", ".MET", ".NOT_MET", ".UNKNOWN", ".FOR_OFFICER", ".NOT_APPLICABLE")):
            assert other[message] != text, message


def reasons() -> set[str]:
    source = ast.parse((ROOT / "applications/rulebook/contradictions.py").read_text(encoding="utf-8"))
    pairs = (node.value for node in ast.walk(source) if isinstance(node, ast.Yield))
    return {pair.elts[1].value for pair in pairs if isinstance(pair, ast.Tuple)}


@pytest.mark.parametrize(
    ("language", "said"),
    [
        ("en", "69,300 euro per year reaches the threshold of 63,585.60 euro. That is a demo value, not law."),
        (
            "fr",
            (
                "69\u202f300 euros par an atteignent le seuil de 63\u202f585,60 euros. "
                "C’est une valeur de démonstration, pas la loi."
            ),
        ),
        ("nl", "69.300 euro per jaar haalt de drempel van 63.585,60 euro. Dat is een demowaarde, geen wet."),
        ("de", "69.300 Euro pro Jahr erreichen die Schwelle von 63.585,60 Euro. Das ist ein Demowert, kein Gesetz."),
    ],
)
def test_amounts_are_written_as_the_reader_writes_them(demo_law, language, said):
    finding = demo_law.finding("ostbelgien.blue_card.salary")
    with translation.override(language):
        assert re.sub(r"\s", " ", sentences.sentence(finding)) == re.sub(r"\s", " ", said)


def test_a_day_has_its_month_in_words(law):
    changes = {"mobility.first_state": "FR", "mobility.days_in_180": 60, "mobility.card_valid_until": "2026-05-20"}
    changes |= {"job.end_on": "2026-06-30", "job.engagement": "FIXED_TERM"}
    finding = law.finding("ostbelgien.exemptions.mobile_blue_card", changes)
    with translation.override("de"):
        assert "20. Mai 2026" in sentences.sentence(finding)
        assert sentences.article(finding) == "art. 2, al. 1, 37°, Königlicher Erlass vom 9. Juni 1999"
    with translation.override("en"):
        assert "20 May 2026" in sentences.sentence(finding)


def test_a_stored_finding_is_said_like_a_fresh_one(demo_law):
    finding = demo_law.finding("ostbelgien.blue_card.salary")
    with translation.override("fr"):
        assert sentences.sentence(type(finding).from_json(finding.as_json())) == sentences.sentence(finding)


def test_every_finding_of_an_application_speaks(law):
    for changes in ({}, {"kind": "LONG_TERM_MOBILITY"}, {"kind": "RENEWAL"}, {"category": "single_permit"}):
        evaluation = law.evaluate(changes)
        for language in LANGUAGES:
            with translation.override(language):
                for each in (*evaluation.findings, *evaluation.documents):
                    said = sentences.sentence(each)
                    assert said and "%(" not in said and not said.startswith("result.")
                    assert sentences.title(each.code) != each.code
                    assert all(name != path for name, path in zip(sentences.asks(each), each_asks(each), strict=True))


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("occasion", ["BEFORE", "APPLICATION", "HOLDING"])
def test_every_category_and_kind_speaks_on_every_occasion(law, occasion, language):
    with translation.override(language):
        for category in law.book.categories.values():
            for kind in category.kinds:
                evaluation = law.evaluate({"category": category.code, "kind": kind, "occasion": occasion})
                for each in (*evaluation.findings, *evaluation.documents):
                    said = sentences.sentence(each)
                    assert said and "%(" not in said and not said.startswith("result.")
                    assert sentences.title(each.code) != each.code and sentences.explanation(each.code)
                    assert all(name != path for name, path in zip(sentences.asks(each), each_asks(each), strict=True))


def each_asks(each):
    return getattr(each, "finding", each).asks


def test_a_variant_speaks_before_the_rule_and_the_rule_before_its_criterion(law):
    with translation.override("en"):
        contract = law.finding("ostbelgien.blue_card.contract_duration")
        assert sentences.sentence(contract) == "The contract has no end."
        proof = law.document("ostbelgien.blue_card.contract")
        assert sentences.sentence(proof) == "It is still missing."
        unknown = law.finding("ostbelgien.blue_card.salary")
        assert "is not known to us" in sentences.sentence(unknown)


def test_every_article_of_the_decree_is_accounted_for(book):
    covered = coverage.read(ROOT / "regions/ostbelgien/decree.toml")
    assert [article.article for article in covered] == list(range(1, 25))
    assert all(article.rules or article.reason for article in covered)
    named = {code for article in covered for code in article.rules}
    verified = {
        rule.code
        for rule in book.rules.values()
        if rule.authority == "ostbelgien" and any("2024201295" in version.source for version in rule.versions)
    }
    assert named <= set(book.rules)
    assert verified <= named


def test_a_paper_is_described_by_the_rule_that_asks_for_it(before):
    """The same diploma: legalised by the post for the German-speaking Community, a plain copy for Flanders."""
    with translation.override("en"):
        said = {
            authority: sentences.asked_for(before(authority).document(rule, {"job.profile": "HIGHLY_SKILLED", **facts}))
            for authority, rule, facts in (
                ("ostbelgien", "ostbelgien.blue_card.diploma", {}),
                ("flanders", "flanders.documents.diploma", {"category": "single_permit"}),
            )
        }
    assert "legalised" in said["ostbelgien"]
    assert said["flanders"] == "A copy, for highly skilled work."
