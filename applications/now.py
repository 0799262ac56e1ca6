"""Law time: the instant and the day on which the law is applied.

Only views, tasks and commands call this; everything below them is handed `at=` or `on=`. In the demo a story of
ninety days has to pass in minutes, so law time is wall time plus an offset kept in a one-row table. The offset is
read only where `DEMO_CLOCK` is on (production refuses to start with it); retries, leases and sessions keep to wall
time. Days are days in Belgium, wherever the server stands.
"""

from datetime import date, datetime, timedelta
from zoneinfo import ZoneInfo

from django.conf import settings
from django.db import connection
from django.utils import timezone

BELGIUM = ZoneInfo("Europe/Brussels")


def law_now() -> datetime:
    """The instant at which the law is applied, aware and in UTC."""
    return timezone.now() + _offset()


def law_today() -> date:
    """The day in Belgium at the instant of `law_now`."""
    return law_now().astimezone(BELGIUM).date()


def _offset() -> timedelta:
    """By how much the demo runs ahead; nothing elsewhere, and no query then."""
    if not getattr(settings, "DEMO_CLOCK", False):
        return timedelta()
    with connection.cursor() as cursor:
        cursor.execute("SELECT offset_seconds FROM applications_law_clock")
        row = cursor.fetchone()
    return timedelta(seconds=row[0]) if row else timedelta()
