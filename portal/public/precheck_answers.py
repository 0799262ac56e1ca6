"""Questions of the check for any permit, drawn from the facts: a path, a field, and the way back to a fact.

What identifies somebody is not asked before an application. A question that the Blue Card's page words for itself keeps
its words and its name in the address.
"""

from collections.abc import Iterable, Iterator, Mapping
from copy import deepcopy
from typing import Any

from django import forms
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from applications import rulebook, territory
from applications.rulebook import Facts, questions, sentences
from applications.rulebook.codes import Engagement, Filer
from applications.rulebook.contradictions import contradictions
from applications.vocabulary import ApplicationKind
from portal.public.precheck_form import ASKED_BY, FirstAnswersForm, PrecheckForm, Whereabouts
from portal.ui import fact_fields
from portal.ui.answers import PickField
from portal.ui.communes import CommuneField
from portal.ui.told import put

NOT_BEFORE = (
    "filed_on",
    "worker.birth",
    "worker.travel_document",
    "employer.",
    "job.establishment",
    "job.workplaces",
    "job.main_",
)
"""Beginnings of paths that the check leaves to the application: who it is about, and what `place` says already."""

GROUPS: Mapping[Promise, tuple[str, ...]] = {
    _("The work"): ("job", "qualification"),
    _("This permit"): ("seasonal", "transfer", "research", "placement"),
    _("The worker"): ("worker", "residence", "mobility", "held"),
    _("The application"): ("", "fee", "employer"),
}
FILERS = (
    (Filer.EMPLOYER, _("The employer, host or host family")),
    (Filer.MANDATARY, _("Somebody with their mandate")),
    (Filer.WORKER, _("The worker")),
)


def name_of(path: str) -> str:
    """The name of the question for a fact, in forms and addresses."""
    return ASKED_BY.get(path, path.replace(".", "_"))


class AnswersForm(forms.Form):
    """Some questions, each of which may stay open. `paths` says which facts they are, by field."""

    on = PrecheckForm.base_fields["on"]
    place = CommuneField(
        label=_("Place of work"),
        help_text=_("Postal code and commune, for example 4700 Eupen. It decides which authority is competent."),
    )

    def __init__(self, data: Any = None, *, paths: Iterable[str]) -> None:
        super().__init__(data)
        self.paths: dict[str, str] = {}
        for path in paths:
            if not path.startswith(NOT_BEFORE):
                name = name_of(path)
                self.paths.setdefault(name, path)
                if name not in self.fields:
                    own = PrecheckForm.base_fields.get(name)
                    self.fields[name] = deepcopy(own) if own is not None else fact_fields.field(path)
        for field in self.fields.values():
            field.required = False
        self.order_fields([*(name for name in self.fields if name != "on"), "on"])

    def clean(self) -> dict[str, Any]:
        """What cannot be true together is told at its field."""
        if not self.errors:
            for found in contradictions(self.facts()):
                name = name_of(found.field)
                self.add_error(name if name in self.fields else None, sentences.contradiction(found.why))
        return self.cleaned_data

    def facts(self, *, category: str = "", kind: str = ApplicationKind.FIRST) -> Facts:
        """The answers as the rules read them."""
        said = self.cleaned_data
        told: dict[str, Any] = {"category": category or next(iter(rulebook.rulebook().categories)), "kind": kind}
        for name, path in self.paths.items():
            if name != "where" and (value := said.get(name)) not in (None, "", []):
                put(told, path, value)
        if said.get("place"):
            put(told, "job.workplaces", [{"nis_code": said["place"]}])
        if where := said.get("where"):
            put(told, "residence.in_belgium", where != Whereabouts.ABROAD)
            if where != Whereabouts.ABROAD:
                put(told, "residence.right_of_stay_valid", where == Whereabouts.STAY)
        if said.get("engagement") == Engagement.INDEFINITE:
            put(told, "job.duration_months", None)
        if said.get("filer"):
            told["filer"] = said["filer"]
        if said.get("on"):
            told["filed_on"] = said["on"]
        return Facts.model_validate(told)

    def groups(self) -> Iterator[tuple[Promise, list[forms.BoundField]]]:
        """The questions under a few titles, in the order of the page."""
        placed = {"place": "job", "filer": "", "on": ""} | {n: path.split(".")[0] for n, path in self.paths.items()}
        for title, parts in GROUPS.items():
            if fields := [self[name] for name in self.fields if placed[name] in parts]:
                yield title, fields


class CategoryForm(AnswersForm):
    """What one category's rules read. While the place is open, any of the four authorities might ask."""

    def __init__(self, data: Any = None, *, category: str, on: Any) -> None:
        wanted = questions.asked(
            book=rulebook.rulebook(),
            category=category,
            kind=ApplicationKind.FIRST,
            authority=_authority_at(data.get("place", "") if data else ""),
            days=rulebook.Days(on=on),
        )
        super().__init__(data, paths=[path for path, rules in wanted.items() if rules])
        self.category = category

    def facts(self, *, category: str = "", kind: str = ApplicationKind.FIRST) -> Facts:
        return super().facts(category=category or self.category, kind=kind)


class WhichForm(AnswersForm):
    """The questions that find a permit; what is being looked for is not asked."""

    filer = PickField(label=_("Who asks?"), choices=FILERS)
    pay = FirstAnswersForm.base_fields["pay"]

    def __init__(self, data: Any = None, *, paths: Iterable[str]) -> None:
        super().__init__(data, paths=[*paths, "job.yearly_gross"])
        if "qualified" in self.fields:
            self.fields["qualified"].help_text = _("When the job calls for higher education or long experience.")
        rest = [name for name in self.fields if name not in ("place", "pay")]
        after = rest.index("qualified") + 1 if "qualified" in rest else 0
        self.order_fields([*rest[:after], "place", "pay", *rest[after:]])


def _authority_at(place: str) -> str | None:
    """The authority of a place typed in an address, where it is a place at all."""
    try:
        nis_code = CommuneField(required=False).clean(place)
    except forms.ValidationError:
        return None
    if not nis_code:
        return None
    asked = Facts.model_validate(
        {"category": "single_permit", "kind": "FIRST", "job": {"workplaces": [{"nis_code": nis_code}]}}
    )
    return territory.competent_authority(asked).authority
