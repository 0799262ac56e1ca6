"""Which port a server may have on this machine."""

import socket

HOST = "127.0.0.1"


class PortTaken(RuntimeError):
    """Somebody listens there already; the message says which and what to do."""


def free() -> int:
    """Any port that nobody has at this moment."""
    with socket.socket() as probe:
        probe.bind((HOST, 0))
        return int(probe.getsockname()[1])


def claim(port: int) -> int:
    """This very port, or the sentence that says it is taken."""
    with socket.socket() as probe:
        probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            probe.bind((HOST, port))
        except OSError:
            raise PortTaken(
                f"Port {port} is taken: stop who has it, or run ./dev demo --free-ports or --port ANOTHER."
            ) from None
    return port


def answers(port: int) -> bool:
    """Somebody accepts connections there."""
    with socket.socket() as probe:
        probe.settimeout(1)
        return probe.connect_ex((HOST, port)) == 0
