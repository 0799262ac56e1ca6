"""An invitation opens once, for whom it was meant, in its days; everything else has a sentence and writes nothing."""

from datetime import timedelta
from email.header import decode_header, make_header

import pytest
from django.db import IntegrityError, connection, transaction
from django.urls import reverse

from applications.actors import Actor
from applications.models import Invitation, JournalEntry, Person
from applications.now import law_now
from applications.services import invitation_keys, invitation_mail, invitations, submission
from applications.services.refusals import NotAllowed
from applications.vocabulary import Authority, Capacity
from tests import stories
from tests.worker.guests import MAIL, come_in, invite, link_of, wall

pytestmark = pytest.mark.django_db


def accept(invitation, *, document_number="X0000000", birth_date="1985-07-30", at=None, key="guest"):
    def welcome(guest):
        return Actor(
            key=key, capacity=Capacity.WORKER, person_id=guest.person.pk, organisation_key=guest.person.addressee_key,
            assurance="low",
        )  # fmt: skip

    return invitations.accept(
        token=invitation_keys.token_of(invitation.nonce),
        document_number=document_number,
        birth_date=birth_date,
        notice="2026-11-25",
        at=at or law_now(),
        welcome=welcome,
    )


def kinds(dossier):
    return list(JournalEntry.objects.filter(dossier=dossier).order_by("seq").values_list("kind", flat=True))


# --- The e-mail ------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("language", "words"),
    [("fr", "Invitation à suivre"), ("nl", "Uitnodiging"), ("de", "Einladung"), ("en", "Invitation to follow")],
)
def test_the_e_mail_speaks_the_workers_language_and_says_only_who_invites(mailbox, settings, language, words):
    # GIVEN an invitation
    settings.PUBLIC_URL = "https://window.test"
    dossier = stories.filed_dossier()
    invitation = invite(dossier, language=language)

    # WHEN it is sent, and the sender looks for more
    assert invitation_mail.send_next(now=wall())
    assert not invitation_mail.send_next(now=wall())

    # THEN the mail server has one message with a link that opens the page, and nothing else of anybody
    [(to, message)] = mailbox.messages
    body = message.get_payload(decode=True).decode()
    assert to == [MAIL]
    subject = str(make_header(decode_header(message["Subject"])))
    assert words in subject and message["Content-Language"] == language
    assert "Muster Automation AG" in body
    link = f"https://window.test{reverse('accounts:join')}?t={invitation_keys.token_of(invitation.nonce)}"
    assert link in body and link.endswith(link_of(invitation))
    for secret in ("Ravi", "Beispiel", "X0000000", "1985", dossier.reference, "Blue Card"):
        assert secret not in body + subject


def test_a_mail_server_that_is_busy_is_asked_again_and_the_same_link_goes_out(mailbox):
    invitation = invite(stories.filed_dossier())
    mailbox.busy = True
    assert invitation_mail.send_next(now=wall())
    invitation.refresh_from_db()
    assert invitation.sent_at is None and "451" in invitation.problem and invitation.send_after > wall()

    mailbox.busy = False
    assert invitation_mail.send_next(now=invitation.send_after)
    [(_to, message)] = mailbox.messages
    assert invitation_keys.token_of(invitation.nonce) in message.get_payload(decode=True).decode()


def test_an_address_that_does_not_exist_is_given_up_and_said(mailbox, client_as):
    dossier = stories.filed_dossier()
    invite(dossier)
    mailbox.refused = {MAIL}
    assert invitation_mail.send_next(now=wall())
    assert not invitation_mail.send_next(now=wall() + timedelta(days=2))
    page = client_as("employer").get(reverse("applicant:door", args=[dossier.key]))
    assert "could not be delivered" in page.text


def test_a_sender_that_was_killed_loses_nothing(mailbox):
    # GIVEN an invitation claimed by a sender that died before it wrote anything
    invitation = invite(stories.filed_dossier())
    claimed = invitation_mail._claim(now=wall())
    assert claimed is not None and not invitation_mail.send_next(now=wall())

    # WHEN its lease has run out
    assert invitation_mail.send_next(now=wall() + invitation_mail.LEASE + timedelta(seconds=2))

    # THEN the e-mail goes, under the Message-ID of the invitation
    [(_to, message)] = mailbox.messages
    assert message["Message-ID"].startswith(f"<invitation-{invitation.pk}@")


