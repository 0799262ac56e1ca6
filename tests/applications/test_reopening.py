"""A decided application is taken up again after its act was undone (P13): new reviews, new clocks, everybody told."""

from datetime import timedelta

import pytest
from django.db import DatabaseError, connection, transaction

from applications.models import Act, JournalEntry, Permit, Reopening, Signatory
from applications.selectors import partner_lists, replaying, running_clocks
from applications.services import (
    acts,
    completeness,
    declarations,
    destination,
    rectifying,
    reopening,
    reviews,
    sweeping,
    withdrawal,
)
from applications.services.refusals import NotAllowed, Stale
from applications.vocabulary import (
    ActKind,
    ActState,
    Authority,
    DeclarationKind,
    EntryKind,
    Outcome,
    Stage,
    State,
    UndoneBecause,
)
from exchange.models import Parcel
from tests import stories
from tests.applications.test_endings import refuse
from tests.applications.test_rectifying import NAME, jan, ralf

pytestmark = pytest.mark.django_db
AT = stories.FILED_AT
LATER = AT + timedelta(days=60)
BASIS = "Urteil Nr. 300.123 vom 28. April 2025"


def reopened(dossier, by, *, reason="APPEAL_UPHELD", at=LATER):
    act = reopening.find_decisive(dossier, by)
    row = reopening.reopen(dossier_id=dossier.pk, act_id=act.pk, reason=reason, basis=BASIS, by=by, at=at)
    stories.carry_post(at)
    dossier.refresh_from_db()
    return row


def refused(**arguments) -> str:
    """The sentence of the refusal; fails if something was written."""
    before = rows()
    with pytest.raises(NotAllowed) as refusal:
        reopening.reopen(**{"reason": "ANNULLED", "basis": BASIS, "at": LATER, "act_id": 0} | arguments)
    assert rows() == before
    return str(refusal.value)


def rows() -> tuple[int, ...]:
    standing = Act.objects.filter(state=ActState.SUPERSEDED)
    return (*(model.objects.count() for model in (JournalEntry, Parcel, Reopening)), standing.count())


def told(dossier) -> dict[str, dict]:
    parcels = Parcel.objects.filter(key__contains=f"{dossier.reference}/reopened/").select_related("addressee")
    return {parcel.key.rpartition("/")[2]: parcel.payload for parcel in parcels}


def open_clocks(dossier) -> dict[str, object]:
    return {row.rule: row.starts_on for row in dossier.deadlines.filter(ended_on=None)}


def sound(dossier, at) -> None:
    connection.check_constraints()
    assert not list(replaying.differences(on=at.date()))


def test_a_work_refusal_undone_on_appeal_opens_both_reviews_with_their_clocks():
    # GIVEN a refusal of work, notified
    dossier = stories.complete_dossier()
    ground = "ostbelgien.blue_card.contract_duration"
    old = refuse(dossier, ralf(), at=AT + timedelta(days=10), ground=ground)

    # WHEN the minister upholds the appeal and the signatory enters it
    row = reopened(dossier, ralf())

    # THEN the application is under review on both tracks, the old act is marked, the basis stands beside the journal
    old.refresh_from_db()
    assert dossier.state == State.UNDER_REVIEW
    assert (old.state, old.superseded_because) == (ActState.SUPERSEDED, UndoneBecause.APPEAL_UPHELD)
    assert set(dossier.reviews.filter(closed_at=None).values_list("track", flat=True)) == {"WORK", "RESIDENCE"}
    entry = dossier.journal.get(kind=EntryKind.REOPENED)
    signatory = Signatory.objects.get(actor_key="ralf")
    assert entry.said == {
        "reopening": row.pk, "reason": "APPEAL_UPHELD", "act": old.pk, "kind": "WORK_REFUSAL", "undone": [old.pk],
        "tracks": ["WORK", "RESIDENCE"], "signatory": signatory.pk,
    }  # fmt: skip
    assert row.basis == BASIS and BASIS not in entry.payload

    # AND the clocks run from the day of the reopening, by rules that say they are assumptions
    day = LATER.date()
    assert open_clocks(dossier) == {
        "ostbelgien.blue_card.decision_anew": day,
        "federal.blue_card.overall_anew": day,
    }
    assert {item.stage for item in dossier.work_items.all()} == {Stage.REVIEW}
    assert not dossier.work_items.exclude(closed_at=None).exists()

    # AND applicant and worker are told which letter no longer stands and why
    assert set(told(dossier)) == {"filer", "worker"}
    letter = told(dossier)["filer"]
    assert (letter["number"], letter["reason"]) == (f"{dossier.reference}/{old.pk}", "APPEAL_UPHELD")
    sound(dossier, LATER)

    # AND the procedure goes on to a grant, whose letters do not collide with the earlier ones
    stories.decide(dossier, ralf(), at=LATER + timedelta(days=5))
    stories.decide(dossier, jan(), at=LATER + timedelta(days=9))
    assert dossier.state == State.GRANTED
    assert Parcel.objects.get(key=f"{dossier.reference}/work_act/2/filer").payload["favourable"] is True
    assert dossier.deadlines.get(rule="ostbelgien.blue_card.decision_anew").ended_as == "MET"
    assert {item.stage for item in dossier.work_items.all()} == {Stage.DONE}
    sound(dossier, LATER + timedelta(days=9))


