"""Checking and filing: everything on one page, warned and never refused but where nobody could process it (P16)."""

import uuid
from collections.abc import Sequence
from dataclasses import replace
from datetime import datetime
from typing import TYPE_CHECKING, Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.timezone import localtime
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods

from applications.now import law_now, law_today
from applications.rulebook import sentences
from applications.selectors import filing_check, filing_receipt
from applications.services import drafting, submission
from applications.services.refusals import NotAllowed
from applications.vocabulary import Capacity, Intake, Result
from portal.accounts.access import actor_required
from portal.applicant import answers, found, mandate_words, side, stages
from portal.applicant.forms import asked, no_longer_asked
from portal.ui import information, parts
from portal.ui.templatetags.ui import day
from portal.ui.told import put

if TYPE_CHECKING:
    from applications.models import Dossier
    from applications.selectors.filing_check import FilingCheck
    from applications.selectors.filing_receipt import FilingReceipt

WHERE = {  # in which step a blocker is mended
    "NO_IDENTITY": "worker",
    "NO_EMPLOYER": "employer",
    "NO_AUTHORITY": "job",
    "NO_HOME": "residence",
    "NO_POST": "residence",
    "NOT_OPEN": "job",
    "INFECTED_FILE": "documents",
}


@require_http_methods(["GET", "HEAD", "POST"])
@actor_required(*found.FILLERS)
def check(request: HttpRequest, key: uuid.UUID) -> HttpResponse:
    """The last page before filing; posting it files. Posting it again leads to the same dossier."""
    dossier = found.by_key(request, key)
    if request.method == "POST":
        return _submit(request, dossier)
    if not dossier.is_draft:
        return redirect(found.filed(request), reference=dossier.reference)
    return _page(request, dossier)


def _submit(request: HttpRequest, dossier: "Dossier") -> HttpResponse:
    try:
        _drop_what_is_not_asked(request, dossier)
        filed = submission.submit(
            dossier_id=dossier.pk, by=request.actor, at=law_now(), notice=information.known(request.POST.get("notice"))
        )
    except NotAllowed as refusal:
        if not dossier.is_draft:
            messages.info(request, str(refusal))
            return redirect(found.filed(request), reference=dossier.reference)
        return _page(request, dossier, refusal=str(refusal), status=422)
    return redirect(found.filed(request, is_new=True), reference=filed.reference)


def _drop_what_is_not_asked(request: HttpRequest, dossier: "Dossier") -> None:
    """Answers to what only another authority would ask, from before the place of work was changed, are not filed."""
    if not dossier.is_draft:
        return
    told: dict[str, Any] = {}
    for path in no_longer_asked(dossier, dossier.draft.answers, on=law_today()):
        put(told, path, None)
    if told:
        drafting.save_step(
            dossier_id=dossier.pk, step="not asked", answers=told, typed={}, by=request.actor, at=law_now()
        )


def _page(request: HttpRequest, dossier: "Dossier", *, refusal: str = "", status: int = 200) -> HttpResponse:
    today = law_today()
    checked = filing_check.check(dossier, on=today, actor_key=request.actor.key)
    wanted = asked(dossier, dossier.draft.answers, on=today)
    is_mandatary = dossier.filer_capacity == Capacity.MANDATARY
    context = {
        "dossier": dossier,
        "home": found.home(request),
        "draft_title": stages.draft_title(dossier),
        "stages": stages.line(dossier, "check", wanted=wanted, papers_missing=len(checked.missing)),
        "answered": answers.of_draft(dossier, wanted=wanted, on=today),
        "findings": _findings(checked),
        "papers": [side.paper(line) for line in checked.lines if line.need.required or line.filled],
        "blockers": [_blocker(dossier, code, steps=stages.order(wanted)) for code in checked.blockers],
        "missing": len(checked.missing),
        "doubtful": len(checked.doubtful),
        "mandate": mandate_words.of_draft(checked) if is_mandatary or checked.lacks else None,
        "mandate_href": reverse("applicant:file_under", args=[dossier.key]) if is_mandatary else "",
        "back_href": stages.href(dossier, "documents"),
        "act": replace(_action(dossier, checked), name="notice", value=information.VERSION),
        "refusal": refusal if not checked.blockers else "",
        "notice": information.short(),
    }
    return render(request, "applicant/check.html", context, status=status)


def _findings(checked: "FilingCheck") -> list[parts.Cond]:
    """What the rules say, the doubtful first."""
    spoken = [f for f in side.conditions_of(checked) if f.result != Result.NOT_APPLICABLE]
    spoken.sort(key=lambda finding: finding.result == Result.MET)
    return [side.condition(finding) for finding in spoken]


