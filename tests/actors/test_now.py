"""Law time runs ahead in the demo only, and its day is the day in Belgium."""

from datetime import UTC, date, datetime, timedelta

import pytest
from django.db import connection

from applications import now

NIGHT = datetime(2026, 7, 1, 22, 30, tzinfo=UTC)  # half past midnight in Belgium


@pytest.fixture(autouse=True)
def _wall_clock(monkeypatch):
    monkeypatch.setattr(now.timezone, "now", lambda: NIGHT)


def ahead_by(seconds: int) -> None:
    with connection.cursor() as cursor:
        cursor.execute("UPDATE applications_law_clock SET offset_seconds = %s", [seconds])


def test_outside_the_demo_law_time_is_wall_time_and_asks_no_database(settings):
    # GIVEN no database fixture: a query would fail this test
    settings.DEMO_CLOCK = False

    assert now.law_now() == NIGHT


def test_the_day_is_the_one_in_belgium(settings):
    settings.DEMO_CLOCK = False

    assert now.law_today() == date(2026, 7, 2)


@pytest.mark.django_db
def test_in_the_demo_law_time_runs_ahead_by_the_offset(settings):
    settings.DEMO_CLOCK = True
    ahead_by(90 * 86400)

    assert now.law_now() == NIGHT + timedelta(days=90)


@pytest.mark.django_db
def test_an_offset_left_behind_has_no_effect_outside_the_demo(settings):
    settings.DEMO_CLOCK = False
    ahead_by(90 * 86400)

    assert now.law_now() == NIGHT
