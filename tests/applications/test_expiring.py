"""Drafts expire (P32): a reminder first, to the day; then the draft and its files, and nothing but a number is left."""

from datetime import timedelta

import pytest
from django.core.files.storage import default_storage

from applications import calendar
from applications.models import DocumentVersion, Dossier, ExpiredDrafts
from applications.services import documents, drafting, expiring, submission
from applications.tasks import expire_drafts
from exchange.models import Parcel
from tests import stories

pytestmark = pytest.mark.django_db
SAVED = calendar.beginning_of(stories.FILED_AT.date()) + timedelta(hours=23, minutes=59)  # the last minute of 3 March


def day(number: int, *, hour: int = 0):
    """So many days after the day of the last change, from its first second on."""
    return calendar.beginning_of(SAVED.date() + timedelta(days=number)) + timedelta(hours=hour)


@pytest.fixture
def draft():
    dossier = stories.draft(at=SAVED)
    stories.attach_everything(dossier, by=stories.employer_actor(), at=SAVED)
    return dossier


def run(at) -> tuple[int, int]:
    """What the task does at that instant: how many were reminded, how many deleted."""
    reminded = sum(expiring.remind(dossier_id=pk, at=at) for pk in expiring.to_remind(at=at))
    return reminded, sum(expiring.expire(dossier_id=pk, at=at) for pk in expiring.to_expire(at=at))


def test_the_filer_is_reminded_on_the_seventy_sixth_day_and_once(draft):
    assert run(day(75, hour=23)) == (0, 0)
    assert run(day(76)) == (1, 0)
    assert run(day(77)) == (0, 0)
    parcel = Parcel.objects.get(key__startswith="draft/")
    assert parcel.payload["topic"] == "DRAFT_EXPIRES"
    assert parcel.payload["happened_on"] == str(SAVED.date() + timedelta(days=90))
    assert (parcel.language, parcel.addressee.key) == ("de", "employer:0123456749")
    assert "Beispiel" not in str(parcel.payload)


def test_it_is_kept_through_the_ninetieth_day_and_gone_on_the_next(draft):
    keys = list(DocumentVersion.objects.values_list("file_key", flat=True))
    run(day(76))
    assert run(day(90, hour=23)) == (0, 0)
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr("django.db.transaction.on_commit", lambda then, **_: then())
        assert run(day(91)) == (0, 1)
    assert not Dossier.objects.filter(pk=draft.pk).exists()
    assert keys and not any(default_storage.exists(key) for key in keys)
    assert list(ExpiredDrafts.objects.values_list("on", "number")) == [(day(91).date(), 1)]


def test_without_a_reminder_nothing_is_deleted_however_late(draft):
    # GIVEN a machine that stood still for a year
    assert expiring.to_expire(at=day(365)) == []
    assert run(day(365)) == (1, 0)

    # THEN the reminder has its fourteen days first
    assert run(day(379)) == (0, 0)
    assert run(day(380)) == (0, 1)


@pytest.mark.parametrize("change", ["step", "paper", "removal"])
def test_any_change_begins_the_time_anew(draft, change):
    run(day(76))
    by, at = stories.employer_actor(), day(80)
    if change == "step":
        drafting.save_step(dossier_id=draft.pk, step="job", answers={}, typed={}, by=by, at=at)
    elif change == "paper":
        stories.attach_everything(draft, by=by, at=at)
    else:
        documents.remove(dossier_id=draft.pk, code="diploma", by=by, at=at)
    assert run(day(91)) == (0, 0)
    assert run(day(156)) == (1, 0)
    assert run(day(171)) == (0, 1)


def test_what_was_filed_meanwhile_stays(draft):
    run(day(76))
    submission.submit(dossier_id=draft.pk, by=stories.employer_actor(), at=day(80))
    assert expiring.expire(dossier_id=draft.pk, at=day(91)) is False
    assert Dossier.objects.get(pk=draft.pk).reference


def test_the_days_are_configuration(draft, settings):
    settings.DRAFT_DAYS, settings.DRAFT_REMINDER_DAYS = 10, 3
    assert run(day(6)) == (0, 0)
    assert run(day(7)) == (1, 0)
    assert run(day(11)) == (0, 1)


def test_the_task_goes_in_small_batches_and_finds_what_is_due(draft, settings, monkeypatch):
    settings.DRAFT_DAYS, settings.DRAFT_REMINDER_DAYS = 0, 0
    monkeypatch.setattr("applications.tasks.law_now", lambda: day(1))
    for _number in range(3):
        stories.draft(at=SAVED, by=stories.employer_actor())
    assert len(expiring.to_remind(at=day(1), limit=2)) == 2
    expire_drafts()
    monkeypatch.setattr("applications.tasks.law_now", lambda: day(2))
    expire_drafts()
    assert not Dossier.objects.filter(state="DRAFT").exists()
    assert ExpiredDrafts.objects.get().number == 4


def test_the_reminder_can_be_opened_in_the_inbox(draft, client_as):
    run(day(76))
    stories.carry_post(day(76))
    key = Parcel.objects.get(key__startswith="draft/").key
    page = client_as("employer").get(f"/inbox/{key}")
    assert page.status_code == 200 and "it is deleted with its files" in page.text
    assert client_as("employer").get("/inbox/").status_code == 200
