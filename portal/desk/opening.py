"""Opening a dossier at the desk: found or not at all, written into the access log, in the same frame on each part."""

from typing import Any

from django.core.exceptions import ObjectDoesNotExist
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from applications import policies, references
from applications.now import law_now
from applications.rulebook import sentences
from applications.selectors import desk_file, dossiers, officers
from applications.selectors.desk_file import DeskFile
from applications.services import reading
from applications.vocabulary import EntryKind
from portal.accounts import colleagues
from portal.desk import actions, findings
from portal.ui.parts import Tab
from portal.ui.templatetags.ui import day


def opened(request: HttpRequest, reference: str, *, what: str = "page") -> DeskFile:
    """The dossier as this desk sees it; that somebody looked is written down. 404 for unknown and forbidden alike."""
    dossier = found(request, reference)
    if request.method in ("GET", "HEAD"):
        reading.record(dossier_id=dossier.pk, by=request.actor, what=what, at=law_now())
    return desk_file.of(dossier, request.actor, on=request.law_day)


def found(request: HttpRequest, reference: str) -> Any:
    """The dossier row. 404 for unknown and forbidden alike."""
    try:
        return dossiers.get_for(request.actor, str(references.parse(reference)))
    except (references.InvalidReference, ObjectDoesNotExist):
        raise Http404 from None


def page(
    request: HttpRequest, desk: DeskFile, template: str, *, part: str = "", status: int = 200, **context: Any
) -> HttpResponse:
    """Answer with a part of the dossier inside its frame: title, state, officer, parts, decisions."""
    names = context.get("names") or names_of(desk)
    item = desk.item
    frame = {
        "desk": desk,
        "dossier": desk.dossier,
        "actor": desk.actor,
        "worker": item.worker_name if item else "",
        "employer": item.employer_name if item else "",
        "category": sentences.title(desk.dossier.category),
        "kind": desk.file.facts.kind.label,
        "tabs": _tabs(desk, part),
        "names": names,
        "assignee": item.assignee if item else "",
        "assignee_name": (names.get(item.assignee) or _("Former colleague")) if item and item.assignee else "",
        "may_assign": policies.may_assign(desk.actor, desk.dossier),
        "colleagues": colleagues.of(desk.actor, on=desk.on),
        "actions": actions.of(desk),
        "overtaken": overtaken(desk),
    }
    return render(request, template, frame | context, status=status)


def overtaken(desk: DeskFile) -> str:
    """That the facts changed after the desk's letter or conclusion; empty where they did not (P22)."""
    act, review, version = desk.act, desk.review, desk.file.facts_version
    on = day(version.recorded_at)
    if act is not None and act.preview_key and not act.in_force and desk.file.changed_since(act.prepared_at):
        return _("Facts changed on %(day)s, after your letter was made ready") % {"day": on}
    concluded = review is not None and review.outcome and review.closed_at is None
    if concluded and desk.file.changed_since(review.concluded_at):
        return _("Facts changed on %(day)s, after your conclusion. You can conclude again") % {"day": on}
    return ""


def names_of(desk: DeskFile) -> dict[str, str]:
    """Names of the desk's own officers who appear in the dossier; nobody else's are looked up (P30)."""
    own = {entry.actor_key for entry in desk.entries if entry.organisation_key == desk.actor.organisation_key}
    if desk.item is not None:
        own.add(desk.item.assignee)
    return officers.names(own)


def _tabs(desk: DeskFile, part: str) -> list[Tab]:
    to_see = findings.of(desk).to_see
    flags = sum(entry.kind == EntryKind.FACT_FLAGGED for entry in desk.entries)
    labels = {
        "dossier": (_("Examination"), _("%(count)d to look at") % {"count": to_see} if to_see else ""),
        "data": (_("Data"), ""),
        "documents": (_("Documents"), len(desk.documents)),
        "deadlines": (_("Deadlines"), ""),
        "post": (_("Post"), ""),
        "journal": (_("Journal"), len(desk.entries)),
        "worker": (
            _("Worker"),
            ngettext("%(count)d objection", "%(count)d objections", flags) % {"count": flags} if flags else "",
        ),
        "notes": (_("Notes"), ""),
    }
    reference = desk.dossier.reference
    return [
        Tab(reverse(f"desk:{name}", args=[reference]), label, count, is_current=name == part)
        for name, (label, count) in labels.items()
    ]
