"""The forms about an act: its language, its translation, its correction, and undoing it."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from django import forms
from django.utils.translation import get_language_info, gettext_lazy
from django.utils.translation import gettext as _

from applications import permit_terms
from applications.services.corrections import CORRECTABLE
from applications.services.rectifying import Correction
from applications.vocabulary import REOPENING_REASONS, Term
from exchange.vocabulary import LabourMarket
from portal.ui.forms import DayField

LEGAL = ("de", "fr", "nl")
UPLOADED = ("en", "ar", "es", "hi", "it", "pl", "pt", "ro", "ru", "tr", "uk", "vi")
DAYS = frozenset({"job.start_on"})
HINTS = {"worker.birth_date": gettext_lazy("Year, month and day: 1985-07-30. The year alone where no more is known.")}

CARDS = {
    "A": gettext_lazy("A card: limited stay"),
    "B": gettext_lazy("B card: unlimited stay"),
    "H": gettext_lazy("H card: EU Blue Card"),
    "I": gettext_lazy("I card: intra-corporate transfer"),
    "J": gettext_lazy("J card: long-term mobility of a transferee"),
}
RELYING_ON = {
    Term.MONTHS: gettext_lazy("What you rely on for the duration"),
    Term.CARD: gettext_lazy("What you rely on for the card"),
    Term.LABOUR_MARKET: gettext_lazy("What you rely on for the mention"),
}


def language_name(code: str) -> str:
    """A language in the reader's own."""
    return str(get_language_info(code)["name_translated"])


@dataclass(frozen=True, slots=True)
class Words:
    """A text of an officer that a letter prints: for which ground or paper, and what it says now."""

    code: str
    title: str
    text: str


class LanguageForm(forms.Form):
    """Another language for the acts to come."""

    language = forms.ChoiceField(
        label=gettext_lazy("Language of the act"),
        help_text=gettext_lazy("Acts exist in these languages. For every other one there are translations."),
        widget=forms.RadioSelect,
        error_messages={"required": gettext_lazy("Choose one of the languages.")},
    )
    reason = forms.CharField(
        label=gettext_lazy("Why another language"),
        help_text=gettext_lazy("It is kept with the dossier and not printed."),
        max_length=2000,
        widget=forms.Textarea(attrs={"rows": 3}),
        error_messages={"required": gettext_lazy("Say why the act is made in another language.")},
    )

    def __init__(self, data: Mapping[str, Any] | None = None, *, current: str) -> None:
        super().__init__(data)
        others = [code for code in LEGAL if code != current]
        self.fields["language"].choices = [(code, language_name(code)) for code in others]


class TermsForm(forms.Form):
    """What no rule gives of a grant: each term that is lacking, and what the officer relies on for it."""

    def __init__(
        self, data: Mapping[str, Any] | None = None, *, terms: Sequence[Term], known: Mapping[str, str], limit: str = ""
    ) -> None:
        super().__init__(data)
        self.terms = terms
        for term in terms:
            self.fields[term.lower()] = self._field(term, known.get(term, ""), limit)
            self.fields[f"source-{term.lower()}"] = forms.CharField(
                label=RELYING_ON[term],
                help_text=_("The text, page or paper. It is kept beside the journal and not printed."),
                initial=known.get(f"source-{term}", ""),
                max_length=400,
                error_messages={"required": _("Say what you relied on.")},
            )

    @staticmethod
    def _field(term: Term, known: str, limit: str) -> forms.Field:
        if term == Term.MONTHS:
            return forms.IntegerField(
                label=_("How long the grant lasts, in months"),
                help_text=limit,
                initial=known or None,
                min_value=1,
                max_value=permit_terms.MOST_MONTHS,
                error_messages={"required": _("Say for how many months.")},
            )
        labels = CARDS if term == Term.CARD else dict(LabourMarket.choices)
        return forms.ChoiceField(
            label=term.label,
            choices=[(code, labels.get(code, code)) for code in permit_terms.choices(term)],
            initial=known,
            widget=forms.RadioSelect,
            error_messages={"required": _("Choose one of these.")},
        )

    @property
    def given(self) -> dict[Term, str]:
        return {term: str(self.cleaned_data[term.lower()]) for term in self.terms}

    @property
    def sources(self) -> dict[Term, str]:
        return {term: self.cleaned_data[f"source-{term.lower()}"] for term in self.terms}

    def pairs(self) -> list[tuple[forms.BoundField, forms.BoundField]]:
        return [(self[term.lower()], self[f"source-{term.lower()}"]) for term in self.terms]


