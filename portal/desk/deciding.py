"""The verbs of a desk as pages: a form, one service call, and a message that says which clock follows.

A refusal keeps what was typed: the form comes back with the sentence. When somebody else was first (`Stale`), or the
dossier has moved on, the form comes back too, so that nothing is lost while the officer looks again.
"""

from django import forms
from django.http import Http404, HttpRequest, HttpResponse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from applications import policies
from applications.now import law_now
from applications.rulebook import sentences
from applications.rulebook.model import ClockEvent
from applications.selectors import running_clocks
from applications.selectors.desk_file import DeskFile
from applications.services import closing, completeness, requests, reviews
from applications.vocabulary import Capacity, Outcome, Result, State, Track
from portal.accounts.access import actor_required
from portal.desk import actions, findings, opening, papers, tracks, words
from portal.desk.answering import form_page as _form
from portal.desk.answering import refused as _refused
from portal.desk.forms import AskForm, AssessForm, CloseForm, ConcludeForm, TickForm
from portal.ui.templatetags.ui import weekday

METHODS = ["GET", "HEAD", "POST"]


@require_http_methods(METHODS)
@actor_required(Capacity.OFFICER)
def ask(request: HttpRequest, reference: str) -> HttpResponse:
    """Choose the papers to ask for; those the Immigration Office misses join the one request.

    While the application is examined each desk asks for its own papers instead (P5).
    """
    desk = opening.opened(request, reference)
    if desk.dossier.state == State.UNDER_REVIEW:
        return _ask_pieces(request, desk)
    joining = [tick for tick in desk.ticks.values() if not tick.present]
    own = papers.of(desk, track=Track.WORK)
    form = AskForm(request.POST if request.method == "POST" else None, papers=own, joined=len(joining))
    if (answer := _refused(request, policies.may_ask_documents(request.actor, desk.dossier), reference)) is not None:
        return answer

    def do() -> str:
        completeness.ask(dossier_id=desk.dossier.pk, asks=form.asks, by=request.actor, at=law_now())
        rule = running_clocks.find_supply_rule(desk.dossier, on=desk.on)
        if rule is None:
            return _("The documents are asked for.")
        if ClockEvent.REQUEST_SENT in rule.starts_with:
            return _("The documents are asked for. The applicant has %(length)s from today, the day of sending.") % {
                "length": words.length(rule)
            }
        return _("The documents are asked for. The applicant has %(length)s from the day he is notified.") % {
            "length": words.length(rule)
        }

    joined = [(sentences.title(tick.code), tick.reason) for tick in joining]
    return _form(request, desk, "desk/ask.html", form, do, joined=joined, ticked=bool(desk.ticks))


def _ask_pieces(request: HttpRequest, desk: DeskFile) -> HttpResponse:
    own = papers.of(desk, track=desk.track)
    form = AskForm(request.POST if request.method == "POST" else None, papers=own)
    if (answer := _refused(request, actions.may_ask_pieces(desk), desk.dossier.reference)) is not None:
        return answer

    def do() -> str:
        requests.ask(dossier_id=desk.dossier.pk, asks=form.asks, by=request.actor, at=law_now())
        rule = requests.find_rule(desk.dossier, desk.track, at=law_now())
        return _(
            "The documents are asked for. The applicant has %(length)s from today; then you decide on the file."
        ) % {"length": words.length(rule) if rule else ""}

    return _form(request, desk, "desk/ask_pieces.html", form, do)


@require_http_methods(METHODS)
@actor_required(Capacity.OFFICER)
def tick(request: HttpRequest, reference: str) -> HttpResponse:
    """The Immigration Office looks at each residence paper (P21)."""
    desk = opening.opened(request, reference)
    own = papers.to_tick(desk)
    form = TickForm(request.POST if request.method == "POST" else None, papers=own, known=desk.ticks)
    if (answer := _refused(request, actions.may_tick(desk), reference)) is not None:
        return answer

    def do() -> str:
        completeness.tick_residence(dossier_id=desk.dossier.pk, ticks=form.ticks, by=request.actor, at=law_now())
        if all(each.present for each in form.ticks):
            return _("The residence papers are complete. The work authority can declare the application complete.")
        return _("What is missing joins the work authority's request. The applicant's time starts when he is notified.")

    return _form(request, desk, "desk/tick.html", form, do)


