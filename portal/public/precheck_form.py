"""What the pre-check asks: nothing about a person, nothing that must be answered. The answers become facts.

Names are short because they stand in the address: whoever keeps the address keeps the answers, and nobody else does.
"""

from enum import StrEnum
from types import MappingProxyType
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from applications.rulebook import Facts, sentences
from applications.rulebook.codes import IctRole
from applications.rulebook.contradictions import contradictions
from applications.vocabulary import ApplicationKind
from portal.ui.answers import ENGAGEMENTS, ICT_ROLES, ROUTES, PickField, WholeNumberField, YesNoField
from portal.ui.communes import CommuneField
from portal.ui.forms import DayField, MoneyField

CATEGORY = "eu_blue_card"  # the permit whose questions are worded here; the others' are drawn from the facts
LONGEST_MONTHS, LONGEST_RECENT, LONGEST_YEARS = 1200, 84, 20  # what a fact can hold


class Whereabouts(StrEnum):
    """Where the worker is when the application is filed, as far as it matters for filing."""

    ABROAD = "ABROAD"
    STAY = "STAY"
    NO_STAY = "NO_STAY"


WHEREABOUTS = (
    (Whereabouts.ABROAD, _("Abroad")),
    (Whereabouts.STAY, _("In Belgium, with a stay that is authorised and still valid")),
    (Whereabouts.NO_STAY, _("In Belgium, waiting for a decision on a stay, or without one")),
)

ASKED_BY = MappingProxyType(  # path of a fact: the field that asks for it
    {
        "filed_on": "on",
        "job.workplaces": "place",
        "job.establishment_nis_code": "place",
        "job.yearly_gross": "pay",
        "job.title": "job",
        "job.engagement": "engagement",
        "job.duration_months": "months",
        "job.highly_qualified": "qualified",
        "job.ict_role": "ict",
        "qualification.route": "route",
        "qualification.higher_education_years": "years",
        "qualification.recognised_institution": "recognised",
        "qualification.experience_months": "experience",
        "qualification.experience_months_last_7_years": "recent",
        "residence.in_belgium": "where",
        "residence.right_of_stay_valid": "where",
    }
)


class FirstAnswersForm(forms.Form):
    """The answers that the home page asks for."""

    place = CommuneField(
        label=_("Place of work"),
        help_text=_("Postal code and commune, for example 4700 Eupen. It decides which authority is competent."),
        required=False,
    )
    pay = MoneyField(
        label=_("Gross pay per year"),
        help_text=_("Only what is certain in advance, without voluntary bonuses."),
        unit=_("euros per year"),
        required=False,
    )
    job = forms.CharField(
        label=_("Function"),
        help_text=_("For example automation engineer. Do not write names."),
        max_length=120,
        required=False,
        widget=forms.TextInput(attrs={"autocomplete": "off"}),
    )


class PrecheckForm(FirstAnswersForm):
    """All questions. Each may stay open: what is missing is named in the answer, never guessed."""

    engagement = PickField(label=_("On what does the job rest?"), choices=ENGAGEMENTS, required=False)
    months = WholeNumberField(
        label=_("Duration of the contract or offer, in whole months"),
        required=False,
        min_value=0,
        max_value=LONGEST_MONTHS,
    )
    qualified = YesNoField(
        label=_("Is it highly qualified work?"),
        help_text=_("Asked for a firm offer: when the job calls for the diploma or the experience named below."),
        required=False,
    )
    route = PickField(label=_("What shows the high qualification?"), choices=ROUTES, required=False)
    years = WholeNumberField(
        label=_("Years of higher education completed with the diploma"),
        required=False,
        min_value=0,
        max_value=LONGEST_YEARS,
    )
    recognised = YesNoField(
        label=_("Does the State where the school is recognise it as an institution of higher education?"),
        required=False,
    )
    ict = PickField(
        label=_("Does the occupation belong to information and communication technology?"),
        help_text=_("For managers and specialists there, less experience is asked."),
        choices=ICT_ROLES,
        required=False,
    )
    experience = WholeNumberField(
        label=_("Relevant experience, in whole months"),
        help_text=_("In the occupation or sector of this job."),
        required=False,
        min_value=0,
        max_value=LONGEST_MONTHS,
    )
    recent = WholeNumberField(
        label=_("Of these, months within the seven years before filing"),
        required=False,
        min_value=0,
        max_value=LONGEST_RECENT,
    )
    where = PickField(label=_("Where will the worker be at filing?"), choices=WHEREABOUTS, required=False)
    on = DayField(
        label=_("Day on which the application would be filed"), help_text=_("Today, if left empty."), required=False
    )

    def clean(self) -> dict[str, Any]:
        """What cannot be true together is told at its field."""
        if not self.errors:
            for found in contradictions(self.facts()):
                self.add_error(ASKED_BY.get(found.field), sentences.contradiction(found.why))
        return self.cleaned_data

    def facts(self) -> Facts:
        """The answers as the rules read them. An answer to a question that no longer stands is left out."""
        said = self.cleaned_data
        where = said["where"]
        has_end = said["engagement"] in (None, "FIXED_TERM", "FIRM_OFFER")
        is_ict = said["ict"] in (IctRole.MANAGER, IctRole.SPECIALIST)
        return Facts.model_validate(
            {
                "category": CATEGORY,
                "kind": ApplicationKind.FIRST,
                "filed_on": said["on"],
                "job": {
                    "title": said["job"] or None,
                    "workplaces": [{"nis_code": said["place"]}] if said["place"] else [],
                    "yearly_gross": said["pay"],
                    "engagement": said["engagement"],
                    "duration_months": said["months"] if has_end else None,
                    "highly_qualified": said["qualified"],
                    "ict_role": said["ict"],
                },
                "qualification": {
                    "route": said["route"],
                    "higher_education_years": said["years"],
                    "recognised_institution": said["recognised"],
                    "experience_months": said["experience"],
                    "experience_months_last_7_years": said["recent"] if is_ict or said["ict"] is None else None,
                },
                "residence": {
                    "in_belgium": None if where is None else where != Whereabouts.ABROAD,
                    "right_of_stay_valid": None if where in (None, Whereabouts.ABROAD) else where == Whereabouts.STAY,
                },
            }
        )


def is_asked_about(data: Any) -> bool:
    """Whether an address carries answers at all, even empty ones."""
    return any(name in data for name in PrecheckForm.base_fields)
