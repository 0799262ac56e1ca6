"""The law: one assessment, a whole country run over a draft of it, and what the rulebook adds to a start.

Assessments are timed as CPU time of this process, that is on one core; a start is CPU time of the processes started.
The country of 20,000 holds facts and judgements of two categories before four authorities. The draft is the rules of
Flanders' pay with other amounts: every dossier is judged twice, whatever the draft says.
"""

import json
import os
import resource
import subprocess
import sys
import time
from collections.abc import Iterator
from copy import deepcopy
from datetime import date
from functools import partial
from itertools import cycle
from typing import Any

import psycopg

from applications import assessment, rulebook
from applications.rulebook import comparing, drafts, registry
from applications.rulebook.evaluation import Evaluation, canonical
from applications.rulebook.facts import Facts
from applications.rulebook.model import Days
from applications.services import simulating
from applications.vocabulary import WORK_AUTHORITIES, Authority
from bench import filling
from bench.databases import Database
from bench.frame import Goal, Measure, interleaved
from portal import embedded
from portal.demo import stories

ON = date(2025, 3, 3)
DAYS = Days(on=ON, filing=ON)
PLACES = {"flanders": "11002", "wallonia": "62063", "brussels": "21004", "ostbelgien": "63023"}
CATEGORIES = tuple(category for category, _share in filling.CATEGORIES)
NATIONALITIES = ("IN", "MA", "TR", "US", "UA", "CN", "BR", "CM")
PAYS = ("38000.00", "49000.00", "69300.00")
IN_A_MINUTE = 20_000
STARTS = 3

FACTS = """
INSERT INTO applications_factsversion (dossier_id, number, facts, recorded_at, recorded_by, capacity, reason)
SELECT id, 1, (%(facts)s::jsonb[])[1 + id %% %(number)s], submitted_at, 'bench', 'EMPLOYER', ''
FROM applications_dossier WHERE authority = %(authority)s AND category = %(category)s AND submitted_at IS NOT NULL
"""
JUDGED = """
INSERT INTO applications_evaluation (dossier_id, facts_version_id, tree, revision, made_at)
SELECT d.id, f.id, (%(trees)s::jsonb[])[1 + d.id %% %(number)s], %(revision)s, d.submitted_at
FROM applications_dossier d JOIN applications_factsversion f ON f.dossier_id = d.id
WHERE d.authority = %(authority)s AND d.category = %(category)s
"""
START = "import django; django.setup()"
START_WITH_LAW = f"{START}; from applications import rulebook; rulebook.rulebook()"


class NotAllCounted(AssertionError):
    """Some dossier took no part, or nothing changed: a time without the work means nothing."""


def goals(nation: Database, *, rows: int, rounds: int) -> list[Goal]:
    """Every promise about the law."""
    return [*assessments(rounds=rounds), *simulation(nation, rows=rows), start(rounds=min(rounds, STARTS))]


def assessments(*, rounds: int) -> list[Goal]:
    """One assessment: over every category, kind and authority, and in the one that takes longest."""
    cases = list(_cases())
    timed = {
        "all": Measure(run=lambda _given: _assess(cases), clock=time.process_time, per=len(cases)),
        "facts": Measure(run=lambda _given: _read(cases), clock=time.process_time, per=len(cases)),
    }
    slowest = max(cases, key=_seconds)
    timed["slowest"] = Measure(run=lambda _given: _assess([slowest] * 20), clock=time.process_time, per=20)
    taken = interleaved(timed, rounds=rounds, warm_up=1)
    return [
        Goal(
            name=f"one assessment, ms of one core over {len(cases)} of every category and authority, against two",
            limit=2,
            ours=taken["all"] * 1000,
            at_most=1,
        ),
        Goal(
            name=f"the slowest assessment ({slowest.category}), ms of one core against two",
            limit=2,
            ours=taken["slowest"] * 1000,
            at_most=1,
        ),
        Goal(
            name="one assessment, ms against reading its facts from JSON and writing its answer",
            limit=taken["facts"] * 1000,
            ours=taken["all"] * 1000,
            at_most=6,
        ),
    ]


def simulation(nation: Database, *, rows: int) -> list[Goal]:
    """A draft run over so many dossiers, and what the database adds to the judging. Raises NotAllCounted."""
    nation.use()
    judge(nation)
    draft = drafts.load([_draft()])
    before = time.perf_counter()
    report = simulating.count(draft=draft, as_if_on=None)
    seconds = time.perf_counter() - before
    counted, changed = report["total"]["dossiers"], report["total"]["changed"]
    if counted < 0.9 * rows or not changed:
        raise NotAllCounted(f"{counted} of {rows} dossiers were counted, {changed} of them changed")
    cases = [facts for facts, authority, category in _variants() if authority and category]
    alone = Measure(run=lambda _given: _judge_twice(cases, draft), per=len(cases))
    return [
        Goal(
            name=f"a draft of law over {counted:,} dossiers, seconds against a minute for {IN_A_MINUTE:,}",
            limit=60 * counted / IN_A_MINUTE,
            ours=seconds,
            at_most=1,
        ),
        Goal(
            name="one dossier of a draft, ms against judging its facts twice without a database",
            limit=min(alone.seconds() for _ in range(3)) * 1000,
            ours=seconds / counted * 1000,
            at_most=3,
        ),
    ]


