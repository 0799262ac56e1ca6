"""The law as anybody may read it: the rules of a day, one rule over time, two days, two authorities; and as JSON.

No test here asks for a database, so that a single query would fail it.
"""

import json
from datetime import date
from io import StringIO

import pytest
from django.core.management import call_command
from django.urls import reverse

from applications import rulebook
from applications.rulebook import reading, side_by_side
from applications.vocabulary import Authority
from portal.public import law, law_answer, law_words

TODAY = date(2026, 11, 22)
TURN_OF_THE_YEAR = (date(2024, 12, 31), date(2025, 1, 1))


@pytest.fixture(autouse=True)
def _on_one_day(monkeypatch):
    monkeypatch.setattr(law, "law_today", lambda: TODAY)


def ask(client, page="law", *, language="en", **query):
    return client.get(reverse(f"public:{page}"), query, headers={"accept-language": language})


def read(client, code, *, language="en"):
    return client.get(reverse("public:law_rule", args=[code]), headers={"accept-language": language})


def command(*arguments):
    out = StringIO()
    call_command("law", *arguments, "--json", stdout=out)
    return json.loads(out.getvalue())


def item(page, code):
    """What the page prints of one rule."""
    return page.text.split(f'<li id="{code}"')[1].split("</li>")[0]


# --- On a day ------------------------------------------------------------------------------------------------------


def test_a_rule_is_shown_with_amount_article_source_and_how_sure_it_is(client):
    # WHEN somebody asks for Flanders' law on Blue Cards today
    page = ask(client, authority="flanders", category="eu_blue_card")

    # THEN the threshold stands there with everything that is known of it, and leads to its own page
    pay = item(page, "flanders.pay.blue_card")
    assert "63,586 euros" in pay and "art. 76–79" in pay
    assert "since 1&nbsp;January" in pay or "from 1\u00a0January\u00a02026" in pay
    assert "found on a public page" in pay and 'href="https://' in pay
    assert 'href="/law/rules/flanders.pay.blue_card#since-' in pay


def test_what_nobody_verified_carries_its_mark_and_what_was_read_in_full_says_so(client):
    page = ask(client, authority="ostbelgien", category="eu_blue_card")

    assert '<span class="unsure">? rule not verified</span>' in item(page, "ostbelgien.blue_card.documents_18_3")
    assert "read in full in the official text" in item(page, "ostbelgien.blue_card.salary")


def test_each_page_of_a_source_is_a_link_and_a_remark_is_none():
    book = rulebook.rulebook()
    shown = law_answer.shown(reading.entry(book.rule("flanders.conditions.blue_card_contract"), on=TODAY))
    assert [link.label for link in shown.source.pages] == ["www.mondaq.com", "www.vreemdelingenrecht.be"]

    for rule in book.rules.values():
        for version in rule.versions:
            source = law_answer.Source.of(version)
            assert source.pages or source.remark, version.id
            assert "https://" not in source.remark, version.id
            assert not any(set(link.href) & set(" ()") for link in source.pages), version.id


def test_a_period_says_how_long_and_counted_from_what(client):
    period = item(ask(client, authority="ostbelgien", category="seasonal"), "ostbelgien.seasonal.decision_returning")

    assert "60 calendar days" in period and "completeness notified" in period
    assert "Only if: Seasonal stays in Belgium in the last five years, at least 1." in period


def test_the_day_asked_is_the_day_shown(client):
    page = ask(client, authority="flanders", category="eu_blue_card", on="2023-06-01")

    assert "63,586" not in page.text
    assert "In force on 1\u00a0June\u00a02023" in page.text


@pytest.mark.parametrize("authority", ["flanders", "wallonia", "brussels", "ostbelgien", "federal"])
def test_a_day_before_the_law_known_here_gets_no_rule_and_never_the_nearest(client, authority):
    page = ask(client, authority=authority, category="eu_blue_card", on="1990-01-01")

    assert "No rule known for 1 January 1990" in page.text
    assert "euros" not in page.text
    assert "The law here begins on" in page.text


def test_without_a_choice_it_says_what_there_is(client):
    page = ask(client)

    assert 'href="/law/?authority=wallonia&amp;category=eu_blue_card"' in page.text
    assert "conditions not known" in page.text  # Ostbelgien's ordinary single permit, for one


