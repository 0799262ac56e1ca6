"""The endings other than a grant, through the services: each its own act, its own appeal, its own addressees."""

from datetime import timedelta

import pytest
from django.db import connection

from applications import files
from applications.services import acts, reviews
from applications.vocabulary import ActKind, Authority, Ending, Outcome, Stage, State
from exchange.models import Parcel
from tests import stories

pytestmark = pytest.mark.django_db


def refuse(dossier, by, *, at, ground):
    """Conclude unfavourably on one ground, make the letter ready, sign, seal, deliver."""
    reviews.conclude(
        dossier_id=dossier.pk,
        outcome=Outcome.UNFAVOURABLE,
        by=by,
        at=at,
        grounds=[ground],
        reasons={ground: "Der Vertrag läuft nur sechs Monate."},
        sources={ground: "Art. 30.9, read on paper"},
    )
    act = acts.preview(dossier_id=dossier.pk, by=by, at=at)
    acts.sign(dossier_id=dossier.pk, seen_sha256=act.sha256, by=by, at=at)
    for act_id in acts.to_seal(limit=10):
        acts.append_seal(act_id=act_id, at=at)
    stories.carry_post(at)
    dossier.refresh_from_db()
    return dossier.acts.get(pk=act.pk)


def test_a_work_refusal_is_the_regions_act_and_leaves_residence_without_object():
    # GIVEN both desks at work
    dossier = stories.complete_dossier()
    at = stories.FILED_AT + timedelta(days=10)

    # WHEN the region refuses
    act = refuse(dossier, stories.officer("ralf", signs=True), at=at, ground="ostbelgien.blue_card.contract_duration")

    # THEN the application is refused by one act, in German, with its appeal; residence is closed without one (P8)
    assert dossier.state == State.REFUSED
    assert (act.kind, act.authority, act.language) == (ActKind.WORK_REFUSAL, Authority.OSTBELGIEN, "de")
    residence = dossier.reviews.get(track="RESIDENCE")
    assert residence.without_object and residence.outcome == ""
    parcel = Parcel.objects.get(key__contains="work_act", addressee__key="employer:0123456749")
    assert parcel.payload["favourable"] is False
    assert (parcel.payload["appeal"]["within"], parcel.payload["appeal"]["unit"]) == (1, "MONTHS")
    assert not Parcel.objects.filter(addressee__key="post:new-delhi").exists()

    # AND every clock has ended and no desk waits
    assert not dossier.deadlines.filter(ended_on=None).exists()
    assert dossier.deadlines.get(rule="ostbelgien.blue_card.decision").ended_as == Ending.MET
    assert {item.stage for item in dossier.work_items.all()} == {Stage.DONE}
    connection.check_constraints()


def test_a_residence_refusal_is_annex_48_with_the_councils_appeal():
    dossier = stories.work_granted_dossier()
    at = stories.FILED_AT + timedelta(days=20)
    act = refuse(
        dossier, stories.officer("jan", Authority.FEDERAL, signs=True), at=at, ground="federal.blue_card.filed_from"
    )
    assert dossier.state == State.REFUSED
    assert act.kind == ActKind.ANNEX_48
    parcel = Parcel.objects.get(key__contains="residence_act", addressee__key="employer:0123456749")
    assert (parcel.payload["appeal"]["within"], parcel.payload["appeal"]["unit"]) == (30, "DAYS")
    assert not dossier.permits.exists()
    assert files.read(act.sealed_key).startswith(b"%PDF")


def test_an_unfavourable_conclusion_needs_a_ground():
    dossier = stories.complete_dossier()
    with pytest.raises(reviews.GroundsNeeded):
        reviews.conclude(
            dossier_id=dossier.pk, outcome=Outcome.UNFAVOURABLE, by=stories.officer("lena"), at=stories.FILED_AT
        )
