"""Deadlines whose day has passed: their dossiers are brought in line, each in its own transaction.

Several sweeps at once share the work: whoever holds a dossier handles it, and one that another sweep has just handled
is recognised by having no passed deadline any more. (Handled in the instant between look and lock, it is brought in
line once more, which changes nothing.) A sweep that finds nothing costs one probe of an
index, so that it may be rung every other second.
"""

import logging
from datetime import date, datetime, timedelta

from django.db import OperationalError, connection, transaction

from applications import calendar
from applications.models import Dossier
from applications.services import completeness, progress, tacit_grants

logger = logging.getLogger(__name__)

BATCH = 500
ONE_DAY = timedelta(days=1)
Place = tuple[date, int]
FIRST: Place = (date.min, 0)

# In the order of the index of open deadlines: what has ended or is not due is never looked at. Plain SQL, because
# putting the query together takes the ORM several times as long as PostgreSQL takes to answer it.
PASSED = """
SELECT due_on, id, dossier_id FROM applications_deadline
WHERE ended_on IS NULL AND due_on <= %s AND (due_on, id) > (%s, %s)
ORDER BY due_on, id LIMIT %s
"""


def sweep(*, at: datetime, most: int | None = None) -> int:
    """Bring every dossier with a passed deadline in line, or that many; answers how many.

    A dossier that cannot be handled is logged, and left behind without holding up those after it.
    """
    until = _last_day_over(calendar.day_of(at))
    done, place = 0, FIRST
    while rows := _passed(until=until, after=place):
        place = rows[-1][:2]
        for dossier_id in dict.fromkeys(dossier_id for _due_on, _id, dossier_id in rows):
            done += _try(dossier_id, until=until, at=at)
            if done == most:
                return done
    return done


def _last_day_over(on: date) -> date:
    """The newest last day that is surely over. One on a free day may yet move to the next working day (P6)."""
    day = on - ONE_DAY
    while calendar.next_working_day(day) >= on:
        day -= ONE_DAY
    return day


def _passed(*, until: date, after: Place) -> list[tuple[date, int, int]]:
    with connection.cursor() as cursor:
        cursor.execute(PASSED, [until, *after, BATCH])
        return list(cursor.fetchall())


def _try(dossier_id: int, *, until: date, at: datetime) -> bool:
    try:
        return _bring_in_line(dossier_id, until=until, at=at)
    except OperationalError:
        raise  # the database is away or wants to be asked again: the next sweep finds all that is left
    except Exception:  # the ten thousand behind this one shall not wait for its cure
        logger.exception("dossier %d cannot be brought in line with its deadlines", dossier_id)
        return False


@transaction.atomic
def _bring_in_line(dossier_id: int, *, until: date, at: datetime) -> bool:
    still = Dossier.objects.filter(pk=dossier_id, deadlines__ended_on=None, deadlines__due_on__lte=until)
    dossier = still.select_for_update(of=("self",), skip_locked=True).first()
    if dossier is None:  # somebody else holds it, or has handled it since we looked
        return False
    if not completeness.record_lapse(dossier, at=at) and not tacit_grants.propose(dossier, at=at):
        progress.project(dossier, at=at)
    return True
