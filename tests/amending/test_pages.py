"""Changing facts on the pages: the same steps, first the differences, then the change; who sees which of them."""

from datetime import timedelta

import pytest
from django.urls import reverse

from applications import files
from applications.models import Dossier
from applications.now import law_now
from applications.services import amending
from applications.vocabulary import Authority, Outcome, State
from tests import stories
from tests.applicant import answered

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def _trusted_files(monkeypatch):
    monkeypatch.setattr(files, "inspect", lambda _path: {"media_type": "application/pdf", "pages": 1})


@pytest.fixture
def lately():
    return (law_now() - timedelta(days=20)).replace(hour=8, minute=30, second=0, microsecond=0)


@pytest.fixture
def employer(client_as):
    return client_as("employer")


def place(dossier, step="job"):
    return reverse("applicant:amend_step", args=[dossier.reference, step])


def own(dossier, name="dossier"):
    return reverse(f"applicant:{name}", args=[dossier.reference])


# what the page of the step shows of the story, as a browser sends it back
JOB = answered.JOB | {"start_on_day": "2", "start_on_month": "6", "start_on_year": "2025",
                      "description": stories.ANSWERS["job"]["description"]}  # fmt: skip


def test_the_step_opens_with_what_is_on_record_and_shows_the_differences_before_it_changes_anything(employer):
    # GIVEN a filed application
    dossier = stories.filed_dossier()
    assert own(dossier, "amend") in employer.get(own(dossier)).text
    assert place(dossier) in employer.get(own(dossier, "amend")).text
    assert "Softwareentwicklungsingenieur" in employer.get(place(dossier)).text

    # WHEN the employer types another pay THEN he sees old and new, and nothing is changed yet
    page = employer.post(place(dossier), JOB | {"yearly_gross": "72.000,00", "seen": "1"})
    assert page.status_code == 200 and "This would change" in page.text
    assert "<del>" in page.text and "72,000.00" in page.text and "69,300.00" in page.text
    assert dossier.facts_versions.count() == 1

    # WHEN he confirms THEN it is, and the dossier shows the difference
    page = employer.post(place(dossier), JOB | {"yearly_gross": "72.000,00", "seen": "1", "go": "change"}, follow=True)
    assert "no clock has moved" in page.text and "What changed since" in page.text
    assert dossier.facts_versions.count() == 2


def test_nothing_else_than_what_was_typed_differs(employer):
    dossier = stories.filed_dossier()
    answer = employer.post(place(dossier), JOB | {"seen": "1"})
    assert answer.status_code == 422 and "Nothing differs" in answer.text


def test_back_to_the_answers_keeps_what_was_typed(employer):
    dossier = stories.filed_dossier()
    page = employer.post(place(dossier), JOB | {"title": "Meisterin", "seen": "1", "go": "back"})
    assert page.status_code == 200 and 'value="Meisterin"' in page.text


def test_what_cannot_be_understood_is_said_at_the_field(employer):
    dossier = stories.filed_dossier()
    page = employer.post(place(dossier), JOB | {"yearly_gross": "viel", "seen": "1"})
    assert page.status_code == 422 and "Give the amount as a number" in page.text


def test_a_second_window_is_told(employer):
    dossier = stories.filed_dossier()
    amending.amend(
        dossier_id=dossier.pk, answers={"job": {"weekly_hours": "36"}}, by=stories.employer_actor(), at=stories.FILED_AT
    )
    page = employer.post(place(dossier), JOB | {"title": "Meisterin", "seen": "1", "go": "change"})
    assert page.status_code == 409 and "since this page was opened" in page.text


def test_where_another_authority_would_decide_a_new_draft_is_offered_with_those_answers(employer):
    # GIVEN a place of work that moves to Brussels
    dossier = stories.filed_dossier()
    moved = JOB | {"establishment_nis_code": "1000 Brussel", "establishment_number": "", "workplaces_0": "1000 Brussel"}
    page = employer.post(place(dossier), moved | {"seen": "1"})
    assert page.status_code == 422 and "Another authority would decide" in page.text
    assert own(dossier, "copy") in page.text and 'name="step" value="job"' in page.text

    # WHEN the employer goes on there
    answer = employer.post(own(dossier, "copy"), moved | {"step": "job"})

    # THEN a draft with the answers and papers goes to Brussels, and the first application stands as it was
    draft = Dossier.objects.get(state=State.DRAFT)
    assert answer["Location"] == reverse("applicant:check", args=[draft.key])
    page = employer.get(answer["Location"]).text
    assert "Beispiel" in page and draft.documents.filter(code="diploma").exists()
    from applications.selectors import filing_check

    assert filing_check.check(draft, on=stories.FILED_AT.date()).assessment.authority.code == Authority.BRUSSELS
    assert dossier.facts_versions.count() == 1


def test_a_decided_application_says_what_to_do_instead_and_offers_the_copy(employer):
    dossier = stories.granted_dossier()
    page = employer.get(place(dossier), follow=True).text
    assert "decided or closed" in page and own(dossier, "copy") in page
    assert place(dossier) not in employer.get(own(dossier)).text