def test_an_annex_48_undone_reopens_residence_alone_and_the_work_grant_stays():
    dossier = stories.work_granted_dossier()
    old = refuse(dossier, jan(), at=AT + timedelta(days=20), ground="federal.blue_card.filed_from")
    reopened(dossier, jan(), reason="ANNULLED")
    assert set(dossier.reviews.filter(closed_at=None).values_list("track", flat=True)) == {"RESIDENCE"}
    assert dossier.acts.get(track="WORK").in_force
    assert set(open_clocks(dossier)) == {"federal.blue_card.overall_anew"}
    stages = {item.authority: item.stage for item in dossier.work_items.all()}
    assert stages == {"ostbelgien": Stage.DONE, "federal": Stage.REVIEW}
    old.refresh_from_db()
    assert old.superseded_because == UndoneBecause.ANNULLED
    stories.decide(dossier, jan(), at=LATER + timedelta(days=3))
    assert dossier.state == State.GRANTED and dossier.permit.act.kind == ActKind.ANNEX_46
    sound(dossier, LATER + timedelta(days=3))


def test_a_grant_undone_ends_the_permit_and_stops_post_and_commune():
    # GIVEN a granted application that post and commune hold
    dossier = stories.granted_dossier()
    first = dossier.permit
    announce(dossier)
    visa = {"dossier_id": dossier.pk, "kind": DeclarationKind.VISA_ISSUED, "by": stories.post_actor()}
    declarations.declare(happened_on=(AT + timedelta(days=31)).date(), at=AT + timedelta(days=31), **visa)

    # WHEN the Office withdraws annex 46
    reopened(dossier, jan(), reason="OWN_WITHDRAWAL")

    # THEN no permit is live, and whoever would have acted on the old one is told to stop
    first.refresh_from_db()
    assert (first.ended_at, first.ended_because) == (LATER, UndoneBecause.OWN_WITHDRAWAL)
    with pytest.raises(Permit.DoesNotExist):
        _ = dossier.permit
    assert set(told(dossier)) == {"filer", "worker", "post", "commune"}
    assert all(payload["ends_permit"] for payload in told(dossier).values())
    post = stories.post_actor()
    assert not partner_lists.to_do(post)
    assert partner_lists.finished(post)[0].undone_because == UndoneBecause.OWN_WITHDRAWAL
    with pytest.raises(NotAllowed, match="granted application"):
        declarations.declare(happened_on=LATER.date(), at=LATER, **visa)

    # AND a second grant makes a second permit, and they get it and report on it anew
    stories.decide(dossier, jan(), at=LATER + timedelta(days=3))
    assert dossier.permits.count() == 2 and dossier.permit.pk != first.pk
    assert [row.parcel_key for row in partner_lists.to_do(post)] == [f"{dossier.reference}/residence_act/2/post"]
    again = LATER + timedelta(days=4)
    declarations.declare(happened_on=again.date(), at=again, **visa)
    assert Parcel.objects.filter(key=f"{dossier.reference}/news/visa_issued/2/filer").exists()
    assert not partner_lists.to_do(post)
    sound(dossier, LATER + timedelta(days=3))


def announce(dossier) -> None:
    destination.announce_commune(
        dossier_id=dossier.pk, nis_code="63023", by=stories.post_actor(), at=AT + timedelta(days=30)
    )
    stories.carry_post(AT + timedelta(days=30))


