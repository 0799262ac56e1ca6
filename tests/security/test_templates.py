"""Templates are strict: they compile, they name nothing that is not there, they run and dress nothing themselves."""

import re
from pathlib import Path

import pytest
from django.conf import settings
from django.template import engines
from django.template.loader import get_template
from django.urls import NoReverseMatch, reverse

ROOT = Path(__file__).resolve().parent.parent.parent / "templates"
TEMPLATES = sorted(path.relative_to(ROOT).as_posix() for path in ROOT.rglob("*.html"))
LETTERS = "letters/"  # printed by WeasyPrint, never sent to a browser: their style stands inside
LINK = re.compile(r"""{%\s*url\s+["']([\w:-]+)["']""")
COMMENT = re.compile(r"{#.*?#}|{%\s*comment.*?endcomment\s*%}", re.DOTALL)


@pytest.mark.parametrize("name", TEMPLATES)
def test_every_template_compiles(name):
    get_template(name)


@pytest.mark.parametrize("name", [name for name in TEMPLATES if not name.startswith(LETTERS)])
def test_no_template_of_a_page_has_code_or_style_inside(name):
    text = COMMENT.sub("", (ROOT / name).read_text())
    assert not re.search(r"<script(?![^>]*\bsrc=)", text), "a script inside the page"
    assert not re.search(r"<style\b", text), "a style sheet inside the page"
    assert not re.search(r"""\sstyle\s*=\s*["']""", text), "a style on an element"
    assert not re.search(r"""\son[a-z]+\s*=\s*["']""", text), "a handler on an element"
    assert "hx-on" not in text and "hx-vals='js:" not in text, "code for htmx to run"
    assert "javascript:" not in text


@pytest.mark.parametrize("name", TEMPLATES)
def test_no_template_switches_escaping_off(name):
    text = COMMENT.sub("", (ROOT / name).read_text())
    assert "autoescape off" not in text
    assert not re.search(r"\|\s*safe\b|\|\s*safeseq\b", text)


@pytest.mark.parametrize("name", [name for name in TEMPLATES if name != "ui/styleguide.html"])  # its forms go nowhere
def test_every_form_that_posts_carries_its_token(name):
    text = COMMENT.sub("", (ROOT / name).read_text())
    for form in re.findall(r"<form\b.*?</form>", text, re.DOTALL):
        if re.search(r"""method\s*=\s*["']post["']""", form, re.IGNORECASE):
            assert "{% csrf_token %}" in form, form[:120]


@pytest.mark.parametrize("name", TEMPLATES)
def test_every_link_of_a_template_names_an_address(name):
    """A name without arguments that exists with some is fine: only a name nobody has is a mistake."""
    for link in LINK.findall((ROOT / name).read_text()):
        assert exists(link), f"{link} is no address"


def test_a_name_that_is_not_there_fails_the_tests():
    """What pytest-django sets (FAIL_INVALID_TEMPLATE_VARS) is on, for every page that any test opens."""
    assert engines["django"].engine.string_if_invalid, "undefined names pass silently"
    with pytest.raises(pytest.fail.Exception, match=r"Undefined template variable 'nobody\.knows\.me'"):
        engines["django"].from_string("{{ nobody.knows.me }}").render({})


def test_pages_run_without_debugging():
    assert settings.DEBUG is False


def exists(link: str) -> bool:
    """Whether an address of that name is there, whatever it asks for."""
    try:
        reverse(link)
    except NoReverseMatch as missing:
        return "tried" in str(missing)
    return True
