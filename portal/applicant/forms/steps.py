"""What every step of the form does: its fields become facts by one table, and the facts themselves say what is wrong.

A step judges nothing on its own. Fields read what was typed; `rulebook.facts` refuses what cannot be a fact and
`rulebook.contradictions` what cannot be true together; both are shown beside the field of the table. `answers` holds
what was understood even where something else was not, so a half-filled step can be kept at any moment.

A step asks what its application is `asked`: of its own table the rows that some rule reads or nobody can do without,
and whatever else the rules read of the parts it `takes`, drawn from the description of the facts.
"""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from types import MappingProxyType
from typing import Any, ClassVar

from django import forms
from django.forms.utils import ErrorDict
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _
from pydantic import ValidationError

from applications.rulebook import sentences
from applications.rulebook.contradictions import contradictions
from applications.rulebook.facts import Facts
from portal.ui import fact_fields
from portal.ui.forms import MoneyField, More
from portal.ui.told import dig, merged, put

NOT_A_FACT: Mapping[str, Promise] = MappingProxyType(
    {
        "greater_than_equal": _("Give a number of at least %(ge)s"),
        "less_than_equal": _("Give a number of at most %(le)s"),
        "string_pattern_mismatch": _("This is not written as expected. Compare it with the example"),
        "decimal_max_places": _("Give at most two digits after the comma"),
    }
)
NOT_READ = _("This answer cannot be read. Compare it with the hint and write it again")


@dataclass(frozen=True, slots=True)
class Section:
    """Questions under one title. `only` names the answer that makes them worth asking; a style hides them else."""

    title: Promise | str
    fields: tuple[str, ...]
    only: str = ""
    text: Promise | str = ""


@dataclass(frozen=True, slots=True)
class Asked:
    """A section with its bound fields, ready to print."""

    section: Section
    fields: tuple[forms.BoundField, ...]


