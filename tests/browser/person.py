"""Somebody at a real browser: with a keyboard, or with scripts switched off; judged by axe on the way."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from urllib.parse import urlsplit

from axe_playwright_python.sync_playwright import Axe
from django.utils.translation import gettext, override
from playwright.sync_api import Browser, Locator, Page, expect

WIDTHS: Mapping[int, Mapping[str, object]] = {1280: {}, 390: {"rules": {"color-contrast": {"enabled": False}}}}
"""How wide, and what axe need not look at twice: colours are the same at any width, and slow to compare."""
MOST_TABS = 150
ACTIVE = """() => { const e = document.activeElement; return {
  name: e.name || '', type: e.type || '', value: e.value || '', tag: e.tagName,
  main: e.matches('#step button.btn:not([data-kind]), main form button.btn:not([data-kind])') }; }"""
LABEL = "([name, value]) => document.querySelector(`select[name=${name}] option[value='${value}']`).label"


@dataclass
class Person:
    """One person with a session of her own."""

    page: Page
    site: str
    subject: str
    language: str = "de"
    width: int = 1280
    complaints: list[str] = field(default_factory=list)

    @classmethod
    def at(
        cls, browser: Browser, site: str, *, subject: str, scripts: bool = True, language: str = "de", width: int = 1280
    ) -> "Person":
        """A fresh browser that has chosen that language."""
        context = browser.new_context(locale=language, java_script_enabled=scripts, reduced_motion="reduce")
        context.add_cookies([{"name": "django_language", "value": language, "url": site}])
        person = cls(context.new_page(), site, subject, language, width)
        person.page.set_viewport_size({"width": width, "height": 860})
        person.page.on("console", person._hear)
        person.page.on("pageerror", lambda error: person.complaints.append(str(error)))
        return person

    def go(self, address: str) -> None:
        answer = self.page.goto(f"{self.site}{address}")
        assert answer is not None
        assert answer.status == 200, f"{address}: {answer.status}"

    def sign_in(self) -> None:
        """By our button and the stand-in's."""
        self.go("/accounts/login/")
        self.page.locator("main form[action*='/oidc/'] button").click()
        self.page.get_by_role("button", name=self.subject, exact=True).click()
        expect(self.page.locator("header .me form")).to_be_visible()

    def is_at(self, ending: str) -> bool:
        return urlsplit(self.page.url).path.endswith(ending)

    # --- By keyboard ---------------------------------------------------------------------------------------------

    def type_in(self, values: Mapping[str, str]) -> None:
        """Skip to the content, then Tab from control to control, answer each, and send with Enter."""
        self.page.reload()  # whoever judged the page may have moved the focus
        self.page.keyboard.press("Tab")
        assert self.page.evaluate("document.activeElement.hash") == "#main"
        self.page.keyboard.press("Enter")
        left = dict(values)
        for _tab in range(MOST_TABS):
            self.page.keyboard.press("Tab")
            active = self.page.evaluate(ACTIVE)
            if active["name"] in left:
                self._answer(active, left.pop(active["name"]))
            elif active["main"]:
                assert not left, f"the keyboard never came to {sorted(left)} on {self.page.url}"
                with self.page.expect_navigation():
                    self.page.keyboard.press("Enter")
                return
        raise AssertionError(f"{MOST_TABS} tabs and no button to go on; left: {sorted(left)} on {self.page.url}")

    def _answer(self, active: Mapping[str, str], value: str) -> None:
        keyboard = self.page.keyboard
        if active["type"] == "radio":
            for _choice in range(12):
                if self.page.evaluate("document.activeElement.value") == value:
                    break
                keyboard.press("ArrowDown")
            keyboard.press("Space")
        elif active["tag"] == "SELECT":
            keyboard.type(self.page.evaluate(LABEL, [active["name"], value]))
        else:
            keyboard.press("Control+a")
            keyboard.insert_text(value)

    # --- With or without scripts ---------------------------------------------------------------------------------

    def fill_in(self, values: Mapping[str, str]) -> None:
        """Point, choose and type; then the button that goes on."""
        for name, value in values.items():
            fields = self.page.locator(f"main [name={name}]")
            if fields.first.get_attribute("type") in {"radio", "checkbox"}:
                self.page.locator(f"main [name={name}][value='{value}']").check()
            elif fields.first.evaluate("e => e.tagName") == "SELECT":
                fields.first.select_option(value)
            else:
                fields.first.fill(value)
        self.press(self.page.locator("main form button.btn:not([data-kind])").last)

    def press(self, button: Locator) -> None:
        """A button that leads to another page."""
        with self.page.expect_navigation():
            button.click()

    def upload_all(self, content: bytes, *, leave_out: tuple[str, ...] = ()) -> int:
        """A file for each slot that has none and is not left out; the page or its part comes back with a tick."""
        actions = [form.get_attribute("action") or "" for form in self.page.locator("form[data-upload]").all()]
        sent = 0
        for action in actions:
            code = action.split("/")[-2]
            if code in leave_out:
                continue
            form = self.page.locator(f"form[action='{action}']")
            chosen = {"name": f"{code}.pdf", "mimeType": "application/pdf", "buffer": content}
            form.locator("input[type=file]").set_input_files(files=[chosen])
            form.locator("button").click()
            expect(self.page.locator("li.slot").filter(has=form)).to_have_attribute("data-s", "good")
            sent += 1
        return sent

    # --- Judged --------------------------------------------------------------------------------------------------

    def look(self) -> None:
        """The page is in her language, axe finds nothing wide or narrow, and it does not scroll sideways."""
        path = urlsplit(self.page.url).path
        assert self.page.locator("html").get_attribute("lang") == self.language, path
        for width, options in WIDTHS.items():
            self.page.set_viewport_size({"width": width, "height": 860})
            found = Axe().run(self.page, options=options or None)
            assert not found.response["violations"], f"{path} at {width}\n{found.generate_report()}"
            assert self.page.evaluate("document.documentElement.scrollWidth <= innerWidth"), f"{path} at {width}"
        self.page.set_viewport_size({"width": self.width, "height": 860})

    def says(self, sentence: str) -> bool:
        """Whether the page says that sentence in her language."""
        with override(self.language):
            return gettext(sentence) in self.page.locator("main").inner_text()

    def _hear(self, said: object) -> None:
        kind, text = getattr(said, "type", ""), getattr(said, "text", "")
        if kind in {"error", "warning"} and not text.startswith("Failed to load resource"):
            self.complaints.append(text)
