"""Following a filed dossier: one page for who filed it and for the worker, who opens his own papers there (P20)."""

from typing import TYPE_CHECKING

from django import forms
from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_GET, require_POST

from applications import policies
from applications.actors import Actor
from applications.clocks import Clock
from applications.now import law_now, law_today
from applications.rulebook import sentences
from applications.selectors import case_file, facts_history, mandates, timeline
from applications.selectors import followed as following_selector
from applications.services import completeness, destination, reading, requests, withdrawal
from applications.services.refusals import NotAllowed
from applications.vocabulary import Assurance, Capacity, State
from portal.accounts import passkeys
from portal.accounts.access import actor_required
from portal.applicant import answers, found, slots, standing, terms
from portal.ui import facts_words, lacking, parts
from portal.ui.communes import CommuneField

if TYPE_CHECKING:
    from applications.models import DocumentRequest, Dossier
    from applications.selectors.followed import Followed


class CommuneForm(forms.Form):
    """Where the worker will live."""

    commune = CommuneField(
        label=gettext_lazy("Commune where the worker will live"), help_text=gettext_lazy("For example 4700 Eupen.")
    )


def href(dossier: "Dossier") -> str:
    """The address of a filed dossier."""
    return reverse("applicant:dossier", args=[dossier.reference])


@require_GET
@actor_required(*found.READERS)
def dossier(request: HttpRequest, reference: str) -> HttpResponse:
    """The dossier."""
    row = found.by_reference(request, reference)
    reading.record(dossier_id=row.pk, by=request.actor, what="page", at=law_now())
    return page(request, row)


@require_POST
@actor_required(*found.FILERS)
def answer(request: HttpRequest, reference: str) -> HttpResponse:
    """Hand in what was asked: for completeness, or by one desk that examines already (P5)."""
    row = found.by_reference(request, reference)
    track = request.POST.get("track", "")
    try:
        if track:
            requests.answer(dossier_id=row.pk, track=track, by=request.actor, at=law_now())
        else:
            completeness.supply(dossier_id=row.pk, by=request.actor, at=law_now())
    except NotAllowed as refusal:
        messages.error(request, str(refusal))
    else:
        goes_on = _("Your answer has been sent. The examination goes on.")
        again = _("Your answer has been sent. The authorities check completeness again.")
        messages.success(request, goes_on if track else again)
    return redirect(href(row))


@require_POST
@actor_required(*found.READERS)
def commune(request: HttpRequest, reference: str) -> HttpResponse:
    """Say where the worker will live, so that the commune hears of the decision (P29)."""
    row = found.by_reference(request, reference)
    form = CommuneForm(request.POST)
    if form.is_valid():
        try:
            destination.announce_commune(
                dossier_id=row.pk, nis_code=form.cleaned_data["commune"], by=request.actor, at=law_now()
            )
        except NotAllowed as refusal:
            form.add_error("commune", str(refusal))
        else:
            messages.success(request, _("Noted. The commune hears of the decision."))
            return redirect(href(row))
    return page(request, row, commune_form=form, status=422)


@require_GET
@actor_required(*found.READERS)
def documents(request: HttpRequest, reference: str) -> HttpResponse:
    """All papers of a filed dossier as slots: more may come in as long as it is open (feature 40).

    The worker finds those about himself.
    """
    return documents_page(request, found.by_reference(request, reference), errors={})


@require_POST
@actor_required(*found.FILERS)
def withdraw(request: HttpRequest, reference: str) -> HttpResponse:
    """Give up the application (feature 22)."""
    row = found.by_reference(request, reference)
    try:
        withdrawal.withdraw(dossier_id=row.pk, by=request.actor, at=law_now())
    except NotAllowed as refusal:
        messages.error(request, str(refusal))
    else:
        messages.success(request, _("The application is withdrawn. The authorities stop, and the parties are told."))
    return redirect(href(row))


def documents_page(request: HttpRequest, row: "Dossier", *, errors: slots.Errors, status: int = 200) -> HttpResponse:
    """That page, with what is wrong on one of the slots."""
    verdict = policies.may_add_document(request.actor, row)
    needs = case_file.of(row).evaluation.documents
    given = case_file.documents(row)
    shown = [
        slots.slot(row, need, given.get(need.code), request.actor, errors=errors.get(need.code, ()))
        for need in needs
        if (need.required or need.code in given)
        and (request.actor.capacity != Capacity.WORKER or slots.is_own(row, need, request.actor))
    ]
    context = {
        "dossier": row,
        "slots": shown,
        "may_add": bool(verdict),
        "why_not": verdict.why,
        "is_worker": request.actor.capacity == Capacity.WORKER,
    }
    return render(request, "applicant/more_documents.html", context, status=status)


