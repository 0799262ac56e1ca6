"""In the processes that serve the pages: note each message for which the reader's language has no translation."""

import json
from functools import wraps
from pathlib import Path
from typing import Any

from django.utils.translation import trans_real

SOURCE = "en"


def begin(path: Path) -> None:
    """From now on a message that falls back to the source language leaves a line in `path`: language and message."""
    known: set[tuple[str, str]] = set()

    def note(catalogue: Any, message: str) -> None:
        language = catalogue.language()
        if language == SOURCE or not message or (language, message) in known:
            return
        known.add((language, message))
        with path.open("a") as file:
            file.write(json.dumps([language, message]) + "\n")

    def watched(method: str, has: Any) -> None:
        original = getattr(trans_real.DjangoTranslation, method)

        @wraps(original)
        def looked_up(catalogue: Any, message: str, *rest: Any) -> str:
            if not has(catalogue._catalog, message, *rest):
                note(catalogue, message)
            return str(original(catalogue, message, *rest))

        setattr(trans_real.DjangoTranslation, method, looked_up)

    watched("gettext", lambda catalogue, message: message in catalogue)
    watched("ngettext", lambda catalogue, one, _many, _count: (one, 0) in catalogue or (one, 1) in catalogue)
