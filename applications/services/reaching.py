"""Reaching somebody another way (P2, P24): a registered letter in place of a page or a call, a corrected address.

An officer chooses for one parcel; what becomes of a letter is entered by hand, each step once. The post office leaves a
receipt for it, and `notifications.record` makes of the one that counts what it makes of every other.
"""

import hashlib
from datetime import date, datetime
from typing import Any

from django.core.files.uploadedfile import UploadedFile
from django.db import transaction
from django.utils.formats import date_format
from django.utils.translation import gettext as _

from applications import calendar, files, policies
from applications.actors import Actor
from applications.models import Dossier, Notification, Organisation, Person
from applications.selectors import unreached
from applications.services import posting, progress
from applications.services.refusals import NotAllowed, Stale
from applications.vocabulary import EntryKind, NotificationKind
from exchange import addressees, outbox, registered, tracing, wake
from exchange.vocabulary import Channel

STAMP, TAKE_IN = "exchange.stamp_receipts", "applications.take_in_receipts"
LINES, LONGEST_LINE = 6, 60


@transaction.atomic
def choose_letter(*, notification_id: int, address: str, by: Actor, at: datetime, always: bool = False) -> Notification:
    """Send a notice by registered letter to that address; `always`: all later ones to this addressee as well.

    Raises NotAllowed when it has arrived already, or a letter is on its way.
    """
    dossier, notification = _locked(notification_id, by)
    lines = envelope(address)
    try:
        registered.send(key=notification.parcel_key, address=lines, at=at)
    except registered.OnItsWay as refusal:
        raise NotAllowed(
            _("A registered letter with this notice is on its way. Enter first that it arrived or came back.")
        ) from refusal
    if always:
        addressees.reach(key=notification.addressee_key, channel=Channel.REGISTERED, postal_address=lines)
    _chosen(dossier, notification, Channel.REGISTERED, by=by, at=at)
    return notification


@transaction.atomic
def correct_email(*, notification_id: int, email: str, by: Actor, at: datetime) -> Notification:
    """Call the addressee at another e-mail address, from now on; what had been given up is tried again at once.

    Raises NotAllowed when it has arrived already, or when a letter was chosen meanwhile.
    """
    dossier, notification = _locked(notification_id, by)
    key = notification.addressee_key
    letter = registered.of_parcels([notification.parcel_key]).get(notification.parcel_key)
    if letter is not None and not letter.is_ended:
        raise NotAllowed(_("This notice goes by registered letter. Enter first that it arrived or came back."))
    known = tracing.of([notification.parcel_key])[notification.parcel_key].channel
    channel = Channel.EMAIL if known == Channel.EMAIL else Channel.INBOX_AND_EMAIL
    addressees.reach(key=key, channel=channel, email=email)
    Organisation.objects.filter(key=key).update(email=email)
    if key.startswith("worker:"):
        Person.objects.filter(key=key.removeprefix("worker:")).update(email=email)
    outbox.send_again(keys=[notification.parcel_key])
    _chosen(dossier, notification, channel, by=by, at=at)
    return notification


@transaction.atomic
def enter_posting(*, letter_id: int, slip_number: str, posted_on: date, by: Actor, at: datetime) -> None:
    """The letter was handed to the postal service: its slip and the day. Raises NotAllowed, Stale."""
    letter = _letter(letter_id, by)
    dossier, notification = _of_letter(letter)
    slip = "".join(slip_number.split()).upper()
    if not slip.isalnum() or len(slip) > 40:
        raise NotAllowed(_("Enter the number on the slip: letters and digits, as they stand there."))
    _refuse_day(posted_on, calendar.day_of(letter.asked_at), at, _("This letter was not ready before %(day)s."))
    try:
        registered.enter_posting(
            letter_id=letter_id,
            slip_number=slip,
            posted_on=posted_on,
            happened_at=calendar.midday_of(posted_on, at=at),
            by=by.key,
        )
    except registered.SlipUsed as used:
        raise NotAllowed(_("Another letter carries this slip number. Compare it with the slip.")) from used
    except registered.AlreadyEntered as twice:
        raise Stale(_("The posting of this letter has been entered already.")) from twice
    progress.note(
        dossier,
        EntryKind.LETTER_POSTED,
        by=by,
        at=at,
        basis="P24",
        track=unreached.track_of(notification),
        payload=posting.about(notification)
        | {"posted_on": posted_on.isoformat(), "slip": hashlib.sha256(slip.encode()).hexdigest()},
    )
    _ring()


