"""Ending processes as a power cut would, at moments nobody chose."""

import os
import random
import signal
import subprocess
import threading
import time
from collections.abc import Callable, Sequence
from contextlib import suppress
from pathlib import Path


def children(pid: int) -> list[int]:
    """The processes that it started and that still run."""
    found: list[int] = []
    with suppress(FileNotFoundError, ProcessLookupError):
        for told in Path(f"/proc/{pid}/task").glob("*/children"):
            with suppress(FileNotFoundError, ProcessLookupError):
                found += map(int, told.read_text().split())
    return found


def end_group(process: "subprocess.Popen[bytes]") -> None:
    """End a process that leads a group, and everything in it."""
    with suppress(ProcessLookupError):
        os.killpg(process.pid, signal.SIGKILL)
    process.wait()


class Killer(threading.Thread):
    """Kills the victims, one of them or all, a moment after each kill has become due; until it has killed so often.

    `due` is told how many kills there have been. Without it the pauses alone say when.
    """

    def __init__(
        self,
        victims: Callable[[], Sequence[int]],
        *,
        kills: int,
        pause: tuple[float, float],
        due: Callable[[int], bool] = lambda _kills: True,
        all_at_once: bool = False,
        patience: float = 600,
    ) -> None:
        super().__init__(daemon=True)
        self.victims, self.due, self.all_at_once = victims, due, all_at_once
        self.wanted, self.pause, self.patience = kills, pause, patience
        self.kills = 0
        self._off = threading.Event()

    def run(self) -> None:
        chance = random.Random()
        until = time.monotonic() + self.patience
        while self.kills < self.wanted and time.monotonic() < until and not self._off.is_set():
            if not self.due(self.kills):
                time.sleep(0.002)
                continue
            self._off.wait(chance.uniform(*self.pause))
            if victims := list(self.victims()):
                chosen = victims if self.all_at_once else [chance.choice(victims)]
                self.kills += max([_kill(pid) for pid in chosen])

    def call_off(self) -> int:
        """No more kills once the present one is over; answers how many there were."""
        self._off.set()
        self.join()
        return self.kills


def evenly(kills: int, *, work: int, done: Callable[[], int]) -> Callable[[int], bool]:
    """Due evenly along the work, so that no kill falls after its end."""
    return lambda so_far: work * so_far / kills <= done() < work


def _kill(pid: int) -> bool:
    try:
        os.kill(pid, signal.SIGKILL)
    except ProcessLookupError:
        return False
    return True
