"""What may be asked of the law: whose, for what, on which day. Everything stands in the address."""

from collections.abc import Iterator
from datetime import date
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from applications import rulebook
from applications.rulebook import sentences
from applications.vocabulary import Authority
from portal.ui.forms import DayField

NOT_KNOWN = _("No law is known here under this name. Choose one of the list")
TO_CHOOSE = {"invalid_choice": NOT_KNOWN, "required": _("Choose an authority")}


def categories() -> Iterator[tuple[str, str]]:
    """Every category by its name in the reader's language."""
    yield "", str(_("all"))
    yield from ((code, sentences.title(code)) for code in rulebook.rulebook().categories)


class _Asked(forms.Form):
    """What the three questions share."""

    category = forms.ChoiceField(
        label=_("For what"), choices=categories, required=False, error_messages={"invalid_choice": NOT_KNOWN}
    )


class LawForm(_Asked):
    """The rules in force on a day."""

    authority = forms.ChoiceField(
        label=_("Whose law"),
        choices=[("", _("all")), *Authority.choices],
        required=False,
        error_messages={"invalid_choice": NOT_KNOWN},
    )
    on = DayField(label=_("On which day"), help_text=_("Empty: today"), required=False)

    field_order = ("authority", "category", "on")


class ChangesForm(_Asked):
    """What differs between two days."""

    authority = forms.ChoiceField(
        label=_("Whose law"),
        choices=[("", _("all")), *Authority.choices],
        required=False,
        error_messages={"invalid_choice": NOT_KNOWN},
    )
    earlier = DayField(label=_("Between this day"), required=False)
    later = DayField(label=_("and this day"), help_text=_("Empty: today"), required=False)

    field_order = ("authority", "category", "earlier", "later")

    def clean(self) -> dict[str, Any]:
        said = self.cleaned_data
        earlier, later = said.get("earlier"), said.get("later")
        if self.is_asked and not self.errors and earlier is None:
            self.add_error("earlier", _("Give the day to compare with"))
        if earlier and later and later < earlier:
            self.add_error("later", _("This day comes before the other one. Give the earlier day first"))
        return said

    @property
    def is_asked(self) -> bool:
        return any(value for name, value in self.data.items() if name not in ("format", "authority", "category"))

    def days(self, *, today: date) -> tuple[date, date]:
        """The two days; today where the later one is left out."""
        return self.cleaned_data["earlier"], self.cleaned_data["later"] or today


class BesideForm(_Asked):
    """Two authorities side by side."""

    ours = forms.ChoiceField(label=_("One authority"), choices=Authority.choices, error_messages=TO_CHOOSE)
    theirs = forms.ChoiceField(label=_("The other"), choices=Authority.choices, error_messages=TO_CHOOSE)
    on = DayField(label=_("On which day"), help_text=_("Empty: today"), required=False)

    field_order = ("ours", "theirs", "category", "on")

    def clean(self) -> dict[str, Any]:
        said = self.cleaned_data
        if said.get("ours") and said.get("ours") == said.get("theirs"):
            self.add_error("theirs", _("This is the same authority. Choose another one"))
        return said
