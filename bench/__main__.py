"""`./dev bench queue`: measure, print, and with `--strict` fail when a promise is broken."""

import argparse
import os
import sys
from collections.abc import Callable, Sequence
from contextlib import ExitStack

QUEUE, CLOCKS, LAW = "queue", "clocks", "law"
SMALL = 1000


def main(arguments: Sequence[str]) -> int:
    """Run the goals that are asked for; answers the exit code."""
    chosen = _parser().parse_args(arguments)
    os.environ["DJANGO_SETTINGS_MODULE"] = "bench.settings"
    import django

    django.setup()
    from bench import frame

    goals = {CLOCKS: _clocks, LAW: _law}.get(chosen.what, _queue)(chosen)
    print(frame.as_json(goals) if chosen.json else frame.as_table(goals))
    return int(chosen.strict and not all(goal.passed for goal in goals))


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser("./dev bench", description="Speed against its limit; see bench/__init__.py.")
    parser.add_argument(
        "what",
        choices=[QUEUE, CLOCKS, LAW],
        help="work list, filing and post at two sizes; deadlines; or the law",
    )
    parser.add_argument(
        "--rows",
        type=int,
        help="in the large database: dossiers (100,000; law: 20,000), or open clocks (1,000,000)",
    )
    parser.add_argument("--small", type=int, help="the same in the small one: 1,000, or a tenth of the open clocks")
    parser.add_argument("--due", type=int, default=10_000, help="deadlines that run out on one day")
    parser.add_argument("--rounds", type=int, default=30, help="samples in each of three medians")
    parser.add_argument("--only", choices=["pages", "submit", "outbox"], help="one family of goals of the queue")
    parser.add_argument("--json", action="store_true", help="for a machine")
    parser.add_argument("--strict", action="store_true", help="exit 1 when a promise is broken")
    return parser


def _clocks(chosen: argparse.Namespace) -> list:
    from bench import clocks, databases

    rows = chosen.rows or 1_000_000
    sizes = chosen.small or rows // 10, rows
    with ExitStack() as stack:
        _say(f"filling databases of {sizes[0]:,} and {sizes[1]:,} open clocks")
        small, large = (stack.enter_context(databases.filled(clocks=size)) for size in sizes)
        _say(f"measuring, then a midnight of {chosen.due:,}")
        return clocks.goals(small, large, sizes=sizes, due=chosen.due, rounds=chosen.rounds)


def _law(chosen: argparse.Namespace) -> list:
    from bench import databases, law

    rows = chosen.rows or law.IN_A_MINUTE
    _say(f"filling a database of {rows:,} dossiers")
    with databases.filled(dossiers=rows) as nation:
        _say("measuring")
        return law.goals(nation, rows=rows, rounds=chosen.rounds)


def _queue(chosen: argparse.Namespace) -> list:
    from bench import databases, outbox, queue, submit

    sizes = chosen.small or SMALL, chosen.rows or 100_000
    with ExitStack() as stack:
        _say(f"filling databases of {sizes[0]:,} and {sizes[1]:,} dossiers")
        small, large = (stack.enter_context(databases.filled(dossiers=size)) for size in sizes)
        families: dict[str, Callable[[], list]] = {
            "pages": lambda: queue.goals(small, large, rounds=chosen.rounds, sizes=sizes),
            "submit": lambda: submit.goals(large, rounds=chosen.rounds),
            "outbox": lambda: outbox.goals(large, rounds=max(2, chosen.rounds // 10)),
        }
        found = []
        for name, measure in families.items():
            if chosen.only in (None, name):
                _say(f"measuring {name}")
                found += measure()
        return found


def _say(what: str) -> None:
    print(f"· {what}", file=sys.stderr, flush=True)


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
