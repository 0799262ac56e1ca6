"""Fields and answers that more than one room asks for: one of a few, yes or no, a count, and the words of the job.

A field gives the plain value that the facts hold; an answer that was not given is None: no choice is made for anybody.
"""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from applications.rulebook.codes import Engagement, IctRole, Route

ENGAGEMENTS = (
    (Engagement.INDEFINITE, _("Contract without end")),
    (Engagement.FIXED_TERM, _("Contract with an end")),
    (Engagement.FIRM_OFFER, _("Firm offer, not yet a contract")),
)
ICT_ROLES = (
    (IctRole.MANAGER, _("Manager in information and communication technology")),
    (IctRole.SPECIALIST, _("Specialist in information and communication technology")),
    (IctRole.NONE, _("Another occupation")),
)
ROUTES = ((Route.DIPLOMA, _("A diploma of higher education")), (Route.EXPERIENCE, _("Professional experience")))


class PickField(forms.ChoiceField):
    """One of a few; radio buttons that may stay unanswered, so no choice is made for anybody."""

    widget = forms.RadioSelect
    default_error_messages = {"required": _("Choose one of the answers")}

    def clean(self, value: Any) -> str | None:
        return super().clean(value) or None


class YesNoField(forms.TypedChoiceField):
    """Yes, no, or not said yet."""

    widget = forms.RadioSelect
    default_error_messages = {"required": _("Choose yes or no")}

    def __init__(self, **kwargs: Any) -> None:
        choices = [("yes", _("Yes")), ("no", _("No"))]
        super().__init__(choices=choices, coerce=lambda value: value == "yes", empty_value=None, **kwargs)

    def prepare_value(self, value: Any) -> Any:
        return {True: "yes", False: "no"}.get(value, value) if isinstance(value, bool) else value


class WholeNumberField(forms.IntegerField):
    """A count, typed as digits; the browser's own arrows would change it by accident."""

    widget = forms.TextInput
    default_error_messages = {
        "invalid": _("Give a whole number, for example 12"),
        "min_value": _("Give a number of at least %(limit_value)s"),
        "max_value": _("Give a number of at most %(limit_value)s"),
    }

    def widget_attrs(self, widget: forms.Widget) -> dict[str, Any]:
        return {"inputmode": "numeric", "class": "short", "autocomplete": "off"}
