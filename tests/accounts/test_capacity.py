"""Choosing in which capacity to act, and what a place may be."""

from datetime import date, timedelta
from io import StringIO

import pytest
from django.core.management import call_command
from django.db import IntegrityError, transaction
from django.urls import reverse

from applications.models import Organisation, Person, Signatory
from applications.now import law_today
from applications.vocabulary import ActKind, Capacity, Role
from portal.accounts import choosing, demo, memberships, seeding
from portal.accounts.models import Membership, User
from portal.ui import navigation

pytestmark = pytest.mark.django_db
CAPACITY = "/accounts/capacity"
SINCE = date(2024, 1, 1)


@pytest.fixture
def both(client_as, membership_of):
    """The employer's client, who is also a worker herself: her two places."""
    client = client_as("employer")
    own = membership_of("employer")
    other = memberships.grant_worker(user=own.user, person=Person.objects.create(), on=SINCE)
    return client, own, other


# --- Choosing -------------------------------------------------------------------------------------------------------


def test_every_place_is_offered_in_words(both):
    client, _own, _other = both
    page = client.get(CAPACITY).text
    assert "Muster Automation AG – Personalabteilung" in page and "Yourself, as a worker" in page


def test_a_change_of_capacity_changes_the_actor_and_the_session(both):
    # GIVEN somebody acting for her employer
    client, _own, other = both
    before = client.session.session_key

    # WHEN she chooses to act for herself
    answer = client.post(CAPACITY, {"membership": other.pk, "next": "/privacy"})

    # THEN the next page knows, under another session key
    assert answer["Location"] == "/privacy"
    request = client.get("/").wsgi_request
    assert request.actor.capacity == Capacity.WORKER and request.actor.person_id == other.person_id
    assert client.session.session_key != before


def test_what_is_not_ones_own_cannot_be_chosen(both, membership_of):
    client, own, _other = both
    officer = membership_of("region-handler")
    for wrong in (officer.pk, 0, "x", ""):
        page = client.post(CAPACITY, {"membership": wrong})
        assert page.status_code == 422
    assert client.get("/").wsgi_request.membership == own


def test_a_place_that_has_ended_cannot_be_chosen(both):
    client, _own, other = both
    memberships.revoke(membership=other, on=law_today())
    assert client.post(CAPACITY, {"membership": other.pk}).status_code == 422
    assert "Yourself" not in client.get(CAPACITY).text


def test_a_place_counts_from_its_first_day_to_the_eve_of_its_last(membership_of):
    membership = membership_of("employer")
    membership.valid_from, membership.valid_until = date(2026, 3, 1), date(2026, 4, 1)
    membership.save()
    valid = {
        day: bool(choosing.memberships(membership.user, on=day))
        for day in (date(2026, 2, 28), date(2026, 3, 1), date(2026, 3, 31), date(2026, 4, 1))
    }
    assert list(valid.values()) == [False, True, True, False]


def test_the_page_is_for_who_signed_in(client):
    assert client.get(CAPACITY)["Location"] == "/accounts/login/?next=/accounts/capacity"


def test_the_choice_costs_the_same_for_one_place_and_for_many(both, django_assert_max_num_queries):
    client, own, _other = both
    for number in range(20):
        _commune_for(own.user, number)
    with django_assert_max_num_queries(6):
        assert client.get(CAPACITY).text.count('type="radio"') == 22


def _commune_for(user, number):
    organisation = Organisation.objects.create(
        key=f"commune:9{number:04}", kind="COMMUNE", name=f"Commune {number}", nis_code=f"9{number:04}", language="fr"
    )
    memberships.grant(user=user, organisation=organisation, capacity=Capacity.COMMUNE, roles=[Role.AGENT], on=SINCE)


def test_the_band_shows_who_acts_for_whom(client_as):
    assert "Karin Erfunden" in (page := client_as("employer").get("/privacy").text)
    assert "Muster Automation AG" in page and reverse("accounts:capacity") in page


@pytest.mark.parametrize("account", demo.ACCOUNTS, ids=lambda account: account.subject)
def test_every_person_of_the_demo_has_places_to_go(account, client_as):
    client = client_as(account.subject)
    assert client.get("/").wsgi_request.actor.capacity == account.capacity
    assert navigation.PLACES[account.capacity]


# --- What a place may be --------------------------------------------------------------------------------------------


@pytest.fixture
def somebody():
    return User.objects.create_user(display_name="Somebody")


@pytest.mark.parametrize(
    ("wrong", "constraint"),
    [
        ({"capacity": Capacity.EMPLOYER}, "a_membership_is_of_an_organisation_or_a_person"),
        ({"capacity": Capacity.WORKER, "organisation": True}, "a_worker_and_only_he_acts_for_a_person"),
        ({"capacity": Capacity.EMPLOYER, "person": True}, "a_worker_and_only_he_acts_for_a_person"),
        (
            {"capacity": Capacity.WORKER, "person": True, "organisation": True},
            "a_membership_is_of_an_organisation_or_a_person",
        ),
        ({"capacity": Capacity.SYSTEM, "organisation": True}, "nobody_signs_in_as_the_platform"),
        (
            {"capacity": Capacity.WORKER, "person": True, "valid_until": SINCE - timedelta(days=1)},
            "a_membership_ends_after_it_starts",
        ),
    ],
)
def test_the_database_refuses_places_that_make_no_sense(somebody, wrong, constraint):
    if wrong.get("organisation"):
        wrong = {**wrong, "organisation": seeding.ensure_organisation(seeding.EMPLOYER)}
    if wrong.get("person"):
        wrong = {**wrong, "person": Person.objects.create()}
    with pytest.raises(IntegrityError, match=constraint), transaction.atomic():
        Membership.objects.create(user=somebody, valid_from=SINCE, **wrong)


def test_nobody_is_an_officer_of_an_employer(somebody):
    with pytest.raises(memberships.CapacityDoesNotFit):
        memberships.grant(
            user=somebody,
            organisation=seeding.ensure_organisation(seeding.EMPLOYER),
            capacity=Capacity.OFFICER,
            roles=[Role.SIGNATORY],
            on=SINCE,
        )


def test_a_place_given_twice_is_one_place_with_the_later_roles(somebody):
    organisation = seeding.ensure_organisation("authority:ostbelgien")
    for roles in ([Role.CASE_HANDLER], [Role.CASE_HANDLER, Role.SIGNATORY]):
        memberships.grant(user=somebody, organisation=organisation, capacity=Capacity.OFFICER, roles=roles, on=SINCE)
    assert Membership.objects.get(user=somebody).roles == [Role.CASE_HANDLER, Role.SIGNATORY]


# --- The demo's people ----------------------------------------------------------------------------------------------


def counted():
    return [model.objects.count() for model in (User, Membership, Organisation, Signatory)]


def test_seeding_twice_is_seeding_once():
    call_command("seed_accounts", stdout=StringIO())
    once = counted()
    call_command("seed_accounts", stdout=StringIO())
    assert counted() == once and once[0] == len(demo.ACCOUNTS)
    assert Organisation.objects.filter(kind="COMMUNE").count() == 9 + len(seeding.OTHER_COMMUNES)


def test_signatories_sign_what_their_delegation_names(membership_of):
    region = Signatory.objects.get(actor_key=str(membership_of("region-signatory").user.key))
    assert region.may_sign(kind=ActKind.WORK_GRANT, category="eu_blue_card", on=SINCE)
    assert not region.may_sign(kind=ActKind.ANNEX_46, category="eu_blue_card", on=SINCE)
    assert not Signatory.objects.filter(actor_key=str(membership_of("region-handler").user.key)).exists()
