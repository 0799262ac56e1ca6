"""What became of some parcels, for their sender: where each stands and how its addressee is reached."""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import datetime

from exchange.models import Parcel
from exchange.vocabulary import Channel, ParcelState


@dataclass(frozen=True, slots=True, kw_only=True)
class Trace:
    """One parcel on its way."""

    key: str
    state: ParcelState
    channel: Channel
    email: str
    available_at: datetime | None
    acknowledged_at: datetime | None

    @property
    def is_on_paper(self) -> bool:
        return self.state == ParcelState.ON_PAPER

    @property
    def is_given_up(self) -> bool:
        return self.state == ParcelState.DEAD


def of(keys: Collection[str]) -> dict[str, Trace]:
    """The traces by the parcel's key. One query."""
    rows = Parcel.objects.filter(key__in=list(keys)).values_list(
        "key", "state", "addressee__channel", "addressee__email", "available_at", "acknowledged_at"
    )
    return {
        key: Trace(
            key=key,
            state=ParcelState(state),
            channel=Channel(channel),
            email=email,
            available_at=available_at,
            acknowledged_at=acknowledged_at,
        )
        for key, state, channel, email, available_at, acknowledged_at in rows
    }
