"""Inviting and coming in, as steps of a story."""

from datetime import UTC, datetime, timedelta
from typing import Any

from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client

from applications.models import Dossier, Invitation
from applications.now import law_now
from applications.services import invitation_keys, invitations
from portal.accounts.models import Membership
from tests import stories

MAIL = "ravi@beispiel.example"
PASSPORT = {
    "document_number": "x 000-0000",  # as people type it
    "birth_date_day": "30",
    "birth_date_month": "7",
    "birth_date_year": "1985",
}
SOMEBODY_ELSES = {**PASSPORT, "document_number": "Y1111111"}
WALL = timedelta(seconds=1)


def wall() -> datetime:
    """When the mail server's clock has passed whatever the database has just written."""
    return datetime.now(UTC) + WALL


def invite(dossier: Dossier, *, at: datetime | None = None, **changes: Any) -> Invitation:
    """An invitation by the employer."""
    wish = {"email": MAIL, "language": "en", "by": stories.employer_actor(), **changes}
    return invitations.invite(dossier_id=dossier.pk, at=at or law_now(), **wish)


def link_of(invitation: Invitation) -> str:
    return f"/accounts/invitation?t={invitation_keys.token_of(invitation.nonce)}"


def come_in(client: Client, invitation: Invitation, typed: dict[str, str] = PASSPORT, **how: Any) -> Any:
    """Send the form of the link."""
    token = invitation_keys.token_of(invitation.nonce)
    return client.post("/accounts/invitation", {"t": token, **typed}, **how)


def door_of(dossier: Dossier) -> Membership:
    """The place that was opened last to the worker of that dossier."""
    dossier.refresh_from_db()
    return Membership.objects.select_related("user", "person").filter(person=dossier.worker).latest("id")


def a_file(word: str = "paper") -> SimpleUploadedFile:
    return SimpleUploadedFile(f"{word}.pdf", stories.a_pdf(word), content_type="application/pdf")
