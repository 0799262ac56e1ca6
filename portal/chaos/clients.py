"""Clients at work: several at once, each with a log of the answers it got. What they log is the truth of a census."""

import queue
import threading
import time
from collections.abc import Callable, Iterable
from dataclasses import dataclass, field

import httpx

PAUSE = 0.2


class Unknown(Exception):
    """No answer, or one that does not tell: what was asked may have happened or not."""


@dataclass(slots=True)
class Log:
    """What clients were told, by the number of the dossier they asked about."""

    acknowledged: dict[int, str] = field(default_factory=dict)
    refused: dict[int, list[str]] = field(default_factory=dict)
    unknown: int = 0
    open: set[int] = field(default_factory=set)
    answered_at: list[float] = field(default_factory=list)
    lock: threading.Lock = field(default_factory=threading.Lock)

    def tell(self, about: int, answer: str) -> None:
        """An acknowledgement."""
        with self.lock:
            self.acknowledged[about] = answer
            self.open.discard(about)
            self.answered_at.append(time.monotonic())

    def refuse(self, about: int, sentence: str) -> None:
        """A refusal, with its sentence."""
        with self.lock:
            self.refused.setdefault(about, []).append(sentence)
            self.open.discard(about)

    def miss(self, about: int) -> None:
        """No answer."""
        with self.lock:
            self.unknown += 1
            self.open.add(about)


Ask = Callable[[httpx.Client, int, Log], None]
"""Asks once about one dossier and logs the answer; raises Unknown or httpx's own when there is none."""


def work(
    subjects: Iterable[int],
    ask: Ask,
    *,
    client: Callable[[], httpx.Client],
    log: Log,
    at_once: int = 4,
    insist: bool = False,
    rest: float = 0,
    until: Callable[[], bool] = bool,
) -> None:
    """Let clients ask about every subject, or until told to stop; with `insist` each asks until he is answered. After
    an answer a client rests for so many seconds.
    """
    waiting: queue.SimpleQueue[int] = queue.SimpleQueue()
    for subject in subjects:
        waiting.put(subject)

    def one() -> None:
        with client() as mine:
            while not until():
                try:
                    about = waiting.get_nowait()
                except queue.Empty:
                    return
                while not _answered(mine, ask, about, log) and insist:
                    time.sleep(PAUSE)
                time.sleep(rest)

    threads = [threading.Thread(target=one, daemon=True) for _ in range(at_once)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()


def _answered(client: httpx.Client, ask: Ask, about: int, log: Log) -> bool:
    try:
        ask(client, about, log)
    except (httpx.TransportError, Unknown):
        log.miss(about)
        return False
    return True