def test_a_work_grant_undone_takes_annex_46_with_it():
    dossier = stories.granted_dossier()
    reopened(dossier, ralf(), reason="ANNULLED")
    because = dict(dossier.acts.values_list("kind", "superseded_because"))
    assert because == {"WORK_GRANT": UndoneBecause.ANNULLED, "ANNEX_46": UndoneBecause.LOST_BASIS}
    assert dossier.permits.get().ended_because == UndoneBecause.LOST_BASIS
    assert told(dossier)["post"]["decision"] == "ANNEX_46"
    assert told(dossier)["post"]["reason"] == UndoneBecause.LOST_BASIS
    assert told(dossier)["filer"]["decision"] == "WORK_GRANT"
    sound(dossier, LATER)


def test_an_inadmissibility_undone_goes_back_to_the_check_of_completeness():
    # GIVEN an inadmissibility signed after the applicant's time
    dossier = stories.filed_dossier(leave_out=("diploma",))
    stories.tick_everything(dossier, at=AT)
    completeness.ask(dossier_id=dossier.pk, asks=[completeness.Ask(code="diploma")], by=stories.officer("lena"), at=AT)
    stories.carry_post(AT)
    ended = AT + timedelta(days=30)
    sweeping.sweep(at=ended)
    act = acts.preview(dossier_id=dossier.pk, by=ralf(), at=ended)
    acts.sign(dossier_id=dossier.pk, seen_sha256=act.sha256, by=ralf(), at=ended)
    acts.append_seal(act_id=act.pk, at=ended)
    stories.carry_post(ended)
    dossier.refresh_from_db()

    # WHEN it is undone THEN the region checks again, on a clock of its own
    reopened(dossier, ralf(), reason="OWN_WITHDRAWAL")
    assert dossier.state == State.SUBMITTED and not dossier.reviews.exists()
    assert dossier.work_items.get(authority="ostbelgien").stage == Stage.INTAKE
    assert open_clocks(dossier) == {"ostbelgien.intake.completeness": LATER.date()}
    sound(dossier, LATER)

    # AND may ask again: the request of then is over, and its lapse prepares nothing any more
    sweeping.sweep(at=LATER + timedelta(days=1))
    assert not dossier.acts.filter(state=ActState.PREPARED).exists()
    at = LATER + timedelta(days=2)
    completeness.ask(dossier_id=dossier.pk, asks=[completeness.Ask(code="diploma")], by=stories.officer("lena"), at=at)
    stories.carry_post(at)
    assert set(open_clocks(dossier)) == {"ostbelgien.blue_card.supply"}
    sound(dossier, at)


def test_the_late_arrival_of_a_letter_that_was_undone_meets_no_clock():
    # GIVEN an annex 48 signed and sealed, not yet delivered
    dossier = stories.work_granted_dossier()
    at = AT + timedelta(days=20)
    ground = "federal.blue_card.filed_from"
    reviews.conclude(
        dossier_id=dossier.pk, outcome=Outcome.UNFAVOURABLE, by=jan(), at=at, grounds=[ground], sources={ground: "x"}
    )
    act = acts.preview(dossier_id=dossier.pk, by=jan(), at=at)
    acts.sign(dossier_id=dossier.pk, seen_sha256=act.sha256, by=jan(), at=at)
    acts.append_seal(act_id=act.pk, at=at)
    dossier.refresh_from_db()

    # WHEN the Office withdraws it, and the old letter arrives after that
    reopening.reopen(
        dossier_id=dossier.pk, act_id=act.pk, reason="OWN_WITHDRAWAL", basis=BASIS, by=jan(), at=at + timedelta(hours=1)
    )
    stories.carry_post(at + timedelta(hours=2))

    # THEN the clock that runs anew goes on
    standing = {clock.rule: clock.state for clock in running_clocks.of(dossier, on=at.date())}
    assert standing["federal.blue_card.overall_anew"] == "RUNNING"
    assert standing["federal.blue_card.overall"] == "STOPPED"  # one term runs, not two
    sound(dossier, at)


