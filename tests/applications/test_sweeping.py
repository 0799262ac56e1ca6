"""Deadlines end within seconds of their instant, and being asked every few seconds costs next to nothing."""

from datetime import datetime, timedelta

import pytest

from applications import calendar
from applications.models import Deadline
from applications.services import sweeping
from portal.celery import app
from tests import stories

pytestmark = pytest.mark.django_db
SUNDAY = calendar.beginning_of(datetime(2025, 6, 2).date())  # noqa: DTZ001 - ninety days end on Sunday 1 June 2025


def test_the_sweep_is_asked_at_least_every_five_seconds():
    entry = next(e for e in app.conf.beat_schedule.values() if e["task"] == "applications.lapse_overdue")
    assert entry["schedule"] <= 5


def test_a_deadline_ends_with_the_first_second_of_the_day_after():
    stories.filed_dossier()  # ten days for completeness: until Thursday 13 March
    last = calendar.beginning_of(datetime(2025, 3, 14).date())  # noqa: DTZ001 - a day
    sweeping.sweep(at=last - timedelta(seconds=1))
    assert Deadline.objects.filter(ended_on=None).count() == 2
    sweeping.sweep(at=last)
    assert {row.ended_as for row in Deadline.objects.all()} == {"LAPSED"}


def test_what_stays_open_for_a_later_reading_is_looked_at_once_a_day(django_assert_num_queries):
    # GIVEN a last day on a Sunday, to which nobody is held before Monday is over
    dossier = stories.complete_dossier()
    sweeping.sweep(at=SUNDAY)
    assert dossier.deadlines.filter(track="WORK", ended_on=None).exists()

    # WHEN the sweep is asked again on that day, THEN it looks once at the index and at no dossier
    with django_assert_num_queries(1):
        assert sweeping.sweep(at=SUNDAY + timedelta(hours=5)) == 0

    # AND the next day ends it
    sweeping.sweep(at=SUNDAY + timedelta(days=1))
    assert not dossier.deadlines.filter(track="WORK", ended_on=None).exists()


def test_a_day_that_passed_before_it_was_known_ends_at_the_next_look():
    dossier = stories.filed_dossier()
    sweeping.sweep(at=SUNDAY)
    late = Deadline.objects.create(
        dossier=dossier, track="OVERALL", rule="x", version="x@1", starts_on="2025-03-01", due_on="2025-03-02"
    )
    sweeping.sweep(at=SUNDAY + timedelta(seconds=5))
    late.refresh_from_db()
    assert late.ended_as == "STOPPED"
