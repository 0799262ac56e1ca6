"""In a real browser: nothing for axe to find, nothing for the content policy to block, no scrolling sideways."""

import shutil
import threading
from collections.abc import Iterator
from socketserver import ThreadingMixIn
from wsgiref.simple_server import WSGIRequestHandler, WSGIServer, make_server

import pytest
from axe_playwright_python.sync_playwright import Axe
from django.core.wsgi import get_wsgi_application
from playwright.sync_api import Browser, Page

PAGES = ["/", "/accessibility", "/privacy", "/styleguide", "/styleguide?desk", "/no-such-page"]
CHROMIUM = shutil.which("chromium") or shutil.which("chromium-browser") or shutil.which("google-chrome")

pytestmark = [
    pytest.mark.browser,
    pytest.mark.skipif(not CHROMIUM, reason="no Chromium on this machine"),
    pytest.mark.usefixtures("_demo"),
]


class Quiet(WSGIRequestHandler):
    def log_message(self, *_):
        pass


class Threads(ThreadingMixIn, WSGIServer):
    daemon_threads = True


@pytest.fixture
def _demo(settings):
    settings.DEMO_CLOCK = True


@pytest.fixture(scope="module")
def address() -> Iterator[str]:
    """These pages ask no database, so a plain server is enough."""
    with make_server("127.0.0.1", 0, get_wsgi_application(), server_class=Threads, handler_class=Quiet) as server:
        threading.Thread(target=server.serve_forever, daemon=True).start()
        yield f"http://127.0.0.1:{server.server_port}"
        server.shutdown()


@pytest.fixture
def chromium(browser: Browser) -> Browser:
    return browser


def opened(chromium: Browser, address: str, *, width: int = 1280, scheme: str = "light") -> tuple[Page, list[str]]:
    page = chromium.new_page(viewport={"width": width, "height": 800}, color_scheme=scheme, locale="de")
    complaints: list[str] = []
    page.on("console", lambda said: complaints.append(said.text) if said.type in {"error", "warning"} else None)
    page.on("pageerror", lambda error: complaints.append(str(error)))
    page.goto(address)
    return page, complaints


@pytest.mark.parametrize("path", PAGES)
def test_axe_finds_nothing(chromium, address, path):
    for width, scheme in ((1280, "light"), (390, "dark")):
        page, _complaints = opened(chromium, address + path, width=width, scheme=scheme)
        found = Axe().run(page)
        page.close()

        assert found.violations_count == 0, found.generate_report()


@pytest.mark.parametrize("path", PAGES)
def test_nothing_is_blocked_and_nothing_scrolls_sideways(chromium, address, path):
    page, complaints = opened(chromium, address + path)

    for width in (1280, 768, 390, 320):
        page.set_viewport_size({"width": width, "height": 800})
        beyond = page.evaluate("document.documentElement.scrollWidth - document.documentElement.clientWidth")
        assert beyond == 0, f"{path} at {width}"
    page.close()

    assert [complaint for complaint in complaints if "404" not in complaint] == []


def test_the_keys_of_the_queue_work_and_can_be_switched_off(chromium, address):
    page, _complaints = opened(chromium, address + "/styleguide?desk")
    current = "[data-queue] tr[aria-current] .ref"
    page.locator("h1").first.click()

    # WHEN j is pressed, THEN the next row is current
    before = page.inner_text(current)
    page.keyboard.press("j")
    assert page.inner_text(current) != before

    # WHEN x is pressed, THEN one more row is chosen
    chosen = page.inner_text("[data-chosen-count]")
    page.keyboard.press("x")
    assert int(page.inner_text("[data-chosen-count]")) == int(chosen) + 1

    # WHEN a field is typed into, THEN keys are letters
    before = page.inner_text(current)
    page.locator("#fresh_job").press("k")
    assert page.inner_text(current) == before

    # WHEN the keys are switched off, THEN they stay off on the next page
    page.click("[data-keys-switch]")
    page.reload()
    before = page.inner_text(current)
    page.locator("h1").first.click()
    page.keyboard.press("j")
    assert page.inner_text(current) == before
    page.close()


def test_the_chosen_colours_stay(chromium, address):
    page, _complaints = opened(chromium, address + "/")

    page.click("[data-theme-switch]")
    page.goto(address + "/privacy")

    assert page.get_attribute("html", "data-theme") == "dark"
    page.close()
