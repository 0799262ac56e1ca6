"""Who files for himself: from a sign-in without any place to the card, with nobody else told (P20, P28, case 24)."""

from datetime import timedelta

import pytest
from django.test import Client
from django.urls import reverse

from applications import calendar, disclosure, files, policies
from applications.models import Dossier, Organisation, PersonIdentifier, WorkItem
from applications.now import law_now
from applications.rulebook import rulebook
from applications.selectors import addressees, dossiers
from applications.services import acts, completeness, drafting, invitations, replaying, reviews, submission, terms
from applications.services.refusals import NotAllowed
from applications.vocabulary import ApplicationKind, Assurance, Capacity, Outcome, Role, State, Term, Track
from portal.accounts import demo, memberships, seeding
from portal.accounts.models import User
from tests import stories
from tests.applicant.answered import STEPS, step_url, window_of
from tests.applicant.test_every_category import PLACES, fill
from tests.exchange.test_letters import text_of

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("announced_law_open", "trusted_files")]

UNLIMITED = "unlimited_single_permit"
AT_HOME = stories.IN_BELGIUM["residence"]


def filed(actor, *, at=stories.FILED_AT) -> Dossier:
    stories.cast()
    dossier = drafting.open_draft(category=UNLIMITED, kind=ApplicationKind.FIRST, by=actor, at=at)
    answers = {"worker": stories.ANSWERS["worker"], "residence": AT_HOME}
    drafting.save_step(dossier_id=dossier.pk, step="all", answers=answers, typed={}, by=actor, at=at)
    stories.attach_everything(Dossier.objects.get(pk=dossier.pk), by=actor, at=at)
    return submission.submit(dossier_id=dossier.pk, by=actor, at=at)


def test_somebody_without_a_place_opens_fills_in_and_files_on_the_pages(db):
    # GIVEN a person whom the country's sign-in knows, and who has no place here
    user = seeding._make_user(demo.DemoAccount("nobody-yet", "Lucía Ejemplo", "en", "", Capacity.CITIZEN))
    client = Client(headers={"accept-language": "en"})
    client.force_login(user, backend="portal.accounts.backend.AccountBackend")
    page = client.get(reverse("accounts:capacity")).text
    assert "You have no place here yet" in page and "Act for myself" in page

    # WHEN she acts for herself and opens what only the worker may file
    answer = client.post(reverse("accounts:for_oneself"), {"next": reverse("applicant:new")})
    assert answer["Location"] == reverse("applicant:new")
    page = client.get(reverse("applicant:new")).text
    assert UNLIMITED in page and "eu_blue_card" not in page
    answer = client.post(reverse("applicant:new"), {"category": UNLIMITED, "kind": "FIRST"}, follow=True)

    # THEN neither employer nor job is asked for: she begins with who she is
    dossier = Dossier.objects.latest("id")
    assert answer.redirect_chain[-1][0] == step_url(dossier, "worker")
    assert "/employer" not in answer.text and "/job" not in answer.text
    assert client.get(step_url(dossier, "employer")).status_code == 302

    # AND without a home nobody knows who is competent: that is said, and where to mend it
    check = reverse("applicant:check", args=[dossier.key])
    refused = client.post(check, {"notice": "1"})
    assert refused.status_code == 422
    assert "Enter in which commune the worker lives" in refused.text and step_url(dossier, "residence") in refused.text

    # WHEN she answers and files
    for step, typed in (("worker", STEPS["worker"]), ("residence", HOME)):
        page = client.get(step_url(dossier, step))
        answer = client.post(step_url(dossier, step), typed | window_of(page))
        assert answer.status_code == 302, answer.text
    page = client.get(reverse("applicant:documents", args=[dossier.key])).text
    assert "invite him or her" not in page
    answer = client.post(check, {"notice": "1"}, follow=True)

    # THEN the authority of the place where she lives has it, and she follows it
    dossier.refresh_from_db()
    assert (dossier.state, dossier.authority) == (State.SUBMITTED, "ostbelgien"), answer.text
    assert "Your application has been filed" in answer.text
    page = client.get(reverse("applicant:dossier", args=[dossier.reference])).text
    assert "to you and the commune" in page and "own door" not in page
    assert client.get(reverse("applicant:opened", args=[dossier.reference])).status_code == 200
    assert client.get(reverse("applicant:mandates")).status_code == 403
    assert client.get(reverse("applicant:door", args=[dossier.key])).status_code == 403


