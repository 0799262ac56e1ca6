"""Who can be written to. The sender registers an addressee before, or in, the transaction that posts."""

from collections.abc import Sequence
from dataclasses import dataclass

from django.db import connection

from exchange.models import Addressee
from exchange.vocabulary import AddresseeKind, Channel

ROW = "(%s, %s, %s, %s, %s, %s, %s)"
REGISTER = """
INSERT INTO exchange_addressee AS known (key, kind, channel, email, language, active, postal_address) VALUES {rows}
ON CONFLICT (key) DO UPDATE SET kind = excluded.kind, email = excluded.email, language = excluded.language,
    active = excluded.active,
    channel = CASE WHEN known.channel = 'REGISTERED' AND excluded.postal_address = '' THEN known.channel
        ELSE excluded.channel END,
    postal_address = CASE WHEN excluded.postal_address = '' THEN known.postal_address
        ELSE excluded.postal_address END
"""  # who asked for letters is not moved back to a page by a registration that knows nothing of it


@dataclass(frozen=True, slots=True, kw_only=True)
class Registration:
    """What the sender knows of an addressee."""

    key: str
    kind: AddresseeKind
    language: str
    channel: Channel = Channel.INBOX
    email: str = ""
    active: bool = True
    postal_address: str = ""


def register(
    *,
    key: str,
    kind: AddresseeKind,
    language: str,
    channel: Channel = Channel.INBOX,
    email: str = "",
    active: bool = True,
    postal_address: str = "",
) -> Addressee:
    """Make the addressee known, or bring what is known up to date. What has not left yet follows the new channel."""
    told = Registration(
        key=key,
        kind=kind,
        language=language,
        channel=channel,
        email=email,
        active=active,
        postal_address=postal_address,
    )
    with connection.cursor() as cursor:
        cursor.execute(statement([told]))
    return Addressee.objects.get(key=key)


def reach(*, key: str, channel: Channel, email: str = "", postal_address: str = "") -> bool:
    """Reach the addressee in another way from now on, or at a corrected address. False if nobody has that key."""
    changes = {"channel": channel} | {
        name: value for name, value in (("email", email), ("postal_address", postal_address)) if value
    }
    return bool(Addressee.objects.filter(key=key).update(**changes))


def statement(told: Sequence[Registration]) -> str:
    """The SQL that registers several, each key once, for whoever has more to say in the same trip."""
    rows = sorted(told, key=lambda one: one.key)  # one order: two that register the same never wait in a ring
    values = [
        value
        for one in rows
        for value in (
            one.key, one.kind.value, one.channel.value, one.email, one.language, one.active, one.postal_address,
        )
    ]  # fmt: skip
    composed: str = connection.ops.compose_sql(REGISTER.format(rows=", ".join([ROW] * len(rows))), values)  # type: ignore[attr-defined]
    return composed
