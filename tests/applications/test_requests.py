"""Questions during the examination (P5): each desk on its own track; the rules say what stands still and for how long.

Silence decides nothing: the desk then decides on the file as it stands.
"""

import threading
from datetime import timedelta

import pytest
from django.db import connection

from applications import files
from applications.clocks import ClockState
from applications.models import DocumentRequest, JournalEntry
from applications.selectors import replaying, running_clocks
from applications.services import documents, requests, reviews, sweeping
from applications.services.completeness import Ask
from applications.services.refusals import NotAllowed
from applications.vocabulary import Authority, Outcome, Stage, State, Track, WaitingFor
from exchange.models import Parcel
from tests import stories

pytestmark = pytest.mark.django_db
AT = stories.FILED_AT + timedelta(days=5)
PAPER = {Track.WORK: "diploma", Track.RESIDENCE: "sickness_insurance"}


def desk_of(track: Track):
    return stories.officer("lena") if track == Track.WORK else stories.officer("odile", Authority.FEDERAL)


def ask(dossier, track: Track, *, at=AT, code: str = "") -> DocumentRequest:
    asks = [Ask(code=code or PAPER[track], reason="Page 2 is unreadable.")]
    return requests.ask(dossier_id=dossier.pk, asks=asks, by=desk_of(track), at=at)


def upload(dossier, track: Track, *, at) -> None:
    content = stories.a_pdf("again")
    key, digest = files.keep(content)
    documents.record(
        dossier_id=dossier.pk, code=PAPER[track], track=track, sealed=False, name="x.pdf", by=stories.employer_actor(),
        stored=files.Stored(key, digest, len(content), "application/pdf", 1), at=at,
    )  # fmt: skip


def answer(dossier, track: str, *, at, by=None):
    return requests.answer(dossier_id=dossier.pk, track=track, by=by or stories.employer_actor(), at=at)


def refused(verb, *arguments, **named) -> str:
    """The sentence of the refusal; fails if something was written."""
    before = JournalEntry.objects.count(), DocumentRequest.objects.count(), Parcel.objects.count()
    with pytest.raises(NotAllowed) as refusal:
        verb(*arguments, **named)
    assert (JournalEntry.objects.count(), DocumentRequest.objects.count(), Parcel.objects.count()) == before
    return str(refusal.value)


def item(dossier, track: Track):
    return dossier.work_items.get(track=track)


def clock(dossier, rule: str, *, on):
    found = [c for c in running_clocks.of(dossier, on=on.date()) if c.rule == rule]
    return found[-1]


@pytest.mark.parametrize("track", PAPER)
def test_a_question_leaves_the_state_and_makes_its_desk_wait_alone(track):
    # GIVEN both desks at work
    dossier = stories.complete_dossier()
    other = Track.RESIDENCE if track == Track.WORK else Track.WORK

    # WHEN one of them asks
    request = ask(dossier, track)
    stories.carry_post(AT)

    # THEN it waits for the applicant, the other works on, the state stays
    dossier.refresh_from_db()
    assert dossier.state == State.UNDER_REVIEW and request.track == track
    assert (item(dossier, track).stage, item(dossier, track).waiting_for) == (Stage.WAITING, WaitingFor.APPLICANT)
    assert item(dossier, other).stage == Stage.REVIEW

    # AND applicant and worker are told by that desk, and that the examination goes on
    parcels = Parcel.objects.filter(key__contains="/pieces/")
    assert {parcel.addressee.key for parcel in parcels} == {"employer:0123456749", dossier.worker.addressee_key}
    told = parcels[0].payload
    assert told["examined_meanwhile"] is True and told["authority"] == desk_of(track).authority
    assert told["supply_within"]["count"] == 15

    # AND its arrival starts no other clock
    assert not dossier.deadlines.filter(rule="ostbelgien.blue_card.supply").exists()
    assert dossier.deadlines.filter(rule__endswith=".pieces", track=track, ended_on=None).exists()


