"""Sign-in by OpenID Connect, spoken for real with the stand-in for CSAM in another process."""

from urllib.parse import urlsplit

import httpx
import pytest
from allauth.socialaccount.models import SocialAccount
from django.core.cache import cache
from django.test import Client
from django.urls import reverse

from applications.models import ActorName, Person, PersonIdentifier
from applications.vocabulary import Capacity, IdentifierScheme
from portal.accounts import choosing, demo, seeding
from portal.accounts.models import Membership, User
from portal.settings import sign_in

LOGIN = "/accounts/oidc/fas/login/"


@pytest.fixture
def provider(sign_in_provider, settings):
    """Our settings pointed at the stand-in."""
    settings.OIDC_ISSUER = sign_in_provider
    settings.SOCIALACCOUNT_PROVIDERS = sign_in.providers(
        issuer=sign_in_provider, client_id="test", secret="test", name="CSAM"
    )
    cache.clear()
    return sign_in_provider


def sign_in_as(subject, *, client=None, next_url=""):
    """The whole code flow from our button; returns the client and our answer to the provider's callback."""
    client = client or Client()
    leaving = client.post(LOGIN, {"next": next_url} if next_url else {})
    assert leaving.status_code == 302, leaving.content
    back = httpx.post(leaving["Location"], data={"sub": subject})
    assert back.status_code == 302, back.text
    parts = urlsplit(back.headers["Location"])
    return client, client.get(f"{parts.path}?{parts.query}")


# --- Through a browser's eyes ---------------------------------------------------------------------------------------


@pytest.mark.own_database
def test_the_code_flow_works_over_the_wire(live_site):
    # GIVEN the demo's people
    seeding.seed()
    with httpx.Client(base_url=live_site, follow_redirects=True) as browser:
        # WHEN the employer presses the button, and her name on the provider's page
        page = browser.get("/accounts/login/")
        token = browser.cookies["csrftoken"]
        assert page.status_code == 200 and "Karin Erfunden" not in page.text
        form = browser.post(LOGIN, data={"csrfmiddlewaretoken": token})
        assert form.url.path == "/oauth2/authorize" and "code_challenge" in str(form.url)
        landed = browser.post(form.url, data={"sub": "employer"})

        # THEN she is back with us, signed in, and acts for her company
        assert landed.url.host == urlsplit(live_site).hostname and landed.url.port == urlsplit(live_site).port
        home = browser.get("/")
        assert "Karin Erfunden" in home.text and "Muster Automation AG" in home.text


# --- Who somebody is ------------------------------------------------------------------------------------------------


@pytest.mark.django_db
def test_a_person_is_found_by_subject_alone(provider):
    # GIVEN an account with the same e-mail address as the one who signs in
    seeding.ensure_account(demo.find("employer"))
    twin = User.objects.create_user(email=demo.find("employer").email, display_name="Somebody Else")

    # WHEN the employer signs in, twice
    client, _page = sign_in_as("employer")
    sign_in_as("employer")

    # THEN it is the account of that subject, and there is still one
    signed_in = client.get("/").wsgi_request.user
    assert signed_in != twin and SocialAccount.objects.get(uid="employer").user == signed_in


@pytest.mark.django_db
def test_a_stranger_gets_an_account_and_no_place(provider):
    client, page = sign_in_as("somebody-new")
    assert page.status_code == 302 and page["Location"] == reverse("accounts:capacity")
    waiting = client.get(page["Location"])
    assert "You have no place here yet" in waiting.text
    assert client.get("/").wsgi_request.actor is None


