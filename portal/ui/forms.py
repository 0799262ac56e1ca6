"""How every form is drawn, and the few controls the platform does not find in Django.

`FORM_RENDERER = "portal.ui.forms.Renderer"`; needs "django.forms" in INSTALLED_APPS. Each field prints label, hint,
error, control and further help in this order. A form may say more about its fields:

    class JobForm(forms.Form):
        pay = MoneyField(label=_("Yearly gross pay"), unit=_("euros per year"))
        more = {"pay": More(_("What counts as pay?"), _("Basic pay and ..."))}
        optional = {"phone"}      # adds "(optional)" to the label
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import Any

from django import forms
from django.forms.renderers import TemplatesSetting
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from portal.ui.amounts import NotAnAmount, parse_amount, write_amount

Words = str | Promise


@dataclass(frozen=True, slots=True)
class More:
    """Help behind a click, below the control."""

    summary: Words
    text: Words


class Field(forms.BoundField):
    """A field of a form that knows where it stands in the page."""

    @property
    def anchor(self) -> str:
        """The id of the first control: where a link from the error summary leads."""
        return f"{self.auto_id}_0" if self.use_fieldset else self.auto_id

    @property
    def more(self) -> More | None:
        return getattr(self.form, "more", {}).get(self.name)

    @property
    def is_marked_optional(self) -> bool:
        return self.name in getattr(self.form, "optional", ())

    @property
    def is_choice(self) -> bool:
        """A single tick box: its label follows it."""
        return isinstance(self.field.widget, forms.CheckboxInput)


class Renderer(TemplatesSetting):
    """Draws forms with the templates of `templates/forms`, in the page's own template engine."""

    form_template_name = "forms/form.html"
    field_template_name = "forms/field.html"
    formset_template_name = "forms/formset.html"
    bound_field_class = Field


class DateParts(forms.MultiWidget):
    """A day as three numbers: day, month, year. Nobody has to guess an order or fight a calendar."""

    template_name = "forms/date_parts.html"
    use_fieldset = True
    PARTS = (("day", _("Day"), 2), ("month", _("Month"), 2), ("year", _("Year"), 4))

    def __init__(self, attrs: dict[str, Any] | None = None, *, birthday: bool = False) -> None:
        purpose = {"day": "bday-day", "month": "bday-month", "year": "bday-year"} if birthday else {}
        widgets = {
            name: forms.TextInput(
                attrs={
                    "inputmode": "numeric",
                    "maxlength": length,
                    "size": length,
                    "autocomplete": purpose.get(name, "off"),
                }
            )
            for name, _label, length in self.PARTS
        }
        super().__init__(widgets, attrs)

    def get_context(self, name: str, value: Any, attrs: dict[str, Any] | None) -> dict[str, Any]:
        context = super().get_context(name, value, attrs)
        for part, (_name, label, _length) in zip(context["widget"]["subwidgets"], self.PARTS, strict=True):
            part["label"] = label
        return context

    def decompress(self, value: date | str | None) -> list[Any]:
        if isinstance(value, date):
            return [value.day, value.month, value.year]
        if isinstance(value, str) and value.count("-") == len(self.PARTS) - 1:
            return list(reversed(value.split("-")))
        return [None, None, None]

    def value_from_datadict(self, data: Mapping[str, Any], files: Any, name: str) -> str:
        """What was typed, as year-month-day; half a day stays half, so that it can be shown again and refused."""
        if not any(f"{name}_{part}" in data for part, *_rest in self.PARTS):
            return str(data.get(name) or "")  # a day handed over whole, as the API and tests do
        day, month, year = (str(data.get(f"{name}_{part}", "")).strip().replace("-", "") for part, *_rest in self.PARTS)
        return f"{year}-{month}-{day}" if day or month or year else ""


class DayField(forms.DateField):
    """A day without a time, typed as three numbers."""

    widget = DateParts
    default_error_messages = {
        "required": _("Give the day, the month and the year"),
        "invalid": _("This day does not exist. Give the day, the month and the year as numbers, for example 1 2 2027"),
    }

    def __init__(self, **kwargs: Any) -> None:
        super().__init__(input_formats=["%Y-%m-%d"], **kwargs)


class MoneyInput(forms.TextInput):
    """A sum and its unit and period beside it."""

    template_name = "forms/money.html"

    def __init__(self, attrs: dict[str, Any] | None = None, *, unit: Words = "") -> None:
        self.unit = unit
        super().__init__({"inputmode": "decimal", "autocomplete": "off", **(attrs or {})})

    def get_context(self, name: str, value: Any, attrs: dict[str, Any] | None) -> dict[str, Any]:
        context = super().get_context(name, value, attrs)
        context["widget"]["unit"] = self.unit
        return context

    def format_value(self, value: Any) -> str | None:
        return write_amount(value) if isinstance(value, Decimal | int) else value


class MoneyField(forms.DecimalField):
    """A sum in euros, however it is written: 69.300,00 or 69 300 or 69,300.00."""

    widget = MoneyInput
    default_error_messages = {
        "invalid": _("Give the amount as a number, for example 69300"),
        "min_value": _("The amount is too small"),
    }

    def __init__(self, *, unit: Words = "", **kwargs: Any) -> None:
        kwargs.setdefault("widget", MoneyInput(unit=unit))
        kwargs.setdefault("min_value", Decimal(0))
        super().__init__(max_digits=12, decimal_places=2, **kwargs)

    def to_python(self, value: Any) -> Decimal | None:
        if value in self.empty_values:
            return None
        if isinstance(value, Decimal | int):
            return Decimal(value)
        try:
            return parse_amount(str(value))
        except NotAnAmount:
            raise forms.ValidationError(self.error_messages["invalid"], code="invalid") from None

    def widget_attrs(self, widget: forms.Widget) -> dict[str, Any]:
        """None: the browser's own number check would refuse what we accept."""
        return {}

    def has_changed(self, initial: Any, data: Any) -> bool:
        try:
            return self.to_python(initial) != self.to_python(data)
        except forms.ValidationError:
            return True


class PostalCommuneInput(forms.TextInput):
    """A postal code and a commune in one line, "4700 Eupen", with suggestions where the browser offers them.

    `options` are shown at once; `suggestions_url` is asked while typing (htmx) and answers with `<option>` elements.
    Without scripts the person types the whole line and the server reads it.
    """

    template_name = "forms/commune.html"

    def __init__(
        self, attrs: dict[str, Any] | None = None, *, options: Sequence[str] = (), suggestions_url: Words = ""
    ) -> None:
        self.options = options
        self.suggestions_url = suggestions_url
        super().__init__({"autocomplete": "off", **(attrs or {})})

    def get_context(self, name: str, value: Any, attrs: dict[str, Any] | None) -> dict[str, Any]:
        context = super().get_context(name, value, attrs)
        list_id = f"{context['widget']['attrs'].get('id', name)}_list"
        context["widget"]["attrs"]["list"] = list_id
        context["widget"] |= {"list_id": list_id, "options": self.options, "suggestions_url": str(self.suggestions_url)}
        return context
