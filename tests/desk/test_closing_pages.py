"""Closing without object at the desk: a page of its own, a reason, and nothing without both (P13)."""

import pytest

from applications.vocabulary import State
from tests import stories

pytestmark = pytest.mark.django_db


def test_a_signatory_chooses_a_reason_and_the_applicant_reads_it(lately, region, signed_in, client_as):
    dossier = stories.filed_dossier(at=lately)
    base = f"/desk/{dossier.reference}"
    ralf = signed_in(region["signatory"])
    assert f'href="{base}/close"' in ralf.get(base).text

    # WHEN he forgets the reason, the page asks for it and nothing happens
    page = ralf.post(f"{base}/close", {})
    assert page.status_code == 422 and "Choose one of the reasons." in page.text

    # AND when he chooses one
    page = ralf.post(f"{base}/close", {"reason": "BANKRUPTCY"}, follow=True)

    # THEN it is closed, and the applicant's page says why
    assert "The application is closed without object." in page.text
    dossier.refresh_from_db()
    assert dossier.state == State.WITHOUT_OBJECT
    page = client_as("employer").get(f"/applications/{dossier.reference}")
    assert "The employer is bankrupt" in page.text


def test_who_does_not_sign_reads_why_he_cannot(lately, region, signed_in):
    dossier = stories.filed_dossier(at=lately)
    lena = signed_in(region["handler"])
    page = lena.get(f"/desk/{dossier.reference}/close", follow=True)
    assert "Only an officer who signs acts can close an application." in page.text
    page = lena.post(f"/desk/{dossier.reference}/close", {"reason": "DEATH"})
    assert page.status_code == 422 and "Only an officer who signs acts" in page.text


def test_the_immigration_office_has_no_such_button(lately, office, signed_in):
    dossier = stories.filed_dossier(at=lately)
    assert "/close" not in signed_in(office["signatory"]).get(f"/desk/{dossier.reference}").text
