"""Step 3: the work, the paper it rests on, where it is done, and what the worker has learned for it."""

from types import MappingProxyType

from django import forms
from django.conf import locale
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from applications.rulebook.codes import Legalisation
from portal.applicant.forms.fields import PlacesField
from portal.applicant.forms.numbers import EstablishmentNumberField
from portal.applicant.forms.steps import Section, StepForm
from portal.ui.answers import ENGAGEMENTS, ICT_ROLES, ROUTES, PickField, WholeNumberField, YesNoField
from portal.ui.communes import CommuneField
from portal.ui.forms import DayField, MoneyField, More

LEGALISATIONS = (
    (Legalisation.BY_POST, _("By a Belgian embassy or consulate")),
    (Legalisation.APOSTILLE, _("By an apostille")),
    (Legalisation.NONE, _("Not yet")),
)


def language_choices() -> list[tuple[str, str]]:
    """Languages by their two letters, sorted by their names for the reader."""
    known = {code: info["name"] for code, info in locale.LANG_INFO.items() if len(code) == 2 and "name" in info}
    named = sorted(((code, gettext(name)) for code, name in known.items()), key=lambda pair: pair[1].casefold())
    return [("", str(_("Choose a language"))), *named]


class JobForm(StepForm):
    """Job, pay, place of work and qualifications."""

    takes = ("job", "qualification")

    title = forms.CharField(
        label=_("Function"),
        help_text=_("As the contract or the offer names it."),
        max_length=200,
        error_messages={"required": _("Give the function as the contract names it")},
    )
    description = forms.CharField(
        label=_("What does the person do on an ordinary day?"),
        help_text=_("Three to ten sentences are enough."),
        widget=forms.Textarea(attrs={"rows": 5}),
        max_length=8000,
    )
    highly_qualified = YesNoField(label=_("Is it highly qualified work?"))
    ict_role = PickField(
        label=_("Does the occupation belong to information and communication technology?"),
        help_text=_("For managers and specialists there, less experience is asked."),
        choices=ICT_ROLES,
    )
    regulated_profession = YesNoField(
        label=_("Is it a regulated profession?"),
        help_text=_("One that the law reserves to those who meet conditions, such as doctor or architect."),
    )
    engagement = PickField(label=_("On what does the job rest?"), choices=ENGAGEMENTS)
    signed_by_both = YesNoField(label=_("Is the contract dated and signed by both parties?"))
    start_on = DayField(label=_("First day of work"), help_text=_("Day, month, year"))
    end_on = DayField(label=_("Last day of work"), help_text=_("Only if there is one."))
    duration_months = WholeNumberField(
        label=_("Duration in whole months"), help_text=_("Of the offer, or of the contract if it names no last day.")
    )
    yearly_gross = MoneyField(
        label=_("Yearly gross pay"),
        help_text=_("Only what is certain in advance, without voluntary bonuses."),
        unit=_("euros per year"),
        error_messages={"required": _("Give the yearly gross pay as a number, for example 69300")},
    )
    weekly_hours = MoneyField(
        label=_("Hours of work"),
        unit=_("hours per week"),
        error_messages={"invalid": _("Give the hours as a number, for example 38 or 37,5")},
    )
    establishment_nis_code = CommuneField(
        label=_("In which commune is the establishment unit where the worker belongs?"),
        help_text=_("Postal code and name, for example 4700 Eupen. It decides which authority is competent."),
    )
    establishment_number = EstablishmentNumberField(
        label=_("Number of that establishment unit"),
        help_text=_("Ten digits, from the Crossroads Bank for Enterprises."),
    )
    workplaces = PlacesField(
        label=_("Other places of work"),
        help_text=_("Only if the work is not all done at that unit: each place, with its share of the working time."),
    )
    main_place_known = YesNoField(label=_("Is one of several places the main one?"))
    main_place_nis_code = CommuneField(label=_("Commune of the main place of work"))
    route = PickField(label=_("What shows the high qualification?"), choices=ROUTES)
    higher_education_years = WholeNumberField(label=_("Years of higher education completed with the diploma"))
    recognised_institution = YesNoField(
        label=_("Does the State where the school is recognise it as an institution of higher education?")
    )
    diploma_language = forms.ChoiceField(label=_("Language of the diploma"), choices=language_choices)
    translated_into_german = YesNoField(
        label=_("Has a translator translated the diploma into German?"), help_text=_("A German diploma needs none.")
    )
    legalisation = PickField(label=_("How was the copy of the diploma legalised?"), choices=LEGALISATIONS)
    experience_months = WholeNumberField(
        label=_("Relevant experience, in whole months"), help_text=_("In the occupation or sector of this job.")
    )
    experience_months_last_7_years = WholeNumberField(label=_("Of these, months within the seven years before filing"))
    professional_conditions_met = YesNoField(label=_("Are the conditions of the regulated profession met?"))
    employed_under_art9_6 = YesNoField(
        label=_("Was the worker already employed in Belgium as highly qualified staff?"),
        help_text=_("Under article 9, paragraph 1, 6°, of the Royal Decree of 9 June 1999."),
    )
    examined_documents = YesNoField(label=_("Were the qualifications examined then?"))

    facts = MappingProxyType(
        {
            "title": "job.title",
            "description": "job.description",
            "profile": "job.profile",
            "labour_market_tested_weeks": "job.labour_market_tested_weeks",
            "shortage_occupation": "job.shortage_occupation",
            "occupation": "job.occupation",
            "isco_code": "job.isco_code",
            "highly_qualified": "job.highly_qualified",
            "ict_role": "job.ict_role",
            "regulated_profession": "job.regulated_profession",
            "engagement": "job.engagement",
            "signed_by_both": "job.signed_by_both",
            "start_on": "job.start_on",
            "end_on": "job.end_on",
            "duration_months": "job.duration_months",
            "yearly_gross": "job.yearly_gross",
            "monthly_gross": "job.monthly_gross",
            "weekly_hours": "job.weekly_hours",
            "establishment_nis_code": "job.establishment_nis_code",
            "establishment_number": "job.establishment_number",
            "workplaces": "job.workplaces",
            "main_place_known": "job.main_place_known",
            "main_place_nis_code": "job.main_place_nis_code",
            "route": "qualification.route",
            "higher_education_years": "qualification.higher_education_years",
            "recognised_institution": "qualification.recognised_institution",
            "diploma_language": "qualification.diploma_language",
            "translated_into_german": "qualification.translated_into_german",
            "legalisation": "qualification.legalisation",
            "experience_months": "qualification.experience_months",
            "experience_months_last_7_years": "qualification.experience_months_last_7_years",
            "professional_conditions_met": "qualification.professional_conditions_met",
            "employed_under_art9_6": "job.employed_under_art9_6",
            "examined_documents": "job.examined_documents",
        }
    )
    needs = ("title", "yearly_gross", "start_on")
    law = MappingProxyType(
        {
            "engagement": "contract_duration",
            "signed_by_both": "contract_signed",
            "yearly_gross": "salary",
            "regulated_profession": "regulated_profession",
            "route": "qualification",
            "higher_education_years": "diploma",
            "translated_into_german": "diploma_translation",
            "legalisation": "diploma_legalisation",
            "experience_months": "professional_skills",
            "employed_under_art9_6": "already_employed",
        }
    )
    sections = (
        Section(_("The work"), ("title", "description", "profile")),
        Section("", ("labour_market_tested_weeks", "shortage_occupation"), only="LABOUR_MARKET_TESTED"),
        Section("", ("occupation", "isco_code", "highly_qualified", "ict_role", "regulated_profession")),
        Section(_("Contract"), ("engagement", "signed_by_both", "start_on")),
        Section("", ("end_on",), only="FIXED_TERM"),
        Section("", ("duration_months",), only="NOT_INDEFINITE"),
        Section(_("Pay and hours"), ("yearly_gross", "monthly_gross", "weekly_hours")),
        Section(
            _("Place of work"),
            (
                "establishment_nis_code",
                "establishment_number",
                "workplaces",
                "main_place_known",
                "main_place_nis_code",
            ),
            text=_("The place of work, not the seat of the company, decides which authority is competent."),
        ),
        Section(_("Qualifications"), ("route",)),
        Section(
            "",
            (
                "higher_education_years",
                "recognised_institution",
                "diploma_language",
                "translated_into_german",
                "legalisation",
            ),
            only="DIPLOMA",
        ),
        Section("", ("experience_months", "experience_months_last_7_years"), only="EXPERIENCE"),
        Section("", ("professional_conditions_met", "employed_under_art9_6", "examined_documents")),
    )
    more = MappingProxyType(
        {
            "highly_qualified": More(
                _("When is it highly qualified?"),
                _("When the job calls for the diploma or the experience on which the application rests."),
            )
        }
    )
