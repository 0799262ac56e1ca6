"""Typing an application from paper, on the pages that every applicant uses; and a paper for a dossier."""

import re
from datetime import timedelta

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse

from applications.models import Dossier
from applications.now import law_today
from applications.vocabulary import State
from tests import stories
from tests.applicant import answered

pytestmark = pytest.mark.django_db
ADDRESS = "Muster Automation AG\nIndustriestraße 12\n4700 Eupen"


def dated(name, day) -> dict[str, str]:
    return {f"{name}_day": str(day.day), f"{name}_month": str(day.month), f"{name}_year": str(day.year)}


def opening(day, **changes) -> dict[str, str]:
    return {
        "category": "eu_blue_card", "kind": "FIRST", "identity": "ENTERPRISE", "enterprise_number": "0123.456.749",
        "name": "Muster Automation AG", "reply": "letter", "address": ADDRESS, **dated("received_on", day), **changes,
    }  # fmt: skip


@pytest.fixture
def lena(client_as):
    return client_as("region-handler")


@pytest.fixture
def draft(lena) -> Dossier:
    answer = lena.post("/desk/mail/paper/new", opening(law_today() - timedelta(days=3)))
    assert answer.status_code == 302, answer.text
    return Dossier.objects.latest("id")


def test_from_the_envelope_to_the_work_list_without_any_script(lena, draft):
    # GIVEN the form that every applicant fills in, opened by the desk
    page = lena.get(reverse("applicant:resume", args=[draft.key]), follow=True)
    assert "Received on" in page.text and "Applications on paper" in page.text
    assert "Muster Automation AG" in lena.get("/desk/mail/paper").text

    # WHEN it is typed, a scan added, and filed
    answered.fill_in(lena, draft)
    answered.upload(lena, draft, "diploma")
    check = reverse("applicant:check", args=[draft.key])
    assert "The filing day is the day on which the paper was received" in lena.get(check).text
    page = lena.post(check, follow=True)

    # THEN the officer stands on the dossier, which says how it came, and so does the work list
    dossier = Dossier.objects.get(pk=draft.pk)
    assert dossier.state == State.SUBMITTED
    assert dossier.submitted_at.date() == law_today() - timedelta(days=3)
    assert page.redirect_chain[-1][0] == f"/desk/{dossier.reference}" and "On paper" in page.text
    row = re.search(rf"<tr[^>]*>(?:(?!</tr>).)*{dossier.reference}.*?</tr>", lena.get("/desk/").text, re.DOTALL)
    assert "On paper" in row[0]

    # AND sent once more it is the same dossier
    assert lena.post(check)["Location"] == f"/desk/{dossier.reference}"


def test_the_applicant_finds_it_only_once_it_is_filed(lena, draft, client_as):
    karin = client_as("employer")
    assert str(draft.key) not in karin.get("/applications/").text
    assert karin.get(reverse("applicant:check", args=[draft.key])).status_code == 404
    answered.fill_in(lena, draft)
    lena.post(reverse("applicant:check", args=[draft.key]))
    dossier = Dossier.objects.get(pk=draft.pk)
    assert "On paper" in karin.get(f"/applications/{dossier.reference}").text
    assert "Received on paper" in karin.get(f"/applications/{dossier.reference}/receipt").text


def test_other_desks_find_no_such_draft(draft, client_as):
    for other in ("brussels-handler", "federal-handler"):
        assert client_as(other).get(reverse("applicant:check", args=[draft.key])).status_code == 404
        assert str(draft.key) not in client_as(other).get("/desk/mail/paper").text
    assert "registered by the work authorities" in client_as("federal-handler").get("/desk/mail/paper").text


@pytest.mark.parametrize(
    ("changes", "sentence"),
    [
        ({"enterprise_number": "0123.456.748"}, "This is not an enterprise number."),
        ({"enterprise_number": ""}, "Give the enterprise number."),
        ({"identity": "HOUSEHOLD", "name": ""}, "Give the name of the employer."),
        ({"address": ""}, "Write the address of the envelope."),
    ],
)
def test_what_is_missing_is_asked_and_nothing_typed_is_lost(lena, changes, sentence):
    page = lena.post("/desk/mail/paper/new", opening(law_today(), **changes))
    assert page.status_code == 422 and sentence in page.text
    assert not Dossier.objects.exists()


def test_a_day_to_come_is_refused(lena):
    page = lena.post("/desk/mail/paper/new", opening(law_today() + timedelta(days=1)))
    assert page.status_code == 422 and "This day has not come yet." in page.text


def test_a_paper_that_came_by_post_is_registered_on_the_desks_own_track(lately, region, signed_in, office):
    dossier = stories.filed_dossier(at=lately)
    lena, here = signed_in(region["handler"]), f"/desk/{dossier.reference}/add"
    assert here in lena.get(f"/desk/{dossier.reference}/documents").text
    page = lena.get(here)
    assert "Passport" not in page.text  # the other track's
    scan = SimpleUploadedFile("scan.pdf", stories.a_pdf("scan"), "application/pdf")
    day = law_today() - timedelta(days=2)
    page = lena.post(here, {"code": "diploma", **dated("received_on", day), "file": scan}, follow=True)
    assert "by post" in page.text
    page = lena.post(here, {"code": "diploma", **dated("received_on", day)})
    assert page.status_code == 422 and "Choose the scan." in page.text


@pytest.mark.parametrize("rows", [1, 60])
def test_the_list_costs_the_same_however_long(lena, django_assert_max_num_queries, rows, actor_as):
    from applications.models import Draft
    from tests.applications.test_paper import opened

    stories.cast()
    first = opened(by=actor_as("region-handler"))
    many = Dossier.objects.bulk_create(
        Dossier(
            category="eu_blue_card", workspace=first.workspace, opened_at=first.opened_at, opened_by="x",
            filer_capacity="EMPLOYER", intake="PAPER", received_on=first.received_on, intake_authority="ostbelgien",
        )
        for _number in range(rows - 1)
    )  # fmt: skip
    Draft.objects.bulk_create(Draft(dossier=each, saved_at=first.opened_at) for each in many)
    with django_assert_max_num_queries(8):
        page = lena.get("/desk/mail/paper")
    assert page.text.count("Go on typing") == min(rows, 50)
