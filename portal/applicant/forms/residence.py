"""Step 4: where the worker is, and so who will receive the decision: a post abroad or a commune in Belgium (P29)."""

from collections.abc import Mapping
from types import MappingProxyType
from typing import Any

from django import forms
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _

from applications import territory
from applications.rulebook.codes import StayKind
from portal.applicant.forms.steps import Section, StepForm
from portal.ui.answers import PickField, WholeNumberField, YesNoField
from portal.ui.communes import CommuneField
from portal.ui.countries import CountryField
from portal.ui.forms import DayField
from portal.ui.told import dig

STAYS = (
    (StayKind.LONG_STAY, _("A residence title of more than 90 days")),
    (StayKind.SHORT_STAY, _("A visa or stay of at most 90 days")),
    (StayKind.PENDING, _("A pending application for residence")),
    (StayKind.NONE, _("None of these")),
)
MOBILITY = (
    "first_state", "card_valid_until", "months_worked_in_first_state", "days_in_180", "days_in_360", "entered_on",
    "short_stay_ends_on",
)  # fmt: skip


class ResidenceForm(StepForm):
    """Residence, the way of the decision, the fee; for long-term mobility the card of the other State."""

    takes = ("residence", "mobility", "fee")

    in_belgium = YesNoField(
        label=_("Is the worker in Belgium now?"),
        help_text=_("If not, the decision goes to the diplomatic post that issues the visa."),
    )
    country = CountryField(
        label=_("Country of residence"), error_messages={"required": _("Choose the country where the worker lives")}
    )
    street = forms.CharField(label=_("Street and number"), max_length=200)
    postal_code = forms.CharField(
        label=_("Postal code"), max_length=20, widget=forms.TextInput(attrs={"class": "short"})
    )
    city = forms.CharField(label=_("Town"), max_length=120)
    post_code = forms.ChoiceField(
        label=_("Belgian embassy or consulate"),
        help_text=_(
            "Those that serve the country of residence come first. The list is a sample, not the official one."
        ),
    )
    commune_nis_code = CommuneField(
        label=_("Commune of residence"), help_text=_("Where the worker is registered, for example 4700 Eupen.")
    )
    stay_kind = PickField(label=_("On what ground is the worker in Belgium?"), choices=STAYS)
    right_of_stay_valid = YesNoField(label=_("Is that stay authorised and still valid?"))
    belgian_street = forms.CharField(
        label=_("Street and number where the worker will live"),
        help_text=_("If it is already known: then the commune hears of the decision at once."),
        max_length=200,
    )
    belgian_nis_code = CommuneField(label=_("Commune where the worker will live"))
    first_state = CountryField(label=_("Member State that issued the card or permit"))
    card_valid_until = DayField(label=_("Last day of validity of that card or permit"))
    months_worked_in_first_state = WholeNumberField(label=_("Whole months worked there with it"))
    days_in_180 = WholeNumberField(label=_("Days of work in Belgium within any 180 days, at most"))
    entered_on = DayField(label=_("Day of entry into Belgium"))
    fee_paid = YesNoField(label=_("Has the fee of the Immigration Office been paid in full?"))
    fee_reference = forms.CharField(
        label=_("Reference of the payment"),
        help_text=_("Name, nationality and birth date of the worker."),
        max_length=140,
    )

    facts = MappingProxyType(
        {
            "in_belgium": "residence.in_belgium",
            "outside_eu": "residence.outside_eu",
            "country": "residence.country",
            "street": "residence.street",
            "postal_code": "residence.postal_code",
            "city": "residence.city",
            "post_code": "residence.post_code",
            "commune_nis_code": "residence.commune_nis_code",
            "stay_kind": "residence.stay_kind",
            "right_of_stay_valid": "residence.right_of_stay_valid",
            "belgian_street": "residence.belgian_street",
            "belgian_nis_code": "residence.belgian_nis_code",
            "first_state": "mobility.first_state",
            "card_valid_until": "mobility.card_valid_until",
            "months_worked_in_first_state": "mobility.months_worked_in_first_state",
            "days_in_180": "mobility.days_in_180",
            "days_in_360": "mobility.days_in_360",
            "entered_on": "mobility.entered_on",
            "short_stay_ends_on": "mobility.short_stay_ends_on",
            "fee_paid": "fee.paid",
            "fee_reference": "fee.reference",
        }
    )
    needs = ("in_belgium",)
    needs_when = MappingProxyType({"country": ("in_belgium", False), "commune_nis_code": ("in_belgium", True)})
    law = MappingProxyType(
        {
            "in_belgium": "filed_from",
            "stay_kind": "stay_document",
            "fee_paid": "fee_proof",
            "first_state": "mobility_card",
            "months_worked_in_first_state": "mobility_qualification",
            "days_in_180": "mobility_window",
        }
    )
    sections = (
        Section(_("Where is the worker?"), ("in_belgium",)),
        Section("", ("outside_eu",), only="ABROAD"),
        Section(_("Home now"), ("country", "street", "postal_code", "city")),
        Section(_("Diplomatic post"), ("post_code",), only="ABROAD"),
        Section(_("Stay in Belgium"), ("commune_nis_code", "stay_kind", "right_of_stay_valid"), only="HERE"),
        Section(_("Home in Belgium to come"), ("belgian_street", "belgian_nis_code"), only="ABROAD"),
        Section(_("Card or permit of another Member State"), MOBILITY),
        Section(_("Fee of the Immigration Office"), ("fee_paid", "fee_reference")),
    )

    def __init__(self, data: Any = None, *, answers: Mapping[str, Any], **known: Any) -> None:
        super().__init__(data, answers=answers, **known)
        country = self.data.get("country") if self.is_bound else dig(answers, "residence.country")
        if "post_code" in self.fields:
            self.fields["post_code"].choices = post_choices(country or "")


def post_choices(country: str) -> list[tuple[str, str]]:
    """Every post, those that serve the country first."""
    language = get_language() or "en"
    serving = territory.posts_for(country) if country else ()
    others = sorted(
        (each for each in territory.all_posts() if each not in serving), key=lambda each: each.name(language)
    )
    return [("", str(_("Choose a post"))), *((each.code, each.title(language)) for each in (*serving, *others))]
