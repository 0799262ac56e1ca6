"""Opening and acknowledging a parcel: the same two acts in the inbox and in the room of posts and communes.

Opening by GET changes a row on purpose: the read receipt is what a letter box knows anyway, it happens once, and it
notifies nobody by itself (P1: applicants are notified by availability, posts and communes by acknowledging). Each
opening is written to the access log (feature 130).
"""

from datetime import datetime

from applications import policies
from applications.actors import Actor
from applications.selectors import addressees, letters
from applications.services import reading
from applications.services.refusals import NotAllowed
from exchange import reception, selectors, wake
from exchange.selectors import InboxItem, UnknownParcel

STAMP, TAKE_IN = "exchange.stamp_receipts", "applications.take_in_receipts"

__all__ = ["UnknownParcel", "acknowledge", "open_parcel"]


def open_parcel(*, key: str, by: Actor, at: datetime) -> InboxItem:
    """The parcel and what is in it, now read. Raises UnknownParcel for unknown and foreign alike."""
    keys = addressees.keys_for(by)
    if reception.mark_read(addressee_keys=keys, key=key, by=by.key, at=at):
        _ring()
    served = letters.find_served(key)
    if served is not None:
        reading.record(dossier_id=served.dossier_id, by=by, what=f"parcel:{key}"[:120], at=at)
    return selectors.parcel_for(keys, key)


def acknowledge(*, key: str, by: Actor, at: datetime) -> bool:
    """The office takes the decision over; from here it counts as notified. False when it had before.

    Raises NotAllowed with a sentence, UnknownParcel.
    """
    if not (verdict := policies.may_acknowledge(by)):
        raise NotAllowed(verdict.why)
    first = reception.acknowledge(addressee_keys=addressees.keys_for(by), key=key, by=by.key, at=at)
    if first:
        _ring()
    return first


def _ring() -> None:
    """Receipts get their place in the sequence first; what they mean for the dossier is read after."""
    wake.on_commit(STAMP)
    wake.on_commit(TAKE_IN)
