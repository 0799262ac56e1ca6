"""Alarm clocks: they find what may be due and call the service, which looks again under its lock."""

import logging
from datetime import UTC, datetime

from celery import shared_task

from applications.now import law_now
from applications.services import (
    acts,
    documents,
    expiring,
    invitation_mail,
    mandates,
    notifications,
    scanning,
    simulating,
    sweeping,
    translating,
    unavailability,
)
from exchange import seal, wake

logger = logging.getLogger(__name__)

BATCH = 100
FAIR_SHARE = 200
LAPSE_TASK = "applications.lapse_overdue"


@shared_task(name="applications.take_in_receipts", acks_late=True, ignore_result=True)  # type: ignore[untyped-decorator]
def take_in_receipts(**_: object) -> None:
    """Turn receipts of the post office into notifications."""
    while notifications.take_in():
        pass


@shared_task(name="applications.seal_acts", acks_late=True, ignore_result=True)  # type: ignore[untyped-decorator]
def seal_acts(**_: object) -> None:
    """Seal what has been signed; a letter whose key is missing waits and holds nobody up."""
    for act_id in acts.to_seal(limit=BATCH):
        try:
            acts.append_seal(act_id=act_id, at=law_now())
        except seal.NoSealKey:
            logger.exception("act %d waits for a seal key", act_id)


@shared_task(name="applications.scan_documents", acks_late=True, ignore_result=True)  # type: ignore[untyped-decorator]
def scan_documents(**_: object) -> None:
    """Have the scanner look at what came in."""
    for version_id, file_key in documents.pending_scans(limit=BATCH):
        scanning.scan(version_id=version_id, file_key=file_key, at=law_now())
    for translation_id, file_key in translating.pending_scans(limit=BATCH):
        scanning.scan_translation(translation_id=translation_id, file_key=file_key, at=law_now())
    for mandate_id, file_key in mandates.pending_scans(limit=BATCH):
        scanning.scan_mandate(mandate_id=mandate_id, file_key=file_key)


@shared_task(name=LAPSE_TASK, acks_late=True, ignore_result=True)  # type: ignore[untyped-decorator]
def lapse_overdue(**_: object) -> None:
    """Record deadlines that ran out. At a midnight of thousands the post and the seals get their turn in between."""
    if sweeping.sweep(at=law_now(), most=FAIR_SHARE) >= FAIR_SHARE:
        wake.on_commit(LAPSE_TASK)


@shared_task(name="applications.follow_unavailability", acks_late=True, ignore_result=True)  # type: ignore[untyped-decorator]
def follow_unavailability(**_: object) -> None:
    """Bring deadlines in line with what authorities put on record."""
    for record_id in unavailability.to_follow():
        unavailability.follow(record_id=record_id, at=law_now())


@shared_task(name="applications.expire_drafts", acks_late=True, ignore_result=True)  # type: ignore[untyped-decorator]
def expire_drafts(**_: object) -> None:
    """Remind of drafts that nobody changes, and delete those whose time is over; a small batch each time."""
    at = law_now()
    for dossier_id in expiring.to_remind(at=at):
        expiring.remind(dossier_id=dossier_id, at=at)
    for dossier_id in expiring.to_expire(at=at):
        expiring.expire(dossier_id=dossier_id, at=at)


@shared_task(name=simulating.TASK, acks_late=True, ignore_result=True)  # type: ignore[untyped-decorator]
def simulate_law(**_: object) -> None:
    """Take a draft of law a stride further and ring again, so that the post goes on in between; delete what is old."""
    at = law_now()
    simulating.expire(at=at)
    if simulating.proceed(at=at):
        wake.on_commit(simulating.TASK)


@shared_task(name="applications.send_invitations", acks_late=True, ignore_result=True)  # type: ignore[untyped-decorator]
def send_invitations(**_: object) -> None:
    """Send invitations to workers; leases and pauses are wall time, as for all mail."""
    for _each in range(BATCH):
        if not invitation_mail.send_next(now=datetime.now(UTC)):  # noqa: TID251 - the mail server knows no law time
            break
