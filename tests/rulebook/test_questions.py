"""What is asked follows from what is read: every judgement is watched while it looks at facts."""

import random
from datetime import date, timedelta

import pytest

from applications.rulebook import criteria, facts, questions
from applications.rulebook.criteria import CRITERIA, Provision
from applications.rulebook.facts import Facts
from applications.rulebook.model import Days, RuleKind
from applications.rulebook.questions import Question, Shape
from applications.vocabulary import ApplicationKind

ON = date(2026, 3, 2)
PLACES = ("flanders", "wallonia", "brussels", "ostbelgien")
PARTS = {type(getattr(Facts(category="x", kind="FIRST"), name)): name for name in Facts.model_fields}
PARTS |= {Facts: "", facts.TravelDocument: "worker.travel_document"}


def an_answer(rng: random.Random, asked: Question):
    """Some answer to a question: likely and unlikely ones."""
    match asked.shape:
        case Shape.CHOICE:
            return rng.choice(asked.choices)
        case Shape.YES_NO:
            return rng.random() < 0.5
        case Shape.DAY:
            return ON + timedelta(days=rng.randrange(-900, 900))
        case Shape.AMOUNT:
            return rng.randrange(0, 168) if asked.most else f"{rng.randrange(1000, 90000)}.00"
        case Shape.NUMBER:
            return min(rng.choice((0, 1, 2, 5, 9, 24, 36, 60, 100)), asked.most or 100)
        case Shape.COUNTRY:
            return rng.choice(("FR", "IN", "TR"))
        case Shape.COUNTRIES:
            return [rng.choice(("FR", "IN", "TR"))]
        case Shape.COMMUNE:
            return rng.choice(("63023", "21004"))
        case _:
            special = {
                "worker.birth_date": ("1985-07-30", "1996-09-30", "2011-01-01", "1996"),
                "qualification.diploma_language": ("de", "en"),
                "worker.language": ("de",),
                "job.isco_code": ("2512", "9", "1330"),
            }
            return rng.choice(special.get(asked.path, ("Something",)))


def somebody(rng: random.Random, kind: str, papers: list[str]) -> Facts:
    """An application of which some things are known and some are not, with or without all papers."""
    told = {"category": "ict", "kind": kind, "filer": rng.choice((None, "EMPLOYER", "MANDATARY"))}
    told["documents"] = rng.choice(((), papers))
    told |= {name: rng.choice((None, ON + timedelta(days=rng.randrange(-60, 60)))) for name in ("filed_on",)}
    for path in questions.SCHEMA:
        if rng.random() < 0.7 and questions.question(path).shape != Shape.PARTS:
            *parts, name = path.split(".")
            place = told
            for part in parts:
                place = place.setdefault(part, {})
            place[name] = an_answer(rng, questions.question(path))
    if rng.random() < 0.5:
        told.setdefault("held", {})["unemployment"] = rng.choice(
            ([], [{"from_on": "2025-01-01", "until_on": "2025-09-01", "start_reported": True, "end_reported": False}])
        )
    if rng.random() < 0.5:
        told.setdefault("employer", {})["created_to_ease_entry"] = True
    if rng.random() < 0.7:
        ground = rng.choice(("GROUND_1", "OTHER"))
        told.setdefault("held", {})["withdrawal_ground"] = ground
    return Facts.model_validate(told)


@pytest.fixture
def seen(monkeypatch):
    """The paths that are looked at."""
    found: set[str] = set()

    def watch(self, name):
        if (part := PARTS.get(type(self))) is not None and name in type(self).model_fields:
            found.add(f"{part}.{name}".lstrip("."))
        return object.__getattribute__(self, name)

    monkeypatch.setattr(facts._Part, "__getattribute__", watch, raising=False)
    return found


