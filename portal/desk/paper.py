"""What comes on paper (P24): applications to type, and papers for a dossier that somebody sent by post."""

from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from applications import files, policies
from applications.now import law_now
from applications.rulebook import sentences
from applications.selectors import dossiers
from applications.selectors.desk_file import DeskFile
from applications.services import completeness, documents, paper, requests
from applications.services.refusals import NotAllowed
from applications.vocabulary import ApplicationKind, Authority, Capacity, EmployerIdentity, State
from portal.accounts.access import actor_required
from portal.desk import opening
from portal.desk import papers as slots
from portal.desk.mailroom import rooms
from portal.desk.paper_forms import AddPaperForm, NewPaperForm
from portal.ui import parts
from portal.ui.templatetags.ui import day


@require_safe
@actor_required(Capacity.OFFICER)
def papers(request: HttpRequest) -> HttpResponse:
    """Applications that the authority has begun to type, newest first."""
    typed = request.GET.get("before", "")
    before = int(typed) if typed.isdecimal() and len(typed) < 19 else None
    rows = dossiers.being_typed(request.actor, before=before)
    shown = rows[: dossiers.PAGE]
    here = reverse("desk:on_paper")
    verdict = policies.may_open_paper(request.actor)
    context = {
        "rooms": rooms("paper"),
        "rows": [_line(row) for row in shown],
        "page": parts.Paging(
            next_href=f"{here}?before={shown[-1].id}" if len(rows) > dossiers.PAGE else "",
            first_href=here if before else "",
        ),
        "register": parts.Action(
            _("Register an application"),
            reverse("desk:on_paper_new"),
            method="get",
            is_allowed=bool(verdict),
            why=str(verdict.why),
        ),
        "nothing": parts.Empty(
            _("Nothing is being typed"), _("What has been filed stands on the work list, marked as received on paper.")
        ),
    }
    return render(request, "desk/paper.html", context)


@require_http_methods(["GET", "HEAD", "POST"])
@actor_required(Capacity.OFFICER)
def new(request: HttpRequest) -> HttpResponse:
    """Open an application from paper; the same form as everybody's follows."""
    if not (verdict := policies.may_open_paper(request.actor)) and request.method != "POST":
        messages.error(request, str(verdict.why))
        return redirect("desk:on_paper")
    form = NewPaperForm(
        request.POST if request.method == "POST" else None, today=request.law_day, authority=request.actor.authority
    )
    if form.is_valid():
        data = form.cleaned_data
        employer = paper.Employer(
            identity=EmployerIdentity(data["identity"]),
            name=data["name"],
            enterprise_number=data["enterprise_number"],
        )
        try:
            dossier = paper.open_application(
                category=data["category"],
                kind=ApplicationKind(data["kind"]),
                received_on=data["received_on"],
                employer=employer,
                reply_address=data["address"],
                by=request.actor,
                at=law_now(),
            )
        except NotAllowed as refusal:
            form.add_error(None, str(refusal))
        else:
            return redirect("applicant:resume", key=dossier.key)
    status = 422 if form.errors else 200
    return render(request, "desk/paper_new.html", {"rooms": rooms("paper"), "form": form}, status=status)


@require_http_methods(["GET", "HEAD", "POST"])
@actor_required(Capacity.OFFICER)
def add(request: HttpRequest, reference: str) -> HttpResponse:
    """Register a paper that came by post, on the desk's own track; it may be the answer that was awaited."""
    desk = opening.opened(request, reference)
    verdict = policies.may_register_paper(request.actor, desk.dossier, track=desk.track)
    if not verdict and request.method != "POST":
        messages.error(request, str(verdict.why))
        return redirect("desk:documents", reference=reference)
    own = [(each.code, each.title) for each in slots.of(desk, track=desk.track)]
    posted = request.POST if request.method == "POST" else None
    form = AddPaperForm(
        posted, request.FILES if posted is not None else None, papers=own, is_asked=_is_asked(desk), today=desk.on
    )
    if posted is not None and form.is_valid():
        try:
            said = _register(request, desk, form.cleaned_data)
        except (NotAllowed, files.FileRefused) as refusal:
            form.add_error(None, str(refusal))
        else:
            messages.success(request, said)
            return redirect("desk:documents", reference=reference)
    status = 422 if form.errors else 200
    return opening.page(request, desk, "desk/add.html", part="documents", status=status, form=form)


def _register(request: HttpRequest, desk: DeskFile, data: dict[str, Any]) -> str:
    """The scan, then the answer if it is one; a refused answer leaves the scan where it is, and says why."""
    needs = {need.code: need for need in desk.file.evaluation.documents}
    need = needs.get(data["code"])
    known = desk.documents.get(data["code"])
    documents.attach(
        dossier_id=desk.dossier.pk,
        code=data["code"],
        track=desk.track,
        sealed=known.sealed if known is not None else bool(need and need.sealed),
        upload=data["file"],
        by=request.actor,
        at=law_now(),
        received_on=data["received_on"],
    )
    said = _("Registered: %(title)s.") % {"title": sentences.title(data["code"])}
    if not data.get("is_answer"):
        return said
    answer = {"dossier_id": desk.dossier.pk, "received_on": data["received_on"], "by": request.actor, "at": law_now()}
    if desk.dossier.state == State.UNDER_REVIEW:
        requests.register_answer(track=desk.track, **answer)
    else:
        completeness.register_answer(**answer)
    return f"{said} " + _("The answer counts since %(day)s.") % {"day": day(data["received_on"])}


def _is_asked(desk: DeskFile) -> bool:
    """Whether this desk can say that a request has been answered."""
    if desk.dossier.state == State.UNDER_REVIEW:
        return any(request.is_open and request.track == desk.track for request in desk.requests)
    return desk.dossier.state == State.INCOMPLETE and desk.actor.authority != Authority.FEDERAL


def _line(row: dossiers.Listed) -> parts.Cond:
    return parts.Cond(
        title=row.worker_name or _("Worker not named yet"),
        tone="now",
        icon="pencil",
        state=_("received on %(day)s") % {"day": day(row.received_on)},
        why=row.employer_name,
        meta=sentences.title(row.category),
        links=[parts.Link(reverse("applicant:resume", args=[row.key]), _("Go on typing"))],
    )
