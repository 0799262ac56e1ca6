"""From the link to a place of low assurance, and back again with a code by e-mail."""

import re
from datetime import timedelta

import pytest
from allauth.account.models import EmailAddress
from django.core import mail
from django.core.cache import cache
from django.test import Client
from django.urls import reverse

from applications.models import ActorName
from applications.now import law_now, law_today
from applications.services import submission
from portal.accounts import demo, memberships, seeding
from portal.accounts.models import Membership, User
from portal.ui import information
from tests import stories
from tests.worker.guests import MAIL, SOMEBODY_ELSES, come_in, door_of, invite, link_of

pytestmark = pytest.mark.django_db

ASK, CONFIRM = "/accounts/code/", "/accounts/code/confirm/"


def code_in(message) -> str:
    return re.search(r"^\s*([A-Z0-9]{3,}-?[A-Z0-9]{3,})\s*$", message.body, re.MULTILINE).group(1)


def test_the_link_shows_who_invites_and_what_happens_with_ones_data(visitor):
    invitation = invite(stories.filed_dossier())
    page = visitor.get(link_of(invitation))
    assert "Muster Automation AG invites you" in page.text
    assert "What happens with your data" in page.text and "not verified" in page.text
    assert "Ravi" not in page.text and "Beispiel" not in page.text
    assert page["Cache-Control"].startswith("max-age=0")


@pytest.mark.parametrize(
    ("language", "words"),
    [("de", "Was mit Ihren Daten geschieht"), ("fr", "Ce que deviennent vos données"),
     ("nl", "Wat er met uw gegevens gebeurt"), ("en", "What happens with your data")],
)  # fmt: skip
def test_the_page_speaks_the_language_of_the_e_mail(visitor, language, words):
    page = visitor.get(link_of(invite(stories.filed_dossier(), language=language)))
    assert f'<html lang="{language}">' in page.text and words in page.text


def test_the_worker_comes_in_with_low_assurance_and_finds_the_application(visitor):
    # GIVEN an invitation
    dossier = stories.filed_dossier()
    invitation = invite(dossier)

    # WHEN the worker types the passport data
    answer = come_in(visitor, invitation, follow=True)

    # THEN the application's page is open
    assert answer.redirect_chain[-1][0] == reverse("applicant:dossier", args=[dossier.reference])
    assert "You are in." in answer.text and "Ravi Beispiel" in answer.text

    # AND the place is bound to the person, the address is proved, the version of the information is kept
    door = door_of(dossier)
    assert (door.assurance, door.capacity, door.as_actor().assurance) == ("low", "WORKER", "low")
    assert EmailAddress.objects.get(user=door.user).verified
    invitation.refresh_from_db()
    assert invitation.notice == information.VERSION and invitation.accepted_by == str(door.user.key)
    assert ActorName.objects.get(actor_key=door.user.key).display_name == "Ravi Beispiel"


def test_from_now_on_news_is_called_at_the_address_that_was_proved(visitor):
    from exchange.models import Addressee

    dossier = stories.filed_dossier(worker={"email": "boss@muster-automation.example"})
    come_in(visitor, invite(dossier))
    dossier.refresh_from_db()
    assert Addressee.objects.get(key=dossier.worker.addressee_key).email == MAIL


def test_whoever_was_signed_in_on_the_device_is_signed_out_first(client_as):
    client = client_as("employer")
    dossier = stories.filed_dossier()
    assert "is signed out when you come in" in client.get(link_of(invite(dossier))).text
    come_in(client, dossier.invitations.get())
    user = client.get("/").wsgi_request.user
    assert user == door_of(dossier).user and user.display_name == "Ravi Beispiel"


def test_a_representative_holds_the_door_and_the_desks_read_it(visitor, client_as):
    dossier = stories.filed_dossier()
    invitation = invite(dossier, representative="Asha Beispiel", relation="GUARDIAN")
    assert "The invitation is for Asha Beispiel, as legal representative" in visitor.get(link_of(invitation)).text
    come_in(visitor, invitation)
    assert door_of(dossier).user.display_name == "Asha Beispiel"
    for officer in ("region-handler", "federal-handler"):
        page = client_as(officer).get(reverse("desk:worker", args=[dossier.reference]))
        assert "stead by Asha Beispiel (Guardian)" in page.text


def test_two_employers_invite_the_same_worker_into_one_account_with_two_doors(visitor):
    first, second = stories.filed_dossier(), stories.filed_dossier(worker={"travel_document": {"number": "N2"}})
    come_in(visitor, invite(first))
    answer = come_in(Client(), invite(second), {**SOMEBODY_ELSES, "document_number": "n2"})
    assert answer["Location"] == reverse("applicant:dossier", args=[second.reference])
    assert door_of(first).user == door_of(second).user
    assert User.objects.filter(email=MAIL).count() == 1


