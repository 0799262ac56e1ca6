"""Inviting the worker into an application, drafted or filed (P20)."""

import uuid

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.http import require_http_methods

from applications.now import law_now
from applications.selectors import invitations
from applications.services import invitations as invitation_service
from applications.vocabulary import InvitationState
from portal.accounts.access import actor_required
from portal.applicant import found, stages
from portal.ui import inviting


@require_http_methods(["GET", "HEAD", "POST"])
@actor_required(*found.BODIES)
def door(request: HttpRequest, key: uuid.UUID) -> HttpResponse:
    """Who was invited and what became of it; posting invites, renews or withdraws."""
    dossier = found.by_key(request, key)
    at = law_now()
    here = reverse("applicant:door", args=[dossier.key])
    form = inviting.InviteForm(request.POST if inviting.is_new(request) else None, initial=inviting.initial(dossier))
    if request.method == "POST" and inviting.act(request, dossier, form, at=at):
        return redirect(here)
    rows = invitations.of(dossier)
    context = {
        "dossier": dossier,
        "title": stages.draft_title(dossier) if dossier.is_draft else dossier.reference,
        "back_href": reverse("applicant:resume", args=[dossier.key]),
        "invited": inviting.as_conditions(rows, here, at=at),
        "waits": any(row.state == InvitationState.OPEN for row in rows),
        "form": form,
        "verdict": invitation_service.may_invite(dossier, request.actor),
    }
    return render(request, "applicant/door.html", context, status=422 if form.errors else 200)
