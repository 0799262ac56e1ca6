"""The forms of the desk. What may be asked, ticked or relied on comes from the dossier, so fields are made per line."""

from collections.abc import Iterator, Mapping, Sequence
from typing import Any, ClassVar

from django import forms
from django.utils.translation import gettext_lazy as _
from stdnum.be import vat
from stdnum.exceptions import ValidationError

from applications.assessment import Finding
from applications.rulebook import sentences
from applications.services.completeness import Ask, Tick
from applications.vocabulary import ClosureReason, EmployerChange, Outcome
from portal.desk.papers import Paper

HERE, MISSING = "here", "missing"


class NoteForm(forms.Form):
    """An internal note."""

    text = forms.CharField(
        label=_("Note"),
        help_text=_("Only officers of your authority read it. It is not part of the journal."),
        widget=forms.Textarea(attrs={"rows": 4}),
        max_length=4000,
        error_messages={"required": _("Write something before saving the note.")},
    )


class HandOnForm(forms.Form):
    """To whom a dossier goes; `expected` is the officer the page showed."""

    to = forms.CharField(required=False, max_length=64)
    expected = forms.CharField(required=False, max_length=64)


class AssessForm(forms.Form):
    """What the Immigration Office thinks so far."""

    outcome = forms.ChoiceField(
        label=_("Provisional assessment"),
        help_text=_("Nobody outside your authority sees it, and you can change it until you conclude."),
        choices=Outcome.choices,
        widget=forms.RadioSelect,
        error_messages={"required": _("Choose one of the two.")},
    )


class CloseForm(forms.Form):
    """Why nothing is left to decide."""

    reason = forms.ChoiceField(
        label=_("Reason"),
        help_text=_("It stands in the journal, and the applicant and the worker read it."),
        choices=ClosureReason.choices,
        widget=forms.RadioSelect,
        error_messages={"required": _("Choose one of the reasons.")},
    )


class AskForm(forms.Form):
    """Which papers to ask for, each with its reason in words for the applicant."""

    def __init__(self, data: Mapping[str, Any] | None = None, *, papers: Sequence[Paper], joined: int = 0) -> None:
        super().__init__(data)
        self.papers, self.joined = papers, joined
        for paper in papers:
            self.fields[f"ask-{paper.code}"] = forms.BooleanField(
                label=paper.title, required=False, initial=paper.is_missing
            )
            self.fields[f"reason-{paper.code}"] = forms.CharField(
                label=_("Why, in words for the applicant"),
                required=False,
                max_length=1000,
                widget=forms.Textarea(attrs={"rows": 2}),
            )

    def clean(self) -> dict[str, Any]:
        data = super().clean() or {}
        if not self.joined and not any(data.get(f"ask-{paper.code}") for paper in self.papers):
            raise forms.ValidationError(_("Choose at least one document to ask for."))
        for paper in self.papers:
            if (
                data.get(f"ask-{paper.code}")
                and paper.is_there
                and not (data.get(f"reason-{paper.code}") or "").strip()
            ):
                self.add_error(
                    f"reason-{paper.code}",
                    _("This paper is there. Say what is wrong with it, so that a better one comes."),
                )
        return data

    @property
    def asks(self) -> list[Ask]:
        return [
            Ask(code=paper.code, reason=self.cleaned_data[f"reason-{paper.code}"].strip())
            for paper in self.papers
            if self.cleaned_data[f"ask-{paper.code}"]
        ]

    def lines(self) -> Iterator[tuple[Paper, forms.BoundField, forms.BoundField]]:
        for paper in self.papers:
            yield paper, self[f"ask-{paper.code}"], self[f"reason-{paper.code}"]


class TickForm(forms.Form):
    """Of each residence paper: there and legible, or missing and why."""

    def __init__(
        self, data: Mapping[str, Any] | None = None, *, papers: Sequence[Paper], known: Mapping[str, Any]
    ) -> None:
        super().__init__(data)
        self.papers = papers
        for paper in papers:
            before = known.get(paper.code)
            self.fields[f"tick-{paper.code}"] = forms.ChoiceField(
                label=paper.title,
                choices=[(HERE, _("There and legible")), (MISSING, _("Missing or not usable"))],
                widget=forms.RadioSelect,
                initial=(HERE if before.present else MISSING) if before else "" if paper.is_there else MISSING,
                required=paper.is_required or paper.is_there,
                error_messages={"required": _("Say whether this paper is there and legible.")},
            )
            self.fields[f"reason-{paper.code}"] = forms.CharField(
                label=_("What is wrong with it, in words for the applicant"),
                initial=before.reason if before else "",
                required=False,
                max_length=1000,
                widget=forms.Textarea(attrs={"rows": 2}),
            )

    def clean(self) -> dict[str, Any]:
        data = super().clean() or {}
        for paper in self.papers:
            is_bad = data.get(f"tick-{paper.code}") == MISSING
            if is_bad and paper.is_there and not (data.get(f"reason-{paper.code}") or "").strip():
                self.add_error(f"reason-{paper.code}", _("A file is there. Say what is wrong with it."))
        return data

    @property
    def ticks(self) -> list[Tick]:
        return [
            Tick(
                code=paper.code,
                present=self.cleaned_data[f"tick-{paper.code}"] == HERE,
                reason=self.cleaned_data[f"reason-{paper.code}"].strip(),
            )
            for paper in self.papers
            if self.cleaned_data[f"tick-{paper.code}"]
        ]

    def lines(self) -> Iterator[tuple[Paper, forms.BoundField, forms.BoundField]]:
        for paper in self.papers:
            yield paper, self[f"tick-{paper.code}"], self[f"reason-{paper.code}"]


