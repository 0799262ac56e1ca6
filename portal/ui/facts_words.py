"""A fact of an application in the reader's words, by its path: its name, its value, and what changed of it."""

from collections.abc import Iterable
from datetime import date
from decimal import Decimal
from enum import Enum
from typing import Any

from django.conf.locale import LANG_INFO
from django.utils.formats import number_format
from django.utils.translation import get_language, get_language_info
from django.utils.translation import gettext as _
from django_countries import countries

from applications import territory
from applications.rulebook import sentences
from applications.rulebook.facts import Facts, Spell, Workplace, missing, value_of
from portal.ui import parts
from portal.ui.templatetags.ui import day


def title(path: str) -> str:
    """The name of a fact, else its path in plain letters."""
    found = sentences.title(path)
    return found if found != path else path.rsplit(".", 1)[-1].replace("_", " ").capitalize()


def shown(path: str, value: Any) -> str:
    """A value in the reader's words."""
    language = get_language() or "en"
    name = path.rsplit(".", 1)[-1]
    match value:
        case bool():
            return _("Yes") if value else _("No")
        case Decimal():
            return number_format(value, decimal_pos=2 if name.endswith("_gross") else None, force_grouping=True)
        case date():
            return day(value)
        case Enum():
            label = sentences.find(f"fact.{path}.{value.value}")
            return label or str(getattr(value, "label", str(value.value).replace("_", " ").capitalize()))
        case tuple():
            return ", ".join(shown(path, each) for each in value)
        case Workplace():
            share = f" {value.share_percent} %" if value.share_percent is not None else ""
            return f"{_commune(value.nis_code, language)}{share}"
        case Spell():
            return _("%(first)s to %(last)s") % {"first": day(value.from_on), "last": day(value.until_on)}
    return _of_text(name, str(value), language)


def _of_text(name: str, value: str, language: str) -> str:
    if name.endswith("nis_code"):
        return _commune(value, language)
    if name in ("country", "birth_country", "register_country", "nationalities", "first_state"):
        return str(countries.name(value) or value)
    if name == "post_code" and (post := territory.find_post(value)) is not None:
        return post.title(language)
    if name.endswith("language") and value in LANG_INFO:
        return str(get_language_info(value)["name_translated"])
    if name == "birth_date" and len(value) == len("YYYY-MM-DD"):
        return day(date.fromisoformat(value))
    return value


def _commune(nis_code: str, language: str) -> str:
    commune = territory.find_commune(nis_code)
    return commune.name(language) if commune else nis_code


def differences(before: Facts, after: Facts, paths: Iterable[str]) -> list[parts.Difference]:
    """Old and new of each of these facts; empty where there was or is nothing."""
    return [parts.Difference(title(path), _words(before, path), _words(after, path)) for path in paths]


def _words(facts: Facts, path: str) -> str:
    return "" if missing(facts, path) else shown(path, value_of(facts, path))
