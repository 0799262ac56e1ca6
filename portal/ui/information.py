"""The information about one's data (P32): a short layer where data are given, the whole text on a page of its own.

Each language is one whole template, as letters are; `VERSION` is the day of the text and is written down with each
filing and each accepted invitation. Change the words, change the day.
"""

from datetime import date

from django.utils.translation import get_language

VERSION = "2026-11-25"
LANGUAGES = frozenset({"fr", "nl", "de", "en"})


def short() -> str:
    """The template of the short layer in the reader's language."""
    return f"information/short.{_language()}.html"


def whole() -> str:
    """The template of the whole text in the reader's language."""
    return f"information/whole.{_language()}.html"


def known(version: str | None) -> str:
    """The version that a page says it has shown, if it is the one in force; else nothing is claimed."""
    return VERSION if version == VERSION else ""


def dated() -> date:
    """The day of the text."""
    return date.fromisoformat(VERSION)


def _language() -> str:
    code = (get_language() or "en")[:2]
    return code if code in LANGUAGES else "en"
