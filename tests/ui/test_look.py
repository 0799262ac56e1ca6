"""The look holds its own promises: a strict content policy can stay strict, and every colour can be read."""

import re
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[2]
PAGES = sorted(
    path for path in (ROOT / "templates").rglob("*.html") if not {"mail", "letters"} & set(path.relative_to(ROOT).parts)
)
INLINE = re.compile(r"<style|\sstyle=|\son[a-z]+=|<script(?![^>]*\ssrc=)|javascript:", re.IGNORECASE)


@pytest.mark.parametrize("page", PAGES, ids=lambda page: str(page.relative_to(ROOT)))
def test_no_page_needs_a_style_or_script_of_its_own(page):
    found = INLINE.findall(re.sub(r"\{[%#].*?[%#]\}", "", page.read_text()))

    assert found == []


def colours():
    css = (ROOT / "static/css/tokens.css").read_text().partition("@media print")[0]
    pairs = dict(re.findall(r"--([\w-]+): (light-dark\([^)]*\)|#\w+);", css))
    for name, value in pairs.items():
        both = re.findall(r"#\w+", value)
        yield name, (both[0], both[-1])


def luminance(colour):
    digits = colour.lstrip("#")
    digits = "".join(digit * 2 for digit in digits) if len(digits) == 3 else digits
    linear = [
        part / 12.92 if part <= 0.04045 else ((part + 0.055) / 1.055) ** 2.4
        for part in (int(digits[at : at + 2], 16) / 255 for at in (0, 2, 4))
    ]
    return sum(part * weight for part, weight in zip(linear, (0.2126, 0.7152, 0.0722), strict=True))


def contrast(one, other):
    light, dark = sorted((luminance(one), luminance(other)), reverse=True)
    return (light + 0.05) / (dark + 0.05)


READ_ON = {
    "ink": ["paper", "surface", "well"],
    "muted": ["paper", "surface", "well"],
    "act": ["paper", "surface", "act-well"],
    "act-ink": ["act"],
    "good": ["paper", "surface", "good-well"],
    "bad": ["paper", "surface", "bad-well"],
    "warn": ["paper", "surface", "warn-well"],
    "band-ink": ["band"],
    "band-muted": ["band"],
    "vl": ["paper", "surface"],
    "wal": ["paper", "surface"],
    "bru": ["paper", "surface"],
    "ob": ["paper", "surface"],
    "io": ["paper", "surface"],
}


@pytest.mark.parametrize("theme", [0, 1], ids=["light", "dark"])
@pytest.mark.parametrize("name", READ_ON)
def test_text_can_be_read_by_day_and_by_night(name, theme):
    palette = dict(colours())

    for ground in READ_ON[name]:
        assert contrast(palette[name][theme], palette[ground][theme]) >= 4.5, f"{name} on {ground}"


@pytest.mark.parametrize("theme", [0, 1], ids=["light", "dark"])
def test_controls_have_edges_that_can_be_seen(theme):
    palette = dict(colours())

    for ground in ("paper", "surface", "well"):
        assert contrast(palette["edge"][theme], palette[ground][theme]) >= 3, ground


@pytest.mark.parametrize("code", ["429", "500", "503"])
def test_a_page_for_bad_moments_speaks_four_languages_by_itself(code):
    page = (ROOT / f"templates/{code}.html").read_text()

    spoken = [language for language in ("fr", "nl", "de", "en") if f'<section class="flow" lang="{language}">' in page]
    assert spoken == ["fr", "nl", "de", "en"]
    assert "{% extends" not in page and "{{" not in page
