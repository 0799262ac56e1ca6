"""The frame of the bench: who runs when, which median counts, what is printed; and that the whole thing runs."""

import json
import subprocess
import sys

import pytest

from bench import frame
from bench.frame import Goal, Measure
from portal import embedded


class Clock:
    """A clock that stands still unless something takes time."""

    def __init__(self) -> None:
        self.now = 0.0

    def __call__(self) -> float:
        return self.now


def test_the_two_sides_take_turns_and_every_other_round_runs_backwards():
    # GIVEN two measures that say when they run
    turns = []
    measures = {name: Measure(run=lambda _given, name=name: turns.append(name)) for name in ("limit", "ours")}

    # WHEN they are measured
    frame.interleaved(measures, rounds=2, warm_up=0)

    # THEN neither runs twice before the other has run once
    assert turns == ["limit", "ours", "ours", "limit"] * frame.REPEATS


def test_the_best_of_three_medians_counts():
    # GIVEN a machine with a bad spell at first and one gust later on
    clock, spells = Clock(), iter([9, 8, 9, 2, 3, 70, 4, 4, 4])

    def work(_given: object) -> None:
        clock.now += next(spells)

    # THEN neither the spell nor the gust is in the figure
    assert frame.interleaved({"ours": Measure(run=work, clock=clock)}, rounds=3, warm_up=0) == {"ours": 3}


def test_preparing_and_what_is_left_out_are_not_counted():
    # GIVEN work of 10 seconds for 5 pieces, 4 seconds of it outside, prepared in 100 seconds that reach outside too
    clock, outside = Clock(), [0.0]

    def prepare() -> str:
        clock.now, outside[0] = clock.now + 100, 50.0
        return "given"

    def run(given: object) -> None:
        assert given == "given"
        clock.now, outside[0] = clock.now + 10, outside[0] + 4

    def less() -> float:
        spent, outside[0] = outside[0], 0.0
        return spent

    # THEN one piece took 6 / 5 seconds
    assert Measure(run=run, prepare=prepare, clock=clock, less=less, per=5).seconds() == pytest.approx(1.2)


@pytest.mark.parametrize(
    ("goal", "ratio", "passed"),
    [
        (Goal(name="as quick", limit=2, ours=3, at_most=1.5), 1.5, True),
        (Goal(name="too slow", limit=2, ours=3.1, at_most=1.5), 1.55, False),
        (Goal(name="as much", limit=100, ours=35, at_least=0.35), 0.35, True),
        (Goal(name="too little", limit=100, ours=34, at_least=0.35), 0.34, False),
        (Goal(name="nothing to compare with", limit=0, ours=1, at_most=1), float("inf"), False),
    ],
    ids=lambda value: value.name if isinstance(value, Goal) else "",
)
def test_a_promise_is_about_the_ratio(goal, ratio, passed):
    assert (goal.ratio, goal.passed) == (pytest.approx(ratio), passed)


def test_a_machine_reads_six_things_of_each_goal():
    told = json.loads(frame.as_json([Goal(name="page", limit=0.123456, ours=0.2, at_most=1.5)]))
    assert told == {
        "goals": [{"name": "page", "limit": 0.1235, "ours": 0.2, "ratio": 1.62, "goal": "<= 1.5", "pass": False}]
    }


def test_a_person_reads_a_table():
    table = frame.as_table(
        [Goal(name="page", limit=1, ours=2, at_most=1.5), Goal(name="submit", limit=100, ours=50, at_least=0.35)]
    )
    assert [line.split()[0] for line in table.splitlines()] == ["goal", "✗", "✓"]
    assert "<= 1.5" in table and ">= 0.35" in table


@pytest.mark.slow
@pytest.mark.own_database
@pytest.mark.parametrize(
    ("arguments", "number"),
    [
        (("queue", "--rows", "600", "--small", "500"), 7),
        (("clocks", "--rows", "4000", "--due", "40"), 4),
        (("law", "--rows", "600"), 6),
    ],
    ids=["queue", "clocks", "law"],
)
def test_the_whole_bench_runs_on_a_small_nation(own_database, queue, arguments, number):
    # WHEN everything is measured once on a few hundred dossiers, with servers of its own
    done = subprocess.run(
        [sys.executable, "-m", "bench", *arguments, "--rounds", "1", "--json"],
        cwd=embedded.CHECKOUT,
        env={
            "PATH": "/usr/bin:/bin", "DATABASE_URL": own_database.url, "DATABASE_OWNER_URL": own_database.owner_url,
            "REDIS_URL": queue,
        },
        capture_output=True, text=True, timeout=250, check=False,
    )  # fmt: skip

    # THEN it answers for every goal, and broken promises are no failure
    assert done.returncode == 0, done.stderr
    goals = json.loads(done.stdout)["goals"]
    assert len(goals) == number
    assert all(goal["limit"] > 0 and goal["ours"] > 0 for goal in goals)
