"""Where the decision goes, as the Immigration Office sets it right: commune, post, or no post at all (P29)."""

from collections.abc import Callable

from django import forms
from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_http_methods

from applications import policies
from applications.now import law_now
from applications.selectors.desk_file import DeskFile
from applications.services import destination as service
from applications.services.refusals import NotAllowed
from applications.vocabulary import Capacity
from portal.accounts.access import actor_required
from portal.desk import opening
from portal.ui import communes, parts, posts
from portal.ui.communes import CommuneField
from portal.ui.posts import NamePostForm

COMMUNE, POST, ENTERED = "commune", "post", "entered"


class CommuneForm(forms.Form):
    """In which commune the worker lives, or will live."""

    commune = CommuneField(label=gettext_lazy("Commune in Belgium"), help_text=gettext_lazy("For example 4700 Eupen."))


@require_http_methods(["GET", "HEAD", "POST"])
@actor_required(Capacity.OFFICER)
def destination(request: HttpRequest, reference: str) -> HttpResponse:
    """Three small forms; whoever had the decision is told, or loses what he has not acknowledged."""
    desk = opening.opened(request, reference)
    what = request.POST.get("what", "") if request.method == "POST" else ""
    verdict = policies.may_name_post(request.actor, desk.dossier, is_addressed=False)
    if not verdict and request.method != "POST":
        messages.error(request, str(verdict.why))
        return redirect("desk:post", reference=reference)
    known = {
        COMMUNE: CommuneForm(request.POST if what == COMMUNE else None),
        POST: NamePostForm(request.POST if what == POST else None, without=desk.dossier.post_code),
        ENTERED: forms.Form(request.POST if what == ENTERED else None),
    }
    status = 200
    if request.method == "POST":
        status = 422
        if what in known and known[what].is_valid():
            try:
                messages.success(request, _do(what, known[what], desk, request)())
            except NotAllowed as refusal:
                known[what].add_error(None, str(refusal))
            else:
                return redirect("desk:destination", reference=reference)
    return opening.page(
        request,
        desk,
        "desk/destination.html",
        part="post",
        status=status,
        commune=known[COMMUNE],
        post=known[POST],
        entered=known[ENTERED],
        facts=_facts(desk),
        has_post=bool(desk.dossier.post_code),
    )


def _do(what: str, form: forms.Form, desk: DeskFile, request: HttpRequest) -> Callable[[], str]:
    common = {"dossier_id": desk.dossier.pk, "by": request.actor, "at": law_now()}

    def commune() -> str:
        service.announce_commune(nis_code=form.cleaned_data["commune"], **common)
        return _("Noted. The commune that had the decision is told to stop, the new one gets it.")

    def post() -> str:
        service.name_post(**form.cleaned_data, **common)
        return _("Noted. The decision goes to %(post)s.") % {"post": posts.name_of(form.cleaned_data["post_code"])}

    def entered() -> str:
        service.announce_entry(**common)
        return _("Noted. The post is told that no visa is needed any more.")

    return {COMMUNE: commune, POST: post, ENTERED: entered}[what]


def _facts(desk: DeskFile) -> list[parts.Fact]:
    post, commune = desk.dossier.post_code, desk.dossier.commune_nis_code
    return [
        parts.Fact(_("Diplomatic post"), posts.name_of(post) if post else _("none: no visa is needed")),
        parts.Fact(_("Commune"), communes.name_line(commune) if commune else _("not known yet")),
    ]
