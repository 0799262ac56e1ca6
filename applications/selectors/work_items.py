"""The work list of a desk: one query over `WorkItem`, in the order of the law's days, paged by keyset.

Every filter offered here has its own index ending in (due_on, id), so that a page costs the same at a thousand and at
a million dossiers. There is no count: a view says "more than 1000" and stops counting there.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any, NamedTuple

from django.db import connection

from applications import references
from applications.actors import Actor
from applications.models import WorkItem
from applications.models.work_item import NO_DUE_DAY

PAGE = 50
COUNT_CAP = 1000
FEWEST_LETTERS = 3
MOST_FOUND = 200

COLUMNS = (
    "id", "dossier_id", "reference", "track", "stage", "waiting_for", "due_on", "assignee", "category", "worker_name",
    "employer_name", "opened_at", "sign_by_on", "alarm", "on_paper",
)  # fmt: skip


@dataclass(frozen=True, slots=True, kw_only=True)
class Choice:
    """Which part of the work list: at most one of stage, assignee and category, each served by its own index."""

    stage: str = ""
    assignee: str = ""
    nobody: bool = False
    category: str = ""


class Row(NamedTuple):
    """One line of the work list, where the other desk of the same dossier stands, and the name of who handles it."""

    id: int
    dossier_id: int
    reference: str
    track: str
    stage: str
    waiting_for: str
    due_on: date
    assignee: str
    category: str
    worker_name: str
    employer_name: str
    opened_at: object
    sign_by_on: date | None = None
    alarm: str = ""
    on_paper: bool = False
    other_stage: str = ""
    assignee_name: str = ""

    @property
    def has_due_day(self) -> bool:
        """Whether a clock of this desk runs at all."""
        return self.due_on != NO_DUE_DAY


Position = tuple[date, int]

ROWS = f"""
SELECT {", ".join(f"mine.{column}" for column in COLUMNS)}, coalesce(other.stage, ''), coalesce(who.display_name, '')
FROM (SELECT * FROM applications_workitem WHERE {{wanted}} ORDER BY due_on, id LIMIT %s) mine
LEFT JOIN applications_workitem other
    ON other.dossier_id = mine.dossier_id AND other.authority <> mine.authority
LEFT JOIN applications_actorname who ON who.actor_key = mine.assignee AND mine.assignee <> ''
ORDER BY mine.due_on, mine.id
"""  # noqa: S608 - columns and conditions are ours, values apart


def queue(actor: Actor, choice: Choice, *, after: Position | None = None, limit: int = PAGE) -> list[Row]:
    """A page of the actor's desk, earliest day first; one more than `limit` when there is another page. One query."""
    narrowed = narrowed_by(choice)
    wanted = ["authority = %s", "closed_at IS NULL", *(f"{column} = %s" for column in narrowed)]
    params: list[Any] = [actor.authority, *narrowed.values()]
    if after is not None:
        wanted.append("(due_on, id) > (%s, %s)")  # seeks through the index, never skips rows
        params += after
    return _rows(" AND ".join(wanted), [*params, limit + 1])


def search(actor: Actor, typed: str) -> list[Row]:
    """Dossiers of the desk, open or closed, by reference or by at least three letters of a name, closest day first."""
    rows = WorkItem.objects.filter(authority=actor.authority)
    try:
        wanted = rows.filter(reference=str(references.parse(typed)))
    except references.InvalidReference:
        words = references.search_name(typed)
        if len(words) < FEWEST_LETTERS:
            return []
        wanted = rows.filter(search_name__contains=words)
    found = list(wanted.values_list("id", flat=True)[:MOST_FOUND])
    return _rows("id = ANY(%s)", [found, MOST_FOUND]) if found else []


def _rows(wanted: str, params: list[Any]) -> list[Row]:
    """The rows, each with the other desk's stage and the assignee's name. In plain SQL: officers open this all day."""
    with connection.cursor() as cursor:
        cursor.execute(ROWS.format(wanted=wanted), params)
        return [Row(*values) for values in cursor.fetchall()]


def capped_count(authority: str, choice: Choice) -> int:
    """How many are open, counted no further than `COUNT_CAP` + 1."""
    return capped_counts(authority, [choice])[0]


def capped_counts(authority: str, choices: Sequence[Choice]) -> list[int]:
    """The same for several views at once: one statement of small counts, each along the index of its view."""
    counts: list[str] = []
    params: list[str] = []
    for choice in choices:
        narrowed = narrowed_by(choice)
        where = "".join(f" AND {column} = %s" for column in narrowed)
        counts.append(
            "(SELECT count(*) FROM (SELECT FROM applications_workitem"  # noqa: S608 - columns are ours, values apart
            f" WHERE authority = %s AND closed_at IS NULL{where} LIMIT {COUNT_CAP + 1}) counted)"
        )
        params += [authority, *narrowed.values()]
    with connection.cursor() as cursor:
        cursor.execute(f"SELECT {', '.join(counts)}", params)
        return list(cursor.fetchone() or ())


def narrowed_by(choice: Choice) -> dict[str, str]:
    """The one column, with its value, by which a view narrows the list; empty for the whole list."""
    if choice.stage:
        return {"stage": choice.stage}
    if choice.category:
        return {"category": choice.category}
    if choice.assignee or choice.nobody:
        return {"assignee": choice.assignee}
    return {}


def of_dossier(dossier_id: int, *, authority: str) -> WorkItem | None:
    """The desk's own work item of a dossier."""
    return WorkItem.objects.filter(dossier_id=dossier_id, authority=authority).first()
