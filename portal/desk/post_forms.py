"""The forms of the mail room: another way for a notice, the posting of a letter, what became of it."""

from datetime import date
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from portal.ui.forms import DayField

ADDRESS_HELP = _("As on the envelope: name, street, postal code and place; the country where it is not Belgium.")


class ReachForm(forms.Form):
    """How to reach somebody whom a notice did not reach."""

    LETTER, EMAIL = "letter", "email"
    way = forms.ChoiceField(
        label=_("Another way"),
        choices=[(LETTER, _("By registered letter")), (EMAIL, _("By e-mail, at another address"))],
        widget=forms.RadioSelect,
        error_messages={"required": _("Choose one of the two.")},
    )
    address = forms.CharField(
        label=_("Postal address"),
        help_text=ADDRESS_HELP,
        required=False,
        max_length=400,
        widget=forms.Textarea(attrs={"rows": 4}),
    )
    always = forms.BooleanField(
        label=_("Send everything to this addressee by registered letter from now on"), required=False
    )
    email = forms.EmailField(
        label=_("E-mail address"),
        help_text=_("The e-mail only calls: it says that there is news, and never what."),
        required=False,
    )

    def clean(self) -> dict[str, Any]:
        data = super().clean() or {}
        wanted, sentence = {
            self.LETTER: ("address", _("Write the address of the envelope.")),
            self.EMAIL: ("email", _("Write the e-mail address.")),
        }.get(data.get("way", ""), ("", ""))
        if wanted and wanted not in self.errors and not data.get(wanted):
            self.add_error(wanted, sentence)
        return data


class PostingForm(forms.Form):
    """The slip of a registered letter and the day on which it was handed over."""

    slip_number = forms.CharField(
        label=_("Number on the slip"),
        help_text=_("For example RR123456785BE"),
        max_length=60,
        error_messages={"required": _("Enter the number on the slip.")},
    )
    posted_on = DayField(label=_("Handed to the postal service on"))

    def __init__(self, *args: Any, today: date, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["posted_on"].initial = today


class EndForm(forms.Form):
    """What became of a letter, with its proof."""

    ARRIVED, RETURNED = "arrived", "returned"
    end = forms.ChoiceField(
        label=_("What became of it"),
        choices=[(ARRIVED, _("It was delivered")), (RETURNED, _("It came back"))],
        widget=forms.RadioSelect,
        error_messages={"required": _("Choose one of the two.")},
    )
    on = DayField(label=_("On which day"))
    proof = forms.FileField(
        label=_("Scan of the proof"),
        help_text=_("The signed slip, or the envelope that came back. PDF, JPEG or PNG."),
        required=False,
    )
    optional = frozenset({"proof"})

    def __init__(self, *args: Any, today: date, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["on"].initial = today
