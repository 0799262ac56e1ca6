"""A category is data: the eight populations, the announced ones with their switches, and a ninth from one file."""

import shutil
from dataclasses import replace
from datetime import date
from pathlib import Path

import pytest
from django.utils import translation

import federal
import regions.ostbelgien
from applications import assessment
from applications.rulebook import UnsoundLaw, load, registry, rulebook, sentences
from applications.rulebook.facts import Facts
from applications.rulebook.loader import LawFolder
from applications.rulebook.model import Days
from applications.vocabulary import Authority, Result

ON = date(2026, 3, 2)
POPULATIONS = ("single_permit", "eu_blue_card", "seasonal", "ict", "researcher", "trainee", "volunteer")
ANNOUNCED = (
    "work_permit_90",
    "frontier_worker",
    "teleworker_abroad",
    "au_pair",
    "professional_card",
    "unlimited_single_permit",
)

NINTH = """
[category.astronaut]
tracks = ["WORK", "RESIDENCE"]
kinds = ["FIRST"]
filers = ["EMPLOYER"]
article = "n° 8"
act = "agreement_2021_03_05"
source = "a test"
certainty = "UNVERIFIED"
title = { fr = "Astronaute", nl = "Astronaut", de = "Raumfahrer", en = "Astronaut" }
help = { fr = "Va loin.", nl = "Gaat ver.", de = "Fliegt weit.", en = "Goes far." }

[every_rule]
track = "WORK"
category = ["astronaut"]
reference_day = "filing"

[every_rule.version]
in_force_from = 2024-01-01
article = "art. 1"
act = "agreement_2021_03_05"
source = "a test"
certainty = "UNVERIFIED"

[helmet]
kind = "document"
criterion = "document"
document = "helmet"
title = { fr = "Casque", nl = "Helm", de = "Helm", en = "Helmet" }
help = { fr = "Étanche.", nl = "Dicht.", de = "Dicht.", en = "Tight." }
[[helmet.version]]

[hours]
kind = "condition"
criterion = "at_most"
fact = "job.weekly_hours"
title = { fr = "Heures", nl = "Uren", de = "Stunden", en = "Hours" }
[[hours.version]]
values.maximum = 38

[decision]
kind = "deadline"
[[decision.version]]
values.unit = "MONTHS"
values.length = 2
values.starts_with = ["COMPLETENESS_NOTIFIED"]
values.met_by = ["WORK_ACT_NOTIFIED"]
"""


def test_the_seven_named_populations_are_open_and_the_third_phase_is_not(book):
    assert set(book.categories) == {*POPULATIONS, *ANNOUNCED}
    for code in POPULATIONS:
        assert book.category(code).is_offered(authority=None, on=ON)
    for code in ANNOUNCED:
        category = book.category(code)
        assert category.announced and category.in_force_from is None and category.open_at == ()
        assert not any(category.is_offered(authority=each, on=ON) for each in (None, *Authority.values))


def test_who_files(book):
    by_worker = {code for code, category in book.categories.items() if category.filers == ("WORKER",)}
    assert by_worker == {"professional_card", "unlimited_single_permit"}
    assert all(category.filers in {("WORKER",), ("EMPLOYER", "MANDATARY")} for category in book.categories.values())


def third_phase(tmp_path: Path, opened: str) -> LawFolder:
    folder = tmp_path / "rules"
    folder.mkdir()
    text = NINTH.replace(
        'certainty = "UNVERIFIED"\ntitle', f'certainty = "UNVERIFIED"\nannounced = true\n{opened}\ntitle'
    )
    (folder / "astronaut.toml").write_text(text, encoding="utf-8")
    return LawFolder(authority=Authority.OSTBELGIEN, rules=folder)


@pytest.mark.parametrize(
    ("opened", "on", "authority", "offered"),
    [
        ("in_force_from = 2026-03-02\nopen_at = ['ostbelgien']", ON, "ostbelgien", True),
        ("in_force_from = 2026-03-02\nopen_at = ['ostbelgien']", ON, None, True),
        ("in_force_from = 2026-03-02\nopen_at = ['ostbelgien']", ON, "flanders", False),
        ("in_force_from = 2026-03-03\nopen_at = ['ostbelgien']", ON, "ostbelgien", False),
        ("in_force_from = 2026-03-02", ON, "ostbelgien", False),
        ("open_at = ['ostbelgien']", ON, "ostbelgien", False),
    ],
)
def test_announced_law_waits_for_its_day_and_each_authoritys_switch(tmp_path, *, opened, on, authority, offered):
    book = load([third_phase(tmp_path, opened)])
    assert book.category("astronaut").is_offered(authority=authority, on=on) is offered


