"""A draft of law, run over what has been judged: what it would change, in groups that name nobody, and nothing else."""

import csv
import hashlib
from dataclasses import replace
from datetime import date, timedelta
from io import StringIO

import pytest
from django.core.management import CommandError, call_command
from django.db import IntegrityError, connection, transaction
from django.test.utils import CaptureQueriesContext

from applications import rulebook
from applications.models import Dossier, Evaluation, FactsVersion, LawSimulation
from applications.rulebook.drafts import DraftFile
from applications.rulebook.loader import UnsoundLaw
from applications.services import simulating, simulation_csv, simulation_tally
from applications.services.refusals import NotAllowed
from applications.vocabulary import Authority, Role, SimulationState
from tests import stories

pytestmark = pytest.mark.django_db

AT = stories.FILED_AT + timedelta(days=1)
# Who earns less than 60,000 a year falls under a rule that nobody has decided: it stands in no law
PAY = """
[least_pay]
kind = "condition"
track = "WORK"
category = ["eu_blue_card"]
reference_day = "filing"
criterion = "at_least"
fact = "job.yearly_gross"
[[least_pay.version]]
in_force_from = {begins}
article = "none"
act = "draft"
source = "a draft"
certainty = "UNVERIFIED"
values.minimum = "60000.00"
"""
RULE = "ostbelgien.tried_out.least_pay"


def a_draft(text=PAY, *, authority=Authority.OSTBELGIEN, begins="2020-01-01") -> DraftFile:
    return DraftFile(authority=authority, name="tried_out.toml", text=text.replace("{begins}", begins))


def policy(authority=Authority.OSTBELGIEN):
    return replace(stories.officer("lena", authority), roles=frozenset({Role.POLICY}))


def judged(number, *, pay="69300.00", nationality="IN", authority=None) -> None:
    """So many beside the dossier of the story, with facts and a judgement of their own."""
    first = Dossier.objects.order_by("id").first() or stories.filed_dossier()
    facts, first_tree = first.facts_versions.get(), first.evaluations.get()
    for _each in range(number):
        other = stories.draft(at=stories.FILED_AT, by=stories.employer_actor())
        tree = first_tree.tree | {"authority": authority or "ostbelgien"}
        told = facts.facts | {
            "job": facts.facts["job"] | {"yearly_gross": pay},
            "worker": facts.facts["worker"] | {"nationalities": [nationality] if nationality else []},
        }
        version = FactsVersion.objects.create(
            dossier=other, number=1, facts=told, recorded_at=AT, recorded_by="x", capacity="EMPLOYER"
        )
        Evaluation.objects.create(
            dossier=other, facts_version=version, tree=tree, revision=first_tree.revision, made_at=AT
        )


@pytest.fixture(autouse=True)
def _cast() -> None:
    stories.cast()


@pytest.fixture
def country() -> None:
    """Forty in Eupen, twenty of them paid less than the draft asks; thirty Indians and ten Moroccans of those."""
    judged(19)
    judged(10, pay="50000.00")
    judged(10, pay="50000.00", nationality="MA")


def counted(draft=None, as_if_on=None, by=None) -> LawSimulation:
    row = simulating.request(files=[draft or a_draft()], as_if_on=as_if_on, by=by or policy(), at=AT)
    while simulating.proceed(at=AT, stride=7):
        pass
    row.refresh_from_db()
    return row


def numbers(lines, *names):
    shown = ("dossiers", "changed", "findings")
    return {tuple(line[name] for name in names): tuple(line[name] for name in shown) for line in lines}


def test_it_counts_what_the_draft_would_answer_otherwise(country):
    report = counted().report
    assert numbers(report["groups"], "authority", "category") == {("ostbelgien", "eu_blue_card"): (40, 40, 40)}
    assert numbers(report["nationalities"], "nationality") == {("IN",): (30, 30, 30), ("MA",): (10, 10, 10)}
    assert {(line["rule"], line["before"], line["after"], line["dossiers"]) for line in report["rules"]} == {
        (RULE, "NOT_APPLICABLE", "NOT_MET", 20), (RULE, "NOT_APPLICABLE", "MET", 20),
    }  # fmt: skip
    assert report["total"] == {"dossiers": 40, "changed": 40, "findings": 40}


def test_a_draft_that_says_what_is_law_changes_nothing(country):
    path = (
        next(f.rules for f in rulebook.registry.registered() if f.authority == Authority.OSTBELGIEN) / "seasonal.toml"
    )
    same = DraftFile(authority=Authority.OSTBELGIEN, name=path.name, text=path.read_text(encoding="utf-8"))
    assert counted(same).report["total"] == {"dossiers": 40, "changed": 0, "findings": 0}


