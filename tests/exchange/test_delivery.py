"""Delivery: at least once, in order, never twice in effect; e-mail through a real mail server."""

import os
import signal
import subprocess
import sys
import time
from datetime import UTC, datetime, timedelta

import pytest
from django.core import mail
from django.db import connection, transaction
from django.utils import timezone

from exchange import addressees, contracts, delivery, lanes, outbox, receipts, reception, selectors
from exchange.models import Parcel, Receipt, SendIntent
from exchange.transports import email, inbox
from exchange.vocabulary import AddresseeKind, Channel, NewsTopic, ParcelState, ReceiptKind

LAW = datetime(2027, 1, 4, 8, 0, tzinfo=UTC)


def news(number: int = 1, language: str = "de") -> contracts.News:
    return contracts.News(
        reference=f"WB-2026-{number:07}-00",
        language=language,
        authority="federal",
        topic=NewsTopic.ARRIVED,
        happened_on=LAW.date(),
        worker_name="Priya Raman",
    )


def soon() -> datetime:
    return timezone.now() + timedelta(seconds=1)


def register(key: str, channel: Channel, language: str = "de") -> None:
    addressees.register(
        key=key,
        kind=AddresseeKind.EMPLOYER,
        language=language,
        channel=channel,
        email=f"{key.replace(':', '.')}@test.be",
    )


def post(to: str, number: int = 1, language: str = "de") -> Parcel:
    with transaction.atomic():
        return outbox.post(news(number, language), to=to, key=f"{to}/{number}", at=LAW)


def deliver(**changes) -> delivery.Round:
    return delivery.deliver_due(**({"now": soon(), "worker_id": "test", "at": LAW} | changes))


def receipts_of(parcel: Parcel) -> set[str]:
    return set(Receipt.objects.filter(parcel=parcel).values_list("kind", flat=True))


def test_an_inbox_parcel_becomes_available_at_the_laws_time(db):
    # GIVEN a parcel for an addressee with an inbox page, which he cannot see before it is delivered
    register("employer:1", Channel.INBOX)
    parcel = post("employer:1")
    with pytest.raises(selectors.UnknownParcel):
        selectors.parcel_for(["employer:1"], parcel.key)

    # WHEN it is delivered
    assert deliver() == delivery.Round(available=1)

    # THEN it is available since then, in the law's time
    parcel.refresh_from_db()
    assert (parcel.state, parcel.available_at, parcel.attempts) == (ParcelState.SENT, LAW, 0)
    assert receipts_of(parcel) == {"AVAILABLE"}
    assert selectors.parcel_for(["employer:1"], parcel.key).notice == news()


def test_delivering_a_batch_takes_as_many_statements_as_delivering_one(db, django_assert_max_num_queries):
    for number in range(60):
        register(f"employer:{number % 7}", Channel.INBOX)
        post(f"employer:{number % 7}", number)
    with django_assert_max_num_queries(14):  # eight and the savepoints a test's own transaction adds
        assert deliver().available == 60


def test_the_call_says_sign_in_and_nothing_else(db, mailbox):
    # GIVEN an addressee with an inbox page who is called by e-mail
    register("employer:1", Channel.INBOX_AND_EMAIL, language="fr")
    parcel = post("employer:1", language="fr")

    # WHEN post goes out
    assert deliver() == delivery.Round(available=1, called=1)

    # THEN the mail server has one message, in his language, with the address of the site and nothing of the dossier
    [(to, message)] = mailbox.messages
    body = message.get_payload(decode=True).decode()
    assert to == ["employer.1@test.be"] and message["Subject"] == "Du nouveau dans votre demande"
    assert "Connectez-vous" in body and "http" in body
    assert not any(secret in message.as_string() + body for secret in ("Priya", "WB-2026", "employer:1"))
    assert Parcel.objects.get().state == ParcelState.SENT
    assert SendIntent.objects.get().accepted is True and message["Message-ID"] == f"<parcel-{parcel.pk}@example.org>"


@pytest.mark.parametrize("language", ["fr", "nl", "de", "en"])
def test_every_language_has_its_call(language, settings):
    settings.PUBLIC_URL = "https://window.test"
    email.call(to="a@test.be", language=language, message_id="<1@test.be>")
    assert mail.outbox[-1].subject and "https://window.test" in mail.outbox[-1].body
    assert "{" not in mail.outbox[-1].body