@pytest.mark.parametrize(
    ("wrong", "line", "reason"),
    [
        (NINTH.replace("filers", "filrs"), 2, "filers: Field required"),
        (NINTH.replace('filers = ["EMPLOYER"]', 'filers = ["EMPLOYER"]\nin_force_from = 2026-01-01'), 2, "announced"),
        (NINTH.replace("[category.astronaut]", "[category.seasonal]"), 2, "is described twice"),
        (NINTH.replace('category = ["astronaut"]', 'category = ["cosmonaut"]'), 25, "no category is described as"),
    ],
)
def test_a_faulty_category_is_named_by_file_and_line(tmp_path, wrong, line, reason):
    (tmp_path / "ninth.toml").write_text(wrong, encoding="utf-8")
    with pytest.raises(UnsoundLaw) as refused:
        load([LawFolder(authority=Authority.FEDERAL, rules=tmp_path)])
    faults = [fault for fault in refused.value.faults if reason in fault.reason]
    assert faults, str(refused.value)
    assert (faults[0].line, faults[0].file.rsplit("/", 1)[-1]) == (line, "ninth.toml")


@pytest.fixture
def with_a_ninth(tmp_path, monkeypatch):
    """The law as it ships, and one more file in the German-speaking Community's folder."""
    rules = tmp_path / "rules"
    shutil.copytree(Path(regions.ostbelgien.__file__).parent / "rules", rules)
    (rules / "astronaut.toml").write_text(NINTH, encoding="utf-8")
    folders = {
        Authority.OSTBELGIEN: LawFolder(authority=Authority.OSTBELGIEN, rules=rules),
        Authority.FEDERAL: LawFolder(authority=Authority.FEDERAL, rules=Path(federal.__file__).parent / "rules"),
    }
    monkeypatch.setattr(registry, "_folders", folders)
    rulebook.cache_clear()
    yield
    monkeypatch.undo()
    rulebook.cache_clear()


@pytest.mark.usefixtures("with_a_ninth")
def test_a_ninth_population_is_one_file():
    # GIVEN an application in a category that only one file describes
    facts = Facts.model_validate(
        {
            "category": "astronaut",
            "kind": "FIRST",
            "job": {"weekly_hours": "40", "establishment_nis_code": "63023", "workplaces": [{"nis_code": "63023"}]},
        }
    )

    # WHEN it is assessed
    found = assessment.assess(facts, days=Days(on=ON))

    # THEN its papers, conditions and periods are there, in the reader's language
    assert found.authority.code == "ostbelgien"
    assert next(need for need in found.documents if need.code == "helmet").required
    hours = next(finding for finding in found.findings if finding.code == "ostbelgien.astronaut.hours")
    assert hours.result == Result.NOT_MET
    assert "ostbelgien.astronaut.decision" in {rule.code for rule in found.deadlines}
    for language, name, paper in (("fr", "Astronaute", "Casque"), ("de", "Raumfahrer", "Helm")):
        with translation.override(language):
            assert (sentences.title("astronaut"), sentences.title("helmet")) == (name, paper)
            assert sentences.sentence(hours)
            assert sentences.explanation("helmet")


def test_the_demos_switch_opens_announced_law_for_its_own_authority_alone(tmp_path):
    # GIVEN an announced category, and the switch of one authority
    folder = replace(third_phase(tmp_path, ""), opens_announced=True)
    category = load([folder]).category("astronaut")

    # THEN it is offered there, from an invented day that is marked as such
    assert category.is_demo and category.open_at == (Authority.OSTBELGIEN,)
    assert category.is_offered(authority="ostbelgien", on=ON)
    assert not category.is_offered(authority="flanders", on=ON)
    assert not load([replace(folder, opens_announced=False)]).category("astronaut").is_demo


@pytest.mark.parametrize(
    ("wrong", "reason"),
    [
        ('suits = [{ fact = "job.nowhere", equals = true }]', "no fact stands at 'job.nowhere'"),
        ('suits = [{ fact = "job.nature" }]', "takes exactly one of"),
    ],
)
def test_a_test_for_whom_a_category_is_names_a_fact_and_one_value(tmp_path, wrong, reason):
    (tmp_path / "ninth.toml").write_text(NINTH.replace("filers =", f"{wrong}\nfilers ="), encoding="utf-8")
    with pytest.raises(UnsoundLaw) as refused:
        load([LawFolder(authority=Authority.FEDERAL, rules=tmp_path)])
    assert any(reason in fault.reason and fault.line == 2 for fault in refused.value.faults), str(refused.value)
