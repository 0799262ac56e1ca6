"""Bounces and other ways (P2, P24): what fails is a fact, alarms the desk, and ends only when somebody is reached."""

from datetime import date, datetime, timedelta

import pytest
from django.db import connection

from applications import calendar, rulebook
from applications.models import Deadline, Notification
from applications.selectors import printed_letters, sent, unreached
from applications.services import completeness, notifications, reaching
from applications.services.refusals import NotAllowed, Stale
from applications.vocabulary import Alarm, Authority, NotificationKind, Stage
from exchange import addressees, delivery, receipts, registered
from exchange.registered import Part
from exchange.vocabulary import AddresseeKind, Channel
from tests import stories

pytestmark = pytest.mark.django_db
FILED = stories.FILED_AT
ADDRESS = "Muster Automation AG\nIndustriestraße 12\n4700 Eupen"
EMPLOYER = "employer:0123456749"


def lena():
    return stories.officer("lena")


def the_filers(dossier, what="COMPLETENESS") -> Notification:
    return dossier.notifications.get(what=what, role="FILER")


def called_only(email: str = "gone@muster.example") -> None:
    """The employer is reached by the call, not by the page alone: then a refused call is a notice not given."""
    addressees.register(key=EMPLOYER, kind=AddresseeKind.EMPLOYER, language="de", channel=Channel.EMAIL, email=email)


def refused_complete_dossier(mailbox, *, at=FILED):
    """Declared complete, and the mail server refuses the employer's address until the post office gives up."""
    dossier = stories.filed_dossier(at=at)
    stories.carry_post(at)
    stories.tick_everything(dossier, at=at)
    completeness.declare_complete(dossier_id=dossier.pk, by=lena(), at=at)
    called_only()
    mailbox.refused.add("gone@muster.example")
    give_up(at)
    dossier.refresh_from_db()
    return dossier


def give_up(at: datetime) -> None:
    for hour in range(delivery.TRIES_WHEN_REFUSED):
        stories.carry_post(at) if hour == 0 else carry_later(at, hours=2 * hour)


def carry_later(at: datetime, *, hours: int) -> None:
    wall = datetime.now(at.tzinfo) + timedelta(hours=hours)
    delivery.deliver_due(now=wall, worker_id="later", at=at)
    receipts.stamp()
    while notifications.take_in():
        pass


def region_item(dossier):
    return dossier.work_items.get(authority="ostbelgien")


def posted_letter(dossier, *, slip="RR123456785BE", on: date, at) -> registered.LetterLine:
    (letter,) = registered.page("ostbelgien", Part.TO_POST)
    reaching.enter_posting(letter_id=letter.id, slip_number=slip, posted_on=on, by=lena(), at=at)
    return letter


def test_an_address_that_refuses_is_a_fact_and_an_alarm_and_no_clock_starts(mailbox):
    # GIVEN a notice of completeness whose call the mail server refuses for good
    dossier = refused_complete_dossier(mailbox)

    # THEN the dossier knows it: who, what, which parcel; nothing of the address
    entry = dossier.journal.get(kind="NOTIFICATION_FAILED")
    assert (entry.said["what"], entry.said["role"], entry.said["by"]) == ("COMPLETENESS", "FILER", "FAILED")
    assert "gone@" not in entry.payload and entry.basis == "P2"

    # AND nobody counts as notified, so the time to decide has not begun
    assert the_filers(dossier).notified_at is None
    assert not dossier.deadlines.filter(rule__endswith="decision").exists()

    # AND the desk whose notice it is sees the alarm, the other one none
    assert region_item(dossier).alarm == Alarm.UNREACHED
    assert dossier.work_items.get(authority="federal").alarm == ""
    (missed,) = unreached.of(dossier)
    assert missed.holds_a_period and missed.addressee_key == EMPLOYER


def test_a_corrected_address_reaches_him_ends_the_alarm_and_starts_the_clock(mailbox):
    dossier = refused_complete_dossier(mailbox)
    reaching.correct_email(
        notification_id=the_filers(dossier).pk, email="hr@muster.example", by=lena(), at=FILED + timedelta(days=1)
    )
    assert region_item(dossier).alarm == ""
    stories.carry_post(FILED + timedelta(days=1))
    assert mailbox.messages[-1][0] == ["hr@muster.example"]
    assert calendar.day_of(the_filers(dossier).notified_at) == calendar.day_of(FILED) + timedelta(days=1)
    assert dossier.journal.filter(kind="NOTIFIED").last().said["role"] == "FILER"


