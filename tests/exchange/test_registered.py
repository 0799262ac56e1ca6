"""Registered letters in the post office: off the lanes, once, with a slip, and never given up (P24)."""

from datetime import UTC, date, datetime

import pytest
from django.db import IntegrityError, connection, transaction

from exchange import addressees, outbox, receipts, registered, tracing
from exchange.models import Parcel, Receipt, RegisteredLetter
from exchange.registered import Part
from exchange.vocabulary import AddresseeKind, Channel, ParcelState
from tests.exchange.test_delivery import LAW, deliver, news, post, register

pytestmark = pytest.mark.django_db
ADDRESS = "Muster AG\nKlosterstraße 1\n4700 Eupen"
NOON = datetime(2027, 1, 5, 11, 0, tzinfo=UTC)


def on_paper(key: str = "employer:paper") -> None:
    addressees.register(
        key=key, kind=AddresseeKind.EMPLOYER, language="de", channel=Channel.REGISTERED, postal_address=ADDRESS
    )


def the_letter() -> registered.LetterLine:
    (letter,) = registered.page("federal", Part.TO_POST)
    return letter


def entered(letter: registered.LetterLine, slip: str = "RR123456785BE", on: date = date(2027, 1, 5)) -> None:
    registered.enter_posting(letter_id=letter.id, slip_number=slip, posted_on=on, happened_at=NOON, by="lena")


def test_an_addressee_reached_by_letter_gets_paper_and_his_neighbour_his_page():
    # GIVEN one addressee who wants letters and one with a page
    on_paper()
    register("employer:page", Channel.INBOX)
    letter, page = post("employer:paper"), post("employer:page")

    # WHEN the post is carried
    done = deliver()

    # THEN the one waits on the sender's desk, with the address of the envelope; the other has it on his page
    assert (done.available, done.on_paper) == (1, 1)
    assert (the_letter().parcel_key, the_letter().address, the_letter().sender) == (letter.key, ADDRESS, "federal")
    page.refresh_from_db()
    assert page.state == ParcelState.SENT
    assert not registered.page("ostbelgien", Part.TO_POST)

    # AND it never comes back into the lanes, however often they are looked at
    assert not deliver()
    assert tracing.of([letter.key])[letter.key].is_on_paper


def test_one_parcel_chosen_for_paper_does_not_hold_up_its_lane():
    register("employer:1", Channel.EMAIL)
    first, second = post("employer:1", 1), post("employer:1", 2)
    registered.send(key=first.key, address=ADDRESS, at=LAW)
    deliver()
    second.refresh_from_db()
    first.refresh_from_db()
    assert (first.state, second.state) == (ParcelState.ON_PAPER, ParcelState.SENT)
    assert first.available_at is None


def test_a_deliverer_who_has_the_parcel_loses_it_to_paper(mailbox, monkeypatch):
    # GIVEN a call under way
    register("employer:1", Channel.EMAIL)
    parcel = post("employer:1")
    from exchange.transports import email

    monkeypatch.setattr(email, "call", lambda **_: registered.send(key=parcel.key, address=ADDRESS, at=LAW))

    # WHEN an officer chooses paper meanwhile, THEN the call shows nothing and leaves no receipt
    deliver()
    parcel.refresh_from_db()
    assert (parcel.state, parcel.available_at) == (ParcelState.ON_PAPER, None)
    assert not Receipt.objects.filter(parcel=parcel).exists()


def test_a_letter_is_posted_once_arrives_once_and_leaves_its_receipts():
    on_paper()
    parcel = post("employer:paper")
    deliver()
    letter = the_letter()
    entered(letter)
    with pytest.raises(registered.AlreadyEntered):
        entered(letter, slip="RR999999999BE")
    registered.enter_end(letter_id=letter.id, on=date(2027, 1, 7), arrived=True, happened_at=NOON, by="lena")
    with pytest.raises(registered.AlreadyEntered):
        registered.enter_end(letter_id=letter.id, on=date(2027, 1, 8), arrived=False, happened_at=NOON, by="lena")
    receipts.stamp()
    told = [(fact.kind, fact.parcel_key, fact.happened_at) for fact in receipts.after(0)]
    assert told == [("POSTED", parcel.key, NOON), ("DELIVERED", parcel.key, NOON)]
    assert [line.delivered_on for line in registered.page("federal", Part.ENDED)] == [date(2027, 1, 7)]