HOME = {
    "in_belgium": "yes", "stay_kind": "LONG_STAY", "right_of_stay_valid": "yes", "street": "Klosterstraße 3",
    "commune_nis_code": "4700 Eupen", "fee_paid": "yes",
}  # fmt: skip


def test_no_employer_takes_part_and_the_worker_is_told_once(actor_as):
    # GIVEN an application that she filed herself
    amina = actor_as("citizen")
    dossier = filed(amina)

    # THEN it names no employer, whoever employs her, and reaches her alone
    assert dossier.employer_id is None
    assert {item.employer_name for item in WorkItem.objects.filter(dossier=dossier)} == {""}
    assert [(each.role, each.addressee_key) for each in dossier.notifications.all()] == [
        ("FILER", amina.organisation_key)
    ]
    assert addressees.keys_for(amina) == (amina.organisation_key,)
    assert not dossiers.sees(stories.employer_actor(), dossier)

    # AND what is sealed is sealed against others, not against her
    assert disclosure.sight(amina, disclosure.Group.SEALED_PAPERS) is disclosure.Sight.FULL

    # AND nobody is invited in her name, by herself as little as by a desk
    for by in (amina, stories.officer("lena")):
        with pytest.raises(NotAllowed, match="there is nobody to invite"):
            invitations.invite(dossier_id=dossier.pk, email="x@y.example", language="en", by=by, at=stories.FILED_AT)


def test_a_professional_card_goes_to_the_place_of_business(client_as):
    # GIVEN somebody who will work for himself
    client = client_as("citizen")
    client.post(reverse("applicant:new"), {"category": "professional_card", "kind": "FIRST"})
    dossier = Dossier.objects.latest("id")

    # WHEN he says where, and files
    fill(client, dossier, PLACES["ostbelgien"])
    seat = client.get(step_url(dossier, "employer"))
    answer = client.post(reverse("applicant:check", args=[dossier.key]), {"notice": "1"})

    # THEN of an employer only the seat is asked, which decides between places; the work authority alone has it
    assert answer.status_code == 302, answer.text
    assert 'name="enterprise_number"' not in seat.text and 'name="contact_name"' not in seat.text
    dossier.refresh_from_db()
    assert (dossier.state, dossier.authority, dossier.employer_id) == (State.SUBMITTED, "ostbelgien", None)
    assert [item.track for item in WorkItem.objects.filter(dossier=dossier)] == [Track.WORK]


def test_both_desks_decide_and_the_card_comes_from_the_commune(actor_as):
    # GIVEN an application for which no rule asks for a residence paper: nothing is ticked, and nobody waits for it
    amina, at = actor_as("citizen"), stories.FILED_AT
    dossier = filed(amina)
    with pytest.raises(NotAllowed, match="there is nothing to tick"):
        stories.tick_everything(dossier, at=at + timedelta(hours=1))
    completeness.declare_complete(dossier_id=dossier.pk, by=stories.officer("lena"), at=at + timedelta(hours=2))
    stories.carry_post(at + timedelta(hours=2))
    dossier.refresh_from_db()
    assert {review.track for review in dossier.reviews.all()} == {Track.WORK, Track.RESIDENCE}

    # WHEN both say yes
    later = at + timedelta(days=10)
    for by in (stories.officer("ralf", signs=True), stories.officer("jan", "federal", signs=True)):
        sources = dict.fromkeys(stories.unsettled_codes(dossier, by), "demo")
        reviews.conclude(dossier_id=dossier.pk, outcome=Outcome.FAVOURABLE, by=by, at=later, sources=sources)
        wanted = {Term.MONTHS: "60"} if by.authority == "ostbelgien" else {}
        if wanted:
            terms.state(dossier_id=dossier.pk, given=wanted, sources=dict.fromkeys(wanted, "demo"), by=by, at=later)
        act = acts.preview(dossier_id=dossier.pk, by=by, at=later)
        words = text_of(files.read(act.preview_key))
        assert "?" not in words and "Ravi" in words
        acts.sign(dossier_id=dossier.pk, seen_sha256=act.sha256, by=by, at=later)
        acts.append_seal(act_id=act.pk, at=later)
        stories.carry_post(later)
        dossier.refresh_from_db()

    # THEN she has the decision and the commune its instruction, and the journal tells the same
    assert dossier.state == State.GRANTED
    assert {each.role for each in dossier.notifications.filter(act=act)} == {"FILER", "COMMUNE"}
    assert list(replaying.of_one(Dossier.objects.get(pk=dossier.pk), on=calendar.day_of(later))) == []


