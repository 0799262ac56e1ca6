"""The mail server is away, then slow, then busy, and never takes the post of one addressee."""

import time

from exchange import outbox, wake
from portal.chaos import dispatching
from portal.chaos.ground import Ground
from portal.chaos.verdict import Verdict

DOMAIN, REFUSED = "mail.example", "refused.example"
PROMPT = 6  # beat rings every five seconds, should nobody have been woken
LATEST = """
SELECT coalesce(extract(epoch FROM max(r.created_at - p.created_at)), 0)
FROM exchange_parcel p JOIN exchange_receipt r ON r.parcel_id = p.id AND r.kind = 'AVAILABLE'
WHERE starts_with(p.key, %s)
"""
HIDDEN = "SELECT count(*) FROM exchange_parcel WHERE starts_with(key, %s) AND available_at IS NULL"
REPEATED = """
SELECT count(*) FROM exchange_sendintent i JOIN exchange_parcel p ON p.id = i.parcel_id
WHERE starts_with(p.key, 'mail/') AND i.accepted IS NOT TRUE
"""
GIVEN_UP = """
SELECT count(*) FILTER (WHERE p.state = 'DEAD'), count(r.id) FROM exchange_parcel p
LEFT JOIN exchange_receipt r ON r.parcel_id = p.id AND r.kind = 'FAILED' WHERE starts_with(p.key, %s)
"""
HURRY = """
UPDATE exchange_parcel SET due_at = now()
WHERE state = 'QUEUED' AND due_at > now() AND (starts_with(key, 'mail/') OR starts_with(key, 'refused/'))
"""


def mail(ground: Ground) -> Verdict:
    """Pages never wait for a mail server; every call is made once it is back, in order; who is refused is reported."""
    verdict, box = Verdict(name="mail"), ground.mailbox
    ground.start_background()
    box.refused = {f"0@{REFUSED}"}
    dispatching.post("refused", pages=0, calls=2, lanes=1, domain=REFUSED)
    parcels: dict[str, bool] = {}
    for mood, seconds in (("away", ground.pick(20, 2)), ("slow", ground.pick(45, 3)), ("busy", ground.pick(15, 2))):
        _be(ground, mood)
        prefix = f"mail/{mood}"
        parcels |= dispatching.post(prefix, pages=60, calls=ground.pick(12, 6), lanes=ground.pick(6, 3), domain=DOMAIN)
        started = time.monotonic()
        ground.wait(lambda p=prefix: ground.one(HIDDEN, [f"{p}/"]) == 0, seconds=60, what=f"pages while mail is {mood}")
        late = float(ground.one(LATEST, [f"{prefix}/"]))
        verdict.insist(late < PROMPT, f"while mail was {mood} a page was shown only after {late:.1f} s")
        time.sleep(max(0.0, seconds - (time.monotonic() - started)))
        _be(ground, "well")
    verdict.acknowledged = len(parcels)
    ground.wait(lambda: _all_called(ground), seconds=180, what="every call to be made")
    dispatching.count(ground, verdict, parcels, prefix="mail/", domain=DOMAIN)
    verdict.bound = int(ground.one(REPEATED))
    _in_order(ground, verdict)
    dead, failed = ground.sql(GIVEN_UP, ["refused/"])[0]
    verdict.insist((dead, failed) == (2, 2), f"of 2 refused calls {dead} were given up and {failed} reported")
    return verdict


def _be(ground: Ground, mood: str) -> None:
    box = ground.mailbox
    if mood == "away":
        box.close()
    else:
        box.open()
    box.slow_seconds = ground.pick(30, 2) if mood == "slow" else 0
    box.is_busy = mood == "busy"


def _all_called(ground: Ground) -> bool:
    """Whether nothing waits any more. The reduced run does not sit the pauses out."""
    if ground.reduced:
        ground.write(HURRY)
        wake.on_commit(outbox.DELIVER)
        time.sleep(0.3)
    return bool(ground.one(dispatching.WAITING, ["mail/"]) == 0 and ground.one(dispatching.WAITING, ["refused/"]) == 0)


def _in_order(ground: Ground, verdict: Verdict) -> None:
    """Each addressee was called in the order in which it was posted to him."""
    for address, numbers in ground.mailbox.by_address(domain=DOMAIN).items():
        posted = [int(number.removeprefix("<parcel-").partition("@")[0]) for number in numbers]
        verdict.insist(posted == sorted(posted), f"{address} was called out of order")