def page(
    request: HttpRequest,
    row: "Dossier",
    *,
    errors: slots.Errors | None = None,
    commune_form: CommuneForm | None = None,
    status: int = 200,
) -> HttpResponse:
    """The dossier's page, with what is wrong in one of its forms."""
    today = law_today()
    followed = following_selector.of(row, request.actor, on=today)
    may_announce = policies.may_announce_commune(request.actor, row) and not row.commune_nis_code
    may_amend = policies.may_amend(request.actor, row)
    is_worker = request.actor.capacity == Capacity.WORKER
    is_own = request.actor.capacity == Capacity.CITIZEN
    represented = mandates.of_filed(row, followed.file.facts, on=today, entries=followed.entries)
    needs = followed.file.evaluation.documents
    papers = slots.as_conditions(row, needs, followed.documents, request.actor)
    context = {
        "dossier": row,
        "title": standing.title(followed),
        "product": sentences.title(row.category),
        "kind": row.get_kind_display(),
        "is_worker": is_worker,
        "is_own": is_own,
        "asked": _asked(request, followed, errors or {}),
        "questions": _questions(request, followed, errors or {}),
        "tracks": standing.tracks(followed),
        "join": _("One decision"),
        "join_detail": _join(followed),
        "terms": terms.running(row, followed.clocks, on=today),
        "waits_for_notification": row.state == State.UNDER_REVIEW and not any(c.is_open for c in followed.clocks),
        "papers": papers,
        "received": sum(paper.tone == "good" for paper in papers),
        "may_add": bool(policies.may_add_document(request.actor, row)),
        "documents_href": reverse("applicant:filed_documents", args=[row.reference]),
        "story": standing.story(timeline.of(row, request.actor), row.reference or ""),
        "competence": standing.competence(followed),
        "readers": standing.readers(followed, represented),
        "permit": standing.permit(followed),
        "letters": standing.letters(followed.letters),
        "commune_form": (commune_form or CommuneForm()) if may_announce else None,
        "commune_url": reverse("applicant:commune", args=[row.reference]),
        "answered": answers.of_filed(followed.file.facts.model_dump(mode="json"), row, request.actor, on=today),
        "history": _history(row, request.actor),
        "amend_href": reverse("applicant:amend", args=[row.reference]) if may_amend else "",
        "may_copy": bool(policies.may_copy(request.actor, row)),
        "lacks": lacking.conds(represented.lacks) if not is_worker else [],
        "may_withdraw": bool(policies.may_withdraw(request.actor, row)),
        "receipt_href": reverse("applicant:receipt", args=[row.reference]),
        "offers_passkey": passkeys.is_offered(request),
        "is_low": request.actor.assurance == Assurance.LOW,
    }
    return render(request, "applicant/dossier.html", context, status=status)


def _history(row: "Dossier", actor: Actor) -> list[tuple[facts_history.Change, list[parts.Difference]]]:
    """What changed since the filing, newest first (P22)."""
    changes = facts_history.of(row, actor)
    return [(each, facts_words.differences(each.before, each.after, each.seen)) for each in changes]


def _asked(request: HttpRequest, followed: "Followed", errors: slots.Errors) -> dict[str, object] | None:
    """The one thing that asks for attention: papers to send, by which day."""
    asked = followed.open_request
    if asked is None or followed.dossier.state != State.INCOMPLETE:
        return None
    may = bool(policies.may_supply(request.actor, followed.dossier))
    return _request(request, followed, asked, standing.answering_clock(followed), may_answer=may, errors=errors)


def _questions(request: HttpRequest, followed: "Followed", errors: slots.Errors) -> list[dict[str, object]]:
    """What the desks ask while they examine, each answered apart (P5)."""
    if followed.dossier.state != State.UNDER_REVIEW:
        return []
    may = bool(policies.may_answer_pieces(request.actor, followed.dossier, asked=True))
    return [
        _request(
            request, followed, asked, standing.question_clock(followed, asked.track), may_answer=may, errors=errors
        )
        for asked in followed.open_questions
    ]


def _request(
    request: HttpRequest,
    followed: "Followed",
    asked: "DocumentRequest",
    clock: Clock | None,
    *,
    may_answer: bool,
    errors: slots.Errors,
) -> dict[str, object]:
    needs = {need.code: need for need in followed.file.evaluation.documents}
    wanted = slots.asked(followed.dossier, asked, needs, followed.documents, request.actor, errors=errors)
    sent = any(slot.files for slot in wanted)
    why = "" if sent else _("Upload at least one of the documents that were asked for, then send your answer.")
    return {
        "slots": wanted,
        "count": len(wanted),
        "due_on": clock.due_on if clock and clock.is_open else None,
        "ended_on": clock.ended_on if clock else None,
        "term": standing.supply_term(followed),
        "certainty": clock.certainty if clock else "",
        "may_supply": may_answer,
        "suffix": f"-{asked.track.lower()}" if asked.track else "",
        "act": parts.Action(
            _("Send your answer"),
            reverse("applicant:answer", args=[followed.dossier.reference]),
            is_allowed=sent,
            why=why,
            name="track" if asked.track else "",
            value=asked.track,
        ),
    }


def _join(followed: "Followed") -> str:
    """To whom the decision goes (P29)."""
    dossier = followed.dossier
    if dossier.filer_capacity == Capacity.CITIZEN:
        return _("to you and the diplomatic post") if dossier.post_code else _("to you and the commune")
    if dossier.post_code:
        return _("to you, the worker and the diplomatic post")
    return _("to you, the worker and the commune")
