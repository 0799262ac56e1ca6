"""The deadline simulator: every date of a case that nobody filed, with its sum; what one event more would move.

No test here asks for a database, so that a single query would fail it.
"""

import json
from datetime import UTC, date, datetime
from io import StringIO
from urllib.parse import parse_qsl

import pytest
from django.core.management import call_command
from django.urls import reverse
from icalendar import Calendar

from portal.public import deadlines, deadlines_form
from portal.public.deadlines_form import Simulation

CASE = {
    "category": "eu_blue_card",
    "kind": "FIRST",
    "authority": "ostbelgien",
    "start": "2026-03-02",
    "e1-what": "COMPLETE_DECLARED",
    "e1-day": "2026-03-10",
    "e2-what": "COMPLETENESS_NOTIFIED",
    "e2-day": "2026-03-12",
}
SUPPOSED = {"w-what": "PIECES_ASKED", "w-day": "2026-04-07", "w-track": "RESIDENCE", "w-by": "federal"}


@pytest.fixture(autouse=True)
def _at_one_instant(monkeypatch):
    monkeypatch.setattr(deadlines, "law_now", lambda: datetime(2026, 11, 22, 10, tzinfo=UTC))


def ask(client, *, name="deadlines", language="en", **changes):
    query = {name: value for name, value in {**CASE, **changes}.items() if value is not None}
    return client.get(reverse(f"public:{name}"), query, headers={"accept-language": language})


def clock(page, key):
    """What the page prints of one clock."""
    return page.text.split(f'<li id="{key}"')[1].split("</details>")[0]


# --- Dates ---------------------------------------------------------------------------------------------------------


def test_every_date_has_its_sum_its_state_and_its_law(client):
    page = ask(client)

    overall = clock(page, "OVERALL-federal.blue_card.overall-1")
    assert "Wednesday 10\u00a0June\u00a02026" in overall and '<p class="state">runs</p>' in overall
    assert "12 March 2026: the clock starts (completeness notified)." in overall
    assert "The period is 90 calendar days; day 1 is the day after" in overall
    assert 'href="/law/rules/federal.blue_card.overall#since-' in overall
    assert '<p class="state">done in time</p>' in clock(page, "WORK-ostbelgien.intake.completeness-1")


def test_a_pause_is_told_with_who_caused_it(client):
    page = ask(client, **{"e3-what": "PIECES_ASKED", "e3-day": "2026-04-07", "e3-by": "federal"})

    overall = clock(page, "OVERALL-federal.blue_card.overall-1")
    assert "stands still" in overall
    assert "7 April 2026: the clock stops (further pieces asked, by Immigration Office), at the latest until" in overall


def test_holidays_are_named_where_working_days_are_counted(client):
    # GIVEN a request of Wallonia, whose fifteen working days go over Easter Monday and Labour Day
    events = {"e3-what": "REQUEST_SENT", "e3-day": "2026-03-30"}
    page = ask(client, authority="wallonia", start="2026-03-25", **{"e1-what": None, "e2-what": None}, **events,
               **{"e1-day": None, "e2-day": None})  # fmt: skip

    assert "6 April 2026 is not counted: Easter Monday." in page.text


def test_appeal_and_expiry_of_the_permit_are_clocks_too(client):
    page = ask(
        client,
        **{
            "e3-what": "WORK_REFUSAL_NOTIFIED",
            "e3-day": "2026-05-04",
            "e3-track": "WORK",
            "e4-what": "PERMIT_ISSUED",
            "e4-day": "2026-05-05",
            "e4-until": "2028-05-04",
        },
    )

    assert "Thursday 4\u00a0June\u00a02026" in clock(page, "WORK-ostbelgien.acts.appeal-1")
    assert "4\u00a0May\u00a02028" in clock(page, "RESIDENCE-federal.holding.expiry-1")
    assert "4\u00a0March\u00a02028" in clock(page, "RESIDENCE-federal.holding.renewal_window-1")


def test_what_has_not_begun_says_what_would_begin_it(client):
    waiting = ask(client).text.split('id="waiting"')[1].split("</table>")[0]

    assert "Appeal against the decision on work" in waiting and "refusal of work notified" in waiting
    assert "ostbelgien.intake.completeness" not in waiting


