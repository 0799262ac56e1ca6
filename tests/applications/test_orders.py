"""Both desks work at once; in which order they end is not theirs to choose. The four orders of P10, and what each act
says to whom.
"""

from datetime import timedelta

import pytest
from django.db import connection

from applications import files
from applications.selectors import replaying
from applications.services import acts, reviews
from applications.services.refusals import NotAllowed, Stale
from applications.vocabulary import ActKind, Outcome, Stage, State
from exchange.models import Parcel
from tests import stories
from tests.applications.test_endings import refuse
from tests.applications.test_rectifying import jan, ralf

pytestmark = pytest.mark.django_db
AT = stories.FILED_AT
WORK, RESIDENCE = "ostbelgien.blue_card.contract_duration", "federal.blue_card.filed_from"


def ended(dossier, *, acts_signed: list[str]) -> None:
    dossier.refresh_from_db()
    assert dossier.state == State.REFUSED
    signed = dossier.acts.filter(signed_at__isnull=False).order_by("id")
    assert list(signed.values_list("kind", flat=True)) == acts_signed
    assert not dossier.deadlines.filter(ended_on=None).exists()
    assert not dossier.reviews.filter(closed_at=None).exists()
    assert {item.stage for item in dossier.work_items.all()} == {Stage.DONE}
    assert not dossier.permits.exists()
    connection.check_constraints()
    assert not list(replaying.differences(on=(AT + timedelta(days=30)).date()))


def assessed(dossier, outcome) -> None:
    reviews.assess_provisionally(dossier_id=dossier.pk, outcome=outcome, by=jan(), at=AT + timedelta(days=3))


def test_work_yes_then_residence_no():
    dossier = stories.work_granted_dossier()
    act = refuse(dossier, jan(), at=AT + timedelta(days=20), ground=RESIDENCE)
    ended(dossier, acts_signed=[ActKind.WORK_GRANT, ActKind.ANNEX_48])

    # AND each act has its own appeal: none against the yes, the Council's against annex 48
    parcels = {p.key.split("/")[1]: p.payload for p in Parcel.objects.filter(key__endswith="_act/filer")}
    assert parcels["work_act"]["appeal"] is None
    assert parcels["residence_act"]["appeal"]["body"] == "Rat für Ausländerstreitsachen"
    assert files.read(act.sealed_key).startswith(b"%PDF")


def test_work_no_while_residence_is_pending():
    dossier = stories.complete_dossier()
    refuse(dossier, ralf(), at=AT + timedelta(days=10), ground=WORK)

    # THEN no annex 48 is made: the residence review ends without object, and the Office has nothing to sign
    ended(dossier, acts_signed=[ActKind.WORK_REFUSAL])
    residence = dossier.reviews.get(track="RESIDENCE")
    assert residence.without_object and not residence.outcome
    with pytest.raises(NotAllowed, match="Conclude the review first"):
        acts.preview(dossier_id=dossier.pk, by=jan(), at=AT + timedelta(days=11))
    with pytest.raises(NotAllowed, match="under review"):
        reviews.conclude(dossier_id=dossier.pk, outcome=Outcome.UNFAVOURABLE, by=jan(), at=AT, grounds=[RESIDENCE])
    appeal = Parcel.objects.get(key=f"{dossier.reference}/work_act/filer").payload["appeal"]
    assert "Minister" in appeal["body"] and (appeal["within"], appeal["unit"]) == (1, "MONTHS")


def test_residence_assessed_first_then_both_yes():
    # GIVEN the Office says what it thinks before the region has decided
    dossier = stories.complete_dossier()
    assessed(dossier, Outcome.FAVOURABLE)
    item = dossier.work_items.get(authority="federal")
    assert (item.stage, item.waiting_for) == (Stage.WAITING, "OTHER_DESK")

    # THEN that is no act, nobody is told, and it cannot be signed
    assert not dossier.acts.exists() and not Parcel.objects.filter(key__contains="residence_act").exists()
    with pytest.raises(NotAllowed, match="Conclude the review first"):
        acts.preview(dossier_id=dossier.pk, by=jan(), at=AT + timedelta(days=4))

    # AND after the regional yes it is looked at again, concluded and signed
    stories.decide(dossier, ralf(), at=AT + timedelta(days=10))
    item.refresh_from_db()
    assert item.stage == Stage.REVIEW
    stories.decide(dossier, jan(), at=AT + timedelta(days=20))
    assert dossier.state == State.GRANTED


def test_both_no_is_the_regions_no_alone():
    # GIVEN the Office is minded to refuse as well
    dossier = stories.complete_dossier()
    assessed(dossier, Outcome.UNFAVOURABLE)

    # WHEN the region refuses THEN one refusal stands, with one appeal; the Office's opinion goes nowhere
    refuse(dossier, ralf(), at=AT + timedelta(days=10), ground=WORK)
    ended(dossier, acts_signed=[ActKind.WORK_REFUSAL])
    assert not Parcel.objects.filter(payload__kind="RESIDENCE_REFUSAL").exists()
    with pytest.raises(NotAllowed, match="under review"):
        assessed(dossier, Outcome.FAVOURABLE)


def test_signing_a_refusal_twice_tells_the_second_officer():
    dossier = stories.complete_dossier()
    act = refuse(dossier, ralf(), at=AT + timedelta(days=10), ground=WORK)
    with pytest.raises(Stale, match="signed already"):
        acts.sign(dossier_id=dossier.pk, seen_sha256=act.sha256, by=ralf(), at=AT + timedelta(days=10))
