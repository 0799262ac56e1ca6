"""Drafts that nobody changes any more: their filer is reminded, then they are deleted with their files (P32).

How long is configuration, not law (`DRAFT_DAYS`, `DRAFT_REMINDER_DAYS`). A draft is never deleted before the reminder
has been out for its whole time, whatever became of the machine meanwhile; what came on paper has been received and is
no draft in this sense. Of what was deleted only a number per day is kept.
"""

from datetime import date, datetime, timedelta

from django.conf import settings
from django.db import transaction
from django.db.models import F

from applications import calendar
from applications.models import Dossier, Draft, ExpiredDrafts
from applications.services import drafting, posting
from applications.vocabulary import Intake, State
from exchange import contracts, outbox
from exchange.vocabulary import NewsTopic

BATCH = 50


def last_day(draft: Draft) -> date:
    """The last day on which the draft is kept, as it stands now."""
    kept = calendar.add_days(calendar.day_of(draft.saved_at), settings.DRAFT_DAYS)
    if draft.reminded_at is None:
        return kept
    return max(kept, calendar.add_days(calendar.day_of(draft.reminded_at), settings.DRAFT_REMINDER_DAYS))


def to_remind(*, at: datetime, limit: int = BATCH) -> list[int]:
    """Dossiers of drafts whose filer is to be told, longest unchanged first."""
    on = _changed_before(settings.DRAFT_DAYS - settings.DRAFT_REMINDER_DAYS - 1, at=at)
    rows = Draft.objects.filter(saved_at__lt=on, reminded_at=None, dossier__intake=Intake.ELECTRONIC)
    return list(rows.order_by("saved_at").values_list("pk", flat=True)[:limit])


def to_expire(*, at: datetime, limit: int = BATCH) -> list[int]:
    """Dossiers of drafts whose time is over, longest unchanged first."""
    told = _changed_before(settings.DRAFT_REMINDER_DAYS, at=at)
    rows = Draft.objects.filter(saved_at__lt=_changed_before(settings.DRAFT_DAYS, at=at), reminded_at__lt=told)
    return list(rows.order_by("saved_at").values_list("pk", flat=True)[:limit])


@transaction.atomic
def remind(*, dossier_id: int, at: datetime) -> bool:
    """Tell the filer, in his language, until when the draft is kept. Once per stretch without a change."""
    draft = _locked(dossier_id)
    if draft is None or draft.reminded_at is not None:
        return False
    if calendar.day_of(at) < last_day(draft) - timedelta(days=settings.DRAFT_REMINDER_DAYS):
        return False
    draft.reminded_at = at
    draft.save(update_fields=["reminded_at"])
    workspace = draft.dossier.workspace
    notice = contracts.News(
        reference="",
        language=workspace.language,
        authority="federal",
        topic=NewsTopic.DRAFT_EXPIRES,
        happened_on=last_day(draft),
    )
    key = f"draft/{draft.dossier.key}/expires/{last_day(draft)}"
    outbox.post_many(
        [outbox.Posting(notice=notice, to=workspace.key, key=key)], at=at, registering=[posting.registration(workspace)]
    )
    return True


@transaction.atomic
def expire(*, dossier_id: int, at: datetime) -> bool:
    """Delete the draft and its files, and count it; nothing when it was changed or filed in between."""
    draft = _locked(dossier_id)
    if draft is None or draft.reminded_at is None or calendar.day_of(at) <= last_day(draft):
        return False
    drafting.remove(draft.dossier)
    counted, _new = ExpiredDrafts.objects.get_or_create(on=calendar.day_of(at))
    ExpiredDrafts.objects.filter(pk=counted.pk).update(number=F("number") + 1)
    return True


def _locked(dossier_id: int) -> Draft | None:
    """The draft, its dossier locked; None once it is filed, deleted, or in somebody's hands right now."""
    dossier = Dossier.objects.select_for_update(of=("self",), skip_locked=True).filter(pk=dossier_id).first()
    if dossier is None or dossier.state != State.DRAFT or dossier.intake == Intake.PAPER:
        return None
    return Draft.objects.select_for_update(of=("self",)).select_related("dossier__workspace").get(pk=dossier_id)


def _changed_before(days: int, *, at: datetime) -> datetime:
    """The end of the day, in Belgium, that lies more than so many days back."""
    first = calendar.day_of(at) - timedelta(days=days)
    return calendar.beginning_of(first)
