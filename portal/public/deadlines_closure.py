"""Days on which an authority could not be reached, as the simulator asks for them (P6)."""

from datetime import date
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from applications.vocabulary import Authority, UnavailabilityReason
from portal.ui.answers import YesNoField
from portal.ui.forms import DayField

FIRST_YEAR, LAST_YEAR = 2000, 2100


class SimulatedDayField(DayField):
    """A day within a lifetime of today: years far away are slips of the keyboard."""

    def clean(self, value: Any) -> date | None:
        day: date | None = super().clean(value)
        if day is not None and not FIRST_YEAR <= day.year <= LAST_YEAR:
            words = _("Give a year between %(first)s and %(last)s")
            raise forms.ValidationError(words, params={"first": FIRST_YEAR, "last": LAST_YEAR})
        return day


class ClosureForm(forms.Form):
    """One outage, strike or closure. It is told in every sum it touches; the authority says whether days move."""

    authority = forms.ChoiceField(
        label=_("Which authority could not be reached"), choices=[("", ""), *Authority.choices], required=False
    )
    reason = forms.ChoiceField(label=_("Why"), choices=[("", ""), *UnavailabilityReason.choices], required=False)
    first = SimulatedDayField(label=_("First day"), required=False)
    last = SimulatedDayField(label=_("Last day"), required=False)
    moves = YesNoField(label=_("Does the authority say that a last day within it moves on?"), required=False)

    title = _("Closure")

    def clean(self) -> dict[str, Any]:
        said = self.cleaned_data
        if self.errors or not any(said[name] for name in ("authority", "reason", "first", "last")):
            return said
        missing = {
            "authority": _("Say which authority it was"),
            "reason": _("Say whether it was an outage, a strike or a closure"),
            "first": _("Give the first day of it"),
            "last": _("Give the last day of it"),
        }
        first, last = said["first"], said["last"]
        for name, words in missing.items():
            if not said[name]:
                self.add_error(name, words)
        if first and last and last < first:
            self.add_error("last", _("This day comes before the first one"))
        return said

    @property
    def is_given(self) -> bool:
        return bool(self.cleaned_data.get("authority"))

    @property
    def is_told(self) -> bool:
        """Whether something stands, or is wrong, in it."""
        return any(self[name].value() or self[name].errors for name in self.fields)

    def closed(self) -> dict[str, Any]:
        """As the case tells it."""
        said = self.cleaned_data
        return {
            "authority": said["authority"],
            "from_on": said["first"],
            "until_on": said["last"],
            "reason": said["reason"],
            "moves_due": bool(said["moves"]),
        }
