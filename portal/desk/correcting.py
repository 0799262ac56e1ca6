"""Facts that an officer writes down: a clerical error mended (P22), another body in the employer's place (P13)."""

from django import forms
from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from applications import disclosure, policies
from applications.disclosure import Sight
from applications.now import law_now
from applications.rulebook import facts as told
from applications.rulebook.facts import Employer
from applications.selectors.desk_file import DeskFile
from applications.services import amending, succession
from applications.services.refusals import NotAllowed, Stale
from applications.vocabulary import Capacity, EmployerIdentity
from portal.accounts.access import actor_required
from portal.desk import opening, papers
from portal.desk.forms import CorrectForm, EmployerForm, WhichFactForm
from portal.ui import fact_fields, facts_words

METHODS = ["GET", "HEAD", "POST"]


@require_http_methods(METHODS)
@actor_required(Capacity.OFFICER)
def correct(request: HttpRequest, reference: str) -> HttpResponse:
    """First which fact, among those the desk sees; then what it should say, and why."""
    desk = opening.opened(request, reference)
    if request.method != "POST" and not (verdict := policies.may_correct(request.actor, desk.dossier)):
        messages.error(request, str(verdict.why))
        return redirect("desk:dossier", reference=reference)
    choices = _correctable(desk)
    path = request.POST.get("fact") or request.GET.get("fact", "")
    if path not in dict(choices):
        form: forms.Form = WhichFactForm(request.POST if request.method == "POST" else None, choices=choices)
        status = 422 if not form.is_valid() and request.method == "POST" else 200
        return opening.page(request, desk, "desk/which_fact.html", part="data", status=status, form=form)
    value = told.value_of(desk.facts, path)
    form = CorrectForm(
        request.POST if request.method == "POST" else None,
        label=dict(choices)[path],
        field=fact_fields.field(path),
        value=value,
    )
    status = 200
    if request.method == "POST" and form.is_valid():
        try:
            amending.correct(
                dossier_id=desk.dossier.pk,
                path=path,
                value=fact_fields.plain(form.cleaned_data["value"]),
                reason=form.cleaned_data["reason"],
                by=request.actor,
                at=law_now(),
                seen=desk.file.facts_version.number,
            )
        except NotAllowed as refusal:
            form.add_error(None, str(refusal))
            status = 409 if isinstance(refusal, Stale) else 422
        else:
            messages.success(request, _("Corrected. What was filed is kept beside it; no clock has moved."))
            return redirect("desk:data", reference=reference)
    elif form.errors:
        status = 422
    shown = facts_words.shown(path, value)
    return opening.page(request, desk, "desk/correct.html", part="data", status=status, form=form, path=path, now=shown)


@require_http_methods(METHODS)
@actor_required(Capacity.OFFICER)
def replace_employer(request: HttpRequest, reference: str) -> HttpResponse:
    """A curator or a successor stands in the employer's place."""
    desk = opening.opened(request, reference)
    if request.method != "POST" and not (verdict := policies.may_replace_employer(request.actor, desk.dossier)):
        messages.error(request, str(verdict.why))
        return redirect("desk:dossier", reference=reference)
    own = papers.of(desk)
    choices = [(str(paper.newest.id), paper.title) for paper in own if paper.is_there]
    form = EmployerForm(request.POST if request.method == "POST" else None, papers=choices)
    status = 200
    if request.method == "POST" and form.is_valid():
        given = form.cleaned_data
        employer = Employer(
            identity=EmployerIdentity.ENTERPRISE,
            name=given["name"],
            enterprise_number=given["number"],
            contact_email=given["email"] or None,
        )
        try:
            succession.replace_employer(
                dossier_id=desk.dossier.pk,
                why=given["why"],
                employer=employer,
                reason=given["reason"],
                document_id=int(given["paper"]) if given["paper"] else None,
                by=request.actor,
                at=law_now(),
            )
        except NotAllowed as refusal:
            form.add_error(None, str(refusal))
        else:
            messages.success(request, _("Written down. Notices go to the new addressee; no clock has moved."))
            return redirect("desk:data", reference=reference)
    if form.errors:
        status = 422
    readable = [paper for paper in own if paper.is_readable]
    return opening.page(
        request, desk, "desk/employer.html", part="dossier", status=status, form=form, readable=readable
    )


def _correctable(desk: DeskFile) -> list[tuple[str, str]]:
    """Facts on record that this desk sees in full and that are one value, by their names."""
    found = []
    for path in told.paths():
        group = disclosure.group_of_fact(path)
        if group is None or disclosure.sight(desk.actor, group) is not Sight.FULL:
            continue
        if fact_fields.is_one_value(path) and not told.missing(desk.facts, path):
            found.append((path, facts_words.title(path)))
    if not found:
        raise Http404
    return found
