"""The worker's door as a desk sees it (P20): who came in and how sure we are, what he says of the facts, invitations.

What the worker says is for the two desks alone; whoever filed learns neither of a flag nor of a confirmation.
"""

from collections.abc import Sequence
from typing import TYPE_CHECKING

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from applications.now import law_now
from applications.selectors import invitations as selector
from applications.selectors import statements
from applications.services import invitations
from applications.vocabulary import Capacity, EntryKind, InvitationState, Relation, StatementKind
from portal.accounts.access import actor_required
from portal.desk import opening
from portal.ui import facts_words, inviting, parts

if TYPE_CHECKING:
    from applications.models import Invitation, WorkerStatement


@require_http_methods(["GET", "HEAD", "POST"])
@actor_required(Capacity.OFFICER)
def worker(request: HttpRequest, reference: str) -> HttpResponse:
    """That page; posting invites, renews or withdraws."""
    desk = opening.opened(request, reference)
    dossier, at = desk.dossier, law_now()
    here = reverse("desk:worker", args=[dossier.reference])
    form = inviting.InviteForm(request.POST if inviting.is_new(request) else None, initial=inviting.initial(dossier))
    if request.method == "POST" and inviting.act(request, dossier, form, at=at):
        return redirect(here)
    rows = selector.of(dossier)
    said = statements.seen_by(request.actor, dossier)
    return opening.page(
        request,
        desk,
        "desk/worker.html",
        part="worker",
        status=422 if form.errors else 200,
        joined=_joined(rows),
        linked=any(entry.kind == EntryKind.WORKER_LINKED for entry in desk.entries),
        flags=[_flag(s) for s in said if s.kind == StatementKind.WRONG],
        confirmed=next((s for s in said if s.kind == StatementKind.CONFIRMED), None),
        invited=inviting.as_conditions(rows, here, at=at),
        waits=any(row.state == InvitationState.OPEN for row in rows),
        verdict=invitations.may_invite(dossier, request.actor),
        form=form,
    )


def _joined(rows: Sequence["Invitation"]) -> dict[str, object] | None:
    """Who holds the door, by the invitation accepted last; a legal representative is named with his relation (P17)."""
    accepted = next((row for row in rows if row.state == InvitationState.ACCEPTED), None)
    if accepted is None:
        return None
    relation = str(Relation(accepted.relation).label) if accepted.relation else ""
    return {"at": accepted.ended_at, "representative": accepted.representative_name, "relation": relation}


def _flag(statement: "WorkerStatement") -> parts.Message:
    title = _("The worker, about: %(fact)s") % {"fact": facts_words.title(statement.path)}
    return parts.Message(title, statement.said_at, statement.text)
