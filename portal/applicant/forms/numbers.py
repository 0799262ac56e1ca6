"""Numbers of Belgian registers, typed in any dress and kept as digits; checking them is python-stdnum's business."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _
from stdnum.be import bis, nn, vat
from stdnum.exceptions import InvalidChecksum, ValidationError

FIRST_UNIT_DIGITS = "2345678"


class NumberField(forms.CharField):
    """A number of a Belgian register, typed with or without points; kept as digits alone."""

    def __init__(self, **kwargs: Any) -> None:
        widget = forms.TextInput(attrs={"inputmode": "numeric", "autocomplete": "off", "class": "short"})
        super().__init__(max_length=30, widget=widget, **kwargs)

    def to_python(self, value: Any) -> str:
        text = super().to_python(value)
        return self.digits(text) if text else ""

    def digits(self, text: str) -> str:
        """The number without decoration. Raises forms.ValidationError."""
        raise NotImplementedError


class EnterpriseNumberField(NumberField):
    """The number of the Crossroads Bank for Enterprises, which is also the VAT number."""

    default_error_messages = {
        "required": _("Give the enterprise number: ten digits, the first is 0 or 1"),
        "form": _("An enterprise number has ten digits and begins with 0 or 1, for example 0123.456.749"),
        "checksum": _("The last two digits do not fit the others. Compare the number with the extract of the register"),
    }

    def digits(self, text: str) -> str:
        try:
            return str(vat.validate(text))
        except InvalidChecksum:
            raise forms.ValidationError(self.error_messages["checksum"], code="checksum") from None
        except ValidationError:
            raise forms.ValidationError(self.error_messages["form"], code="form") from None

    def prepare_value(self, value: Any) -> Any:
        if isinstance(value, str) and len(value) == 10 and value.isdigit():
            return f"{value[:4]}.{value[4:7]}.{value[7:]}"
        return value


class EstablishmentNumberField(NumberField):
    """The number of a place where an enterprise works."""

    default_error_messages = {
        "form": _("An establishment unit has ten digits and begins with 2 to 8, for example 2.123.456.791"),
    }

    def digits(self, text: str) -> str:
        found = "".join(sign for sign in text if sign not in ". -/")
        if len(found) != 10 or not found.isdecimal() or found[0] not in FIRST_UNIT_DIGITS:
            raise forms.ValidationError(self.error_messages["form"], code="form")
        return found

    def prepare_value(self, value: Any) -> Any:
        if isinstance(value, str) and len(value) == 10 and value.isdigit():
            return f"{value[0]}.{value[1:4]}.{value[4:7]}.{value[7:]}"
        return value


class NationalNumberField(NumberField):
    """The number of the national register."""

    default_error_messages = {
        "form": _("A national number has eleven digits, for example 85.07.30-033.28"),
        "checksum": _("The last two digits do not fit the others. Compare the number with the card"),
        "other": _("This looks like a bis number. Give it in the field for bis numbers"),
    }
    register, other = nn, bis

    def digits(self, text: str) -> str:
        try:
            return str(self.register.validate(text))
        except InvalidChecksum:
            raise forms.ValidationError(self.error_messages["checksum"], code="checksum") from None
        except ValidationError:
            code = "other" if self.other.is_valid(text) else "form"
            raise forms.ValidationError(self.error_messages[code], code=code) from None


class BisNumberField(NationalNumberField):
    """The number given to people who are not in the national register."""

    default_error_messages = {
        "form": _("A bis number has eleven digits; its month is between 21 and 52"),
        "other": _("This looks like a national number. Give it in the field for national numbers"),
    }
    register, other = bis, nn
