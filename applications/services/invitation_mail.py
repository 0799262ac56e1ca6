"""Sending invitations: a row is claimed under a lease, the e-mail handed over, the row closed. Lost nowhere.

A killed sender's lease runs out and the e-mail goes again, under the same Message-ID and with the same link.
"""

from datetime import datetime, timedelta

from django.conf import settings
from django.db import transaction
from django.template.loader import render_to_string
from django.utils import translation
from django.utils.formats import date_format
from django.utils.timezone import localtime

from applications.models import Invitation
from applications.selectors import invitations
from applications.services import invitation_keys
from applications.vocabulary import InvitationState
from exchange import mail

LEASE = timedelta(minutes=1)
FIRST_PAUSE, LONGEST_PAUSE = timedelta(seconds=10), timedelta(hours=1)
MOST_ATTEMPTS = 40  # about a day and a half with the longest pause; then it is said and a person renews


def send_next(*, now: datetime) -> bool:
    """Send one invitation that is due, by wall time. False when there is none."""
    invitation = _claim(now=now)
    if invitation is None:
        return False
    this = Invitation.objects.filter(pk=invitation.pk)
    try:
        mail.hand_over(
            to=invitation.email,
            **_written(invitation),
            language=invitation.language,
            message_id=_message_id(invitation),
        )
    except mail.Refused as refusal:
        this.update(attempts=MOST_ATTEMPTS, problem=str(refusal))
    except mail.Unreachable as silence:
        pause = min(FIRST_PAUSE * 2 ** min(invitation.attempts, 16), LONGEST_PAUSE)
        this.update(send_after=now + pause, problem=str(silence))
    else:
        this.update(sent_at=now, problem="")
    return True


@transaction.atomic
def _claim(*, now: datetime) -> Invitation | None:
    due = Invitation.objects.filter(
        sent_at=None, state=InvitationState.OPEN, send_after__lte=now, attempts__lt=MOST_ATTEMPTS
    )
    invitation = due.order_by("send_after").select_for_update(skip_locked=True).first()
    if invitation is not None:
        invitation.send_after, invitation.attempts = now + LEASE, invitation.attempts + 1
        invitation.save(update_fields=["send_after", "attempts"])
    return invitation


def _written(invitation: Invitation) -> dict[str, str]:
    """Subject and body in the worker's language: who invites, the link and its last day; nothing else of anybody."""
    link = f"{settings.PUBLIC_URL}/accounts/invitation?t={invitation_keys.token_of(invitation.nonce)}"
    with translation.override(invitation.language):
        until = date_format(localtime(invitation.expires_at), "j F Y, H:i")
    said = {"inviter": invitations.inviter(invitation), "link": link, "until": until}
    subject, _newline, body = render_to_string(f"mail/invitation.{invitation.language}.txt", said).partition("\n")
    return {"subject": subject.strip(), "body": body.lstrip("\n")}


def _message_id(invitation: Invitation) -> str:
    domain = str(settings.DEFAULT_FROM_EMAIL).rpartition("@")[2].rstrip(">")
    return f"<invitation-{invitation.pk}@{domain}>"
