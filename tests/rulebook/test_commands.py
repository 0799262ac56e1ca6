"""The law and its answers from the command line, without a database."""

import json
from io import StringIO

import jsonschema
import pytest
from django.core.management import CommandError, call_command

APPLICATION = {
    "category": "eu_blue_card",
    "kind": "FIRST",
    "filed_on": "2026-03-02",
    "job": {
        "engagement": "INDEFINITE",
        "establishment_nis_code": "63023",
        "workplaces": [{"nis_code": "63023", "share_percent": 100}],
    },
}


def run(*arguments: str) -> str:
    out = StringIO()
    call_command(*arguments, stdout=out)
    return out.getvalue()


def ask(tmp_path, facts, *options: str) -> str:
    path = tmp_path / "facts.json"
    path.write_text(facts if isinstance(facts, str) else json.dumps(facts), encoding="utf-8")
    return run("assess", str(path), *options)


def test_assess_answers_with_authority_documents_findings_and_deadlines(tmp_path):
    answer = json.loads(ask(tmp_path, APPLICATION, "--on", "2026-05-04"))
    assert answer["authority"]["code"] == "ostbelgien"
    assert answer["authority"]["because"]["code"]
    assert answer["tracks"] == ["WORK", "RESIDENCE"]
    assert {"code", "article", "because", "required"} <= set(answer["documents"][0])
    assert {"code", "result", "because", "article", "certainty"} <= set(answer["findings"][0])
    assert {"ostbelgien.blue_card.supply", "federal.blue_card.overall"} <= {
        rule["code"] for rule in answer["deadlines"]
    }


def test_the_day_given_stands_in_only_for_days_that_have_not_come(tmp_path):
    answer = json.loads(ask(tmp_path, APPLICATION, "--on", "2026-05-04"))
    days = {finding["code"]: finding["on"] for finding in answer["findings"]}
    assert days["ostbelgien.blue_card.contract_duration"] == "2026-05-04"  # decision
    assert days["ostbelgien.blue_card.contract_signed"] == "2026-03-02"  # filing


def test_two_runs_print_the_same(tmp_path):
    assert ask(tmp_path, APPLICATION, "--on", "2026-05-04") == ask(tmp_path, APPLICATION, "--on", "2026-05-04")


def test_the_schema_describes_every_fact_and_accepts_a_case():
    schema = json.loads(run("assess", "--schema"))
    jsonschema.validate(APPLICATION, schema)
    for part in (schema, *schema["$defs"].values()):
        assert all(field.get("description") for field in part.get("properties", {}).values())


@pytest.mark.parametrize(
    ("facts", "said"),
    [
        ("{", "is not JSON: line 1"),
        ({**APPLICATION, "shoe_size": 43}, "shoe_size: Extra inputs are not permitted"),
        ({**APPLICATION, "job": {"yearly_gross": "much"}}, "job.yearly_gross"),
        ({"kind": "FIRST"}, "category: Field required"),
        ({**APPLICATION, "category": "astronaut"}, "no law is known for astronaut"),
    ],
)
def test_facts_that_cannot_be_used_are_refused_by_field(tmp_path, facts, said):
    with pytest.raises(CommandError, match=said):
        ask(tmp_path, facts, "--on", "2026-05-04")


def test_law_show_names_article_source_and_certainty():
    shown = json.loads(
        run("law", "show", "--authority", "ostbelgien", "--category", "eu_blue_card", "--on", "2024-05-01", "--json")
    )
    rows = {row["code"]: row for row in shown["rules"]}
    salary = rows["ostbelgien.blue_card.salary"]
    assert (salary["certainty"], salary["values"]) == ("VERIFIED", {"percent": 130, "months": 12})
    assert salary["text_fr"].startswith("le travailleur étranger perçoit")
    assert rows["ostbelgien.blue_card.average_monthly_wage"]["missing"]
    text = run("law", "show", "--authority", "ostbelgien", "--on", "2024-05-01", "--language", "de")
    assert "Lohn erreicht die Schwelle" in text and "Königlicher Erlass vom 9. Juni 1999" in text


def test_law_show_says_when_nothing_is_known():
    shown = run("law", "show", "--authority", "federal", "--category", "au_pair", "--on", "2024-05-01")
    assert "No law of federal on au_pair is known here" in shown
    with pytest.raises(CommandError, match="No law is known for the category 'astronaut'"):
        run("law", "show", "--category", "astronaut", "--on", "2024-05-01")


UNDATED = "https://ugent.be/en/work/talent/next-steps/retributionpayment.htm (undated; the year is inferred)"


def test_law_diff_names_what_changed():
    changes = json.loads(
        run("law", "diff", "--authority", "federal", "--from", "2024-12-31", "--to", "2025-01-01", "--json")
    )["changes"]
    assert changes == [
        {
            "code": "federal.residence.fee",
            "before": "federal.residence.fee@2024-01-01",
            "after": "federal.residence.fee@2025-01-01",
            "values": {"amount": ["144.00", "148.00"]},
            "article": "article not found in our sources, Royal Decree of 8 October 1981",
            "source": UNDATED,
            "certainty": "UNVERIFIED",
        }
    ]


def test_law_show_narrows_to_a_kind_of_rule_and_a_track():
    shown = json.loads(run("law", "show", "--kind", "appeal", "--track", "RESIDENCE", "--on", "2026-03-02", "--json"))
    assert [row["code"] for row in shown["rules"]] == ["federal.acts.appeal"]


def test_law_compare_puts_two_authorities_side_by_side():
    options = ("--authority", "flanders", "--with", "ostbelgien", "--category", "eu_blue_card", "--on", "2026-03-02")
    pairs = json.loads(run("law", "compare", *options, "--json"))["pairs"]
    both = {pair["ours"]["code"]: pair["theirs"]["code"] for pair in pairs if pair["ours"] and pair["theirs"]}
    assert both["flanders.pay.blue_card"] == "ostbelgien.blue_card.salary"  # by what they are about
    assert both["flanders.documents.blue_card_diploma"] == "ostbelgien.blue_card.diploma"  # by the paper
    assert both["flanders.periods.pieces"] == "ostbelgien.blue_card.pieces"  # by the events
    text = run("law", "compare", *options)
    assert "flanders: flanders.conditions.one_employer" in text and "ostbelgien: no such rule known" in text


def test_law_coverage_lists_every_article_of_the_decree_and_every_population():
    rows = json.loads(run("law", "coverage", "--json"))
    decree = [row for row in rows if row["text"] == "2024201295"]
    populations = [row for row in rows if row["text"] == "agreement_2021_03_05"]
    assert [row["article"] for row in decree] == list(range(1, 25))
    assert [row["article"] for row in populations] == list(range(1, 9))
    assert all(row["rules"] or row["categories"] or row["reason"] for row in rows)
    assert not [row for row in rows if row["reason"].startswith("Not yet")]
    seasonal = populations[2]["categories"]["seasonal"]["federal"]
    assert seasonal["is_known"] and seasonal["rules"] > 10
    assert not populations[0]["categories"]["single_permit"]["ostbelgien"]["is_known"]
    assert "category seasonal; rules:" in run("law", "coverage")


def test_law_check_counts_what_is_sound():
    assert "rules are sound" in run("law", "check")
