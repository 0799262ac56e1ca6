"""The applicant gives up, at every moment the table allows: clocks stop, desks are done, the others are told."""

from datetime import timedelta

import pytest
from django.db import connection

from applications.services import withdrawal
from applications.services.refusals import NotAllowed
from applications.vocabulary import Stage, State
from exchange.models import Parcel
from tests import stories

pytestmark = pytest.mark.django_db


@pytest.mark.parametrize("tell", [stories.filed_dossier, stories.complete_dossier, stories.work_granted_dossier])
def test_withdrawing_stops_clocks_and_desks_and_tells_the_worker(tell):
    # GIVEN an application that is not decided yet
    dossier = tell()

    # WHEN whoever filed withdraws it
    withdrawal.withdraw(dossier_id=dossier.pk, by=stories.employer_actor(), at=stories.FILED_AT + timedelta(days=15))

    # THEN it is closed, in the journal as well
    dossier.refresh_from_db()
    assert dossier.state == State.WITHDRAWN
    assert dossier.journal.last().kind == "WITHDRAWN"
    connection.check_constraints()

    # AND no clock runs, no desk waits, and the worker hears of it
    assert not dossier.deadlines.filter(ended_on=None).exists()
    assert {item.stage for item in dossier.work_items.all()} == {Stage.DONE}
    assert Parcel.objects.filter(key__contains="withdrawn", addressee__key=dossier.worker.addressee_key).exists()


def test_a_granted_application_cannot_be_withdrawn():
    dossier = stories.granted_dossier()
    with pytest.raises(NotAllowed, match="closed"):
        withdrawal.withdraw(dossier_id=dossier.pk, by=stories.employer_actor(), at=stories.FILED_AT)


def test_an_officer_cannot_withdraw_for_the_applicant():
    dossier = stories.filed_dossier()
    with pytest.raises(NotAllowed, match="filed"):
        withdrawal.withdraw(dossier_id=dossier.pk, by=stories.officer("lena"), at=stories.FILED_AT)
