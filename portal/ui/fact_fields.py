"""A field for any fact, drawn from its description: kind of answer, limits, unit. Its words stand in the catalogue."""

from collections.abc import Iterable, Mapping
from datetime import date
from decimal import Decimal
from typing import Any

from django import forms
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from applications.rulebook import questions, rulebook, sentences
from applications.rulebook.questions import Question, Shape
from portal.ui.answers import PickField, WholeNumberField, YesNoField
from portal.ui.communes import CommuneField
from portal.ui.countries import CountryField, NationalitiesField
from portal.ui.forms import DayField, MoneyField, PostalCommuneInput

UNITS: Mapping[str, Promise] = {
    "EUR_PER_YEAR": _("euros per year"),
    "EUR_PER_MONTH": _("euros per month"),
    "HOURS_PER_WEEK": _("hours per week"),
}
LONGEST_TEXT = 300


def field(path: str, *, rules: Iterable[str] = (), on: date | None = None) -> forms.Field:
    """The field for the fact at a path. Raises UnknownFact for one that nobody is asked, or that needs its own page."""
    found = questions.question(path, book=rulebook(), rules=rules, on=on)
    return _field(found, label=sentences.title(path), help_text=sentences.explanation(path))


def is_one_value(path: str) -> bool:
    """Whether a fact is asked and is a single value, which a single field can hold."""
    return path in questions.SCHEMA and questions.question(path).shape not in (Shape.COUNTRIES, Shape.PARTS)


def plain(value: Any) -> Any:
    """A field's answer as facts keep it: plain JSON, nothing where nothing was answered."""
    match value:
        case "":
            return None
        case Decimal():
            return str(value)
        case date():
            return value.isoformat()
    return value


def _field(found: Question, **words: str) -> forms.Field:
    limits: dict[str, Any] = {"min_value": found.least, "max_value": found.most}
    match found.shape:
        case Shape.CHOICE:
            named = [(code, sentences.find(f"fact.{found.path}.{code}") or code) for code in found.choices]
            return PickField(choices=named, **words)
        case Shape.YES_NO:
            return YesNoField(**words)
        case Shape.DAY:
            return DayField(**words)
        case Shape.AMOUNT:
            return MoneyField(unit=UNITS[found.unit], max_value=found.most, **words)
        case Shape.NUMBER:
            return WholeNumberField(**limits, **words)
        case Shape.COUNTRY:
            return CountryField(**words)
        case Shape.COUNTRIES:
            return NationalitiesField(**words)
        case Shape.COMMUNE:
            return CommuneField(**words)
        case Shape.TEXT:
            widget = PostalCommuneInput(options=found.names) if found.names else forms.TextInput()
            return forms.CharField(max_length=LONGEST_TEXT, widget=widget, **words)
    raise questions.UnknownFact(found.path)