def test_a_corrected_address_that_refuses_too_alarms_again(mailbox):
    dossier = refused_complete_dossier(mailbox)
    mailbox.refused.add("wrong@muster.example")
    reaching.correct_email(notification_id=the_filers(dossier).pk, email="wrong@muster.example", by=lena(), at=FILED)
    for hour in (0, 2, 4):
        carry_later(FILED, hours=hour)
    assert dossier.journal.filter(kind="NOTIFICATION_FAILED").count() == 2
    assert region_item(dossier).alarm == Alarm.UNREACHED


def test_a_call_that_fails_after_the_page_counted_alarms_nobody(mailbox):
    dossier = stories.filed_dossier()
    stories.tick_everything(dossier, at=FILED)
    addressees.register(
        key=EMPLOYER, kind=AddresseeKind.EMPLOYER, language="de", channel=Channel.INBOX_AND_EMAIL, email="a@b.example"
    )
    mailbox.refused.add("a@b.example")
    completeness.declare_complete(dossier_id=dossier.pk, by=lena(), at=FILED)
    give_up(FILED)
    assert the_filers(dossier).notified_at is not None
    assert not dossier.journal.filter(kind="NOTIFICATION_FAILED").exists()
    assert region_item(dossier).alarm == ""


def test_the_letter_chosen_instead_notifies_on_the_day_it_arrives(mailbox):
    # GIVEN the bounce, and a letter in its place
    dossier = refused_complete_dossier(mailbox)
    at = FILED + timedelta(days=3)
    reaching.choose_letter(notification_id=the_filers(dossier).pk, address=ADDRESS, by=lena(), at=at)
    assert region_item(dossier).alarm == ""
    assert dossier.journal.last().said["channel"] == "REGISTERED"

    # WHEN it was posted on the 4th day and delivered on the 6th, which is entered on the 9th
    letter = posted_letter(dossier, on=(at + timedelta(days=1)).date(), at=at + timedelta(days=2))
    stories.carry_post(at)
    assert the_filers(dossier).notified_at is None  # posting does not count here
    entered_at, arrived = FILED + timedelta(days=9), (FILED + timedelta(days=6)).date()
    reaching.enter_end(letter_id=letter.id, on=arrived, arrived=True, by=lena(), at=entered_at)
    stories.carry_post(entered_at)

    # THEN he counts as notified on the 6th, and the time to decide runs from there
    assert calendar.day_of(the_filers(dossier).notified_at) == arrived
    entry = dossier.journal.filter(kind="NOTIFIED").last()
    assert (entry.said["by"], calendar.day_of(entry.at)) == ("DELIVERED", arrived)
    assert dossier.deadlines.get(track="WORK", ended_on=None).starts_on == arrived
    assert "RR123456785BE" not in "".join(dossier.journal.values_list("payload", flat=True))
    connection.check_constraints()


def test_where_the_rule_says_posting_posting_notifies(mailbox, monkeypatch):
    monkeypatch.setattr(rulebook, "registered_kind", lambda **_: NotificationKind.POSTED)
    dossier = refused_complete_dossier(mailbox)
    at = FILED + timedelta(days=3)
    reaching.choose_letter(notification_id=the_filers(dossier).pk, address=ADDRESS, by=lena(), at=at)
    letter = posted_letter(dossier, on=at.date(), at=at)
    stories.carry_post(at)
    assert calendar.day_of(the_filers(dossier).notified_at) == at.date()
    reaching.enter_end(letter_id=letter.id, on=at.date(), arrived=True, by=lena(), at=at)
    stories.carry_post(at)
    assert dossier.journal.filter(kind="NOTIFIED", payload__contains='"FILER"').count() == 1


def test_every_authority_says_when_a_letter_counts_and_that_it_is_an_assumption():
    for authority in Authority:
        for capacity in ("EMPLOYER", "MANDATARY", "WORKER", "POST", "COMMUNE"):
            kind = rulebook.registered_kind(authority=authority, capacity=capacity, on=FILED.date())
            assert kind == NotificationKind.DELIVERED
        rules = [r for r in rulebook.rulebook().select(authorities=[authority]) if r.kind == "notification"]
        versions = [v for r in rules for v in r.versions]
        assert versions and all(v.certainty == "UNVERIFIED" or "assumption" in v.source for v in versions)


