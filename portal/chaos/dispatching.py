"""Dispatchers are killed while they carry twenty thousand parcels: each arrives once, whatever the moment."""

from datetime import UTC, datetime

from django.db import transaction

from applications.now import law_now
from exchange import contracts, outbox, receipts
from exchange.addressees import Registration
from exchange.vocabulary import AddresseeKind, Channel, NewsTopic
from portal.chaos import twins
from portal.chaos.ground import Ground
from portal.chaos.verdict import Verdict

DOMAIN = "dispatch.example"

CENSUS = """
SELECT p.key, p.state, count(r.id) FILTER (WHERE r.kind = 'AVAILABLE'), count(r.id) FILTER (WHERE r.kind = 'SENT')
FROM exchange_parcel p LEFT JOIN exchange_receipt r ON r.parcel_id = p.id WHERE starts_with(p.key, %s) GROUP BY p.id
"""
OVERTAKEN = """
SELECT count(*) FROM (SELECT r.id, lag(r.id) OVER (PARTITION BY p.addressee_id ORDER BY p.id) AS before
    FROM exchange_receipt r JOIN exchange_parcel p ON p.id = r.parcel_id
    WHERE r.kind = 'AVAILABLE' AND starts_with(p.key, %s)) AS lane
WHERE lane.before > lane.id
"""
SHOWN = "SELECT count(*) FROM exchange_parcel WHERE available_at IS NOT NULL AND starts_with(key, %s)"
WAITING = "SELECT count(*) FROM exchange_parcel WHERE starts_with(key, %s) AND state IN ('QUEUED', 'LEASED')"


def dispatch(ground: Ground) -> Verdict:
    """Two dispatchers, killed at random moments: on the pages first, then in the middle of calls by e-mail."""
    verdict = Verdict(name="dispatch")
    pages, calls = ground.pick(19_800, 1_200), ground.pick(200, 12)
    kills_on_pages, kills_in_calls = ground.pick(80, 8), ground.pick(20, 2)
    keys = post("dispatch", pages=pages, calls=calls, domain=DOMAIN)
    verdict.acknowledged = len(keys)
    called = ground.mailbox.calls
    with twins.at_work("dispatch", environment={**ground.system.environment, "EXCHANGE_LEASE_SECONDS": "3"}) as parent:
        verdict.kills += twins.kill_along(parent, kills_on_pages, work=pages, done=lambda: _shown(ground))
        verdict.kills += twins.kill_along(parent, kills_in_calls, work=calls, done=lambda: len(called(domain=DOMAIN)))
        ground.wait(
            lambda: ground.one(WAITING, ["dispatch/"]) == 0, seconds=180, what="the dispatchers to carry everything"
        )
    while receipts.stamp() == 5000:
        pass
    count(ground, verdict, keys, prefix="dispatch/", domain=DOMAIN)
    verdict.bound = verdict.kills  # a call is claimed one at a time; on pages a kill repeats nothing at all
    verdict.insist(verdict.kills == kills_on_pages + kills_in_calls, "the work was done before the last kill")
    verdict.insist(ground.one(OVERTAKEN, ["dispatch/"]) == 0, "a parcel overtook an earlier one of its addressee")
    return verdict


def post(prefix: str, *, pages: int, calls: int, domain: str, lanes: int = 50) -> dict[str, bool]:
    """Put parcels for addressees of that domain in the outbox, in one transaction; their keys, and who is called."""
    boxes = [f"chaos:{domain}:{number}" for number in range(lanes)]
    called = [f"chaos:{domain}:mail:{number}" for number in range(max(1, min(calls, lanes)))]
    registering = [
        Registration(
            key=key,
            kind=AddresseeKind.EMPLOYER,
            language="de",
            channel=Channel.INBOX if key in boxes else Channel.INBOX_AND_EMAIL,
            email="" if key in boxes else f"{key.rpartition(':')[2]}@{domain}",
        )
        for key in (*boxes, *called)
    ]
    wanted = [(boxes[n % len(boxes)], f"{prefix}/page/{n}") for n in range(pages)]
    wanted += [(called[n % len(called)], f"{prefix}/call/{n}") for n in range(calls)]
    notice = contracts.News(
        reference="WB-2026-0000000-00",
        language="de",
        authority="federal",
        topic=NewsTopic.ARRIVED,
        happened_on=law_now().date(),
        worker_name="Niemand",
    )
    postings = [outbox.Posting(notice=notice, to=to, key=key) for to, key in wanted]
    with transaction.atomic():
        outbox.post_many(postings, at=datetime.now(UTC), registering=registering)
    return {key: "/call/" in key for _to, key in wanted}


def count(ground: Ground, verdict: Verdict, keys: dict[str, bool], *, prefix: str, domain: str) -> None:
    """The census of parcels: each is delivered, with one receipt of a kind; each call came, under one number."""
    found = {key: (state, shown, sent) for key, state, shown, sent in ground.sql(CENSUS, [prefix])}
    for key, is_called in keys.items():
        state, shown, sent = found.get(key, ("", 0, 0))
        verdict.lost += state != "SENT" or shown == 0 or sent < is_called
        verdict.duplicates += shown > 1 or sent > is_called
    calls = ground.mailbox.calls(domain=domain)
    verdict.lost += max(0, sum(keys.values()) - len(calls))
    verdict.redeliveries += sum(calls.values()) - len(calls)


def _shown(ground: Ground) -> int:
    return int(ground.one(SHOWN, ["dispatch/page/"]))
