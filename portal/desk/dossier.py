"""The parts of a dossier that an officer reads; what he does stands in `deciding`, `letters` and `handing`."""

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from applications import clock_words, policies, territory
from applications.now import law_now
from applications.rulebook import sentences
from applications.selectors import desk_file, later_clocks, mandates, officers
from applications.selectors import journal as journal_lines
from applications.services import desk as desk_service
from applications.services.refusals import NotAllowed
from applications.vocabulary import Capacity, State, Track, UndoneBecause
from portal.accounts.access import actor_required
from portal.desk import actions, facts_shown, findings, opening, papers, post, tracks, words
from portal.desk.forms import NoteForm
from portal.ui import lacking, parts


@require_safe
@actor_required(Capacity.OFFICER)
def examination(request: HttpRequest, reference: str) -> HttpResponse:
    """Where both tracks stand, what the rulebook found, and a paper beside it."""
    desk = opening.opened(request, reference)
    own = papers.of(desk, track=desk.track)
    names = opening.names_of(desk)
    return opening.page(
        request,
        desk,
        "desk/examination.html",
        part="dossier",
        names=names,
        alarms=post.alarms(desk),
        panels=tracks.panels(desk, names),
        lapsed=desk.dossier.state == State.INCOMPLETE and desk.acts.get(Track.WORK) is not None,
        silence=actions.is_granted_by_silence(desk),
        found=findings.of(desk),
        lacks=lacking.conds(representation_of(desk).lacks),
        rules_of=desk.file.evaluation.days.filing or desk.file.evaluation.days.on,
        reopenings=[(row, UndoneBecause(row.reason).label) for row in desk.reopenings],
        about_the_act=actions.about_the_act(desk),
        papers=[papers.cond(paper, desk) for paper in sorted(own, key=lambda paper: paper.is_there)],
        doc=papers.viewer(desk, request.GET.get("paper", "")),
    )


@require_safe
@actor_required(Capacity.OFFICER)
def data(request: HttpRequest, reference: str) -> HttpResponse:
    """The facts as filed, group by group."""
    desk = opening.opened(request, reference)
    because = desk.dossier.authority_because or {}
    left, right = facts_shown.halves(facts_shown.of(desk))
    represented = representation_of(desk)
    why = because.get("because")
    return opening.page(
        request,
        desk,
        "desk/data.html",
        part="data",
        left=left,
        right=right,
        version=desk.file.facts_version,
        competence=territory.sentence(why["code"], why["params"]) if why else "",
        article=sentences.cited(because.get("article", ""), because.get("act", "")),
        certainty=because.get("certainty", ""),
        represented=facts_shown.represented(desk, represented),
        lacks=lacking.conds(represented.lacks),
        history=facts_shown.history(desk),
        may_correct=policies.may_correct(request.actor, desk.dossier),
        may_replace=policies.may_replace_employer(request.actor, desk.dossier),
    )


@require_safe
@actor_required(Capacity.OFFICER)
def documents(request: HttpRequest, reference: str) -> HttpResponse:
    """Every paper with its versions; of the other desk's only that they are there (P21)."""
    desk = opening.opened(request, reference)
    every = papers.of(desk)
    asked = [
        (
            request_row,
            [
                (sentences.title(line.code), line, line.reason if request_row.track in ("", desk.track) else "")
                for line in request_row.lines.all()  # why the other desk asks may tell what its papers say (P21)
            ],
        )
        for request_row in desk.requests
    ]
    return opening.page(
        request,
        desk,
        "desk/documents.html",
        part="documents",
        tracks=[(track.label, [paper for paper in every if paper.track == track]) for track in _order(desk)],
        asked=asked,
        may_register=policies.may_register_paper(request.actor, desk.dossier, track=desk.track),
        ticks=desk.ticks,
    )


@require_safe
@actor_required(Capacity.OFFICER)
def deadlines(request: HttpRequest, reference: str) -> HttpResponse:
    """Every clock the dossier has or had that concerns this desk, with the whole arithmetic of its day."""
    desk = opening.opened(request, reference)
    shown = [
        (tracks.view(clock, desk), clock.track.label, clock_words.sentences(clock), tracks.sign_by(desk, clock))
        for clock in sorted(desk.clocks, key=lambda clock: (not clock.is_open, clock.due_on or clock.starts_on))
    ]
    later = [
        (tracks.view(clock, desk), clock.track.label, clock_words.sentences(clock), None)
        for clock in later_clocks.of(desk.dossier, entries=desk.entries, on=desk.on)
        if clock.track in (desk.track, Track.OVERALL)
    ]
    return opening.page(request, desk, "desk/deadlines.html", part="deadlines", clocks=shown, later=later)


@require_safe
@actor_required(Capacity.OFFICER)
def journal(request: HttpRequest, reference: str) -> HttpResponse:
    """The chain of entries, newest first; of the other desk's internal steps only that there was one."""
    desk = opening.opened(request, reference)
    names = opening.names_of(desk)
    lines = [(line, *words.who(line, desk.actor, names)) for line in journal_lines.lines(desk.entries, desk.actor)]
    return opening.page(request, desk, "desk/journal.html", part="journal", lines=lines, names=names)


@require_http_methods(["GET", "HEAD", "POST"])
@actor_required(Capacity.OFFICER)
def notes(request: HttpRequest, reference: str) -> HttpResponse:
    """Internal notes of this authority; nobody else reads them."""
    desk = opening.opened(request, reference)
    form = NoteForm(request.POST if request.method == "POST" else None)
    if request.method == "POST" and form.is_valid():
        try:
            desk_service.write_note(
                dossier_id=desk.dossier.pk, text=form.cleaned_data["text"], by=request.actor, at=law_now()
            )
        except NotAllowed as refusal:
            form.add_error(None, str(refusal))
        else:
            messages.success(request, _("The note is kept. Only your authority reads it."))
            return redirect("desk:notes", reference=reference)
    rows = desk_file.notes(desk.dossier, request.actor)
    names = officers.names(row.written_by for row in rows)
    thread = [
        parts.Message(
            names.get(row.written_by, _("Former colleague")),
            row.written_at,
            row.text,
            is_ours=row.written_by == request.actor.key,
        )
        for row in rows
    ]
    status = 422 if form.errors else 200
    return opening.page(request, desk, "desk/notes.html", part="notes", status=status, thread=thread, form=form)


def representation_of(desk: desk_file.DeskFile) -> mandates.Standing:
    """Who acts for the employer, and what his mandate lacks. No query where the employer filed himself."""
    return mandates.of_filed(desk.dossier, desk.facts, on=desk.on, entries=desk.entries)


def _order(desk: desk_file.DeskFile) -> list[Track]:
    """The desk's own track first."""
    return sorted(desk.file.evaluation.tracks, key=lambda track: track != desk.track)