def test_neither_token_nor_passport_number_lies_in_the_database():
    invitation = invite(stories.filed_dossier())
    with connection.cursor() as cursor:
        cursor.execute("SELECT to_jsonb(i)::text FROM applications_invitation i WHERE id = %s", [invitation.pk])
        row = cursor.fetchone()[0]
    assert invitation_keys.token_of(invitation.nonce) not in row
    assert "X0000000" not in row and "1985" not in row


# --- Who may invite whom ---------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("changes", "sentence"),
    [
        ({"email": "no address"}, "no e-mail address"),
        ({"email": "HR@muster-automation.example"}, "the employer's or yours"),
        ({"language": "xx"}, "Choose the language"),
        ({"representative": "Asha Beispiel"}, "Give both the name"),
        ({"relation": "PARENT"}, "Give both the name"),
    ],
)
def test_an_invitation_that_could_not_reach_the_worker_is_refused(changes, sentence):
    dossier = stories.filed_dossier()
    with pytest.raises(NotAllowed, match=sentence):
        invite(dossier, **changes)
    assert not Invitation.objects.exists() and "WORKER_INVITED" not in kinds(dossier)


def test_without_passport_and_birth_date_nobody_can_be_invited():
    for changes in ({"travel_document": {}}, {"birth_date": None}):
        with pytest.raises(NotAllowed, match="birth date and travel document number first"):
            invite(stories.draft(worker=changes))


def test_a_stranger_and_a_closed_application_are_refused():
    dossier = stories.filed_dossier()
    with pytest.raises(NotAllowed, match="Only the organisation that filed"):
        invite(dossier, by=stories.officer("paul", Authority.BRUSSELS))
    stranger = Actor(key="w", capacity=Capacity.WORKER, person_id=dossier.worker_id)
    with pytest.raises(NotAllowed, match="Only the organisation that filed"):
        invite(dossier, by=stranger)


def test_one_invitation_waits_at_a_time():
    dossier = stories.filed_dossier()
    invite(dossier)
    with pytest.raises(NotAllowed, match="waiting already"):
        invite(dossier)


def test_a_minor_comes_in_by_a_legal_representative():
    # GIVEN a worker of sixteen
    young = {"birth_date": f"{law_now().year - 16}-01-02"}
    dossier = stories.draft(worker=young)
    with pytest.raises(NotAllowed, match="The worker is a minor"):
        invite(dossier)

    # WHEN a parent is named
    invitation = invite(dossier, representative="Asha Beispiel", relation="PARENT")

    # THEN the row carries both, and the journal only that somebody stands in
    accept(invitation, birth_date=young["birth_date"])
    submission.submit(dossier_id=dossier.pk, by=stories.employer_actor(), at=law_now())
    entry = JournalEntry.objects.get(dossier=dossier, kind="WORKER_JOINED")
    assert entry.said == {"invitation": invitation.pk, "represented": True}


# --- Coming in -------------------------------------------------------------------------------------------------------


def test_who_types_the_passport_data_comes_in_and_the_journal_carries_ids_alone():
    dossier = stories.filed_dossier()
    invitation = accept(invite(dossier), document_number="x 0000-000")

    assert kinds(dossier)[-2:] == ["WORKER_INVITED", "WORKER_JOINED"]
    assert JournalEntry.objects.get(kind="WORKER_INVITED").said == {"invitation": invitation.pk}
    assert invitation.state == "ACCEPTED" and invitation.notice == "2026-11-25" and invitation.accepted_by == "guest"


