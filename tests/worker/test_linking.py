"""A number of one's own behind the door of low assurance: nothing lost or merged, refused when it is another's."""

from urllib.parse import urlsplit

import httpx
import pytest
from allauth.account.models import EmailAddress
from django.core.management import call_command
from django.urls import reverse

from applications.models import DocumentVersion, JournalEntry, Person, PersonIdentifier
from applications.now import law_now, law_today
from applications.services import statements
from applications.vocabulary import Capacity, IdentifierScheme, Role
from portal.accounts import demo, memberships
from portal.accounts.models import Membership, User
from portal.settings import sign_in
from tests import stories
from tests.worker.guests import MAIL, a_file, come_in, door_of, invite

pytestmark = pytest.mark.django_db

LINK = "/accounts/identity"


@pytest.fixture
def provider(sign_in_provider, settings):
    settings.OIDC_ISSUER = sign_in_provider
    settings.SOCIALACCOUNT_PROVIDERS = sign_in.providers(
        issuer=sign_in_provider, client_id="test", secret="test", name="CSAM"
    )
    return sign_in_provider


@pytest.fixture
def dossier():
    return stories.filed_dossier(leave_out=("criminal_record",), at=law_now())


@pytest.fixture
def guest(dossier, visitor):
    come_in(visitor, invite(dossier))
    return visitor


def link_as(client, subject="worker"):
    """Press the button, sign in with the country's means, come back."""
    leaving = client.post(LINK)
    assert leaving.status_code == 302, leaving.content
    back = urlsplit(httpx.post(leaving["Location"], data={"sub": subject}).headers["Location"])
    return client.get(f"{back.path}?{back.query}", follow=True)


def test_the_strong_account_takes_over_and_history_stays(provider, guest, dossier, capsys):
    # GIVEN a worker who sent a paper and said something under the first account
    earlier = door_of(dossier)
    guest.post(reverse("applicant:upload", args=[dossier.key, "criminal_record"]), {"file": a_file()})
    statements.confirm(dossier_id=dossier.pk, facts_version=1, by=earlier.as_actor(), at=law_now())
    entries = list(JournalEntry.objects.filter(dossier=dossier).order_by("seq").values("seq", "hash", "actor_key"))

    # WHEN she links her bis number
    page = link_as(guest)
    assert "Your number is linked." in page.text

    # THEN the strong account holds the same person's door, the number is added with its day
    strong = guest.get("/").wsgi_request.actor
    assert strong.person_id == earlier.person_id
    assert strong.assurance == "substantial" and strong.key != str(earlier.user.key)
    number = PersonIdentifier.objects.get(person_id=earlier.person_id)
    assert (number.scheme, number.value, number.valid_from) == ("BIS", demo.WORKER_NUMBER, law_today())

    # AND entries keep their keys, and one says that both are one
    now = list(JournalEntry.objects.filter(dossier=dossier).order_by("seq").values("seq", "hash", "actor_key"))
    assert now[: len(entries)] == entries and len(now) == len(entries) + 1
    linked = JournalEntry.objects.get(dossier=dossier, kind="WORKER_LINKED")
    assert linked.actor_key == strong.key and linked.said == {"earlier": str(earlier.user.key), "scheme": "BIS"}
    call_command("verify_journal")
    assert "sound" in capsys.readouterr().out

    # AND the low door is closed for codes and for sessions
    assert not EmailAddress.objects.filter(email=MAIL).exists()
    assert not User.objects.get(pk=earlier.user_id).is_active
    assert not Membership.objects.valid(on=law_today()).filter(user=earlier.user).exists()

    # AND what she sent can now be opened, what she said is still there
    version = DocumentVersion.objects.get(document__code="criminal_record")
    assert guest.get(reverse("applicant:document", args=[dossier.key, version.pk])).status_code == 200
    assert "You confirmed it on" in guest.get(reverse("applicant:stated", args=[dossier.reference])).text


def test_without_pressing_the_button_nothing_is_joined(provider, guest, dossier):
    earlier = door_of(dossier)
    leaving = guest.post("/accounts/oidc/fas/login/")
    back = urlsplit(httpx.post(leaving["Location"], data={"sub": "worker"}).headers["Location"])
    guest.get(f"{back.path}?{back.query}")
    assert not PersonIdentifier.objects.filter(person_id=earlier.person_id).exists()
    assert Membership.objects.valid(on=law_today()).filter(pk=earlier.pk).exists()
    assert Person.objects.count() == 1


def unchanged(dossier, earlier):
    assert not JournalEntry.objects.filter(dossier=dossier, kind="WORKER_LINKED").exists()
    assert Membership.objects.valid(on=law_today()).filter(pk=earlier.pk).exists()
    assert User.objects.get(pk=earlier.user_id).is_active
    return True


def test_a_number_other_than_the_one_stated_is_somebody_elses(provider, guest, dossier):
    earlier = door_of(dossier)
    PersonIdentifier.objects.create(
        person=earlier.person, scheme=IdentifierScheme.BIS, value="85473003416", valid_from=law_today()
    )
    page = link_as(guest)
    assert "belongs to somebody else in it (P17). Nothing was changed." in page.text
    assert unchanged(dossier, earlier)


def test_a_number_of_another_birth_date_is_somebody_elses(provider, visitor):
    dossier = stories.filed_dossier(worker={"birth_date": "1990-02-03"})
    come_in(visitor, invite(dossier), {"document_number": "X0000000", "birth_date_day": "3", "birth_date_month": "2",
                                       "birth_date_year": "1990"})  # fmt: skip
    page = link_as(visitor)
    assert "The birth date behind the number you signed in with is not the one stated" in page.text
    assert unchanged(dossier, door_of(dossier))


def test_whoever_files_is_not_the_worker(provider, guest, dossier, membership_of):
    # GIVEN somebody who signs in with a number and also files for the employer
    earlier = door_of(dossier)
    strong = link_user("worker")
    memberships.grant(
        user=strong, organisation=dossier.workspace, capacity=Capacity.EMPLOYER, roles=[Role.FILER], on=law_today()
    )
    page = link_as(guest)
    assert "You also act for the organisation that files this application" in page.text
    assert unchanged(dossier, earlier)


def test_a_representative_does_not_put_his_own_number_there(provider, visitor, dossier):
    come_in(visitor, invite(dossier, representative="Asha Beispiel", relation="PARENT"))
    page = link_as(visitor)
    assert "You hold this door for somebody else" in page.text
    assert unchanged(dossier, door_of(dossier))


def test_a_sign_in_without_a_number_changes_nothing(provider, guest, dossier):
    page = link_as(guest, subject="employer")
    assert "gave no national or bis number" in page.text
    assert unchanged(dossier, door_of(dossier))


def link_user(subject: str) -> User:
    from portal.accounts import seeding

    return seeding.ensure_account(demo.find(subject))
