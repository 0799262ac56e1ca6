"""The worker's whole way on a telephone, in English, in a real browser, judged by axe at each page."""

import re
from collections.abc import Iterator
from typing import Any

import pytest
from axe_playwright_python.sync_playwright import Axe
from django.core import mail
from django.core.cache import cache
from django.urls import reverse
from playwright.sync_api import expect

from applications.models import DocumentVersion, WorkerStatement
from applications.now import law_now
from applications.services import invitation_mail
from tests import stories
from tests.worker.guests import MAIL, door_of, invite, wall

pytestmark = [
    pytest.mark.browser,
    pytest.mark.own_database,
    pytest.mark.timeout(300),
    pytest.mark.filterwarnings("ignore::pytest.PytestRemovedIn10Warning"),
]


@pytest.fixture
def phone(live_site, browser, settings) -> Iterator[Any]:
    """390 px wide, in English. `localhost`, since passkeys belong to names and not to numbers."""
    cache.clear()
    settings.PUBLIC_URL = live_site.replace("127.0.0.1", "localhost")
    context = browser.new_context(locale="en", viewport={"width": 390, "height": 844}, reduced_motion="reduce")
    page = context.new_page()
    page.complaints = []
    page.on("pageerror", lambda error: page.complaints.append(str(error)))
    page.on("console", lambda said: _hear(page, said))
    yield page
    context.close()
    assert page.complaints == []


@pytest.fixture
def dossier(own_database):
    return stories.filed_dossier(leave_out=("medical_certificate",), at=law_now())


def _hear(page, said):
    if said.type in {"error", "warning"} and not said.text.startswith("Failed to load resource"):
        page.complaints.append(said.text)


def look(page):
    """Nothing wrong for axe, nothing to scroll sideways."""
    assert page.locator("html").get_attribute("lang") == "en"
    found = Axe().run(page)
    assert not found.response["violations"], f"{page.url}\n{found.generate_report()}"
    assert page.evaluate("document.documentElement.scrollWidth <= innerWidth"), page.url


def link_in_mail() -> str:
    invitation_mail.send_next(now=wall())
    return re.search(r"http\S+/accounts/invitation\S+", mail.outbox[-1].body).group(0)


def come_in(page, dossier):
    invite(dossier)
    page.goto(link_in_mail())
    page.fill("[name=document_number]", "X0000000")
    page.fill("[name=birth_date_day]", "30")
    page.fill("[name=birth_date_month]", "7")
    page.fill("[name=birth_date_year]", "1985")


def test_from_the_link_in_the_mail_to_the_state_of_the_application(phone, dossier, settings):
    # GIVEN the e-mail, opened on a telephone; the first try is a slip of the finger
    come_in(phone, dossier)
    look(phone)
    phone.fill("[name=document_number]", "X0000001")
    phone.get_by_role("button", name="Come in").click()
    expect(phone.get_by_text("4 tries are left")).to_be_visible()
    look(phone)

    # WHEN the worker types it right, the application is there
    phone.fill("[name=document_number]", "X0000000")
    phone.get_by_role("button", name="Come in").click()
    expect(phone.locator("h1")).to_have_text("Ravi Beispiel at Muster Automation AG")
    look(phone)

    # WHEN he sends the medical certificate
    phone.get_by_role("link", name="Send papers about yourself").click()
    look(phone)
    slot = phone.locator("li.slot").filter(has=phone.locator("form[action$='/medical_certificate/upload']"))
    paper = {"name": "blood-test.pdf", "mimeType": "application/pdf", "buffer": stories.a_pdf()}
    slot.locator("input[type=file]").set_input_files(files=[paper])
    slot.get_by_role("button", name="Upload").click()
    expect(slot).to_have_attribute("data-s", "good")
    look(phone)
    version = DocumentVersion.objects.get(document__code="medical_certificate")
    assert version.capacity == "WORKER" and version.document.sealed

    # WHEN he confirms what is stated, then sees that the pay is wrong
    phone.goto(f"{settings.PUBLIC_URL}{reverse('applicant:stated', args=[dossier.reference])}")
    expect(phone.get_by_text("69,300")).to_be_visible()
    look(phone)
    phone.get_by_role("button", name="This is right").click()
    expect(phone.get_by_text("You confirmed it on")).to_be_visible()
    phone.get_by_label("What is wrong?").select_option("job.yearly_gross")
    phone.get_by_label("How should it be?").fill("They told me 60,000.")
    phone.get_by_role("button", name="Tell the authorities").click()
    expect(phone.locator("main")).to_contain_text("They told me 60,000.")
    look(phone)
    assert WorkerStatement.objects.filter(kind="WRONG", path="job.yearly_gross").count() == 1

    # THEN he reads where it stands, and who opened it
    phone.get_by_role("link", name="Back to the dossier").click()
    expect(phone.locator("main")).to_contain_text("being checked")
    look(phone)
    phone.get_by_role("link", name="Who opened this application").click()
    expect(phone.locator("h1")).to_have_text("Who opened this application")
    look(phone)
    phone.goto(f"{settings.PUBLIC_URL}{reverse('public:information')}")
    look(phone)


