"""A mail server with moods: it keeps what it is given, or is away, slow, busy, or refuses whom it is told to."""

import asyncio
import threading
from collections import Counter
from email import message_from_bytes
from typing import Any

from aiosmtpd.controller import Controller

from portal import ports


class Mailbox:
    """The handler aiosmtpd calls, and the server around it. `ids` are Message-IDs in the order of their arrival."""

    def __init__(self) -> None:
        self.port = ports.free()
        self.messages: list[tuple[str, str]] = []
        self.refused: set[str] = set()
        self.is_busy = False
        self.slow_seconds = 0.0
        self._lock = threading.Lock()
        self._server: Controller | None = None

    @property
    def url(self) -> str:
        return f"smtp://{ports.HOST}:{self.port}"

    def open(self) -> None:
        """Listen."""
        if self._server is None:
            self._server = Controller(self, hostname=ports.HOST, port=self.port)
            self._server.start()

    def close(self) -> None:
        """Be away: whoever calls is refused the connection."""
        if self._server is not None:
            self._server.stop()
            self._server = None

    def calls(self, *, domain: str) -> Counter[str]:
        """How often each Message-ID came, of the messages to addresses of that domain."""
        with self._lock:
            return Counter(number for to, number in self.messages if to.endswith(f"@{domain}"))

    def by_address(self, *, domain: str) -> dict[str, list[str]]:
        """The Message-IDs that each address got, in order, each at its first arrival."""
        found: dict[str, list[str]] = {}
        with self._lock:
            for to, number in self.messages:
                if to.endswith(f"@{domain}") and number not in found.setdefault(to, []):
                    found[to].append(number)
        return found

    async def handle_RCPT(self, server: Any, session: Any, envelope: Any, address: str, options: Any) -> str:  # noqa: N802 - aiosmtpd's name
        if address in self.refused:
            return "550 no such mailbox"
        if self.is_busy:
            return "451 come back later"
        envelope.rcpt_tos.append(address)
        return "250 OK"

    async def handle_DATA(self, server: Any, session: Any, envelope: Any) -> str:  # noqa: N802 - the same
        if self.slow_seconds:
            await asyncio.sleep(self.slow_seconds)
        with self._lock:
            number = str(message_from_bytes(envelope.content)["Message-ID"])
            self.messages += [(to, number) for to in envelope.rcpt_tos]
        return "250 OK"