class StepForm(forms.Form):
    """One step. `facts` is the table: field, path. `needs` stop "continue" while empty; another step stays open.

    `asked` are the paths to ask for, each with the codes of the rules that read it. A row of the table without a field
    of its own is drawn from the description of its fact.
    """

    takes: ClassVar[tuple[str, ...]]  # the parts of the facts whose other questions stand here
    facts: Mapping[str, str]
    sections: tuple[Section, ...]
    needs: ClassVar[tuple[str, ...]] = ()
    needs_when: ClassVar[Mapping[str, tuple[str, Any]]] = MappingProxyType({})  # field: (other field, its answer)
    law: ClassVar[Mapping[str, str]] = MappingProxyType({})  # field: last word of the code of the rule behind it
    more: Mapping[str, More] = MappingProxyType({})

    def __init__(
        self,
        data: Any = None,
        *,
        answers: Mapping[str, Any],
        category: str,
        kind: str,
        on: date,
        asked: Mapping[str, tuple[str, ...]],
        articles: Mapping[str, More] = MappingProxyType({}),
    ) -> None:
        self.facts = self.table(asked)
        self._known = {**answers, "category": category, "kind": kind, "filed_on": on}
        initial = {name: dig(answers, path) for name, path in self.facts.items()}
        super().__init__(data, initial={name: value for name, value in initial.items() if value not in (None, "")})
        self._draw(asked, on=on)
        for name, field in self.fields.items():
            field.required = False
            if isinstance(field, MoneyField) and name in self.initial:
                self.initial[name] = Decimal(self.initial[name])
        self.answers: dict[str, Any] = {}
        lawful = {name: articles[rule] for name, rule in self.law.items() if rule in articles}
        self.more = {**lawful, **type(self).more}

    @classmethod
    def table(cls, asked: Mapping[str, Any]) -> dict[str, str]:
        """The fields of this step for an application: what it knows by name first, then the rest of its parts."""
        own = {name: path for name, path in cls.facts.items() if path in asked}
        rest = (path for path in asked if path.split(".")[0] in cls.takes and path not in own.values())
        return own | {path.replace(".", "_"): path for path in rest}

    @classmethod
    def is_answered(cls, answers: Mapping[str, Any], asked: Mapping[str, Any]) -> bool:
        """Whether everything that "continue" needs is among the answers."""
        needed = [
            *cls.needs,
            *(name for name, (other, said) in cls.needs_when.items() if cls._says(answers, other, said)),
        ]
        return all(dig(answers, cls.facts[name]) not in (None, "", []) for name in needed if cls.facts[name] in asked)

    def _draw(self, asked: Mapping[str, tuple[str, ...]], *, on: date) -> None:
        """Fields for what is asked and has none; none for what is not asked; and their places on the page."""
        for name in [name for name in self.fields if name not in self.facts]:
            del self.fields[name]
        for name, path in self.facts.items():
            if name not in self.fields:
                self.fields[name] = fact_fields.field(path, rules=asked[path], on=on)
        placed = {name for section in type(self).sections for name in section.fields}
        self.sections = (*type(self).sections, *self._further([name for name in self.facts if name not in placed]))

    def _further(self, names: list[str]) -> Iterator[Section]:
        """Where the questions stand that the step does not know by name."""
        if names:
            yield Section(_("Also asked for this permit"), tuple(names))

    @classmethod
    def _says(cls, answers: Mapping[str, Any], name: str, said: Any) -> bool:
        return bool(dig(answers, cls.facts[name]) == said)

    def asks(self, posted: str) -> bool:
        """Whether a posted name belongs to one of the questions, or to a part of one."""
        return any(posted == name or posted.startswith(f"{name}_") for name in self.fields)

    def asked(self) -> Iterator[Asked]:
        """The sections in the order of the page."""
        for section in self.sections:
            if fields := tuple(self[name] for name in section.fields if name in self.fields):
                yield Asked(section, fields)

    def without_errors(self) -> "StepForm":
        """The same form, showing what was typed and judging nothing yet."""
        self._errors = ErrorDict()
        return self

    def clean(self) -> dict[str, Any]:
        self._demand_needed()
        for name, path in self.facts.items():
            put(self.answers, path, self._understood(name))
        facts = self._as_facts()
        if facts is not None:
            for found in contradictions(facts):
                if (name := self._field_of(found.field)) is not None and name not in self.errors:
                    self.add_error(name, sentences.contradiction(found.why))
        return self.cleaned_data

    def _demand_needed(self) -> None:
        for name in self.fields:
            other, answer = self.needs_when.get(name, ("", None))
            wanted = name in self.needs or (other and self.cleaned_data.get(other) == answer)
            if wanted and name not in self.errors and self.cleaned_data.get(name) in (None, "", []):
                self.add_error(name, self.fields[name].error_messages["required"])

    def _understood(self, name: str) -> Any:
        """The answer as it is kept: plain JSON, nothing where nothing was understood."""
        value = self.cleaned_data.get(name)
        if isinstance(self.fields[name], forms.MultiValueField):
            return value or []
        return fact_fields.plain(value)

    def _as_facts(self) -> Facts | None:
        """The whole application with this step's answers; what cannot be a fact is told at its field and left out."""
        try:
            return Facts.model_validate(merged(self._known, self.answers))
        except ValidationError as refused:
            for error in refused.errors():
                path = ".".join(str(part) for part in error["loc"])
                if (name := self._field_of(path)) is None:
                    return None
                message = NOT_A_FACT.get(error["type"], NOT_READ)
                if name not in self.errors:
                    self.add_error(name, message % error.get("ctx", {}))
                put(self.answers, self.facts[name], [] if "workplaces" in path or "nationalities" in path else None)
        try:
            return Facts.model_validate(merged(self._known, self.answers))
        except ValidationError:
            return None

    def _field_of(self, path: str) -> str | None:
        """The field that asks for a path or for the whole that it is part of."""
        return next((n for n, own in self.facts.items() if path == own or path.startswith(f"{own}.")), None)
