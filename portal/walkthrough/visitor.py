"""A person at a browser without scripts: opens pages, fills in the forms they find, follows links."""

import time
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any
from urllib.parse import urljoin

import httpx
from django.utils.translation import gettext, override
from lxml import html

PATIENCE_SECONDS = 60.0


class WalkFailed(AssertionError):
    """A page did not do what the story needs; the message says which, and what it showed."""


@dataclass(frozen=True, slots=True)
class Page:
    """What came back: the address it ended at, its status and its tree."""

    url: str
    status: int
    content: bytes
    media_type: str

    @property
    def tree(self) -> Any:
        return html.fromstring(self.content.decode())

    @property
    def text(self) -> str:
        """Everything readable, in one line."""
        return " ".join(self.tree.text_content().split())

    def find_form(self, *, action: str = "", field: str = "") -> Any | None:
        """The first form whose action ends with `action` (without query) and that has a field of that name."""
        for form in self.tree.forms:
            target = urljoin(self.url, form.get("action") or "").split("?")[0]
            if target.endswith(action) and (not field or field in form.fields):
                return form
        return None

    def form(self, *, action: str = "", field: str = "") -> Any:
        """As `find_form`; raises WalkFailed with what the page shows instead."""
        found = self.find_form(action=action, field=field)
        if found is None:
            raise WalkFailed(f"{self.url} has no form {action} {field}: {self.text[:600]}")
        return found

    def find_link(self, part: str) -> str | None:
        """The address of the first link that contains `part`."""
        return next(iter(self.links(part)), None)

    def links(self, part: str) -> list[str]:
        """The addresses of all links that contain `part`."""
        return [urljoin(self.url, href) for href in self.tree.xpath("//a/@href") if part in href]

    def link(self, part: str) -> str:
        """As `find_link`; raises WalkFailed."""
        if (found := self.find_link(part)) is None:
            raise WalkFailed(f"{self.url} has no link with {part}: {self.text[:600]}")
        return found

    def links_beside(self, title: str, part: str) -> list[str]:
        """As `links`, of the lines of a list that have that title, in the language of the page."""
        with override(self.tree.get("lang") or "en"):
            words = gettext(title)
        lines = [line for line in self.tree.xpath("//li[.//h3]") if line.xpath("string(.//h3)").strip() == words]
        return [urljoin(self.url, href) for line in lines for href in line.xpath(".//a/@href") if part in href]

    def complaints(self) -> str:
        """The error notes and field errors of the page."""
        marked = self.tree.xpath("//*[@data-s='bad']//text() | //*[contains(@class,'wrong')]//text()")
        return " ".join(" ".join(marked).split())[:900]


def told(page: Page, sentence: str) -> str:
    """Check that a page says that sentence, in the language of the page; what stands in its gaps may be anything."""
    with override(page.tree.get("lang") or "en"):
        words = gettext(sentence)
    gaps = [part.split(")s", 1)[-1] for part in words.split("%(")]
    if missing := [part for part in gaps if part.strip() and part not in page.text]:
        raise WalkFailed(f"{page.url} does not say {missing[0]!r}: {page.complaints() or page.text[:600]}")
    return words


class Visitor:
    """One person with a session of his own."""

    def __init__(self, base_url: str) -> None:
        self.client = httpx.Client(base_url=base_url, follow_redirects=True, timeout=60)

    def get(self, address: str, *, expect: int = 200) -> Page:
        """Open a page. Raises WalkFailed for another status."""
        return self._page(self.client.get(address), expect=expect)

    def finds(self, address: str) -> bool:
        """Whether there is such a page for this person."""
        return self.client.get(address).status_code != httpx.codes.NOT_FOUND

    def submit(
        self,
        page: Page,
        values: Mapping[str, Any] | None = None,
        *,
        action: str = "",
        field: str = "",
        files: Mapping[str, tuple[str, bytes, str]] | None = None,
        to: str = "",
        expect: int | None = 200,
    ) -> Page:
        """Fill in a form of the page and send it; what it already holds stays. A value of None leaves the field out.

        `to` is the address of a button that leads elsewhere than its form. Raises WalkFailed for another status than
        the one expected; None takes any.
        """
        form = page.form(action=action, field=field)
        data: dict[str, Any] = {}
        for name, value in form.form_values():
            data.setdefault(name, []).append(value)
        for name, value in (values or {}).items():
            if value is None:
                data.pop(name, None)
            else:
                data[name] = value if isinstance(value, list) else [value]
        target = urljoin(page.url, to or form.get("action") or page.url)
        if (form.get("method") or "get").lower() == "get":
            return self._page(self.client.get(target, params=data), expect=expect)
        headers = {"Referer": page.url, "Origin": self._origin(page.url)}
        return self._page(self.client.post(target, data=data, files=files, headers=headers), expect=expect)

    def press(self, page: Page, *, name: str, value: str) -> Page:
        """Press the button of that name and value; it says more than its form."""
        found = page.tree.xpath(f"//button[@name='{name}'][@value='{value}']")
        if not found:
            raise WalkFailed(f"{page.url} has no button {name}={value}: {page.text[:600]}")
        owner = found[0].get("form")
        form = page.tree.get_element_by_id(owner) if owner else found[0].xpath("./ancestor::form")[0]
        target = urljoin(page.url, found[0].get("formaction") or form.get("action") or page.url)
        headers = {"Referer": page.url, "Origin": self._origin(page.url)}
        data = [*form.form_values(), (name, value)]
        return self._page(self.client.post(target, data=dict(data), headers=headers), expect=200)

    def sign_in(self, subject: str) -> Page:
        """Sign in with the stand-in provider as one of the demo's people."""
        page = self.submit(self.get("/accounts/login/"), action="/login/")
        return self.submit(page, {"sub": subject}, field="sub")

    def wait_for(self, address: str, until: Callable[[Page], bool], *, what: str) -> Page:
        """Open a page again and again until it shows what the worker was to bring. Raises WalkFailed after a minute."""
        limit = time.monotonic() + PATIENCE_SECONDS
        while True:
            page = self.get(address)
            if until(page):
                return page
            if time.monotonic() > limit:
                raise WalkFailed(f"waited {PATIENCE_SECONDS:.0f} s for {what} at {address}: {page.text[:600]}")
            time.sleep(0.5)

    def _page(self, answer: httpx.Response, *, expect: int | None) -> Page:
        page = Page(
            str(answer.url), answer.status_code, answer.content, answer.headers.get("content-type", "").split(";")[0]
        )
        if expect is not None and answer.status_code != expect:
            shown = page.complaints() or page.text[:600] if page.media_type == "text/html" else ""
            raise WalkFailed(f"{answer.request.method} {page.url} answered {answer.status_code}: {shown}")
        return page

    @staticmethod
    def _origin(url: str) -> str:
        parts = httpx.URL(url)
        return f"{parts.scheme}://{parts.host}:{parts.port}"
