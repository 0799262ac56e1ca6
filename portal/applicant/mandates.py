"""Who represents us, for an employer; our clients, for a firm: to give, read, confirm and end mandates (P19)."""

import uuid
from typing import TYPE_CHECKING, Any

from django.contrib import messages
from django.core.exceptions import ObjectDoesNotExist, PermissionDenied
from django.http import FileResponse, Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from applications import files, policies
from applications.now import law_now
from applications.rulebook.facts import Employer
from applications.selectors import employers
from applications.selectors import mandates as selector
from applications.services import mandates as services
from applications.services.mandate_terms import Holder
from applications.services.refusals import NotAllowed
from applications.vocabulary import Capacity, EmployerIdentity, ScanStatus
from portal.accounts import colleagues
from portal.accounts.access import actor_required
from portal.applicant import found, mandate_words
from portal.applicant.forms.mandate import GiveForm, MandateForm, RecordForm
from portal.applicant.papers import LOCKED_UP
from portal.ui import limits, parts, products

if TYPE_CHECKING:
    from applications.models import Dossier, Mandate

MOST_TRIES, WITHIN_SECONDS = 30, 60 * 60  # naming a person of a firm answers a guess with yes or no


@require_GET
@actor_required(*found.BODIES)
def mandates_page(request: HttpRequest) -> HttpResponse:
    """The mandates given or held, newest first, a page at a time."""
    before = request.GET.get("before", "")
    rows = selector.listed_for(request.actor, before=int(before) if _is_number(before) else None)
    shown, more = rows[: selector.PAGE], len(rows) > selector.PAGE
    for_firm, here = _for_firm(request), reverse("applicant:mandates")
    lines = [mandate_words.line(row, for_firm=for_firm, on=request.law_day) for row in shown]
    context = {
        "for_firm": for_firm,
        "lines": lines,
        "page": parts.Paging(
            next_href=f"{here}?before={shown[-1].mandate.pk}" if more else "", first_href=here if before else ""
        ),
        "may_give": bool(policies.may_give_mandate(request.actor)),
        "empty": _empty(for_firm=for_firm),
    }
    return render(request, "applicant/mandates.html", context)


@require_http_methods(["GET", "HEAD", "POST"])
@actor_required(*found.BODIES)
def give(request: HttpRequest) -> HttpResponse:
    """Give a mandate, or write down one that the firm holds on paper."""
    form = _form(request)
    if request.method == "POST" and form.is_valid():
        if not limits.allowed(f"mandate:{request.actor.key}", most=MOST_TRIES, seconds=WITHIN_SECONDS):
            return render(request, "429.html", status=429)
        try:
            mandate = _give(request, form)
        except files.FileRefused as refusal:
            form.add_error("paper", str(refusal))
        except NotAllowed as refusal:
            form.add_error(None, str(refusal))
        else:
            said = _("The mandate is recorded. The employer is asked to confirm it; you can file under it already.")
            if mandate.is_confirmed:
                said = _("The mandate is given. The firm has been told and can file for you from its first day on.")
            messages.success(request, said)
            return redirect("applicant:mandate", mandate_key=mandate.key)
    context = {"form": form, "for_firm": _for_firm(request)}
    return render(request, "applicant/give_mandate.html", context, status=422 if form.errors else 200)


@require_GET
@actor_required(*found.BODIES)
def mandate(request: HttpRequest, mandate_key: uuid.UUID) -> HttpResponse:
    """One mandate: what stands in it, who stands in, which applications hang on it, and what can be done."""
    row = mandate_of(request, mandate_key)
    listed = selector.listed(row)
    context = {
        "mandate": row,
        "for_firm": _for_firm(request),
        "title": row.principal.name if _for_firm(request) else row.firm.name,
        "facts": mandate_words.facts(listed, on=request.law_day),
        "standing": mandate_words.standing(row, on=request.law_day),
        "substitutes": selector.substitutes(row),
        "applications": [(reverse("applicant:dossier", args=[d.reference]), d) for d in selector.applications_of(row)],
        "actions": _actions(request, row),
        "asks": not row.is_confirmed and row.ended_at is None and not _for_firm(request),
    }
    return render(request, "applicant/mandate.html", context)


@require_GET
@actor_required(*found.BODIES)
def paper(request: HttpRequest, mandate_key: uuid.UUID) -> FileResponse:
    """The signed paper, to either side."""
    row = mandate_of(request, mandate_key)
    if not row.has_paper:
        raise Http404
    if row.evidence_scan in (ScanStatus.PENDING, ScanStatus.INFECTED):
        raise PermissionDenied(_("This file cannot be opened: it is still being scanned, or carries a virus."))
    return FileResponse(
        files.open_stored(row.evidence_key),
        as_attachment=True,
        filename=row.evidence_name,
        content_type=row.evidence_type,
        headers={
            "Content-Security-Policy": LOCKED_UP,
            "X-Content-Type-Options": "nosniff",
            "Cache-Control": "private, no-store",
        },
    )


@require_POST
@actor_required(*found.BODIES)
def confirm(request: HttpRequest, mandate_key: uuid.UUID) -> HttpResponse:
    """The employer stands by what the firm wrote down."""
    row = mandate_of(request, mandate_key)
    try:
        services.confirm(mandate_id=row.pk, by=request.actor, at=law_now())
    except NotAllowed as refusal:
        messages.error(request, str(refusal))
    else:
        messages.success(request, _("The mandate is confirmed. The firm has been told."))
    return redirect("applicant:mandate", mandate_key=row.key)


