"""One browser that opens pages, takes a picture at each width, and writes down what went wrong on the way."""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING
from urllib.parse import urljoin

from portal.shots.stops import NOBODY, Stop
from portal.walkthrough.visitor import Visitor

if TYPE_CHECKING:
    from playwright.sync_api import Browser, BrowserContext, ConsoleMessage, Page, Request, Response

WIDTHS = {"phone": 390, "desk": 1280}  # in this order: panels open as a page grows wide and do not close again
HEIGHT = 860
CHROMIUMS = ("/usr/bin/chromium", "/usr/bin/chromium-browser", "/usr/bin/google-chrome")
FLAGS = (
    "--no-sandbox", "--disable-gpu", "--disable-dev-shm-usage", "--disable-background-networking",
    "--disable-component-update", "--disable-sync", "--no-first-run",
)  # fmt: skip
STATUS_LINE = "Failed to load resource"  # the console repeats every status; the answers themselves are watched
LEFT_HALF_WAY = "net::ERR_ABORTED"  # what a PDF in its frame says when we go on before it has come

# How far the page can be pushed sideways, and the first thing that sticks out and is not inside a frame of its own.
BEYOND = """() => {
  const wide = document.documentElement.scrollWidth - window.innerWidth;
  if (wide <= 0) return null;
  const framed = e => { for (let p = e.parentElement; p; p = p.parentElement)
    if (/auto|scroll|hidden|clip/.test(getComputedStyle(p).overflowX)) return true; return false; };
  const out = [...document.body.querySelectorAll('*')].find(
    e => e.getBoundingClientRect().right > window.innerWidth + 1 && !framed(e));
  return [wide, out ? out.tagName.toLowerCase() + (out.className && '.' + out.className) + ' “' +
    out.textContent.trim().slice(0, 60) + '”' : 'something'];
}"""


class NoBrowser(RuntimeError):
    """There is no Chromium here; the message says how to get one."""


@dataclass(frozen=True, slots=True)
class Picture:
    """One picture of a page."""

    stop: str
    language: str
    width: str
    path: Path


@dataclass
class Camera:
    """Takes pictures into a folder; one session per person and language."""

    browser: "Browser"
    url: str
    folder: Path
    faults: list[str] = field(default_factory=list)
    _cookies: dict[str, list[dict[str, str]]] = field(default_factory=dict)
    _at: tuple[str, str] | None = None
    _context: "BrowserContext | None" = None
    _page: "Page | None" = None
    _heard: list[str] = field(default_factory=list)

    def shoot(self, stop: Stop, language: str) -> list[Picture]:
        """Open the page as that person in that language, and take it at each width."""
        page = self._page_of(stop.person, language)
        self._heard.clear()
        page.set_viewport_size({"width": WIDTHS["phone"], "height": HEIGHT})
        status = self._open(page, stop)
        here = f"{stop.name} ({language})"
        if status != stop.status:
            self._fault(here, f"answered {status} instead of {stop.status}")
        if stop.do is None and not page.url.startswith(urljoin(self.url, stop.address)):
            self._fault(here, f"led to {page.url.removeprefix(self.url)}")
        if not stop.name.startswith("faults/") and (said := page.get_attribute("html", "lang")) != language:
            self._fault(here, f"says it is written in {said}")
        taken = [self._take(page, stop, language, name, width) for name, width in WIDTHS.items()]
        for complaint in dict.fromkeys(self._heard):
            self._fault(here, complaint)
        return taken

    def _open(self, page: "Page", stop: Stop) -> int:
        """The status of the page shown in the end."""
        answers: list[int] = []

        def keep(answer: "Response") -> None:
            if answer.request.is_navigation_request() and answer.frame == page.main_frame:
                answers.append(answer.status)

        page.on("response", keep)
        page.goto(urljoin(self.url, stop.address))
        if stop.do is not None:
            stop.do(page)
        page.remove_listener("response", keep)
        return answers[-1] if answers else 0

    def _take(self, page: "Page", stop: Stop, language: str, name: str, width: int) -> Picture:
        page.set_viewport_size({"width": width, "height": HEIGHT})
        if (beyond := page.evaluate(BEYOND)) is not None:
            self._fault(f"{stop.name} ({language})", f"scrolls {beyond[0]} px sideways at {width} px: {beyond[1]}")
        path = self.folder / language / name / f"{stop.name.replace('/', '--')}.png"
        page.screenshot(path=path, full_page=True)
        return Picture(stop.name, language, name, path)

    def _page_of(self, person: str, language: str) -> "Page":
        if self._at != (person, language):
            self.close()
            self._context = self.browser.new_context(locale=language, reduced_motion="reduce")
            cookies = [*self._signed_in(person), self._cookie("django_language", language)]
            self._context.add_cookies(cookies)
            self._page = self._context.new_page()
            self._listen(self._page)
            self._at = person, language
        assert self._page is not None
        return self._page

    def close(self) -> None:
        """Leave the page that is open."""
        if self._context is not None:
            self._context.close()
        self._at = self._context = self._page = None

    def _signed_in(self, person: str) -> list[dict[str, str]]:
        """The cookies of that person's session, begun at the stand-in provider."""
        if person == NOBODY:
            return []
        if person not in self._cookies:
            visitor = Visitor(self.url)
            visitor.sign_in(person)
            kept = visitor.client.cookies.jar
            self._cookies[person] = [
                self._cookie(cookie.name, cookie.value or "")
                for cookie in kept
                if cookie.name in {"sessionid", "csrftoken"} and cookie.port is None
            ]
        return self._cookies[person]

    def _cookie(self, name: str, value: str) -> dict[str, str]:
        return {"name": name, "value": value, "url": self.url}

    def _listen(self, page: "Page") -> None:
        def console(said: "ConsoleMessage") -> None:
            if said.type in {"error", "warning"} and not said.text.startswith(STATUS_LINE):
                self._heard.append(f"console: {said.text}")

        def failed(request: "Request") -> None:
            if request.failure != LEFT_HALF_WAY:
                self._heard.append(f"{request.url.removeprefix(self.url)} failed: {request.failure}")

        def answered(answer: "Response") -> None:
            if answer.status >= 500 or (answer.status >= 400 and not answer.request.is_navigation_request()):
                self._heard.append(f"{answer.url.removeprefix(self.url)} answered {answer.status}")

        page.on("console", console)
        page.on("pageerror", lambda error: self._heard.append(f"script: {error}"))
        page.on("requestfailed", failed)
        page.on("response", answered)

    def _fault(self, where: str, what: str) -> None:
        self.faults.append(f"{where} {what}")


@contextmanager
def camera(url: str, folder: Path) -> Iterator[Camera]:
    """A camera with Debian's Chromium behind it, kept from calling home. Raises NoBrowser."""
    from playwright.sync_api import sync_playwright

    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=_chromium(), args=list(FLAGS))
        try:
            yield Camera(browser, url, folder)
        finally:
            browser.close()


def _chromium(exists: Callable[[Path], bool] = Path.exists) -> str:
    for path in CHROMIUMS:
        if exists(Path(path)):
            return path
    raise NoBrowser("There is no Chromium here: install it (Debian: apt-get install chromium) and try again.")
