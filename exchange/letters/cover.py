"""The cover of a registered letter: where it goes, and the notice in words, as the inbox page has it on the screen.

It decides nothing: a decision is the letter that follows it in the envelope. One whole template per legal language.
"""

import hashlib
import json
from collections.abc import Sequence
from datetime import date
from zoneinfo import ZoneInfo

from django.conf import settings
from django.template.loader import render_to_string
from django.utils.translation import override

from exchange.contracts import Notice, ReceiptOfFiling
from exchange.letters.rendering import LEGAL_LANGUAGES, NotALegalLanguage, drawn


def cover(
    notice: Notice, *, address: Sequence[str], sender: str, dated_on: date, language: str, demo: bool = False
) -> bytes:
    """The first page of the envelope, the same bytes for the same notice, address and day."""
    if language not in LEGAL_LANGUAGES:
        raise NotALegalLanguage(language)
    told = {"address": list(address), "sender": sender, "dated_on": dated_on, "demo": demo}
    with override(language):
        html = render_to_string(
            f"letters/{language}/cover.html", told | {"notice": notice, "filed_on": _filed_on(notice)}
        )
    known = json.dumps([notice.to_payload(), told, language], sort_keys=True, default=str)
    return drawn(html, identifier=hashlib.sha256(known.encode()).hexdigest()[:32])


def _filed_on(notice: Notice) -> date | None:
    """The day of filing where the addressee lives, whatever the time of the server."""
    if not isinstance(notice, ReceiptOfFiling):
        return None
    return notice.filed_at.astimezone(ZoneInfo(settings.TIME_ZONE)).date()
