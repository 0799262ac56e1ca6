"""The desk where no rule says how long a grant lasts: it is asked before the letter, shown as not verified, printed."""

import re

import pytest

from applications import files
from applications.services import reviews
from applications.vocabulary import Outcome, State
from tests import stories
from tests.desk.test_deciding import conclude_favourably, refusal_of, sha_shown
from tests.exchange.test_letters import text_of

pytestmark = pytest.mark.django_db
FIXED = {"engagement": "FIXED_TERM", "end_on": "2027-12-31", "highly_qualified": False}
SAID = {"months": "12", "source-months": "Circular of 3 March"}


@pytest.fixture
def dossier(lately):
    return stories.complete_dossier(at=lately, category="single_permit", job=FIXED)


def test_the_officer_is_asked_after_his_yes_and_the_letter_prints_what_he_says(region, signed_in, dossier):
    base, ralf = f"/desk/{dossier.reference}", signed_in(region["signatory"])
    assert "State the terms" not in ralf.get(base).text

    # GIVEN a favourable conclusion, after which the letter waits
    page = conclude_favourably(ralf, dossier.reference)
    assert "state it next" in page.text
    assert "State the terms first" in refusal_of(page, "Make the letter ready")
    assert f'href="{base}/terms"' in page.text

    # WHEN he opens the page THEN only what no rule gives is asked
    page = ralf.get(f"{base}/terms")
    assert set(re.findall(r'name="((?:source-)?(?:months|card|labour_market))"', page.text)) == set(SAID)
    assert "Given by a rule, and not asked: Card, Labour-market mention." in page.text

    # AND nothing typed is refused field by field, what is right is kept
    page = ralf.post(f"{base}/terms", {"months": "99", "source-months": ""})
    assert page.status_code == 422 and "Say what you relied on." in page.text
    page = ralf.post(f"{base}/terms", SAID, follow=True)
    assert "It is stated, and marked as not verified." in page.text
    assert "12 months, stated by" in page.text and "relying on: Circular of 3 March" in page.text
    assert 'class="unsure"' in page.text.split("12 months, stated by")[1][:200]

    # AND the letter can be made, looked at and signed
    ralf.post(f"{base}/letter")
    page = ralf.get(f"{base}/sign")
    ralf.post(f"{base}/sign", {"sha256": sha_shown(page)})
    act = dossier.acts.get()
    assert act.in_force and "gültig" in text_of(files.read(act.preview_key)).lower()


def test_what_was_stated_stands_in_the_form_until_the_signature(region, signed_in, dossier):
    base, ralf = f"/desk/{dossier.reference}", signed_in(region["signatory"])
    conclude_favourably(ralf, dossier.reference)
    ralf.post(f"{base}/terms", SAID)
    page = ralf.get(f"{base}/terms").text
    assert 'value="12"' in page and 'value="Circular of 3 March"' in page
    stated = {"months": "6", "source-months": "Circular of 4 April"}
    assert "6 months, stated by" in ralf.post(f"{base}/terms", stated, follow=True).text


def test_the_office_reads_what_the_region_signed_and_not_on_what_it_relied(region, office, signed_in, dossier, lately):
    stories.decide(dossier, stories.officer("ralf", signs=True), at=lately)
    page = signed_in(office["handler"]).get(f"/desk/{dossier.reference}").text
    assert "3 months, stated by the officer on" in page and "relying on" not in page


def test_before_the_signature_the_other_desk_reads_nothing_of_it(region, office, signed_in, dossier, lately):
    by = stories.officer("ralf", signs=True)
    sources = dict.fromkeys(stories.unsettled_codes(dossier, by), "demo")
    reviews.conclude(dossier_id=dossier.pk, outcome=Outcome.FAVOURABLE, by=by, at=lately, sources=sources)
    stories.state_terms(dossier, by, at=lately)
    assert "stated by" not in signed_in(office["handler"]).get(f"/desk/{dossier.reference}").text
    assert dossier.state == State.UNDER_REVIEW


def test_who_cannot_state_it_is_told_why(region, office, signed_in, dossier):
    base = f"/desk/{dossier.reference}"
    for client in (signed_in(region["handler"]), signed_in(office["handler"])):
        assert "Conclude favourably first" in client.get(f"{base}/terms", follow=True).text
        page = client.post(f"{base}/terms", SAID)
        assert page.status_code == 422 and "Conclude favourably first" in page.text


def test_a_maximum_of_a_rule_is_said_beside_the_field_and_kept(region, signed_in, lately):
    seasonal = {"job": FIXED | {"nature": "SEASONAL"}, "seasonal": {"is_seasonal": True, "days_in_365": 140}}
    dossier = stories.complete_dossier(at=lately, category="seasonal", **seasonal)
    base, ralf = f"/desk/{dossier.reference}", signed_in(region["signatory"])
    conclude_favourably(ralf, dossier.reference)
    assert "By the rule" in ralf.get(f"{base}/terms").text
    page = ralf.post(f"{base}/terms", SAID)
    assert page.status_code == 422 and "it may not go past" in page.text
