"""Putting a notice in the post for a dossier, and remembering what its arrival will mean (P1).

Each parcel gets a `Notification` row in the same transaction: whom it was for, which legal event its arrival is, and
by which receipt it counts. `notifications.record` fills it in when the receipt comes back.
"""

import hashlib
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from applications import rulebook
from applications.models import Act, DocumentRequest, Dossier, Notification, Organisation, Person
from applications.rulebook.codes import FILES_AS
from applications.vocabulary import Capacity, NotificationKind, OrganisationKind
from exchange import addressees, outbox
from exchange.contracts import Notice
from exchange.vocabulary import AddresseeKind, Channel


@dataclass(frozen=True, slots=True)
class Recipient:
    """One addressee of a dossier, in his role: FILER, EMPLOYER (when somebody else files), WORKER, POST, COMMUNE."""

    role: str
    key: str
    language: str


def recipients(dossier: Dossier) -> list[Recipient]:
    """Who hears of every step: whoever filed, the employer when a mandatary files, the worker unless he did."""
    assert dossier.worker is not None
    found = [Recipient("FILER", dossier.workspace.key, dossier.workspace.language)]
    if dossier.employer is not None and dossier.employer_id != dossier.workspace_id:
        found.append(Recipient("EMPLOYER", dossier.employer.key, dossier.employer.language))
    if dossier.filer_capacity != Capacity.CITIZEN:
        found.append(Recipient("WORKER", dossier.worker.addressee_key, dossier.worker.language))
    return found


def partner(organisation: Organisation) -> Recipient:
    """A post or a commune as a recipient."""
    role = "POST" if organisation.kind == OrganisationKind.POST else "COMMUNE"
    return Recipient(role, organisation.key, organisation.language)


def send(
    dossier: Dossier,
    *,
    what: str,
    to: Sequence[Recipient],
    notice: Callable[[Recipient], Notice],
    at: datetime,
    act: Act | None = None,
    request: DocumentRequest | None = None,
    topic: str = "",
) -> None:
    """Post one notice per recipient and write down what it means. `topic` tells parcels of one kind apart."""
    post(dossier, what=what, to=to, notice=notice, at=at, topic=topic)
    Notification.objects.bulk_create(
        notifications(dossier, what=what, to=to, at=at, act=act, request=request, topic=topic)
    )


def post(
    dossier: Dossier,
    *,
    what: str,
    to: Sequence[Recipient],
    notice: Callable[[Recipient], Notice],
    at: datetime,
    topic: str = "",
    registering: Sequence[addressees.Registration] = (),
) -> None:
    """The first half of `send`: one notice per recipient. The caller writes the `notifications` himself."""
    outbox.post_many(
        [
            outbox.Posting(
                notice=notice(recipient),
                to=recipient.key,
                key=_key(dossier, what, topic, recipient),
                on_paper_to=dossier.reply_address if recipient.role == "FILER" else "",
            )
            for recipient in to
        ],
        at=at,
        registering=registering,
    )


def notifications(
    dossier: Dossier,
    *,
    what: str,
    to: Sequence[Recipient],
    at: datetime,
    act: Act | None = None,
    request: DocumentRequest | None = None,
    topic: str = "",
) -> list[Notification]:
    """What the arrival of those parcels will mean, as rows not yet written."""
    on = at.date()
    return [
        Notification(
            parcel_key=_key(dossier, what, topic, recipient),
            dossier=dossier,
            act=act,
            request=request,
            what=what,
            role=recipient.role,
            addressee_key=recipient.key,
            counts_by=counts_by(dossier, recipient.role, on=on),
            posted_at=at,
        )
        for recipient in to
    ]


def counts_by(dossier: Dossier, role: str, *, on: date) -> NotificationKind:
    """Which receipt makes an addressee notified: a value of the dossier's authority."""
    capacity = FILES_AS[dossier.filer_capacity] if role == "FILER" else role
    return rulebook.notification_kind(authority=dossier.authority, capacity=capacity, on=on)


def letter_counts_by(dossier: Dossier, role: str, *, on: date) -> NotificationKind:
    """Whether a registered letter notifies this addressee when posted or when it arrives (P24)."""
    capacity = FILES_AS[dossier.filer_capacity] if role == "FILER" else role
    return rulebook.registered_kind(authority=dossier.authority, capacity=capacity, on=on)


def about(notification: Notification) -> dict[str, Any]:
    """How the journal names a parcel."""
    return {
        "what": notification.what,
        "role": notification.role,
        "parcel": parcel_hash(notification.parcel_key),
        "act": notification.act_id,
        "request": notification.request_id,
    }


def parcel_hash(key: str) -> str:
    """A parcel's key as the journal carries it."""
    return hashlib.sha256(key.encode()).hexdigest()


def register_organisation(organisation: Organisation) -> None:
    """Make an organisation reachable: its inbox page, and a call by e-mail when it gave an address."""
    told = registration(organisation)
    addressees.register(key=told.key, kind=told.kind, language=told.language, channel=told.channel, email=told.email)


def register_worker(person: Person) -> None:
    """Make the worker reachable at the address he proved, whatever the application says."""
    told = _worker(person)
    addressees.register(key=told.key, kind=told.kind, language=told.language, channel=told.channel, email=told.email)


def parties(dossier: Dossier) -> list[addressees.Registration]:
    """Everybody who hears of the dossier, to be made reachable: whoever filed, the employer and the worker."""
    assert dossier.worker is not None
    bodies = {body.key: body for body in (dossier.workspace, dossier.employer) if body is not None}
    worker = [] if dossier.filer_capacity == Capacity.CITIZEN else [_worker(dossier.worker)]
    return [*map(registration, bodies.values()), *worker]


def _worker(person: Person) -> addressees.Registration:
    return _reached(person.addressee_key, AddresseeKind.WORKER, person.language, person.email)


def registration(organisation: Organisation) -> addressees.Registration:
    """How an organisation is reached: its page, and a call when it gave an address."""
    kinds = {
        OrganisationKind.EMPLOYER: AddresseeKind.EMPLOYER,
        OrganisationKind.MANDATARY: AddresseeKind.MANDATARY,
        OrganisationKind.PERSON: AddresseeKind.WORKER,
        OrganisationKind.COMMUNE: AddresseeKind.COMMUNE,
        OrganisationKind.POST: AddresseeKind.POST,
    }
    kind = kinds.get(OrganisationKind(organisation.kind), AddresseeKind.AUTHORITY)
    return _reached(organisation.key, kind, organisation.language, organisation.email)


def _reached(key: str, kind: AddresseeKind, language: str, email: str) -> addressees.Registration:
    channel = Channel.INBOX_AND_EMAIL if email else Channel.INBOX
    return addressees.Registration(key=key, kind=kind, language=language, channel=channel, email=email)


def _key(dossier: Dossier, what: str, topic: str, recipient: Recipient) -> str:
    parts = [dossier.reference or "", what.lower(), topic, recipient.role.lower()]
    return "/".join(part for part in parts if part)