def test_without_a_mail_server_the_inbox_page_still_counts_and_the_call_waits(db, settings, mailbox):
    # GIVEN a mail server that asks to come back later
    register("employer:1", Channel.INBOX_AND_EMAIL)
    register("employer:2", Channel.EMAIL)
    parcel, by_call_only = post("employer:1"), post("employer:2")
    mailbox.busy = True

    # WHEN post goes out
    assert deliver() == delivery.Round(available=1, put_off=1)

    # THEN the first is available and its call waits with a growing pause; the second is not available yet
    parcel.refresh_from_db()
    assert parcel.available_at == LAW and parcel.state == ParcelState.QUEUED and "451" in parcel.last_error
    assert parcel.due_at > timezone.now() + timedelta(seconds=4)
    assert receipts_of(by_call_only) == set()

    # AND once the server answers, both calls go out and nothing is recorded twice
    mailbox.busy = False
    assert deliver(now=soon() + timedelta(minutes=5), at=LAW + timedelta(hours=1)).called == 2
    assert receipts_of(by_call_only) == {"SENT", "AVAILABLE"}
    assert Receipt.objects.filter(parcel=parcel, kind="AVAILABLE").get().happened_at == LAW


@pytest.mark.own_database
def test_while_somebody_else_is_held_up_by_the_mail_server_pages_go_on(own_database, mailbox):
    """One deliverer at a time makes calls: the others are left for pages, seals and deadlines."""
    import psycopg

    register("employer:1", Channel.INBOX_AND_EMAIL)
    post("employer:1")
    with psycopg.connect(own_database.url) as elsewhere:
        # GIVEN a deliverer in the middle of a long call
        elsewhere.execute("SELECT pg_try_advisory_lock(%s)", [lanes.CALLER_LOCK])

        # WHEN another one comes by, THEN he shows the page, leaves the call to the first and is free again
        assert deliver() == delivery.Round(available=1)
        assert not deliver() and mailbox.messages == []

    # AND once the first is gone, even without a word, the next one calls
    until = time.monotonic() + 10
    while not deliver().called and time.monotonic() < until:
        time.sleep(0.05)
    assert len(mailbox.messages) == 1


def test_an_address_that_refuses_is_given_up_and_says_so_without_holding_up_others(db, mailbox):
    # GIVEN two addressees, one of whose mailboxes does not exist
    register("employer:1", Channel.EMAIL)
    register("employer:2", Channel.EMAIL)
    poison, other = post("employer:1"), post("employer:2")
    mailbox.refused = {"employer.1@test.be"}

    # WHEN post goes out as often as a refusal is tried
    first = deliver()
    for hour in range(1, delivery.TRIES_WHEN_REFUSED):
        deliver(now=soon() + timedelta(hours=hour))

    # THEN the other had his at once, and the sender can learn that this one failed
    assert first.called == 1 and receipts_of(other) == {"SENT", "AVAILABLE"}
    poison.refresh_from_db()
    assert poison.state == ParcelState.DEAD and receipts_of(poison) == {"FAILED"}


def test_a_parcel_never_overtakes_an_earlier_one_of_the_same_addressee(db, mailbox):
    # GIVEN two parcels in one lane, the first put off
    register("employer:1", Channel.EMAIL)
    first, second = post("employer:1", 1), post("employer:1", 2)
    Parcel.objects.filter(pk=first.pk).update(due_at=soon() + timedelta(minutes=1))

    # WHEN post goes out before and after the pause
    assert not deliver()
    assert deliver(now=soon() + timedelta(minutes=2)).called == 2

    # THEN they left in the order posted
    assert [m["Message-ID"] for _, m in mailbox.messages] == [f"<parcel-{p.pk}@example.org>" for p in (first, second)]