def test_a_letter_that_comes_back_is_a_bounce(mailbox):
    dossier = refused_complete_dossier(mailbox)
    at = FILED + timedelta(days=3)
    reaching.choose_letter(notification_id=the_filers(dossier).pk, address=ADDRESS, by=lena(), at=at)
    letter = posted_letter(dossier, on=at.date(), at=at)
    reaching.enter_end(letter_id=letter.id, on=at.date(), arrived=False, by=lena(), at=at)
    stories.carry_post(at)
    assert dossier.journal.last().said["by"] == "RETURNED"
    assert region_item(dossier).alarm == Alarm.UNREACHED

    # AND another letter to a better address can follow, with a slip of its own
    reaching.choose_letter(notification_id=the_filers(dossier).pk, address=ADDRESS, by=lena(), at=at)
    with pytest.raises(NotAllowed, match="Another letter carries this slip"):
        posted_letter(dossier, on=at.date(), at=at)


def test_an_act_that_could_not_be_served_keeps_its_deadline_open_and_its_desk_alarmed(mailbox):
    # GIVEN a regional yes whose call is refused
    dossier = stories.complete_dossier()
    called_only()
    mailbox.refused.add("gone@muster.example")
    at = FILED + timedelta(days=10)
    stories.decide(dossier, stories.officer("ralf", signs=True), at=at)
    for hour in (2, 4):
        carry_later(at, hours=hour)

    # THEN signing has met nothing: the deadline is open, the item waits as issued, with the day to notify by
    item = region_item(dossier)
    assert (item.stage, item.alarm, item.closed_at) == (Stage.ISSUED, Alarm.UNREACHED, None)
    deadline = Deadline.objects.get(dossier=dossier, track="WORK", ended_on=None)
    assert item.due_on == deadline.due_on

    # WHEN a letter arrives in time, THEN it is met and nothing is left to do
    reaching.choose_letter(notification_id=the_filers(dossier, "WORK_ACT").pk, address=ADDRESS, by=lena(), at=at)
    letter = posted_letter(dossier, on=at.date(), at=at)
    reaching.enter_end(letter_id=letter.id, on=at.date(), arrived=True, by=lena(), at=at)
    stories.carry_post(at)
    deadline.refresh_from_db()
    assert deadline.ended_as == "MET"
    assert region_item(dossier).closed_at is not None


def test_a_worker_who_could_not_be_reached_reopens_what_was_done(mailbox):
    dossier = stories.complete_dossier()
    key = dossier.worker.addressee_key
    addressees.register(
        key=key, kind=AddresseeKind.WORKER, language="en", channel=Channel.EMAIL, email="lost@worker.example"
    )
    mailbox.refused.add("lost@worker.example")
    at = FILED + timedelta(days=10)
    stories.decide(dossier, stories.officer("ralf", signs=True), at=at)
    assert region_item(dossier).closed_at is not None
    for hour in (2, 4):
        carry_later(at, hours=hour)
    item = region_item(dossier)
    assert (item.stage, item.alarm, item.closed_at) == (Stage.ISSUED, Alarm.UNREACHED, None)
    assert not unreached.of(dossier)[0].holds_a_period


@pytest.mark.parametrize(
    ("change", "sentence"),
    [
        ({"by": "odile"}, "other authority"),
        ({"address": "Eupen"}, "two to six lines"),
        ({"address": "x" * 61 + "\n4700 Eupen"}, "at most sixty"),
    ],
)
def test_a_letter_is_chosen_by_its_desk_with_a_whole_address(change, sentence, mailbox):
    dossier = refused_complete_dossier(mailbox)
    by = stories.officer("odile", Authority.FEDERAL) if "by" in change else lena()
    address = change.get("address", ADDRESS)
    with pytest.raises(NotAllowed, match=sentence):
        reaching.choose_letter(notification_id=the_filers(dossier).pk, address=address, by=by, at=FILED)


def test_what_arrived_is_not_sent_again():
    dossier = stories.complete_dossier()
    with pytest.raises(Stale, match=r"arrived on .* nothing has to be sent again"):
        reaching.choose_letter(notification_id=the_filers(dossier).pk, address=ADDRESS, by=lena(), at=FILED)