def enter_end(
    *,
    letter_id: int,
    on: date,
    arrived: bool,
    by: Actor,
    at: datetime,
    proof: "UploadedFile[Any] | None" = None,
) -> None:
    """The letter arrived, or came back; the scan of the slip or the envelope is its proof.

    Raises NotAllowed, Stale; `files.FileRefused` for a scan that cannot be read. Nothing is kept then.
    """
    stored = files.take_in(proof) if proof is not None else None
    try:
        _enter_end(letter_id, on=on, arrived=arrived, by=by, at=at, stored=stored)
    except BaseException:
        if stored is not None:
            files.forget(stored.file_key)
        raise


@transaction.atomic
def _enter_end(
    letter_id: int, *, on: date, arrived: bool, by: Actor, at: datetime, stored: files.Stored | None
) -> None:
    letter = _letter(letter_id, by)
    _of_letter(letter)  # holds the dossier's lock
    if letter.posted_on is None:
        raise NotAllowed(_("Enter first when this letter was posted, and its slip number."))
    _refuse_day(on, letter.posted_on, at, _("This letter was posted on %(day)s: it cannot arrive or return earlier."))
    try:
        registered.enter_end(
            letter_id=letter_id,
            on=on,
            arrived=arrived,
            happened_at=calendar.midday_of(on, at=at),
            by=by.key,
            proof_key=stored.file_key if stored else "",
            proof_sha256=stored.sha256 if stored else "",
        )
    except registered.AlreadyEntered as twice:
        raise Stale(_("What became of this letter has been entered already.")) from twice
    _ring()


def _locked(notification_id: int, by: Actor) -> tuple[Dossier, Notification]:
    """The notice and its dossier, both locked, if the actor may see to its arrival and it has not arrived."""
    dossier_id = Notification.objects.values_list("dossier_id", flat=True).get(pk=notification_id)
    dossier = progress.lock(dossier_id)
    rows = Notification.objects.select_related("request").select_for_update(of=("self",))
    notification = rows.get(pk=notification_id)
    if not (verdict := policies.may_reach(by, dossier, track=unreached.desk_of(notification))):
        raise NotAllowed(verdict.why)
    if notification.notified_at is not None:
        day = date_format(calendar.day_of(notification.notified_at), "j F Y")
        raise Stale(_("This notice arrived on %(day)s: nothing has to be sent again.") % {"day": day})
    trace = tracing.of([notification.parcel_key]).get(notification.parcel_key)
    if trace is not None and trace.available_at and notification.counts_by == NotificationKind.AVAILABLE:
        raise Stale(_("This notice has just arrived on the addressee's page: look again in a moment."))
    return dossier, notification


def _letter(letter_id: int, by: Actor) -> registered.LetterLine:
    letter = registered.get(letter_id, sender=by.authority)
    if not (verdict := policies.may_handle_letters(by, sender=letter.sender)):
        raise NotAllowed(verdict.why)
    return letter


def _of_letter(letter: registered.LetterLine) -> tuple[Dossier, Notification]:
    notification = Notification.objects.select_related("request").get(parcel_key=letter.parcel_key)
    return progress.lock(notification.dossier_id), notification


def _chosen(dossier: Dossier, notification: Notification, channel: Channel, *, by: Actor, at: datetime) -> None:
    """The alarm ends: there is another way, and it is written down who chose it."""
    notification.failed_at = None
    notification.save(update_fields=["failed_at"])
    progress.note(
        dossier,
        EntryKind.CHANNEL_CHOSEN,
        by=by,
        at=at,
        basis="P2, P24",
        track=unreached.track_of(notification),
        payload=posting.about(notification) | {"channel": str(channel)},
    )
    progress.project(dossier, at=at)


def envelope(typed: str) -> str:
    """The lines of an envelope: name, street, postal code and place; the country where it is not Belgium."""
    lines = [" ".join(line.split()) for line in typed.splitlines() if line.strip()]
    if not 2 <= len(lines) <= LINES or any(len(line) > LONGEST_LINE for line in lines):
        raise NotAllowed(
            _("Write the address as it stands on the envelope: two to six lines of at most sixty characters.")
        )
    return "\n".join(lines)


def _refuse_day(day: date, earliest: date, at: datetime, too_early: str) -> None:
    if day > calendar.day_of(at):
        raise NotAllowed(_("This day has not come yet. Enter the day on which it happened."))
    if day < earliest:
        raise NotAllowed(too_early % {"day": date_format(earliest, "j F Y")})


def _ring() -> None:
    """Receipts get their place in the sequence first; what they mean for the dossier is read after."""
    wake.on_commit(STAMP)
    wake.on_commit(TAKE_IN)
