from collections.abc import Iterable
from datetime import date
from typing import Any

from allauth.account.forms import ConfirmLoginCodeForm, RequestLoginCodeForm
from allauth.core import context, ratelimit
from django import forms
from django.utils.translation import gettext_lazy as _

from applications.vocabulary import Authority, Capacity
from portal.accounts import doors
from portal.accounts.models import Membership
from portal.ui.forms import DateParts


class CapacityForm(forms.Form):
    """One of somebody's own memberships; anything else is not among the choices."""

    membership = forms.TypedChoiceField(
        label=_("You act for"),
        coerce=int,
        widget=forms.RadioSelect,
        error_messages={
            "required": _("Choose for whom you act."),
            "invalid_choice": _("This capacity has ended. Choose another one."),
        },
    )

    def __init__(
        self, *args: Any, memberships: Iterable[Membership], chosen: Membership | None = None, **kwargs: Any
    ) -> None:
        super().__init__(*args, **kwargs)
        self.fields["membership"].choices = [(membership.pk, describe(membership)) for membership in memberships]
        if chosen is not None:
            self.fields["membership"].initial = chosen.pk


def describe(membership: Membership) -> str:
    """One line that tells two capacities apart: whom for, as what."""
    capacity = Capacity(membership.capacity).label
    if membership.organisation is None:
        dossier = membership.person.dossiers.select_related("employer", "workspace").order_by("-id").first()
        employer = (dossier.employer or dossier.workspace).name if dossier is not None else ""
        return " – ".join(filter(None, (str(_("Yourself, as a worker")), employer)))
    if membership.organisation.authority:
        body = str(Authority(membership.organisation.authority).label)
    else:
        body = membership.organisation.name
    return " – ".join(filter(None, (body, membership.title or str(capacity))))


class AskCodeForm(RequestLoginCodeForm):
    """Where to send a code. Whether anybody has that address is not told."""

    email = forms.EmailField(
        label=_("E-mail address"),
        help_text=_("The one to which you were invited."),
        widget=forms.EmailInput(attrs={"autocomplete": "email"}),
        error_messages={"required": _("Give your e-mail address."), "invalid": _("This is no e-mail address.")},
    )

    def clean_email(self) -> str:
        """An account of the provider is never found by its address: only a door that was opened by an invitation."""
        email = str(self.cleaned_data["email"])
        if not ratelimit.consume(context.request, action="request_login_code", key=email.lower()):
            raise forms.ValidationError(_("Codes were asked for too often. Wait a few minutes, then ask again."))
        self._user = doors.find_account(email)
        return email


class CodeForm(ConfirmLoginCodeForm):
    """The code from the e-mail."""

    code = forms.CharField(
        label=_("Code from the e-mail"),
        help_text=_("It is valid for a quarter of an hour. Capital and small letters are the same."),
        max_length=20,
        widget=forms.TextInput(
            attrs={"autocomplete": "one-time-code", "class": "short", "autocapitalize": "characters"}
        ),
        error_messages={"required": _("Type the code from the e-mail.")},
    )

    def clean_code(self) -> str:
        try:
            return str(super().clean_code())
        except forms.ValidationError:
            raise forms.ValidationError(_("This is not the code. Type it as it stands in the newest e-mail.")) from None


class InvitedForm(forms.Form):
    """What proves that the invitation was meant for whoever opens it: as the application states it."""

    document_number = forms.CharField(
        label=_("Number of the travel document"),
        help_text=_("Of the passport named in the application. Spaces and signs do not matter."),
        max_length=40,
        widget=forms.TextInput(attrs={"class": "short", "autocomplete": "off"}),
        error_messages={"required": _("Type the number of the travel document.")},
    )
    birth_date = forms.CharField(
        label=_("Birth date of the worker"),
        help_text=_("Leave the day or the month empty if the travel document does not name them."),
        widget=DateParts(birthday=True),
        error_messages={"required": _("Give the birth date.")},
    )

    def clean_birth_date(self) -> str:
        """A day, a month or a year, as the facts write it. What no calendar has matches nothing, and is not a try."""
        year, month, day = (part.strip() for part in f"{self.cleaned_data['birth_date']}--".split("-")[:3])
        try:
            found = date(int(year), int(month or 1), int(day or 1))
        except ValueError:
            raise forms.ValidationError(_("This date does not exist. Give day, month and year as numbers.")) from None
        return f"{found:%Y-%m-%d}"[: 10 if day else 7 if month else 4]