def test_a_passkey_is_made_after_the_first_sign_in_and_opens_the_door_from_then_on(phone, dossier, settings):
    # GIVEN a telephone that keeps passkeys, and a worker who came in
    device = phone.context.new_cdp_session(phone)
    device.send("WebAuthn.enable")
    device.send(
        "WebAuthn.addVirtualAuthenticator",
        {
            "options": {
                "protocol": "ctap2", "transport": "internal", "hasResidentKey": True, "hasUserVerification": True,
                "isUserVerified": True, "automaticPresenceSimulation": True,
            }
        },
    )  # fmt: skip
    come_in(phone, dossier)
    phone.get_by_role("button", name="Come in").click()

    # WHEN he follows the offer and makes one
    phone.get_by_role("link", name="Next time, sign in with a passkey").click()
    look(phone)
    phone.get_by_label("Name of this passkey").fill("My telephone")
    phone.get_by_role("button", name="Make a passkey").click()
    expect(phone.get_by_role("heading", name="My telephone")).to_be_visible()
    look(phone)

    # WHEN he signs out and presses the button of the sign-in page
    phone.get_by_role("button", name="Sign out").click()
    look(phone)
    phone.get_by_role("button", name="Sign in with a passkey").click()

    # THEN he is in, with low assurance, and no code was sent
    expect(phone.locator("h1")).to_have_text("My applications")
    expect(phone.locator("header")).to_contain_text("Ravi Beispiel")
    assert len(mail.outbox) == 1 and door_of(dossier).user.email == MAIL

    # AND forgetting it is a button, after which the device's key opens nothing
    phone.goto(f"{settings.PUBLIC_URL}{reverse('accounts:passkeys')}")
    phone.get_by_role("button", name="Forget").click()
    expect(phone.get_by_role("heading", name="My telephone")).to_have_count(0)
    phone.get_by_role("button", name="Sign out").click()
    phone.get_by_role("button", name="Sign in with a passkey").click()
    expect(phone.get_by_text("This passkey opens nothing here")).to_be_visible()


def test_a_code_is_typed_on_a_telephone_without_a_barrier(phone, dossier, settings):
    come_in(phone, dossier)
    phone.get_by_role("button", name="Come in").click()
    phone.get_by_role("button", name="Sign out").click()
    phone.get_by_role("link", name="Sign in with a code by e-mail").click()
    look(phone)
    phone.get_by_label("E-mail address").fill(MAIL)
    phone.get_by_role("button", name="Send the code").click()
    look(phone)
    phone.get_by_label("Code from the e-mail").fill("NOTTHIS")
    phone.get_by_role("button", name="Sign in", exact=True).click()
    expect(phone.get_by_text("This is not the code.")).to_have_count(2)  # in the summary and at the field
    look(phone)
    code = re.search(r"^\s*([A-Z0-9]{3,}-?[A-Z0-9]{3,})\s*$", mail.outbox[-1].body, re.MULTILINE).group(1)
    phone.get_by_label("Code from the e-mail").fill(code)
    phone.get_by_role("button", name="Sign in", exact=True).click()
    expect(phone.locator("h1")).to_have_text("My applications")