def test_a_later_evening_shows_what_has_lapsed(client):
    overall = clock(ask(client, on="2026-07-01"), "OVERALL-federal.blue_card.overall-1")

    assert '<p class="state">ended unused</p>' in overall
    assert "10 June 2026: the period ended unused." in overall


def test_a_strike_on_record_is_told_in_the_sum_and_moves_the_day_where_the_authority_says_so(client):
    strike = {"c-authority": "federal", "c-reason": "STRIKE", "c-first": "2026-06-09", "c-last": "2026-06-11"}
    page = ask(client, **strike, **{"c-moves": "yes"})

    overall = clock(page, "OVERALL-federal.blue_card.overall-1")
    assert "the authority could not be reached (Immigration Office: strike)" in overall
    assert "12\u00a0June\u00a02026" in overall
    assert "10\u00a0June\u00a02026" in clock(ask(client, **strike), "OVERALL-federal.blue_card.overall-1")
    # AND it goes on in the links to the same case
    again = page.text.split('href="/law/deadlines.ics?')[1].split('"')[0]
    assert "c-first=2026-06-09" in again and "c-moves=yes" in again


def test_a_returning_seasonal_worker_has_the_shorter_period(client):
    first = ask(client, category="seasonal")
    again = ask(client, category="seasonal", returning="yes")

    assert "WORK-ostbelgien.seasonal.decision-1" in first.text and 'name="returning"' in first.text
    assert "11\u00a0May\u00a02026" in clock(again, "WORK-ostbelgien.seasonal.decision_returning-1")


# --- What if -------------------------------------------------------------------------------------------------------


def test_one_event_more_says_which_dates_move_by_how_much_and_why(client):
    page = ask(client, **SUPPOSED)

    moved = page.text.split('id="supposed"')[1].split("</section>")[0]
    assert "7\u00a0April\u00a02026: further pieces asked" in moved
    assert "moves: 15 days later" in moved
    assert "10\u00a0June\u00a02026 (runs)" in moved and "25\u00a0June\u00a02026 (stands still)" in moved
    assert "by Immigration Office" in moved
    assert "begins" in moved  # the time to answer
    # AND the dates below stand as they are without it
    assert "10\u00a0June\u00a02026" in clock(page, "OVERALL-federal.blue_card.overall-1")
    assert "Decision on work" not in moved  # of the other review: the request does not concern it


def test_an_event_that_nothing_hears_moves_nothing(client):
    assert "No date moves." in ask(client, **{"w-what": "TRANSMITTED", "w-day": "2026-04-07"}).text


def test_the_supposed_event_can_be_let_happen_or_be_forgotten(client):
    page = ask(client, **SUPPOSED)
    links = {part.split(">")[1].split("<")[0]: part.split('"')[0] for part in page.text.split('<a href="')[1:]}

    happened = client.get(links["Let it have happened"].replace("&amp;", "&"), headers={"accept-language": "en"})
    assert "25\u00a0June\u00a02026" in clock(happened, "OVERALL-federal.blue_card.overall-1")
    assert 'id="supposed"' not in happened.text
    forgotten = client.get(links["Suppose nothing"].replace("&amp;", "&"), headers={"accept-language": "en"})
    assert 'id="supposed"' not in forgotten.text and "25\u00a0June" not in forgotten.text


