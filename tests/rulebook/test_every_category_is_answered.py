"""Each category before each of the three authorities: the commands answer, and every answer says how sure it is."""

import json
from datetime import timedelta
from io import StringIO

import pytest
from django.core.management import call_command
from django.utils import translation

from applications.rulebook import sentences
from applications.vocabulary import Authority, Track

PLACES = {"flanders": "11002", "wallonia": "62063", "brussels": "21004"}
ON = "2026-05-04"
COMMON = {"single_permit", "eu_blue_card", "ict", "seasonal", "work_permit_90"}
# Whose conditions on work are here. For the others papers and periods are answered, and the gap is named.
CONDITIONS = {
    "flanders": COMMON | {"professional_card"},
    "wallonia": COMMON | {"unlimited_single_permit"},
    "brussels": COMMON | {"unlimited_single_permit"},
}


def run(*arguments):
    out = StringIO()
    call_command(*arguments, stdout=out)
    return json.loads(out.getvalue())


def applications(book):
    return [(code, str(kind)) for code, category in book.categories.items() for kind in category.kinds]


@pytest.mark.parametrize("authority", PLACES)
def test_assess_answers_for_every_category_and_kind(book, tmp_path, authority):
    for category, kind in applications(book):
        facts = {
            "category": category,
            "kind": kind,
            "job": {
                "establishment_nis_code": PLACES[authority],
                "workplaces": [{"nis_code": PLACES[authority], "share_percent": 100}],
            },
            "residence": {"commune_nis_code": PLACES[authority]},
        }
        path = tmp_path / "facts.json"
        path.write_text(json.dumps(facts), encoding="utf-8")
        answer = run("assess", str(path), "--on", ON)
        assert answer["authority"]["code"] == authority, category
        assert (str(Track.WORK) in answer["not_covered"]) != (category in CONDITIONS[authority]), category
        said = [*answer["findings"], *answer["documents"]]
        assert said and all(each["certainty"] and each["article"] for each in said if each["version"])


@pytest.mark.parametrize("authority", PLACES)
def test_law_show_names_source_and_certainty_for_every_category(book, authority):
    for category in book.categories:
        shown = run("law", "show", "--authority", authority, "--category", category, "--on", ON, "--json")
        assert shown["is_covered"] == (category in CONDITIONS[authority]), category
        assert any(category in book.rule(row["code"]).categories for row in shown["rules"]), category
        for row in shown["rules"]:
            assert row["missing"] or (row["article"] and row["source"] and row["certainty"]), row["code"]


@pytest.mark.parametrize("language", ["en", "fr", "nl", "de"])
def test_every_answer_is_said_in_words(before, book, language):
    with translation.override(language):
        for authority in PLACES:
            for category, kind in applications(book):
                evaluation = before(authority).evaluate({"category": category, "kind": kind})
                for each in (*evaluation.findings, *evaluation.documents):
                    said = sentences.sentence(each)
                    assert said and "%(" not in said, each
                    assert sentences.title(each.code) != each.code


def test_nothing_read_on_a_page_is_called_verified(book):
    """VERIFIED is for what was read in full: of these three, only the notice on the agreement (P12)."""
    ours = (Authority.FLANDERS, Authority.WALLONIA, Authority.BRUSSELS)
    for rule in book.select(authorities=ours):
        for version in rule.versions:
            is_read = "read in full" in version.source
            assert (version.certainty == "VERIFIED") == is_read, version.id
            assert version.certainty != "SOURCED" or version.source.startswith("http"), version.id


def an_application_about(rule):
    """The facts that make a rule speak."""
    asked = {"category": (rule.categories or ("eu_blue_card",))[0], "kind": str((rule.kinds or ("FIRST",))[0])}
    return asked | {only.fact: only.value[0] if only.test == "one_of" else only.value for only in rule.only_if}


def version_applied(law, rule, day):
    """The version an evaluation of that day rests on, "" for none; None where another rule speaks for the paper."""
    evaluation = law.evaluate(an_application_about(rule), filed=day)
    found = [*evaluation.findings, *(need.finding for need in evaluation.documents)]
    return next((each.version for each in found if each.code == rule.code), None)


def test_every_version_begins_on_the_day_it_says(before, book):
    """Both sides of every first day, from the data, over a whole evaluation: before it, the earlier version or none."""
    rules = [rule for rule in book.select(authorities=list(PLACES)) if rule.versions and rule.criterion]
    assert len(rules) > 100
    for rule in rules:
        law, earlier = before(rule.code), ""
        for version in rule.versions:
            eve = version.in_force_from - timedelta(days=1)
            assert version_applied(law, rule, eve) in {earlier, None}, version.id
            assert version_applied(law, rule, version.in_force_from) in {version.id, None}, version.id
            earlier = version.id
    spoke = [rule for rule in rules if version_applied(before(rule.code), rule, rule.versions[-1].in_force_from)]
    assert len(spoke) > 0.9 * len(rules)