@require_http_methods(METHODS)
@actor_required(Capacity.OFFICER)
def complete(request: HttpRequest, reference: str) -> HttpResponse:
    """Declare the whole application complete; what is missing or doubtful is said, and does not stand in the way."""
    desk = opening.opened(request, reference)
    form = forms.Form(request.POST if request.method == "POST" else None)
    if (answer := _refused(request, actions.may_declare_complete(desk), reference)) is not None:
        return answer
    rule = completeness.find_rule_started_by(desk.dossier, ClockEvent.COMPLETENESS_NOTIFIED, on=desk.on)

    def do() -> str:
        completeness.declare_complete(dossier_id=desk.dossier.pk, by=request.actor, at=law_now())
        if rule is None:
            return _("The application is complete. Both authorities examine it now.")
        return _("The application is complete. The %(length)s to decide start when the applicant is notified.") % {
            "length": words.length(rule)
        }

    doubtful = [findings.cond(f) for f in findings.own_findings(desk) if f.result in (Result.NOT_MET, Result.UNKNOWN)]
    return _form(
        request,
        desk,
        "desk/complete.html",
        form,
        do,
        missing=papers.missing(desk),
        doubtful=doubtful,
        length=words.length(rule) if rule else "",
        ticked=bool(desk.ticks),
    )


@require_http_methods(METHODS)
@actor_required(Capacity.OFFICER)
def assess(request: HttpRequest, reference: str) -> HttpResponse:
    """The Immigration Office writes down what it thinks so far (P10)."""
    desk = opening.opened(request, reference)
    before = desk.review.provisional if desk.review else ""
    form = AssessForm(request.POST if request.method == "POST" else None, initial={"outcome": before})
    verdict = policies.may_assess_provisionally(request.actor, desk.dossier)
    if (answer := _refused(request, verdict, reference)) is not None:
        return answer

    def do() -> str:
        reviews.assess_provisionally(
            dossier_id=desk.dossier.pk, outcome=Outcome(form.cleaned_data["outcome"]), by=request.actor, at=law_now()
        )
        return _("The provisional assessment is kept. No clock changes; conclude after the work authority's yes.")

    return _form(request, desk, "desk/assess.html", form, do)


@require_http_methods(METHODS)
@actor_required(Capacity.OFFICER)
def conclude(request: HttpRequest, reference: str, outcome: str) -> HttpResponse:
    """Conclude the desk's own review: grounds, own words, and what was relied on where a rule is open (P12)."""
    if outcome.upper() not in Outcome.values:
        raise Http404
    chosen = Outcome(outcome.upper())
    desk = opening.opened(request, reference)
    if (answer := _refused(request, actions.may_conclude(desk), reference)) is not None:
        return answer
    judged = [f for f in findings.own_findings(desk) if f.result != Result.NOT_APPLICABLE]
    grounds = request.POST.getlist("grounds")
    needed = reviews.unsettled(desk.file, desk.track, chosen, grounds)
    form = ConcludeForm(
        request.POST if request.method == "POST" else None, outcome=chosen, findings=judged, source_codes=needed
    )

    def do() -> str:
        try:
            reviews.conclude(
                dossier_id=desk.dossier.pk,
                outcome=chosen,
                by=request.actor,
                at=law_now(),
                grounds=form.grounds,
                reasons=form.reasons,
                sources=form.sources,
            )
        except reviews.SourceNeeded as refusal:
            for code in refusal.codes:
                form.add_error(f"source-{code}", _("Say what you relied on."))
            raise
        day = tracks.next_sign_by(desk)
        if chosen == Outcome.FAVOURABLE and desk.to_state:
            return _("The review is concluded. No rule known here says all that the letter grants: state it next.")
        if day is None:
            return _("The review is concluded. Make the letter ready next.")
        return _("The review is concluded. The clock runs on until the decision is notified: sign by %(day)s.") % {
            "day": weekday(day)
        }

    return _form(request, desk, "desk/conclude.html", form, do, outcome=chosen)


@require_http_methods(METHODS)
@actor_required(Capacity.OFFICER)
def close(request: HttpRequest, reference: str) -> HttpResponse:
    """Close what has lost its object, for a reason and under the officer's own name (P13)."""
    desk = opening.opened(request, reference)
    form = CloseForm(request.POST if request.method == "POST" else None)
    if (answer := _refused(request, actions.may_close(desk), reference)) is not None:
        return answer

    def do() -> str:
        closing.close_without_object(
            dossier_id=desk.dossier.pk, reason=form.cleaned_data["reason"], by=request.actor, at=law_now()
        )
        return _("The application is closed without object. The clocks have stopped, and the applicant is told.")

    return _form(request, desk, "desk/close.html", form, do)