def test_a_parcel_sent_on_while_its_mandatary_is_called_reaches_only_the_principal(db):
    # GIVEN a deliverer who is about to call the mandatary
    register("mandatary:1", Channel.EMAIL)
    register("employer:1", Channel.INBOX)
    parcel = post("mandatary:1")
    held = delivery.claim(now=soon(), worker_id="slow")
    assert held is not None

    # WHEN the mandate is revoked before he is done
    outbox.readdress(from_addressee="mandatary:1", to="employer:1")

    # THEN he can no longer close it, and the next round takes it to the principal
    assert inbox.show_called(held.id, worker_id="slow", at=LAW) == 0
    deliver()
    assert selectors.parcel_for(["employer:1"], parcel.key)
    assert selectors.inbox(["mandatary:1"]) == []


def test_a_call_that_a_killed_deliverer_may_have_made_is_made_again_under_the_same_number(db, mailbox):
    # GIVEN a deliverer who was killed between handing the call over and writing it down
    register("employer:1", Channel.EMAIL)
    parcel = post("employer:1")
    held = delivery.claim(now=soon(), worker_id="killed")
    SendIntent.objects.create(parcel=parcel, message_id=f"<parcel-{held.id}@example.org>", intended_at=soon())

    # WHEN his lease has not run out, THEN nobody calls
    assert not deliver()

    # WHEN it has, THEN somebody does, under the same Message-ID, and the open intent tells of the possible double
    assert deliver(now=soon() + delivery.LEASE + timedelta(seconds=1)).called == 1
    assert [m["Message-ID"] for _, m in mailbox.messages] == [f"<parcel-{parcel.pk}@example.org>"]
    assert receipts_of(parcel) == {"SENT", "AVAILABLE"}
    assert sorted(SendIntent.objects.values_list("accepted", flat=True), key=str) == [None, True]


def test_a_parcel_that_never_survives_its_delivery_is_given_up(db):
    register("employer:1", Channel.EMAIL)
    parcel = post("employer:1")
    delivery.claim(now=soon(), worker_id="killed")
    Parcel.objects.update(attempts=delivery.TRIES_WHEN_UNREACHABLE)
    assert deliver(now=soon() + delivery.LEASE + timedelta(seconds=1)).given_up == 1
    assert receipts_of(parcel) == {"FAILED"}


def test_opening_and_acknowledging_happen_once_and_only_to_the_addressee(db):
    # GIVEN a commune with an available parcel
    register("commune:63023", Channel.INBOX)
    register("commune:63040", Channel.INBOX)
    parcel = post("commune:63023")
    deliver()
    ours = {"addressee_keys": ["commune:63023"], "key": parcel.key, "by": "actor:7", "at": LAW}
    assert selectors.unread_count(["commune:63023"]) == 1

    # WHEN another commune tries, and ours opens and acknowledges it twice
    for verb in (reception.mark_read, reception.acknowledge):
        with pytest.raises(selectors.UnknownParcel):
            verb(**ours | {"addressee_keys": ["commune:63040"]})
    assert [reception.mark_read(**ours), reception.mark_read(**ours)] == [True, False]
    assert [reception.acknowledge(**ours), reception.acknowledge(**ours)] == [True, False]

    # THEN each is a receipt, once, with who did it
    assert receipts_of(parcel) == {"AVAILABLE", "READ", "ACKNOWLEDGED"}
    assert Receipt.objects.get(parcel=parcel, kind="ACKNOWLEDGED").by == "actor:7"
    assert selectors.unread_count(["commune:63023"]) == 0


def test_the_inbox_pages_on_without_gap_or_repeat(db, django_assert_max_num_queries):
    register("employer:1", Channel.INBOX)
    for number in range(25):
        post("employer:1", number)
    deliver(batch=12)
    deliver(at=LAW + timedelta(hours=1))

    seen, before = [], None
    with django_assert_max_num_queries(4):
        while page := selectors.inbox(["employer:1"], before=before, limit=10):
            seen, before = seen + page, page[-1].keyset
    assert len({line.key for line in seen}) == len(seen) == 25
    assert [line.available_at for line in seen] == sorted((line.available_at for line in seen), reverse=True)


