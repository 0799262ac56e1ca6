"""The forms for what comes on paper: an application, and papers for a dossier."""

from collections.abc import Sequence
from datetime import date
from typing import Any

from django import forms
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _
from stdnum.be import vat
from stdnum.exceptions import ValidationError as NotANumber

from applications.vocabulary import Capacity, EmployerIdentity
from portal.desk.post_forms import ADDRESS_HELP
from portal.ui import products
from portal.ui.answers import PickField
from portal.ui.forms import DayField
from portal.ui.products import KINDS

INBOX, LETTER = "inbox", "letter"


class NewPaperForm(forms.Form):
    """An application that came on paper: when, for what, from whom, and how to answer."""

    received_on = DayField(
        label=_("Received on"),
        help_text=_("The filing day: the clocks begin there. What came before midnight counts for that day."),
    )
    category = PickField(label=_("What is applied for?"))
    kind = PickField(label=_("Which application is it?"), choices=KINDS.items())
    identity = PickField(label=_("How is the employer known?"), choices=EmployerIdentity.choices)
    enterprise_number = forms.CharField(
        label=_("Enterprise number"), help_text=_("Ten digits, for example 0123.456.749"), required=False, max_length=20
    )
    name = forms.CharField(
        label=_("Name of the employer"),
        help_text=_("Not needed when the number is known here."),
        required=False,
        max_length=200,
    )
    reply = PickField(
        label=_("How is the applicant answered?"),
        choices=[
            (LETTER, _("By registered letter to a postal address")),
            (INBOX, _("On the employer's inbox page, if it has an account here")),
        ],
    )
    address = forms.CharField(
        label=_("Postal address"),
        help_text=ADDRESS_HELP,
        required=False,
        max_length=400,
        widget=forms.Textarea(attrs={"rows": 4}),
    )

    def __init__(self, *args: Any, today: date, authority: str, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["received_on"].initial = today
        self.fields["category"].choices = products.named(
            products.offered(on=today, authority=authority, filers=[Capacity.EMPLOYER])
        )

    def clean_enterprise_number(self) -> str:
        typed = self.cleaned_data["enterprise_number"]
        if not typed:
            return ""
        try:
            return str(vat.validate(typed))
        except NotANumber:
            raise forms.ValidationError(
                gettext("This is not an enterprise number. Compare it with the paper.")
            ) from None

    def clean(self) -> dict[str, Any]:
        data = super().clean() or {}
        if data.get("category") and data.get("kind") and (why := products.wrong_kind(data["category"], data["kind"])):
            self.add_error("kind", why)
        if data.get("identity") == EmployerIdentity.ENTERPRISE and data.get("enterprise_number") == "":
            self.add_error("enterprise_number", _("Give the enterprise number."))
        if data.get("identity") not in (None, EmployerIdentity.ENTERPRISE):
            data["enterprise_number"] = ""
            if not data.get("name"):
                self.add_error("name", _("Give the name of the employer."))
        if data.get("reply") == LETTER and not data.get("address"):
            self.add_error("address", _("Write the address of the envelope."))
        if data.get("reply") == INBOX:
            data["address"] = ""
        return data


class AddPaperForm(forms.Form):
    """A paper that came by post for a dossier."""

    code = forms.ChoiceField(label=_("Which document is it?"), error_messages={"required": _("Choose the document.")})
    received_on = DayField(label=_("Received on"), help_text=_("What came before midnight counts for that day."))
    file = forms.FileField(
        label=_("Scan"),
        help_text=_("PDF, JPEG or PNG, at most 50 MB"),
        error_messages={"required": _("Choose the scan.")},
    )
    is_answer = forms.BooleanField(label=_("With this the applicant has answered the request"), required=False)

    def __init__(
        self, *args: Any, papers: Sequence[tuple[str, str]], is_asked: bool, today: date, **kwargs: Any
    ) -> None:
        super().__init__(*args, **kwargs)
        self.fields["code"].choices = papers
        self.fields["received_on"].initial = today
        if not is_asked:
            del self.fields["is_answer"]