def test_the_offices_question_stops_the_joint_clock_until_the_answer():
    dossier = stories.complete_dossier()
    before = clock(dossier, "federal.blue_card.overall", on=AT).due_on
    region = clock(dossier, "ostbelgien.blue_card.decision", on=AT).due_on
    ask(dossier, Track.RESIDENCE)
    assert clock(dossier, "federal.blue_card.overall", on=AT).state == ClockState.PAUSED
    assert clock(dossier, "ostbelgien.blue_card.decision", on=AT).state == ClockState.RUNNING

    # WHEN the answer comes after six days
    upload(dossier, Track.RESIDENCE, at=AT + timedelta(days=6))
    answer(dossier, Track.RESIDENCE, at=AT + timedelta(days=6))

    # THEN those days are not counted, the region's clock never stood still, the desk goes on, and rows follow entries
    later = AT + timedelta(days=7)
    assert clock(dossier, "federal.blue_card.overall", on=later).due_on == before + timedelta(days=6)
    assert clock(dossier, "ostbelgien.blue_card.decision", on=later).due_on == region
    assert item(dossier, Track.RESIDENCE).stage == Stage.REVIEW
    assert list(replaying.differences(on=later.date())) == []
    connection.check_constraints()


def test_an_answer_on_the_day_of_the_question_leaves_the_day_as_it_was():
    # GIVEN a question and its answer on the day on which the joint clock began
    dossier = stories.complete_dossier()
    at = stories.FILED_AT + timedelta(hours=3)
    due_on = dossier.deadlines.get(rule="federal.blue_card.overall", ended_on=None).due_on
    ask(dossier, Track.RESIDENCE, at=at)
    upload(dossier, Track.RESIDENCE, at=at + timedelta(hours=1))

    # WHEN it is answered
    answer(dossier, Track.RESIDENCE, at=at + timedelta(hours=2))

    # THEN the day is what it was, in an open row of its own, and both desks see it
    assert dossier.deadlines.get(rule="federal.blue_card.overall", ended_on=None).due_on == due_on
    assert item(dossier, Track.RESIDENCE).due_on <= due_on
    assert list(replaying.differences(on=at.date())) == []


@pytest.mark.parametrize("track", PAPER)
def test_silence_gives_the_file_back_to_the_desk_as_it_stands(track):
    # GIVEN a question nobody answers
    dossier = stories.complete_dossier()
    before = clock(dossier, "federal.blue_card.overall", on=AT).due_on
    ask(dossier, track)

    # WHEN its time is over
    over = AT + timedelta(days=20)
    sweeping.sweep(at=over)
    sweeping.sweep(at=over)

    # THEN the desk examines again, the joint clock ran on after fifteen days, nothing was decided
    dossier.refresh_from_db()
    assert dossier.state == State.UNDER_REVIEW and not dossier.acts.exists()
    assert item(dossier, track).stage == Stage.REVIEW
    assert clock(dossier, "federal.blue_card.overall", on=over).due_on == before + timedelta(days=15)

    # AND a late answer still reaches it, and another question may follow
    upload(dossier, track, at=over)
    answer(dossier, track, at=over)
    ask(dossier, track, at=over + timedelta(days=1))
    assert item(dossier, track).stage == Stage.WAITING


def test_a_question_never_answered_ends_when_the_next_is_asked():
    dossier = stories.complete_dossier()
    first = ask(dossier, Track.WORK)
    over = AT + timedelta(days=20)
    second = ask(dossier, Track.WORK, at=over, code="contract_or_offer")
    first.refresh_from_db()
    assert first.ended_at == over and not first.is_open and second.is_open


