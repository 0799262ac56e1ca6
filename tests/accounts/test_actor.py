"""Who acts in a request: the chosen membership, as it stands at this moment."""

import pytest
from django.test import Client
from django.urls import reverse

from applications.models import Person
from applications.now import law_today
from applications.vocabulary import Capacity, Role
from portal.accounts import choosing, memberships

pytestmark = pytest.mark.django_db


def request_of(client, path="/"):
    """The request as the last page saw it."""
    return client.get(path).wsgi_request


def test_nobody_is_none():
    request = request_of(Client())
    assert request.actor is None and request.membership is None


def test_the_actor_is_organisation_person_and_capacity(client_as):
    # WHEN the signatory of the German-speaking Community opens a page
    request = request_of(client_as("region-signatory"))

    # THEN what policies see is that authority, that capacity, those roles, and no account
    actor = request.actor
    assert (actor.capacity, actor.authority, actor.organisation_key) == (
        Capacity.OFFICER, "ostbelgien", "authority:ostbelgien",
    )  # fmt: skip
    assert actor.roles == {Role.CASE_HANDLER, Role.SIGNATORY}
    assert actor.key == str(request.user.key)


def test_a_worker_acts_for_herself(client_as):
    actor = request_of(client_as("worker")).actor
    assert actor.capacity == Capacity.WORKER and actor.organisation_id is None
    assert actor.organisation_key == f"worker:{Person.objects.get(pk=actor.person_id).key}"


def test_a_revoked_membership_is_no_actor_at_once(client_as, membership_of):
    # GIVEN somebody at work
    client = client_as("region-handler")
    membership = membership_of("region-handler")
    assert request_of(client).actor is not None

    # WHEN the place is taken away
    memberships.revoke(membership=membership, on=law_today())

    # THEN the next page of the open session has no actor
    request = request_of(client)
    assert request.user.is_authenticated and request.actor is None


def test_the_membership_of_another_is_no_choice(client_as, membership_of):
    # GIVEN an employer whose session names an officer's place
    client = client_as("employer")
    session = client.session
    session[choosing.SESSION_KEY] = membership_of("region-handler").pk
    session.save()

    # THEN nobody acts
    assert request_of(client).actor is None


def test_the_actor_costs_one_query(client_as, django_assert_num_queries, settings):
    settings.DEMO_CLOCK = False  # law time that can be moved is read from the database
    client = client_as("region-handler")
    with django_assert_num_queries(3) as queries:  # session, account, membership
        client.get(reverse("public:privacy"))
    assert "accounts_membership" in queries[-1]["sql"]


def test_a_visitor_costs_no_query(client, django_assert_num_queries):
    with django_assert_num_queries(0):
        client.get(reverse("public:privacy"))
