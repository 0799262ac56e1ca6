"""Officers who are signed in, and files that nobody needs to look into here."""

from collections.abc import Callable
from datetime import date, timedelta
from typing import Any

import pytest
from django.test import Client

from applications import files
from applications.actors import Actor
from applications.models import Organisation, Signatory
from applications.now import law_now
from applications.services import names
from applications.vocabulary import Authority
from portal.accounts.choosing import SESSION_KEY
from portal.accounts.models import Membership, User
from tests import stories


@pytest.fixture(autouse=True)
def _trusted_files(monkeypatch: pytest.MonkeyPatch) -> None:
    """Looking into a file takes a child process each; what it finds is proved elsewhere."""
    monkeypatch.setattr(files, "inspect", lambda _path: {"media_type": "application/pdf", "pages": 1})


@pytest.fixture
def lately() -> Any:
    """Twenty days ago: a story begun then has clocks that still run today."""
    return (law_now() - timedelta(days=20)).replace(hour=8, minute=30, second=0, microsecond=0)


@pytest.fixture
def region(db: Any) -> dict[str, Actor]:
    """The work authority's people: one who handles, one who signs."""
    stories.cast()
    return {"handler": stories.officer("lena"), "signatory": stories.officer("ralf", signs=True)}


@pytest.fixture
def office(db: Any) -> dict[str, Actor]:
    """The Immigration Office's people."""
    stories.cast()
    return {
        "handler": stories.officer("odile", Authority.FEDERAL),
        "signatory": stories.officer("jan", Authority.FEDERAL, signs=True),
    }


@pytest.fixture
def signed_in(db: Any) -> Callable[..., Client]:
    """A browser in which that actor has signed in and chosen his capacity."""
    return browser


def browser(actor: Actor, *, language: str = "en") -> Client:
    """Signs in an account with the actor's capacity, roles and delegations. What it does carries the account's key."""
    user = account(actor, language=language)
    organisation = Organisation.objects.get(pk=actor.organisation_id)
    membership, is_new = Membership.objects.get_or_create(
        user=user,
        organisation=organisation,
        capacity=actor.capacity,
        defaults={"roles": sorted(actor.roles), "valid_from": date(2020, 1, 1)},
    )
    for delegated in (
        Signatory.objects.filter(actor_key=actor.key) if is_new else ()
    ):  # the session's actor carries the account's key
        delegated.pk, delegated.actor_key = None, str(user.key)
        delegated.save()
    names.remember(actor_key=str(user.key), display_name=f"{actor.key.capitalize()} at the desk")
    client = Client(headers={"accept-language": language})
    client.force_login(user, backend="portal.accounts.backend.AccountBackend")
    session = client.session
    session[SESSION_KEY] = membership.pk
    session.save()
    return client


def account(actor: Actor, *, language: str = "en") -> User:
    user, _created = User.objects.get_or_create(display_name=actor.key, defaults={"language": language})
    return user