@pytest.mark.django_db
def test_the_register_number_opens_every_person_that_carries_it_and_is_not_stored(provider):
    # GIVEN the worker entered by two employers, and somebody else
    from datetime import date

    known = [Person.objects.create(), Person.objects.create()]
    stranger = Person.objects.create()
    for person in known:
        PersonIdentifier.objects.create(
            person=person, scheme=IdentifierScheme.BIS, value=demo.WORKER_NUMBER, valid_from=date(2024, 1, 1)
        )
    PersonIdentifier.objects.create(
        person=stranger,
        scheme=IdentifierScheme.IMMIGRATION_OFFICE,
        value=demo.WORKER_NUMBER,
        valid_from=date(2024, 1, 1),
    )

    # WHEN she signs in with her number, twice
    client, page = sign_in_as("worker")
    sign_in_as("worker")

    # THEN she has a door to both, nothing is merged, and she chooses
    doors = Membership.objects.filter(user=client.get("/").wsgi_request.user)
    assert sorted(door.person_id for door in doors) == sorted(person.pk for person in known)
    assert {door.capacity for door in doors} == {Capacity.WORKER}
    assert page["Location"] == reverse("accounts:capacity") and Person.objects.count() == 3

    # AND the number stands nowhere beside the account
    assert SocialAccount.objects.get(uid="worker").extra_data == {}
    assert demo.WORKER_NUMBER not in str(dict(client.session.items()))


@pytest.mark.django_db
def test_a_door_that_was_closed_stays_closed(provider, membership_of):
    from portal.accounts import memberships

    membership = membership_of("worker")
    memberships.revoke(membership=membership, on=membership.valid_from)
    client, page = sign_in_as("worker")
    assert page["Location"] == reverse("accounts:capacity") and client.get("/").wsgi_request.actor is None


@pytest.mark.django_db
def test_a_bad_number_opens_nothing(membership_of):
    from portal.accounts import memberships

    user = membership_of("worker").user
    for number in ("", "85473003318", "' OR 1=1", "0" * 11):
        assert memberships.link_persons(user=user, number=number, on=seeding.SINCE) == []


@pytest.mark.django_db
def test_the_name_behind_the_key_is_written_down(provider):
    client, _page = sign_in_as("region-handler")
    key = client.get("/").wsgi_request.user.key
    assert ActorName.objects.get(actor_key=key).display_name == "Lena Muster"


# --- Where somebody lands -------------------------------------------------------------------------------------------


@pytest.mark.django_db
def test_one_place_is_chosen_at_once(provider):
    seeding.ensure_account(demo.find("employer"))
    client, page = sign_in_as("employer")
    assert page["Location"] == choosing.start_page(Capacity.EMPLOYER)
    assert client.get("/").wsgi_request.actor.capacity == Capacity.EMPLOYER


@pytest.mark.django_db
def test_the_page_that_was_wanted_opens_after_signing_in(provider):
    seeding.ensure_account(demo.find("employer"))
    _client, page = sign_in_as("employer", next_url="/privacy?part=2")
    assert page["Location"] == "/privacy?part=2"


@pytest.mark.django_db
@pytest.mark.parametrize(
    "elsewhere", ["https://evil.example/", "//evil.example/", "/\\evil.example", "javascript:alert(1)", "http:evil"]
)
def test_no_address_leads_away_from_here(provider, elsewhere):
    seeding.ensure_account(demo.find("employer"))
    client, page = sign_in_as("employer", next_url=elsewhere)
    assert page["Location"].startswith("/") and "evil" not in page["Location"]

    # AND neither does the choice of a capacity
    place = Membership.objects.get(user=client.get("/").wsgi_request.user)
    chosen = client.post(reverse("accounts:capacity"), {"membership": place.pk, "next": elsewhere})
    assert chosen["Location"] == choosing.start_page(Capacity.EMPLOYER)


@pytest.mark.django_db
def test_the_session_changes_its_key_when_somebody_signs_in(provider):
    client = Client()
    client.post(LOGIN)
    before = client.session.session_key
    sign_in_as("region-handler", client=client)
    assert client.session.session_key != before


# --- Language ---------------------------------------------------------------------------------------------------


@pytest.mark.django_db
def test_the_pages_speak_the_persons_language_unless_one_was_chosen(provider):
    client, _page = sign_in_as("region-handler")
    assert client.cookies["django_language"].value == "de"

    chosen = Client()
    chosen.cookies["django_language"] = "nl"
    sign_in_as("region-handler", client=chosen)
    assert chosen.cookies["django_language"].value == "nl"


@pytest.mark.django_db
def test_a_switch_of_language_is_remembered_for_the_next_browser(provider):
    client, _page = sign_in_as("region-handler")
    client.post(reverse("set_language"), {"language": "fr", "next": "/"})
    client.post(reverse("set_language"), {"language": "xx", "next": "/"})

    again, _page = sign_in_as("region-handler")
    assert again.cookies["django_language"].value == "fr"


