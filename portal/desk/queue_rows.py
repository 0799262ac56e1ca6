"""The rows of the work list as HTML, in one pass: fifty rows of nine cells cost a template more than the database.

The markup is that of `ui/queue.html`. Everything that comes from the database is escaped here.
"""

from collections.abc import Sequence
from datetime import date
from functools import cache
from html import escape

from django.urls import reverse
from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from applications.actors import Actor
from applications.rulebook import sentences
from applications.selectors.work_items import Row
from applications.vocabulary import Alarm, Authority, Intake, Stage
from portal.ui.icons import ICONS
from portal.ui.parts import QueueColumn
from portal.ui.templatetags.ui import short_day

STAGE_ICONS = {
    Stage.INTAKE: "open",
    Stage.TICK: "open",
    Stage.WAITING: "pause",
    Stage.REVIEW: "half",
    Stage.SIGN: "full",
    Stage.ISSUED: "mail",
    Stage.DONE: "tick",
}
URGENT, SOON = 5, 14

ROW = (
    '<tr role="row"><td role="cell" data-at="tick"><label><input type="checkbox" form="bulk" name="chosen" '
    'value="{reference} {assignee}" aria-label="{choose} {reference}"></label></td>'
    '<th role="rowheader" scope="row" data-at="start"><a class="ref" href="{href}">{reference}</a></th>'
    '<td role="cell" data-at="end">{left}</td><td role="cell" class="cut" data-at="name">{worker}</td>'
    '<td role="cell" class="opt cut" data-at="">{employer}</td><td role="cell" class="opt" data-at="">{category}</td>'
    '<td role="cell" data-at="more">{stage}</td><td role="cell" class="opt" data-at="">{other}</td>'
    '<td role="cell" class="opt" data-at="">{officer}</td></tr>'
)


def columns(actor: Actor) -> list[QueueColumn]:
    """The head of the table; the desk's own track comes first."""
    own, other = _("Work"), _("Residence")
    if actor.authority == Authority.FEDERAL:
        own, other = other, own
    return [
        QueueColumn(_("Dossier")),
        QueueColumn(_("Left"), sorted="ascending"),
        QueueColumn(_("Worker")),
        QueueColumn(_("Employer"), is_optional=True),
        QueueColumn(_("Category"), is_optional=True),
        QueueColumn(own),
        QueueColumn(other, is_optional=True),
        QueueColumn(_("Officer"), is_optional=True),
    ]


def html(rows: Sequence[Row], *, on: date) -> SafeString:
    """All rows, one line each."""
    words = _words(get_language())
    base = reverse("desk:queue")
    return mark_safe(  # noqa: S308 - made of escaped parts, in the row above
        "\n".join(
            ROW.format(
                reference=row.reference,
                assignee=escape(row.assignee),
                choose=words.choose,
                href=f"{base}{row.reference}",
                left=words.left(row, on),
                worker=escape(row.worker_name),
                employer=escape(row.employer_name),
                category=words.categories[row.category] + (words.paper if row.on_paper else ""),
                stage=words.stage(row),
                other=words.stages.get(row.other_stage, "—"),
                officer=escape(row.assignee_name or words.former) if row.assignee else "—",
            )
            for row in rows
        )
    )


@cache
def _words(_language: str | None) -> "_Words":
    return _Words()


class _Words:
    """What every row says besides its own names, in the language of the page: looked up and escaped once."""

    def __init__(self) -> None:
        self.stages = {str(stage): f"{ICONS[STAGE_ICONS[stage]]} {escape(str(stage.label))}" for stage in Stage}
        self.categories = _Titles()
        self.choose, self.former = escape(_("Choose")), str(_("Former colleague"))
        self.unit = escape(_("%(days)s d"))
        self.late, self.today = escape(_("overdue")), escape(_("today"))
        self.urgent, self.soon, self.still = escape(_("expires")), escape(_("soon")), escape(_("waiting"))

        self.sign_by, self.notify_by = str(_("sign by %(day)s")), str(_("notify by %(day)s"))
        self.unreached = escape(str(Alarm.UNREACHED.label))
        self.paper = f" <small>{escape(str(Intake.PAPER.label))}</small>"
        self.days: dict[date, str] = {}

    def stage(self, row: Row) -> str:
        """What is to do, and the day to sign by; in its place the alarm of a notice that came back (P2)."""
        shown, by = self.stages[row.stage], ""
        if row.alarm:
            shown = f'<span class="left" data-s="bad">{ICONS["triangle"]} {self.unreached}</span>'
            by = self.notify_by % {"day": self.day(row.due_on)} if row.has_due_day else ""
        elif row.sign_by_on:
            by = self.sign_by % {"day": self.day(row.sign_by_on)}
        return f"{shown} <small>{escape(by)}</small>" if by else shown

    def day(self, day: date) -> str:
        """A day in a narrow column, put into words once."""
        if day not in self.days:
            self.days[day] = short_day(day)
        return self.days[day]

    def left(self, row: Row, on: date) -> str:
        """The days until somebody has to act, in their tone."""
        if not row.has_due_day or row.stage == Stage.DONE:
            return "—"
        days = (row.due_on - on).days
        tone, icon, word = "", "clock", ""
        if days < 0:
            tone, icon, word = "bad", "triangle", self.late
        elif row.stage == Stage.WAITING:
            icon, word = "pause", self.still
        elif days <= URGENT:
            tone, icon, word = "bad", "triangle", self.urgent if days else self.today
        elif days <= SOON:
            tone, word = "warn", self.soon
        said = f' data-s="{tone}"' if tone else ""
        number = self.unit % {"days": f"{days}".replace("-", "−")}
        return f'<span class="left"{said}>{ICONS[icon]} {number}{f" <small>{word}</small>" if word else ""}</span>'


class _Titles(dict[str, str]):
    """The names of categories, each looked up when a row first has it."""

    def __missing__(self, code: str) -> str:
        self[code] = title = escape(sentences.title(code))
        return title
