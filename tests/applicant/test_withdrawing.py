"""Giving up on the page: one button behind a fold, only while there is something to give up."""

import pytest
from django.urls import reverse

from tests import stories

pytestmark = pytest.mark.django_db


def test_whoever_filed_withdraws_and_reads_that_it_is_done(client_as):
    client = client_as("employer")
    dossier = stories.filed_dossier()
    page = client.get(reverse("applicant:dossier", args=[dossier.reference]))
    assert reverse("applicant:withdraw", args=[dossier.reference]) in page.text
    page = client.post(reverse("applicant:withdraw", args=[dossier.reference]), follow=True)
    assert "withdrawn" in page.text
    assert reverse("applicant:withdraw", args=[dossier.reference]) not in page.text


def test_the_worker_does_not_see_the_button(client_as):
    dossier = stories.filed_dossier()
    page = client_as("worker", person=dossier.worker).get(reverse("applicant:dossier", args=[dossier.reference]))
    assert page.status_code == 200
    assert "/withdraw" not in page.text
