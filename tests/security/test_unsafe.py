"""Nothing is changed by a request that another site could have made."""

import os
import subprocess
import sys

import pytest
from django.test import Client

from tests.security import policy
from tests.security.test_matrix import ROWS, things, url

UNSAFE = ("post", "put", "patch", "delete")


@pytest.fixture
def strict(world):
    """The people's browsers, with the check for the token that the test client leaves out otherwise."""

    def of(role: str) -> Client:
        client = Client(enforce_csrf_checks=True, headers={"accept-language": "en"})
        client.cookies = world.clients[role].cookies.copy()
        return client

    return of


@ROWS
def test_no_unsafe_method_does_anything_without_a_token(world, strict, row):
    role = next(role for role in row.audience if role != "anonymous")
    place = next(filter(None, (url(world, row, thing) for thing in reversed(things(row)))))
    for method in UNSAFE:
        answer = getattr(strict(role), method)(place)
        assert answer.status_code == 403, (method, place)
        assert answer.templates[0].name == "403_csrf.html", (method, place)


def test_a_token_from_elsewhere_is_no_token(world, strict):
    # GIVEN a form opened here, with its token
    client = strict("employer")
    token = client.get("/applications/new").context["csrf_token"]
    body = {"category": "eu_blue_card", "kind": "FIRST", "csrfmiddlewaretoken": str(token)}

    # WHEN it is sent from another site THEN it is refused, from here it is not
    assert client.post("/applications/new", body, headers={"origin": "https://evil.example"}).status_code == 403
    assert client.post("/applications/new", body, headers={"origin": "http://testserver"}).status_code == 302
    assert client.post("/applications/new", body | {"csrfmiddlewaretoken": "0" * 64}).status_code == 403


def test_cookies_are_out_of_reach_of_scripts_and_of_other_sites(world):
    # GIVEN somebody who gets every cookie there is
    client = Client()
    client.cookies = world.clients["employer"].cookies.copy()
    given = dict(client.get("/accounts/capacity").cookies)
    place = client.session["membership"]
    given |= client.post("/accounts/capacity", {"membership": place}).cookies
    given |= client.post("/language", {"language": "de"}).cookies
    given |= client.post("/desk/").cookies

    # THEN none of them is for scripts, other sites or other hosts
    assert {"csrftoken", "sessionid", "django_language"} <= set(given)
    for name, cookie in given.items():
        assert cookie["httponly"], name
        assert cookie["samesite"] in ("Lax", "Strict"), name
        assert not cookie["domain"], name


def test_in_production_cookies_travel_over_tls_alone():
    """The settings are read in a process of their own: they refuse to start half configured."""
    names = ("SESSION_COOKIE_SECURE", "CSRF_COOKIE_SECURE", "LANGUAGE_COOKIE_SECURE", "SECURE_SSL_REDIRECT")
    set_to = dict.fromkeys(
        ("CLAMD_SOCKET", "DATABASE_URL", "REDIS_URL", "EMAIL_URL", "OIDC_CLIENT_ID", "SEAL_FOLDER"), "smtp://x"
    )
    set_to |= {"PUBLIC_URL": "https://x.example", "OIDC_ISSUER": "https://y.example", "ALLOWED_HOSTS": "x.example"}
    set_to |= {"SECRET_KEY": "k" * 60, "DATABASE_URL": "postgres://a@b/c", "PATH": os.environ["PATH"]}
    code = (
        f"import portal.settings.production as s; print([getattr(s, name) for name in {names}], s.SECURE_HSTS_SECONDS)"
    )
    done = subprocess.run([sys.executable, "-c", code], env=set_to, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stderr
    assert done.stdout.split("] ")[0] == "[True, True, True, True"
    assert int(done.stdout.split("] ")[1]) >= 365 * 24 * 60 * 60


def test_signing_out_ends_the_session_on_the_server(world):
    # GIVEN a session whose key somebody has copied
    client, copy = Client(), Client()
    client.cookies = world.clients["employer"].cookies.copy()
    copy.cookies = client.cookies.copy()
    assert copy.get("/applications/").status_code == 200

    # WHEN its owner signs out THEN the copy opens nothing
    client.post("/accounts/logout/")
    assert copy.get("/applications/").status_code == 302


def test_choosing_a_capacity_changes_the_session_key(world):
    client = Client()
    client.cookies = world.clients["employer"].cookies.copy()
    before = client.cookies["sessionid"].value
    place = client.get("/accounts/capacity").context["form"].fields["membership"].choices[0][0]
    assert client.post("/accounts/capacity", {"membership": place}).status_code == 302
    assert client.cookies["sessionid"].value != before


def test_nobody_acts_in_a_place_of_somebody_else(world):
    # GIVEN the place of an officer
    foreign = world.clients["region-handler"].session["membership"]

    # WHEN an employer posts it, or finds it in his own session
    posted = world.ask("employer", "post", "/accounts/capacity", {"membership": foreign})
    client = Client()
    client.cookies = world.clients["employer"].cookies.copy()
    session = client.session
    session["membership"] = foreign
    session.save()

    # THEN he is nobody's officer
    assert posted.status_code == 422
    assert client.get("/desk/").status_code == 302
    assert "/accounts/capacity" in client.get("/desk/")["Location"]


@pytest.mark.parametrize(
    "target", ["https://evil.example/", "//evil.example", "/\\evil.example", "javascript:alert(1)"]
)
def test_no_address_in_a_link_leads_off_the_site(world, target):
    place = world.clients["employer"].session["membership"]
    for role, method, path, body in (
        ("employer", "post", f"/accounts/capacity?next={target}", {"membership": place}),
        ("employer", "post", "/accounts/capacity", {"membership": place, "next": target}),
        ("employer", "get", f"/accounts/login/?next={target}", None),
        ("anonymous", "post", "/language", {"language": "de", "next": target}),
        ("region-handler", "post", "/desk/assign", {"back": target}),
        ("post", "post", parcel(world), {"next": target}),
    ):
        answer = world.ask(role, method, path, body)
        assert answer.status_code == 302, (path, answer.status_code)
        assert answer["Location"].startswith("/") and "evil" not in answer["Location"], (path, answer["Location"])
    shown = world.ask("employer", "get", f"/accounts/capacity?next={target}").text
    assert 'href="https://evil' not in shown and 'href="javascript:' not in shown


def parcel(world) -> str:
    acknowledge = next(row for row in policy.ROWS if row.name == "inbox:acknowledge")
    return url(world, acknowledge, "post")
