"""The two ways a service says no. Both carry a sentence the person may read; nothing has been written."""

from django.utils.functional import Promise


class NotAllowed(Exception):
    """The actor may not do this, or not now."""

    def __init__(self, why: Promise | str) -> None:
        self.why = why
        super().__init__(why)

    def __str__(self) -> str:
        return str(self.why)


class Stale(NotAllowed):
    """Somebody else was first, or something came in since the page was shown: look again."""
