"""The check before anybody signs in: an indication with its reasons, never a guess, and nothing kept.

No test here asks for a database, so that a single query would fail it.
"""

import json
import re
from datetime import date
from html import unescape
from urllib.parse import parse_qs, urlsplit

import pytest
from axe_playwright_python.sync_playwright import Axe
from django.core.management import call_command
from django.urls import reverse

from applications import assessment
from applications.rulebook.evaluation import evaluate
from applications.rulebook.facts import paths, value_of
from portal.public import precheck
from portal.public.precheck_form import ASKED_BY, PrecheckForm
from tests.rulebook import conftest as laws

TODAY = date(2026, 11, 22)
ANSWERS = {
    "place": "4700 Eupen",
    "pay": "69 300",
    "job": "Automation engineer",
    "engagement": "INDEFINITE",
    "route": "DIPLOMA",
    "years": "4",
    "recognised": "yes",
    "where": "ABROAD",
}
THRESHOLD = "63 585,60"  # 130 % of twelve times 4,076.00, the demo's wage for 2025
LIKELY = "An EU Blue Card is likely"
NOT_LIKELY = "An EU Blue Card is not likely"
OPEN = "Whether an EU Blue Card is likely cannot be said yet"


@pytest.fixture(autouse=True)
def _on_one_day(monkeypatch):
    monkeypatch.setattr(precheck, "law_today", lambda: TODAY)


@pytest.fixture
def demo_values(monkeypatch):
    """The rulebook with the demo's invented wage, as ./dev demo loads it."""
    book = laws.load(demo=True)
    monkeypatch.setattr("applications.rulebook.rulebook", lambda: book)
    monkeypatch.setattr(
        "applications.rulebook.evaluate",
        lambda facts, *, authority, days: evaluate(facts, book=book, authority=authority, days=days),
    )


def ask(client, **changes):
    """The page in English for the usual answers with some changed; None takes an answer away."""
    answers = {name: value for name, value in {**ANSWERS, **changes}.items() if value is not None}
    return client.get(reverse("public:precheck"), answers, headers={"accept-language": "en"})


def heading(page):
    return page.text.split("<h1>")[1].split("</h1>")[0]


# --- Likely or not -------------------------------------------------------------------------------------------------


@pytest.mark.rule("ostbelgien.blue_card.salary")
@pytest.mark.parametrize(
    ("pay", "title", "distance"),
    [
        (THRESHOLD, LIKELY, "It is the threshold to the cent."),
        ("63 585,59", NOT_LIKELY, "0.01 euros are missing."),
        ("69 300", LIKELY, "5,714.40 euros above it."),
    ],
)
def test_pay_at_the_threshold_is_enough_and_a_cent_less_is_not(client, demo_values, pay, title, distance):
    page = ask(client, pay=pay)

    assert heading(page) == title
    assert distance in page.text
    assert "130 % × 12 × 4,076 euros (demo value, not law)" in page.text
    assert "amount not verified" in page.text
    assert "The threshold shown here is a demo value, not law" in page.text
    assert "only an officer decides" in page.text


@pytest.mark.rule("ostbelgien.blue_card.average_monthly_wage")
def test_without_the_wage_nobody_says_likely_and_the_page_says_what_is_missing(client):
    # GIVEN the law as it ships, without the wage that no source gives
    page = ask(client, pay="500 000")

    # THEN even a very high pay gives no promise, and the missing value has its name
    assert heading(page) == OPEN
    assert "130 % × 12 × average monthly wage (not known)" in page.text
    assert "No source gives us this value" in page.text
    assert "demo value, not law" not in page.text


@pytest.mark.parametrize(
    ("changes", "title", "sentence"),
    [
        ({"engagement": "FIXED_TERM", "months": "5"}, NOT_LIKELY, "Not met: Duration of the contract or offer."),
        ({"engagement": "FIXED_TERM", "months": "8"}, OPEN, "Still open: Duration of the contract or offer."),
        ({"engagement": "FIRM_OFFER", "months": "6", "qualified": "yes"}, LIKELY, "What decides is met"),
        ({"engagement": "FIRM_OFFER", "months": "6", "qualified": "no"}, NOT_LIKELY, "Not met: Duration"),
        ({"years": "2"}, NOT_LIKELY, "Not met: High professional qualifications."),
        ({"route": "EXPERIENCE", "ict": "SPECIALIST", "recent": "36", "years": None}, LIKELY, "What decides is met"),
        ({"route": "EXPERIENCE", "ict": "NONE", "experience": "36", "years": None}, NOT_LIKELY, "Not met: High prof"),
        ({"where": "NO_STAY"}, LIKELY, "To be put right before filing: Where the worker is at filing."),
    ],
)
def test_what_decides_is_named(client, demo_values, changes, title, sentence):
    page = ask(client, **changes)

    assert heading(page) == title
    assert sentence in page.text


