"""Countries and nationalities as fields: by their two letters, named and sorted in the reader's language."""

from collections.abc import Iterable
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _
from django_countries import countries


class CountryField(forms.ChoiceField):
    """A country by its two letters, named in the reader's language."""

    widget = forms.Select
    default_error_messages = {"required": _("Choose a country")}

    def __init__(self, **kwargs: Any) -> None:
        super().__init__(choices=country_choices, **kwargs)

    def clean(self, value: Any) -> str | None:
        return super().clean(value) or None


def country_choices() -> list[tuple[str, str]]:
    """Every country, sorted as the reader's language does."""
    return [("", str(_("Choose a country"))), *((code, str(name)) for code, name in countries)]


class SeveralSelects(forms.MultiWidget):
    """A few lists for a few answers of one kind; each says which of them it is."""

    use_fieldset = True
    template_name = "applicant/widgets/several.html"

    def get_context(self, name: str, value: Any, attrs: dict[str, Any] | None) -> dict[str, Any]:
        context = super().get_context(name, value, attrs)
        for number, part in enumerate(context["widget"]["subwidgets"], 1):
            part["label"] = _("Nationality %(number)d") % {"number": number}
        return context

    def decompress(self, value: Iterable[str] | None) -> list[str | None]:
        given = list(value or ())
        return [*given, *[None] * len(self.widgets)][: len(self.widgets)]


class NationalitiesField(forms.MultiValueField):
    """Up to three nationalities (P17)."""

    HOW_MANY = 3
    default_error_messages = {"required": _("Choose at least one nationality, or say that the worker is stateless")}

    def __init__(self, **kwargs: Any) -> None:
        fields = [forms.ChoiceField(choices=country_choices, required=False) for _number in range(self.HOW_MANY)]
        widget = SeveralSelects([forms.Select(choices=country_choices) for _field in fields])
        super().__init__(fields, widget=widget, require_all_fields=False, **kwargs)

    def compress(self, data_list: list[str]) -> list[str]:
        return list(dict.fromkeys(code for code in data_list if code))
