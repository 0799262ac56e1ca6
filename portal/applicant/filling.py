"""Filling in: one page per step, saved while it is typed, never refused.

"Continue" shows what is wrong and stays; every other way out of the page, and the line of steps, is always open.
"""

import uuid
from typing import TYPE_CHECKING

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.timezone import localtime
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from applications.now import law_now, law_today
from applications.selectors import filing_check
from applications.services import drafting
from applications.services.refusals import NotAllowed
from portal.accounts.access import actor_required
from portal.accounts.kept_posts import kept_post
from portal.applicant import found, keeping, side, slots, stages
from portal.applicant.forms import StepForm, asked
from portal.applicant.keeping import Window

if TYPE_CHECKING:
    from applications.models import Dossier
    from applications.selectors.filing_check import FilingCheck

LATER = "later"


@require_GET
@actor_required(*found.FILLERS)
def resume(request: HttpRequest, key: uuid.UUID) -> HttpResponse:
    """To the first step that is not whole, or to the dossier if it has been filed."""
    dossier = found.by_key(request, key)
    if not dossier.is_draft:
        return redirect(found.filed(request), reference=dossier.reference)
    wanted = asked(dossier, dossier.draft.answers, on=law_today())
    return redirect(stages.href(dossier, next(stages.unfinished(dossier, wanted), "documents")))


@require_http_methods(["GET", "HEAD", "POST"])
@actor_required(*found.FILLERS)
def step(request: HttpRequest, key: uuid.UUID, step: str) -> HttpResponse:
    """One step of the form."""
    dossier = found.by_key(request, key)
    if not dossier.is_draft:
        messages.info(request, _("This application has been filed. What was filed is kept as it was."))
        return redirect(found.filed(request), reference=dossier.reference)
    if step not in stages.order(asked(dossier, dossier.draft.answers, on=law_today())):
        return redirect(stages.href(dossier, "documents"))  # nothing is asked there of this application
    return _save(request, dossier, step) if request.method == "POST" else _show(request, dossier, step)


@require_POST
@actor_required(*found.FILLERS)
def autosave(request: HttpRequest, key: uuid.UUID, step: str) -> HttpResponse:
    """Keep a step while it is being typed: 204; 409 with the sentence when another window saved it in between."""
    dossier = found.by_key(request, key)
    if not dossier.is_draft:
        return HttpResponse(status=409)
    form = keeping.form_of(dossier, step, request.POST, on=law_today())
    try:
        keeping.keep(dossier, step, form, window=Window.of(request.POST), by=request.actor, at=law_now())
    except (drafting.DraftMovedOn, NotAllowed) as refusal:
        return HttpResponse(str(refusal), status=409, content_type="text/plain; charset=utf-8")
    return HttpResponse(status=204)


@require_GET
@actor_required(*found.FILLERS)
def beside(request: HttpRequest, key: uuid.UUID) -> HttpResponse:
    """Checklist and competence anew, for pages that stay open while answers are saved."""
    dossier = found.by_key(request, key)
    if not dossier.is_draft:
        return HttpResponse(status=204)
    shown = side.of(filing_check.check(dossier, on=law_today()))
    return render(request, "applicant/side.html", {"side": shown, "dossier": dossier})


@require_http_methods(["GET", "HEAD"])
@actor_required(*found.FILLERS)
def documents(request: HttpRequest, key: uuid.UUID) -> HttpResponse:
    """The papers of a draft."""
    dossier = found.by_key(request, key)
    if not dossier.is_draft:
        return redirect(found.filed(request), reference=dossier.reference)
    return documents_page(request, dossier, errors={})


def documents_page(
    request: HttpRequest, dossier: "Dossier", *, errors: slots.Errors, status: int = 200
) -> HttpResponse:
    """The page of the slots, with what is wrong on one of them."""
    check = filing_check.check(dossier, on=law_today())
    context = {
        **_frame(request, dossier, "documents", check),
        "slots": slots.of_draft(dossier, check.lines, request.actor, errors),
        "may_invite": request.actor.capacity in found.BODIES,
    }
    return render(request, "applicant/documents.html", context, status=status)


def documents_href(dossier: "Dossier") -> str:
    """The address of that page."""
    return stages.href(dossier, "documents")


def _show(request: HttpRequest, dossier: "Dossier", step: str) -> HttpResponse:
    kept = kept_post(request)
    window = Window.of(kept) if kept and kept.get("window") else Window.new(dossier, step)
    check = filing_check.check(dossier, on=law_today())
    data = kept or keeping.typed(dossier, step)
    form = keeping.form_of(dossier, step, data, on=law_today(), articles=side.articles(check))
    return _page(request, dossier, step, form.without_errors() if data else form, window=window, check=check)


def _save(request: HttpRequest, dossier: "Dossier", step: str) -> HttpResponse:
    """Save, then go on; stay where something is wrong, or where another window was faster."""
    window = Window.of(request.POST)
    articles = side.articles(filing_check.check(dossier, on=law_today()))
    form = keeping.form_of(dossier, step, request.POST, on=law_today(), articles=articles)
    moved_on = False
    try:
        keeping.keep(dossier, step, form, window=window, by=request.actor, at=law_now())
    except (drafting.DraftMovedOn, NotAllowed) as refusal:
        form.add_error(None, str(refusal))
        moved_on = True
    go = request.POST.get("go", "")
    if not moved_on and go == LATER:
        messages.success(request, _("Saved. You can go on at any time."))
        return redirect(found.home(request))
    if not moved_on and form.is_valid():
        dossier.draft.refresh_from_db()
        wanted = asked(dossier, dossier.draft.answers, on=law_today())
        return redirect(stages.href(dossier, stages.following(step, wanted)))
    dossier = found.by_key(request, dossier.key)
    if not dossier.is_draft:
        return redirect(found.filed(request), reference=dossier.reference)
    check = filing_check.check(dossier, on=law_today())
    return _page(request, dossier, step, form, window=window.after(dossier, step), check=check, status=422)


def _page(
    request: HttpRequest,
    dossier: "Dossier",
    step: str,
    form: StepForm,
    *,
    window: Window,
    check: "FilingCheck",
    status: int = 200,
) -> HttpResponse:
    context = {
        **_frame(request, dossier, step, check),
        "form": form,
        "asked": list(form.asked()),
        "window": window,
        "autosave_url": reverse("applicant:autosave", args=[dossier.key, step]),
    }
    return render(request, "applicant/step.html", context, status=status)


def _frame(request: HttpRequest, dossier: "Dossier", step: str, check: "FilingCheck") -> dict[str, object]:
    """What every page of a draft has around it."""
    wanted = asked(dossier, dossier.draft.answers, on=law_today())
    previous, following = stages.before(step, wanted), stages.following(step, wanted)
    saved = localtime(dossier.draft.saved_at)
    return {
        "dossier": dossier,
        "home": found.home(request),
        "draft_title": stages.draft_title(dossier),
        "title": stages.LABELS[step],
        "stages": stages.line(dossier, step, wanted=wanted, papers_missing=len(check.missing)),
        "side": side.of(check),
        "saved": _("Saved at %(time)s") % {"time": f"{saved:%H:%M}"} if dossier.draft.typed else "",
        "back_href": stages.href(dossier, previous) if previous else "",
        "next_label": stages.LABELS[following],
        "next_href": stages.href(dossier, following),
    }
