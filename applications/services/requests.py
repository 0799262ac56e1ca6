"""Questions during the examination (P5): each desk asks for papers of its own track, and the application stays where
it is. Which clocks stand still meanwhile, and for how long, is the rules' business; after that the desk decides on the
file as it stands.
"""

from collections.abc import Mapping, Sequence
from datetime import date, datetime

from django.db import transaction
from django.db.models import Max
from django.utils.translation import gettext_lazy as _

from applications import calendar, notices, policies
from applications.actors import Actor
from applications.models import DocumentRequest, DocumentVersion, Dossier, RequestLine
from applications.rulebook.model import ClockEvent, ClockRule
from applications.selectors import case_file, running_clocks
from applications.services import completeness, posting, progress
from applications.services.completeness import Ask
from applications.services.refusals import NotAllowed
from applications.vocabulary import EntryKind, State, Track


@transaction.atomic
def ask(*, dossier_id: int, asks: Sequence[Ask], by: Actor, at: datetime) -> DocumentRequest:
    """Ask the applicant for papers of the desk's own track; the worker gets a copy. Raises NotAllowed.

    A question that was never answered ends when the next is asked.
    """
    dossier = progress.lock(dossier_id)
    track = policies.track_of(by.authority)
    on = calendar.day_of(at)
    review = dossier.reviews.filter(track=track, closed_at=None).first()
    awaiting = running_clocks.answering(running_clocks.of(dossier, on=on), track) is not None
    concluded = review is None or bool(review.outcome)
    if not (verdict := policies.may_ask_pieces(by, dossier, concluded=concluded, awaiting=awaiting)):
        raise NotAllowed(verdict.why)
    earlier = dossier.requests.filter(track=track)
    if any(calendar.day_of(request.asked_at) == on for request in earlier):
        raise NotAllowed(_("Documents were asked for today already. Ask again from tomorrow on."))
    rule = find_rule(dossier, track, at=at)
    if rule is None:
        raise NotAllowed(_("No rule known here says how long the applicant has to answer."))
    if not asks:
        raise NotAllowed(_("Choose at least one document to ask for."))
    file = case_file.of(dossier)
    articles = {need.code: notices.known(need.article) for need in file.evaluation.documents if need.track == track}
    if unknown := {a.code for a in asks} - articles.keys():
        raise NotAllowed(_("No rule asks for this document: %(code)s.") % {"code": ", ".join(sorted(unknown))})
    earlier.filter(answered_at=None, ended_at=None).update(ended_at=at)
    number: int = (dossier.requests.aggregate(newest=Max("number"))["newest"] or 0) + 1
    request = DocumentRequest.objects.create(
        dossier=dossier, number=number, track=track, asked_at=at, asked_by=by.key, authority=by.authority
    )
    lines = RequestLine.objects.bulk_create(
        RequestLine(request=request, authority=by.authority, code=a.code, reason=a.reason) for a in asks
    )
    progress.note(
        dossier,
        EntryKind.PIECES_ASKED,
        by=by,
        at=at,
        basis="P5",
        track=track,
        payload={"request": request.pk, "codes": [line.code for line in lines], "asker": by.authority},
    )
    posting.send(
        dossier,
        what="PIECES",
        topic=str(request.number),
        to=posting.recipients(dossier),
        notice=lambda to: notices.asked(
            dossier,
            file.facts,
            [(line, articles[line.code]) for line in lines],
            language=to.language,
            rule=rule,
            on=on,
            examined_by=by.authority,
        ),
        at=at,
        request=request,
    )
    progress.project(dossier, at=at)
    return request


@transaction.atomic
def answer(*, dossier_id: int, track: str, by: Actor, at: datetime) -> Dossier:
    """The applicant hands in what a desk asked; its clocks run on from tomorrow. Raises NotAllowed.

    Late is not too late while the question stands: the desk reads what came until it decides.
    """
    dossier = progress.lock(dossier_id)
    request = dossier.requests.filter(track=track, answered_at=None, ended_at=None).first() if track else None
    verdict = policies.may_answer_pieces(by, dossier, asked=request is not None)
    if not verdict or request is None:
        raise NotAllowed(verdict.why)
    came_in = case_file.answers_to(request)
    if not came_in:
        raise NotAllowed(_("Upload at least one of the documents that were asked for, then send your answer."))
    _take_answer(dossier, request, came_in, by=by, at=at, came_at=at)
    return dossier


@transaction.atomic
def register_answer(*, dossier_id: int, track: str, received_on: date, by: Actor, at: datetime) -> Dossier:
    """The answer to a desk's question came on paper: its clocks run on from the day after it was received (P24)."""
    dossier = progress.lock(dossier_id)
    request = dossier.requests.filter(track=track, answered_at=None, ended_at=None).first() if track else None
    is_asked = request is not None and dossier.state == State.UNDER_REVIEW
    verdict = policies.may_register_answer(by, dossier, track=track, asked=is_asked)
    if not verdict or request is None:
        raise NotAllowed(verdict.why)
    came_in = case_file.answers_to(request)
    if not came_in:
        raise NotAllowed(_("Register at least one of the documents that were asked for first."))
    came_at = completeness.received(request, received_on, at=at)
    _take_answer(dossier, request, came_in, by=by, at=at, came_at=came_at)
    return dossier


def _take_answer(
    dossier: Dossier,
    request: DocumentRequest,
    came_in: Mapping[str, DocumentVersion],
    *,
    by: Actor,
    at: datetime,
    came_at: datetime,
) -> None:
    for line in request.lines.filter(code__in=came_in):
        line.answered_with = came_in[line.code]
        line.save(update_fields=["answered_with"])
    request.answered_at = came_at
    request.save(update_fields=["answered_at"])
    progress.note(
        dossier,
        EntryKind.PIECES_ANSWERED,
        by=by,
        at=came_at,
        basis="P5",
        track=request.track,
        payload={"request": request.pk, "versions": sorted(version.pk for version in came_in.values())},
    )
    progress.project(dossier, at=at)


def find_rule(dossier: Dossier, track: Track, *, at: datetime) -> ClockRule | None:
    """The period in which a question of that desk is answered; None where the law known has none."""
    found = running_clocks.rules(dossier, on=calendar.day_of(at))
    return next((r for r in found if r.track == track and ClockEvent.PIECES_ASKED in r.starts_with), None)