# --- Who decides ---------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("place", "authority", "title"),
    [
        ("4700 Eupen", "ostbelgien", LIKELY),
        ("Malmedy", "wallonia", OPEN),  # between two German-speaking cantons, and not one of them
        ("1000", "brussels", OPEN),
        ("Antwerpen", "flanders", OPEN),
    ],
)
def test_the_place_decides_and_what_only_an_officer_knows_stays_open(client, demo_values, place, authority, title):
    page = ask(client, place=place)

    assert heading(page) == title
    assert f'data-auth="{authority}" aria-labelledby="who-decides"' in page.text
    assert "art. 7–8, cooperation agreement of 2 February 2018" in page.text
    assert ("Still open: " in page.text) == (authority != "ostbelgien")  # which diploma suffices there was not found
    assert "Passport or travel document" in page.text  # residence is federal, wherever the work is


# --- What is missing -----------------------------------------------------------------------------------------------


def test_nothing_is_asked_that_must_be_answered_and_what_is_open_leads_to_its_question(client, demo_values):
    page = ask(client, **dict.fromkeys(ANSWERS, ""))
    assert heading(page) == OPEN
    assert "Without the place of work nobody knows which authority decides." in page.text

    page = ask(client, pay=None, years=None)
    assert heading(page) == OPEN
    assert "Still open: Pay reaches the threshold, High professional qualifications." in page.text
    for question in ("#id_pay", "#id_years"):
        assert f'&amp;change=1{question}"' in page.text
    assert "Language of the diploma" in page.text.split("Asked later, in the application:")[1]


@pytest.mark.parametrize(
    ("changes", "field", "sentence"),
    [
        ({"pay": "a lot"}, "pay", "Give the amount as a number, for example 69300"),
        ({"place": "Nowhere"}, "place", "No Belgian commune is found under this"),
        ({"years": "99"}, "years", "Give a number of at most 20"),
        ({"months": "-1"}, "months", "Give a number of at least 0"),
        ({"engagement": "FOREVER"}, "engagement_0", "Select a valid choice"),
        ({"ict": "MANAGER", "experience": "10", "recent": "20"}, "recent", ""),
    ],
)
def test_what_cannot_be_read_is_told_at_its_field_and_nothing_typed_is_lost(client, changes, field, sentence):
    page = ask(client, **changes)

    assert page.status_code == 422
    assert f'href="#id_{field}"' in page.text and sentence in page.text
    assert 'value="Automation engineer"' in page.text
    refused = ask(client, **changes, format="json")
    assert refused.status_code == 422 and list(refused.json()["errors"]) == [field.removesuffix("_0")]


def test_the_home_page_hands_its_answers_on_and_the_rest_is_asked(client):
    # GIVEN the form of the home page
    home = client.get("/", headers={"accept-language": "en"}).text
    form = home.split(f'action="{reverse("public:precheck")}"')[1].split("</form>")[0]
    assert all(f'name="{name}"' in form for name in ("place", "pay", "job", "change"))

    # WHEN it is sent THEN the questions stand open with these answers, and it is said already who decides
    page = ask(client, change="1", engagement=None, route=None, years=None, recognised=None, where=None)
    assert heading(page) == "Check my chances"
    assert 'value="4700 Eupen"' in page.text and 'value="69 300"' in page.text
    assert 'data-auth="ostbelgien"' in page.text


def test_every_question_is_a_fact_and_every_answer_reaches_it():
    form = PrecheckForm(
        {**ANSWERS, "engagement": "FIRM_OFFER", "months": "7", "qualified": "yes", "ict": "MANAGER",
         "experience": "60", "recent": "40", "where": "STAY", "on": "2026-12-01"}
    )  # fmt: skip
    assert form.is_valid(), form.errors
    facts = form.facts()

    assert set(ASKED_BY) <= set(paths())
    assert set(ASKED_BY.values()) == set(form.fields)
    answered = {field for path, field in ASKED_BY.items() if value_of(facts, path) not in (None, ())}
    assert answered == set(form.fields)


# --- For programs, for everybody -----------------------------------------------------------------------------------