def test_a_desk_that_invites_anew_closes_the_former_door(visitor):
    dossier = stories.filed_dossier()
    come_in(visitor, invite(dossier))
    anew = invite(dossier, email="real@worker.example", by=stories.officer("lena"))
    come_in(Client(), anew)
    assert door_of(dossier).user.email == "real@worker.example"
    assert visitor.get(reverse("applicant:dossier", args=[dossier.reference])).status_code == 302  # to choose a place


# --- Later -----------------------------------------------------------------------------------------------------------


@pytest.fixture
def door(visitor):
    dossier = stories.filed_dossier()
    come_in(visitor, invite(dossier))
    return door_of(dossier)


def ask(client, email=MAIL, **how):
    return client.post(ASK, {"email": email}, **how)


def test_a_code_by_e_mail_opens_the_door_again(door, mailbox):
    # GIVEN the worker at another device
    client = Client(headers={"accept-language": "fr"})

    # WHEN a code is asked for, typed wrongly once, then as it came over the wire
    assert ask(client)["Location"] == CONFIRM
    [(to, message)] = mailbox.messages
    body = message.get_payload(decode=True).decode()
    assert to == [MAIL] and "Votre code" in body
    code = re.search(r"^\s*([A-Z0-9]{3,}-?[A-Z0-9]{3,})\s*$", body, re.MULTILINE).group(1)
    assert client.post(CONFIRM, {"code": "NOT-RIGHT"}).status_code == 422
    answer = client.post(CONFIRM, {"code": code.lower(), "action": "verify"})

    # THEN the place is chosen, with low assurance
    assert answer.status_code == 302
    actor = client.get("/").wsgi_request.actor
    assert actor.key == str(door.user.key) and actor.assurance == "low"

    # AND the code works once
    other = Client()
    assert other.post(CONFIRM, {"code": code}).status_code == 302
    assert other.get("/").wsgi_request.actor is None


def test_three_wrong_codes_and_a_new_one_is_needed(door, visitor):
    client = Client(headers={"accept-language": "en"})
    ask(client)
    right = code_in(mail.outbox[-1])
    for _try in range(3):
        last = client.post(CONFIRM, {"code": "WRONG-ONE"}, follow=True)
    assert "wrong three times" in last.text
    client.post(CONFIRM, {"code": right})
    assert client.get("/").wsgi_request.actor is None


def test_whether_an_address_is_known_is_not_told(door):
    known, unknown = Client(headers={"accept-language": "en"}), Client(headers={"accept-language": "en"})
    mail.outbox.clear()
    pages = [ask(client, email, follow=True) for client, email in ((known, MAIL), (unknown, "nobody@worker.example"))]
    assert [page.redirect_chain for page in pages] == [[(CONFIRM, 302)], [(CONFIRM, 302)]]
    told = [re.sub(r"[\w.]+@[\w.]+|\b\w{64}\b", "", page.text) for page in pages]
    assert told[0] == told[1] and len(mail.outbox) == 1


def test_an_account_of_the_provider_is_never_opened_by_its_address(db):
    for subject in ("employer", "region-signatory"):
        seeding.ensure_account(demo.find(subject))
        client = Client()
        ask(client, demo.find(subject).email)
    assert mail.outbox == []


def test_a_mail_server_that_is_down_looks_the_same(door, settings):
    settings.EMAIL_BACKEND = "django.core.mail.backends.smtp.EmailBackend"
    settings.EMAIL_HOST, settings.EMAIL_PORT, settings.EMAIL_TIMEOUT = "127.0.0.1", 1, 2
    assert ask(Client())["Location"] == CONFIRM


def test_codes_are_not_asked_for_without_end(door):
    client = Client(headers={"accept-language": "en"})
    answers = [ask(client).status_code for _time in range(4)]
    assert answers == [302, 302, 302, 422]
    cache.clear()


def test_a_door_that_was_closed_is_not_opened_by_a_code(door):
    memberships.revoke(membership=door, on=law_today())
    client = Client()
    ask(client)
    client.post(CONFIRM, {"code": code_in(mail.outbox[-1])})
    assert client.get("/").wsgi_request.actor is None
    assert Membership.objects.valid(on=law_today()).filter(user=door.user).count() == 0


def test_the_two_ways_in_do_not_meet(door):
    """The account of an invitation has no subject at the provider, the provider's accounts have no address here."""
    assert not door.user.has_usable_password() and not door.user.socialaccount_set.exists()
    seeding.ensure_account(demo.find("employer"))
    assert list(EmailAddress.objects.values_list("email", flat=True)) == [MAIL]


def test_a_draft_opens_on_the_workers_part(visitor):
    dossier = stories.draft()
    answer = come_in(visitor, invite(dossier), follow=True)
    assert answer.redirect_chain[-1][0] == reverse("applicant:part", args=[dossier.key])
    assert "Your part of the application" in answer.text
    filed = submission.submit(dossier_id=dossier.pk, by=stories.employer_actor(), at=law_now() + timedelta(minutes=1))
    moved = visitor.get(reverse("applicant:part", args=[dossier.key]))
    assert moved["Location"] == reverse("applicant:dossier", args=[filed.reference])