def test_the_worker_sees_what_changed_and_cannot_change_it(client_as):
    dossier = stories.filed_dossier()
    amending.amend(
        dossier_id=dossier.pk, answers={"job": {"weekly_hours": "36"}}, by=stories.employer_actor(), at=stories.FILED_AT
    )
    worker = client_as("worker", person=dossier.worker)
    page = worker.get(own(dossier)).text
    assert "What changed since" in page and "Change the facts" not in page
    assert worker.get(own(dossier, "amend")).status_code == 403


def test_each_desk_reads_the_differences_that_are_for_it(client_as, employer, lately):
    # GIVEN a change of the pay and of the passport
    dossier = stories.filed_dossier(at=lately)
    answers = {"job": {"yearly_gross": "72000.00"}, "worker": {"travel_document": {"number": "ZGEHEIM7"}}}
    amending.amend(dossier_id=dossier.pk, answers=answers, by=stories.employer_actor(), at=lately)

    # THEN the region reads the pay and that the passport changed, the Office both
    region = client_as("region-handler").get(reverse("desk:data", args=[dossier.reference])).text
    assert "72,000.00" in region and "ZGEHEIM7" not in region and "Also changed" in region
    office = client_as("federal-handler").get(reverse("desk:data", args=[dossier.reference])).text
    assert "72,000.00" in office and "ZGEHEIM7" in office


def test_an_officer_corrects_a_fact_with_his_reason_which_the_applicant_does_not_read(client_as, employer, lately):
    dossier = stories.filed_dossier(at=lately)
    lena, correct = client_as("region-handler"), reverse("desk:correct", args=[dossier.reference])
    page = lena.get(correct).text
    assert 'value="job.weekly_hours"' in page and "worker.travel_document.number" not in page

    page = lena.get(correct, {"fact": "job.weekly_hours"})
    assert "38" in page.text
    assert lena.post(correct, {"fact": "job.weekly_hours", "value": "36"}).status_code == 422
    sent = {"fact": "job.weekly_hours", "value": "37,5", "reason": "Laut Vertrag, Seite 2"}
    page = lena.post(correct, sent, follow=True)
    assert "Corrected" in page.text and "Laut Vertrag, Seite 2" in page.text

    page = employer.get(own(dossier)).text
    assert "37.5" in page and "corrected a clerical error" in page and "Laut Vertrag" not in page


@pytest.mark.parametrize("fact", ["worker.travel_document.number", "job.workplaces", "kind", "no.such"])
def test_what_is_not_the_desks_to_correct_is_not_offered(client_as, fact):
    dossier = stories.filed_dossier()
    page = client_as("region-handler").get(reverse("desk:correct", args=[dossier.reference]), {"fact": fact})
    assert "Which fact is wrong?" in page.text


def test_the_region_writes_down_a_successor(client_as, employer, lately):
    dossier = stories.filed_dossier(at=lately)
    place = reverse("desk:employer", args=[dossier.reference])
    lena = client_as("region-handler")
    assert place in lena.get(reverse("desk:data", args=[dossier.reference])).text
    assert lena.post(place, {"why": "SUCCESSOR", "name": "X", "number": "1", "reason": "y"}).status_code == 422
    sent = {"why": "SUCCESSOR", "name": "Nachfolge AG", "number": "0200.065.765", "reason": "Urteil vom 3. März"}
    page = lena.post(place, sent, follow=True)
    assert "Notices go to the new addressee" in page.text and "Nachfolge AG" in page.text
    assert employer.get(own(dossier)).status_code == 404


def test_the_desk_is_told_when_facts_changed_after_its_conclusion_and_may_conclude_again(client_as, employer, lately):
    from applications.services import acts, reviews

    dossier = stories.complete_dossier(at=lately)
    signatory = client_as("region-signatory")
    ralf = stories.officer("ralf", signs=True)
    at = lately + timedelta(days=5)
    sources = dict.fromkeys(stories.unsettled_codes(dossier, ralf), "gelesen")
    reviews.conclude(dossier_id=dossier.pk, outcome=Outcome.FAVOURABLE, by=ralf, at=at, sources=sources)
    desk = reverse("desk:dossier", args=[dossier.reference])
    assert "Facts changed on" not in signatory.get(desk).text

    change = {"job": {"weekly_hours": "36"}}
    amending.amend(dossier_id=dossier.pk, answers=change, by=stories.employer_actor(), at=at + timedelta(hours=1))
    assert "after your conclusion. You can conclude again" in signatory.get(desk).text
    assert signatory.get(reverse("desk:conclude", args=[dossier.reference, "favourable"])).status_code == 200

    acts.preview(dossier_id=dossier.pk, by=ralf, at=at + timedelta(hours=2))
    amending.amend(
        dossier_id=dossier.pk, answers={"job": {"weekly_hours": "35"}}, by=stories.employer_actor(),
        at=at + timedelta(hours=3),
    )  # fmt: skip
    assert "after your letter was made ready" in signatory.get(desk).text


def test_the_page_of_a_dossier_keeps_its_cost_when_facts_changed(employer, django_assert_max_num_queries):
    dossier = stories.filed_dossier()
    for hours in range(20, 30):
        amending.amend(
            dossier_id=dossier.pk, answers={"job": {"weekly_hours": hours}}, by=stories.employer_actor(),
            at=stories.FILED_AT,
        )  # fmt: skip
    employer.get(own(dossier))
    with django_assert_max_num_queries(26):
        page = employer.get(own(dossier))
    assert page.text.count("<del>") == 10