@pytest.mark.own_database
def test_positions_have_no_gap_and_no_late_commit_is_skipped(own_database):
    """A receipt written by a transaction that commits late gets a later position."""
    import psycopg

    register("employer:1", Channel.INBOX)
    first, late, third = (post("employer:1", number) for number in (1, 2, 3))
    with psycopg.connect(own_database.url) as slow:
        # GIVEN a receipt whose transaction is still open, and others committed before and after it
        receipts.record(parcel_id=first.pk, kind=ReceiptKind.SENT, at=LAW)
        slow.execute(
            "INSERT INTO exchange_receipt (parcel_id, kind, happened_at) VALUES (%s, 'SENT', now())", [late.pk]
        )
        receipts.record(parcel_id=third.pk, kind=ReceiptKind.SENT, at=LAW)

        # WHEN the reader has passed them
        assert receipts.stamp() == 2
        assert [fact.parcel_key for fact in receipts.after(0)] == [first.key, third.key]
        slow.commit()

    # THEN the late one follows
    assert receipts.stamp() == 1 and receipts.stamp() == 0
    [fact] = receipts.after(2)
    assert (fact.position, fact.parcel_key, fact.addressee_key) == (3, late.key, "employer:1")


DELIVERERS = """
import os, random, signal, time
import django
django.setup()
from datetime import UTC, datetime, timedelta
from exchange import delivery
from exchange.transports import inbox

show = inbox._show

def slowly(*args):
    time.sleep(random.uniform(0, 0.05))
    done = show(*args)
    time.sleep(random.uniform(0, 0.05))
    return done

inbox._show = slowly  # a kill falls before the statement, or after it and before its commit

def start():
    if child := os.fork():
        return child
    while True:
        if not delivery.deliver_due(now=datetime.now(UTC), worker_id=f"deliverer-{os.getpid()}", batch=20):
            time.sleep(0.02)

deliverers = [start(), start()]
for kill in range(12):
    time.sleep(random.uniform(0.05, 0.25))
    os.kill(deliverers[kill % 2], signal.SIGKILL)
    os.waitpid(deliverers[kill % 2], 0)
    deliverers[kill % 2] = start()
print("killed twelve times", flush=True)
signal.pause()
"""


@pytest.mark.own_database
def test_killed_deliverers_lose_nothing_and_double_nothing(own_database):
    """Two deliverers at once, killed without warning twelve times, before or after the work but before its commit."""
    # GIVEN 3,000 parcels for 40 addressees
    parcels, lanes = 3000, 40
    for lane in range(lanes):
        register(f"employer:{lane}", Channel.INBOX)
    with transaction.atomic():
        outbox.post_many(
            [outbox.Posting(notice=news(n), to=f"employer:{n % lanes}", key=f"parcel/{n}") for n in range(parcels)],
            at=LAW,
        )

    # WHEN they are delivered
    environment = {**os.environ, "DJANGO_SETTINGS_MODULE": "portal.settings.test", "DATABASE_URL": own_database.url}
    deliverers = subprocess.Popen(
        [sys.executable, "-c", DELIVERERS], env=environment, stdout=subprocess.PIPE, start_new_session=True
    )
    try:
        assert deliverers.stdout and deliverers.stdout.readline() == b"killed twelve times\n"
        deadline = time.monotonic() + 120
        while Parcel.objects.exclude(state=ParcelState.SENT).exists() and time.monotonic() < deadline:
            time.sleep(0.1)
    finally:
        os.killpg(deliverers.pid, signal.SIGKILL)
        deliverers.wait()

    # THEN each parcel was made available exactly once, in the order of its lane
    with connection.cursor() as cursor:
        cursor.execute("SELECT state, count(*) FROM exchange_parcel GROUP BY state")
        assert dict(cursor.fetchall()) == {"SENT": parcels}
        cursor.execute(
            "SELECT kind, count(*), count(DISTINCT parcel_id) FROM exchange_receipt GROUP BY kind ORDER BY kind"
        )
        assert cursor.fetchall() == [("AVAILABLE", parcels, parcels)]
        cursor.execute(
            "SELECT count(*) FROM (SELECT r.id, lag(r.id) OVER (PARTITION BY p.addressee_id ORDER BY p.id) AS before"
            " FROM exchange_receipt r JOIN exchange_parcel p ON p.id = r.parcel_id WHERE r.kind = 'AVAILABLE') AS lane"
            " WHERE lane.before > lane.id"
        )
        assert cursor.fetchone() == (0,)
