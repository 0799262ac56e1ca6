"""The worker's way in (P20): invited by e-mail, bound to dossier, address and passport, let in once.

Whoever opens the link types the number of the travel document and the birth date as the dossier states them; five
wrong tries lock it. A try that fails writes nothing but that it failed. What can no longer be used says why, each in
a sentence of its own.
"""

import secrets
from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime, timedelta

from django.conf import settings
from django.core.exceptions import ValidationError
from django.core.validators import validate_email
from django.db import transaction
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from applications import calendar, policies
from applications.actors import Actor
from applications.models import Dossier, Invitation, Person
from applications.models.invitation import MOST_TRIES
from applications.selectors import invitations as found
from applications.services import invitation_keys, posting, progress
from applications.services.refusals import NotAllowed, Stale
from applications.vocabulary import Assurance, Capacity, EntryKind, InvitationState, Relation
from exchange import wake

SEND_TASK = "applications.send_invitations"
OF_AGE = 18  # when nobody else need act for a worker: assumption, UNVERIFIED; no source at hand says it for permits
LANGUAGES = ("fr", "nl", "de", "en")


class UnknownInvitation(NotAllowed):
    """No invitation has that link."""

    def __init__(self) -> None:
        super().__init__(
            _(
                "This link opens no invitation. Copy the whole address from the e-mail, or ask whoever invited you "
                "to send a new one."
            )
        )


class WrongIdentity(NotAllowed):
    """What was typed is not what the dossier states; `left` tries remain."""

    def __init__(self, left: int) -> None:
        self.left = left
        super().__init__(LOCKED if left == 0 else WRONG)


USED = _(
    "This invitation has been used already; each opens once. If that was you, sign in with a code by e-mail. If it was "
    "not, tell the authority that handles the application."
)
REVOKED = _("This invitation was withdrawn or replaced by a newer one. Use the newest e-mail, or ask for another.")
EXPIRED = _("This invitation has run out. Ask whoever invited you to renew it; what the application says is unchanged.")
LOCKED = _(
    "This invitation is locked: the travel document and birth date typed were wrong five times. Ask whoever invited "
    "you to check what the application says about you, and to renew the invitation."
)
WRONG = _(
    "These are not the travel document and birth date of the person invited. Type them as they stand in the travel "
    "document. An invitation that was passed on to you cannot be used by you (P20)."
)
CHANGED = _(
    "The travel document or birth date in the application was changed after you were invited. Ask whoever invited you "
    "to renew the invitation."
)


@dataclass(frozen=True, slots=True)
class Guest:
    """Who comes in by an invitation, and by which: what the portal needs to open a door."""

    invitation: Invitation
    person: Person
    display_name: str


@dataclass(frozen=True, slots=True)
class _Wish:
    """To whom an invitation is to go."""

    email: str
    language: str
    representative: str
    relation: str


@transaction.atomic
def invite(
    *,
    dossier_id: int,
    email: str,
    language: str,
    by: Actor,
    at: datetime,
    representative: str = "",
    relation: str = "",
) -> Invitation:
    """Invite the worker, or whoever represents a minor (P17). The e-mail leaves after the commit. Raises NotAllowed."""
    dossier = progress.lock(dossier_id, "workspace", "employer")
    _refuse_unless_may_invite(dossier, by)
    if dossier.invitations.filter(state=InvitationState.OPEN).exists():
        raise NotAllowed(_("An invitation is waiting already. Renew it to send it again, or withdraw it first."))
    return _send_new(dossier, _Wish(email.strip(), language, representative.strip(), relation), by=by, at=at)


@transaction.atomic
def renew(*, dossier_id: int, invitation_id: int, by: Actor, at: datetime) -> Invitation:
    """A new link to the same address, with new days and new tries; the old one is dead. Raises NotAllowed."""
    dossier = progress.lock(dossier_id, "workspace", "employer")
    _refuse_unless_may_invite(dossier, by)
    former = _of(dossier, invitation_id)
    if former.state != InvitationState.OPEN:
        raise NotAllowed(_("Only an invitation that still waits can be renewed. Write a new one instead."))
    _end(former, InvitationState.REVOKED, at=at)
    wish = _Wish(former.email, former.language, former.representative_name, former.relation)
    return _send_new(dossier, wish, by=by, at=at)


