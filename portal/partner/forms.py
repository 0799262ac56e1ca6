"""What offices fill in: a report, a commune, a claim."""

from collections.abc import Sequence
from datetime import date
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from applications import references
from applications.vocabulary import DeclarationKind
from portal.ui.communes import CommuneField
from portal.ui.forms import DateParts, DayField

ASKED = {
    DeclarationKind.VISA_ISSUED: _("The visa was issued"),
    DeclarationKind.ARRIVED: _("The person has arrived in Belgium"),
    DeclarationKind.REGISTERED: _("The person was registered"),
    DeclarationKind.CARD_DELIVERED: _("The card was handed over"),
}


class ReportForm(forms.Form):
    """What happened, and on which day. A post has one thing to report, so it is not asked which."""

    kind = forms.ChoiceField(
        label=_("What happened"),
        widget=forms.RadioSelect,
        error_messages={"required": _("Choose what happened")},
    )
    happened_on = DayField(label=_("On which day"))

    def __init__(self, *args: Any, kinds: Sequence[DeclarationKind], today: date, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["kind"].choices = [(str(kind), ASKED[kind]) for kind in kinds]
        self.fields["happened_on"].initial = today
        if len(kinds) == 1:
            self.fields["kind"].widget = forms.HiddenInput()
        if kinds:
            self.fields["kind"].initial = str(kinds[0])


class AnnounceForm(forms.Form):
    """Where in Belgium the worker will live, as soon as the post learns it."""

    commune = CommuneField(
        label=_("Commune in Belgium"),
        help_text=_("Postal code and name, for example 4700 Eupen"),
    )


class ClaimForm(forms.Form):
    """The reference on the letter and the birth date of the person at the counter."""

    reference = forms.CharField(
        label=_("Reference"),
        help_text=_("As on the letter, for example WB-2026-0000123-34"),
        max_length=40,
        error_messages={"required": _("Give the reference on the letter")},
    )
    born = forms.CharField(
        label=_("Birth date of the person"),
        help_text=_("As in the travel document; leave empty what it does not say"),
        widget=DateParts(),
        error_messages={"required": _("Give the birth date")},
    )

    def clean_reference(self) -> str:
        try:
            return str(references.parse(self.cleaned_data["reference"]))
        except references.InvalidReference as wrong:
            raise forms.ValidationError(wrong.sentence, code="invalid") from None

    def clean_born(self) -> str:
        """A day, a month or a year, as the facts keep it (P17)."""
        parts = [part for part in self.cleaned_data["born"].split("-") if part]
        if not all(part.isdecimal() for part in parts) or len(parts[0]) != 4:
            raise forms.ValidationError(_("Give the date as numbers, the year with four digits"), code="invalid")
        return "-".join([parts[0], *(part.zfill(2) for part in parts[1:])])
