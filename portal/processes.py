"""Processes that we start, watch and take with us: none outlives the one that started it."""

import ctypes
import os
import signal
import subprocess
import sys
import time
from collections.abc import Callable
from contextlib import suppress
from dataclasses import dataclass, field
from pathlib import Path

_LIBC = ctypes.CDLL(None, use_errno=True)
_PR_SET_PDEATHSIG = 1
START_PATIENCE = 60
STOP_PATIENCE = 20


class ProcessFailed(RuntimeError):
    """A part of the system ended or never answered; the message names it and its log."""


@dataclass
class Processes:
    """A handful of processes with a log file each, stopped together, the last started first."""

    logs: Path
    environment: dict[str, str]
    running: dict[str, subprocess.Popen[bytes]] = field(default_factory=dict)
    awaited: dict[str, Callable[[], bool]] = field(default_factory=dict)

    def start(self, name: str, *command: str, ready: Callable[[], bool] | None = None) -> None:
        """Start one, in a process group of its own, so that Ctrl-C reaches only us and we stop them in order."""
        with open(self.log(name), "wb") as log:
            self.running[name] = subprocess.Popen(
                command,
                stdin=subprocess.DEVNULL,
                stdout=log,
                stderr=subprocess.STDOUT,
                env={**os.environ, **self.environment, "PYTHONUNBUFFERED": "1"},
                start_new_session=True,
                preexec_fn=_end_with_parent if sys.platform == "linux" else None,
            )
        if ready is not None:
            self.awaited[name] = ready

    def log(self, name: str) -> Path:
        """Where one of them writes."""
        return self.logs / f"{name}.log"

    def wait_until_ready(self) -> None:
        """Return when every one started so far does its work; raise if one ends or takes too long."""
        until = time.monotonic() + START_PATIENCE
        while self.awaited:
            self.check()
            self.awaited = {name: ready for name, ready in self.awaited.items() if not ready()}
            if self.awaited and time.monotonic() > until:
                name = next(iter(self.awaited))
                raise ProcessFailed(f"The {name} does not answer; its log says why: {self.log(name)}")
            time.sleep(0.05)

    def check(self) -> None:
        """Raise if one of them has ended."""
        for name, process in self.running.items():
            if process.poll() is not None:
                raise ProcessFailed(f"The {name} ended by itself; its log says why: {self.log(name)}")

    def kill(self, name: str) -> None:
        """End one as a power cut would, children included; for tests."""
        process = self.running.pop(name)
        os.killpg(process.pid, signal.SIGKILL)
        process.wait()

    def stop(self) -> None:
        """Ask all to finish what they do, then insist."""
        for process in reversed(self.running.values()):
            if process.poll() is None:
                process.send_signal(signal.SIGTERM)
        until = time.monotonic() + STOP_PATIENCE
        for process in self.running.values():
            with suppress(subprocess.TimeoutExpired):
                process.wait(max(0.1, until - time.monotonic()))
            with suppress(ProcessLookupError):
                os.killpg(process.pid, signal.SIGKILL)
            process.wait()
        self.running.clear()


def _end_with_parent() -> None:
    _LIBC.prctl(_PR_SET_PDEATHSIG, signal.SIGTERM)