@pytest.mark.parametrize("is_demo", [True, False])
def test_only_the_demo_names_its_people(client, settings, is_demo):
    settings.DEMO_VALUES = is_demo
    assert ("Karin Erfunden" in client.get("/accounts/login/").text) is is_demo


# --- When it goes wrong ---------------------------------------------------------------------------------------------


@pytest.mark.django_db
def test_turning_back_at_the_provider_is_said(provider):
    client = Client()
    leaving = client.post(LOGIN)
    back = urlsplit(httpx.post(leaving["Location"], data={"action": "deny"}).headers["Location"])
    page = client.get(f"{back.path}?{back.query}", follow=True)
    assert "nothing has happened" in page.text and not page.wsgi_request.user.is_authenticated


@pytest.mark.django_db
def test_an_answer_nobody_waits_for_signs_nobody_in(provider):
    page = Client().get(f"{LOGIN}callback/?code=stolen&state=guessed")
    assert "Signing in did not work" in page.text and not page.wsgi_request.user.is_authenticated


@pytest.mark.django_db
def test_a_link_from_elsewhere_does_not_start_a_sign_in(provider):
    assert Client().get(f"{LOGIN}?next=/privacy")["Location"] == "/accounts/login/?next=%2Fprivacy"


@pytest.mark.django_db
def test_a_sign_in_is_never_joined_to_another_account(provider):
    # GIVEN somebody signed in
    client, _page = sign_in_as("region-handler")

    # WHEN a form asks the provider's answer to be added to that account
    leaving = client.post(LOGIN, {"process": "connect"})
    back = urlsplit(httpx.post(leaving["Location"], data={"sub": "intruder"}).headers["Location"])
    page = client.get(f"{back.path}?{back.query}")

    # THEN it is refused, in the language of whoever is signed in
    assert page.status_code == 401 and not SocialAccount.objects.filter(uid="intruder").exists()


@pytest.mark.django_db
def test_a_provider_that_is_down_is_a_sentence(settings):
    settings.SOCIALACCOUNT_PROVIDERS = sign_in.providers(
        issuer="http://127.0.0.1:9", client_id="test", secret="test", name="CSAM"
    )
    page = Client().post(LOGIN)
    assert page.status_code == 503 and "Signing in did not work" in page.text


@pytest.mark.django_db
def test_a_closed_account_gets_nowhere(provider):
    client, _page = sign_in_as("region-handler")
    User.objects.update(is_active=False)
    _client, page = sign_in_as("region-handler")
    assert page["Location"] == reverse("account_inactive")
    assert "closed" in Client().get(page["Location"]).text
    assert not client.get("/").wsgi_request.user.is_authenticated


@pytest.mark.django_db
@pytest.mark.parametrize(
    "path",
    [
        "signup/", "email/", "password/reset/", "password/change/", "password/set/", "reauthenticate/", "3rdparty/",
        "3rdparty/signup/", "3rdparty/login/cancelled/", "social/login/cancelled/", "confirm-email/", "sessions/",
        "login/code/", "2fa/",
    ],
)  # fmt: skip
def test_pages_about_passwords_do_not_exist(client, path):
    assert client.get(f"/accounts/{path}").status_code == 404


@pytest.mark.django_db
def test_signing_out_asks_first_and_leaves_nothing(client_as):
    client = client_as("employer")
    client.get("/")
    assert client.cookies["person"].value
    assert "Do you want to sign out?" in client.get(reverse("account_logout")).text
    assert client.get("/").wsgi_request.user.is_authenticated

    gone = client.post(reverse("account_logout"), follow=True)
    assert "You are signed out." in gone.text and not gone.wsgi_request.user.is_authenticated
    assert client.cookies["person"].value == ""


@pytest.mark.django_db
def test_a_running_provider_can_be_told_who_is_who(provider):
    # GIVEN a provider that has forgotten the handler's name
    httpx.put(f"{provider}/users/region-handler", json={"name": "Nobody"})

    # WHEN it is told again
    demo.provision(provider)

    # THEN it speaks of her as before
    client, _page = sign_in_as("region-handler")
    assert client.get("/").wsgi_request.user.display_name == "Lena Muster"
