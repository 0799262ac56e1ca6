"""`./dev chaos [NAME …] [--reduced] [--json]`: start the system, let bad days happen, count, stop everything."""

import argparse
import logging
import os
import sys
import time
import traceback
from collections.abc import Callable, Sequence
from pathlib import Path

NAMES = ("dispatch", "filing", "signing", "same", "officers", "sweeps", "database", "worker", "queue", "mail")


def main(arguments: Sequence[str]) -> int:
    """Run what is asked for, in one order; answers the exit code."""
    chosen = _parser().parse_args(arguments)
    from portal import embedded, system
    from portal.chaos.mailbox import Mailbox
    from portal.chaos.verdict import as_json

    for name in embedded.ADDRESSES:
        os.environ.pop(name, None)  # servers are crashed here, and nobody else's ever are
    mailbox = Mailbox()
    mailbox.open()
    os.environ["EMAIL_URL"] = mailbox.url
    lease = {"EXCHANGE_LEASE_SECONDS": "6"} if chosen.reduced else {}
    since = time.monotonic()
    try:
        with system.running_system("chaos", seed=False, background=False, environment=lease, say=_say) as running:
            os.environ.update(running.environment)
            import django

            django.setup()
            logging.disable(logging.CRITICAL)
            from portal.chaos.ground import Ground

            ground = Ground(running, mailbox, reduced=chosen.reduced)
            verdicts = [_tried(ground, name) for name in NAMES if name in (chosen.names or NAMES)]
    finally:
        mailbox.close()
    if chosen.json:
        print(as_json(verdicts))
    failed = [verdict.name for verdict in verdicts if not verdict.passed]
    _say(f"{len(verdicts)} runs in {time.monotonic() - since:.0f} s; nothing is left running")
    return int(bool(failed))


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser("./dev chaos", description="Bad days on the real system.")
    parser.add_argument("names", nargs="*", metavar="NAME", help=f"which runs: {', '.join(NAMES)}; all of them if none")
    parser.add_argument("--reduced", action="store_true", help="small numbers, a minute in all")
    parser.add_argument("--json", action="store_true", help="for a machine; the lines go to where messages go")
    return parser


def _tried(ground: "Ground", name: str) -> "Verdict":  # noqa: F821 - known once Django is set up
    from portal.chaos import background, deciding, dispatching, filing, lapsing, mailing
    from portal.chaos.verdict import Verdict

    runs: dict[str, Callable[..., Verdict]] = {
        "dispatch": dispatching.dispatch,
        "filing": filing.filing,
        "signing": deciding.signing,
        "same": filing.same,
        "officers": deciding.officers,
        "sweeps": lapsing.sweeps,
        "database": filing.database,
        "worker": background.worker,
        "queue": background.queue,
        "mail": mailing.mail,
    }
    _say(f"{name}: {(runs[name].__doc__ or '').strip()}")
    started = time.monotonic()
    try:
        verdict = runs[name](ground)
    except Exception as failure:  # noqa: BLE001 - whatever it was, it is told, and the other runs go on
        last = traceback.extract_tb(failure.__traceback__)[-1]
        said = f"{type(failure).__name__}: {failure} ({Path(last.filename).name}:{last.lineno})"
        verdict = Verdict(name=name, complaints=[said])
    verdict.seconds = time.monotonic() - started
    print(verdict.as_line(), file=sys.stderr, flush=True)
    return verdict


def _say(what: str) -> None:
    print(f"· {what}", file=sys.stderr, flush=True)


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