def test_from_the_rules_one_goes_on_with_the_same_choices(client):
    page = ask(client, authority="wallonia", category="ict", on="2026-03-02")
    links = [part.split('"')[0].replace("&amp;", "&") for part in page.text.split('<li><a href="')[1:]]

    for start in ("/law/?authority=federal", "/law/authorities?ours", "/law/changes?authority", "/law/deadlines?cat"):
        there = next(link for link in links if link.startswith(start))
        following = client.get(there, headers={"accept-language": "en"})
        assert following.status_code == 200 and '<option value="ict" selected>' in following.text


def test_where_the_conditions_are_not_known_this_is_said(client):
    assert "The conditions are not known here" in ask(client, authority="ostbelgien", category="single_permit").text
    assert "The conditions are not known here" not in ask(client, authority="flanders", category="single_permit").text


@pytest.mark.parametrize(
    ("page", "query", "said"),
    [
        ("law", {"category": "astronaut"}, "No law is known here under this name"),
        ("law", {"authority": "flandres"}, "No law is known here under this name"),
        ("law", {"on": "2026-02-30"}, "This day does not exist"),
        ("law_changes", {"earlier": "2025-01-01", "later": "2024-01-01"}, "Give the earlier day first"),
        ("law_changes", {"later": "2024-01-01"}, "Give the day to compare with"),
        ("law_changes", {"earlier": "2030-01-01"}, "This day is still to come"),
        ("law_beside", {"ours": "flanders", "theirs": "flanders"}, "This is the same authority"),
        ("law_beside", {"theirs": "flanders"}, "Choose an authority"),
    ],
)
def test_what_cannot_be_answered_is_told_at_its_field_and_nothing_typed_is_lost(client, page, query, said):
    answer = ask(client, page, **query)

    assert answer.status_code == 422 and said in answer.text
    as_json = ask(client, page, **query, format="json")
    assert as_json.status_code == 422 and set(as_json.json()["errors"]) <= {*query, "later", "earlier", "ours"}
    if "on" in query:
        assert 'value="30"' in answer.text


# --- One rule ------------------------------------------------------------------------------------------------------


def test_a_rule_has_all_its_versions_with_first_and_last_day_newest_first(client):
    page = read(client, "flanders.pay.blue_card")

    starts = [part.split('"')[0] for part in page.text.split('id="since-')[1:]]
    versions = rulebook.rulebook().rule("flanders.pay.blue_card").versions
    assert starts == [version.in_force_from.isoformat() for version in versions[::-1]]
    assert page.text.count("In force today") == 1
    assert "From 1\u00a0January\u00a02023 to 31\u00a0December\u00a02023" in page.text
    assert "What it changed" in page.text and "<del>" in page.text


def test_a_rule_without_a_version_says_why_the_law_gives_none(client):
    page = read(client, "ostbelgien.periods.decision")

    assert "No rule known for today" in page.text and "was not available" in page.text


def test_the_authentic_wording_is_shown_in_its_own_language(client):
    page = read(client, "ostbelgien.seasonal.decision", language="de")

    assert '<blockquote lang="fr"><p>« la décision relative' in page.text


def test_an_unknown_rule_is_not_found(client):
    assert client.get(reverse("public:law_rule", args=["flanders.pay.astronaut"])).status_code == 404


def test_every_rule_has_a_page_and_every_value_of_the_law_has_words(client):
    # GIVEN every version of every rule
    book = rulebook.rulebook()
    for rule in book.rules.values():
        for version in rule.versions:
            # THEN each of its values is named, and none is printed as a code of ours
            shown = law_answer.shown(reading.entry(rule, on=version.in_force_from), is_brief=False)
            assert set(version.values) <= set(law_words.NAMES), rule.code
            for fact in shown.facts:
                assert str(fact.value), (rule.code, str(fact.label))
                assert not str(fact.value).isupper() or len(str(fact.value)) < 3, (rule.code, str(fact.value))
        assert client.get(reverse("public:law_rule", args=[rule.code])).status_code == 200


# --- Two days, two authorities -------------------------------------------------------------------------------------


def test_two_days_show_each_value_before_and_after(client):
    page = ask(client, "law_changes", authority="flanders", earlier="2024-12-31", later="2025-01-01")

    changed = item(page, "flanders.pay.executive")
    rule = rulebook.rulebook().rule("flanders.pay.executive")
    before, after = (rule.in_force(on).values["minimum"] for on in TURN_OF_THE_YEAR)
    assert before != after
    assert f"<del>{law_words.shown('minimum', before)}</del>" in changed
    assert f"<ins>{law_words.shown('minimum', after)}</ins>" in changed


