"""The room in which drafts of rules are tried out: hand one in, read its numbers, take them away."""

import csv
from datetime import timedelta
from io import StringIO

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile

from applications.models import LawSimulation
from applications.now import law_now, law_today
from applications.services import simulating
from applications.vocabulary import SimulationState
from tests.rulebook.test_drafts import SOUND

pytestmark = pytest.mark.django_db
HERE = "/desk/rules"
CELL = {"dossiers": 40, "changed": 12, "findings": 13}
REPORT = {
    "groups": [
        {"authority": "ostbelgien", "category": "eu_blue_card", **CELL},
        {"authority": "ostbelgien", "category": "seasonal", "dossiers": "FEW", "changed": "HELD_BACK",
         "findings": "HELD_BACK"},
    ],
    "nationalities": [{"nationality": "IN", **CELL}, {"nationality": "stateless", **CELL}],
    "rules": [{"authority": "ostbelgien", "category": "eu_blue_card", "rule": "ostbelgien.blue_card.salary",
               "before": "MET", "after": "NOT_MET", "dossiers": 12}],
    "total": CELL,
}  # fmt: skip


def typed(text=SOUND, *, name="new_rules.toml", **more):
    return {"files": [SimpleUploadedFile(name, text.encode())], "days": "own", **more}


def row(authority="ostbelgien", **fields) -> LawSimulation:
    given = {
        "authority": authority, "asked_at": law_now(), "asked_by": "x", "until_evaluation": 0,
        "files": [{"authority": authority, "name": "pay.toml", "text": ""}],
        "keep_until": law_today() + timedelta(days=30),
    }  # fmt: skip
    return LawSimulation.objects.create(**given | fields)


def counted(authority="ostbelgien") -> LawSimulation:
    return row(authority, state=SimulationState.DONE, report=REPORT, finished_at=law_now(), percent=100)


def test_who_prepares_rules_hands_a_draft_in_and_sees_it_counted(client_as):
    lena = client_as("region-handler")
    page = lena.post(HERE, typed(), follow=True)
    assert "is being counted" in page.text and "new_rules.toml" in page.text and 'role="progressbar"' not in page.text
    assert "<progress" in page.text and "Look again" in page.text
    while simulating.proceed(at=law_now()):
        pass
    page = lena.get(page.request["PATH_INFO"])
    assert "Of 0 applications none would be answered otherwise." in page.text


def test_what_is_wrong_with_a_draft_is_said_beside_the_files(client_as):
    page = client_as("region-handler").post(HERE, typed(SOUND.replace('article = "art. 1"\n', "")))
    assert page.status_code == 422
    assert "regions/ostbelgien/rules/new_rules.toml:9: ostbelgien.new_rules.shoes: " in page.text
    assert "article: Field required" in page.text
    assert not LawSimulation.objects.exists()


@pytest.mark.parametrize(
    ("given", "said"),
    [
        ({"days": "own"}, "Choose at least one file."),
        (typed(days="one"), "Give the day."),
        (typed(name="rules.exe"), "is named in small letters"),
        ({"files": [SimpleUploadedFile(f"f{n}.toml", b"#") for n in range(21)], "days": "own"}, "at most 20 files"),
    ],
    ids=["no file", "no day", "another name", "too many"],
)
def test_the_form_says_what_is_missing(client_as, given, said):
    page = client_as("region-handler").post(HERE, given)
    assert page.status_code == 422 and said in page.text and not LawSimulation.objects.exists()


def test_who_does_not_prepare_rules_reads_why_he_cannot_and_sees_no_numbers(client_as):
    done, ralf = counted(), client_as("region-signatory")
    page = ralf.get(HERE)
    assert "Only whoever prepares the rules" in page.text and "pay.toml" not in page.text
    assert ralf.post(HERE, typed()).status_code == 422
    assert ralf.get(f"{HERE}/{done.pk}").status_code == 404
    assert ralf.get(f"{HERE}/{done.pk}/csv").status_code == 404


def test_another_authority_finds_nothing_here(client_as):
    done, odile = counted(), client_as("federal-handler")
    assert "pay.toml" not in odile.get(HERE).text
    assert odile.get(f"{HERE}/{done.pk}").status_code == 404


def test_the_numbers_say_why_some_are_not_shown(client_as):
    page = client_as("region-handler").get(f"{HERE}/{counted().pk}")
    assert "Of 40 applications, answered otherwise: 12." in page.text
    assert "<td>40</td><td>12</td><td>13</td>" in page.text  # in the order of the columns, however they are stored
    assert "<td><small>fewer than 10</small></td><td><small>not shown</small></td>" in page.text
    assert "India" in page.text and "Stateless" in page.text


def test_a_rule_that_failed_is_named(client_as):
    failed = row(state=SimulationState.FAILED, finished_at=law_now(), faults=["pay.toml:3: flanders.pay.x: KeyError"])
    page = client_as("region-handler").get(f"{HERE}/{failed.pk}")
    assert "pay.toml:3: flanders.pay.x: KeyError" in page.text
    assert client_as("region-handler").get(f"{HERE}/{failed.pk}/csv").status_code == 404


def test_the_numbers_go_into_a_spreadsheet(client_as):
    answer = client_as("region-handler").get(f"{HERE}/{counted().pk}/csv")
    assert answer["Content-Type"] == "text/csv; charset=utf-8" and "attachment" in answer["Content-Disposition"]
    lines = list(csv.DictReader(StringIO(answer.content.decode("utf-8-sig"))))
    assert [line["table"] for line in lines] == ["groups", "groups", "nationalities", "nationalities", "rules", "total"]
    assert (lines[1]["dossiers"], lines[1]["changed"]) == ("fewer than 10", "not shown")


@pytest.mark.parametrize("number", [1, 45])
def test_the_list_costs_the_same_however_many_were_tried_out(client_as, django_assert_max_num_queries, number):
    lena = client_as("region-handler")
    for _each in range(number):
        counted()
    with django_assert_max_num_queries(8):
        page = lena.get(HERE)
    assert page.text.count("What it would change") == min(number, 20)
    with django_assert_max_num_queries(8):
        lena.get(f"{HERE}/{LawSimulation.objects.latest('id').pk}")
