"""The pages around sign-in, in a browser, judged by axe: allauth's own would fail."""

import pytest
from axe_playwright_python.sync_playwright import Axe

from portal.accounts import demo, seeding

BEFORE = ("/accounts/login/", "/accounts/cancelled/", "/accounts/failed/", "/accounts/inactive/")
AFTER = ("/accounts/capacity", "/accounts/logout/")


@pytest.mark.browser
@pytest.mark.own_database
@pytest.mark.filterwarnings("ignore::pytest.PytestRemovedIn10Warning")
def test_sign_in_has_no_barrier_at_any_step(live_site, page):
    # GIVEN an employer who speaks German, on a telephone
    seeding.ensure_account(demo.find("employer"))
    page.set_viewport_size({"width": 390, "height": 800})
    refused = []
    page.on("console", lambda message: refused.append(message.text) if "Content Security" in message.text else None)

    # WHEN she signs in and looks at every page on the way
    _look_at(page, live_site, BEFORE)
    page.goto(f"{live_site}/accounts/login/")
    page.locator("main form[action*='/oidc/'] button").click()
    page.get_by_role("button", name="employer").click()
    _look_at(page, live_site, AFTER)

    # THEN axe finds nothing, the policy refused nothing of ours, and her name stands at the top
    assert page.locator("html").get_attribute("lang") == "de"
    assert "Karin Erfunden" in page.locator("header").inner_text()
    assert refused == []


def _look_at(page, live_site, paths):
    for path in paths:
        page.goto(f"{live_site}{path}")
        found = Axe().run(page)
        assert not found.response["violations"], f"{path}\n{found.generate_report()}"
