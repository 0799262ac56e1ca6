"""The alarm clocks: rung after the commit, harmless when nobody listens."""

import time

import pytest
from celery import Celery
from django.db import transaction

from exchange import addressees, outbox, receipts, tasks, wake
from exchange.vocabulary import AddresseeKind
from tests.exchange.test_outbox import AT, COMPLETE


@pytest.fixture
def nobody_listens(tmp_path):
    """A broker whose socket does not exist."""
    from celery import _state

    before = _state.get_current_app()
    app = Celery("deaf", broker=f"redis+socket://{tmp_path}/absent", set_as_current=False)
    _state._set_current_app(app)
    _state._tls.current_app = app
    yield
    _state._set_current_app(before)


@pytest.mark.own_database
def test_a_commit_survives_a_broker_that_is_not_there(nobody_listens, caplog):
    # WHEN a notice is posted while nobody can be woken
    addressees.register(key="employer:1", kind=AddresseeKind.EMPLOYER, language="de")
    started = time.monotonic()
    with transaction.atomic():
        outbox.post(COMPLETE, to="employer:1", key="WB/complete", at=AT)

    # THEN the commit stands, quickly, and the log says that the poll will find it
    assert time.monotonic() - started < 3
    assert "the poll will find it" in caplog.text

    # AND it does: delivered, and its receipt has a position
    tasks.deliver_due()
    assert [(fact.position, fact.kind) for fact in receipts.after(0)] == [(1, "AVAILABLE")]


def test_nobody_is_woken_for_what_was_rolled_back(db, django_capture_on_commit_callbacks):
    addressees.register(key="employer:1", kind=AddresseeKind.EMPLOYER, language="de")
    with django_capture_on_commit_callbacks() as rung, pytest.raises(ZeroDivisionError), transaction.atomic():
        wake.on_commit("exchange.deliver")
        raise ZeroDivisionError
    assert rung == []


def test_the_tasks_have_the_names_by_which_they_are_rung():
    assert tasks.deliver_due.name == outbox.DELIVER
    assert tasks.stamp_receipts.name == "exchange.stamp_receipts"
