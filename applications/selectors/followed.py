"""Everything the applicant's and the worker's page shows of a filed dossier, read together.

What the desks think before they sign is not in it: no conclusions, no provisional assessments, no assignments.
"""

from dataclasses import dataclass
from datetime import date, datetime
from functools import cached_property

from applications.actors import Actor
from applications.clocks import Clock
from applications.models import (
    Act,
    Document,
    DocumentRequest,
    Dossier,
    JournalEntry,
    Notification,
    Permit,
    Review,
)
from applications.models.act import IN_FORCE
from applications.selectors import case_file, running_clocks
from applications.vocabulary import EntryKind

LETTERS = 30


@dataclass(frozen=True, slots=True)
class Letter:
    """A parcel addressed to the reader: `key` opens it in the inbox."""

    key: str
    what: str
    act_kind: str
    posted_at: datetime
    notified_at: datetime | None
    undone_because: str


@dataclass(frozen=True, kw_only=True)
class Followed:
    """A filed dossier as its applicant or worker follows it."""

    dossier: Dossier
    on: date
    file: case_file.CaseFile
    documents: dict[str, Document]
    reviews: dict[str, Review]
    acts: dict[str, Act]
    permit: Permit | None
    requests: list[DocumentRequest]
    entries: list[JournalEntry]
    letters: list[Letter]
    request_notified_at: datetime | None

    @property
    def open_request(self) -> DocumentRequest | None:
        """The papers that are asked for now, for the application to be complete."""
        return next((request for request in self.requests if request.is_open and not request.track), None)

    @property
    def open_questions(self) -> list[DocumentRequest]:
        """What the desks ask while they examine (P5), each on its own track."""
        return [request for request in self.requests if request.is_open and request.track]

    @cached_property
    def clocks(self) -> list[Clock]:
        """Every clock as it stands, folded from the journal already read."""
        return running_clocks.of(self.dossier, on=self.on, entries=self.entries)

    @property
    def completed_at(self) -> datetime | None:
        """When the application was declared complete, if it was."""
        return next((e.at for e in reversed(self.entries) if e.kind == EntryKind.COMPLETE_DECLARED), None)


def of(dossier: Dossier, actor: Actor, *, on: date) -> Followed:
    """Read the parts; the number of queries does not depend on how many there are."""
    requests = list(dossier.requests.prefetch_related("lines").order_by("-number"))
    notified = list(dossier.notifications.select_related("act").order_by("-id")[: 4 * LETTERS])
    own = [row for row in notified if row.addressee_key == actor.organisation_key and actor.organisation_key]
    return Followed(
        dossier=dossier,
        on=on,
        file=case_file.of(dossier),
        documents=case_file.documents(dossier),
        reviews={review.track: review for review in dossier.reviews.order_by("id")},
        acts={act.track: act for act in dossier.acts.filter(state__in=IN_FORCE).order_by("id")},
        permit=Permit.objects.filter(dossier=dossier, ended_at=None).first(),
        requests=requests,
        entries=list(dossier.journal.order_by("seq")),
        letters=[_letter(row) for row in own[:LETTERS]],
        request_notified_at=_request_notified_at(requests, notified),
    )


def _letter(row: Notification) -> Letter:
    return Letter(
        row.parcel_key,
        row.what,
        row.act.kind if row.act and row.what != "REOPENED" else "",
        row.posted_at,
        row.notified_at,
        row.act.superseded_because if row.act and row.what != "REOPENED" else "",
    )


def _request_notified_at(requests: list[DocumentRequest], notified: list[Notification]) -> datetime | None:
    """When whoever filed was notified of the open request: his time to answer runs from there (P1)."""
    current = next((request.pk for request in requests if request.is_open and not request.track), None)
    rows = (row for row in notified if row.request_id == current and row.role == "FILER")
    return next((row.notified_at for row in rows if current is not None), None)
