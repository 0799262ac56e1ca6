"""Fields that Django lacks: birth dates that are not whole, places with shares.

Each gives the plain value that the facts hold; an error says what to do.
"""

from datetime import date
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from applications import territory
from portal.ui import communes
from portal.ui.forms import DateParts, PostalCommuneInput


class PartialDateField(forms.CharField):
    """A birth date as the travel document has it: a day, only a month, or only a year (P17)."""

    default_error_messages = {
        "required": _("Give the birth date; the year alone is enough where the document says no more"),
        "invalid": _("This date does not exist. Give day, month and year as numbers; leave empty what is not known"),
        "gap": _("A day needs its month, and a month its year"),
    }

    def __init__(self, **kwargs: Any) -> None:
        super().__init__(widget=DateParts(birthday=True), **kwargs)

    def prepare_value(self, value: Any) -> Any:
        """The widget wants three parts, the facts know one to three."""
        if isinstance(value, str) and value and value.count("-") < 2:
            return value + "-" * (2 - value.count("-"))
        return value

    def to_python(self, value: Any) -> str:
        text = super().to_python(value)
        if not text:
            return ""
        year, month, day = (f"{text}--".split("-"))[:3]
        if not year or (day and not month):
            raise forms.ValidationError(self.error_messages["gap"], code="gap")
        try:
            found = date(int(year), int(month or 1), int(day or 1))
        except (ValueError, OverflowError):
            raise forms.ValidationError(self.error_messages["invalid"], code="invalid") from None
        if len(year) != 4:
            raise forms.ValidationError(self.error_messages["invalid"], code="invalid")
        return f"{found:%Y-%m-%d}"[: 10 if day else 7 if month else 4]


class PlacesInput(forms.MultiWidget):
    """Rows of a commune and the share of the working time spent there."""

    use_fieldset = True
    template_name = "applicant/widgets/places.html"

    def __init__(self, *, rows: int) -> None:
        self.rows = rows
        widgets: list[forms.Widget] = []
        for _row in range(rows):
            widgets.append(PostalCommuneInput(suggestions_url=communes.SUGGESTIONS))
            widgets.append(forms.TextInput(attrs={"inputmode": "numeric", "size": 3, "maxlength": 4}))
        super().__init__(widgets)

    def get_context(self, name: str, value: Any, attrs: dict[str, Any] | None) -> dict[str, Any]:
        context = super().get_context(name, value, attrs)
        parts = context["widget"]["subwidgets"]
        context["widget"]["rows"] = list(zip(parts[::2], parts[1::2], strict=True))
        return context

    def decompress(self, value: Any) -> list[Any]:
        """Nothing to show; known places come as cells from the field."""
        return [None] * len(self.widgets)


class PlacesField(forms.MultiValueField):
    """Where the work is done when it is done in several places, with shares in per cent."""

    ROWS = 3

    default_error_messages = {
        "share": _("Give the share as a whole number of per cent, for example 40"),
        "place": _("Give the commune for each share"),
    }

    def __init__(self, **kwargs: Any) -> None:
        fields: list[forms.Field] = []
        for _row in range(self.ROWS):
            fields += [communes.CommuneField(required=False), forms.CharField(required=False)]
        super().__init__(fields, widget=PlacesInput(rows=self.ROWS), require_all_fields=False, **kwargs)

    def prepare_value(self, value: Any) -> Any:
        """Known places as the cells of the rows; what was typed stays as it is."""
        if not isinstance(value, list | tuple) or not value or not isinstance(value[0], dict):
            return value
        cells: list[Any] = []
        for place in value[: self.ROWS]:
            found = territory.find_commune(str(place.get("nis_code", "")))
            cells += [communes.line(found) if found else place.get("nis_code"), place.get("share_percent")]
        return cells

    def compress(self, data_list: list[str]) -> list[dict[str, Any]]:
        places = []
        for nis_code, share in zip(data_list[::2], data_list[1::2], strict=True):
            if share and not nis_code:
                raise forms.ValidationError(self.error_messages["place"], code="place")
            if nis_code:
                places.append({"nis_code": nis_code, "share_percent": self._share(share)})
        return places

    def _share(self, text: str) -> int | None:
        digits = (text or "").replace("%", "").strip()
        if not digits:
            return None
        if not digits.isdecimal():
            raise forms.ValidationError(self.error_messages["share"], code="share")
        return int(digits)
