"""Examining: each desk concludes its own track; residence may think aloud before the regional yes (P10)."""

from collections.abc import Mapping, Sequence
from datetime import datetime

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from applications import calendar, policies
from applications.actors import Actor
from applications.models import Dossier, Review
from applications.models.act import IN_FORCE, IN_PREPARATION
from applications.selectors import case_file, running_clocks
from applications.services import progress
from applications.services.refusals import NotAllowed, Stale
from applications.vocabulary import ActKind, Certainty, EntryKind, Outcome, Result, Track


class SourceNeeded(NotAllowed):
    """The conclusion rests on open findings or on values nobody verified: the officer says what he relied on (P12)."""

    def __init__(self, codes: Sequence[str]) -> None:
        self.codes = tuple(codes)
        super().__init__(
            _("Some rules behind this conclusion are open or not verified. Say for each of them what you relied on.")
        )


class GroundsNeeded(NotAllowed):
    """An unfavourable conclusion names at least one ground."""

    def __init__(self) -> None:
        super().__init__(_("Choose at least one ground for an unfavourable conclusion."))


@transaction.atomic
def assess_provisionally(*, dossier_id: int, outcome: Outcome, by: Actor, at: datetime) -> Review:
    """The Immigration Office records what it thinks so far: no act, no notification, revisable (P10)."""
    dossier = progress.lock(dossier_id)
    if not (verdict := policies.may_assess_provisionally(by, dossier)):
        raise NotAllowed(verdict.why)
    review = _open_review(dossier, Track.RESIDENCE)
    if review.outcome:
        raise Stale(_("This review has been concluded already."))
    review.provisional, review.provisional_at = outcome, at
    review.save(update_fields=["provisional", "provisional_at"])
    _tell(dossier, review, outcome, by=by, at=at, provisional=True, grounds=[], evaluation=None, sources=[])
    progress.project(dossier, at=at)
    return review


@transaction.atomic
def conclude(
    *,
    dossier_id: int,
    outcome: Outcome,
    by: Actor,
    at: datetime,
    grounds: Sequence[str] = (),
    reasons: Mapping[str, str] | None = None,
    sources: Mapping[str, str] | None = None,
) -> Review:
    """An officer concludes his desk's review. A finding never decides: he may differ from it, with a reason.

    `grounds` are rule codes; `reasons` his words per code where he differs; `sources` what he relied on where a rule
    is not verified (P12). *Conclude* is not *sign*. Raises NotAllowed, GroundsNeeded, SourceNeeded, Stale.
    """
    dossier = progress.lock(dossier_id)
    track = policies.track_of(by.authority)
    review = dossier.reviews.filter(track=track, closed_at=None).first()
    concluded = bool(review and review.outcome and not case_file.of(dossier).changed_since(review.concluded_at))
    verdict = policies.may_conclude(
        by,
        dossier,
        track=track,
        already=concluded,
        work_granted=work_is_granted(dossier),
        awaiting=running_clocks.answering(running_clocks.of(dossier, on=calendar.day_of(at)), track) is not None,
    )
    if not verdict:
        raise Stale(verdict.why) if concluded else NotAllowed(verdict.why)
    review, file = _open_review(dossier, track), case_file.of(dossier)
    if outcome == Outcome.UNFAVOURABLE and not grounds:
        raise GroundsNeeded
    given = {code: text.strip() for code, text in (sources or {}).items() if text.strip()}
    if missing := [code for code in unsettled(file, track, outcome, grounds) if code not in given]:
        raise SourceNeeded(missing)
    review.outcome, review.concluded_at, review.concluded_by = outcome, at, by.key
    review.grounds = {"codes": list(grounds), "reasons": dict(reasons or {}), "sources": given}
    review.save(update_fields=["outcome", "concluded_at", "concluded_by", "grounds"])
    dossier.acts.filter(track=track, state__in=IN_PREPARATION).delete()  # a letter of the conclusion before this one
    _tell(
        dossier,
        review,
        outcome,
        by=by,
        at=at,
        provisional=False,
        grounds=list(grounds),
        evaluation=file.evaluation_id,
        sources=sorted(given),
    )
    progress.project(dossier, at=at)
    return review


def unsettled(file: case_file.CaseFile, track: str, outcome: Outcome, grounds: Sequence[str]) -> list[str]:
    """The rules for which the officer must say what he relied on (P12).

    For a yes: conditions that are not met, not known or left to him, and those met by a value nobody verified.
    For a no: those of its grounds that a verified rule does not find unmet (`Finding.may_refuse`).
    """
    findings = [f for f in file.evaluation.findings if f.track == track]
    if outcome == Outcome.UNFAVOURABLE:
        return [f.code for f in findings if f.code in grounds and not f.may_refuse]
    settled = {Result.MET, Result.NOT_APPLICABLE}
    return [
        f.code
        for f in findings
        if f.result not in settled or (f.result == Result.MET and f.certainty == Certainty.UNVERIFIED)
    ]


def work_is_granted(dossier: Dossier) -> bool:
    """Whether the regional yes is signed."""
    return dossier.acts.filter(track=Track.WORK, kind=ActKind.WORK_GRANT, state__in=IN_FORCE).exists()


def _open_review(dossier: Dossier, track: Track) -> Review:
    review = dossier.reviews.filter(track=track, closed_at=None).first()
    if review is None:
        raise Stale(_("No review is open on this track."))
    return review


def _tell(
    dossier: Dossier,
    review: Review,
    outcome: Outcome,
    *,
    by: Actor,
    at: datetime,
    provisional: bool,
    grounds: list[str],
    evaluation: int | None,
    sources: list[str],
) -> None:
    progress.note(
        dossier,
        EntryKind.CONCLUDED,
        by=by,
        at=at,
        basis="P10" if provisional else "P8, P12",
        track=review.track,
        payload={
            "review": review.pk,
            "outcome": str(outcome),
            "provisional": provisional,
            "grounds": grounds,
            "evaluation": evaluation,
            "sources_given": sources,
        },
    )
