"""A clerical error in a signed act is corrected by a new act that takes its place (P13); nothing is decided anew."""

from datetime import timedelta

import pytest
from django.db import DatabaseError, connection, transaction

from applications.models import Act, FactsVersion, JournalEntry, Signatory
from applications.selectors import letters, partner_lists, replaying
from applications.services import acts, declarations, rectifying, reviews
from applications.services.rectifying import Correction
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
)  # fmt: skip
from exchange.models import Parcel
from tests import stories
from tests.applications.test_endings import refuse

pytestmark = pytest.mark.django_db
AT = stories.FILED_AT
LATER = AT + timedelta(days=40)
NAME = Correction(said="Der Familienname war falsch geschrieben.", facts={"worker.family_name": "Beispielmann"})


def ralf():
    return stories.officer("ralf", signs=True)


def jan():
    return stories.officer("jan", Authority.FEDERAL, signs=True)


def in_force(dossier, kind) -> Act:
    return dossier.acts.get(kind=kind, state=ActState.SEALED)


def corrected(dossier, by, *, kind, correction=NAME, at=LATER) -> Act:
    """Prepare, sign, seal and deliver the correction of the act in force."""
    act = rectifying.prepare(
        dossier_id=dossier.pk, act_id=in_force(dossier, kind).pk, correction=correction, by=by, at=at
    )
    act.refresh_from_db()
    acts.sign(dossier_id=dossier.pk, seen_sha256=act.sha256, by=by, at=at)
    acts.append_seal(act_id=act.pk, at=at)
    stories.carry_post(at)
    act.refresh_from_db()
    return act


def refused(verb, **arguments) -> str:
    """The sentence of the refusal; fails if the verb went through or left something behind."""
    before = rows()
    with pytest.raises(NotAllowed) as refusal:
        verb(**arguments)
    assert rows() == before
    return str(refusal.value)


def rows() -> tuple[int, ...]:
    return tuple(model.objects.count() for model in (JournalEntry, Act, Parcel, FactsVersion))


def test_a_corrected_annex_46_takes_the_place_of_the_old_one_and_goes_to_everybody_who_had_it():
    # GIVEN a granted application, annex 46 with employer, worker, post and commune
    dossier = stories.granted_dossier(**stories.IN_BELGIUM)
    old = in_force(dossier, ActKind.ANNEX_46)
    first = dossier.permit
    before = {row.addressee_key for row in old.notifications.all()}
    clocks = list(dossier.deadlines.order_by("id").values_list("rule", "due_on", "ended_on", "ended_as"))

    # WHEN the Office corrects the name in it
    new = corrected(dossier, jan(), kind=ActKind.ANNEX_46)

    # THEN the old act is marked, the new one stands and names it
    old.refresh_from_db()
    dossier.refresh_from_db()
    assert (old.state, old.superseded_because, old.superseded_at) == ("SUPERSEDED", UndoneBecause.CORRECTED, LATER)
    assert (new.state, new.rectifies_id, new.language) == (ActState.SEALED, old.pk, old.language)
    entry = dossier.journal.get(kind=EntryKind.ACT_RECTIFIED)
    assert (entry.said["rectifies"], entry.said["corrected"]) == (old.pk, ["worker.family_name"])

    # AND the application stays where it is, and so does every clock
    assert (entry.state_before, entry.state_after) == (State.GRANTED, State.GRANTED)
    assert list(dossier.deadlines.order_by("id").values_list("rule", "due_on", "ended_on", "ended_as")) == clocks

    # AND the permit follows the newest annex 46, for the same days: it decides nothing anew
    assert dossier.permit.act_id == new.pk
    assert (dossier.permit.valid_from, dossier.permit.valid_until) == (first.valid_from, first.valid_until)
    first.refresh_from_db()
    assert (first.ended_at, first.ended_because) == (LATER, UndoneBecause.CORRECTED)

    # AND everybody who had the old letter got the new one, which says what it replaces
    assert {row.addressee_key for row in new.notifications.all()} == before
    parcels = Parcel.objects.filter(key__in=new.notifications.values_list("parcel_key", flat=True))
    assert {p.payload["replaces_letter_of"] for p in parcels} == {old.signed_at.date().isoformat()}
    assert {p.payload.get("worker_name") or p.payload["person"]["name"] for p in parcels} == {"Beispielmann, Ravi"}

    # AND the corrected facts are the next version, written by the signature
    version = dossier.facts_versions.order_by("-number").first()
    assert (version.number, version.facts["worker"]["family_name"]) == (2, "Beispielmann")
    connection.check_constraints()
    assert not list(replaying.differences(on=LATER.date()))


