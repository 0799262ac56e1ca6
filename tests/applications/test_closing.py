"""Closed without object (P13): for one of five reasons, by the hand of a signatory; everything stops, all are told."""

from datetime import timedelta

import pytest
from django.db import connection

from applications.models import JournalEntry, Signatory
from applications.services import acts, closing, completeness, reviews
from applications.services.refusals import NotAllowed
from applications.vocabulary import Authority, ClosureReason, Outcome, Stage, State
from exchange.models import Parcel
from tests import stories

pytestmark = pytest.mark.django_db
AT = stories.FILED_AT + timedelta(days=15)


def ralf():
    return stories.officer("ralf", signs=True)


def asked_dossier():
    dossier = stories.filed_dossier(leave_out=("diploma",))
    asks = [completeness.Ask(code="diploma")]
    completeness.ask(dossier_id=dossier.pk, asks=asks, by=stories.officer("lena"), at=stories.FILED_AT)
    stories.carry_post(stories.FILED_AT)
    return dossier


def refused(dossier, **changes) -> str:
    """The sentence of the refusal; fails if something was written."""
    before = JournalEntry.objects.count(), Parcel.objects.count()
    arguments = {"reason": ClosureReason.BANKRUPTCY, "by": ralf(), "at": AT} | changes
    with pytest.raises(NotAllowed) as refusal:
        closing.close_without_object(dossier_id=dossier.pk, **arguments)
    assert (JournalEntry.objects.count(), Parcel.objects.count()) == before
    return str(refusal.value)


@pytest.mark.parametrize(
    "tell", [stories.filed_dossier, asked_dossier, stories.complete_dossier, stories.work_granted_dossier]
)
def test_closing_stops_clocks_and_desks_and_tells_everybody(tell):
    # GIVEN an application in any open state
    dossier = tell()

    # WHEN a signatory of the work authority closes it
    closing.close_without_object(dossier_id=dossier.pk, reason=ClosureReason.DEATH, by=ralf(), at=AT)

    # THEN it is closed, with the reason and who signed in the journal
    dossier.refresh_from_db()
    assert dossier.state == State.WITHOUT_OBJECT
    entry = dossier.journal.last()
    assert (entry.kind, entry.actor_key) == ("CLOSED_WITHOUT_OBJECT", "ralf")
    assert entry.said == {"reason": "DEATH", "signatory": Signatory.objects.get(actor_key="ralf").pk}
    connection.check_constraints()

    # AND no clock runs, no review is open, nothing is left to do for either desk
    assert not dossier.deadlines.filter(ended_on=None).exists()
    assert not dossier.reviews.filter(closed_at=None).exists()
    assert {item.stage for item in dossier.work_items.all()} <= {Stage.DONE, Stage.ISSUED}

    # AND applicant and worker hear that it is closed, not why
    parcels = Parcel.objects.filter(key__startswith=f"{dossier.reference}/news/closed")
    assert {parcel.addressee.key for parcel in parcels} == {"employer:0123456749", dossier.worker.addressee_key}
    assert all(parcel.payload["topic"] == "CLOSED" and "DEATH" not in str(parcel.payload) for parcel in parcels)


def test_a_letter_in_preparation_is_dropped():
    dossier = stories.complete_dossier()
    given = dict.fromkeys(stories.unsettled_codes(dossier, ralf()), "read")
    reviews.conclude(dossier_id=dossier.pk, outcome=Outcome.FAVOURABLE, by=ralf(), at=AT, sources=given)
    acts.preview(dossier_id=dossier.pk, by=ralf(), at=AT)
    closing.close_without_object(dossier_id=dossier.pk, reason=ClosureReason.DUPLICATE, by=ralf(), at=AT)
    assert not dossier.acts.exists()


def test_who_may_not_close_is_told_why():
    dossier = stories.filed_dossier()
    assert "signs acts" in refused(dossier, by=stories.officer("lena"))
    assert "work authority" in refused(dossier, by=stories.officer("jan", Authority.FEDERAL, signs=True))
    assert "another authority" in refused(dossier, by=stories.officer("paul", Authority.BRUSSELS, signs=True))
    assert "another authority" in refused(dossier, by=stories.employer_actor())


def test_a_signatory_whose_delegation_has_ended_cannot_close():
    dossier = stories.filed_dossier()
    Signatory.objects.filter(actor_key="ralf").update(valid_until=AT.date())
    assert "no delegation to refuse work on this day" in refused(dossier)


def test_no_other_reason_is_taken():
    assert "one of the reasons" in refused(stories.filed_dossier(), reason="HE_SAID_SO")


def test_what_is_closed_or_decided_is_not_closed_again():
    dossier = stories.granted_dossier()
    assert "closed" in refused(dossier)
    filed = stories.filed_dossier()
    closing.close_without_object(dossier_id=filed.pk, reason=ClosureReason.NATURALISED, by=ralf(), at=AT)
    assert "closed" in refused(filed)
