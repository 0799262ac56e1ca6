"""What an addressee does with a parcel: open it, acknowledge it. Each becomes a receipt, once.

`by` is the pseudonymous key of the person; the post office does not know his name.
"""

from collections.abc import Collection
from datetime import datetime

from django.db import transaction

from exchange import receipts
from exchange.models import Parcel
from exchange.selectors import UnknownParcel
from exchange.vocabulary import ReceiptKind


@transaction.atomic
def mark_read(*, addressee_keys: Collection[str], key: str, by: str, at: datetime) -> bool:
    """The parcel has been opened. False if it had been before. Raises UnknownParcel."""
    parcel = _locked(addressee_keys, key)
    return _read(parcel, by=by, at=at)


@transaction.atomic
def acknowledge(*, addressee_keys: Collection[str], key: str, by: str, at: datetime) -> bool:
    """The addressee confirms that it has taken the parcel over; so it has also read it. False if it had before."""
    parcel = _locked(addressee_keys, key)
    _read(parcel, by=by, at=at)
    if parcel.acknowledged_at is not None:
        return False
    Parcel.objects.filter(pk=parcel.pk).update(acknowledged_at=at)
    return receipts.record(parcel_id=parcel.pk, kind=ReceiptKind.ACKNOWLEDGED, at=at, by=by)


def _read(parcel: Parcel, *, by: str, at: datetime) -> bool:
    if parcel.read_at is not None:
        return False
    Parcel.objects.filter(pk=parcel.pk).update(read_at=at)
    return receipts.record(parcel_id=parcel.pk, kind=ReceiptKind.READ, at=at, by=by)


def _locked(addressee_keys: Collection[str], key: str) -> Parcel:
    parcel = (
        Parcel.objects.select_for_update(of=("self",))
        .filter(key=key, addressee__key__in=list(addressee_keys), available_at__isnull=False)
        .first()
    )
    if parcel is None:
        raise UnknownParcel(key)
    return parcel
