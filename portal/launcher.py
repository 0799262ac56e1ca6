"""What `./dev` hands over to once everything is installed: one function per command."""

import argparse
import os
import signal
import subprocess
import sys
import time
from collections.abc import Callable
from types import FrameType

from manage import OWNER_COMMANDS
from portal import embedded, lint, ports, processes, system
from portal.accounts.demo import ACCOUNTS

DEMO_PORT = 8000
EXPECTED = (
    embedded.ServersUnavailable,
    ports.PortTaken,
    processes.ProcessFailed,
    system.AlreadyRunning,
    system.CommandFailed,
)


def main() -> None:
    command, arguments = sys.argv[1], sys.argv[2:]
    signal.signal(signal.SIGTERM, _interrupt)
    try:
        code = COMMANDS[command](arguments)
    except KeyboardInterrupt:
        code = 130
    except EXPECTED as failure:
        sys.exit(f"✗ {failure}")
    sys.exit(code)


def demo(arguments: list[str]) -> int:
    """The whole system with demo data, until Ctrl-C."""
    parser = argparse.ArgumentParser("./dev demo")
    parser.add_argument("--port", type=int, default=DEMO_PORT, help="where the pages are served")
    parser.add_argument("--free-ports", action="store_true", help="take any free port")
    parser.add_argument("--fresh", action="store_true", help="forget the demo's data and begin again")
    chosen = parser.parse_args(arguments)
    if chosen.fresh:
        system.forget("demo")
    since = time.monotonic()
    try:
        with system.running_system("demo", web_port=None if chosen.free_ports else chosen.port, say=_say) as running:
            _greet(running, time.monotonic() - since)
            while True:
                running.processes.check()
                time.sleep(0.5)
    except KeyboardInterrupt:
        _say("stopped; the data stays for the next ./dev demo")
    return 0


def test(arguments: list[str]) -> int:
    """pytest on two cores with the slowest twenty named; `--all` adds what is marked slow. All else is pytest's own."""
    everything = "--all" in arguments
    arguments = [argument for argument in arguments if argument != "--all"]
    selection = [] if everything or "-m" in arguments else ["-m", "not slow"]
    if "-n" not in arguments and "-x" not in arguments:
        arguments = ["-n", "2", "--dist", "loadfile", *arguments]
    return _run("pytest", *selection, "--durations=20", "--durations-min=0.5", *arguments)


def walkthrough(arguments: list[str]) -> int:
    """One application through the real pages."""
    return _run("portal.walkthrough", *arguments)


def shots(arguments: list[str]) -> int:
    """A contact sheet of every page."""
    return _run("portal.shots", *arguments)


def chaos(arguments: list[str]) -> int:
    """Bad days, tried on the real system."""
    return _run("portal.chaos", *arguments)


def bench(arguments: list[str]) -> int:
    """Speed against its limit, on servers that wait for the disk."""
    with embedded.servers("bench") as environment:
        return _run("bench", *arguments, environment=environment)


def manage(arguments: list[str]) -> int:
    """One of Django's commands, with the demo's servers running for as long as it takes."""
    with embedded.servers("demo") as environment:
        place = embedded.place("demo")
        settings = {"FILES_ROOT": str(place.folder / "files"), **environment}
        if "DATABASE_URL" not in os.environ and not OWNER_COMMANDS.intersection(arguments[:1]):
            system.make_tables(place, settings, say=_say)
        return _run_file("manage.py", *arguments, environment=settings)


def stop(arguments: list[str]) -> int:
    """Stop every system and server of this checkout, and forget what killed ones left behind."""
    for folder in sorted(path for path in embedded.home().iterdir() if path.is_dir()):
        if system.stop_supervisor(folder):
            _say(f"stopped {folder.name}")
    for name in embedded.stop_all():
        _say(f"stopped the servers of {name}")
    system.forget_abandoned()
    return 0


COMMANDS: dict[str, Callable[[list[str]], int]] = {
    "demo": demo,
    "test": test,
    "lint": lint.main,
    "walkthrough": walkthrough,
    "shots": shots,
    "bench": bench,
    "chaos": chaos,
    "manage": manage,
    "stop": stop,
}


def _greet(running: system.System, seconds: float) -> None:
    width = max(len(account.subject) for account in ACCOUNTS)
    people = "\n".join(f"    {account.subject:<{width}}  {account.name}: {account.does}" for account in ACCOUNTS)
    print(
        f"\nReady in {seconds:.0f} s:  {running.url}\n\n"
        f"Sign in as one of these (no password, the sign-in is a stand-in):\n{people}\n\n"
        f"Mail is caught in {running.mail_dir}\nLogs are in {running.log_dir}\n"
        f"Stop with Ctrl-C, or from elsewhere with ./dev stop\n",
        flush=True,
    )


def _run(module: str, *arguments: str, environment: dict[str, str] | None = None) -> int:
    return _run_file("-m", module, *arguments, environment=environment)


def _run_file(*arguments: str, environment: dict[str, str] | None = None) -> int:
    """Run Python in the foreground; a signal to us is passed on, and we leave only after it has."""
    child = subprocess.Popen([sys.executable, *arguments], env={**os.environ, **(environment or {})})
    while True:
        try:
            return child.wait()
        except KeyboardInterrupt:
            child.send_signal(signal.SIGINT)


def _interrupt(number: int, frame: FrameType | None) -> None:
    raise KeyboardInterrupt


def _say(what: str) -> None:
    print(f"· {what}", file=sys.stderr, flush=True)


if __name__ == "__main__":
    main()
