"""An officer of the Immigration Office refuses, in French: ground, source, letter, signature; axe judges each page."""

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
PARTS = ("", "/data", "/documents", "/deadlines", "/journal", "/notes")


@pytest.fixture
def work_granted(cast) -> Dossier:
    """The region has said yes this morning."""
    at = law_now() - timedelta(days=6)
    dossier = stories.filed_dossier(at=at, by=cast["employer"], worker=dossiers.worker("Refus", "Marie", "F1234567"))
    stories.tick_everything(dossier, at=at, by=cast["federal-handler"])
    completeness.declare_complete(dossier_id=dossier.pk, by=cast["region-handler"], at=at)
    stories.carry_post(at)
    stories.decide(dossier, cast["region-signatory"], at=law_now() - timedelta(days=1))
    return dossier


def test_an_officer_refuses_residence_without_a_barrier(work_granted, somebody):
    # GIVEN an officer who signs, and finds the dossier in his work list
    reference = work_granted.reference
    jan = somebody("federal-signatory", language="fr")
    jan.sign_in()
    jan.look()
    for part in PARTS:
        jan.go(f"/desk/{reference}{part}")
        jan.look()

    # WHEN he concludes unfavourably without a ground, he is asked for one, and nothing is lost
    jan.go(f"/desk/{reference}/conclude/unfavourable")
    jan.look()
    for ground in jan.page.locator("[name=grounds]").all():
        ground.uncheck()
    _send(jan)
    assert jan.says("Choose at least one ground for an unfavourable conclusion.")
    jan.look()

    # WHEN he names one, and what he relied on where nobody has verified the rule
    jan.page.locator("[name=grounds]").first.check()
    _send(jan)
    if not jan.is_at(f"/desk/{reference}"):
        jan.look()
        for wanted in jan.page.locator("[name^='source-']").all():
            wanted.fill("Moniteur belge")
        _send(jan)
    assert jan.is_at(f"/desk/{reference}"), jan.page.locator("main").inner_text()[:800]
    jan.look()

    # WHEN he has the letter made ready, reads it and signs
    jan.press(jan.page.locator("form[action$='/letter'] button"))
    assert jan.is_at("/sign"), jan.page.locator("main").inner_text()[:800]
    jan.look()
    jan.press(jan.page.locator("button[form=signature]"))
    jan.look()
    assert jan.says("Signed: residence is refused. The time to appeal runs from notification.")

    # THEN it is refused by annex 48, and the employer reads why and where to appeal, in French too
    stories.carry_post(law_now())
    work_granted.refresh_from_db()
    assert work_granted.state == "REFUSED"
    assert work_granted.acts.get(track="RESIDENCE").kind == "ANNEX_48"
    karin = somebody("employer", language="fr")
    karin.sign_in()
    karin.go(f"/applications/{reference}")
    karin.look()
    karin.go("/inbox/")
    karin.look()
    karin.press(karin.page.locator(f"a[href*='{reference}/residence_act']"))
    karin.look()
    assert [*jan.complaints, *karin.complaints] == []


def _send(person) -> None:
    person.press(person.page.locator("main form[method=post] button.btn").last)
