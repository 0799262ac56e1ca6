"""Reading inboxes. Whoever asks says which addressees he stands for; anything else does not exist for him."""

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.db.models import Q, QuerySet

from exchange.contracts import Notice, from_payload
from exchange.models import Parcel
from exchange.vocabulary import NoticeKind

Keyset = tuple[datetime, int]
TO_ACKNOWLEDGE = frozenset({
    NoticeKind.VISA_INSTRUCTION, NoticeKind.COMMUNE_INSTRUCTION, NoticeKind.DECISION_UNDONE,
})  # fmt: skip
LINE = (
    "id",
    "key",
    "kind",
    "addressee__key",
    "subject_reference",
    "language",
    "available_at",
    "read_at",
    "acknowledged_at",
    "payload__worker_name",
    "payload__person__name",
)


class UnknownParcel(LookupError):
    """No such parcel, or not for you: the same answer to both."""


@dataclass(frozen=True, slots=True, kw_only=True)
class InboxLine:
    """One line of an inbox page; `keyset` is where the next page starts after it, `about` the person it concerns."""

    id: int
    key: str
    kind: NoticeKind
    addressee_key: str
    subject_reference: str
    language: str
    available_at: datetime
    read_at: datetime | None
    acknowledged_at: datetime | None
    about: str

    @property
    def keyset(self) -> Keyset:
        return self.available_at, self.id


@dataclass(frozen=True, slots=True, kw_only=True)
class InboxItem:
    """A parcel opened: its line and the notice inside."""

    line: InboxLine
    notice: Notice


def inbox(
    addressee_keys: Collection[str],
    *,
    before: Keyset | None = None,
    limit: int = 50,
    unread_only: bool = False,
    reference: str = "",
) -> list[InboxLine]:
    """The newest parcels of these addressees, a page at a time."""
    parcels = _available(addressee_keys)
    if unread_only:
        parcels = parcels.filter(read_at=None)
    if reference:
        parcels = parcels.filter(subject_reference=reference)
    if before:
        at, parcel_id = before
        parcels = parcels.filter(Q(available_at__lte=at), Q(available_at__lt=at) | Q(id__lt=parcel_id))
    return [_line(row) for row in parcels.order_by("-available_at", "-id").values_list(*LINE)[:limit]]


def parcel_for(addressee_keys: Collection[str], key: str) -> InboxItem:
    """The parcel with this key, if it is for one of these addressees and has arrived. Raises UnknownParcel."""
    row = _available(addressee_keys).filter(key=key).values_list(*LINE, "payload").first()
    if row is None:
        raise UnknownParcel(key)
    return InboxItem(line=_line(row[:-1]), notice=from_payload(row[-1]))


def lines_for(addressee_keys: Collection[str], keys: Collection[str]) -> dict[str, InboxLine]:
    """The lines of these parcels by key, as far as they have arrived at one of these addressees. One query."""
    rows = _available(addressee_keys).filter(key__in=list(keys)).values_list(*LINE)
    return {line.key: line for line in map(_line, rows)}


def unread_count(addressee_keys: Collection[str], *, cap: int = 100) -> int:
    """How many wait to be opened; never counts further than the cap, which then means "so many or more"."""
    return len(_available(addressee_keys).filter(read_at=None).values_list("id")[:cap])


def _available(addressee_keys: Collection[str]) -> "QuerySet[Parcel]":
    return Parcel.objects.filter(addressee__key__in=list(addressee_keys), available_at__isnull=False)


def _line(row: Sequence[Any]) -> InboxLine:
    *columns, worker_name, person_name = row
    values = dict(zip((name.replace("__", "_") for name in LINE[:-2]), columns, strict=True))
    return InboxLine(**{**values, "kind": NoticeKind(values["kind"])}, about=worker_name or person_name or "")