def test_what_arrived_on_the_page_a_moment_ago_is_not_sent_on_paper():
    # GIVEN a notice on its page, of which the dossier has not heard yet
    dossier = stories.filed_dossier()
    stories.carry_post(FILED)
    stories.tick_everything(dossier, at=FILED)
    completeness.declare_complete(dossier_id=dossier.pk, by=lena(), at=FILED)
    delivery.deliver_due(now=datetime.now(FILED.tzinfo) + timedelta(seconds=1), worker_id="x", at=FILED)
    assert the_filers(dossier).notified_at is None
    with pytest.raises(Stale, match="has just arrived"):
        reaching.choose_letter(notification_id=the_filers(dossier).pk, address=ADDRESS, by=lena(), at=FILED)


def test_days_of_a_letter_are_not_before_each_other_nor_to_come(mailbox):
    dossier = refused_complete_dossier(mailbox)
    at = FILED + timedelta(days=3)
    reaching.choose_letter(notification_id=the_filers(dossier).pk, address=ADDRESS, by=lena(), at=at)
    (letter,) = registered.page("ostbelgien", Part.TO_POST)
    with pytest.raises(NotAllowed, match="Enter first when this letter was posted"):
        reaching.enter_end(letter_id=letter.id, on=at.date(), arrived=True, by=lena(), at=at)
    for day, sentence in (
        (at.date() - timedelta(days=1), "not ready before"),
        (at.date() + timedelta(days=1), "not come"),
    ):
        with pytest.raises(NotAllowed, match=sentence):
            posted_letter(dossier, on=day, at=at)
    posted_letter(dossier, on=at.date(), at=at)
    with pytest.raises(NotAllowed, match="cannot arrive or return earlier"):
        reaching.enter_end(letter_id=letter.id, on=at.date() - timedelta(days=1), arrived=True, by=lena(), at=at)
    with pytest.raises(Stale, match="entered already"):
        reaching.enter_posting(letter_id=letter.id, slip_number="RR2", posted_on=at.date(), by=lena(), at=at)
    with pytest.raises(registered.UnknownLetter):
        reaching.enter_end(
            letter_id=letter.id, on=at.date(), arrived=True, by=stories.officer("odile", Authority.FEDERAL), at=at
        )


def test_the_envelope_holds_the_cover_and_the_sealed_decision():
    import io

    import pikepdf

    dossier = stories.complete_dossier()
    addressees.register(
        key=EMPLOYER, kind=AddresseeKind.EMPLOYER, language="de", channel=Channel.REGISTERED, postal_address=ADDRESS
    )
    stories.decide(dossier, stories.officer("ralf", signs=True), at=FILED + timedelta(days=10))
    (letter,) = registered.page("ostbelgien", Part.TO_POST)
    printed = printed_letters.pdf(letter)
    with pikepdf.open(io.BytesIO(printed)) as pages:
        assert len(pages.pages) >= 2
    assert printed == printed_letters.pdf(letter)

    # AND the others of the dossier kept their own way
    others = {row.role: row.trace for row in sent.of(dossier) if row.what == "WORK_ACT" and row.role != "FILER"}
    assert others["WORKER"].available_at is not None


def test_unsealed_decisions_are_not_printed():
    dossier = stories.complete_dossier()
    addressees.register(
        key=EMPLOYER, kind=AddresseeKind.EMPLOYER, language="de", channel=Channel.REGISTERED, postal_address=ADDRESS
    )
    ralf = stories.officer("ralf", signs=True)
    from applications.services import acts, reviews
    from applications.vocabulary import Outcome

    sources = dict.fromkeys(stories.unsettled_codes(dossier, ralf), "demo")
    reviews.conclude(dossier_id=dossier.pk, outcome=Outcome.FAVOURABLE, by=ralf, at=FILED, sources=sources)
    act = acts.preview(dossier_id=dossier.pk, by=ralf, at=FILED)
    acts.sign(dossier_id=dossier.pk, seen_sha256=act.sha256, by=ralf, at=FILED)
    stories.carry_post(FILED)
    (letter,) = registered.page("ostbelgien", Part.TO_POST)
    with pytest.raises(printed_letters.NotSealedYet):
        printed_letters.pdf(letter)


def test_how_the_notices_of_a_dossier_travelled_takes_three_queries(django_assert_num_queries):
    dossier = stories.complete_dossier()
    with django_assert_num_queries(3):
        rows = sent.of(dossier)
    assert {row.what for row in rows} == {"RECEIPT", "COMPLETENESS"}
