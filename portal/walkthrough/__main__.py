"""Start everything, walk through, verify, stop everything: exits 0 only if every line of the story came true."""

import argparse
import io
import logging
import os
import sys
import time
from typing import TYPE_CHECKING

import django

from applications.vocabulary import Authority
from portal import embedded, ports, processes, system
from portal.walkthrough.visitor import WalkFailed

if TYPE_CHECKING:
    from portal.walkthrough.branches import Branch
    from portal.walkthrough.story import Walk

EXPECTED = (
    WalkFailed, embedded.ServersUnavailable, ports.PortTaken, processes.ProcessFailed, system.AlreadyRunning,
    system.CommandFailed,
)  # fmt: skip
MORNING, EVENING = 8, 20
RUNG = ("exchange.deliver", "applications.take_in_receipts")


def main() -> int:
    parser = argparse.ArgumentParser("./dev walkthrough")
    parser.add_argument("--until", choices=["submit", "end"], default="end", help="stop after filing, or go on")
    parser.add_argument("--all", action="store_true", help="play every branch, and print its journal line by line")
    parser.add_argument("--only", metavar="NAME", action="append", default=[], help="play that branch; again for more")
    parser.add_argument("--list", action="store_true", help="name the branches and stop")
    chosen = parser.parse_args()
    if chosen.list:
        return _list()
    since = time.monotonic()
    try:
        opened = {"DEMO_THIRD_PHASE": Authority.OSTBELGIEN}  # announced law is walked through where it is shown (P28)
        with system.running_system("walkthrough", environment=opened, say=_say) as running:
            os.environ.update(running.environment)
            django.setup()
            logging.disable(logging.INFO)
            if chosen.until == "submit":
                _file(_walk(running))
            else:
                _play(running, names=chosen.only, everything=chosen.all)
            for command in (("verify_journal",), ("replay", "--check")):
                print(running.manage(*command).strip(), flush=True)
    except EXPECTED as failure:
        print(f"✗ {failure}", file=sys.stderr)
        return 1
    print(f"✓ walked through in {time.monotonic() - since:.0f} s; nothing is left running", flush=True)
    return 0


def _play(running: system.System, *, names: list[str], everything: bool) -> None:
    """The branches asked for, or the short two; each with its journal where more than the story is wanted."""
    from portal.walkthrough.branches import BRANCHES, SHORT

    if unknown := set(names) - set(BRANCHES):
        raise WalkFailed(f"there is no branch {', '.join(sorted(unknown))}; there are {', '.join(BRANCHES)}")
    walk = _walk(running, in_a_hurry=everything or bool(names))
    _begin_in_the_morning()
    for name in names or (BRANCHES if everything else SHORT):
        _branch(walk, name, BRANCHES[name], in_full=everything or bool(names))
    if not running.mails():
        raise WalkFailed("no e-mail went out")
    _print(f"       {len(running.mails())} e-mails say: there is news, sign in")


def _branch(walk: "Walk", name: str, branch: "Branch", *, in_full: bool) -> None:
    from portal.walkthrough import records

    since = time.monotonic()
    _print(f"\n— {name}: {branch.sentence} —")
    walk.filed.clear()
    try:
        branch.play(walk)
        for reference in walk.filed:
            records.check(reference, ends=branch.ends)
    except WalkFailed as failure:
        raise WalkFailed(f"{name}: {failure}") from failure
    if not in_full:
        return
    if branch.ends is None:
        _print(f"       nothing was filed, so there is no journal ({time.monotonic() - since:.0f} s)")
        return
    for reference in walk.filed:
        _print(f"       The journal of {reference}:")
        for line in records.lines(reference):
            _print(line)
    _print(f"       {branch.ends.label}; the journal holds, the rows follow from it ({time.monotonic() - since:.0f} s)")


def _walk(running: system.System, *, in_a_hurry: bool = False) -> "Walk":
    from applications.now import law_today
    from portal.walkthrough import records, story

    return story.Walk(
        url=running.url,
        today=law_today,
        pass_days=_pass_days,
        ring=_ring if in_a_hurry else lambda: None,
        journal=records.names,
        letter_is_good=records.letter_is_good,
        deadlines=records.deadlines,
        mails=lambda to: records.mails(running.mails(), to=to),
        say=_print,
    )


def _begin_in_the_morning() -> None:
    """A letter made ready before midnight is not signed after it: in the evening law time goes on to the next day."""
    from django.core.management import call_command

    from applications.now import BELGIUM, law_now

    hour = law_now().astimezone(BELGIUM).hour
    if hour >= EVENING:
        call_command("law_clock", seconds=(24 - hour + MORNING) * 3600, stdout=io.StringIO())


def _pass_days(days: int) -> None:
    """Move law time on, and ring for what has run out at once instead of within ten minutes."""
    from django.core.management import call_command

    from portal.celery import app

    call_command("law_clock", days=days, stdout=io.StringIO())
    app.send_task("applications.lapse_overdue")
    app.send_task("applications.expire_drafts")


def _ring() -> None:
    """Twenty branches would spend half their time waiting for the next five seconds to be over."""
    from portal.celery import app

    for task in RUNG:
        app.send_task(task)


def _file(walk: "Walk") -> None:
    from portal.walkthrough.answers import ABROAD

    worker = {"family_name": "Beispiel", "given_names": "Ravi"}
    walk.file(worker, ABROAD, leave_out=("diploma_translation",))


def _list() -> int:
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "portal.settings.demo")
    django.setup()
    from portal.walkthrough.branches import BRANCHES

    for name, branch in BRANCHES.items():
        print(f"{name:<24} {branch.sentence}")
    return 0


def _print(line: str) -> None:
    print(line, flush=True)


def _say(what: str) -> None:
    print(f"· {what}", file=sys.stderr, flush=True)


if __name__ == "__main__":
    sys.exit(main())
