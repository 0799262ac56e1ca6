"""The numbers of a draft of law as one table that a spreadsheet opens, a line per group, nationality and rule."""

import csv
from collections.abc import Iterator, Mapping
from io import StringIO
from typing import Any

from django.utils.translation import gettext as _

from applications.anonymity import LEAST, Hidden

BEFORE_THE_FIRST = "\ufeff"  # or the most used spreadsheet takes the file for another alphabet
FORMULA = ("=", "+", "-", "@", "\t", "\r")
COLUMNS = (
    "table", "authority", "category", "nationality", "rule", "before", "after", "dossiers", "changed", "findings",
)  # fmt: skip


def table(report: Mapping[str, Any]) -> str:
    """The whole report. Codes stay codes, numbers that are not shown say so in the reader's language."""
    written = StringIO()
    writer = csv.writer(written)
    writer.writerow(COLUMNS)
    for line in _lines(report):
        writer.writerow(harmless(number(line.get(column, ""))) for column in COLUMNS)
    return BEFORE_THE_FIRST + written.getvalue()


def number(cell: Any) -> str:
    """A number, or why there is none."""
    if cell == Hidden.FEW:
        return _("fewer than %(least)d") % {"least": LEAST}
    return _("not shown") if cell == Hidden.HELD_BACK else str(cell)


def harmless(text: str) -> str:
    """A cell that no spreadsheet takes for a formula."""
    return f"'{text}" if text.startswith(FORMULA) else text


def _lines(report: Mapping[str, Any]) -> Iterator[Mapping[str, Any]]:
    for name in ("groups", "nationalities", "rules"):
        yield from ({"table": name} | line for line in report[name])
    yield {"table": "total"} | report["total"]
