"""The pages of law and the check before applying: no barrier in four languages, wide and narrow; no need of scripts."""

import pytest
from axe_playwright_python.sync_playwright import Axe
from django.urls import reverse

from portal.public import deadlines

pytestmark = [
    pytest.mark.browser,
    pytest.mark.own_database,
    pytest.mark.filterwarnings("ignore::pytest.PytestRemovedIn10Warning"),
]


def pages():
    law, simulator = reverse("public:law"), reverse("public:deadlines")
    changes, beside = reverse("public:law_changes"), reverse("public:law_beside")
    which, check = reverse("public:which"), reverse("public:precheck")
    return [
        which,
        f"{which}?job_nature=SEASONAL&place=4700+Eupen&worker_nationalities_0=IN",
        f"{which}?worker_nationalities_0=FR&worker_eu_family=no",
        check,
        f"{check}?category=seasonal",
        f"{check}?category=single_permit&place=2000+Antwerpen&job_profile=HIGHLY_SKILLED&pay=45000",
        law,
        f"{law}?authority=ostbelgien&category=eu_blue_card",
        f"{law}?authority=brussels&category=ict&on=1990-01-01",
        f"{law}?category=astronaut",
        reverse("public:law_rule", args=["flanders.pay.blue_card"]),
        f"{changes}?authority=flanders&earlier=2024-12-31&later=2025-01-01",
        f"{beside}?ours=wallonia&theirs=ostbelgien&category=eu_blue_card",
        simulator,
        f"{simulator}?{deadlines.EXAMPLE}",
        f"{simulator}?category=seasonal&start=2026-03-02&e1-what=PERMIT_ISSUED",
    ]


@pytest.mark.parametrize(
    ("language", "width", "scheme"),
    [
        ("de", 390, "dark"),
        ("fr", 1280, "light"),
        pytest.param("nl", 390, "light", marks=pytest.mark.slow),
        pytest.param("en", 1280, "dark", marks=pytest.mark.slow),
    ],
)
def test_no_page_of_law_or_check_has_a_barrier_or_scrolls_sideways(live_site, browser, language, width, scheme):
    context = browser.new_context(viewport={"width": width, "height": 800}, color_scheme=scheme, locale=language)
    page = context.new_page()
    for address in pages():
        page.goto(f"{live_site}{address}")
        assert page.locator("html").get_attribute("lang") == language
        found = Axe().run(page)
        assert found.violations_count == 0, f"{address}\n{found.generate_report()}"
        assert page.evaluate("document.documentElement.scrollWidth <= document.documentElement.clientWidth"), address
    context.close()


def test_somebody_without_scripts_simulates_and_reads_the_rule_behind_a_date(live_site, browser):
    # GIVEN a telephone without scripts
    context = browser.new_context(java_script_enabled=False, viewport={"width": 390, "height": 800}, locale="en")
    page = context.new_page()

    # WHEN its owner tells a case and supposes one event more
    page.goto(f"{live_site}{reverse('public:law')}")
    page.get_by_role("link", name="Deadline simulator").click()
    page.select_option("[name=authority]", "ostbelgien")
    _type_day(page, "start", 2, 3, 2026)
    page.select_option("[name=e1-what]", "COMPLETENESS_NOTIFIED")
    _type_day(page, "e1-day", 12, 3, 2026)
    page.select_option("[name=w-what]", "PIECES_ASKED")
    _type_day(page, "w-day", 7, 4, 2026)
    page.get_by_role("button", name="See the dates").click()

    # THEN the page says what moves, and what was told still stands in the form
    assert page.inner_text("h1") == "Every date, and why"
    assert "15 days later" in page.inner_text("#supposed + ul, section:has(#supposed)")
    assert page.input_value("[name=e1-day_day]") == "12"

    # AND the calendar file comes, and each date leads to its rule
    with page.expect_download() as download:
        page.get_by_role("link", name="Open days as a calendar file").click()
    assert download.value.suggested_filename == "deadlines.ics"
    page.get_by_role("link", name="Decision on work", exact=True).first.click()
    assert "/law/rules/ostbelgien.blue_card.decision" in page.url
    assert page.inner_text("h1") == "Decision on work"
    context.close()


def _type_day(page, name, day, month, year):
    for part, value in (("day", day), ("month", month), ("year", year)):
        page.fill(f"[name={name}_{part}]", str(value))