class RenderForm(forms.Form):
    """A translation that the platform makes; the officer's own words are his to translate."""

    def __init__(self, data: Mapping[str, Any] | None = None, *, act_language: str, words: Sequence[Words]) -> None:
        super().__init__(data, prefix="render")
        self.words = words
        self.fields["language"] = forms.ChoiceField(
            label=_("Language of the translation"),
            choices=[(code, language_name(code)) for code in LEGAL if code != act_language],
            widget=forms.RadioSelect,
            error_messages={"required": _("Choose one of the languages.")},
        )
        for each in words:
            self.fields[f"word-{each.code}"] = forms.CharField(
                label=each.title,
                help_text=each.text,
                max_length=2000,
                widget=forms.Textarea(attrs={"rows": 2}),
                error_messages={"required": _("Write these words in the language of the translation.")},
            )

    @property
    def translated(self) -> dict[str, str]:
        return {each.code: self.cleaned_data[f"word-{each.code}"] for each in self.words}


class UploadForm(forms.Form):
    """A translation that somebody made."""

    def __init__(
        self, data: Mapping[str, Any] | None = None, files: Mapping[str, Any] | None = None, *, act_language: str
    ) -> None:
        super().__init__(data, files, prefix="upload")
        codes = sorted({*UPLOADED, *LEGAL} - {act_language}, key=language_name)
        self.fields["language"] = forms.ChoiceField(
            label=_("Language of the translation"), choices=[(code, language_name(code)) for code in codes]
        )
        self.fields["file"] = forms.FileField(
            label=_("The translation as a PDF file"),
            widget=forms.FileInput(attrs={"accept": ".pdf"}),
            error_messages={"required": _("Choose the file."), "empty": _("This file is empty. Choose it again.")},
        )


class RectifyForm(forms.Form):
    """What was wrong, for the letter; the facts it prints that the officer may read; the words of a refusal."""

    def __init__(
        self,
        data: Mapping[str, Any] | None = None,
        *,
        facts: Mapping[str, str],
        words: Sequence[Words],
        language: str,
    ) -> None:
        super().__init__(data)
        self.words = words
        self.fields["said"] = forms.CharField(
            label=_("What was wrong"),
            help_text=_("The letter prints it. Write it in the language of the act: %(language)s.")
            % {"language": language_name(language)},
            max_length=1000,
            widget=forms.Textarea(attrs={"rows": 2}),
            error_messages={"required": _("Say in the language of the letter what was wrong: the letter prints it.")},
        )
        self.paths = [path for path in CORRECTABLE if path in facts]
        for path in self.paths:
            label = CORRECTABLE[path]
            self.fields[_name(path)] = (
                DayField(label=label, initial=facts[path], required=False)
                if path in DAYS
                else forms.CharField(
                    label=label, initial=facts[path], required=False, max_length=200, help_text=HINTS.get(path, "")
                )
            )
        for each in words:
            self.fields[f"word-{each.code}"] = forms.CharField(
                label=each.title,
                initial=each.text,
                required=False,
                max_length=2000,
                widget=forms.Textarea(attrs={"rows": 3}),
            )

    @property
    def correction(self) -> Correction:
        typed = {path: self.cleaned_data.get(_name(path)) for path in self.paths}
        reasons = {each.code: self.cleaned_data[f"word-{each.code}"] for each in self.words}
        return Correction(
            said=self.cleaned_data["said"],
            facts={path: _text(value) for path, value in typed.items()},
            reasons={each.code: reasons[each.code] for each in self.words if reasons[each.code] != each.text},
        )

    def fact_fields(self) -> list[forms.BoundField]:
        return [self[_name(path)] for path in self.paths]

    def word_fields(self) -> list[forms.BoundField]:
        return [self[f"word-{each.code}"] for each in self.words]


class ReopenForm(forms.Form):
    """Why a decision no longer stands, and what says so."""

    reason = forms.ChoiceField(
        label=gettext_lazy("Why the decision no longer stands"),
        help_text=gettext_lazy("It stands in the journal, and everybody who had the decision reads it."),
        choices=[(reason.value, reason.label) for reason in REOPENING_REASONS],
        widget=forms.RadioSelect,
        error_messages={"required": gettext_lazy("Choose one of the reasons.")},
    )
    basis = forms.CharField(
        label=gettext_lazy("What you rely on"),
        help_text=gettext_lazy(
            "The judgment or the decision on the appeal, with its date and number; or why the act was wrong."
        ),
        max_length=4000,
        widget=forms.Textarea(attrs={"rows": 4}),
        error_messages={"required": gettext_lazy("Name the judgment, the decision, or why the act was wrong.")},
    )


def _name(path: str) -> str:
    return f"fact-{path.replace('.', '-')}"


def _text(value: date | str | None) -> str:
    return value.isoformat() if isinstance(value, date) else value or ""
