"""Step 1: who employs. Identity is a union, since not every employer has an enterprise number (P18)."""

from types import MappingProxyType

from django import forms
from django.utils.translation import gettext_lazy as _

from applications.vocabulary import EmployerIdentity
from portal.applicant.forms.numbers import EnterpriseNumberField
from portal.applicant.forms.steps import Section, StepForm
from portal.ui.answers import PickField, WholeNumberField, YesNoField
from portal.ui.communes import CommuneField
from portal.ui.countries import CountryField


class EmployerForm(StepForm):
    """Who employs, or will employ, the worker; who speaks and acts for it."""

    takes = ("employer",)

    identity = PickField(
        label=_("How is the employer known?"),
        help_text=_("Most are in the Crossroads Bank for Enterprises and have an enterprise number."),
        choices=EmployerIdentity.choices,
    )
    enterprise_number = EnterpriseNumberField(
        label=_("Enterprise number"), help_text=_("Ten digits, for example 0123.456.749. It is also the VAT number.")
    )
    register_country = CountryField(label=_("Country of the register"))
    register_number = forms.CharField(
        label=_("Number in that register"),
        help_text=_("As it stands on the extract."),
        max_length=40,
        error_messages={"required": _("Give the number in the foreign register")},
    )
    name = forms.CharField(
        label=_("Name"),
        help_text=_("Of the company, household, mission or organisation; for a company in formation the planned one."),
        max_length=200,
        error_messages={"required": _("Give the name of the employer")},
    )
    seat_in_belgium = YesNoField(
        label=_("Is the registered office in Belgium?"),
        help_text=_(
            "Asked because the seat decides which authority is competent when no place of work is the main one."
        ),
    )
    seat_nis_code = CommuneField(label=_("Commune of the registered office"), help_text=_("For example 4700 Eupen."))
    establishment_count = WholeNumberField(
        label=_("How many establishment units has it in Belgium?"), help_text=_("A number; 0 if there are none.")
    )
    contact_name = forms.CharField(label=_("Person to speak to"), max_length=160)
    contact_email = forms.EmailField(label=_("E-mail of that person"))
    contact_phone = forms.CharField(
        label=_("Telephone of that person"), max_length=40, widget=forms.TextInput(attrs={"inputmode": "tel"})
    )
    representative_name = forms.CharField(
        label=_("Who represents the employer, or holds its mandate?"),
        help_text=_("The name of a natural person: a mandate is given to a person, not to a firm."),
        max_length=160,
    )
    representative_in_belgium = YesNoField(label=_("Does that person reside in Belgium?"))
    representative_is_person = YesNoField(
        label=_("Is that a natural person, not a firm?"), help_text=_("Only if somebody holds a mandate.")
    )

    facts = MappingProxyType(
        {
            "identity": "employer.identity",
            "enterprise_number": "employer.enterprise_number",
            "register_country": "employer.register_country",
            "register_number": "employer.register_number",
            "name": "employer.name",
            "seat_in_belgium": "employer.seat_in_belgium",
            "seat_nis_code": "employer.seat_nis_code",
            "establishment_count": "employer.establishment_count",
            "contact_name": "employer.contact_name",
            "contact_email": "employer.contact_email",
            "contact_phone": "employer.contact_phone",
            "representative_name": "employer.representative_name",
            "representative_in_belgium": "employer.representative_in_belgium",
            "representative_is_person": "employer.representative_is_person",
        }
    )
    needs = ("identity", "name")
    needs_when = MappingProxyType(
        {
            "enterprise_number": ("identity", EmployerIdentity.ENTERPRISE),
            "register_country": ("identity", EmployerIdentity.FOREIGN_REGISTER),
            "register_number": ("identity", EmployerIdentity.FOREIGN_REGISTER),
        }
    )
    sections = (
        Section(_("Who employs?"), ("identity",)),
        Section("", ("enterprise_number",), only="ENTERPRISE"),
        Section("", ("register_country", "register_number"), only="FOREIGN_REGISTER"),
        Section("", ("name",)),
        Section(_("Seat"), ("seat_in_belgium", "seat_nis_code", "establishment_count")),
        Section(_("Who can be asked?"), ("contact_name", "contact_email", "contact_phone")),
        Section(
            _("Representation"),
            ("representative_name", "representative_is_person", "representative_in_belgium"),
            text=_("An employer without a seat in Belgium acts through somebody who resides here."),
        ),
    )