@require_http_methods(["GET", "HEAD", "POST"])
@actor_required(*found.BODIES)
def end(request: HttpRequest, mandate_key: uuid.UUID) -> HttpResponse:
    """Revoke it, or lay it down: first the page that says what happens, then the deed."""
    row = mandate_of(request, mandate_key)
    refusal = ""
    if request.method == "POST":
        try:
            services.end(mandate_id=row.pk, by=request.actor, at=law_now())
        except NotAllowed as no:
            refusal = str(no)
        else:
            messages.success(request, _("The mandate has ended. The applications under it are the employer's again."))
            return redirect("applicant:mandates")
    elif not (verdict := policies.may_change_mandate(request.actor, row)):
        messages.error(request, str(verdict.why))
        return redirect("applicant:mandate", mandate_key=row.key)
    listed = selector.listed(row)
    context = {
        "mandate": row,
        "for_firm": _for_firm(request),
        "holder": listed.holder,
        "open_files": mandate_words.open_files(listed.open_files),
        "refusal": refusal,
    }
    return render(request, "applicant/end_mandate.html", context, status=409 if refusal else 200)


def mandate_of(request: HttpRequest, key: uuid.UUID) -> "Mandate":
    """The mandate, if it is one of the actor's. 404 for unknown and foreign alike."""
    try:
        return selector.get_for(request.actor, key)
    except ObjectDoesNotExist:
        raise Http404 from None


def _for_firm(request: HttpRequest) -> bool:
    return bool(request.actor.capacity == Capacity.MANDATARY)


def _form(request: HttpRequest) -> MandateForm:
    data, sent = (request.POST, request.FILES) if request.method == "POST" else (None, None)
    by = (Capacity.EMPLOYER, Capacity.MANDATARY)
    kinds = [(each.code, each.code) for each in products.offered(on=request.law_day, filers=by)]
    if _for_firm(request):
        people = [(one.key, one.name) for one in colleagues.of_firm(request.actor.organisation, on=request.law_day)]
        return RecordForm(data, sent, today=request.law_day, categories=kinds, people=people)
    own = [(str(row.pk), _label(row)) for row in selector.filed_by_itself(request.actor)]
    return GiveForm(data, sent, today=request.law_day, categories=kinds, dossiers=own)


def _label(row: "Dossier") -> str:
    items = list(row.work_items.all())
    return f"{row.reference}, {items[0].worker_name}" if items else str(row.reference)


def _give(request: HttpRequest, form: MandateForm) -> "Mandate":
    given, actor = form.cleaned_data, request.actor
    terms: dict[str, Any] = {"terms": form.terms, "upload": given["paper"] or None, "by": actor, "at": law_now()}
    if isinstance(form, RecordForm):
        employer = Employer(identity=EmployerIdentity.ENTERPRISE, enterprise_number=given["number"], name=given["name"])
        chosen = dict(form.fields["person"].choices)[given["person"]]
        holder = Holder(given["person"], actor.organisation, chosen)
        return services.give(employer=employer, firm_id=actor.organisation_id, holder=holder, **terms)
    firm = employers.find_firm(given["firm"])
    person = colleagues.find_in_firm(firm.pk, given["person"], on=request.law_day) if firm else None
    return services.give(
        principal_id=actor.organisation_id,
        firm_id=firm.pk if firm else None,
        holder=Holder(person.key, firm.pk, person.name) if firm and person else None,
        **terms,
    )


def _actions(request: HttpRequest, row: "Mandate") -> list[parts.Action]:
    """What either side may do; refused ones with their reason."""
    for_firm = _for_firm(request)
    found: list[parts.Action] = []
    if not for_firm:
        found.append(
            _action(row, _("Confirm this mandate"), "confirm_mandate", policies.may_confirm_mandate(request.actor, row))
        )
    change = policies.may_change_mandate(request.actor, row)
    if for_firm:
        may = policies.may_substitute(request.actor, row)
        found.append(_action(row, _("Name who stands in"), "substitute", may, method="get", kind="quiet"))
    found.append(_action(row, _("Name another person"), "hand_over_mandate", change, method="get", kind="quiet"))
    words = _("Lay the mandate down") if for_firm else _("Revoke the mandate")
    found.append(_action(row, words, "end_mandate", change, method="get", kind="refuse"))
    return found


def _action(
    row: "Mandate", label: str, url: str, verdict: policies.Verdict, *, method: str = "post", kind: str = ""
) -> parts.Action:
    href = reverse(f"applicant:{url}", args=[row.key])
    return parts.Action(label, href, method=method, kind=kind, is_allowed=bool(verdict), why=str(verdict.why))


def _empty(*, for_firm: bool) -> parts.Empty:
    link = parts.Link(reverse("applicant:give_mandate"), _("Record a mandate") if for_firm else _("Give a mandate"))
    if for_firm:
        return parts.Empty(
            _("No client has given you a mandate here yet"),
            _("An employer gives one on his own page. If you hold one on paper, record it with the paper."),
            link,
        )
    return parts.Empty(
        _("Nobody represents you"),
        _("You file your applications yourself. A lawyer or another person can do it for you under a mandate."),
        link,
    )


def _is_number(typed: str) -> bool:
    return typed.isdecimal() and len(typed) < 19
