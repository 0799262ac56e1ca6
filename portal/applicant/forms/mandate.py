"""What a mandate asks: to whom, for what, from when until when, with which paper (P19)."""

from collections.abc import Sequence
from datetime import date
from typing import Any, ClassVar

from django import forms
from django.utils.translation import gettext_lazy as _

from applications.rulebook import sentences
from applications.services.mandate_terms import Terms
from applications.vocabulary import MandateScope
from portal.applicant.forms.numbers import EnterpriseNumberField
from portal.ui.answers import PickField, YesNoField
from portal.ui.forms import DayField

Choices = Sequence[tuple[str, Any]]


class SeveralField(forms.MultipleChoiceField):
    """Some of a few, as boxes to tick."""

    widget = forms.CheckboxSelectMultiple

    def __init__(self, **kwargs: Any) -> None:
        super().__init__(required=False, **kwargs)


class PaperField(forms.FileField):
    """The signed paper; what is in it is looked at by `files.take_in`."""

    def __init__(self, **kwargs: Any) -> None:
        widget = forms.FileInput(attrs={"accept": ".pdf,.jpg,.jpeg,.png"})
        super().__init__(allow_empty_file=True, max_length=1000, widget=widget, **kwargs)


class MandateForm(forms.Form):
    """The part both sides fill in."""

    resides = YesNoField(label=_("Does that person reside in Belgium?"), required=False)
    scope = PickField(label=_("For which applications?"), choices=MandateScope.choices)
    categories = SeveralField(label=_("Kinds of application"))
    dossiers = SeveralField(label=_("Which of them?"), help_text=_("The firm takes these over at once."))
    valid_from = DayField(label=_("First day"))
    last_day = DayField(
        label=_("Last day"), required=False, help_text=_("Leave it empty if the mandate has no end of its own.")
    )
    paper = PaperField(label=_("The signed paper"), required=False, help_text=_("PDF, JPEG or PNG, at most 50 MB."))

    optional: ClassVar[set[str]] = {"last_day", "paper", "resides"}
    for_whom: ClassVar[tuple[str, ...]] = ()

    def __init__(
        self, data: Any = None, sent: Any = None, *, today: date, categories: Choices, dossiers: Choices
    ) -> None:
        super().__init__(data, sent, initial={"valid_from": today, "scope": MandateScope.ALL})
        self.fields["categories"].choices = [(code, sentences.title(code)) for code, _label in categories]
        self.fields["dossiers"].choices = dossiers
        if not dossiers:
            del self.fields["dossiers"]
            self.fields["scope"].choices = [pair for pair in MandateScope.choices if pair[0] != MandateScope.DOSSIERS]

    @property
    def terms(self) -> Terms:
        given = self.cleaned_data
        return Terms(
            scope=MandateScope(given["scope"]),
            valid_from=given["valid_from"],
            last_day=given["last_day"],
            categories=given["categories"],
            dossier_ids=[int(number) for number in given.get("dossiers", ())],
            resides_in_belgium=given["resides"],
        )

    def who(self) -> list[forms.BoundField]:
        return [self[name] for name in (*self.for_whom, "resides")]


class GiveForm(MandateForm):
    """An employer gives a mandate."""

    firm = forms.CharField(
        label=_("To which firm?"),
        help_text=_("Its enterprise number, or its registered name in full."),
        max_length=200,
        error_messages={"required": _("Give the number or the name of the firm")},
    )
    person = forms.CharField(
        label=_("To which person of the firm?"),
        help_text=_("First and last name, as on the paper: a mandate is given to a person, not to a firm."),
        max_length=160,
        error_messages={"required": _("Give the name of the person")},
    )
    for_whom = ("firm", "person")


class RecordForm(MandateForm):
    """A firm writes down a mandate that it holds on paper."""

    number = EnterpriseNumberField(
        label=_("Enterprise number of the employer"), help_text=_("Ten digits, for example 0123.456.749.")
    )
    name = forms.CharField(
        label=_("Name of the employer"),
        max_length=200,
        error_messages={"required": _("Give the name of the employer")},
    )
    person = PickField(label=_("Which of you does it name?"), choices=())
    for_whom = ("number", "name", "person")
    optional: ClassVar[set[str]] = {"last_day", "resides"}

    def __init__(self, *args: Any, people: Choices, **kwargs: Any) -> None:
        super().__init__(*args, dossiers=(), **kwargs)
        self.fields["person"].choices = people


class SubstituteForm(forms.Form):
    """Who stands in, and when."""

    person = PickField(label=_("Who stands in?"), choices=())
    valid_from = DayField(label=_("From"))
    last_day = DayField(label=_("Until, this day included"))

    def __init__(self, data: Any = None, *, people: Choices, today: date) -> None:
        super().__init__(data, initial={"valid_from": today})
        self.fields["person"].choices = people


class HandOverForm(forms.Form):
    """To which other person of the firm."""

    resides = YesNoField(label=_("Does that person reside in Belgium?"), required=False)
    paper = PaperField(label=_("The signed paper that names this person"), required=False)
    optional: ClassVar[set[str]] = {"paper", "resides"}

    def __init__(self, data: Any = None, sent: Any = None, *, people: Choices | None) -> None:
        """`people` are those of one's own firm; an employer types the name instead."""
        super().__init__(data, sent)
        label = _("Who is named from now on?")
        if people is None:
            self.fields["person"] = forms.CharField(
                label=label, max_length=160, help_text=_("First and last name of another person of the same firm.")
            )
        else:
            self.fields["person"] = PickField(label=label, choices=people)
            self.optional = {"resides"}
        self.order_fields(["person", "resides", "paper"])


class FileUnderForm(forms.Form):
    """Which mandate a draft is filed under."""

    mandate = forms.ChoiceField(
        label=_("Under which mandate do you file?"), widget=forms.RadioSelect, required=False, choices=()
    )

    def __init__(self, data: Any = None, *, choices: Choices, chosen: str) -> None:
        super().__init__(data, initial={"mandate": chosen})
        self.fields["mandate"].choices = [("", _("The one that fits the employer of this application best")), *choices]