def start(*, rounds: int) -> Goal:
    """What reading every file of law adds to the start of a process."""
    taken = interleaved(
        {
            "without": Measure(run=partial(_start, START), clock=_time_of_children),
            "with": Measure(run=partial(_start, START_WITH_LAW), clock=_time_of_children),
        },
        rounds=rounds,
        warm_up=1,
    )
    return Goal(
        name="a start with the whole rulebook, ms more than without, against 300",
        limit=300,
        ours=max(0.001, taken["with"] - taken["without"]) * 1000,
        at_most=1,
    )


def judge(nation: Database) -> None:
    """Give every filed dossier of the nation facts and a judgement."""
    variants = list(_variants())
    with psycopg.connect(nation.url) as app:
        for authority in WORK_AUTHORITIES:
            for category in CATEGORIES:
                ours = [facts for facts, whose, what in variants if (whose, what) == (authority, category)]
                trees = [canonical(_tree(facts, authority)) for facts in ours]
                given = {
                    "authority": authority.value,
                    "category": category,
                    "number": len(ours),
                    "facts": [canonical(facts.model_dump(mode="json", exclude_none=True)) for facts in ours],
                    "trees": trees,
                    "revision": json.loads(trees[0])["revision"],
                }
                app.execute(FACTS, given)
                app.execute(JUDGED, given)
    with psycopg.connect(nation.owner_url, autocommit=True) as owner:
        owner.execute("ANALYZE")


def _cases() -> Iterator[Facts]:
    book = rulebook.rulebook()
    papers = tuple(sorted({rule.document for rule in book.rules.values() if rule.document}))
    for authority in WORK_AUTHORITIES:
        for category in book.categories.values():
            for kind in category.kinds:
                yield _facts(authority, category.code, kind=str(kind), documents=papers[:12])


def _variants() -> Iterator[tuple[Facts, Authority, str]]:
    """What the dossiers of the nation differ in: pay and nationality, before each authority in each category."""
    pays = cycle(PAYS)
    for authority in WORK_AUTHORITIES:
        for category in CATEGORIES:
            for nationality in NATIONALITIES:
                yield _facts(authority, category, nationality=nationality, pay=next(pays)), authority, category


def _facts(
    authority: Authority,
    category: str,
    *,
    kind: str = "FIRST",
    nationality: str = "IN",
    pay: str = PAYS[-1],
    documents: tuple[str, ...] = (),
) -> Facts:
    told = deepcopy(stories.ANSWERS)
    place = PLACES[authority.value]
    told["job"] |= {
        "establishment_nis_code": place,
        "workplaces": [{"nis_code": place, "share_percent": 100}],
        "yearly_gross": pay,
        "profile": "HIGHLY_SKILLED",
    }
    told["worker"]["nationalities"] = [nationality]
    return Facts.model_validate(
        {"category": category, "kind": kind, "filer": "EMPLOYER", "filed_on": ON, "documents": documents, **told}
    )


def _tree(facts: Facts, authority: Authority) -> dict[str, Any]:
    judged: Evaluation = rulebook.evaluate(facts, authority=authority.value, days=DAYS)
    return judged.as_json()


def _draft() -> drafts.DraftFile:
    """The pay of Flanders with one amount raised."""
    (folder,) = (each for each in registry.registered() if each.authority == Authority.FLANDERS)
    text = folder.rules.joinpath("pay.toml").read_text(encoding="utf-8")
    return drafts.DraftFile(
        authority=Authority.FLANDERS, name="pay.toml", text=text.replace('minimum = "48912.00"', 'minimum = "60000.00"')
    )


def _assess(cases: list[Facts]) -> None:
    for facts in cases:
        assessment.assess(facts, days=DAYS)


def _read(cases: list[Facts]) -> None:
    """The least that an assessment needs: facts come as JSON, and a tree goes as JSON."""
    for facts in cases:
        Facts.model_validate_json(facts.model_dump_json(exclude_none=True))


def _judge_twice(cases: list[Facts], draft: rulebook.Rulebook) -> None:
    law = rulebook.rulebook()
    for facts in cases:
        place = facts.job.establishment_nis_code or ""
        authority = next(code for code, nis_code in PLACES.items() if nis_code == place)
        told = facts.model_dump(mode="json", exclude_none=True)
        comparing.changes(Facts.model_validate(told), before=law, after=draft, authority=authority, days=DAYS)


def _seconds(facts: Facts) -> float:
    return min(Measure(run=lambda _given: _assess([facts]), clock=time.process_time).seconds() for _ in range(3))


def _start(program: str, _given: object) -> None:
    subprocess.run([sys.executable, "-c", program], cwd=embedded.CHECKOUT, env=dict(os.environ), check=True)


def _time_of_children() -> float:
    used = resource.getrusage(resource.RUSAGE_CHILDREN)
    return used.ru_utime + used.ru_stime