def test_a_slip_belongs_to_one_letter():
    on_paper()
    post("employer:paper", 1)
    post("employer:paper", 2)
    deliver()
    first, second = registered.page("federal", Part.TO_POST)
    entered(first)
    with pytest.raises(registered.SlipUsed):
        entered(second)


def test_a_letter_that_came_back_is_followed_by_another_and_both_returns_are_told():
    on_paper()
    parcel = post("employer:paper")
    deliver()
    for number in (1, 2):
        letter = the_letter()
        entered(letter, slip=f"RR{number}")
        # no other letter while one is on its way
        with pytest.raises(registered.OnItsWay):
            registered.send(key=parcel.key, address=ADDRESS, at=LAW)
        registered.enter_end(letter_id=letter.id, on=date(2027, 1, 9), arrived=False, happened_at=NOON, by="lena")
        registered.send(key=parcel.key, address=f"{ADDRESS} {number}", at=LAW)
    assert Receipt.objects.filter(parcel=parcel, kind="RETURNED").count() == 2
    assert the_letter().address.endswith("2")


def test_an_address_can_be_corrected_until_the_letter_is_posted():
    on_paper()
    parcel = post("employer:paper")
    deliver()
    registered.send(key=parcel.key, address="Somewhere else", at=LAW)
    assert the_letter().address == "Somewhere else"
    assert RegisteredLetter.objects.count() == 1


def test_a_registration_that_knows_nothing_of_letters_leaves_the_channel():
    on_paper()
    register("employer:paper", Channel.INBOX_AND_EMAIL)
    post("employer:paper")
    assert deliver().on_paper == 1
    addressees.reach(key="employer:paper", channel=Channel.INBOX)
    post("employer:paper", 2)
    assert deliver().available == 1


@pytest.mark.parametrize(
    "statement",
    [
        "DELETE FROM exchange_registeredletter",
        "UPDATE exchange_registeredletter SET slip_number = 'X'",
        "UPDATE exchange_registeredletter SET posted_on = '2026-01-01'",
        "UPDATE exchange_registeredletter SET delivered_on = '2026-01-01'",
        "UPDATE exchange_registeredletter SET address = 'X'",
    ],
)
def test_the_database_keeps_what_was_entered(statement):
    on_paper()
    post("employer:paper")
    deliver()
    entered(the_letter())
    with pytest.raises(IntegrityError), transaction.atomic(), connection.cursor() as cursor:
        cursor.execute(statement)


def test_what_an_office_has_not_taken_over_can_be_sent_on_and_only_that():
    for key in ("commune:1", "commune:2", "commune:3"):
        addressees.register(key=key, kind=AddresseeKind.COMMUNE, language="de")
    parcel = post("commune:1")
    deliver()
    with transaction.atomic():
        assert outbox.readdress(keys=[parcel.key], to="commune:2", unless_acknowledged=True) == 1
    deliver()
    parcel.refresh_from_db()
    assert (parcel.addressee.key, parcel.available_at, parcel.posted_to) == ("commune:2", LAW, "commune:1")
    assert Receipt.objects.filter(parcel=parcel, kind="AVAILABLE").count() == 2  # one per office that had it
    Parcel.objects.filter(pk=parcel.pk).update(acknowledged_at=LAW, read_at=LAW)
    with transaction.atomic():
        assert outbox.readdress(keys=[parcel.key], to="commune:3", unless_acknowledged=True) == 0


def test_a_letter_for_one_posting_only():
    register("employer:1", Channel.INBOX)
    with transaction.atomic():
        outbox.post_many(
            [outbox.Posting(notice=news(), to="employer:1", key="k", on_paper_to=ADDRESS)],
            at=LAW,
        )
    assert not deliver().available
    assert the_letter().address == ADDRESS


def test_a_page_of_letters_takes_one_query(django_assert_num_queries):
    on_paper()
    for number in range(60):
        post("employer:paper", number)
    deliver()
    with django_assert_num_queries(1):
        page = registered.page("federal", Part.TO_POST)
    assert len(page) == registered.PAGE + 1
    assert registered.page("federal", Part.TO_POST, after=page[-2].id)[0].id == page[-1].id
