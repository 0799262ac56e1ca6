"""What begins with a decision: the time to appeal after a no; registration, renewal and expiry after a yes."""

from datetime import date, timedelta

import pytest

from applications import calendar
from applications.clocks import ClockState
from applications.selectors import later_clocks
from applications.services import acts, declarations, reopening, reviews
from applications.vocabulary import DeclarationKind, Outcome
from tests import stories

pytestmark = pytest.mark.django_db
AT = stories.FILED_AT


def later(dossier, *, days=1):
    dossier.refresh_from_db()
    on = (AT + timedelta(days=days)).date()
    found = later_clocks.of(dossier, entries=dossier.journal.all(), on=on)
    return {clock.rule: clock for clock in found}


def refused():
    dossier = stories.complete_dossier()
    ralf, code = stories.officer("ralf", signs=True), "ostbelgien.blue_card.salary"
    reviews.conclude(
        dossier_id=dossier.pk, outcome=Outcome.UNFAVOURABLE, grounds=[code], sources={code: "demo"}, by=ralf, at=AT
    )
    act = acts.preview(dossier_id=dossier.pk, by=ralf, at=AT)
    acts.sign(dossier_id=dossier.pk, seen_sha256=act.sha256, by=ralf, at=AT)
    return dossier


def test_nothing_of_it_runs_before_the_decision():
    assert later(stories.work_granted_dossier()) == {}


def test_the_time_to_appeal_begins_when_the_refusal_arrives():
    # GIVEN a refusal that nobody has been told of
    dossier = refused()
    assert later(dossier) == {}
    # WHEN the post has carried it
    stories.carry_post(AT + timedelta(days=2))
    # THEN the appeal of the work authority runs, from that day
    (clock,) = later(dossier, days=3).values()
    assert clock.rule.startswith("ostbelgien.acts.appeal") and clock.state == ClockState.RUNNING
    assert clock.starts_on == (AT + timedelta(days=2)).date()


def test_a_refusal_that_was_undone_has_no_appeal_left():
    dossier = refused()
    stories.carry_post(AT)
    act = dossier.acts.get()
    acts.append_seal(act_id=act.pk, at=AT)
    assert later(dossier)
    reopening.reopen(
        dossier_id=dossier.pk, act_id=act.pk, reason="APPEAL_UPHELD", basis="decision 7",
        by=stories.officer("ralf", signs=True), at=AT + timedelta(days=5),
    )  # fmt: skip
    assert later(dossier, days=6) == {}


def test_a_permit_shows_its_renewal_and_its_last_day():
    dossier = stories.granted_dossier()
    until = dossier.permit.valid_until
    found = later(dossier, days=21)
    assert found["federal.holding.expiry"].due_on == until
    assert found["federal.holding.renewal_window"].due_on == calendar.add_months(until, -2)
    assert "federal.holding.registration" not in found


def test_whoever_has_arrived_has_eight_days_to_register():
    dossier = stories.granted_dossier(residence=stories.IN_BELGIUM["residence"])
    stories.carry_post(AT)
    arrived = date(2025, 3, 10)
    declarations.declare(
        dossier_id=dossier.pk, kind=DeclarationKind.ARRIVED, happened_on=arrived, by=stories.commune_actor(),
        at=AT + timedelta(days=8),
    )  # fmt: skip
    clock = later(dossier, days=9)["federal.holding.registration"]
    assert (clock.starts_on, clock.due_on) == (arrived, date(2025, 3, 18))
    declarations.declare(
        dossier_id=dossier.pk, kind=DeclarationKind.REGISTERED, happened_on=date(2025, 3, 12),
        by=stories.commune_actor(), at=AT + timedelta(days=10),
    )  # fmt: skip
    assert later(dossier, days=10)["federal.holding.registration"].state == ClockState.MET


def test_none_of_it_is_a_row():
    dossier = refused()
    stories.carry_post(AT)
    assert later(dossier) and not dossier.deadlines.filter(rule__contains="appeal").exists()
