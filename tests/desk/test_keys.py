"""The work list by keyboard alone, in a real browser."""

import re

import pytest
from playwright.sync_api import Page, expect

from tests import stories
from tests.desk.conftest import browser


@pytest.mark.own_database
def test_an_officer_walks_chooses_takes_and_searches_by_keys(live_site, page: Page, lately):
    for name in ("Contoh", "Mfano", "Ornek"):
        stories.filed_dossier(at=lately, worker={"family_name": name})
    client = browser(stories.officer("lena"))
    page.context.add_cookies([{"name": "sessionid", "value": client.cookies["sessionid"].value, "url": live_site}])
    page.goto(f"{live_site}/desk/")

    # two rows down, choose it, one up, choose it as well
    for key in ("j", "j", "x", "k", "x"):
        page.keyboard.press(key)
    expect(page.locator("[data-chosen-count]")).to_have_text("2")

    # a reaches the button, Enter presses it: what changes something is never done by one letter alone
    page.keyboard.press("a")
    page.keyboard.press("Enter")
    expect(page.get_by_text("2 dossiers are yours now.")).to_be_visible()

    # / searches
    page.keyboard.press("/")
    page.keyboard.type("mfa")
    page.keyboard.press("Enter")
    expect(page.locator("[data-queue] tbody tr")).to_have_count(1)
    expect(page).to_have_url(re.compile(r"q=mfa"))