class ConcludeForm(forms.Form):
    """Grounds, own words where the officer differs, and the source for every rule that nobody has verified (P12)."""

    def __init__(
        self,
        data: Mapping[str, Any] | None = None,
        *,
        outcome: Outcome,
        findings: Sequence[Finding],
        source_codes: Sequence[str],
    ) -> None:
        super().__init__(data)
        self.outcome, self.findings, self.source_codes = outcome, findings, list(source_codes)
        is_no = outcome == Outcome.UNFAVOURABLE
        self.worded = [f.code for f in findings] if is_no else []  # for a yes, what he relied on says it all
        if is_no:
            self.fields["grounds"] = forms.MultipleChoiceField(
                label=_("Grounds"),
                help_text=_("On what the refusal rests. The letter names each with its article."),
                choices=[(f.code, f"{sentences.title(f.code)} – {f.result.label}") for f in findings],
                initial=[f.code for f in findings if f.may_refuse],
                widget=forms.CheckboxSelectMultiple,
                error_messages={"required": _("Choose at least one ground for an unfavourable conclusion.")},
            )
        for code in self.worded:
            self.fields[f"reason-{code}"] = forms.CharField(
                label=sentences.title(code),
                required=False,
                max_length=2000,
                widget=forms.Textarea(attrs={"rows": 2}),
            )
        for code in self.source_codes:
            self.fields[f"source-{code}"] = forms.CharField(
                label=sentences.title(code),
                required=False,  # the service says which are needed: it knows the grounds that were chosen
                max_length=400,
            )

    @property
    def grounds(self) -> list[str]:
        return list(self.cleaned_data.get("grounds", []))

    @property
    def reasons(self) -> dict[str, str]:
        return self._given("reason-", self.worded)

    @property
    def sources(self) -> dict[str, str]:
        return self._given("source-", self.source_codes)

    def reason_fields(self) -> list[tuple[Finding, forms.BoundField]]:
        return [(f, self[f"reason-{f.code}"]) for f in self.findings if f.code in self.worded]

    def source_fields(self) -> list[forms.BoundField]:
        return [self[f"source-{code}"] for code in self.source_codes]

    def _given(self, before: str, codes: Sequence[str]) -> dict[str, str]:
        texts = {code: self.cleaned_data.get(f"{before}{code}", "").strip() for code in codes}
        return {code: text for code, text in texts.items() if text}


class WhichFactForm(forms.Form):
    """Which fact was mistyped."""

    fact = forms.ChoiceField(
        label=_("Which fact is wrong?"), error_messages={"required": _("Choose the fact that is wrong.")}
    )

    def __init__(self, data: Mapping[str, Any] | None = None, *, choices: Sequence[tuple[str, str]]) -> None:
        super().__init__(data)
        self.fields["fact"].choices = choices


class CorrectForm(forms.Form):
    """What it should say, and why. The field follows from the fact."""

    reason = forms.CharField(
        label=_("What was wrong, and how do you know?"),
        help_text=_("Officers read it beside the change. The applicant reads that it was corrected."),
        widget=forms.Textarea(attrs={"rows": 3}),
        max_length=2000,
        error_messages={"required": _("Say what was wrong and how you know.")},
    )

    def __init__(self, data: Mapping[str, Any] | None = None, *, label: str, field: forms.Field, value: Any) -> None:
        super().__init__(data, initial={"value": value})
        field.label = label
        self.fields["value"] = field
        self.order_fields(["value", "reason"])


class EmployerForm(forms.Form):
    """Who stands in the employer's place, and on what that rests."""

    why = forms.ChoiceField(
        label=_("Why?"),
        choices=EmployerChange.choices,
        widget=forms.RadioSelect,
        error_messages={"required": _("Choose one of the two.")},
    )
    name = forms.CharField(
        label=_("Name"), max_length=200, error_messages={"required": _("Give the name of who takes the place")}
    )
    number = forms.CharField(
        label=_("Enterprise number"),
        help_text=_("Ten digits, for example 0123.456.749."),
        max_length=30,
        error_messages={"required": _("Give the enterprise number")},
    )
    email = forms.EmailField(label=_("E-mail address"), required=False)
    reason = forms.CharField(
        label=_("On what do you rely?"),
        help_text=_("For example the judgement and its date."),
        widget=forms.Textarea(attrs={"rows": 3}),
        max_length=2000,
        error_messages={"required": _("Say on what you rely, for example the judgement and its date.")},
    )
    paper = forms.ChoiceField(label=_("Paper that shows it"), required=False)
    optional: ClassVar[set[str]] = {"email", "paper"}

    def __init__(self, data: Mapping[str, Any] | None = None, *, papers: Sequence[tuple[str, str]]) -> None:
        super().__init__(data)
        self.fields["paper"].choices = [("", _("None of this dossier")), *papers]

    def clean_number(self) -> str:
        try:
            return str(vat.validate(self.cleaned_data["number"]))
        except ValidationError:
            raise forms.ValidationError(_("This is no enterprise number. Compare it with the extract.")) from None