def test_who_may_not_reopen_is_told_why():
    dossier = stories.complete_dossier()
    assert "still open" in refused(dossier_id=dossier.pk, by=ralf())
    old = refuse(dossier, ralf(), at=AT + timedelta(days=10), ground="ostbelgien.blue_card.contract_duration")
    assert "other authority's" in refused(dossier_id=dossier.pk, by=jan(), act_id=old.pk)
    assert "no delegation" in refused(dossier_id=dossier.pk, by=stories.officer("lena"), act_id=old.pk)
    assert "another authority" in refused(dossier_id=dossier.pk, by=stories.employer_actor(), act_id=old.pk)
    brussels = stories.officer("paul", Authority.BRUSSELS, signs=True)
    assert "another authority" in refused(dossier_id=dossier.pk, by=brussels, act_id=old.pk)
    assert "Choose one of the reasons" in refused(dossier_id=dossier.pk, by=ralf(), act_id=old.pk, reason="CORRECTED")
    assert "what you rely on" in refused(dossier_id=dossier.pk, by=ralf(), act_id=old.pk, basis=" ")
    assert "replaced since you looked" in refused(dossier_id=dossier.pk, by=ralf(), act_id=old.pk + 1)
    Signatory.objects.filter(actor_key="ralf").update(valid_until=LATER.date())
    assert "no delegation" in refused(dossier_id=dossier.pk, by=ralf(), act_id=old.pk)


def test_what_ended_without_a_decision_has_none_to_undo():
    dossier = stories.complete_dossier()
    withdrawal.withdraw(dossier_id=dossier.pk, by=stories.employer_actor(), at=AT + timedelta(days=3))
    assert "without a decision" in refused(dossier_id=dossier.pk, by=ralf())


def test_reopening_twice_tells_the_second_officer():
    dossier = stories.complete_dossier()
    old = refuse(dossier, ralf(), at=AT + timedelta(days=10), ground="ostbelgien.blue_card.contract_duration")
    reopened(dossier, ralf())
    assert "still open" in refused(dossier_id=dossier.pk, by=ralf(), act_id=old.pk)


def test_a_correction_in_preparation_goes_with_the_act_it_corrects():
    dossier = stories.granted_dossier()
    old = dossier.acts.get(kind=ActKind.ANNEX_46)
    rectifying.prepare(dossier_id=dossier.pk, act_id=old.pk, correction=NAME, by=jan(), at=LATER)
    reopened(dossier, jan())
    assert not dossier.acts.filter(rectifies=old).exists()
    with pytest.raises(NotAllowed), transaction.atomic():
        acts.sign(dossier_id=dossier.pk, seen_sha256="x", by=jan(), at=LATER)


def test_an_act_corrected_meanwhile_is_looked_at_before_it_is_undone():
    dossier = stories.granted_dossier()
    old = dossier.acts.get(kind=ActKind.ANNEX_46)
    act = rectifying.prepare(dossier_id=dossier.pk, act_id=old.pk, correction=NAME, by=jan(), at=LATER)
    act.refresh_from_db()
    acts.sign(dossier_id=dossier.pk, seen_sha256=act.sha256, by=jan(), at=LATER)
    assert "being sealed" in refused(dossier_id=dossier.pk, by=jan(), act_id=act.pk)
    acts.append_seal(act_id=act.pk, at=LATER)
    with pytest.raises(Stale):
        reopening.reopen(dossier_id=dossier.pk, act_id=old.pk, reason="ANNULLED", basis=BASIS, by=jan(), at=LATER)


def test_the_database_keeps_no_live_permit_without_its_grant():
    dossier = stories.granted_dossier()
    with pytest.raises(DatabaseError, match="without a grant"), transaction.atomic():
        JournalEntry.objects.create(
            dossier=dossier, kind="REOPENED", at=LATER, actor_key="x", capacity="OFFICER", state_before="GRANTED",
            state_after="UNDER_REVIEW", basis="P13",
        )  # fmt: skip
        dossier.state = State.UNDER_REVIEW
        dossier.save(update_fields=["state"])
        connection.check_constraints()


def test_why_an_application_was_reopened_is_never_rewritten():
    dossier = stories.work_granted_dossier()
    refuse(dossier, jan(), at=AT + timedelta(days=20), ground="federal.blue_card.filed_from")
    row = reopened(dossier, jan())
    with pytest.raises(DatabaseError), transaction.atomic():
        Reopening.objects.filter(pk=row.pk).update(basis="anders")