def test_used_expired_withdrawn_and_unknown_each_have_their_own_sentence(visitor):
    said = {}
    used = invite(stories.filed_dossier())
    accept(used)
    said["used"] = used
    withdrawn = invite(stories.filed_dossier())
    invitations.revoke(
        dossier_id=withdrawn.dossier_id, invitation_id=withdrawn.pk, by=stories.employer_actor(), at=law_now()
    )
    said["withdrawn"] = withdrawn
    said["expired"] = invite(stories.filed_dossier(), at=law_now() - timedelta(days=14))
    before = [tuple(row) for row in Invitation.objects.order_by("pk").values_list()]
    entries = JournalEntry.objects.count()

    pages = {}
    for name, invitation in said.items():
        for answer in (visitor.get(link_of(invitation)), come_in(visitor, invitation)):
            assert answer.status_code == 410
            pages.setdefault(name, answer.text)
    pages["unknown"] = visitor.get("/accounts/invitation?t=nothing").text
    assert visitor.get("/accounts/invitation?t=nothing").status_code == 404

    assert "used already" in pages["used"]
    assert "withdrawn or replaced" in pages["withdrawn"]
    assert "has run out" in pages["expired"]
    assert "opens no invitation" in pages["unknown"]
    assert [tuple(row) for row in Invitation.objects.order_by("pk").values_list()] == before
    assert JournalEntry.objects.count() == entries


def test_the_last_instant_of_an_invitation_is_no_longer_in_it():
    at = law_now()
    invitation = invite(stories.filed_dossier(), at=at)
    with pytest.raises(NotAllowed, match="has run out"):
        accept(invitation, at=at + timedelta(days=14))
    accept(invitation, at=at + timedelta(days=14) - timedelta(microseconds=1))


def test_one_that_was_passed_on_writes_the_failed_try_and_nothing_else(visitor):
    # GIVEN an invitation in the hands of somebody with another passport
    dossier = stories.filed_dossier()
    invitation = invite(dossier)
    people, entries = Person.objects.count(), kinds(dossier)

    # WHEN he tries his own
    answer = come_in(visitor, invitation, {"document_number": "Y1", "birth_date_year": "1990"})

    # THEN he is told, a try is gone, and nothing else has happened
    assert answer.status_code == 422
    assert "not the travel document and birth date of the person invited" in answer.text
    assert "4 tries are left" in answer.text
    invitation.refresh_from_db()
    assert (invitation.tries, invitation.state) == (1, "OPEN")
    assert Person.objects.count() == people and kinds(dossier) == entries
    assert "sessionid" not in visitor.cookies


def test_five_wrong_tries_lock_it_even_for_the_right_person(visitor):
    invitation = invite(stories.filed_dossier())
    for _try in range(5):
        last = come_in(visitor, invitation, {"document_number": "Y1", "birth_date_year": "1990"})
    assert last.status_code == 410 and "locked" in last.text
    assert "locked" in come_in(visitor, invitation).text
    with pytest.raises(NotAllowed, match="locked"):
        accept(invitation)


def test_a_date_that_no_calendar_has_costs_no_try(visitor):
    invitation = invite(stories.filed_dossier())
    answer = come_in(visitor, invitation, {"document_number": "X0000000", "birth_date_day": "31",
                                           "birth_date_month": "2", "birth_date_year": "1985"})  # fmt: skip
    assert answer.status_code == 422 and "This date does not exist" in answer.text
    invitation.refresh_from_db()
    assert invitation.tries == 0


def test_a_renewed_one_has_a_new_link_and_new_tries(visitor):
    old = invite(stories.filed_dossier())
    come_in(visitor, old, {"document_number": "Y1", "birth_date_year": "1990"})
    new = invitations.renew(dossier_id=old.dossier_id, invitation_id=old.pk, by=stories.employer_actor(), at=law_now())
    assert new.tries == 0 and new.token_hash != old.token_hash
    with pytest.raises(NotAllowed, match="withdrawn or replaced"):
        accept(old)
    accept(new)
    with pytest.raises(NotAllowed, match="nothing left to withdraw"):
        invitations.revoke(dossier_id=new.dossier_id, invitation_id=new.pk, by=stories.employer_actor(), at=law_now())


def test_once_somebody_is_in_the_employer_cannot_put_himself_there_but_a_desk_may_invite_again():
    # GIVEN a worker who came in
    dossier = stories.filed_dossier()
    accept(invite(dossier))

    # WHEN the employer, who knows the passport data, invites another address
    with pytest.raises(NotAllowed, match="ask the authority to invite again"):
        invite(dossier, email="not-the-worker@example.org")

    # THEN only an officer can
    invite(dossier, email="new@worker.example", by=stories.officer("lena"))


