"""Posting: in the deciding transaction, once per key, in a bounded number of statements."""

from dataclasses import replace
from datetime import UTC, date, datetime

import pytest
from django.db import DatabaseError, IntegrityError, transaction

from exchange import addressees, contracts, outbox
from exchange.models import Parcel
from exchange.vocabulary import AddresseeKind, Channel, ParcelState, Unit

AT = datetime(2026, 3, 2, 9, 30, tzinfo=UTC)
COMPLETE = contracts.CompletenessNotice(
    reference="WB-2026-0000001-19",
    language="de",
    authority="ostbelgien",
    complete_on=date(2026, 3, 2),
    worker_name="Priya Raman",
    decide_within=contracts.Period(count=90, unit=Unit.DAYS, article="RD 1999, art. 18.37", certainty="UNVERIFIED"),
)


@pytest.fixture
def employer(db):
    return addressees.register(key="employer:0123456749", kind=AddresseeKind.EMPLOYER, language="de")


@pytest.fixture
def worker(db):
    return addressees.register(key="worker:1", kind=AddresseeKind.WORKER, language="en")


def test_a_notice_survives_the_outbox_unchanged(employer):
    # WHEN a notice is posted
    outbox.post(COMPLETE, to=employer.key, key="WB/complete", at=AT)

    # THEN what is read back is the same notice
    parcel = Parcel.objects.get(key="WB/complete")
    assert contracts.from_payload(parcel.payload) == COMPLETE
    assert (parcel.state, parcel.subject_reference, parcel.posted_at) == (ParcelState.QUEUED, COMPLETE.reference, AT)


@pytest.mark.own_database
def test_posting_outside_a_transaction_is_refused():
    addressees.register(key="employer:0123456749", kind=AddresseeKind.EMPLOYER, language="de")
    with pytest.raises(outbox.OutsideTransaction):
        outbox.post(COMPLETE, to="employer:0123456749", key="WB/complete", at=AT)
    assert not Parcel.objects.exists()


@pytest.mark.own_database
def test_a_decision_that_is_rolled_back_posts_nothing():
    addressees.register(key="employer:0123456749", kind=AddresseeKind.EMPLOYER, language="de")

    # WHEN the deciding transaction fails after posting
    with pytest.raises(ZeroDivisionError), transaction.atomic():
        outbox.post(COMPLETE, to="employer:0123456749", key="WB/complete", at=AT)
        raise ZeroDivisionError

    # THEN nothing was posted
    assert not Parcel.objects.exists()


def test_the_same_key_never_goes_twice(employer):
    first = outbox.post(COMPLETE, to=employer.key, key="WB/complete", at=AT)
    again = outbox.post(COMPLETE, to=employer.key, key="WB/complete", at=datetime(2026, 3, 9, tzinfo=UTC))
    assert again.pk == first.pk and again.posted_at == AT
    assert Parcel.objects.count() == 1


def test_a_key_reused_for_another_content_is_refused(employer):
    outbox.post(COMPLETE, to=employer.key, key="WB/complete", at=AT)
    with pytest.raises(outbox.KeyReused):
        outbox.post(replace(COMPLETE, worker_name="Somebody else"), to=employer.key, key="WB/complete", at=AT)


def test_a_key_reused_for_another_addressee_is_refused_instead_of_lost(employer, worker):
    outbox.post(COMPLETE, to=employer.key, key="WB/complete", at=AT)
    with pytest.raises(outbox.KeyReused):
        outbox.post(COMPLETE, to=worker.key, key="WB/complete", at=AT)


def test_posting_to_nobody_is_refused(employer):
    with pytest.raises(outbox.UnknownAddressee):
        outbox.post(COMPLETE, to="employer:unknown", key="WB/complete", at=AT)


def test_posting_many_takes_as_few_statements_as_posting_one(employer, worker, django_assert_num_queries):
    postings = [
        outbox.Posting(notice=COMPLETE, to=to, key=f"WB/{to}/{n}")
        for to in (employer.key, worker.key)
        for n in range(20)
    ]
    with django_assert_num_queries(1):
        outbox.post_many(postings, at=AT)
    assert list(Parcel.objects.order_by("id").values_list("key", flat=True)) == [posting.key for posting in postings]


def test_a_revoked_mandatary_gets_only_what_had_already_reached_him(employer, worker):
    # GIVEN one parcel that is available to the mandatary and one still under way
    outbox.post(COMPLETE, to=worker.key, key="WB/served", at=AT)
    Parcel.objects.update(state=ParcelState.SENT, sent_at=AT, available_at=AT)
    outbox.post(COMPLETE, to=worker.key, key="WB/under-way", at=AT)

    # WHEN his mandate is revoked
    moved = outbox.readdress(from_addressee=worker.key, to=employer.key)

    # THEN only the second goes to the principal, and posting it again still answers the same parcel
    assert moved == 1
    assert Parcel.objects.get(key="WB/served").addressee == worker
    assert outbox.post(COMPLETE, to=worker.key, key="WB/under-way", at=AT).addressee == employer


@pytest.mark.parametrize(
    "payload",
    [
        COMPLETE.to_payload() | {"schema_version": 2},
        COMPLETE.to_payload() | {"kind": "POSTCARD"},
        COMPLETE.to_payload() | {"salary": 70000},
        {key: value for key, value in COMPLETE.to_payload().items() if key != "complete_on"},
    ],
    ids=["newer version", "unknown kind", "field too many", "field missing"],
)
def test_a_payload_that_is_not_exactly_a_notice_is_not_guessed_at(payload):
    with pytest.raises(contracts.UnreadableNotice):
        contracts.from_payload(payload)


def test_an_addressee_reached_by_email_must_have_an_address(db):
    with pytest.raises(IntegrityError):
        addressees.register(key="worker:2", kind=AddresseeKind.WORKER, language="fr", channel=Channel.EMAIL)


@pytest.mark.parametrize(
    "statement", ["DELETE FROM exchange_receipt", "UPDATE exchange_receipt SET happened_at = now()"]
)
def test_the_database_refuses_to_change_a_receipt(employer, statement):
    from django.db import connection

    from exchange import receipts
    from exchange.vocabulary import ReceiptKind

    parcel = outbox.post(COMPLETE, to=employer.key, key="WB/complete", at=AT)
    assert receipts.record(parcel_id=parcel.pk, kind=ReceiptKind.AVAILABLE, at=AT)
    with pytest.raises(DatabaseError, match="never changed"), transaction.atomic(), connection.cursor() as cursor:
        cursor.execute(statement)
