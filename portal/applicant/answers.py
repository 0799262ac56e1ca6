"""The answers as they are read: each question with what was understood, in the reader's words."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from decimal import Decimal, InvalidOperation
from typing import TYPE_CHECKING, Any

from django import forms
from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django_countries import countries

from applications import disclosure
from applications.actors import Actor
from applications.rulebook.sentences import localised
from portal.applicant import keeping, stages
from portal.applicant.forms import FORMS, asked
from portal.applicant.forms.fields import PartialDateField, PlacesField
from portal.applicant.forms.numbers import NumberField
from portal.ui import communes, parts
from portal.ui.answers import YesNoField
from portal.ui.countries import NationalitiesField
from portal.ui.forms import DayField, MoneyField
from portal.ui.templatetags.ui import day
from portal.ui.told import dig

if TYPE_CHECKING:
    from applications.models import Dossier

IDENTIFIERS = frozenset({"register_number", "document_number", "fee_reference"})


@dataclass(frozen=True, slots=True)
class Answered:
    """One step as it was answered, with the way back to it."""

    step: str
    title: Promise
    href: str
    facts: list[parts.Fact]
    is_done: bool


def of_draft(dossier: "Dossier", *, wanted: stages.Asked, on: date) -> list[Answered]:
    """Every step of a draft."""
    told = dossier.draft.answers
    return [
        Answered(
            step,
            stages.LABELS[step],
            stages.href(dossier, step),
            [fact for _path, fact in _answered(told, step, dossier, wanted=wanted, on=on)],
            keeping.is_done(dossier, step, wanted=wanted),
        )
        for step in stages.order(wanted)
        if step in FORMS
    ]


def of_filed(answers: Mapping[str, Any], dossier: "Dossier", actor: Actor, *, on: date) -> list[Answered]:
    """Every step of a filed dossier, from the facts in force, as far as the reader may see them."""
    return [
        Answered(step, stages.LABELS[step], "", [fact for _path, fact in known], is_done=True)
        for step, known in stated(answers, dossier, actor, on=on).items()
    ]


def stated(
    answers: Mapping[str, Any], dossier: "Dossier", actor: Actor, *, on: date
) -> dict[str, list[tuple[str, parts.Fact]]]:
    """By step, each fact with its path, as far as the reader may see it."""
    wanted = asked(dossier, answers, on=on)
    return {
        step: [
            (path, fact)
            for path, fact in _answered(answers, step, dossier, wanted=wanted, on=on)
            if _is_seen(path, actor)
        ]
        for step in stages.order(wanted)
        if step in FORMS
    }


def _is_seen(path: str, actor: Actor) -> bool:
    group = disclosure.group_of_fact(path)
    return group is None or disclosure.sight(actor, group) is disclosure.Sight.FULL


def _answered(
    answers: Mapping[str, Any], step: str, dossier: "Dossier", *, wanted: stages.Asked, on: date
) -> list[tuple[str, parts.Fact]]:
    """The answered questions of a step, in the order of the form."""
    form = FORMS[step](None, answers=answers, category=dossier.category, kind=dossier.kind, on=on, asked=wanted)
    found = []
    for section in form.sections:
        for name in (name for name in section.fields if name in form.fields):
            value = dig(answers, form.facts[name])
            if value in (None, "", [], ()):
                continue
            field = form.fields[name]
            is_number = isinstance(field, NumberField) or name in IDENTIFIERS
            fact = parts.Fact(str(field.label), shown(field, value), is_reference=is_number)
            found.append((form.facts[name], fact))
    return found


def shown(field: forms.Field, value: Any) -> str:
    """One answer in words."""
    match field:
        case YesNoField():
            return _("Yes") if value else _("No")
        case communes.CommuneField():
            return communes.name_line(value)
        case NationalitiesField():
            return ", ".join(str(countries.name(code) or code) for code in value)
        case PlacesField():
            return "; ".join(_place(place) for place in value)
        case PartialDateField() if len(value) < len("YYYY-MM-DD"):
            return str(value)
        case PartialDateField() | DayField():
            return day(value if isinstance(value, date) else date.fromisoformat(value))
        case MoneyField():
            return f"{_amount(value)} {field.widget.unit}".strip()
        case forms.ChoiceField():
            return str(dict(field.choices).get(value, value))
    return str(field.prepare_value(value))


def _place(place: Mapping[str, Any]) -> str:
    share = place.get("share_percent")
    words = communes.name_line(place["nis_code"])
    return f"{words}, {share} %" if share is not None else words


def _amount(value: Any) -> str:
    try:
        return localised(Decimal(str(value)))
    except InvalidOperation:
        return str(value)