@transaction.atomic
def revoke(*, dossier_id: int, invitation_id: int, by: Actor, at: datetime) -> None:
    """Take an invitation back before it is used. Raises NotAllowed."""
    dossier = progress.lock(dossier_id)
    if not (verdict := policies.may_invite_worker(by, dossier)):
        raise NotAllowed(verdict.why)
    invitation = _of(dossier, invitation_id)
    if invitation.state == InvitationState.ACCEPTED:
        raise Stale(_("The worker has come in by this invitation; there is nothing left to withdraw."))
    if invitation.state == InvitationState.OPEN:
        _end(invitation, InvitationState.REVOKED, at=at)


def look(*, token: str, at: datetime) -> Invitation:
    """The invitation behind a link, if it can still be used. Raises UnknownInvitation, NotAllowed. Writes nothing."""
    invitation = found.find_by_hash(invitation_keys.token_hash(token))
    if invitation is None:
        raise UnknownInvitation
    if why := _not_usable(invitation, at=at):
        raise NotAllowed(why)
    return invitation


def accept(
    *,
    token: str,
    document_number: str,
    birth_date: str,
    notice: str,
    at: datetime,
    welcome: Callable[[Guest], Actor],
) -> Invitation:
    """Let the worker in. `welcome` opens the door in the same transaction and says under which key he acts.

    `notice` is the version of the information that was shown (P32). Raises UnknownInvitation, WrongIdentity (after
    the failed try has been kept), NotAllowed.
    """
    known = found.find_by_hash(invitation_keys.token_hash(token))
    if known is None:
        raise UnknownInvitation
    typed = invitation_keys.identity_hash(document_number=document_number, birth_date=birth_date)
    with transaction.atomic():
        dossier = progress.lock(known.dossier_id, "worker")
        invitation = dossier.invitations.select_for_update().get(pk=known.pk)
        if why := _not_usable(invitation, at=at):
            raise NotAllowed(why)
        fits = invitation_keys.same(typed, invitation.identity_hash)
        if fits:
            _let_in(dossier, invitation, notice=notice, at=at, welcome=welcome)
        else:
            invitation.tries += 1
            invitation.save(update_fields=["tries"])
    if not fits:  # said outside: the try stays
        raise WrongIdentity(MOST_TRIES - invitation.tries)
    return invitation


def identity_now(dossier: Dossier) -> str:
    """The keyed hash of what the dossier states now; empty where it names no travel document or no birth date."""
    worker = found.worker_of(dossier)
    if not worker.travel_document.number or not worker.birth_date:
        return ""
    return invitation_keys.identity_hash(document_number=worker.travel_document.number, birth_date=worker.birth_date)


def _let_in(
    dossier: Dossier, invitation: Invitation, *, notice: str, at: datetime, welcome: Callable[[Guest], Actor]
) -> None:
    if not invitation_keys.same(identity_now(dossier), invitation.identity_hash):
        raise NotAllowed(CHANGED)
    person = dossier.worker
    if person is None or (dossier.is_draft and found.find_accepted(dossier) is not None):
        person = Person.objects.create(language=invitation.language)  # the draft's answers fill it when they are filed
        dossier.worker = person
        dossier.save(update_fields=["worker"])
    person.email = invitation.email  # proved by the link; from now on news is called there
    person.save(update_fields=["email"])
    actor = welcome(Guest(invitation, person, _name_of(dossier, invitation)))
    invitation.accepted_by, invitation.notice = actor.key, notice
    _end(invitation, InvitationState.ACCEPTED, at=at)
    if not dossier.is_draft:
        posting.register_worker(person)
        note_joined(dossier, invitation, by=actor, at=at)


def note_joined(dossier: Dossier, invitation: Invitation, *, by: Actor, at: datetime) -> None:
    """Write down that somebody came in. A draft has no journal: its filing writes this (see DECISIONS)."""
    progress.note(
        dossier,
        EntryKind.WORKER_JOINED,
        by=by,
        at=at,
        basis="P20",
        payload={"invitation": invitation.pk, "represented": bool(invitation.representative_name)},
    )


