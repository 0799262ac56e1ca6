"""From input to HTML to `pdf/a-3a`, with the same bytes every time.

WeasyPrint is imported when the first letter is drawn: it loads system libraries that a web page does not need. Fonts
are pinned by name to Noto and DejaVu, and nothing is ever fetched from outside. Conformance is claimed, not validated.
"""

import logging
import re
import threading
from functools import cache
from typing import Any

import segno
from django.template.loader import render_to_string
from django.utils.translation import override

from exchange.letters.inputs import LetterInput

LEGAL_LANGUAGES = ("de", "fr", "nl")
PLACEHOLDER = re.compile(r"\{([a-z_]+)\}")
ONE_AT_A_TIME = threading.Lock()  # the font map is shared and not made for several threads

logging.getLogger("weasyprint").setLevel(logging.ERROR)
logging.getLogger("fontTools").setLevel(logging.ERROR)


class NotALegalLanguage(ValueError):
    """Binding letters exist in German, French and Dutch only."""


def render(letter: LetterInput, *, language: str) -> bytes:
    """The letter as PDF/A-3A: tagged, in the named language, byte-equal for equal input."""
    return drawn(rendered_html(letter, language=language), identifier=letter.digest(language=language)[:32])


def drawn(html: str, *, identifier: str) -> bytes:
    """HTML as PDF/A-3A; the identifier stands in for the random one that would differ each time."""
    from weasyprint import HTML

    with ONE_AT_A_TIME:
        resources = _resources()
        pdf: bytes = HTML(string=html, url_fetcher=resources["fetcher"], base_url="about:blank").write_pdf(
            stylesheets=[resources["stylesheet"]],
            font_config=resources["fonts"],
            pdf_variant="pdf/a-3a",
            pdf_identifier=identifier.encode(),
            custom_metadata=False,
        )
    return pdf


def rendered_html(letter: LetterInput, *, language: str) -> str:
    """The letter before it is drawn, in its own language whatever the reader's."""
    if language not in LEGAL_LANGUAGES:
        raise NotALegalLanguage(language)
    with override(language):
        return render_to_string(
            f"letters/{language}/{letter.kind.value}.html",
            {
                "letter": letter,
                "content": letter.content,
                "own_words": _own_words(letter),
                "qr": segno.make(letter.verify_url, error="m").svg_data_uri(border=0, dark="#15211f"),
            },
        )


def _own_words(letter: LetterInput) -> str:
    """Fill the allowed placeholders by plain substitution: the text is not a template."""
    values = letter.placeholders()
    return PLACEHOLDER.sub(lambda found: values.get(found[1], found[0]), letter.own_words)


@cache
def _resources() -> dict[str, Any]:
    """Parsed once per process; a parsed style sheet and font map make a letter a fifth quicker."""
    from weasyprint import CSS
    from weasyprint.text.fonts import FontConfiguration
    from weasyprint.urls import URLFetcher

    fonts = FontConfiguration()
    fetcher = URLFetcher(allowed_protocols=["data"], allow_redirects=False)
    stylesheet = CSS(string=render_to_string("letters/letters.css"), font_config=fonts, url_fetcher=fetcher)
    return {"fonts": fonts, "fetcher": fetcher, "stylesheet": stylesheet}
