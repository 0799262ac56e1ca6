"""Deadlines: a midnight at which ten thousand run out, the sweep that finds nothing, and how late a deadline fires.

The nation of this family is lean: dossiers under review with four open clocks each and the journal that the database
insists on. The ten thousand are copies of one true dossier, whose applicant was asked for a paper, was notified, and
let his time pass: each lapse is journalled, and an act is prepared for an officer. Nothing is rendered.
"""

import os
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import date, datetime, timedelta
from pathlib import Path
from typing import Any

import psycopg

from applications import calendar
from applications.models import Dossier
from applications.selectors import running_clocks
from applications.services import completeness, sweeping
from bench.databases import Database
from bench.frame import Goal, Measure, interleaved
from portal import embedded, system
from portal.demo import copies, stories
from portal.processes import Processes

ASKED_AT = stories.FILED_AT + timedelta(days=1)
BEFORE = stories.FILED_AT - timedelta(days=400)
TWO_MINUTES = 120
FIRINGS = 5
LOOKS = 20
PATIENCE = 60

LAPSED = "SELECT count(*), count(DISTINCT dossier_id) FROM applications_journalentry WHERE kind = 'PERIOD_LAPSED'"
PREPARED = "SELECT count(*) FROM applications_act WHERE kind = 'INADMISSIBLE' AND state = 'PREPARED'"
FIRED = "SELECT recorded_at FROM applications_journalentry WHERE kind = 'PERIOD_LAPSED' AND dossier_id = %s"
LAW_CLOCK = "UPDATE applications_law_clock SET offset_seconds = %s"

SCHEDULER = """
import sys
from datetime import datetime
import django
django.setup()
from applications import rulebook
from applications.services import sweeping
rulebook.rulebook()
print("ready", flush=True)
sys.stdin.readline()
print(sweeping.sweep(at=datetime.fromisoformat(sys.argv[1])), flush=True)
"""


class NotAllHandled(AssertionError):
    """Some lapse is missing or was recorded twice: a time without the work means nothing."""


def goals(small: Database, large: Database, *, sizes: tuple[int, int], due: int, rounds: int) -> list[Goal]:
    """Idle sweeps, a deadline that fires, and the midnight."""
    idle = interleaved(
        {
            name: Measure(prepare=database.use, run=_look, per=LOOKS)
            for name, database in (("small", small), ("large", large))
        },
        rounds=rounds,
    )
    found = [
        Goal(
            name=f"idle sweep, ms at {sizes[1]:,} open clocks against {sizes[0]:,}",
            limit=idle["small"] * 1000,
            ours=idle["large"] * 1000,
            at_most=1.2,
        ),
        Goal(
            name=f"idle sweep, ms at {sizes[1]:,} open clocks against one",
            limit=1,
            ours=idle["large"] * 1000,
            at_most=1,
        ),
        Goal(
            name=f"a deadline fires, seconds after its instant at {sizes[0]:,} open clocks, latest of {FIRINGS}",
            limit=5,
            ours=max(_latenesses(small)),
            at_most=1,
        ),
    ]
    seconds = midnight(large, due=due)
    return [
        *found,
        Goal(
            name=f"{due:,} deadlines due on one day, two schedulers, seconds against two minutes",
            limit=TWO_MINUTES,
            ours=seconds,
            at_most=1,
        ),
    ]


def midnight(database: Database, *, due: int) -> float:
    """Seconds in which two schedulers, each a process of its own, handle so many lapses. Raises NotAllHandled."""
    made_from, over = template(database)
    with psycopg.connect(database.url, autocommit=True) as app:
        copies.make(app, made_from, times=due - 1)  # the one copied from is due as well
    with psycopg.connect(database.owner_url, autocommit=True) as owner:
        owner.execute("ANALYZE")
    at = datetime.combine(over, datetime.min.time(), calendar.BELGIUM)
    schedulers = [_scheduler(database, at) for _ in range(2)]
    try:
        for scheduler in schedulers:
            _read(scheduler, "ready")
        started = time.perf_counter()
        for scheduler in schedulers:
            assert scheduler.stdin is not None
            scheduler.stdin.write("\n")
            scheduler.stdin.flush()
        handled = [int(_read(scheduler)) for scheduler in schedulers]
        seconds = time.perf_counter() - started
    finally:
        for scheduler in schedulers:
            scheduler.kill()
            scheduler.wait()
    with psycopg.connect(database.url) as app:
        lapses = app.execute(LAPSED).fetchone()
        acts = app.execute(PREPARED).fetchone()
    if sum(handled) < due or lapses != (due, due) or acts != (due,):
        raise NotAllHandled(f"{handled} handled, {lapses} lapses, {acts} acts prepared: {due} were due")
    return seconds


