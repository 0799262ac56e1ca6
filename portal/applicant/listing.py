"""My applications, and opening a new one."""

import uuid
from typing import TYPE_CHECKING, Any

from django import forms
from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from applications import policies
from applications.now import law_now, law_today
from applications.rulebook import Category, sentences
from applications.rulebook.codes import FILES_AS
from applications.selectors import dossiers
from applications.services import drafting
from applications.services.refusals import NotAllowed
from applications.vocabulary import ApplicationKind, Capacity, State
from portal.accounts.access import actor_required
from portal.applicant import found, prefill, stages
from portal.ui import parts, products, told
from portal.ui.answers import PickField

if TYPE_CHECKING:
    from applications.selectors.dossiers import Listed


class NewForm(forms.Form):
    """What is applied for: whatever the rulebook offers today to whoever asks."""

    category = PickField(
        label=gettext_lazy("What do you apply for?"),
        help_text=gettext_lazy("If you are not sure, check first which permit is needed."),
    )
    kind = PickField(label=gettext_lazy("Which application is it?"))

    def __init__(self, data: Any = None, *, offered: list[Category], initial: dict[str, str]) -> None:
        super().__init__(data, initial=initial)
        self.fields["category"].choices = products.named(offered)
        self.fields["kind"].choices = products.kinds(offered)

    def clean(self) -> dict[str, Any]:
        category, kind = self.cleaned_data.get("category"), self.cleaned_data.get("kind")
        if category and kind and (why := products.wrong_kind(category, kind)):
            self.add_error("kind", why)
        return self.cleaned_data


@require_GET
@actor_required(*found.READERS)
def dossiers_page(request: HttpRequest) -> HttpResponse:
    """My applications, newest first, a page at a time."""
    before = request.GET.get("before", "")
    rows = dossiers.listed_for(request.actor, before=int(before) if before.isdecimal() else None)
    shown, more = rows[: dossiers.PAGE], len(rows) > dossiers.PAGE
    here = reverse("applicant:dossiers")
    context = {
        "rows": [_line(row, request.actor.capacity) for row in shown],
        "page": parts.Paging(
            next_href=f"{here}?before={shown[-1].id}" if more else "", first_href=here if before else ""
        ),
        "may_open": bool(policies.may_open_draft(request.actor)),
        "empty": _empty(request.actor.capacity),
        "is_worker": request.actor.capacity == Capacity.WORKER,
    }
    return render(request, "applicant/dossiers.html", context)


@require_http_methods(["GET", "HEAD", "POST"])
@actor_required(*found.FILERS)
def new(request: HttpRequest) -> HttpResponse:
    """Open an application: which product, which kind."""
    asked_for = {name: request.GET[name] for name in ("category", "kind") if name in request.GET}
    offered = products.offered(on=law_today(), filers=[FILES_AS[request.actor.capacity]])
    form = NewForm(
        request.POST if request.method == "POST" else None,
        offered=offered,
        initial={"kind": ApplicationKind.FIRST, **asked_for},
    )
    if form.is_valid():
        try:
            dossier = _open(request, form.cleaned_data)
        except NotAllowed as refusal:
            form.add_error(None, str(refusal))
        else:
            return redirect(stages.first(dossier))
    carries = any(name.startswith(told.IN_ADDRESS) for name in request.GET)
    context = {"form": form, "carries": carries, "is_offered": bool(offered)}
    return render(request, "applicant/new.html", context, status=422 if form.is_bound else 200)


@require_POST
@actor_required(*found.FILLERS)
def discard(request: HttpRequest, key: uuid.UUID) -> HttpResponse:
    """Throw a draft away, with its files."""
    dossier = found.by_key(request, key)
    try:
        drafting.discard(dossier_id=dossier.pk, by=request.actor)
    except NotAllowed as refusal:
        messages.error(request, str(refusal))
    else:
        messages.success(request, _("The draft and its files have been deleted."))
    return redirect(found.home(request))


def _open(request: HttpRequest, chosen: dict[str, str]) -> Any:
    """A draft with what is already known of who files (feature 7), and what the address of the page carries from the
    check before signing in."""
    at = law_now()
    dossier = drafting.open_draft(
        category=chosen["category"], kind=ApplicationKind(chosen["kind"]), by=request.actor, at=at
    )
    known = prefill.known(request.actor, request.membership.organisation)
    carried = told.from_address(request.GET, category=chosen["category"], kind=chosen["kind"])
    known = told.merged(carried, known)
    if known:
        drafting.save_step(dossier_id=dossier.pk, step="prefilled", answers=known, typed={}, by=request.actor, at=at)
    return dossier


def _line(row: "Listed", capacity: str) -> dict[str, Any]:
    """One line of the list."""
    is_draft = row.state == State.DRAFT
    draft_page = "applicant:part" if capacity == Capacity.WORKER else "applicant:resume"
    href = reverse(draft_page, args=[row.key]) if is_draft else reverse("applicant:dossier", args=[row.reference])
    return {
        "href": href,
        "name": row.worker_name or _("Worker not named yet"),
        "employer": row.employer_name,
        "state": row.state,
        "reference": row.reference or "",
        "product": sentences.title(row.category),
        "at": row.opened_at if is_draft else row.submitted_at,
        "authority": row.authority,
        "is_draft": is_draft,
    }


def _empty(capacity: str) -> parts.Empty:
    if capacity == Capacity.WORKER:
        return parts.Empty(
            _("No application names you yet"),
            _("When an employer files one for you, you find it here and can follow it."),
        )
    return parts.Empty(
        _("No applications yet"),
        _("An application begins as a draft. You can stop at any time and go on later."),
        parts.Link(reverse("applicant:new"), _("Open an application")),
    )