@pytest.mark.parametrize(
    "change",
    ["token_hash = repeat('0', 64)", "tries = tries - 1", "email = 'a@b.example'", "expires_at = now()",
     "state = 'OPEN', ended_at = NULL, accepted_by = '', notice = ''"],
)  # fmt: skip
def test_the_database_refuses_to_bend_an_invitation(change):
    dossier = stories.filed_dossier()
    invitation = accept(invite(dossier))
    with pytest.raises(IntegrityError), transaction.atomic(), connection.cursor() as cursor:
        cursor.execute(f"UPDATE applications_invitation SET {change} WHERE id = %s", [invitation.pk])


# --- In a draft ------------------------------------------------------------------------------------------------------


def test_who_came_into_a_draft_is_the_worker_that_is_filed():
    # GIVEN a draft into which the worker came
    dossier = stories.draft()
    invitation = accept(invite(dossier))
    dossier.refresh_from_db()
    person = dossier.worker
    assert kinds(dossier) == []  # a draft has no journal

    # WHEN it is filed
    filed = submission.submit(dossier_id=dossier.pk, by=stories.employer_actor(), at=law_now(), notice="2026-11-25")

    # THEN it is the same person, now with a name, and the journal begins with the filing and says that he is there
    person.refresh_from_db()
    assert filed.worker_id == person.pk and person.birth_year == 1985 and person.names.get().family_name == "Beispiel"
    assert person.email == MAIL
    assert kinds(filed)[:2] == ["SUBMITTED", "WORKER_JOINED"]
    entry = JournalEntry.objects.get(kind="WORKER_JOINED")
    assert entry.actor_key == "guest" and entry.said == {"invitation": invitation.pk, "represented": False}
    assert JournalEntry.objects.get(kind="SUBMITTED").said["notice"] == "2026-11-25"


def test_a_passport_changed_after_the_invitation_asks_for_a_new_one():
    from applications.services import drafting

    dossier = stories.draft()
    invitation = invite(dossier)
    worker = {**stories.ANSWERS["worker"], "birth_date": "1991-01-01"}
    drafting.save_step(
        dossier_id=dossier.pk, step="worker", answers={"worker": worker}, typed={}, by=stories.employer_actor(),
        at=law_now(),
    )  # fmt: skip
    with pytest.raises(NotAllowed, match="changed after you were invited"):
        accept(invitation)
    invitation.refresh_from_db()
    assert invitation.tries == 0 and invitation.state == "OPEN"


def test_a_draft_that_speaks_of_somebody_else_when_it_is_filed_leaves_the_guest_outside():
    from applications.services import drafting

    # GIVEN somebody who came into a draft which then names another passport
    dossier = stories.draft()
    accept(invite(dossier))
    dossier.refresh_from_db()
    guest = dossier.worker_id
    worker = {**stories.ANSWERS["worker"], "travel_document": {"number": "Z9"}}
    drafting.save_step(
        dossier_id=dossier.pk, step="worker", answers={"worker": worker}, typed={}, by=stories.employer_actor(),
        at=law_now(),
    )  # fmt: skip

    # WHEN it is filed
    filed = submission.submit(dossier_id=dossier.pk, by=stories.employer_actor(), at=law_now())

    # THEN the worker is another row, and the guest has nothing to see in it
    assert filed.worker_id != guest and "WORKER_JOINED" not in kinds(filed)


def test_a_discarded_draft_takes_its_invitations_along():
    from applications.services import drafting

    dossier = stories.draft()
    invite(dossier)
    drafting.discard(dossier_id=dossier.pk, by=stories.employer_actor())
    assert not Invitation.objects.exists()


def test_keys_that_are_no_dates_do_not_break_the_comparison():
    one = invitation_keys.identity_hash(document_number="Ｘ0000000 ", birth_date="1985-07-30")
    assert invitation_keys.same(one, invitation_keys.identity_hash(document_number="x0000000", birth_date="1985-07-30"))
    other = invitation_keys.identity_hash(document_number="X0000000", birth_date="1985-07")
    assert not invitation_keys.same(one, other)