# --- Bad input -----------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("changes", "field", "said"),
    [
        ({"start": None}, "start", "Give the day, the month and the year"),
        ({"start": "2026-02-30"}, "start", "This day does not exist"),
        ({"start": "9999-12-31"}, "start", "Give a year between 2000 and 2100"),
        ({"category": "astronaut"}, "category", "No law is known here under this name"),
        ({"authority": "federal"}, "authority", "No law is known here under this name"),
        ({"e1-day": None}, "e1-day", "Give the day on which this happened"),
        ({"e1-what": None}, "e1-what", "Choose what happened on this day"),
        ({"e1-what": "LUNCH"}, "e1-what", "No such event is known here"),
        ({"e1-what": "PERMIT_ISSUED"}, "e1-until", "Give the last day of validity"),
        ({"e1-until": "2026-04-01"}, "e1-until", "Only a request for pieces and a permit"),
        ({"e1-what": "PIECES_ASKED", "e1-until": "2026-01-01"}, "e1-until", "This day comes before the event"),
        ({"c-authority": "federal"}, "c-first", "Give the first day of it"),
        ({"c-reason": "FLOOD"}, "c-reason", "Select a valid choice"),
        ({"on": "2026-03-11"}, "e2-day", "nobody knows it yet then"),
        ({"on": "2026-03-01"}, "on", "This is before the filing"),
    ],
)
def test_what_cannot_be_used_is_told_by_field_and_nothing_is_lost(client, changes, field, said):
    page = ask(client, **changes)

    assert page.status_code == 422 and said in page.text
    summary = page.text.split('id="errors"')[1].split("</ul>")[0]
    assert said in summary and ("Event " in summary) == field.startswith("e")
    assert 'value="12"' in page.text  # the day of another event is still there
    errors = ask(client, **changes, format="json")
    assert errors.status_code == 422 and field in errors.json()["errors"]


def test_rows_grow_with_the_events_and_come_to_an_end(client):
    assert len(Simulation({}).events) == 3
    full = {f"e{row}-what": "DOCUMENTS_ASKED" for row in range(1, 40)}
    assert len(Simulation({"start": "2026-03-02", **full}).events) == deadlines_form.MOST_EVENTS


# --- For programs, for everybody -----------------------------------------------------------------------------------


def test_programs_get_what_the_command_says_of_the_case_in_the_answer(client, tmp_path):
    said = ask(client, **SUPPOSED, format="json").json()
    file = tmp_path / "events.json"
    file.write_text(json.dumps(said["case"]))
    out = StringIO()

    call_command("clock", str(file), "--on", said["on"], stdout=out)

    assert said["clocks"] == json.loads(out.getvalue())
    assert said["supposed"] == {"kind": "PIECES_ASKED", "on": "2026-04-07", "track": "RESIDENCE", "by": "federal"}
    moved = {each["rule"]: each for each in said["differences"]}
    assert moved["federal.blue_card.overall"]["days"] == 15
    assert all(each["certainty"] for each in said["clocks"])


def test_the_open_days_go_into_a_calendar(client):
    answer = ask(client, name="deadlines_calendar", **SUPPOSED)

    assert answer["content-type"] == "text/calendar; charset=utf-8"
    assert answer["content-disposition"] == 'attachment; filename="deadlines.ics"'
    events = Calendar.from_ical(answer.content).walk("VEVENT")
    overall = next(each for each in events if str(each["summary"]) == "Whole decision, notified: last day")
    assert overall.decoded("dtstart") == date(2026, 6, 25)
    assert "by Immigration Office" in str(overall["description"]) and "not a decision" in str(overall["description"])
    assert len({str(each["uid"]) for each in events}) == len(events) > 1
    # AND asked again it is the same, so that a calendar overwrites and does not double
    assert ask(client, name="deadlines_calendar", **SUPPOSED).content == answer.content


def test_a_calendar_of_a_case_that_cannot_be_used_leads_to_the_page_that_says_why(client):
    wrong = ask(client, name="deadlines_calendar", start=None)

    assert wrong.status_code == 302 and wrong["location"].startswith("/law/deadlines?category=eu_blue_card")
    assert client.get(reverse("public:deadlines_calendar"))["location"] == "/law/deadlines"


@pytest.mark.parametrize("language", ["fr", "nl", "de", "en"])
def test_it_answers_in_four_languages_and_keeps_nothing(client, language):
    page = ask(client, **SUPPOSED, language=language)

    assert page.status_code == 200 and f'<html lang="{language}">' in page.text
    assert "sessionid" not in page.cookies
    assert client.post(reverse("public:deadlines"), CASE).status_code == 405


def test_the_example_has_an_answer(client):
    case = dict(parse_qsl(deadlines.EXAMPLE))
    page = client.get(reverse("public:deadlines"), case, headers={"accept-language": "en"})

    assert "15 days later" in page.text