def test_a_judgement_looks_at_what_it_says_and_at_nothing_else(book, seen):
    # GIVEN many applications of each kind, and every rule that is judged
    rng = random.Random(4)
    papers = sorted({rule.document for rule in book.rules.values() if rule.document})
    many = {kind: [somebody(rng, kind, papers) for _n in range(250)] for kind in ApplicationKind.values}
    wrong = {}
    for rule in book.rules.values():
        if not rule.criterion or not rule.versions:
            continue
        said, looked = set(), set()
        for kind in [str(kind) for kind in rule.kinds] or list(many):
            # WHEN it is judged over all of them, in each of its versions
            said |= set(CRITERIA[rule.criterion].reads_for(rule, kind))
            for version in rule.versions:
                if version.missing:
                    continue
                law = Provision(rule, version, max(ON, version.in_force_from), book.rule)
                seen.clear()
                for told in many[kind]:
                    CRITERIA[rule.criterion].judge(told, law)
                    criteria.sets_aside(told, rule)
                looked |= seen
        # THEN it has looked at each fact it names, and at no other but what is always known
        narrowed = {only.fact for only in (*rule.only_if, *rule.unless)}
        looked -= {"documents", "kind", *PARTS.values()} - said
        if looked - said - narrowed or said - looked:
            wrong[rule.code] = {"not said": looked - said - narrowed, "not read": said - looked}
    assert wrong == {}


@pytest.mark.parametrize("authority", PLACES)
def test_nothing_is_asked_that_nobody_reads(book, authority):
    needed = {*questions.ALWAYS, *questions.FOR_RESIDENCE}
    for category in book.categories.values():
        for kind in category.kinds:
            wanted = questions.asked(
                book=book, category=category.code, kind=kind, authority=authority, days=Days(on=ON)
            )
            assert all(rules or path in needed for path, rules in wanted.items())
            assert not set(wanted) & set(questions.FOR_RESIDENCE) or "RESIDENCE" in category.tracks
            for path, rules in wanted.items():
                for code in rules:
                    rule = book.rule(code)
                    assert rule.concerns(category.code, kind) and rule.authority in {authority, "federal"}, path


def test_a_question_of_one_category_is_not_asked_in_another(book):
    def asked(category, authority, kind="FIRST"):
        return set(questions.asked(book=book, category=category, kind=kind, authority=authority, days=Days(on=ON)))

    assert "seasonal.sector" in asked("seasonal", "flanders")
    assert "seasonal.sector" not in asked("single_permit", "flanders")
    assert "job.labour_market_tested_weeks" in asked("single_permit", "flanders")
    assert "job.labour_market_tested_weeks" not in asked("single_permit", "wallonia")
    assert "transfer.role" in asked("ict", "ostbelgien")
    assert not {"job.yearly_gross", "job.monthly_gross"} & asked("researcher", "brussels")
    assert {"mobility.first_state", "mobility.days_in_360"} <= asked("researcher", "brussels", "LONG_TERM_MOBILITY")
    assert "mobility.first_state" not in asked("researcher", "brussels")
    assert "held.expires_on" in asked("trainee", "brussels", "RENEWAL")
    assert "employer.created_to_ease_entry" not in asked("eu_blue_card", "ostbelgien")


def test_what_known_answers_set_aside_is_not_asked(book):
    told = Facts.model_validate({"category": "single_permit", "kind": "FIRST", "job": {"profile": "HIGHLY_SKILLED"}})
    how = {"book": book, "category": "single_permit", "kind": "FIRST", "authority": "flanders", "days": Days(on=ON)}

    assert "job.labour_market_tested_weeks" in questions.asked(**how)
    assert "job.labour_market_tested_weeks" not in questions.asked(**how, facts=told)


def test_each_fact_that_may_be_asked_knows_the_kind_of_its_answer():
    shapes = {path: questions.question(path) for path in questions.SCHEMA}

    assert [path for path, each in shapes.items() if each.shape == Shape.PARTS] == ["job.workplaces"]
    assert shapes["seasonal.days_in_365"].most == 365 and shapes["seasonal.days_in_365"].shape == Shape.NUMBER
    assert shapes["job.monthly_gross"].unit == "EUR_PER_MONTH"
    assert shapes["transfer.role"].choices == ("MANAGER", "EXPERT", "TRAINEE")
    assert shapes["mobility.first_state"].shape == Shape.COUNTRY
    assert shapes["job.establishment_nis_code"].shape == Shape.COMMUNE
    for path in ("filed_on", "filer", "documents", "held.unemployment", "nowhere"):
        with pytest.raises(facts.UnknownFact):
            questions.question(path)


def test_exemptions_are_no_question_of_a_first_application(book):
    for category in book.categories.values():
        wanted = questions.asked(book=book, category=category.code, kind="FIRST", authority=None, days=Days(on=ON))
        codes = {code for rules in wanted.values() for code in rules}
        assert not [code for code in codes if book.rule(code).kind == RuleKind.EXEMPTION]