def test_programs_get_what_the_command_says(client, demo_values, tmp_path, capsys):
    # GIVEN the same facts in a file
    form = PrecheckForm(ANSWERS)
    assert form.is_valid()
    file = tmp_path / "facts.json"
    file.write_text(form.facts().model_dump_json())

    # WHEN the command and the page are asked
    call_command("assess", str(file), "--on", TODAY.isoformat())
    said = json.loads(capsys.readouterr().out)
    by_format = ask(client, format="json")
    by_header = client.get(reverse("public:precheck"), ANSWERS, headers={"accept": "application/json"})

    # THEN they say the same
    assert by_format.json() == by_header.json() == said
    assert said["authority"]["code"] == "ostbelgien" and said["demo_values"]
    assert by_header["content-type"] == "application/json"
    assert "Accept" in by_header["vary"]
    assert set(said) == set(assessment.assess(form.facts(), days=precheck.rulebook.Days(on=TODAY)).as_json())


@pytest.mark.parametrize("language", ["fr", "nl", "de", "en"])
def test_it_answers_in_four_languages_without_a_session(client, demo_values, language):
    for answers in ({}, ANSWERS, {**ANSWERS, "place": "1000"}, {**ANSWERS, "change": "1"}):
        page = client.get(reverse("public:precheck"), answers, headers={"accept-language": language})
        assert page.status_code == 200
        assert f'<html lang="{language}">' in page.text
        assert "sessionid" not in page.cookies
    assert client.post(reverse("public:precheck"), ANSWERS).status_code == 405


def test_not_even_the_log_keeps_an_answer(client, caplog):
    ask(client, pay="54 321")

    assert "/check/" in caplog.text
    assert "pay=" not in caplog.text


def test_it_ends_in_an_application_after_signing_in_that_brings_the_answers_along(client):
    page = ask(client)

    (href,) = set(re.findall(r'<a class="btn" href="([^"]+)">Start an application', page.text))
    way = parse_qs(urlsplit(unescape(href)).query)["next"][0]
    assert urlsplit(way).path == reverse("applicant:new")
    brought = parse_qs(urlsplit(way).query)
    assert brought["category"] == ["eu_blue_card"] and brought["kind"] == ["FIRST"]
    assert brought["f.job.yearly_gross"] == ["69300.00"] and brought["f.job.workplaces"] == ["63023"]
    assert brought["f.residence.in_belgium"] == ["False"]


def test_communes_are_offered_to_everybody_while_they_type(client):
    assert client.get(reverse("public:communes"), {"place": "eup"}).text == '<option value="4700 Eupen"></option>'
    assert client.get(reverse("public:communes"), {"place": "<"}).text == ""


@pytest.mark.browser
@pytest.mark.own_database
@pytest.mark.filterwarnings("ignore::pytest.PytestRemovedIn10Warning")
def test_it_has_no_barrier_and_needs_no_script(live_site, browser, demo_values):
    # GIVEN somebody on a telephone, without scripts
    context = browser.new_context(java_script_enabled=False, viewport={"width": 390, "height": 800}, locale="en")
    page = context.new_page()

    # WHEN the home page's answers lead to the questions, and these to the answer
    page.goto(live_site)
    page.fill("[name=place]", "4700 Eupen")
    page.fill("[name=pay]", "69300")
    page.click("main form button")
    for name, value in {"engagement": "INDEFINITE", "route": "DIPLOMA", "recognised": "yes", "where": "ABROAD"}.items():
        page.check(f"[name={name}][value={value}]")
    page.fill("[name=years]", "4")
    assert not page.locator("[name=months]").is_visible()  # a contract without end has none
    page.click("main form button")

    # THEN it is there
    assert page.inner_text("h1") == LIKELY
    address = page.url
    context.close()

    # AND axe, which needs scripts itself, finds nothing in light or dark, wide or narrow
    which = f"{live_site}/which/?job_nature=SEASONAL&worker_nationalities_0=FR&place=4700+Eupen"
    seasonal = f"{live_site}/check/?category=seasonal"
    pages = (
        f"{live_site}/which/",
        which,
        seasonal,
        f"{seasonal}&place=2000+Antwerpen",
        address,
        f"{live_site}/check/",
        f"{live_site}/check/?pay=x",
        address.replace("4700+Eupen", "1000"),
    )
    for width, scheme in ((1280, "light"), (390, "dark")):
        page = browser.new_page(viewport={"width": width, "height": 800}, color_scheme=scheme, locale="de")
        for each in pages:
            page.goto(each)
            found = Axe().run(page)
            assert found.violations_count == 0, f"{each}\n{found.generate_report()}"
            assert page.evaluate("document.documentElement.scrollWidth <= document.documentElement.clientWidth"), each
        page.close()