def guest_actor(invitation: Invitation, person: Person) -> Actor:
    """Whoever came in by an invitation, as the journal stamps him."""
    return Actor(
        key=invitation.accepted_by,
        capacity=Capacity.WORKER,
        organisation_key=person.addressee_key,
        person_id=person.pk,
        assurance=Assurance.LOW,
    )


def may_invite(dossier: Dossier, by: Actor) -> policies.Verdict:
    """The policy, with whether somebody has come in. In a draft a changed passport is another worker."""
    accepted = found.find_accepted(dossier)
    has_joined = accepted is not None and (not dossier.is_draft or accepted.identity_hash == identity_now(dossier))
    return policies.may_invite_worker(by, dossier, has_joined=has_joined)


def _refuse_unless_may_invite(dossier: Dossier, by: Actor) -> None:
    if not (verdict := may_invite(dossier, by)):
        raise NotAllowed(verdict.why)


def _send_new(dossier: Dossier, wish: _Wish, *, by: Actor, at: datetime) -> Invitation:
    bound_to = identity_now(dossier)
    if not bound_to:
        raise NotAllowed(
            _(
                "Enter the worker's birth date and travel document number first: the invitation opens only with them "
                "(P20)."
            )
        )
    if why := _not_sendable(dossier, wish, at=at):
        raise NotAllowed(why)
    nonce = secrets.token_hex(16)
    invitation = Invitation.objects.create(
        dossier=dossier,
        email=wish.email,
        language=wish.language,
        nonce=nonce,
        token_hash=invitation_keys.token_hash(invitation_keys.token_of(nonce)),
        identity_hash=bound_to,
        representative_name=wish.representative,
        relation=wish.relation,
        invited_at=at,
        invited_by=by.key,
        capacity=by.capacity,
        organisation_key=by.organisation_key,
        expires_at=at + timedelta(days=settings.INVITATION_DAYS),
    )
    if not dossier.is_draft:
        progress.note(
            dossier, EntryKind.WORKER_INVITED, by=by, at=at, basis="P20", payload={"invitation": invitation.pk}
        )
    wake.on_commit(SEND_TASK)
    return invitation


def _not_sendable(dossier: Dossier, wish: _Wish, *, at: datetime) -> Promise | str:
    """Why nothing can be sent yet; empty when it can."""
    try:
        validate_email(wish.email)
    except ValidationError:
        return _("This is no e-mail address. Check it with the worker; the invitation goes there and nowhere else.")
    if wish.email.casefold() in found.employer_emails(dossier):
        return _("This address is the employer's or yours. Give the worker's: it opens what is for the worker alone.")
    if wish.language not in LANGUAGES:
        return _("Choose the language of the invitation.")
    if bool(wish.representative) != bool(wish.relation) or (wish.relation and wish.relation not in Relation.values):
        return _("Give both the name of the representative and what he or she is to the worker.")
    if not wish.representative and found.worker_of(dossier).under(OF_AGE, on=calendar.day_of(at)):
        return _("The worker is a minor: name the legal representative who holds the door in his or her stead (P17).")
    return ""


def _not_usable(invitation: Invitation, *, at: datetime) -> Promise | str:
    """Why the invitation opens nothing; empty when it does."""
    match invitation.state:
        case InvitationState.ACCEPTED:
            return USED
        case InvitationState.REVOKED:
            return REVOKED
    if invitation.is_locked:
        return LOCKED
    return EXPIRED if invitation.is_over(at) else ""


def _of(dossier: Dossier, invitation_id: int) -> Invitation:
    invitation = dossier.invitations.select_for_update().filter(pk=invitation_id).first()
    if invitation is None:
        raise NotAllowed(_("This application has no such invitation."))
    return invitation


def _end(invitation: Invitation, state: InvitationState, *, at: datetime) -> None:
    invitation.state, invitation.ended_at = state, at
    invitation.save(update_fields=["state", "ended_at", "accepted_by", "notice"])


def _name_of(dossier: Dossier, invitation: Invitation) -> str:
    """How whoever comes in is called: the representative, else the worker as the dossier names him."""
    worker = found.worker_of(dossier)
    own = " ".join(part for part in (worker.given_names, worker.family_name) if part)
    return invitation.representative_name or own or invitation.email