def _blocker(dossier: "Dossier", code: str, *, steps: Sequence[str]) -> parts.Cond:
    step = WHERE[code] if WHERE[code] in steps else "residence"  # who is asked for no job is judged by the home
    link = parts.Link(stages.href(dossier, step), _("Go to: %(step)s") % {"step": stages.LABELS[step]})
    return parts.Cond(str(filing_check.BLOCKERS[code]), "bad", _("Cannot be filed yet"), links=[link])


def _action(dossier: "Dossier", checked: "FilingCheck") -> parts.Action:
    href = reverse("applicant:check", args=[dossier.key])
    if checked.blockers:
        why = _("Nobody could process this application yet. See above what is needed.")
        return parts.Action(_("File the application"), href, is_allowed=False, why=why)
    if dossier.received_on:
        why = _("The filing day is the day on which the paper was received: %(day)s.") % {
            "day": day(dossier.received_on)
        }
        return parts.Action(_("File the application"), href, why=why)
    if checked.warnings:
        why = _("The filing day counts from now on. The authority may ask for what is missing or doubtful.")
        return parts.Action(_("File anyway"), href, why=why)
    return parts.Action(_("File the application"), href)


@require_GET
@actor_required(*found.READERS)
def receipt(request: HttpRequest, reference: str) -> HttpResponse:
    """The acknowledgement: number, instant, fingerprints."""
    dossier = found.by_reference(request, reference)
    filed = filing_receipt.of(dossier)
    at = localtime(filed.filed_at)
    done = parts.Confirmation(
        title=_("Your application has been filed"),
        lede=_("Keep this page: it proves when you filed and what."),
        reference=filed.reference,
        facts=[
            *_filed(filed, at),
            parts.Fact(_("Product"), sentences.title(filed.category)),
            parts.Fact(_("Fingerprint of your answers"), filed.facts_sha256, is_reference=True),
            *(
                parts.Fact(sentences.title(paper.code), paper.sha256 or _by_worker(), is_reference=bool(paper.sha256))
                for paper in filed.papers
            ),
            parts.Fact(_("Entry in the journal"), filed.entry_hash, is_reference=True),
        ],
        next_steps=[
            _("The work authority and the Immigration Office check at the same time whether everything is there."),
            _("If something is missing you are asked for it once, with the day by which it is needed."),
            _("When the application is complete, you are told. From then on the time to decide runs."),
        ],
        links=[
            parts.Link(reverse("applicant:dossier", args=[reference]), _("To the dossier")),
            parts.Link(reverse("applicant:receipt_text", args=[reference]), _("Save the receipt as text")),
            parts.Link(reverse("applicant:receipt_json", args=[reference]), _("Save the receipt for machines (JSON)")),
        ],
    )
    missing = [sentences.title(code) for code in filed.warnings if "." not in code]
    return render(
        request,
        "applicant/receipt.html",
        {"done": done, "dossier": dossier, "missing": missing, "notice": information.short()},
    )


def _filed(filed: "FilingReceipt", at: datetime) -> list[parts.Fact]:
    """When: to the second, or the day on which a paper was received."""
    if filed.intake == Intake.PAPER:
        return [parts.Fact(_("Received on paper"), day(at))]
    return [parts.Fact(_("Filed"), f"{day(at)}, {at:%H:%M:%S}")]


@require_GET
@actor_required(*found.READERS)
def receipt_text(request: HttpRequest, reference: str) -> HttpResponse:
    """The receipt as a text file."""
    filed = filing_receipt.of(found.by_reference(request, reference))
    answer = HttpResponse(_as_text(filed), content_type="text/plain; charset=utf-8")
    answer["Content-Disposition"] = f'attachment; filename="{filed.reference}-receipt.txt"'
    return answer


@require_GET
@actor_required(*found.READERS)
def receipt_json(request: HttpRequest, reference: str) -> HttpResponse:
    """The receipt for machines."""
    filed = filing_receipt.of(found.by_reference(request, reference))
    answer = JsonResponse(filed.as_json(), json_dumps_params={"indent": 2})
    answer["Content-Disposition"] = f'attachment; filename="{filed.reference}-receipt.json"'
    return answer


def _by_worker() -> str:
    return _("Received from the worker, sealed")


def _as_text(filed: "FilingReceipt") -> str:
    at = localtime(filed.filed_at)
    lines = [
        _("Receipt of an application, Working in Belgium"),
        "",
        _("Reference") + f": {filed.reference}",
        _("Received on paper") + f": {at.date().isoformat()}"
        if filed.intake == Intake.PAPER
        else _("Filed") + f": {at.isoformat(timespec='seconds')}",
        _("Product") + f": {sentences.title(filed.category)}",
        "",
        _("Fingerprints (SHA-256)"),
        f"{filed.facts_sha256}  " + _("your answers"),
        *(f"{paper.sha256 or _by_worker()}  {sentences.title(paper.code)}" for paper in filed.papers),
        f"{filed.entry_hash}  " + _("entry in the journal"),
        "",
    ]
    return "\n".join(str(line) for line in lines)
