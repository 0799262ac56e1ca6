"""Announced law behind the switch of each authority (P28): filed and decided where it is on, and nowhere else."""

from datetime import UTC, datetime, timedelta

import pytest
from django.urls import reverse

from applications import calendar, files
from applications.models import Dossier, WorkItem
from applications.services import acts, completeness, destination, reopening, replaying, reviews, submission, terms
from applications.services.refusals import NotAllowed
from applications.vocabulary import Outcome, Stage, State, Term, Track
from portal.demo import dossiers
from tests import stories
from tests.applicant.test_every_category import PLACES, fill
from tests.exchange.test_letters import text_of

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("trusted_files")]

ANNOUNCED_FOR_EMPLOYERS = ("work_permit_90", "frontier_worker", "teleworker_abroad", "au_pair")


@pytest.mark.usefixtures("announced_law_open")
@pytest.mark.parametrize("category", ANNOUNCED_FOR_EMPLOYERS)
def test_where_the_switch_is_on_it_is_filed_on_the_page_for_work_alone(client_as, category):
    # GIVEN the page offers it, marked as what it is
    client = client_as("mandatary")
    answer = client.post(reverse("applicant:new"), {"category": category, "kind": "FIRST"})
    assert answer.status_code == 302, answer.text
    dossier = Dossier.objects.latest("id")

    # WHEN it is filled in and filed
    fill(client, dossier, PLACES["ostbelgien"])
    page = client.get(reverse("applicant:step", args=[dossier.key, "residence"])).text
    filed = client.post(reverse("applicant:check", args=[dossier.key]), {"notice": "1"})

    # THEN nobody is asked for the Immigration Office's fee, and only the work authority has something to do
    assert 'name="fee_paid"' not in page and 'name="post_code"' not in page
    assert filed.status_code == 302, filed.text
    dossier.refresh_from_db()
    assert (dossier.state, dossier.authority) == (State.SUBMITTED, "ostbelgien")
    assert [item.track for item in WorkItem.objects.filter(dossier=dossier)] == [Track.WORK]


@pytest.mark.usefixtures("announced_law_open")
def test_before_another_authority_it_stays_closed_and_the_page_says_so(client_as):
    # GIVEN a draft for work in Brussels, whose switch is off
    client = client_as("mandatary")
    client.post(reverse("applicant:new"), {"category": "work_permit_90", "kind": "FIRST"})
    dossier = Dossier.objects.latest("id")
    fill(client, dossier, PLACES["brussels"])

    # THEN it cannot be filed, with the reason
    page = client.post(reverse("applicant:check", args=[dossier.key]), {"notice": "1"})
    assert page.status_code == 422
    assert "does not take this application yet" in page.text


def test_while_every_switch_is_off_nothing_is_opened():
    with pytest.raises(NotAllowed, match="cannot be filed here yet"):
        stories.draft(category="work_permit_90")


@pytest.mark.usefixtures("announced_law_open")
def test_the_work_authority_alone_decides_and_says_itself_what_no_rule_gives():
    # GIVEN a work permit that was filed and declared complete
    dossier = stories.draft(category="work_permit_90", job={"engagement": "FIXED_TERM", "duration_months": 2})
    at, by = stories.FILED_AT, stories.employer_actor()
    stories.attach_everything(dossier, by=by, at=at)
    submission.submit(dossier_id=dossier.pk, by=by, at=at)
    completeness.declare_complete(dossier_id=dossier.pk, by=stories.officer("lena"), at=at + timedelta(hours=1))
    stories.carry_post(at + timedelta(hours=1))
    dossier.refresh_from_db()

    # THEN one review is open, and the journal tells the same
    assert [review.track for review in dossier.reviews.all()] == [Track.WORK]
    assert list(replaying.of_one(dossier, on=calendar.day_of(at))) == []

    # WHEN it says yes THEN the letter waits for the duration and the mention, and for no card
    ralf, later = stories.officer("ralf", signs=True), at + timedelta(days=5)
    sources = dict.fromkeys(stories.unsettled_codes(dossier, ralf), "demo")
    reviews.conclude(dossier_id=dossier.pk, outcome=Outcome.FAVOURABLE, by=ralf, at=later, sources=sources)
    with pytest.raises(NotAllowed, match="State the terms first"):
        acts.preview(dossier_id=dossier.pk, by=ralf, at=later)
    given = {Term.MONTHS: "3", Term.LABOUR_MARKET: "LIMITED"}
    terms.state(dossier_id=dossier.pk, given=given, sources=dict.fromkeys(given, "demo"), by=ralf, at=later)
    act = acts.preview(dossier_id=dossier.pk, by=ralf, at=later)
    assert "1. September 2025" in text_of(files.read(act.preview_key))
    acts.sign(dossier_id=dossier.pk, seen_sha256=act.sha256, by=ralf, at=later)
    acts.append_seal(act_id=act.pk, at=later)
    stories.carry_post(later)

    # AND with its signature the application is granted: there is no card, no post and no commune to wait for
    dossier.refresh_from_db()
    assert dossier.state == State.GRANTED and not dossier.permits.exists()
    assert [item.stage for item in dossier.work_items.all()] == [Stage.DONE]
    destination.announce_commune(dossier_id=dossier.pk, nis_code="63023", by=by, at=later)
    assert not dossier.notifications.filter(role="COMMUNE").exists()
    assert list(replaying.of_one(dossier, on=calendar.day_of(later))) == []

    # AND undone, it is examined anew by the work authority alone
    reopening.reopen(
        dossier_id=dossier.pk, act_id=act.pk, reason="OWN_WITHDRAWAL", basis="Irrtum", by=ralf, at=later + timedelta(1)
    )
    assert [review.track for review in dossier.reviews.filter(closed_at=None)] == [Track.WORK]
    assert list(replaying.of_one(Dossier.objects.get(pk=dossier.pk), on=calendar.day_of(later))) == []


@pytest.mark.usefixtures("announced_law_open")
def test_the_demo_shows_two_where_a_switch_is_on():
    made = dossiers.make(now=datetime(2026, 3, 2, 9, 0, tzinfo=UTC))

    for category in (dossiers.SHORT, dossiers.WITHOUT_LIMIT):
        assert [each.authority for each in made if each.category == category] == ["ostbelgien"]