def test_a_correction_waits_in_the_queue_until_it_is_signed_or_dropped():
    dossier = stories.granted_dossier()
    item = dossier.work_items.get(authority=Authority.FEDERAL)
    assert item.stage == Stage.DONE
    act = rectifying.prepare(
        dossier_id=dossier.pk, act_id=in_force(dossier, "ANNEX_46").pk, correction=NAME, by=jan(), at=LATER
    )
    item.refresh_from_db()
    assert (item.stage, item.closed_at) == (Stage.SIGN, None)

    # AND what nobody has signed leaves nothing behind when it is dropped
    rectifying.drop(dossier_id=dossier.pk, by=jan(), at=LATER)
    item.refresh_from_db()
    assert item.stage == Stage.DONE and not Act.objects.filter(pk=act.pk).exists()
    assert dossier.facts_versions.count() == 1
    assert dossier.journal.last().kind == EntryKind.RECTIFICATION_DROPPED
    assert "No correction" in refused(rectifying.drop, dossier_id=dossier.pk, by=jan(), at=LATER)


def test_the_words_of_a_refusal_are_corrected_and_its_appeal_stands():
    # GIVEN a refusal with a slip of the pen in the officer's own words
    dossier = stories.complete_dossier()
    ground = "ostbelgien.blue_card.contract_duration"
    refuse(dossier, ralf(), at=AT + timedelta(days=10), ground=ground)
    said = "Die Dauer war falsch angegeben."
    correction = Correction(said=said, reasons={ground: "Der Vertrag läuft nur fünf Monate."})

    # WHEN it is corrected THEN the new letter carries the new words, the state stays, the appeal is printed again
    new = corrected(dossier, ralf(), kind=ActKind.WORK_REFUSAL, correction=correction)
    dossier.refresh_from_db()
    assert dossier.state == State.REFUSED
    assert new.grounds["reasons"][ground] == "Der Vertrag läuft nur fünf Monate."
    parcel = Parcel.objects.get(key=f"{dossier.reference}/work_act/2/filer")
    assert parcel.payload["appeal"]["within"] == 1 and parcel.payload["favourable"] is False


def test_a_work_grant_is_corrected_while_residence_is_pending_and_annex_46_names_the_newest():
    dossier = stories.work_granted_dossier()
    new = corrected(dossier, ralf(), kind=ActKind.WORK_GRANT, at=AT + timedelta(days=12))
    dossier.refresh_from_db()
    assert dossier.state == State.UNDER_REVIEW
    stories.decide(dossier, jan(), at=AT + timedelta(days=20))
    dossier.refresh_from_db()
    assert dossier.state == State.GRANTED

    # AND a correction may itself be corrected: the first day of decision is kept
    again = corrected(
        dossier, ralf(), kind=ActKind.WORK_GRANT,
        correction=Correction(said="Die Funktion.", facts={"job.title": "Ingenieur"}),
    )  # fmt: skip
    assert again.rectifies_id == new.pk
    assert Parcel.objects.get(key=f"{dossier.reference}/work_act/3/filer").payload["decided_on"] == "2025-03-13"


def test_a_correction_of_nothing_is_refused():
    dossier = stories.granted_dossier()
    nothing = Correction(said="Nichts.", facts={"worker.family_name": "Beispiel"})
    arguments = {"dossier_id": dossier.pk, "act_id": in_force(dossier, "ANNEX_46").pk, "by": jan(), "at": LATER}
    assert "nothing is corrected" in refused(rectifying.prepare, correction=nothing, **arguments)
    silent = Correction(said="  ", facts={"worker.family_name": "Beispielmann"})
    assert "what was wrong" in refused(rectifying.prepare, correction=silent, **arguments)


def test_what_is_no_slip_of_the_pen_is_refused():
    dossier = stories.granted_dossier()
    arguments = {"dossier_id": dossier.pk, "act_id": in_force(dossier, "ANNEX_46").pk, "by": jan(), "at": LATER}
    pay = Correction(said="x", facts={"job.yearly_gross": "1"})
    assert "not a clerical error" in refused(rectifying.prepare, correction=pay, **arguments)
    region = {**arguments, "act_id": in_force(dossier, "WORK_GRANT").pk, "by": ralf()}
    passport = Correction(said="x", facts={"worker.travel_document.number": "Y1"})  # the region may not even read it
    assert "not a clerical error" in refused(rectifying.prepare, correction=passport, **region)
    ground = Correction(said="x", reasons={"federal.blue_card.filed_from": "y"})
    assert "does not rest on this ground" in refused(rectifying.prepare, correction=ground, **arguments)
    day = Correction(said="x", facts={"worker.birth_date": "1985-13-45"})
    assert "Birth date of the worker" in refused(rectifying.prepare, correction=day, **arguments)


def test_who_may_not_correct_is_told_why():
    dossier = stories.work_granted_dossier()
    act = in_force(dossier, ActKind.WORK_GRANT)
    arguments = {"dossier_id": dossier.pk, "act_id": act.pk, "correction": NAME, "at": LATER}
    assert "No act of your authority" in refused(rectifying.prepare, by=jan(), **arguments)
    brussels = stories.officer("paul", Authority.BRUSSELS, signs=True)
    assert "another authority" in refused(rectifying.prepare, by=brussels, **arguments)
    assert "another authority" in refused(rectifying.prepare, by=stories.employer_actor(), **arguments)

    # AND whoever prepares one without a delegation cannot sign it
    prepared = rectifying.prepare(by=stories.officer("lena"), **arguments)
    prepared.refresh_from_db()
    assert "already" in refused(rectifying.prepare, by=ralf(), **arguments)
    sign = {"dossier_id": dossier.pk, "seen_sha256": prepared.sha256, "at": LATER}
    assert "no delegation" in refused(acts.sign, by=stories.officer("lena"), **sign)
    assert "newest letter" in refused(acts.sign, by=ralf(), **sign | {"seen_sha256": "0" * 64})
    assert "changed" in refused(acts.sign, by=ralf(), **sign | {"at": LATER + timedelta(days=1)})


