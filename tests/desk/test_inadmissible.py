"""The end of the applicant's time on the pages: the desk is told, makes the letter ready, an officer signs (P11)."""

import re
from datetime import timedelta

import pytest

from applications.now import law_now
from applications.services import completeness, sweeping
from applications.vocabulary import State
from tests import stories

pytestmark = pytest.mark.django_db


@pytest.fixture
def lapsed(lately):
    """Asked forty days ago, notified, nothing came."""
    at = lately - timedelta(days=20)
    dossier = stories.filed_dossier(leave_out=("diploma",), at=at)
    completeness.ask(dossier_id=dossier.pk, asks=[completeness.Ask(code="diploma")], by=stories.officer("lena"), at=at)
    stories.carry_post(at)
    sweeping.sweep(at=law_now())
    return dossier


def test_the_signatory_is_told_looks_at_the_letter_and_signs(lapsed, region, signed_in):
    base = f"/desk/{lapsed.reference}"
    ralf = signed_in(region["signatory"])

    # GIVEN the page says what happened, and that nothing is decided
    assert "The applicant's time has ended" in ralf.get(base).text
    assert lapsed.reference in ralf.get("/desk/?view=SIGN").text

    # WHEN he makes the letter ready and signs the one he saw
    page = ralf.post(f"{base}/letter", follow=True)
    seen = re.search(r'name="sha256" value="(\w{64})"', page.text)[1]
    page = ralf.post(f"{base}/sign", {"sha256": seen}, follow=True)

    # THEN the application is inadmissible
    assert "Signed: the application is inadmissible." in page.text
    lapsed.refresh_from_db()
    assert lapsed.state == State.INADMISSIBLE


def test_the_immigration_office_reads_whose_act_it_is(lapsed, office, signed_in):
    page = signed_in(office["signatory"]).get(f"/desk/{lapsed.reference}")
    assert "The applicant's time has ended" in page.text
    assert "This act belongs to the other authority." in page.text


def test_the_applicant_reads_that_a_late_paper_still_arrives(lapsed, client_as):
    page = client_as("employer").get(f"/applications/{lapsed.reference}")
    assert "Your time to answer ended on" in page.text
    assert "still reaches the officer" in page.text
    assert "The time to send the documents asked for ended." in page.text
