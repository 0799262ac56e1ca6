"""The worker's part of a draft (P20): his own papers, before anything is filed."""

import uuid
from typing import TYPE_CHECKING

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_safe

from applications.now import law_today
from applications.selectors import filing_check
from applications.vocabulary import Capacity
from portal.accounts import passkeys
from portal.accounts.access import actor_required
from portal.applicant import found, slots

if TYPE_CHECKING:
    from applications.models import Dossier


@require_safe
@actor_required(Capacity.WORKER)
def part(request: HttpRequest, key: uuid.UUID) -> HttpResponse:
    """The slots that are the worker's; once filed, the dossier's own page."""
    dossier = found.by_key(request, key)
    if not dossier.is_draft:
        return redirect("applicant:dossier", reference=dossier.reference)
    return page(request, dossier, errors={})


def page(request: HttpRequest, dossier: "Dossier", *, errors: slots.Errors, status: int = 200) -> HttpResponse:
    """That page, with what is wrong on one of the slots."""
    check = filing_check.check(dossier, on=law_today())
    context = {
        "dossier": dossier,
        "employer": dossier.draft.answers.get("employer", {}).get("name", ""),
        "slots": slots.of_draft(dossier, check.lines, request.actor, errors),
        "offers_passkey": passkeys.is_offered(request),
    }
    return render(request, "applicant/part.html", context, status=status)
