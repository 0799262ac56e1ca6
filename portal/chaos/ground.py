"""The ground on which the runs take place: the running system, its people, and dossiers by the hundred."""

import time
from collections.abc import Callable, Sequence
from datetime import timedelta
from functools import cached_property
from typing import Any

import httpx
import psycopg
from django.conf import settings
from django.db import connections

from applications.actors import Actor
from applications.models import Dossier
from applications.now import law_now
from applications.services import completeness, reviews
from applications.vocabulary import Outcome
from exchange import demo_seals
from portal import system
from portal.accounts import seeding
from portal.chaos.mailbox import Mailbox
from portal.demo import copies, dossiers, stories
from portal.embedded import Place
from portal.walkthrough.visitor import Visitor

DAY = timedelta(days=1)


UNDONE = """
SELECT (SELECT count(*) FROM exchange_parcel WHERE state IN ('QUEUED', 'LEASED'))
    + (SELECT count(*) FROM applications_act WHERE state = 'SIGNED')
    + (SELECT count(*) FROM exchange_receipt WHERE position IS NULL)
    + (SELECT coalesce(max(position), 0) FROM exchange_receipt) - (SELECT position FROM applications_receiptcursor)
"""


class NeverCame(AssertionError):
    """What a run waited for did not happen in time; the message says what."""


class Ground:
    """Everything a run needs. Dossiers are copies of a few true ones, made once and only when a run asks for them."""

    def __init__(self, running: system.System, mailbox: Mailbox, *, reduced: bool) -> None:
        self.system, self.mailbox, self.reduced = running, mailbox, reduced
        self._visitors: dict[str, Visitor] = {}

    def pick(self, full: Any, reduced: Any) -> Any:
        """The number for the whole run or for the reduced one."""
        return reduced if self.reduced else full

    # --- The system -------------------------------------------------------------------------------------------------

    @property
    def place(self) -> Place:
        """Where its servers are."""
        return Place(self.system.log_dir.parent)

    def start_background(self) -> None:
        """Worker and beat: only for runs that are about them, since they would take part in the others."""
        processes = self.system.processes
        if "worker" not in processes.running:
            system.start_worker(processes)
        if "beat" not in processes.running:
            system.start_beat(processes, schedule=self.system.log_dir.parent / "beat" / "schedule")
        processes.wait_until_ready()
        self.wait(lambda: self.one(UNDONE) == 0, seconds=300, what="the worker to do what other runs have left")

    def sql(self, statement: str, params: Sequence[Any] = ()) -> list[tuple[Any, ...]]:
        """Ask the database, by a connection of its own: the one before may have died with the server."""
        with psycopg.connect(self.system.environment["DATABASE_URL"], autocommit=True) as connection:
            return connection.execute(statement, params).fetchall()

    def one(self, statement: str, params: Sequence[Any] = ()) -> Any:
        """The first column of the first row."""
        return self.sql(statement, params)[0][0]

    def write(self, statement: str, params: Sequence[Any] = ()) -> None:
        """Change something in the database, as the app role may."""
        with psycopg.connect(self.system.environment["DATABASE_URL"], autocommit=True) as connection:
            connection.execute(statement, params)

    def wait(self, until: Callable[[], bool], *, seconds: float, what: str) -> float:
        """Seconds until it came true. Raises NeverCame."""
        started = time.monotonic()
        while not until():
            if time.monotonic() > started + seconds:
                raise NeverCame(f"waited {seconds:.0f} s for {what}")
            time.sleep(0.05)
        return time.monotonic() - started

    def forget_connections(self) -> None:
        """The harness's own connections, after the server they led to has crashed."""
        connections.close_all()

    # --- People -----------------------------------------------------------------------------------------------------

    @cached_property
    def people(self) -> dict[str, Actor]:
        """The demo's people, with their places, keys and rights."""
        names = {str(code): name for code, (_language, name) in seeding.AUTHORITIES.items()}
        demo_seals.make(names=names, at=law_now())
        return dossiers.people()

    def client(self, subject: str) -> Callable[[], httpx.Client]:
        """Makes clients that share the session of somebody who has signed in through the pages."""
        assert self.people
        if subject not in self._visitors:
            self._visitors[subject] = Visitor(self.system.url)
            self._visitors[subject].sign_in(subject)
        cookies = dict(self._visitors[subject].client.cookies)
        cookies.pop(settings.LANGUAGE_COOKIE_NAME, None)
        headers = {
            "X-CSRFToken": cookies[settings.CSRF_COOKIE_NAME], "Origin": self.system.url, "Accept-Language": "en",
        }  # fmt: skip
        return lambda: httpx.Client(base_url=self.system.url, cookies=cookies, headers=headers, timeout=30)

    # --- Dossiers ---------------------------------------------------------------------------------------------------

    def copy(self, made_from: copies.Template, times: int) -> list[copies.Copy]:
        """So many copies."""
        with psycopg.connect(self.system.environment["DATABASE_URL"], autocommit=True) as connection:
            return copies.make(connection, made_from, times=times)

    @cached_property
    def drafts(self) -> copies.Template:
        """Ready to be filed, with every paper."""
        by, at = self.people["employer"], law_now()
        draft = stories.draft(at=at, by=by, job=self._soon)
        stories.attach_everything(draft, by=by, at=at)
        return self._template(draft)

    @cached_property
    def overdue(self) -> copies.Template:
        """Asked for a paper and notified of it long ago; nothing came in, and nobody has looked at the clock since."""
        at = law_now() - 60 * DAY
        dossier = stories.filed_dossier(at=at, by=self.people["employer"], leave_out=("diploma",))
        stories.tick_everything(dossier, at=at, by=self.people["federal-handler"])
        completeness.ask(
            dossier_id=dossier.pk,
            asks=[completeness.Ask(code="diploma")],
            by=self.people["region-handler"],
            at=at + DAY,
        )
        stories.carry_post(at + DAY)
        return self._template(dossier)

    @cached_property
    def examined(self) -> copies.Template:
        """Under review on both desks, nothing concluded."""
        return self._template(self._complete())

    @cached_property
    def concluded(self) -> copies.Template:
        """The work authority's review is concluded; its letter is not made yet."""
        by, dossier = self.people["region-signatory"], self._complete()
        sources = dict.fromkeys(stories.unsettled_codes(dossier, by), "Belgisches Staatsblatt")
        reviews.conclude(dossier_id=dossier.pk, outcome=Outcome.FAVOURABLE, by=by, at=law_now(), sources=sources)
        return self._template(dossier)

    @property
    def _soon(self) -> dict[str, str]:
        return {"start_on": (law_now() + 90 * DAY).date().isoformat()}

    def _complete(self) -> Dossier:
        at = law_now() - 5 * DAY
        dossier = stories.filed_dossier(at=at, by=self.people["employer"], job=self._soon)
        stories.tick_everything(dossier, at=at, by=self.people["federal-handler"])
        completeness.declare_complete(dossier_id=dossier.pk, by=self.people["region-handler"], at=at + DAY)
        stories.carry_post(at + DAY)
        return dossier

    def _template(self, dossier: Dossier) -> copies.Template:
        with psycopg.connect(self.system.environment["DATABASE_URL"], autocommit=True) as connection:
            return copies.template(connection, Dossier.objects.select_related("worker").get(pk=dossier.pk))
