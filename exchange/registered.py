"""Registered letters: chosen for a parcel, printed and posted by its sender, their way entered by hand.

The post office keeps the facts (slip, posting, arrival, return) and leaves a receipt for each; which of them counts as
notification is the sender's question (P1). Who may enter what, and what is said to him, is the sender's as well.
"""

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from enum import StrEnum
from typing import Any

from django.db import IntegrityError, transaction
from django.db.models import F, Q

from exchange import receipts
from exchange.contracts import Notice, from_payload
from exchange.models import Parcel, RegisteredLetter
from exchange.vocabulary import NoticeKind, ParcelState, ReceiptKind

PAGE = 50
LINE = (
    "id", "parcel__key", "parcel__kind", "parcel__subject_reference", "parcel__language", "sender", "address",
    "asked_at", "slip_number", "posted_on", "delivered_on", "returned_on", "proof_key",
)  # fmt: skip


class OnItsWay(Exception):
    """The letter has been posted and neither arrived nor come back: no other is sent meanwhile."""


class SlipUsed(Exception):
    """Another letter carries this slip number."""


class AlreadyEntered(Exception):
    """Somebody has entered this before, or the letter has not been posted yet."""


class UnknownLetter(LookupError):
    """No such letter, or another authority's: the same answer to both."""


class Part(StrEnum):
    """The three lists of a desk."""

    TO_POST = "to-post"
    UNDER_WAY = "under-way"
    ENDED = "ended"


PARTS = {
    Part.TO_POST: Q(posted_on=None),
    Part.UNDER_WAY: Q(posted_on__isnull=False, delivered_on=None, returned_on=None),
    Part.ENDED: Q(delivered_on__isnull=False) | Q(returned_on__isnull=False),
}


@dataclass(frozen=True, slots=True, kw_only=True)
class LetterLine:
    """One letter as the desk that sends it sees it."""

    id: int
    parcel_key: str
    kind: NoticeKind
    reference: str
    language: str
    sender: str
    address: str
    asked_at: datetime
    slip_number: str | None
    posted_on: date | None
    delivered_on: date | None
    returned_on: date | None
    proof_key: str

    @property
    def is_posted(self) -> bool:
        return self.posted_on is not None

    @property
    def is_ended(self) -> bool:
        return self.delivered_on is not None or self.returned_on is not None


@transaction.atomic
def send(*, key: str, address: str, at: datetime) -> None:
    """Let a parcel go by registered letter. One not posted yet takes the new address. Raises OnItsWay.

    It leaves the lanes for good, so it holds nobody up and is never given up; a deliverer who has it loses the lease.
    """
    parcel = Parcel.objects.select_for_update(of=("self",)).get(key=key)
    under_way = RegisteredLetter.objects.filter(parcel=parcel, delivered_on=None, returned_on=None)
    if under_way.filter(posted_on__isnull=False).exists():
        raise OnItsWay(key)
    if under_way.update(address=address):
        return
    Parcel.objects.filter(pk=parcel.pk).update(
        state=ParcelState.ON_PAPER,
        dispatch=F("dispatch") + 1,
        lease_until=None,
        leased_by="",
        attempts=0,
        last_error="",
    )
    RegisteredLetter.objects.create(
        parcel=parcel,
        dispatch=parcel.dispatch + 1,
        sender=parcel.payload["authority"],
        address=address,
        asked_at=at,
    )


@transaction.atomic
def enter_posting(*, letter_id: int, slip_number: str, posted_on: date, happened_at: datetime, by: str) -> None:
    """The letter was handed to the postal service. Raises SlipUsed, AlreadyEntered."""
    waiting = RegisteredLetter.objects.filter(pk=letter_id, posted_on=None)
    try:
        with transaction.atomic():
            entered = waiting.update(slip_number=slip_number, posted_on=posted_on, posted_by=by)
    except IntegrityError as twice:
        raise SlipUsed(slip_number) from twice
    if not entered:
        raise AlreadyEntered(letter_id)
    _note(letter_id, ReceiptKind.POSTED, happened_at=happened_at, by=by)


@transaction.atomic
def enter_end(
    *,
    letter_id: int,
    on: date,
    arrived: bool,
    happened_at: datetime,
    by: str,
    proof_key: str = "",
    proof_sha256: str = "",
) -> None:
    """The letter was delivered, or came back. Raises AlreadyEntered, also for one that was never posted."""
    day = {"delivered_on": on} if arrived else {"returned_on": on}
    under_way = RegisteredLetter.objects.filter(PARTS[Part.UNDER_WAY], pk=letter_id)
    if not under_way.update(**day, ended_by=by, proof_key=proof_key, proof_sha256=proof_sha256):
        raise AlreadyEntered(letter_id)
    kind = ReceiptKind.DELIVERED if arrived else ReceiptKind.RETURNED
    _note(letter_id, kind, happened_at=happened_at, by=by)


def page(sender: str, part: Part, *, after: int | None = None, limit: int = PAGE) -> list[LetterLine]:
    """A page of an authority's letters, longest waiting first (those that ended: newest first); one more than `limit`
    when there is another page. One query."""
    rows = RegisteredLetter.objects.filter(PARTS[part], sender=sender)
    newest_first = part == Part.ENDED
    if after is not None:
        rows = rows.filter(id__lt=after) if newest_first else rows.filter(id__gt=after)
    rows = rows.order_by("-id" if newest_first else "id")
    return [_line(row) for row in rows.values_list(*LINE)[: limit + 1]]


def get(letter_id: int, *, sender: str) -> LetterLine:
    """One letter of an authority. Raises UnknownLetter."""
    row = RegisteredLetter.objects.filter(pk=letter_id, sender=sender).values_list(*LINE).first()
    if row is None:
        raise UnknownLetter(letter_id)
    return _line(row)


def of_parcels(keys: Collection[str]) -> dict[str, LetterLine]:
    """The newest letter of each of these parcels, by the parcel's key. One query."""
    rows = RegisteredLetter.objects.filter(parcel__key__in=list(keys)).order_by("id").values_list(*LINE)
    return {line.parcel_key: line for line in map(_line, rows)}


def notice_of(letter: LetterLine) -> Notice:
    """What the letter says."""
    return from_payload(Parcel.objects.values_list("payload", flat=True).get(key=letter.parcel_key))


def _note(letter_id: int, kind: ReceiptKind, *, happened_at: datetime, by: str) -> None:
    parcel_id = RegisteredLetter.objects.values_list("parcel_id", flat=True).get(pk=letter_id)
    receipts.record(parcel_id=parcel_id, kind=kind, at=happened_at, by=by)


def _line(row: Sequence[Any]) -> LetterLine:
    names = (
        "id", "parcel_key", "kind", "reference", "language", "sender", "address", "asked_at", "slip_number",
        "posted_on", "delivered_on", "returned_on", "proof_key",
    )  # fmt: skip
    values = dict(zip(names, row, strict=True))
    return LetterLine(**{**values, "kind": NoticeKind(values["kind"])})
