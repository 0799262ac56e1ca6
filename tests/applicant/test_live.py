"""With scripts: answers save themselves, the side follows, a slot answers in its place; the console stays silent."""

from collections.abc import Iterator
from typing import Any

import pytest

from applications.models import Dossier
from tests.applicant.answered import open_draft, step_url

pytestmark = [pytest.mark.own_database, pytest.mark.browser]


@pytest.fixture
def draft(own_database, client_as) -> tuple[Dossier, str]:
    """A draft, and the session of the employer who opened it."""
    client = client_as("employer")
    return open_draft(client), client.cookies["sessionid"].value


@pytest.fixture
def browser_page(live_site, draft, page) -> Iterator[Any]:
    """A signed-in page that may not complain in its console."""
    complaints: list[str] = []
    page.on("console", lambda told: complaints.append(told.text) if told.type == "error" else None)
    page.context.add_cookies([{"name": "sessionid", "value": draft[1], "url": live_site}])
    yield page
    assert [told for told in complaints if "422" not in told] == []


def test_answers_save_themselves_and_the_side_says_who_decides(browser_page, live_site, draft):
    # GIVEN the step with the place of work
    page, dossier = browser_page, draft[0]
    page.goto(live_site + step_url(dossier, "job"))
    assert page.locator("#who-decides [data-auth=ostbelgien]").count() == 1

    # WHEN another commune is typed
    page.fill("[name=establishment_nis_code]", "1000 Bruxelles")
    page.locator("[name=establishment_nis_code]").blur()

    # THEN it is saved without a click, the page says so, and the side follows
    page.locator("#who-decides [data-auth=brussels]").wait_for(timeout=8000)
    assert "Saved at" in page.locator("[data-saved]").inner_text()
    assert Dossier.objects.get(pk=dossier.pk).draft.answers["job"]["establishment_nis_code"] == "21004"


def test_a_question_that_the_answer_makes_pointless_is_out_of_sight(browser_page, live_site, draft):
    page = browser_page
    page.goto(live_site + step_url(draft[0], "employer"))
    assert page.locator("[name=enterprise_number]").is_visible()

    page.check("[name=identity][value=FOREIGN_REGISTER]")

    assert not page.locator("[name=enterprise_number]").is_visible()
    assert page.locator("[name=register_number]").is_visible()


def test_a_refused_file_says_so_on_its_slot_and_a_good_one_takes_its_place(browser_page, live_site, draft, tmp_path):
    # GIVEN a page that calls itself a PDF
    page = browser_page
    page.goto(f"{live_site}/applications/draft/{draft[0].key}/documents")
    slot = page.locator("#slot-contract-or-offer")
    for name, content, sentence in (
        ("page.pdf", b"<!doctype html>", "Only PDF, JPEG and PNG files"),
        ("scan.png", _a_png(), "scan.png"),
    ):
        file = tmp_path / name
        file.write_bytes(content)

        # WHEN it is sent
        slot.locator("input[type=file]").set_input_files(file)
        slot.locator("button", has_text="Upload").click()

        # THEN the slot alone changes
        slot.get_by_text(sentence).first.wait_for(timeout=15000)


def _a_png() -> bytes:
    import io

    from PIL import Image

    kept = io.BytesIO()
    Image.new("L", (40, 40)).save(kept, "PNG")
    return kept.getvalue()
