"""An authority puts on record when it could not be reached (P6), and brings its open deadlines in line.

Recording decides and moves nothing by itself: whether due days move is said per record, by default they do not. The
deadlines are gone over by a task, in batches; those that ended before stay ended.
"""

from collections.abc import Sequence
from datetime import date, datetime

from django.db import IntegrityError, transaction
from django.db.models import Max, Q, QuerySet
from django.utils.formats import date_format
from django.utils.translation import gettext as _

from applications import calendar, policies
from applications.actors import Actor
from applications.models import Deadline, Unavailability
from applications.selectors import unavailabilities
from applications.services import progress
from applications.services.refusals import NotAllowed, Stale
from applications.vocabulary import Authority, Track, UnavailabilityReason
from exchange import wake

FOLLOW_TASK = "applications.follow_unavailability"
BATCH = 100


@transaction.atomic
def record(
    *,
    tracks: Sequence[str],
    from_on: date,
    until_on: date,
    reason: str,
    moves_due: bool,
    by: Actor,
    at: datetime,
) -> list[Unavailability]:
    """Put days on record, on each of those tracks. Raises NotAllowed, also for days that are on record already."""
    if not (verdict := policies.may_record_unavailability(by)):
        raise NotAllowed(verdict.why)
    if reason not in UnavailabilityReason.values:
        raise NotAllowed(_("Choose one of the reasons."))
    if until_on < from_on:
        raise NotAllowed(_("The last day lies before the first."))
    own = {str(policies.track_of(by.authority)), str(Track.OVERALL)}
    if not tracks or not own.issuperset(tracks):
        raise NotAllowed(_("Choose your own track, the whole application, or both."))
    found = []
    for track in dict.fromkeys(tracks):
        row = Unavailability(
            authority=by.authority,
            track=track,
            from_on=from_on,
            until_on=until_on,
            reason=reason,
            moves_due=moves_due,
            recorded_at=at,
            recorded_by=by.key,
            followed_at=None if moves_due else at,
        )
        try:
            with transaction.atomic():
                row.save()
        except IntegrityError as overlap:
            raise NotAllowed(_overlaps(by.authority, track, from_on, until_on)) from overlap
        found.append(row)
    if moves_due:
        wake.on_commit(FOLLOW_TASK)
    return found


@transaction.atomic
def end_early(*, record_id: int, on: date, because: str, by: Actor, at: datetime) -> Unavailability:
    """The authority could be reached again sooner: `on` was the last day. Raises NotAllowed, Stale."""
    row = _unchanged(record_id, by)
    if not row.from_on <= on < row.until_on:
        raise NotAllowed(
            _("Enter a last day from %(first)s on and before %(last)s; annul the record if it never was so.")
            % {"first": date_format(row.from_on, "j F Y"), "last": date_format(row.until_on, "j F Y")}
        )
    row.ended_on = on
    return _change(row, because, by=by, at=at)


@transaction.atomic
def annul(*, record_id: int, because: str, by: Actor, at: datetime) -> Unavailability:
    """The record should not have been made; it stays readable, with the reason. Raises NotAllowed, Stale."""
    row = _unchanged(record_id, by)
    row.is_annulled = True
    return _change(row, because, by=by, at=at)


def to_follow() -> list[int]:
    """Records whose deadlines have still to be gone over."""
    return list(Unavailability.objects.filter(followed_at=None).order_by("id").values_list("id", flat=True))


def follow(*, record_id: int, at: datetime, batch: int = BATCH) -> int:
    """Bring the open deadlines whose day the record touches in line, each dossier in its own transaction; how many.

    Several at once do no harm: a dossier that is in line is left as it is.
    """
    row = Unavailability.objects.filter(pk=record_id, followed_at=None).first()
    if row is None:
        return 0
    seen_until, done = row.changed_at, 0
    newest: int = Deadline.objects.aggregate(newest=Max("id"))["newest"] or 0
    touched, after = _touched(row).filter(id__lte=newest), 0  # not the rows that come of it
    while dossiers := list(touched.filter(id__gt=after).order_by("id").values_list("id", "dossier_id")[:batch]):
        after = dossiers[-1][0]
        for dossier_id in dict.fromkeys(dossier_id for _id, dossier_id in dossiers):
            _bring_in_line(dossier_id, at=at)
            done += 1
    Unavailability.objects.filter(pk=record_id, changed_at=seen_until).update(followed_at=at)
    return done


@transaction.atomic
def _bring_in_line(dossier_id: int, *, at: datetime) -> None:
    progress.project(progress.lock(dossier_id), at=at)


def _touched(row: Unavailability) -> QuerySet[Deadline]:
    """Open deadlines of that track whose day lies in the record, or where the record had moved it to."""
    last = row.until_on
    if row.changed_at is not None:  # back from where the days had gone
        was = [r for r in unavailabilities.concerning(row.authority) if row.track in r.tracks]
        last = calendar.next_working_day(calendar.after_unavailability(row.until_on, was))
    rows = Deadline.objects.filter(ended_on=None, track=row.track, due_on__range=(row.from_on, last))
    return rows if row.authority == Authority.FEDERAL else rows.filter(dossier__authority=row.authority)


def _unchanged(record_id: int, by: Actor) -> Unavailability:
    if not (verdict := policies.may_record_unavailability(by)):
        raise NotAllowed(verdict.why)
    row = Unavailability.objects.select_for_update().get(pk=record_id, authority=by.authority)
    if row.changed_at is not None:
        raise Stale(_("This record has been ended or annulled already."))
    return row


def _change(row: Unavailability, because: str, *, by: Actor, at: datetime) -> Unavailability:
    if not because.strip():
        raise NotAllowed(_("Say why, for whoever reads the deadlines later."))
    row.changed_at, row.changed_by, row.changed_because = at, by.key, because.strip()[:300]
    row.followed_at = None if row.moves_due else row.followed_at
    row.save(update_fields=["ended_on", "is_annulled", "changed_at", "changed_by", "changed_because", "followed_at"])
    if row.moves_due:
        wake.on_commit(FOLLOW_TASK)
    return row


def _overlaps(authority: str, track: str, from_on: date, until_on: date) -> str:
    same = Unavailability.objects.filter(authority=authority, track=track, is_annulled=False, from_on__lte=until_on)
    overlapping = Q(ended_on__gte=from_on) | Q(ended_on=None, until_on__gte=from_on)
    other = same.filter(overlapping).order_by("from_on").first()
    days = {"first": "", "last": ""}
    if other is not None:
        days = {
            "first": date_format(other.from_on, "j F Y"),
            "last": date_format(other.ended_on or other.until_on, "j F Y"),
        }
    return (
        _(
            "From %(first)s to %(last)s stands on record already for this track. Record the other days only, or end or "
            "annul that record first."
        )
        % days
    )
