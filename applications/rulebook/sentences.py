"""Words for codes, in the active language. Messages are keyed by code: `<code>.title`, `.help`, `.<RESULT>`.

A file of law may bring names of its own; the catalogue goes before them.

A finding's sentence is the most particular message there is: `<code>.<RESULT>.<variant>`, where the variant is one of
the values or names in its *because*; then `<code>.<RESULT>`; then that of its generic criterion.
"""

import re
from collections.abc import Iterable
from datetime import date
from decimal import Decimal
from typing import Any

from django.utils import formats
from django.utils.translation import get_language, gettext

from applications.rulebook.findings import DocumentNeed, Finding
from applications.rulebook.model import RuleKind, Version
from applications.rulebook.registry import rulebook

AMOUNT = re.compile(r"^-?\d+\.\d\d$")
DAY = re.compile(r"^\d{4}-\d\d-\d\d$")
NAMESPACES = ("", "document.", "category.", "act.", "fact.", "appeal_body.")
NOT_FOUND = "not found"


def title(code: str) -> str:
    """The name of a rule, document, category or legal text; the code itself where nobody named it."""
    for namespace in NAMESPACES:
        if (found := find(f"{namespace}{code}.title")) is not None:
            return found
    return rulebook().own_words(code, "title", get_language() or "en") or code


def explanation(code: str) -> str:
    """What a rule or document asks, in plain words; empty where there is nothing to explain."""
    for namespace in NAMESPACES:
        if (found := find(f"{namespace}{code}.help")) is not None:
            return found
    return rulebook().own_words(code, "help", get_language() or "en")


def asked_for(need: DocumentNeed) -> str:
    """What a document must be, as the rule that asks for it says; else as the document is described."""
    return find(f"{need.rule}.help") or explanation(need.code)


def sentence(finding: Finding | DocumentNeed) -> str:
    """What the rule found, spoken to the reader."""
    finding = finding.finding if isinstance(finding, DocumentNeed) else finding
    words = {name: localised(value) for name, value in finding.because.items()}
    for message in candidates(finding):
        if (found := find(message)) is not None:
            return found % words
    return find(f"result.{finding.result}") or str(finding.result.label)


def candidates(finding: Finding) -> Iterable[str]:
    """The messages that may say a finding, the most particular first."""
    if finding.criterion == "no_rule":
        yield f"no_rule.{finding.result}"
    variants = [value for value in finding.because.values() if isinstance(value, str) and value.isupper()]
    for base in (finding.code, finding.criterion):
        for variant in (*variants, *finding.because):
            yield f"{base}.{finding.result}.{variant}"
        yield f"{base}.{finding.result}"
    if finding.kind == RuleKind.DOCUMENT:
        yield f"document.{finding.result}"


def asks(finding: Finding | DocumentNeed) -> tuple[str, ...]:
    """The facts to ask for, by name."""
    finding = finding.finding if isinstance(finding, DocumentNeed) else finding
    return tuple(title(path) for path in finding.asks)


def article(law: Finding | DocumentNeed | Version) -> str:
    """The article and the text it belongs to, to be set small after the sentence."""
    law = law.finding if isinstance(law, DocumentNeed) else law
    return cited(law.article, law.act)


def cited(article: str, act: str) -> str:
    """An article of a legal text named by its code; says so where the article was not found."""
    place = gettext("article.not_found") if article in ("", NOT_FOUND) else article
    return f"{place}, {title(act)}" if act else place


def contradiction(why: str) -> str:
    """Why two facts exclude each other, and what to do."""
    return find(f"contradiction.{why}") or why


def localised(value: Any) -> str:
    """Days with the month in words, amounts with the reader's separators; everything else as it is."""
    if isinstance(value, str):
        if AMOUNT.match(value):
            value = Decimal(value)
        elif DAY.match(value):
            value = date.fromisoformat(value)
    match value:
        case bool():
            return str(value)
        case Decimal():
            places = 0 if value == value.to_integral_value() else 2
            return formats.number_format(value, decimal_pos=places, use_l10n=True, force_grouping=True)
        case date():
            return formats.date_format(value, "j. F Y" if get_language() == "de" else "j F Y")
        case _:
            return str(value)


def find(message: str) -> str | None:
    """The message in the active language, None where there is none."""
    found = gettext(message)
    return None if found == message else found