@pytest.mark.parametrize(
    ("capacity", "category", "sentence"),
    [
        (Capacity.EMPLOYER, UNLIMITED, "The worker files this application himself or herself"),
        (Capacity.CITIZEN, "eu_blue_card", "Only an employer or a mandatary can open an application of this kind"),
    ],
)
def test_whose_it_is_to_file_the_law_says(actor_as, capacity, category, sentence):
    by = actor_as("employer" if capacity == Capacity.EMPLOYER else "citizen")
    with pytest.raises(NotAllowed, match=sentence):
        drafting.open_draft(category=category, kind=ApplicationKind.FIRST, by=by, at=law_now())


def test_a_mailbox_is_not_enough_to_act_for_oneself():
    # GIVEN somebody who came in by an invitation
    user = User.objects.create_user(email="ravi@beispiel.example", display_name="Ravi", language="en")
    person = filed_person()
    memberships.grant_worker(user=user, person=person, on=stories.FILED_AT.date(), assurance=Assurance.LOW)
    client = Client(headers={"accept-language": "en"})
    client.force_login(user, backend="portal.accounts.backend.AccountBackend")

    # THEN it is neither offered nor given
    assert "Act for myself" not in client.get(reverse("accounts:capacity")).text
    answer = client.post(reverse("accounts:for_oneself"))
    assert answer.status_code == 403 and "a code by e-mail is not enough" in answer.text
    assert not Organisation.objects.filter(kind="PERSON").exists()


def filed_person():
    return stories.filed_dossier().worker


def test_her_own_number_opens_no_second_door_to_what_she_filed(actor_as):
    # GIVEN her own application and one that an employer filed, both with her number
    amina = actor_as("citizen")
    own, by_employer = filed(amina), stories.filed_dossier()
    for dossier in (own, by_employer):
        PersonIdentifier.objects.create(
            person=dossier.worker, scheme="BIS", value=demo.WORKER_NUMBER, valid_from=stories.FILED_AT.date()
        )

    # WHEN she signs in with it THEN only the other's opens
    user = User.objects.get(key=amina.key)
    opened = memberships.link_persons(user=user, number=demo.WORKER_NUMBER, on=stories.FILED_AT.date())
    assert [each.person_id for each in opened] == [by_employer.worker_id]


def test_acting_for_oneself_twice_gives_one_place(actor_as):
    amina = actor_as("citizen")
    again = memberships.grant_own(user=User.objects.get(key=amina.key), on=law_now().date())
    assert again.organisation_id == amina.organisation_id and again.roles == [Role.FILER]
    assert Organisation.objects.filter(kind="PERSON").count() == 1


def test_what_only_the_worker_files_asks_for_no_employer():
    for category in rulebook().categories.values():
        assert category.has_employer == ("WORKER" not in category.filers)


def test_nobody_puts_an_employer_into_it(actor_as):
    # GIVEN an application in which no employer takes part
    dossier = filed(actor_as("citizen"))

    # WHEN an officer would write one down THEN he is told that there is none
    verdict = policies.may_replace_employer(stories.officer("lena"), dossier)
    assert not verdict and "no employer takes part" in str(verdict.why)


def test_before_an_authority_that_is_not_open_the_way_leads_to_the_home(client_as):
    # GIVEN somebody who lives where the switch is off
    client = client_as("citizen")
    client.post(reverse("applicant:new"), {"category": UNLIMITED, "kind": "FIRST"})
    dossier = Dossier.objects.latest("id")
    page = client.get(step_url(dossier, "residence"))
    client.post(step_url(dossier, "residence"), HOME | {"commune_nis_code": "4000 Liège"} | window_of(page))

    # THEN the check says so, and where it could be mended
    page = client.get(reverse("applicant:check", args=[dossier.key])).text
    assert "does not take this application yet" in page and step_url(dossier, "job") not in page