def test_a_rule_that_began_is_new_and_a_quiet_time_has_no_differences(client):
    page = ask(client, "law_changes", authority="ostbelgien", earlier="2023-12-31", later="2024-01-01")
    assert '<p class="state">New</p>' in item(page, "ostbelgien.blue_card.salary")

    quiet = ask(client, "law_changes", authority="ostbelgien", earlier="2024-02-01", later="2024-02-02")
    assert "Nothing differs between the two days" in quiet.text


def test_two_authorities_stand_side_by_side_on_the_same_matter(client):
    # WHEN Flanders and the German-speaking Community are compared, whose rules on pay bear different names
    page = ask(client, "law_beside", ours="flanders", theirs="ostbelgien", category="eu_blue_card")

    # THEN both say what they ask of pay in one line, and what only one of them has says so
    pay = page.text.split("<h3>Pay: EU Blue Card</h3>")[1].split("</li>")[0]
    assert "63,586 euros" in pay and "130 %" in pay
    assert "No such rule is known here." in page.text
    assert "The same values" in page.text  # the completeness check, for one


def test_no_rule_is_lost_or_doubled_in_a_comparison():
    book = rulebook.rulebook()
    for ours, theirs in (("flanders", "ostbelgien"), ("wallonia", "brussels"), ("federal", "flanders")):
        pairs = side_by_side.beside(book, ours=ours, theirs=theirs, on=TODAY, category="eu_blue_card")
        for side, authority in (("ours", ours), ("theirs", theirs)):
            codes = [getattr(pair, side).rule.code for pair in pairs if getattr(pair, side)]
            entries = reading.on_day(book, on=TODAY, authority=authority, category="eu_blue_card")
            assert sorted(codes) == sorted(each.rule.code for each in entries)


# --- For programs, for everybody -----------------------------------------------------------------------------------


def test_programs_read_what_the_commands_say(client):
    shown = command("show", "--authority", "brussels", "--category", "ict", "--on", "2026-03-02")
    query = {"authority": "brussels", "category": "ict", "on": "2026-03-02"}
    by_header = client.get(reverse("public:law"), query, headers={"accept": "application/json"})
    assert ask(client, format="json", **query).json() == by_header.json() == shown
    assert {row["certainty"] for row in shown["rules"]} & {"SOURCED", "UNVERIFIED"}
    assert "Accept" in by_header["vary"]

    diff = command("diff", "--authority", "federal", "--from", "2023-12-31", "--to", "2024-01-01")
    query = {"authority": "federal", "earlier": "2023-12-31", "later": "2024-01-01"}
    assert ask(client, "law_changes", format="json", **query).json() == diff

    pairs = command("compare", "--authority", "flanders", "--with", "wallonia", "--on", "2026-03-02")
    query = {"ours": "flanders", "theirs": "wallonia", "on": "2026-03-02"}
    assert ask(client, "law_beside", format="json", **query).json() == pairs


def test_a_rule_is_json_with_all_versions(client):
    said = client.get(reverse("public:law_rule", args=["federal.residence.fee"]), {"format": "json"}).json()

    assert said["code"] == "federal.residence.fee" and said["chapter"] == "fee"
    assert [each["certainty"] for each in said["versions"]].count(None) == 0
    assert any(each["missing"] for each in said["versions"])  # the gap has its reason


@pytest.mark.parametrize("language", ["fr", "nl", "de", "en"])
def test_it_speaks_four_languages_and_keeps_nothing(client, language):
    for page, query in (
        ("law", {}),
        ("law", {"authority": "wallonia", "category": "single_permit"}),
        ("law_changes", {"earlier": "2023-12-31"}),
        ("law_beside", {"ours": "brussels", "theirs": "wallonia", "category": "ict"}),
    ):
        answer = ask(client, page, language=language, **query)
        assert answer.status_code == 200 and f'<html lang="{language}">' in answer.text
        assert "sessionid" not in answer.cookies
        assert client.post(reverse(f"public:{page}")).status_code == 405


def test_every_authority_and_category_has_an_answer(client):
    for authority in Authority.values:
        for category in rulebook.rulebook().categories:
            assert ask(client, authority=authority, category=category).status_code == 200


def test_the_foot_of_every_page_leads_to_the_law(client):
    assert f'href="{reverse("public:law")}"' in client.get(reverse("public:precheck")).text
