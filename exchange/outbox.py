"""Putting a notice in the post, in the transaction that decided it: both are true or neither is.

The key says what the parcel is (``<reference>/complete/employer``). The same key never goes twice; posting it again
returns the first parcel, so that a repeated request or a replayed task does no harm.
"""

import json
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.db import connection
from django.db.models import F, Q
from django.db.models.functions import Now

from exchange import addressees, registered, wake
from exchange.addressees import Registration
from exchange.contracts import Notice
from exchange.models import Addressee, Parcel
from exchange.vocabulary import ParcelState

AddresseeKey = str
DELIVER = "exchange.deliver"
POST = """
INSERT INTO exchange_parcel (key, kind, schema_version, addressee_id, posted_to, subject_reference, language, payload,
    posted_at)
SELECT told.key, told.kind, told.schema_version, a.id, told.to_key, told.reference, told.language,
    told.payload::jsonb, %s
FROM unnest(%s::text[], %s::text[], %s::int[], %s::text[], %s::text[], %s::text[], %s::text[])
    WITH ORDINALITY AS told(key, kind, schema_version, to_key, reference, language, payload, place)
JOIN exchange_addressee a ON a.key = told.to_key AND a.active
ORDER BY told.place
ON CONFLICT (key) DO NOTHING
"""


class OutsideTransaction(RuntimeError):
    """A notice was posted outside the transaction that makes it true."""


class KeyReused(ValueError):
    """The key already names a parcel with another content or another addressee."""


class UnknownAddressee(LookupError):
    """Nobody is registered under that key, or he is no longer active."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Posting:
    """One notice for one addressee, as `post_many` takes them. `on_paper_to`: by registered letter to that address."""

    notice: Notice
    to: AddresseeKey
    key: str
    on_paper_to: str = ""


def post(notice: Notice, *, to: AddresseeKey, key: str, at: datetime) -> Parcel:
    """Put a notice in the outbox, in the caller's transaction; the same key never goes twice."""
    post_many([Posting(notice=notice, to=to, key=key)], at=at)
    return Parcel.objects.get(key=key)


def post_many(postings: Sequence[Posting], *, at: datetime, registering: Sequence[Registration] = ()) -> None:
    """Post several notices in one trip, however many they are; `registering` makes addressees known in the same trip.

    Raises UnknownAddressee, KeyReused.
    """
    if not connection.in_atomic_block:
        raise OutsideTransaction("post() belongs in the transaction that changes the dossier")
    if not postings:
        return
    payloads = [posting.notice.to_payload() for posting in postings]
    told = zip(*(_columns(posting, payload) for posting, payload in zip(postings, payloads, strict=True)), strict=True)
    statements = [connection.ops.compose_sql(POST, [at, *map(list, told)])]  # type: ignore[attr-defined]
    if registering:
        statements.insert(0, addressees.statement(registering))
    with connection.cursor() as cursor:
        cursor.execute(";\n".join(statements))
        while cursor.nextset():  # to the last statement's count
            pass
        written = cursor.rowcount
    if written < len(postings):
        _see_why(postings, payloads)
    for posting in postings:
        if posting.on_paper_to:
            registered.send(key=posting.key, address=posting.on_paper_to, at=at)
    wake.on_commit(DELIVER)


def readdress(
    *,
    to: AddresseeKey,
    keys: Iterable[str] | None = None,
    from_addressee: AddresseeKey | None = None,
    unless_acknowledged: bool = False,
) -> int:
    """Send on what has not reached its addressee: the parcels named, or all of one addressee. Answers how many.

    A parcel that is just being delivered is taken back: its deliverer loses the lease and records nothing. What is
    already available stays where it is, for it was validly served (P19); for offices, who are served once they
    acknowledge, `unless_acknowledged` sends on what they have not taken over. A parcel given up is tried anew.
    """
    if not connection.in_atomic_block:
        raise OutsideTransaction("readdress() belongs in the transaction that revokes or moves")
    if keys is None and from_addressee is None:
        raise TypeError("readdress() needs parcel keys or an addressee")
    chosen = Q(acknowledged_at=None) if unless_acknowledged else Q(available_at=None)
    if keys is not None:
        chosen &= Q(key__in=list(keys))
    if from_addressee is not None:
        chosen &= Q(addressee__key=from_addressee)
    moved = (
        Parcel.objects.filter(chosen)
        .exclude(state=ParcelState.ON_PAPER)
        .update(
            addressee=_active({to})[to],
            state=ParcelState.QUEUED,
            lease_until=None,
            leased_by="",
            attempts=0,
            due_at=Now(),
            dispatch=F("dispatch") + 1,
            sent_at=None,
            available_at=None,
            read_at=None,
        )
    )
    wake.on_commit(DELIVER)
    return moved


def send_again(*, keys: Iterable[str]) -> int:
    """Try anew what had been given up, since the address was corrected. Answers how many."""
    again = Parcel.objects.filter(key__in=list(keys), state=ParcelState.DEAD).update(
        state=ParcelState.QUEUED, attempts=0, due_at=Now(), dispatch=F("dispatch") + 1
    )
    wake.on_commit(DELIVER)
    return again


def send_on(*, to: AddresseeKey, keys: Iterable[str]) -> list[str]:
    """`readdress` for parcels by their keys; answers which of them had not reached their addressee and go on."""
    if not connection.in_atomic_block:
        raise OutsideTransaction("send_on() belongs in the transaction that revokes or moves")
    waiting = Parcel.objects.select_for_update().filter(key__in=list(keys), available_at=None).order_by("id")
    moved = list(waiting.values_list("key", flat=True))
    if moved:
        readdress(to=to, keys=moved)
    return moved


def _active(keys: set[AddresseeKey]) -> dict[AddresseeKey, Addressee]:
    found = {a.key: a for a in Addressee.objects.filter(key__in=keys, active=True)}
    if missing := keys - found.keys():
        raise UnknownAddressee(", ".join(sorted(missing)))
    return found


def _columns(posting: Posting, payload: dict[str, Any]) -> tuple[str | int, ...]:
    notice = posting.notice
    return (
        posting.key, notice.kind.value, notice.schema_version, posting.to, notice.reference, notice.language,
        json.dumps(payload),
    )  # fmt: skip


def _see_why(postings: Sequence[Posting], payloads: Sequence[dict[str, Any]]) -> None:
    """Some parcel was not written: nobody is there to receive it, or the key is taken; by the same parcel, or not."""
    _active({posting.to for posting in postings})
    rows = Parcel.objects.filter(key__in=[posting.key for posting in postings])
    stored = {key: found for key, *found in rows.values_list("key", "payload", "posted_to")}
    for posting, payload in zip(postings, payloads, strict=True):
        if stored[posting.key] != [payload, posting.to]:
            raise KeyReused(posting.key)
