"""Other people of the firm in a mandate, and the mandate of a draft (P19)."""

import uuid

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from applications import files, policies
from applications.now import law_now
from applications.selectors import mandates as selector
from applications.services import naming, representing
from applications.services.mandate_terms import Holder
from applications.services.refusals import NotAllowed
from applications.vocabulary import Capacity, MandateScope
from portal.accounts import colleagues
from portal.accounts.access import actor_required
from portal.applicant import found, mandate_words, stages
from portal.applicant.forms.mandate import FileUnderForm, HandOverForm, SubstituteForm
from portal.applicant.mandates import mandate_of

METHODS = ["GET", "HEAD", "POST"]


@require_http_methods(METHODS)
@actor_required(*found.BODIES)
def substitute(request: HttpRequest, mandate_key: uuid.UUID) -> HttpResponse:
    """Somebody of the firm stands in for some days."""
    row = mandate_of(request, mandate_key)
    if request.method != "POST" and not (verdict := policies.may_substitute(request.actor, row)):
        return _back(request, row, verdict)
    people = _people(request, besides=row.holder_key)
    form = SubstituteForm(request.POST if request.method == "POST" else None, people=people, today=request.law_day)
    if form.is_valid():
        given = form.cleaned_data
        try:
            naming.substitute(
                mandate_id=row.pk,
                to=Holder(given["person"], request.actor.organisation, dict(people)[given["person"]]),
                valid_from=given["valid_from"],
                last_day=given["last_day"],
                by=request.actor,
                at=law_now(),
            )
        except NotAllowed as refusal:
            form.add_error(None, str(refusal))
        else:
            messages.success(request, _("Noted. The employer and the authorities see who stands in."))
            return redirect("applicant:mandate", mandate_key=row.key)
    context = {"mandate": row, "form": form, "nobody": not people}
    return render(request, "applicant/substitute.html", context, status=422 if form.errors else 200)


@require_http_methods(METHODS)
@actor_required(*found.BODIES)
def hand_over(request: HttpRequest, mandate_key: uuid.UUID) -> HttpResponse:
    """Another person of the firm for the rest of the mandate."""
    row = mandate_of(request, mandate_key)
    if request.method != "POST" and not (verdict := policies.may_change_mandate(request.actor, row)):
        return _back(request, row, verdict)
    for_firm = request.actor.capacity == Capacity.MANDATARY
    people = _people(request, besides=row.holder_key) if for_firm else None
    data = (request.POST, request.FILES) if request.method == "POST" else (None, None)
    form = HandOverForm(*data, people=people)
    if form.is_valid():
        given = form.cleaned_data
        person = (
            (given["person"], dict(people)[given["person"]])
            if people
            else _named(row.firm_id, given["person"], request)
        )
        try:
            after = naming.hand_over(
                mandate_id=row.pk,
                to=Holder(person[0], row.firm_id, person[1]) if person else None,
                resides_in_belgium=given["resides"],
                upload=given["paper"] or None,
                by=request.actor,
                at=law_now(),
            )
        except files.FileRefused as refusal:
            form.add_error("paper", str(refusal))
        except NotAllowed as refusal:
            form.add_error(None, str(refusal))
        else:
            messages.success(request, _("Another person is named now. The applications stay where they are."))
            return redirect("applicant:mandate", mandate_key=after.key)
    context = {"mandate": row, "form": form, "for_firm": for_firm, "nobody": for_firm and not people}
    return render(request, "applicant/hand_over_mandate.html", context, status=422 if form.errors else 200)


@require_http_methods(METHODS)
@actor_required(*found.BODIES)
def file_under(request: HttpRequest, key: uuid.UUID) -> HttpResponse:
    """Say under which mandate a draft is filed."""
    dossier = found.by_key(request, key)
    if not dossier.is_draft:
        return redirect("applicant:dossier", reference=dossier.reference)
    if dossier.filer_capacity != Capacity.MANDATARY:
        return redirect(stages.href(dossier, "check"))
    choices = [
        (str(row.mandate.pk), f"{row.mandate.principal.name}: {row.holder}, {mandate_words.days(row.mandate)}")
        for row in selector.offered(request.actor, on=request.law_day)
        if row.mandate.scope != MandateScope.DOSSIERS
    ]
    data = request.POST if request.method == "POST" else None
    form = FileUnderForm(data, choices=choices, chosen=str(dossier.mandate_id or ""))
    if form.is_valid():
        chosen = form.cleaned_data["mandate"]
        try:
            representing.file_under(dossier_id=dossier.pk, mandate_id=int(chosen) if chosen else None, by=request.actor)
        except NotAllowed as refusal:
            form.add_error(None, str(refusal))
        else:
            return redirect(f"{stages.href(dossier, 'check')}#mandate")
    context = {"form": form, "dossier": dossier, "draft_title": stages.draft_title(dossier)}
    return render(request, "applicant/file_under.html", context, status=422 if form.errors else 200)


def _people(request: HttpRequest, *, besides: str) -> list[tuple[str, str]]:
    own = colleagues.of_firm(request.actor.organisation, on=request.law_day)
    return [(one.key, one.name) for one in own if one.key != besides]


def _named(firm_id: int, typed: str, request: HttpRequest) -> tuple[str, str] | None:
    """Key and name of whom an employer named; None for nobody."""
    person = colleagues.find_in_firm(firm_id, typed, on=request.law_day)
    return (person.key, person.name) if person else None


def _back(request: HttpRequest, row: "object", verdict: policies.Verdict) -> HttpResponse:
    messages.error(request, str(verdict.why))
    return redirect("applicant:mandate", mandate_key=row.key)
