"""Signing in at the speed of a test: a session with a chosen membership, without the provider.

    def test_something(client_as):
        page = client_as("region-handler").get("/desk/")

The names are the subjects of `portal.accounts.demo.ACCOUNTS`; the organisation, the account and the right to sign are
made when they are missing, and nothing else: `seeding.ensure_organisation("post:new-delhi")` makes another addressee.
`actor_as` gives the `Actor` such a person would be, for tests below the pages.
"""

from collections.abc import Callable
from datetime import date
from typing import TYPE_CHECKING

import pytest
from django.test import Client

if TYPE_CHECKING:
    from applications.actors import Actor
    from applications.models import Person
    from portal.accounts.models import Membership


@pytest.fixture
def membership_of(db: None) -> Callable[..., "Membership"]:
    """`membership_of("employer")`: the place of one of the demo's people; `person=` says whom the worker is."""

    def find(subject: str, *, person: "Person | None" = None) -> "Membership":
        from applications.vocabulary import Capacity
        from portal.accounts import demo, memberships, seeding
        from portal.accounts.models import Membership

        account = demo.find(subject)
        user = seeding.ensure_account(account)
        if account.capacity == Capacity.WORKER:
            memberships.grant_worker(user=user, person=person or _worker(), on=date(2024, 1, 1))
        return Membership.objects.select_related("user", "organisation", "person").filter(user=user).latest("id")

    return find


@pytest.fixture
def client_as(membership_of: Callable[..., "Membership"]) -> Callable[..., Client]:
    """`client_as("employer")`: a client signed in as one of the demo's people, its capacity chosen."""

    def sign_in(subject: str, *, person: "Person | None" = None, client: Client | None = None) -> Client:
        from portal.accounts import choosing

        membership = membership_of(subject, person=person)
        signed_in = client or Client()
        signed_in.force_login(membership.user, backend="portal.accounts.backend.AccountBackend")
        session = signed_in.session
        session[choosing.SESSION_KEY] = membership.pk
        session.save()
        return signed_in

    return sign_in


@pytest.fixture
def actor_as(membership_of: Callable[..., "Membership"]) -> Callable[..., "Actor"]:
    """`actor_as("region-handler")`: the actor such a person is in a request."""

    def find(subject: str, *, person: "Person | None" = None) -> "Actor":
        return membership_of(subject, person=person).as_actor()

    return find


def _worker() -> "Person":
    """The person with the worker's number, made when no application has named her yet."""
    from applications.models import Person, PersonIdentifier, PersonName
    from applications.vocabulary import IdentifierScheme
    from portal.accounts import demo

    known = Person.objects.filter(identifiers__value=demo.WORKER_NUMBER).first()
    if known is not None:
        return known
    person = Person.objects.create(nationalities=["IN"], language="en")
    PersonName.objects.create(person=person, family_name="VOORBEELD", given_names="Ananya", valid_from=date(2024, 1, 1))
    PersonIdentifier.objects.create(
        person=person, scheme=IdentifierScheme.BIS, value=demo.WORKER_NUMBER, valid_from=date(2024, 1, 1)
    )
    return person
