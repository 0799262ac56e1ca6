"""Who may open a page, and what becomes of a text whose writer was signed out meanwhile."""

from urllib.parse import parse_qs, urlsplit

import pytest
from django.core.cache import cache
from django.test import Client

from applications.now import law_today
from portal.accounts import kept_posts, memberships

pytestmark = [pytest.mark.django_db, pytest.mark.urls("tests.accounts.pages")]
TEXT = {"family_name": "Voorbeeld", "places": ["Eupen", "Kelmis"], "csrfmiddlewaretoken": "x" * 64}


def next_of(answer):
    """Where an answer wants to come back to."""
    return parse_qs(urlsplit(answer["Location"]).query)["next"][0]


# --- Who may ---------------------------------------------------------------------------------------------------------


def test_nobody_is_led_to_sign_in_and_back(client):
    answer = client.get("/desk?page=2")
    assert answer.status_code == 302 and urlsplit(answer["Location"]).path == "/accounts/login/"
    assert next_of(answer) == "/desk?page=2"


def test_another_capacity_is_refused_with_a_sentence(client_as):
    page = client_as("employer").get("/desk")
    assert page.status_code == 403 and "present capacity" in page.text


def test_the_right_capacity_gets_in(client_as):
    assert client_as("region-handler").get("/desk").text == "desk of ostbelgien"
    assert client_as("post").get("/anybody").text == "POST"


def test_somebody_without_a_choice_is_led_to_choose_and_back(client_as, membership_of):
    client = client_as("region-handler")
    memberships.revoke(membership=membership_of("region-handler"), on=law_today())
    answer = client.get("/desk")
    assert urlsplit(answer["Location"]).path == "/accounts/capacity" and next_of(answer) == "/desk"


def test_htmx_is_told_to_take_the_whole_page_along(client):
    answer = client.get(
        "/desk?part=rows", headers={"HX-Request": "true", "HX-Current-URL": "http://testserver/desk?page=2"}
    )
    assert answer.status_code == 401
    assert answer["HX-Redirect"] == "/accounts/login/?next=%2Fdesk%3Fpage%3D2"


def test_a_forged_page_address_leads_nowhere(client):
    for header in ({"HX-Request": "true", "HX-Current-URL": "https://evil.example/desk"},):
        assert "evil" not in client.get("/desk", headers=header)["HX-Redirect"]
    assert "evil" not in client.post("/form", TEXT, headers={"Referer": "https://evil.example/form"})["Location"]


# --- What was being sent ---------------------------------------------------------------------------------------------


@pytest.fixture
def signed_out(client_as):
    """A browser whose session has run out on the server."""
    client = client_as("employer")
    client.get("/anybody")
    client.session.flush()
    return client


def come_back(client, client_as, subject="employer"):
    return client_as(subject, client=client)


def test_a_late_post_finds_its_text_again(signed_out, client_as):
    # GIVEN a form sent after the session ended
    answer = signed_out.post("/form?step=3", TEXT)
    assert "kept for half an hour" in signed_out.get(answer["Location"]).text

    # WHEN the same person has signed in again
    client = come_back(signed_out, client_as)
    page = client.get(next_of(answer))

    # THEN the page has every value, and says so once it prints its messages
    assert page.text == "family_name=['Voorbeeld'] places=['Eupen', 'Kelmis']"
    assert page.wsgi_request.GET["step"] == "3"
    assert "Your text is still here" in client.get("/accounts/capacity").text


def test_the_text_is_for_its_writer_alone(signed_out, client_as):
    # GIVEN the same browser, and somebody else who signs in next
    address = next_of(signed_out.post("/form", TEXT))
    assert come_back(signed_out, client_as, "mandatary").get(address).text == "nothing kept"


def test_the_text_is_for_its_page_alone(signed_out, client_as):
    address = next_of(signed_out.post("/form", TEXT))
    assert come_back(signed_out, client_as).get(address.replace("/form", "/form/save")).text == "nothing kept"


def test_a_form_that_posts_elsewhere_is_given_back_where_it_stood(signed_out, client_as):
    address = next_of(signed_out.post("/form/save", TEXT, headers={"Referer": "http://testserver/form?step=2"}))
    assert address.startswith("/form?step=2&kept=")
    assert "Voorbeeld" in come_back(signed_out, client_as).get(address).text


def test_an_autosave_is_kept_too(signed_out, client_as):
    answer = signed_out.post("/form", TEXT, headers={"HX-Request": "true", "HX-Current-URL": "http://testserver/form"})
    address = parse_qs(urlsplit(answer["HX-Redirect"]).query)["next"][0]
    assert "Voorbeeld" in come_back(signed_out, client_as).get(address).text


def test_nothing_is_kept_of_a_stranger():
    assert next_of(Client().post("/form", TEXT)) == "/form"


def test_what_is_too_long_is_not_kept(signed_out):
    assert next_of(signed_out.post("/form", {"text": "x" * kept_posts.MAX_CHARACTERS})) == "/form"


def test_a_text_is_unreadable_in_the_cache(signed_out):
    signed_out.post("/form", TEXT)
    stored = [bytes(value) for key, value in cache._cache.items() if "kept-post" in key]
    assert stored and all(b"Voorbeeld" not in value for value in stored)


def test_after_half_an_hour_it_is_gone(signed_out, client_as, time_machine):
    # GIVEN a text kept at noon
    time_machine.move_to("2026-11-22 11:00:00Z")
    address = next_of(signed_out.post("/form", TEXT))

    # WHEN its writer comes back after lunch
    time_machine.move_to("2026-11-22 11:31:00Z")
    client = come_back(signed_out, client_as)

    # THEN the form is as empty as for everybody
    assert client.get(address).text == "nothing kept"


def test_a_forged_cookie_opens_nothing(signed_out, client_as):
    address = next_of(signed_out.post("/form", TEXT))
    stranger = client_as("mandatary")
    stranger.cookies["person"] = signed_out.cookies["person"].value
    assert stranger.get(address).text == "nothing kept"


def test_guarded_views_say_for_whom_they_are():
    from tests.accounts import pages

    assert {str(capacity) for capacity in pages.form.capacities} == {"EMPLOYER", "MANDATARY"}
    assert pages.urlpatterns[3].callback.capacities == ()
