"""From an employer's keyboard to an officer's signature, in German, in a real browser, judged by axe at each page."""

import re
from datetime import UTC, datetime, timedelta

import pytest
from django.utils.translation import gettext, override

from applications.models import Dossier
from applications.now import law_now
from portal.walkthrough import answers
from tests import stories
from tests.browser.person import Person

pytestmark = [
    pytest.mark.browser,
    pytest.mark.own_database,
    pytest.mark.timeout(600),  # some sixty looks by axe: a minute on a machine of one's own, more on a shared one
    pytest.mark.filterwarnings("ignore::pytest.PytestRemovedIn10Warning"),
]

START = datetime.now(UTC) + timedelta(days=60)
STEPS = {
    "employer": answers.EMPLOYER,
    "worker": {"family_name": "Beispiel", "given_names": "Ravi", **answers.WORKER},
    "job": {
        **answers.JOB,
        "start_on_day": str(START.day),
        "start_on_month": str(START.month),
        "start_on_year": str(START.year),
    },
    "residence": answers.ABROAD,
}
ASKED = "diploma_translation"


def test_an_application_goes_from_keyboard_to_signature_without_a_barrier(cast, somebody):
    # GIVEN an employer who signs in and opens an application
    karin = somebody("employer")
    karin.go("/")
    karin.look()
    karin.sign_in()
    karin.look()
    karin.go("/applications/new")
    karin.look()
    karin.type_in({"category": "eu_blue_card", "kind": "FIRST"})

    # WHEN she answers every step by keyboard
    for step, values in STEPS.items():
        assert karin.is_at(f"/{step}"), karin.page.locator("main").inner_text()[:800]
        karin.look()
        karin.type_in(values)

    # WHEN she uploads all papers but one, and files
    karin.look()
    assert karin.upload_all(stories.a_pdf(), leave_out=(ASKED,)) >= 7
    karin.press(karin.page.locator("a.btn[href$='/check']"))
    karin.look()
    karin.press(karin.page.locator("form[action$='/check'] button, section > div > form button").first)
    karin.look()
    reference = _reference(karin)

    # WHEN both desks look, and the region asks for the paper
    odile = somebody("federal-handler")
    odile.sign_in()
    odile.look()
    _tick_everything(odile, reference)
    ralf = somebody("region-signatory")
    ralf.sign_in()
    _ask(ralf, reference)
    stories.carry_post(law_now())

    # WHEN she supplies it
    karin.go(f"/applications/{reference}")
    karin.look()
    karin.upload_all(stories.a_pdf())
    karin.press(karin.page.locator("form[action$='/answer'] button"))
    karin.look()

    # WHEN the region declares it complete, concludes, makes the letter ready and signs
    ralf.go(f"/desk/{reference}/complete")
    ralf.look()
    ralf.press(ralf.page.locator("main form[method=post] button.btn:not([data-kind])").last)
    stories.carry_post(law_now())
    _decide(ralf, reference)

    # THEN the decision is signed, on its way to the employer, and no page had a barrier or a complaint
    stories.carry_post(law_now())
    dossier = Dossier.objects.get(reference=reference)
    assert dossier.acts.get().signed_at is not None
    karin.go("/inbox/")
    karin.look()
    karin.press(karin.page.locator(f"a[href*='{reference}/work_act']"))
    karin.look()
    assert [*karin.complaints, *odile.complaints, *ralf.complaints] == []


def test_filing_without_scripts_ends_in_the_same_receipt(cast, somebody):
    # GIVEN a browser in which no script runs
    karin = somebody("employer", scripts=False)
    karin.sign_in()
    karin.go("/applications/new")
    karin.fill_in({"category": "eu_blue_card", "kind": "FIRST"})

    # WHEN she answers every step, uploads and files
    for step, values in STEPS.items():
        assert karin.is_at(f"/{step}"), karin.page.locator("main").inner_text()[:800]
        karin.fill_in(values)
    sent = karin.upload_all(stories.a_pdf(), leave_out=(ASKED,))
    karin.press(karin.page.locator("a.btn[href$='/check']"))
    karin.press(karin.page.locator("form[action$='/check'] button, section > div > form button").first)

    # THEN it is the receipt that everybody gets, with the fingerprint of each paper
    reference = _reference(karin)
    dossier = Dossier.objects.get(reference=reference)
    shown = karin.page.locator("main").inner_text()
    assert dossier.documents.count() == sent
    assert all(document.versions.get().sha256 in re.sub(r"\s", "", shown) for document in dossier.documents.all())


def _reference(person: Person) -> str:
    """What the receipt names; it is the receipt, in German."""
    assert person.is_at("/receipt"), person.page.locator("main").inner_text()[:800]
    with override("de"):
        assert person.page.locator("h1").inner_text() == gettext("Your application has been filed")
    return person.page.url.split("/applications/")[1].split("/")[0]


def _tick_everything(odile: Person, reference: str) -> None:
    odile.go(f"/desk/{reference}")
    odile.look()
    odile.go(f"/desk/{reference}/tick")
    odile.look()
    for choice in odile.page.locator("input[value=here]").all():
        choice.check()
    odile.press(odile.page.locator("main form[method=post] button.btn:not([data-kind])").last)


def _ask(ralf: Person, reference: str) -> None:
    for part in ("data", "documents", "deadlines", "journal", "notes"):
        ralf.go(f"/desk/{reference}/{part}")
        ralf.look()
    ralf.go(f"/desk/{reference}/ask")
    ralf.look()
    ralf.page.locator(f"[name='ask-{ASKED}']").check()
    ralf.page.locator(f"[name='reason-{ASKED}']").fill("Bitte die Übersetzung nachreichen.")
    ralf.press(ralf.page.locator("main form[method=post] button.btn:not([data-kind])").last)
    assert ralf.is_at(f"/desk/{reference}")


def _decide(ralf: Person, reference: str) -> None:
    ralf.go(f"/desk/{reference}/conclude/favourable")
    ralf.look()
    for wanted in ralf.page.locator("[name^='source-']").all():
        wanted.fill("Belgisches Staatsblatt")
    ralf.press(ralf.page.locator("main form[method=post] button.btn:not([data-kind])").last)
    assert ralf.is_at(f"/desk/{reference}"), ralf.page.locator("main").inner_text()[:800]
    ralf.press(ralf.page.locator("form[action$='/letter'] button"))
    assert ralf.is_at("/sign"), ralf.page.locator("main").inner_text()[:800]
    ralf.look()
    ralf.press(ralf.page.locator("button[form=signature]"))
    ralf.look()
