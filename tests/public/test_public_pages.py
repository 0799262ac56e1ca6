"""Pages that anybody may read, in four languages, under strict templates."""

import pytest

PAGES = ["/", "/accessibility", "/privacy"]


@pytest.mark.parametrize("language", ["fr", "nl", "de", "en"])
@pytest.mark.parametrize("address", PAGES)
def test_a_public_page_answers_without_a_session_or_a_query(client, address, language):
    # WHEN somebody unknown opens it; a query would fail, since the test asks for no database
    page = client.get(address, headers={"accept-language": language})

    assert page.status_code == 200
    assert f'<html lang="{language}">' in page.text
    assert "sessionid" not in page.cookies


def test_the_language_is_changed_in_place(client):
    answer = client.post("/language", {"language": "de", "next": "/privacy"})

    assert answer["location"] == "/privacy"
    assert '<html lang="de">' in client.get("/privacy").text


def test_the_style_guide_exists_in_the_demo_only(client, settings):
    settings.DEMO_CLOCK = False
    assert client.get("/styleguide").status_code == 404

    settings.DEMO_CLOCK = True
    assert client.get("/styleguide").status_code == 200
    assert client.get("/styleguide?desk").status_code == 200


def test_home_shows_no_figures_that_nobody_measured(client):
    page = client.get("/", headers={"accept-language": "en"}).text

    assert "days" not in page and "%" not in page.split("<main")[1].split("</main>")[0]
