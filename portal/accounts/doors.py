"""The worker's door of low assurance (P20): opened by an invitation, closed when a number of his own takes over (P17).

An account made here has a verified e-mail address and no identity at the provider; one made by the provider has an
identity and no address here. Neither can sign in by the means of the other.
"""

from collections.abc import Sequence
from datetime import date, datetime

from allauth.account.models import EmailAddress
from allauth.mfa.models import Authenticator
from allauth.socialaccount.models import SocialAccount
from django.db import transaction

from applications.actors import Actor
from applications.services import linking, names
from applications.services.invitations import Guest
from applications.services.refusals import NotAllowed
from applications.vocabulary import Assurance, Capacity
from portal.accounts import memberships
from portal.accounts.membership import MembershipQuerySet
from portal.accounts.models import Membership, User


def welcome(guest: Guest, *, on: date) -> Membership:
    """An account with the invited address, and a place bound to the person. Whoever held this door before loses it."""
    user = find_account(guest.invitation.email) or _make_account(guest)
    for former in _open(on=on).filter(person=guest.person).exclude(user=user):
        memberships.revoke(membership=former, on=on)
    names.remember(actor_key=str(user.key), display_name=user.display_name)
    return memberships.grant_worker(user=user, person=guest.person, on=on, assurance=Assurance.LOW)


def find_account(email: str) -> User | None:
    """The account that signs in with codes sent there. Accounts of the provider have no such address."""
    address = (
        EmailAddress.objects.filter(email__iexact=email, verified=True, user__is_active=True)
        .select_related("user")
        .first()
    )
    return address.user if address is not None else None


def is_known_to_the_country(user: User) -> bool:
    """Whether this account signs in by the country's means, which say who somebody is; a mailbox does not."""
    return SocialAccount.objects.filter(user=user).exists()


def open_doors(user: User, *, on: date) -> Sequence[Membership]:
    """The doors of low assurance that this account holds."""
    return list(_open(on=on).filter(user=user).select_related("person", "user").order_by("id"))


def take_over(*, earlier: User, user: User, number: str, on: date, at: datetime) -> list[str]:
    """Hand the doors of `earlier` over to whoever signed in with a number; answers the sentences of those refused.

    Each person is taken over whole or not at all. The low door closes with its last place.
    """
    own = Membership.objects.valid(on=on).filter(user=user, organisation__isnull=False)
    acts_for = frozenset(own.values_list("organisation_id", flat=True))
    refusals = []
    for door in open_doors(earlier, on=on):
        by = Actor(
            key=str(user.key),
            capacity=Capacity.WORKER,
            organisation_key=door.organisation_key,
            person_id=door.person_id,
        )
        try:
            with transaction.atomic():
                linking.link(
                    person_id=door.person_id,
                    number=number,
                    earlier_key=str(earlier.key),
                    acts_for=acts_for,
                    by=by,
                    at=at,
                )
                memberships.grant_worker(user=user, person=door.person, on=on)
                memberships.revoke(membership=door, on=on)
        except NotAllowed as refusal:
            refusals.append(str(refusal))
    if not refusals:
        _close(earlier)
    return refusals


def _open(*, on: date) -> "MembershipQuerySet":
    return Membership.objects.valid(on=on).filter(capacity=Capacity.WORKER, assurance=Assurance.LOW)


def _make_account(guest: Guest) -> User:
    email = guest.invitation.email.lower()
    user = User.objects.create_user(
        email=email, display_name=guest.display_name[:160], language=guest.invitation.language
    )
    EmailAddress.objects.create(user=user, email=email, verified=True, primary=True)
    return user


def _close(user: User) -> None:
    """No code and no passkey opens the account any more; its key, and what was done under it, stays."""
    EmailAddress.objects.filter(user=user).delete()
    Authenticator.objects.filter(user=user).delete()
    user.is_active = False
    user.save(update_fields=["is_active"])
