"""Step 2: who will work. Names as in the passport; what a register abroad does not know may stay open (P17)."""

from types import MappingProxyType

from django import forms
from django.conf import settings
from django.utils.translation import gettext_lazy as _

from applications.rulebook.codes import Sex, TravelDocumentKind
from portal.applicant.forms.fields import PartialDateField
from portal.applicant.forms.numbers import BisNumberField, NationalNumberField
from portal.applicant.forms.steps import Section, StepForm
from portal.ui.answers import PickField, YesNoField
from portal.ui.countries import CountryField, NationalitiesField
from portal.ui.forms import DayField

SEXES = ((Sex.F, _("Female")), (Sex.M, _("Male")), (Sex.X, _("X")))
TRAVEL_DOCUMENTS = (
    (TravelDocumentKind.PASSPORT, _("Passport")),
    (TravelDocumentKind.REFUGEE_PASSPORT, _("Travel document for refugees")),
    (TravelDocumentKind.STATELESS_PASSPORT, _("Travel document for stateless persons")),
    (TravelDocumentKind.OTHER, _("Another travel document")),
)


class WorkerForm(StepForm):
    """The person, as the travel document describes them."""

    takes = ("worker",)

    family_name = forms.CharField(
        label=_("Family name"),
        help_text=_("As in the lines of letters and < signs on the passport. For somebody with one name, that name."),
        max_length=120,
        error_messages={"required": _("Give the family name, or the only name")},
    )
    given_names = forms.CharField(
        label=_("Given names"), help_text=_("All of them, in the order of the passport."), max_length=160
    )
    original_script = forms.CharField(
        label=_("The name in its own script"), help_text=_("For example 李雷 or Ирина Петрова."), max_length=200
    )
    earlier_names = forms.CharField(label=_("Names borne before"), max_length=200)
    birth_date = PartialDateField(
        label=_("Birth date"),
        help_text=_("Leave the day or the month empty if the travel document does not name them."),
    )
    birth_place = forms.CharField(label=_("Place of birth"), max_length=120)
    birth_country = CountryField(label=_("Country of birth"))
    sex = PickField(label=_("Sex"), help_text=_("As the travel document says."), choices=SEXES)
    nationalities = NationalitiesField(label=_("Nationality"), help_text=_("Up to three."))
    stateless = YesNoField(label=_("Is the worker stateless?"))
    document_kind = PickField(label=_("Kind of travel document"), choices=TRAVEL_DOCUMENTS)
    document_country = CountryField(label=_("Issued by"))
    document_number = forms.CharField(
        label=_("Number"), max_length=40, widget=forms.TextInput(attrs={"class": "short", "autocomplete": "off"})
    )
    issued_on = DayField(label=_("Issued on"))
    expires_on = DayField(label=_("Valid until"))
    national_number = NationalNumberField(
        label=_("National register number"), help_text=_("Eleven digits, only for those who have lived in Belgium.")
    )
    bis_number = BisNumberField(
        label=_("Bis number"), help_text=_("Eleven digits, for those who worked here without living here.")
    )
    email = forms.EmailField(
        label=_("The worker's own e-mail"),
        help_text=_("Not the employer's: the worker is told of each decision and opens what is sealed."),
    )
    language = PickField(label=_("Language in which to write to the worker"), choices=settings.LANGUAGES)

    facts = MappingProxyType(
        {
            "family_name": "worker.family_name",
            "given_names": "worker.given_names",
            "original_script": "worker.original_script",
            "earlier_names": "worker.earlier_names",
            "birth_date": "worker.birth_date",
            "birth_place": "worker.birth_place",
            "birth_country": "worker.birth_country",
            "sex": "worker.sex",
            "nationalities": "worker.nationalities",
            "stateless": "worker.stateless",
            "document_kind": "worker.travel_document.kind",
            "document_country": "worker.travel_document.country",
            "document_number": "worker.travel_document.number",
            "issued_on": "worker.travel_document.issued_on",
            "expires_on": "worker.travel_document.expires_on",
            "national_number": "worker.national_number",
            "bis_number": "worker.bis_number",
            "email": "worker.email",
            "language": "worker.language",
        }
    )
    needs = ("family_name", "birth_date")
    law = MappingProxyType({"document_number": "travel_document"})
    sections = (
        Section(_("Name"), ("family_name", "given_names", "original_script", "earlier_names")),
        Section(_("Birth"), ("birth_date", "birth_place", "birth_country", "sex")),
        Section(_("Nationality"), ("nationalities", "stateless")),
        Section(
            _("Travel document"), ("document_kind", "document_country", "document_number", "issued_on", "expires_on")
        ),
        Section(_("Numbers in Belgium, if there are any"), ("national_number", "bis_number")),
        Section(_("How to reach the worker"), ("email", "language")),
    )
