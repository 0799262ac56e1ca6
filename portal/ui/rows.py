"""The rows of the work list and the tabs above them: the markup written in Python.

Fifty rows of eight cells cost the template engine thirty milliseconds, ten times what everything else on the page
costs together, and the tabs a tenth of what is left. Every text goes through `_text`; drawings come from
`portal.ui.icons`; nothing else is put in.
"""

from collections.abc import Sequence
from html import escape

from django.utils.functional import Promise
from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import gettext as _

from portal.ui import icons, parts


def _text(words: str | Promise) -> str:
    return escape(str(words))


def body(queue: parts.Queue) -> SafeString:
    """The rows of the table, first the tick box if rows can be chosen, then the reference, then a cell per column."""
    choose = _text(_("Choose"))
    opened = [_opened(column) for column in queue.columns[1:]]
    return mark_safe("\n".join(_row(queue, row, opened, choose) for row in queue.rows))  # noqa: S308


def views(tabs: Sequence[parts.Tab], label: str | Promise) -> SafeString:
    """Links side by side, the one that is shown marked."""
    return mark_safe(  # noqa: S308
        f'<nav aria-label="{_text(label)}"><ul class="views">{"".join(_tab(tab) for tab in tabs)}</ul></nav>\n'
    )


def _tab(tab: parts.Tab) -> str:
    current = ' aria-current="page"' if tab.is_current else ""
    count = f" <b>{_text(str(tab.count))}</b>" if tab.count != "" else ""
    return f'<li><a href="{_text(tab.href)}"{current}>{_text(tab.label)}{count}</a></li>'


def _opened(column: parts.QueueColumn) -> str:
    css = " ".join(name for name, wanted in (("opt", column.is_optional), ("cut", column.is_cut)) if wanted)
    named = f' class="{css}"' if css else ""
    return f'<td role="cell"{named} data-at="{_text(column.on_phone)}">'


def _row(queue: parts.Queue, row: parts.QueueRow, opened: list[str], choose: str) -> str:
    current = ' aria-current="true"' if row.is_current else ""
    reference = _text(row.reference)
    cells = "".join(f"{start}{_cell(cell)}</td>" for start, cell in zip(opened, row.cells, strict=True))
    return (
        f'<tr role="row"{current}>{_tick(queue, row, f"{choose} {reference}") if queue.chosen_name else ""}'
        f'<th role="rowheader" scope="row" data-at="start"><a class="ref" href="{_text(row.href)}">{reference}</a></th>'
        f"{cells}</tr>"
    )


def _tick(queue: parts.Queue, row: parts.QueueRow, label: str) -> str:
    if not row.can_be_chosen:
        return '<td role="cell" data-at="tick"></td>'
    return (
        f'<td role="cell" data-at="tick"><label><input type="checkbox" form="{_text(queue.form_id)}"'
        f' name="{_text(queue.chosen_name)}" value="{_text(row.key)}" aria-label="{label}"'
        f"{' checked' if row.is_chosen else ''}></label></td>"
    )


def _cell(cell: parts.QueueCell) -> str:
    drawing = f"{icons.ICONS[cell.icon]} " if cell.icon else ""
    detail = f" <small>{_text(cell.detail)}</small>" if cell.detail else ""
    shown = f"{drawing}{_text(cell.text)}{detail}"
    if not cell.strong:
        return shown
    tone = f' data-s="{_text(cell.tone)}"' if cell.tone else ""
    return f'<span class="left"{tone}>{shown}</span>'
