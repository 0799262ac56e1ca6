"""Replaying the journal gives the rows that are there, and says where it does not."""

from datetime import date, timedelta

import pytest

from applications import calendar
from applications.models import Act, Deadline
from applications.selectors import replaying as deadlines
from applications.services import (
    acts,
    closing,
    completeness,
    notifications,
    replaying,
    requests,
    reviews,
    sweeping,
    withdrawal,
)
from applications.vocabulary import Authority, Outcome, Stage
from tests import stories

pytestmark = pytest.mark.django_db
AT = stories.FILED_AT
ON = date(2025, 3, 24)
LATER = AT + timedelta(days=40)


def lapsed():
    dossier = stories.filed_dossier(leave_out=("diploma",))
    stories.tick_everything(dossier, at=AT)
    asks = [completeness.Ask(code="diploma")]
    completeness.ask(dossier_id=dossier.pk, asks=asks, by=stories.officer("lena"), at=AT + timedelta(days=1))
    stories.carry_post(AT + timedelta(days=1))
    sweeping.sweep(at=LATER)
    return dossier


def withdrawn():
    dossier = stories.complete_dossier()
    withdrawal.withdraw(dossier_id=dossier.pk, by=stories.employer_actor(), at=LATER)
    return dossier


def closed():
    dossier = stories.work_granted_dossier()
    by = stories.officer("ralf", signs=True)
    closing.close_without_object(dossier_id=dossier.pk, reason="DEATH", by=by, at=LATER)
    return dossier


def asked():
    dossier = stories.complete_dossier()
    asks = [completeness.Ask(code="sickness_insurance")]
    requests.ask(dossier_id=dossier.pk, asks=asks, by=stories.officer("odile", Authority.FEDERAL), at=LATER)
    return dossier


def refuse(dossier, *, at):
    by = stories.officer("ralf", signs=True)
    ground = "ostbelgien.blue_card.salary"
    given = {"outcome": Outcome.UNFAVOURABLE, "grounds": [ground], "sources": {ground: "read"}}
    reviews.conclude(dossier_id=dossier.pk, by=by, at=at, **given)
    act = acts.preview(dossier_id=dossier.pk, by=by, at=at)
    return acts.sign(dossier_id=dossier.pk, seen_sha256=act.sha256, by=by, at=at)


@pytest.mark.parametrize(
    "story",
    [stories.filed_dossier, stories.granted_dossier, lapsed, withdrawn, closed, asked],
    ids=lambda s: s.__name__,
)
def test_the_rows_of_a_whole_story_follow_from_its_journal(story):
    dossier = story()
    on = max(ON, calendar.day_of(dossier.journal.latest("seq").at))
    assert list(replaying.differences(on=on)) == []


def test_what_arrives_after_a_refusal_does_not_end_the_clocks_on_an_earlier_day():
    # GIVEN a question whose arrival is only heard of once the region has refused
    dossier = stories.complete_dossier()
    asks = [completeness.Ask(code="diploma")]
    requests.ask(dossier_id=dossier.pk, asks=asks, by=stories.officer("lena"), at=AT + timedelta(days=2))
    sweeping.sweep(at=LATER)
    signed = refuse(dossier, at=LATER)
    row = dossier.notifications.get(what="PIECES", role="FILER")
    notifications.record(parcel_key=row.parcel_key, kind=row.counts_by, happened_at=AT + timedelta(days=2))

    # THEN the rows still follow from the journal, before and after the refusal itself has arrived
    assert list(replaying.differences(on=LATER.date())) == []
    row = dossier.notifications.get(act=signed, role="FILER")
    notifications.record(parcel_key=row.parcel_key, kind=row.counts_by, happened_at=LATER)
    assert list(replaying.differences(on=LATER.date())) == []
    assert not dossier.deadlines.filter(ended_on=None).exists()


def test_a_deadline_that_nobody_journalled_is_found():
    dossier = stories.complete_dossier()
    Deadline.objects.create(
        dossier=dossier, track="WORK", rule="invented", version="invented@2024-01-01", starts_on=ON, due_on=ON
    )
    assert any("invented" in line for line in deadlines.differences(on=ON))


def test_a_deadline_that_ended_without_an_entry_is_found():
    dossier = stories.complete_dossier()
    row = dossier.deadlines.filter(ended_on=None).first()
    row.ended_on, row.ended_as = ON, "MET"
    row.save()
    [line] = deadlines.differences(on=ON)
    assert (
        line == f"{dossier}: {row.rule} on {row.track} to {row.due_on} ended on {ON} as MET, in the journal it is open"
    )


def test_a_period_nobody_has_swept_yet_is_no_difference():
    # GIVEN a day on which a period has ended, and the sweep has not come by
    dossier = stories.filed_dossier()
    assert list(replaying.differences(on=LATER.date())) == []
    assert dossier.deadlines.filter(ended_on=None, due_on__lt=LATER.date()).exists()

    # THEN neither is it after the sweep
    sweeping.sweep(at=LATER)
    assert list(replaying.differences(on=LATER.date())) == []


@pytest.mark.parametrize(
    ("field", "value"), [("stage", Stage.SIGN), ("waiting_for", "APPLICANT"), ("due_on", date(2031, 1, 1))]
)
def test_a_work_item_that_somebody_moved_is_found(field, value):
    dossier = stories.complete_dossier()
    dossier.work_items.filter(authority="ostbelgien").update(**{field: value})
    [line] = replaying.differences(on=ON)
    assert line.startswith(f"{dossier}: the work item of ostbelgien is ") and str(value) in line


def test_a_review_and_an_act_that_follow_from_no_entry_are_found():
    dossier = stories.work_granted_dossier()
    dossier.reviews.filter(track="RESIDENCE").update(provisional=Outcome.FAVOURABLE)
    Act.objects.create(
        dossier=dossier, track="RESIDENCE", kind="ANNEX_48", authority="federal", state="PREPARED", prepared_at=AT
    )
    assert list(replaying.differences(on=ON)) == [
        f"{dossier}: the open review of RESIDENCE is FAVOURABLE, its journal says undecided",
        f"{dossier}: the act of RESIDENCE is ANNEX_48 PREPARED, its journal says absent",
    ]