def test_both_desks_may_ask_at_once_and_are_answered_apart():
    dossier = stories.complete_dossier()
    ask(dossier, Track.WORK)
    ask(dossier, Track.RESIDENCE)
    upload(dossier, Track.WORK, at=AT + timedelta(days=1))
    assert "Upload at least one" in refused(answer, dossier, Track.RESIDENCE, at=AT + timedelta(days=2))
    answer(dossier, Track.WORK, at=AT + timedelta(days=2))
    assert item(dossier, Track.WORK).stage == Stage.REVIEW
    assert item(dossier, Track.RESIDENCE).stage == Stage.WAITING


def test_nothing_is_concluded_while_the_applicant_has_time():
    dossier = stories.complete_dossier()
    ask(dossier, Track.WORK)
    named = {"dossier_id": dossier.pk, "outcome": Outcome.UNFAVOURABLE, "by": desk_of(Track.WORK)}
    assert "still has time" in refused(reviews.conclude, at=AT + timedelta(days=1), grounds=["x"], **named)
    ground = "ostbelgien.blue_card.salary"
    reviews.conclude(at=AT + timedelta(days=20), grounds=[ground], sources={ground: "read"}, **named)


def test_a_desk_asks_for_papers_of_its_own_track_only():
    dossier = stories.complete_dossier()
    for track, code in ((Track.WORK, "sickness_insurance"), (Track.RESIDENCE, "diploma"), (Track.WORK, "horoscope")):
        assert "No rule asks" in refused(ask, dossier, track, code=code)
    assert "at least one" in refused(requests.ask, dossier_id=dossier.pk, asks=[], by=desk_of(Track.WORK), at=AT)


def test_who_may_not_ask_or_not_now_is_told_why():
    filed = stories.filed_dossier()
    assert "under review" in refused(ask, filed, Track.WORK)
    dossier = stories.complete_dossier()
    brussels = stories.officer("paul", Authority.BRUSSELS)
    asks = [Ask(code="diploma")]
    assert "another authority" in refused(requests.ask, dossier_id=dossier.pk, asks=asks, by=brussels, at=AT)
    employer = stories.employer_actor()
    assert "another authority" in refused(requests.ask, dossier_id=dossier.pk, asks=asks, by=employer, at=AT)
    ask(dossier, Track.WORK)
    assert "still has time" in refused(ask, dossier, Track.WORK, at=AT + timedelta(days=1))
    upload(dossier, Track.WORK, at=AT + timedelta(minutes=1))
    answer(dossier, Track.WORK, at=AT + timedelta(minutes=2))
    assert "today already" in refused(ask, dossier, Track.WORK, at=AT + timedelta(minutes=3))
    granted = stories.work_granted_dossier()
    assert "concluded already" in refused(ask, granted, Track.WORK, at=AT + timedelta(days=20))


def test_who_may_not_answer_or_was_not_asked_is_told_why():
    dossier = stories.complete_dossier()
    assert "No documents" in refused(answer, dossier, Track.WORK, at=AT)
    assert "No documents" in refused(answer, dossier, "", at=AT)
    ask(dossier, Track.WORK)
    assert "can answer" in refused(answer, dossier, Track.WORK, at=AT, by=stories.officer("lena"))
    assert "No documents" in refused(answer, dossier, Track.RESIDENCE, at=AT)


@pytest.mark.own_database
def test_of_two_officers_who_ask_at_once_one_is_told():
    dossier = stories.complete_dossier()
    start = threading.Barrier(2)
    said: list[str] = []

    def press(officer) -> None:
        start.wait()
        try:
            requests.ask(dossier_id=dossier.pk, asks=[Ask(code="diploma")], by=officer, at=AT)
            said.append("done")
        except NotAllowed as told:
            said.append(str(told))
        finally:
            connection.close()

    officers = [stories.officer("lena"), stories.officer("ralf", signs=True)]
    threads = [threading.Thread(target=press, args=(officer,)) for officer in officers]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(timeout=30)
    assert sorted(one == "done" for one in said) == [False, True]
    assert dossier.requests.count() == 1
