"""Giving and taking a place: the only writer of `Membership`."""

from collections.abc import Iterable, Mapping
from datetime import date
from types import MappingProxyType

from django.db import transaction
from stdnum.be import ssn

from applications.models import Organisation, Person
from applications.services import posting
from applications.vocabulary import Assurance, Capacity, IdentifierScheme, OrganisationKind, Role
from portal.accounts.models import Membership, User

KIND_OF: Mapping[Capacity, OrganisationKind] = MappingProxyType(
    {
        Capacity.EMPLOYER: OrganisationKind.EMPLOYER,
        Capacity.MANDATARY: OrganisationKind.MANDATARY,
        Capacity.CITIZEN: OrganisationKind.PERSON,
        Capacity.OFFICER: OrganisationKind.AUTHORITY,
        Capacity.POST: OrganisationKind.POST,
        Capacity.COMMUNE: OrganisationKind.COMMUNE,
        Capacity.INSPECTOR: OrganisationKind.INSPECTORATE,
        Capacity.COUNTER: OrganisationKind.COUNTER,
    }
)


class CapacityDoesNotFit(ValueError):
    """Nobody is, say, an officer of an employer."""


@transaction.atomic
def grant(
    *, user: User, organisation: Organisation, capacity: Capacity, roles: Iterable[Role], title: str = "", on: date
) -> Membership:
    """Give somebody a place from that day on; somebody who has it keeps it, with these roles."""
    if KIND_OF.get(capacity) != organisation.kind:
        raise CapacityDoesNotFit(f"{capacity} in an organisation of kind {organisation.kind}")
    membership, _created = Membership.objects.update_or_create(
        user=user,
        organisation=organisation,
        capacity=capacity,
        valid_until=None,
        defaults={"roles": [str(role) for role in roles], "title": title},
        create_defaults={"roles": [str(role) for role in roles], "title": title, "valid_from": on},
    )
    return membership


def grant_worker(*, user: User, person: Person, on: date, assurance: Assurance = Assurance.SUBSTANTIAL) -> Membership:
    """Open the worker's door to what is filed in the name of this person; one that was closed stays closed.

    A new invitation opens a closed one again: somebody decided that anew.
    """
    membership, created = Membership.objects.get_or_create(
        user=user, person=person, defaults={"capacity": Capacity.WORKER, "valid_from": on, "assurance": assurance}
    )
    if not created and assurance == Assurance.LOW and membership.valid_until is not None:
        membership.valid_until = None
        membership.save(update_fields=["valid_until"])
    return membership


def revoke(*, membership: Membership, on: date) -> None:
    """End a place on that day: from now on it gives no right, whatever sessions are open."""
    membership.valid_until = max(on, membership.valid_from)
    membership.save(update_fields=["valid_until"])


def link_persons(*, user: User, number: str, on: date) -> list[Membership]:
    """Open every person that carries the national or bis number of who signed in (P17, P20).

    The same worker may have been entered by two employers: both rows are opened, neither learns of the other and
    nothing is merged. What he filed himself needs no second door. The number itself is not stored.
    """
    if not ssn.is_valid(number):
        return []
    found = Person.objects.filter(
        identifiers__scheme__in=(IdentifierScheme.NATIONAL, IdentifierScheme.BIS),
        identifiers__value=ssn.compact(number),
    ).exclude(dossiers__workspace__key=own_key(user))
    return [grant_worker(user=user, person=person, on=on) for person in found.distinct()]


def own_key(user: User) -> str:
    """How the platform speaks of somebody who acts for himself."""
    return f"person:{user.key}"


@transaction.atomic
def grant_own(*, user: User, on: date) -> Membership:
    """A workspace of his own for somebody who acts for himself: what only the worker may file is filed there."""
    organisation, _created = Organisation.objects.update_or_create(
        key=own_key(user),
        defaults={
            "kind": OrganisationKind.PERSON,
            "name": str(user),
            "language": user.language or "en",
            "email": user.email,
        },
    )
    posting.register_organisation(organisation)
    return grant(user=user, organisation=organisation, capacity=Capacity.CITIZEN, roles=[Role.FILER], on=on)
