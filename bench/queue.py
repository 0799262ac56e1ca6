"""The work list: as quick at a hundred thousand dossiers as at a thousand, on its deepest page as on its first.

Each sample opens the same views of the same desk in two databases of different size, turn by turn. The page as HTML is
held against the least that could show it: the session looked up, the same two queries, fifty rows by f-string.
"""

import time
from datetime import date
from html import escape
from typing import Any

import psycopg
from django.conf import settings
from django.core import signing
from django.db import connection
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from applications.actors import Actor
from applications.selectors import work_items
from applications.selectors.work_items import COLUMNS, PAGE, Choice, Position
from applications.vocabulary import Authority, Stage
from bench import filling
from bench.databases import Database
from bench.frame import Goal, Measure, interleaved
from portal.accounts import choosing, demo, seeding
from portal.accounts.models import Membership
from portal.desk import queue as queue_page

OFFICER = "federal-handler"
CHOICES = (Choice(), Choice(stage=Stage.REVIEW), Choice(category="single_permit"), Choice(nobody=True))
VIEWS = ({}, {"view": str(Stage.REVIEW)}, {"category": "single_permit"}, {"view": "nobody"})

SESSION = "SELECT session_data FROM django_session WHERE session_key = %s AND expire_date > %s"
ROWS = f"""
SELECT {", ".join(COLUMNS)} FROM applications_workitem WHERE authority = %s AND closed_at IS NULL
ORDER BY due_on, id LIMIT {PAGE + 1}
"""
OTHER_DESK = "SELECT dossier_id, stage FROM applications_workitem WHERE dossier_id = ANY(%s) AND authority <> %s"
LAST = """
SELECT due_on, id FROM applications_workitem WHERE authority = %s AND closed_at IS NULL
ORDER BY due_on DESC, id DESC LIMIT 1 OFFSET %s
"""


def goals(small: Database, large: Database, *, rounds: int, sizes: tuple[int, int]) -> list[Goal]:
    """Selector, page and depth; seconds become milliseconds."""
    desks = {"small": Desk(small), "large": Desk(large)}
    rows = interleaved({name: Measure(run=desk.rows) for name, desk in desks.items()}, rounds=rounds)
    pages = interleaved({name: Measure(run=desk.pages) for name, desk in desks.items()}, rounds=rounds)
    depth = interleaved(
        {"first": Measure(run=desks["large"].first_rows), "deepest": Measure(run=desks["large"].last_rows)},
        rounds=rounds,
    )
    deep_page = interleaved(
        {"first": Measure(run=desks["large"].first_page), "deepest": Measure(run=desks["large"].last_page)},
        rounds=rounds,
    )
    html = interleaved(
        {
            "limit": Measure(run=desks["large"].least_page, clock=time.process_time),
            "ours": Measure(run=desks["large"].first_page, clock=time.process_time),
        },
        rounds=rounds,
    )
    of = f"at {sizes[1]:,} against {sizes[0]:,}"
    return [
        _goal(f"queue, two queries, ms {of}", rows["small"], rows["large"], 1.5, len(CHOICES)),
        _goal(f"queue, whole page, ms {of}", pages["small"], pages["large"], 1.5, len(VIEWS)),
        _goal("queue, two queries, ms deepest against first", depth["first"], depth["deepest"], 1.3),
        _goal("queue, whole page, ms deepest against first", deep_page["first"], deep_page["deepest"], 1.3),
        _goal("queue as HTML, CPU ms against psycopg and f-string", html["limit"], html["ours"], 10),
    ]


class Desk:
    """One officer of the Immigration Office, who sees every dossier, in one database."""

    def __init__(self, database: Database) -> None:
        self.database = database
        database.use()
        user = seeding.ensure_account(demo.find(OFFICER))
        membership = Membership.objects.select_related("user", "organisation").get(user=user)
        self.actor: Actor = membership.as_actor()
        self.client = Client()
        self.client.force_login(user, backend="portal.accounts.backend.AccountBackend")
        session = self.client.session
        session[choosing.SESSION_KEY] = membership.pk
        session.save()
        self.address = reverse("desk:queue")
        with connection.cursor() as cursor:
            cursor.execute(LAST, [self.actor.authority, PAGE])
            due_on, row_id = cursor.fetchone()
        self.last: Position = (due_on, row_id)
        self.cursor = signing.dumps([due_on.isoformat(), row_id], salt=queue_page.SALT)
        self.plain = psycopg.connect(database.url, autocommit=True)
        self.session_key = self.client.cookies[settings.SESSION_COOKIE_NAME].value

    def rows(self, _given: object = None) -> None:
        """A first page of every kind of view, as the selector gives it."""
        self.database.use()
        for choice in CHOICES:
            assert len(work_items.queue(self.actor, choice)) == PAGE + 1

    def first_rows(self, _given: object = None) -> None:
        """The first page of the whole list."""
        self.database.use()
        work_items.queue(self.actor, Choice())

    def last_rows(self, _given: object = None) -> None:
        """Its last full page."""
        self.database.use()
        assert len(work_items.queue(self.actor, Choice(), after=self.last)) == PAGE

    def pages(self, _given: object = None) -> None:
        """The same views as pages, through every middleware."""
        self.database.use()
        for query in VIEWS:
            self._get(query)

    def first_page(self, _given: object = None) -> None:
        """The page an officer opens in the morning."""
        self.database.use()
        self._get({})

    def last_page(self, _given: object = None) -> None:
        """The page nobody ever opens."""
        self.database.use()
        self._get({"after": self.cursor})

    def least_page(self, _given: object = None) -> str:
        """The least that could show the first page."""
        run = self.plain.execute
        run(SESSION, [self.session_key, timezone.now()]).fetchone()
        found = run(ROWS, [Authority.FEDERAL.value]).fetchall()
        others = dict(run(OTHER_DESK, [[row[1] for row in found], Authority.FEDERAL.value]).fetchall())
        return "\n".join(_row(row, others, filling.TODAY) for row in found[:PAGE])

    def _get(self, query: dict[str, str]) -> None:
        answer = self.client.get(self.address, query)
        assert answer.status_code == 200
        assert answer.content.count(b"<tr") == PAGE + 1


def _row(row: tuple[Any, ...], others: dict[int, str], on: date) -> str:
    _id, dossier_id, reference, _track, stage, _waiting, due_on, assignee, category, worker, employer, *_more = row
    return (
        f'<tr><th><a href="/desk/{reference}">{reference}</a></th><td>{(due_on - on).days}</td>'
        f"<td>{escape(worker)}</td><td>{escape(employer)}</td><td>{category}</td><td>{stage}</td>"
        f"<td>{others.get(dossier_id, '')}</td><td>{escape(assignee)}</td></tr>"
    )


def _goal(name: str, limit: float, ours: float, at_most: float, per: int = 1) -> Goal:
    return Goal(name=name, limit=limit * 1000 / per, ours=ours * 1000 / per, at_most=at_most)