def test_before_the_signature_and_before_the_seal_there_is_nothing_to_correct():
    dossier = stories.complete_dossier()
    arguments = {"dossier_id": dossier.pk, "act_id": 1, "correction": NAME, "by": ralf()}
    assert "No act of your authority" in refused(rectifying.prepare, at=LATER, **arguments)
    act = signed_only(dossier)
    assert "being sealed" in refused(rectifying.prepare, **arguments | {"act_id": act.pk, "at": LATER})


def signed_only(dossier) -> Act:
    at = AT + timedelta(days=10)
    given = dict.fromkeys(stories.unsettled_codes(dossier, ralf()), "demo")
    reviews.conclude(dossier_id=dossier.pk, outcome=Outcome.FAVOURABLE, by=ralf(), at=at, sources=given)
    act = acts.preview(dossier_id=dossier.pk, by=ralf(), at=at)
    return acts.sign(dossier_id=dossier.pk, seen_sha256=act.sha256, by=ralf(), at=at)


def test_an_act_replaced_since_the_page_was_shown_is_told():
    dossier = stories.granted_dossier()
    shown = in_force(dossier, ActKind.ANNEX_46)
    corrected(dossier, jan(), kind=ActKind.ANNEX_46)
    with pytest.raises(Stale, match="replaced since you looked"):
        rectifying.prepare(dossier_id=dossier.pk, act_id=shown.pk, correction=Correction(said="x"), by=jan(), at=LATER)


def test_the_post_sees_the_corrected_decision_once_and_acknowledges_it_anew():
    dossier = stories.granted_dossier()
    declarations.declare(
        dossier_id=dossier.pk, kind=DeclarationKind.VISA_ISSUED, happened_on=(AT + timedelta(days=30)).date(),
        by=stories.post_actor(), at=AT + timedelta(days=31),
    )  # fmt: skip
    new = corrected(dossier, jan(), kind=ActKind.ANNEX_46)
    mira = stories.post_actor()
    rows = [*partner_lists.to_do(mira), *partner_lists.finished(mira)]
    assert [(row.parcel_key, row.notified_at) for row in rows] == [(f"{dossier.reference}/residence_act/2/post", None)]
    assert new.notifications.filter(role="POST").exists()


def test_who_holds_the_old_letter_reads_which_one_replaces_it():
    dossier = stories.granted_dossier()
    old = in_force(dossier, ActKind.ANNEX_46)
    new = corrected(dossier, jan(), kind=ActKind.ANNEX_46)
    issued = {letter.act_id: letter for letter in letters.issued(dossier.reference)}
    assert issued[old.pk].is_corrected and not issued[old.pk].is_in_force
    assert issued[old.pk].replaced_by == f"{dossier.reference}/{new.pk}"
    assert issued[new.pk].is_in_force


@pytest.mark.parametrize(
    "change",
    [
        {"grounds": {}},
        {"state": ActState.SUPERSEDED, "superseded_because": "CORRECTED", "superseded_at": LATER, "kind": "ANNEX_48"},
        {"state": ActState.SIGNED},
        {"sealed_key": "x"},
    ],
)
def test_the_database_lets_a_signed_act_be_sealed_and_replaced_and_nothing_else(change):
    dossier = stories.granted_dossier()
    act = in_force(dossier, ActKind.ANNEX_46)
    with pytest.raises(DatabaseError, match="is signed"), transaction.atomic():
        Act.objects.filter(pk=act.pk).update(**change)


def test_the_database_refuses_a_correction_of_another_kind_and_a_permit_that_changes():
    dossier = stories.granted_dossier()
    old = in_force(dossier, ActKind.ANNEX_46)
    with pytest.raises(DatabaseError, match="no correction"), transaction.atomic():
        Act.objects.create(
            dossier=dossier, track=old.track, kind=ActKind.ANNEX_48, authority=old.authority, language=old.language,
            rectifies=old, prepared_at=LATER, prepared_by="x",
        )  # fmt: skip
    with pytest.raises(DatabaseError, match="never changes"), transaction.atomic():
        dossier.permits.update(card="B")


def test_a_delegation_for_another_category_signs_no_correction():
    dossier = stories.granted_dossier()
    prepared = rectifying.prepare(
        dossier_id=dossier.pk, act_id=in_force(dossier, "ANNEX_46").pk, correction=NAME, by=jan(), at=LATER
    )
    prepared.refresh_from_db()
    Signatory.objects.filter(actor_key="jan").update(categories=["single_permit"])
    sentence = refused(acts.sign, dossier_id=dossier.pk, seen_sha256=prepared.sha256, by=jan(), at=LATER)
    assert "no delegation" in sentence