def test_a_rule_of_the_future_touches_the_past_only_on_a_day_that_is_named(country):
    future = a_draft(begins="2031-01-01")
    # Nothing is in force on the days of the past: "no rule known" is an answer, and it is said of everybody
    before = counted(future).report
    assert {line["after"] for line in before["rules"]} == {"UNKNOWN"}
    after = counted(future, as_if_on=date(2031, 1, 1)).report
    assert {line["after"] for line in after["rules"]} == {"MET", "NOT_MET"}


def test_nobody_of_a_small_group_is_counted_anywhere(country):
    # GIVEN nine in Brussels, one of them the only Peruvian of the country
    judged(8, authority="brussels")
    judged(1, authority="brussels", nationality="PE")
    report = counted(a_draft(PAY.replace('track = "WORK"', 'track = "RESIDENCE"'), authority=Authority.FEDERAL),
                     by=policy(Authority.FEDERAL)).report  # fmt: skip
    # THEN their line says nothing but that, and no other number has them in it
    assert numbers(report["groups"], "authority") == {
        ("brussels",): ("FEW", "HELD_BACK", "HELD_BACK"), ("ostbelgien",): (40, 40, 40),
    }  # fmt: skip
    assert [line["nationality"] for line in report["nationalities"]] == ["IN", "MA"]
    assert report["total"]["dossiers"] == 40


def test_a_small_nationality_takes_another_one_with_it(country):
    judged(3, nationality="PE")
    shown = numbers(counted().report["nationalities"], "nationality")
    assert shown[("PE",)] == ("FEW", "HELD_BACK", "HELD_BACK")
    assert shown[("IN",)] == ("HELD_BACK", "HELD_BACK", "HELD_BACK")
    assert shown[("MA",)][0] == 10


def test_a_few_who_change_are_not_told_apart_from_those_who_do_not(country):
    """Three of forty-three: neither three nor forty may be read, here or in any other table."""
    judged(3, pay="40000.00")
    lower = a_draft(PAY.replace("60000.00", "45000.00").replace("fact = ", 'only_if = [{ fact = "job.ict_role", '
                    'equals = "MANAGER" }]\nfact = '))  # fmt: skip

    assert counted(lower).report["total"]["changed"] == 0  # nobody is a manager: the rule concerns nobody
    tally = simulation_tally.Tally()
    change = simulating.comparing.Change(RULE, "MET", "NOT_MET")
    for number in range(43):
        tally.add(("ostbelgien", "eu_blue_card"), "IN", [change] if number < 3 else [])
    report = simulation_tally.report(tally)
    assert numbers(report["groups"], "authority") == {("ostbelgien",): (43, "FEW", "FEW")}
    assert report["nationalities"][0]["changed"] == "HELD_BACK" and report["rules"] == []
    assert report["total"]["changed"] == "FEW"


def test_all_but_a_few_is_as_telling_as_a_few():
    tally = simulation_tally.Tally()
    change = simulating.comparing.Change(RULE, "MET", "NOT_MET")
    for number in range(43):
        tally.add(("ostbelgien", "eu_blue_card"), "IN", [change] if number < 40 else [])
    report = simulation_tally.report(tally)
    assert report["groups"][0]["changed"] == "HELD_BACK" and report["total"]["changed"] == "HELD_BACK"
    assert report["rules"] == []


def test_it_writes_nothing_but_the_count(country):
    def state() -> str:
        rows = [*Evaluation.objects.order_by("id").values_list(), *FactsVersion.objects.order_by("id").values_list()]
        journal = Dossier.objects.order_by("id").values_list("id", "state", "journal__hash")
        return hashlib.sha256(repr([rows, list(journal)]).encode()).hexdigest()

    before = state()
    with CaptureQueriesContext(connection) as queries:
        counted()
    written = [q["sql"] for q in queries if q["sql"].split()[0] in ("INSERT", "UPDATE", "DELETE")]
    assert written and all('"applications_lawsimulation"' in sql for sql in written)
    assert state() == before


def test_what_is_kept_names_nobody_and_has_no_small_number(country):
    judged(1, nationality="PE")
    row = counted()
    assert row.tally == {} and row.state == SimulationState.DONE and row.percent == 100
    kept = repr([row.report, row.files])
    assert "Beispiel" not in kept and "karin" not in kept and "WB-" not in kept
    with pytest.raises(IntegrityError), transaction.atomic():
        LawSimulation.objects.filter(pk=row.pk).update(tally={"people": []})


