"""A commune's work on a narrow screen, in Dutch: call for a decision, take it over, register, hand the card over."""

from datetime import timedelta

import pytest

from applications.models import Dossier
from applications.now import law_now
from applications.services import completeness
from portal.demo import dossiers
from tests import stories

pytestmark = [
    pytest.mark.browser,
    pytest.mark.own_database,
    pytest.mark.timeout(600),
    pytest.mark.filterwarnings("ignore::pytest.PytestRemovedIn10Warning"),
]
REPORTS = ("ARRIVED", "REGISTERED", "CARD_DELIVERED")


@pytest.fixture
def granted(cast) -> Dossier:
    """Granted to somebody abroad, and nobody has said where in Belgium she will live."""
    at = law_now() - timedelta(days=6)
    dossier = stories.filed_dossier(at=at, by=cast["employer"], worker=dossiers.worker("Voorbeeld", "An", "F7654321"))
    stories.tick_everything(dossier, at=at, by=cast["federal-handler"])
    completeness.declare_complete(dossier_id=dossier.pk, by=cast["region-handler"], at=at)
    stories.carry_post(at)
    stories.decide(dossier, cast["region-signatory"], at=law_now() - timedelta(days=2))
    stories.decide(dossier, cast["federal-signatory"], at=law_now() - timedelta(days=1))
    return dossier


def test_a_commune_does_its_work_on_a_narrow_screen_without_a_barrier(granted, somebody):
    # GIVEN a commune that has nothing yet, and a person at its counter
    petra = somebody("commune", language="nl", width=390)
    petra.sign_in()
    petra.go("/partner/")
    petra.look()

    # WHEN she calls for the decision with a wrong birth date, she learns nothing
    petra.go("/partner/claim")
    petra.look()
    _claim(petra, granted.reference, day="29")
    assert petra.says("No decision that you could take over fits this reference and birth date.")
    petra.look()

    # WHEN the birth date is right, the decision is hers
    _claim(petra, granted.reference, day="30")
    assert petra.is_at("/partner/")
    petra.look()
    stories.carry_post(law_now())

    # WHEN she takes it over and reports what happens, one thing after the other
    petra.go(f"/partner/{granted.reference}")
    petra.look()
    petra.press(petra.page.locator("form[action$='/acknowledge'] button"))
    petra.go(f"/partner/{granted.reference}")
    for kind in REPORTS:
        if kind != REPORTS[-1]:  # the only one left is not asked for
            petra.page.locator(f"[name=kind][value={kind}]").check()
        petra.press(petra.page.locator("form[action$='/report'] button.btn"))
        petra.look()

    # THEN all of it is written down, and her list, her inbox and the letter's page have no barrier either
    assert list(granted.declarations.order_by("id").values_list("kind", flat=True)) == list(REPORTS)
    stories.carry_post(law_now())
    for address in ("/partner/", "/inbox/"):
        petra.go(address)
        petra.look()
    petra.press(petra.page.locator(f"main a[href*='{granted.reference}']").first)
    petra.look()
    assert petra.complaints == []


def _claim(petra, reference: str, *, day: str) -> None:
    form = petra.page.locator("form[action$='/claim']")
    form.locator("[name=reference]").fill(reference)
    for part, value in (("day", day), ("month", "7"), ("year", "1985")):
        form.locator(f"[name=born_{part}]").fill(value)
    petra.press(form.locator("button.btn"))