def template(database: Database) -> tuple[copies.Template, date]:
    """A dossier whose applicant has been asked for a paper, and the first day on which his time is over."""
    database.use()
    stories.cast()
    dossier = stories.filed_dossier(leave_out=("diploma",))
    stories.tick_everything(dossier, at=stories.FILED_AT)
    completeness.ask(
        dossier_id=dossier.pk, asks=[completeness.Ask(code="diploma")], by=stories.officer("lena"), at=ASKED_AT
    )
    stories.carry_post(ASKED_AT)
    dossier = Dossier.objects.select_related("worker").get(pk=dossier.pk)
    [clock] = [
        clock
        for clock in running_clocks.of(dossier, on=ASKED_AT.date())
        if clock.is_open and clock.rule == "ostbelgien.blue_card.supply"
    ]
    assert clock.lapses_after is not None
    with psycopg.connect(database.url) as app:
        return copies.template(app, dossier), clock.lapses_after + timedelta(days=1)


def _look(_given: object) -> None:
    for _ in range(LOOKS):
        assert sweeping.sweep(at=BEFORE) == 0


def _latenesses(database: Database) -> list[float]:
    """Seconds from the first instant of the day after to the entry in the journal, with the real beat and worker."""
    made_from, over = template(database)
    midnight_at = datetime.combine(over, datetime.min.time(), calendar.BELGIUM)
    found = []
    with psycopg.connect(database.url, autocommit=True) as app, _running(database):
        for number in range(FIRINGS):
            ahead = timedelta(seconds=5 + number * 0.7)  # another place within the beat's stride each time
            offset = _set_law_clock(app, midnight_at - ahead)
            time.sleep(1)  # a sweep that still knows the time before shall not find what follows
            [dossier] = copies.make(app, made_from, times=1)
            found.append((_fired(app, dossier.id) + offset - midnight_at).total_seconds())
    if min(found) < 0:
        raise NotAllHandled(f"a deadline fired before its instant: {found}")
    return found


def _set_law_clock(app: psycopg.Connection[Any], moment: datetime) -> timedelta:
    """Law time keeps whole seconds; answers by how much it now differs from wall time."""
    (wall,) = app.execute("SELECT clock_timestamp()").fetchone() or ()
    offset = timedelta(seconds=round((moment - wall).total_seconds()))
    app.execute(LAW_CLOCK, [int(offset.total_seconds())])
    return offset


def _fired(app: psycopg.Connection[Any], dossier_id: int) -> datetime:
    until = time.monotonic() + PATIENCE
    while time.monotonic() < until:
        if (row := app.execute(FIRED, [dossier_id]).fetchone()) is not None:
            return row[0]
        time.sleep(0.05)
    raise NotAllHandled(f"the deadline of dossier {dossier_id} did not fire within {PATIENCE} seconds")


@contextmanager
def _running(database: Database) -> Iterator[Processes]:
    """A worker and beat of the demo's settings, whose law time may be moved."""
    with tempfile.TemporaryDirectory() as folder:
        processes = Processes(
            logs=Path(folder),
            environment={"DJANGO_SETTINGS_MODULE": "portal.settings.demo", "DATABASE_URL": database.url},
        )
        try:
            system.start_worker(processes)
            system.start_beat(processes, schedule=Path(folder) / "schedule")
            processes.wait_until_ready()
            yield processes
        finally:
            processes.stop()


def _scheduler(database: Database, at: datetime) -> "subprocess.Popen[str]":
    return subprocess.Popen(
        [sys.executable, "-c", SCHEDULER, at.isoformat()],
        cwd=embedded.CHECKOUT,
        env={**os.environ, "DATABASE_URL": database.url},
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        text=True,
    )


def _read(scheduler: "subprocess.Popen[str]", wanted: str = "") -> str:
    assert scheduler.stdout is not None
    line = scheduler.stdout.readline().strip()
    if not line or (wanted and line != wanted):
        raise NotAllHandled(f"a scheduler ended early: it said “{line}”, its own complaint is above")
    return line
