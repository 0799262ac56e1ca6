"""The day for a command that may run while no database is up."""

from datetime import date

from django.db import DatabaseError
from django.utils import timezone

from applications import now


def law_day() -> date:
    """Law time where it can be read; the calendar's day in Belgium where the demo's offset cannot."""
    try:
        return now.law_today()
    except DatabaseError:
        return timezone.localdate(timezone=now.BELGIUM)
