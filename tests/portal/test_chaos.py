"""The harness of bad days judges soundly; and every bad day, in small numbers, is survived."""

import json
import subprocess
import sys
import time
from pathlib import Path

import httpx
import pytest

from portal import embedded
from portal.chaos import verdict
from portal.chaos.clients import Log, Unknown, work
from portal.chaos.killing import Killer, children, evenly
from portal.chaos.verdict import Verdict


@pytest.mark.parametrize(
    ("found", "passed"),
    [
        (Verdict(name="sound", acknowledged=5, kills=3, unknown=2, redeliveries=3, bound=3), True),
        (Verdict(name="lost", acknowledged=5, lost=1), False),
        (Verdict(name="twice", acknowledged=5, duplicates=1), False),
        (Verdict(name="too often", acknowledged=5, redeliveries=4, bound=3), False),
        (Verdict(name="late", acknowledged=5, complaints=["only after 12 s"]), False),
    ],
    ids=lambda value: value.name if isinstance(value, Verdict) else "",
)
def test_a_run_fails_by_what_is_lost_or_twice_or_complained_of(found, passed):
    told = json.loads(verdict.as_json([found]))
    assert told["pass"] is passed and told["runs"][0]["pass"] is passed
    assert set(told["runs"][0]) == {
        "name", "acknowledged", "lost", "duplicates", "redeliveries", "bound", "kills", "unknown", "seconds", "pass",
    }  # fmt: skip
    assert found.as_line().startswith("✓" if passed else "✗")


def test_clients_tell_answers_from_silence_and_insist_until_they_are_answered():
    # GIVEN a service that breaks the connection at first, and never answers about 3
    asked: list[int] = []

    def ask(_client: object, about: int, log: Log) -> None:
        asked.append(about)
        if about == 3:
            raise Unknown
        if asked.count(about) == 1:
            raise httpx.ReadError("cut off")
        log.tell(about, f"answer {about}")

    class Client:
        def __enter__(self):
            return self

        def __exit__(self, *_args):
            return None

    # WHEN each of them asks once, THEN nothing is known
    log = Log()
    work([1, 2, 3], ask, client=Client, log=log)
    assert (log.acknowledged, log.unknown, log.open) == ({}, 3, {1, 2, 3})

    # WHEN they insist, THEN what is answered is known
    work([1, 2], ask, client=Client, log=log, insist=True)
    assert log.acknowledged == {1: "answer 1", 2: "answer 2"} and log.open == {3}


def test_kills_fall_evenly_along_the_work_and_never_after_its_end():
    due = evenly(4, work=100, done=iter([0, 24, 24, 25, 99, 100]).__next__)
    assert [due(0), due(0), due(1), due(1), due(4 - 1), due(3)] == [True, True, False, True, True, False]


def test_a_killer_ends_children_and_says_how_many():
    parent = (
        "import subprocess, sys; [subprocess.Popen(['sleep', '60']) for _ in range(3)]; print(1, flush=True); input()"
    )
    with subprocess.Popen([sys.executable, "-c", parent], stdin=subprocess.PIPE, stdout=subprocess.PIPE) as process:
        process.stdout.readline()
        victims = children(process.pid)
        assert len(victims) == 3
        _kill(victims[:2], all_at_once=False, kills=1)
        assert sum(map(_runs, victims)) == 2
        _kill(victims, all_at_once=True, kills=1)
        assert sum(map(_runs, victims)) == 0
        process.communicate(b"\n", timeout=10)


@pytest.mark.slow
@pytest.mark.timeout(600)
def test_bad_days_in_small_numbers():
    # WHEN everything is tried that `./dev chaos` tries, in small numbers
    done = subprocess.run(
        [sys.executable, "-m", "portal.chaos", "--reduced", "--json"],
        cwd=embedded.CHECKOUT, capture_output=True, text=True, timeout=580, check=False,
    )  # fmt: skip

    # THEN nothing is lost and nothing happens twice
    assert done.returncode == 0, done.stderr
    told = json.loads(done.stdout)
    assert told["pass"] and len(told["runs"]) == 10
    assert all(run["acknowledged"] > 0 for run in told["runs"])
    assert sum(run["kills"] for run in told["runs"]) >= 25 and sum(run["unknown"] for run in told["runs"]) > 0


def _kill(victims: list[int], *, all_at_once: bool, kills: int) -> None:
    before = sum(map(_runs, victims))
    killer = Killer(lambda: [pid for pid in victims if _runs(pid)], kills=kills, pause=(0, 0), all_at_once=all_at_once)
    killer.start()
    killer.join(timeout=20)
    assert killer.kills == kills
    until = time.monotonic() + 10
    while sum(map(_runs, victims)) > (0 if all_at_once else before - kills) and time.monotonic() < until:
        time.sleep(0.01)


def _runs(pid: int) -> bool:
    try:
        return Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()[0] != "Z"
    except FileNotFoundError:
        return False
