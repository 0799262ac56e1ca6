"""My applications: my own and no other, at the same cost for one and for fifty."""

from datetime import timedelta

import pytest
from django.urls import reverse

from applications.models import Dossier
from applications.services import drafting
from applications.vocabulary import ApplicationKind
from tests import stories
from tests.applicant.answered import open_draft

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("trusted_files")]
URL = "applicant:dossiers"


@pytest.fixture
def client(client_as):
    return client_as("employer")


def drafts(number: int) -> None:
    """Drafts of the employer, one a minute."""
    stories.cast()
    for minute in range(number):
        drafting.open_draft(
            category="eu_blue_card",
            kind=ApplicationKind.FIRST,
            by=stories.employer_actor(),
            at=stories.FILED_AT + timedelta(minutes=minute),
        )


def test_an_empty_list_says_what_would_fill_it(client):
    text = client.get(reverse(URL)).text

    assert "No applications yet" in text
    assert reverse("applicant:new") in text


def test_drafts_and_filed_applications_stand_in_one_list(client):
    filed, draft = stories.filed_dossier(), stories.draft()

    text = client.get(reverse(URL)).text

    assert reverse("applicant:dossier", args=[filed.reference]) in text
    assert reverse("applicant:resume", args=[draft.key]) in text
    assert "Beispiel, Ravi" in text


def test_nobody_sees_the_list_of_another(client_as):
    filed = stories.filed_dossier()

    assert filed.reference not in client_as("mandatary").get(reverse(URL)).text
    assert client_as("region-handler").get(reverse(URL)).status_code == 403


@pytest.mark.parametrize("rows", [1, 50])
def test_the_list_costs_at_most_eight_queries(client, rows, django_assert_max_num_queries):
    stories.filed_dossier()
    drafts(rows - 1)
    client.get(reverse(URL))

    with django_assert_max_num_queries(8):
        page = client.get(reverse(URL))

    assert page.text.count("<h2>") == rows


def test_the_list_goes_on_by_key(client):
    # GIVEN more drafts than a page holds
    drafts(52)

    # WHEN the second page is asked for
    oldest = Dossier.objects.order_by("-id")[49]
    first = client.get(reverse(URL))
    assert f"before={oldest.pk}" in first.text

    # THEN it holds the rest
    assert client.get(reverse(URL), {"before": oldest.pk}).text.count("<h2>") == 2


def test_a_draft_can_be_thrown_away_and_a_filed_application_cannot(client):
    draft, filed = open_draft(client), stories.filed_dossier()

    for dossier in (draft, filed):
        client.post(reverse("applicant:discard", args=[dossier.key]))

    assert not Dossier.objects.filter(pk=draft.pk).exists()
    assert Dossier.objects.filter(pk=filed.pk).exists()


def test_opening_without_a_choice_asks_for_it(client):
    answer = client.post(reverse("applicant:new"), {})

    assert answer.status_code == 422
    assert "Choose one of the answers" in answer.text
