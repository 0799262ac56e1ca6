"""Changing what was filed (P22): the same steps, prefilled; first what would change, then the change; or a copy."""

from typing import TYPE_CHECKING, Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse, QueryDict
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from applications import calendar, policies
from applications.now import law_now
from applications.selectors import case_file, contacts
from applications.services import amending, copying
from applications.services.new_facts import CompetenceMoves
from applications.services.refusals import NotAllowed, Stale
from portal.accounts.access import actor_required
from portal.applicant import answers, found, stages
from portal.applicant.forms import FORMS, asked
from portal.ui import facts_words, parts

if TYPE_CHECKING:
    from applications.models import Dossier
    from portal.applicant.forms import StepForm

OWN = frozenset({"csrfmiddlewaretoken", "seen", "go", "step"})  # of what is posted, not answers


@require_GET
@actor_required(*found.FILERS)
def overview(request: HttpRequest, reference: str) -> HttpResponse:
    """Every step with what is on record, and the way to change it."""
    row = found.by_reference(request, reference)
    if not (verdict := policies.may_amend(request.actor, row)):
        messages.error(request, str(verdict.why))
        return redirect("applicant:dossier", reference=row.reference)
    told = case_file.of(row).facts.model_dump(mode="json")
    shown = answers.of_filed(told, row, request.actor, on=_filed_on(row))
    steps = [(part, reverse("applicant:amend_step", args=[row.reference, part.step])) for part in shown]
    return render(request, "applicant/amend.html", {"dossier": row, "steps": steps})


@require_http_methods(["GET", "HEAD", "POST"])
@actor_required(*found.FILERS)
def step(request: HttpRequest, reference: str, step: str) -> HttpResponse:
    """One step: shown, looked at again as differences, and only then changed."""
    row = found.by_reference(request, reference)
    file = case_file.of(row)
    if request.method != "POST":
        if not (verdict := policies.may_amend(request.actor, row)):
            messages.error(request, str(verdict.why))
            return redirect("applicant:dossier", reference=row.reference)
        return _page(request, row, step, _form(row, file, step), seen=file.facts_version.number)
    form = _form(row, file, step, request.POST)
    seen = _seen(request, file)
    if request.POST.get("go") == "back" or not form.is_valid():
        shown = form if request.POST.get("go") != "back" else form.without_errors()
        return _page(request, row, step, shown, seen=seen, status=422 if form.errors else 200)
    try:
        if request.POST.get("go") == "change":
            amending.amend(dossier_id=row.pk, answers=form.answers, by=request.actor, at=law_now(), seen=seen)
            messages.success(request, _("Changed. What was filed is kept beside it; no clock has moved."))
            return redirect("applicant:dossier", reference=row.reference)
        judged = amending.look(row, form.answers, by=request.actor, on=request.law_day)
    except CompetenceMoves as moves:
        return _elsewhere(request, row, step, moves)
    except Stale as first:
        form.add_error(None, str(first))
        return _page(request, row, step, form, seen=file.facts_version.number, status=409)
    except NotAllowed as refusal:
        form.add_error(None, str(refusal))
        return _page(request, row, step, form, seen=seen, status=422)
    context = {
        "dossier": row,
        "title": stages.LABELS[step],
        "differences": facts_words.differences(file.facts, judged.facts, judged.changed),
        "kept": _kept(request.POST),
        "seen": seen,
    }
    return render(request, "applicant/amend_check.html", context)


@require_POST
@actor_required(*found.FILERS)
def copy(request: HttpRequest, reference: str) -> HttpResponse:
    """A new draft with these answers and papers; with the answers of a step that could not be changed here, if sent."""
    row = found.by_reference(request, reference)
    name, told = request.POST.get("step", ""), {}
    if name in FORMS:
        form = _form(row, case_file.of(row), name, request.POST)
        told = form.answers if form.is_valid() else {}
    try:
        draft = copying.copy_as_draft(dossier_id=row.pk, by=request.actor, at=law_now(), answers=told)
    except NotAllowed as refusal:
        messages.error(request, str(refusal))
        return redirect("applicant:dossier", reference=row.reference)
    messages.success(
        request,
        _("This is a new draft with the answers and papers of the other application. Sealed papers and the fee are not "
          "taken along."),
    )  # fmt: skip
    return redirect("applicant:check", key=draft.key)


def _form(row: "Dossier", file: case_file.CaseFile, step: str, data: QueryDict | None = None) -> "StepForm":
    told, on = file.facts.model_dump(mode="json"), _filed_on(row)
    return FORMS[step](data, answers=told, category=row.category, kind=row.kind, on=on, asked=asked(row, told, on=on))


def _filed_on(row: "Dossier") -> Any:
    return calendar.day_of(row.submitted_at)


def _seen(request: HttpRequest, file: case_file.CaseFile) -> int:
    typed = request.POST.get("seen", "")
    return int(typed) if typed.isdecimal() and len(typed) < 9 else file.facts_version.number


def _kept(posted: QueryDict) -> list[tuple[str, str]]:
    """What was typed, to be sent again with the confirmation."""
    return [(name, value) for name, values in posted.lists() if name not in OWN for value in values]


def _page(
    request: HttpRequest, row: "Dossier", step: str, form: "StepForm", *, seen: int, status: int = 200
) -> HttpResponse:
    context = {"dossier": row, "title": stages.LABELS[step], "form": form, "asked": list(form.asked()), "seen": seen}
    return render(request, "applicant/amend_step.html", context, status=status)


def _elsewhere(request: HttpRequest, row: "Dossier", step: str, moves: CompetenceMoves) -> HttpResponse:
    """The guided way on when another authority would decide: a new application, or the one that has this one."""
    may = policies.may_copy(request.actor, row)
    context = {
        "dossier": row,
        "sentence": str(moves),
        "authority": moves.authority,
        "contact": contacts.find_of(row.authority),
        "step": step,
        "kept": _kept(request.POST),
        "act": parts.Action(
            _("Open a new application with these answers"),
            method="submit",
            is_allowed=bool(may),
            why=str(may.why),
        ),
    }
    return render(request, "applicant/amend_elsewhere.html", context, status=422)