def test_it_goes_in_strides_and_costs_the_same_queries_however_many_there_are(country):
    simulating.request(files=[a_draft()], as_if_on=None, by=policy(), at=AT)
    assert simulating.proceed(at=AT, stride=15)
    row = LawSimulation.objects.get()
    assert row.finished_at is None and 0 < row.percent < 100 and row.tally
    with CaptureQueriesContext(connection) as queries:
        simulating.proceed(at=AT, stride=15)
    assert len(queries) <= 6
    # What is judged after the draft was handed in takes no part
    judged(5)
    while simulating.proceed(at=AT):
        pass
    assert LawSimulation.objects.get().report["total"]["dossiers"] == 40


def test_only_who_prepares_rules_may_and_only_those_of_his_authority():
    with pytest.raises(NotAllowed, match="prepares the rules"):
        simulating.request(files=[a_draft()], as_if_on=None, by=stories.officer("lena", signs=True), at=AT)
    with pytest.raises(NotAllowed, match="Only an authority"):
        simulating.request(files=[a_draft()], as_if_on=None, by=stories.employer_actor(), at=AT)
    with pytest.raises(NotAllowed, match="your own authority"):
        simulating.request(files=[a_draft()], as_if_on=None, by=replace(policy(), authority="flanders"), at=AT)
    assert not LawSimulation.objects.exists()


def test_a_draft_that_cannot_be_read_is_refused_whole():
    with pytest.raises(UnsoundLaw, match=r"tried_out\.toml:\d+: ostbelgien\.tried_out\.least_pay: .*article"):
        simulating.request(files=[a_draft(PAY.replace('article = "none"\n', ""))], as_if_on=None, by=policy(), at=AT)
    assert not LawSimulation.objects.exists()


def test_values_that_a_criterion_cannot_use_end_the_count_and_name_the_rule(country):
    row = counted(a_draft(PAY.replace('values.minimum = "60000.00"', 'values.least = "much"')))
    assert row.state == SimulationState.FAILED and row.report is None and row.tally == {}
    assert RULE in row.faults[0] and "tried_out.toml:2" in row.faults[0]


def test_an_authority_waits_for_its_own_counts():
    for _each in range(simulating.AT_ONCE):
        simulating.request(files=[a_draft()], as_if_on=None, by=policy(), at=AT)
    with pytest.raises(NotAllowed, match="Wait for one of them"):
        simulating.request(files=[a_draft()], as_if_on=None, by=policy(), at=AT)


def test_it_is_deleted_when_its_time_is_over(settings):
    settings.SIMULATION_DAYS = 10
    counted()
    assert simulating.expire(at=AT + timedelta(days=10)) == 0
    assert simulating.expire(at=AT + timedelta(days=11)) == 1


def test_no_cell_of_the_csv_is_a_formula():
    for text in ("=1+1", "+1", "-1", "@SUM(A1)", "\t=1", "\r=1"):
        assert simulation_csv.harmless(text) == f"'{text}"
    line = {"authority": "ostbelgien", "category": "=1+1", "dossiers": "FEW", "changed": "HELD_BACK", "findings": 12}
    report = {"groups": [line], "nationalities": [], "rules": [], "total": line}
    head, first, *_rest = csv.reader(StringIO(simulation_csv.table(report).removeprefix("\ufeff")))
    assert dict(zip(head, first, strict=True)) == {
        "table": "groups", "authority": "ostbelgien", "category": "'=1+1", "nationality": "", "rule": "", "before": "",
        "after": "", "dossiers": "fewer than 10", "changed": "not shown", "findings": "12",
    }  # fmt: skip


def test_the_command_counts_a_file_and_a_folder_alike_and_stores_nothing(country, tmp_path):
    folder = tmp_path / "ostbelgien"
    folder.mkdir()
    folder.joinpath("tried_out.toml").write_text(a_draft().text, encoding="utf-8")
    said = []
    for path in (tmp_path, folder / "tried_out.toml"):
        out = StringIO()
        call_command("law", "simulate", str(path), "--csv", stdout=out, stderr=StringIO())
        said.append(out.getvalue())
    assert said[0] == said[1] and "groups,ostbelgien,eu_blue_card,,,,,40,40,40" in said[0]
    assert not LawSimulation.objects.exists()


def test_the_command_says_what_is_wrong_with_a_draft(tmp_path):
    path = tmp_path / "tried_out.toml"
    path.write_text("[least_pay\n", encoding="utf-8")
    with pytest.raises(CommandError, match="Whose law"):
        call_command("law", "simulate", str(path))
    with pytest.raises(CommandError, match=r"tried_out\.toml:1: ostbelgien\.tried_out"):
        call_command("law", "simulate", str(path), "--authority", "ostbelgien")
