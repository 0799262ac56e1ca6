"""What is stated in the worker's name, and what he says of it: "this is right", or which part is wrong (A14, P20).

What he says goes to both desks. Whoever filed learns nothing of it, not even that it was said.
"""

from typing import TYPE_CHECKING

from django import forms
from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_POST, require_safe

from applications.now import law_now, law_today
from applications.selectors import case_file
from applications.selectors import statements as said
from applications.services import reading, statements
from applications.services.refusals import NotAllowed
from applications.vocabulary import Capacity, StatementKind
from portal.accounts.access import actor_required
from portal.applicant import answers, found, stages
from portal.ui import parts

if TYPE_CHECKING:
    from applications.models import Dossier

ORDER = ("job", "worker", "residence", "employer")
FIRST = ("job.yearly_gross", "job.title", "job.weekly_hours", "job.engagement", "job.start_on")
"""What most often is said otherwise to the worker than to the authority stands at the top."""


class FlagForm(forms.Form):
    """Which fact, and what is wrong with it."""

    path = forms.ChoiceField(
        label=gettext_lazy("What is wrong?"), error_messages={"required": gettext_lazy("Choose what is wrong.")}
    )
    text = forms.CharField(
        label=gettext_lazy("How should it be?"),
        help_text=gettext_lazy("In your own words, in French, Dutch, German or English."),
        max_length=statements.LONGEST_TEXT,
        widget=forms.Textarea(attrs={"rows": 4}),
        error_messages={"required": gettext_lazy("Say in a few words what is wrong and how it should be.")},
    )


@require_safe
@actor_required(Capacity.WORKER)
def stated(request: HttpRequest, reference: str) -> HttpResponse:
    """What is stated in one's name."""
    row = found.by_reference(request, reference)
    reading.record(dossier_id=row.pk, by=request.actor, what="page", at=law_now())
    return _page(request, row)


@require_POST
@actor_required(Capacity.WORKER)
def confirm(request: HttpRequest, reference: str) -> HttpResponse:
    """This is right."""
    row = found.by_reference(request, reference)
    version = request.POST.get("version", "")
    try:
        statements.confirm(
            dossier_id=row.pk,
            facts_version=int(version) if version.isdecimal() and len(version) < 9 else 0,
            by=request.actor,
            at=law_now(),
        )
    except NotAllowed as refusal:
        messages.error(request, str(refusal))
    else:
        messages.success(request, _("Noted: you confirmed what is stated. Both authorities read it."))
    return redirect("applicant:stated", reference=row.reference)


@require_POST
@actor_required(Capacity.WORKER)
def flag(request: HttpRequest, reference: str) -> HttpResponse:
    """This is wrong."""
    row = found.by_reference(request, reference)
    form = _form(request, row, request.POST)
    if form.is_valid():
        try:
            statements.flag(dossier_id=row.pk, by=request.actor, at=law_now(), **form.cleaned_data)
        except NotAllowed as refusal:
            form.add_error(None, str(refusal))
        else:
            messages.success(request, _("Noted. Both authorities read it; your employer does not learn of it."))
            return redirect("applicant:stated", reference=row.reference)
    return _page(request, row, form=form, status=422)


def _page(request: HttpRequest, row: "Dossier", *, form: FlagForm | None = None, status: int = 200) -> HttpResponse:
    file = case_file.of(row)
    known = _stated(request, row)
    own = said.seen_by(request.actor, row)
    labels = {path: str(fact.label) for step in known.values() for path, fact in step}
    confirmed = next((s for s in own if s.kind == StatementKind.CONFIRMED), None)
    context = {
        "dossier": row,
        "groups": [(stages.LABELS[step], [fact for _path, fact in known[step]]) for step in ORDER if known[step]],
        "version": file.facts_version.number,
        "form": form or _form(request, row, None),
        "confirmed_at": confirmed.said_at
        if confirmed and confirmed.facts_version_id == file.facts_version.pk
        else None,
        "flags": [
            parts.StoryItem(s.said_at, labels.get(s.path, s.path), s.text) for s in own if s.kind == StatementKind.WRONG
        ],
    }
    return render(request, "applicant/stated.html", context, status=status)


def _stated(request: HttpRequest, row: "Dossier") -> dict[str, list[tuple[str, parts.Fact]]]:
    facts = case_file.of(row).facts.model_dump(mode="json")
    found = answers.stated(facts, row, request.actor, on=law_today())
    found["job"].sort(key=lambda known: FIRST.index(known[0]) if known[0] in FIRST else len(FIRST))
    return found


def _form(request: HttpRequest, row: "Dossier", data: object) -> FlagForm:
    form = FlagForm(data)
    known = _stated(request, row)
    form.fields["path"].choices = [
        ("", _("Choose")),
        *((stages.LABELS[step], [(path, fact.label) for path, fact in known[step]]) for step in ORDER if known[step]),
    ]
    return form
