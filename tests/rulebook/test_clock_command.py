"""The clocks of a case told in JSON, and the law explained from the command line, without a database."""

import json
from io import StringIO

import jsonschema
import pytest
from django.core.management import CommandError, call_command

CASE = {
    "category": "seasonal",
    "kind": "FIRST",
    "authority": "ostbelgien",
    "filed_on": "2026-02-10",
    "events": [
        {"kind": "COMPLETENESS_NOTIFIED", "on": "2026-03-02"},
        {"kind": "WORK_REFUSAL_NOTIFIED", "on": "2026-04-01", "track": "WORK"},
    ],
}


def run(*arguments: str) -> str:
    out = StringIO()
    call_command(*arguments, stdout=out)
    return out.getvalue()


def told(tmp_path, case, *options: str) -> str:
    path = tmp_path / "events.json"
    path.write_text(case if isinstance(case, str) else json.dumps(case), encoding="utf-8")
    return run("clock", str(path), "--on", "2026-04-10", *options)


def test_clock_answers_with_every_date_and_its_arithmetic(tmp_path):
    rows = {row["rule"]: row for row in json.loads(told(tmp_path, CASE))}
    decision = rows["ostbelgien.seasonal.decision"]
    assert (decision["track"], decision["starts_on"], decision["due_on"]) == ("WORK", "2026-03-02", "2026-05-31")
    assert (decision["state"], decision["certainty"]) == ("RUNNING", "VERIFIED")
    assert decision["because"][0] == "2 March 2026: the clock starts (completeness notified)."
    assert rows["ostbelgien.acts.appeal"]["due_on"] == "2026-05-01"


def test_the_facts_a_period_depends_on_are_told_beside_the_events(tmp_path):
    returning = {**CASE, "seasonal": {"stays_last_5_years": 1, "conditions_respected": True}}
    rows = {row["rule"]: row for row in json.loads(told(tmp_path, returning))}
    assert rows["ostbelgien.seasonal.decision_returning"]["due_on"] == "2026-05-01"
    assert "ostbelgien.seasonal.decision" not in rows


def test_the_order_of_the_events_changes_nothing(tmp_path):
    assert told(tmp_path, {**CASE, "events": CASE["events"][::-1]}) == told(tmp_path, CASE)


def test_a_closure_on_record_stands_in_the_arithmetic(tmp_path):
    closed = {"authority": "ostbelgien", "from_on": "2026-05-29", "until_on": "2026-06-02", "reason": "STRIKE"}
    case = {**CASE, "unavailable": [{**closed, "moves_due": True}]}
    rows = {row["rule"]: row for row in json.loads(told(tmp_path, case))}
    assert rows["ostbelgien.seasonal.decision"]["due_on"] == "2026-06-03"
    assert any("could not be reached" in line for line in rows["ostbelgien.seasonal.decision"]["because"])


def test_the_schema_describes_every_event_and_accepts_a_case():
    schema = json.loads(run("clock", "--schema"))
    jsonschema.validate(CASE, schema)
    for part in (schema, *(each for each in schema["$defs"].values() if "properties" in each)):
        assert all(field.get("description") for field in part["properties"].values())


@pytest.mark.parametrize(
    ("case", "said"),
    [
        ("{", "is not JSON: line 1"),
        ({**CASE, "events": [{"kind": "LUNCH", "on": "2026-03-02"}]}, "events.0.kind"),
        ({**CASE, "events": [{"kind": "SUBMITTED"}]}, r"give the day \(on\) or the instant"),
        ({**CASE, "events": [{"kind": "SUBMITTED", "at": "2026-03-02T10:00:00"}]}, "needs its time zone"),
        ({**CASE, "category": "astronaut"}, "no law is known for astronaut"),
        ({**CASE, "authority": "federal"}, "decides on residence"),
        ({**CASE, "seasonal": {"weather": "fine"}}, "seasonal.weather"),
    ],
)
def test_events_that_cannot_be_used_are_refused_by_field(tmp_path, case, said):
    with pytest.raises(CommandError, match=said):
        told(tmp_path, case)


def test_explain_gives_the_rule_its_article_and_certainty():
    said = run("law", "explain", "ostbelgien.seasonal.decision", "--on", "2026-03-02", "--language", "de")
    assert "art. 30.2.1, 1°, Königlicher Erlass vom 9. Juni 1999; in force from 2024-01-01" in said
    assert "VERIFIED: text 2024201295, art. 16" in said and "« la décision relative" in said


def test_explain_says_what_is_missing_and_where_nothing_is_known():
    assert "six tariffs" in run("law", "explain", "federal.residence.fee", "--on", "2023-01-01")
    assert "was not available" in run("law", "explain", "ostbelgien.periods.decision")
    assert "no rule known for" in run("law", "explain", "ostbelgien.seasonal.decision", "--on", "2023-12-31")
    with pytest.raises(CommandError, match="No rule carries the code 'celery'"):
        run("law", "explain", "celery")


def test_explain_judges_facts_and_counts_from_events(tmp_path):
    facts = {"category": "seasonal", "kind": "FIRST", "filed_on": "2026-03-02", "residence": {"outside_eu": False}}
    facts["job"] = {"establishment_nis_code": "63023", "workplaces": [{"nis_code": "63023"}]}
    (tmp_path / "facts.json").write_text(json.dumps(facts), encoding="utf-8")
    (tmp_path / "events.json").write_text(json.dumps(CASE), encoding="utf-8")
    finding = run("law", "explain", "federal.filing.outside_eu", "--facts", str(tmp_path / "facts.json"))
    assert "NOT_MET: The worker is inside the European Union." in finding
    assert "an officer who refuses on it names his source" in finding
    period = run(
        "law",
        "explain",
        "ostbelgien.seasonal.decision",
        "--events",
        str(tmp_path / "events.json"),
        "--on",
        "2026-04-10",
    )
    assert "RUNNING, last day 2026-05-31:" in period and "The last day is 31 May 2026." in period
