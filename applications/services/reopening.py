"""Taking an application up again after its last act was undone: an appeal upheld, an annulment, the authority's own
withdrawal of its act (P13). The act is marked, its permit ends, what has to be decided anew is opened anew.
"""

from datetime import datetime

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from applications import calendar, notices, policies
from applications.actors import Actor
from applications.models import Act, Dossier, Permit, Reopening, Review, Signatory
from applications.models.act import IN_FORCE, IN_PREPARATION
from applications.selectors import case_file
from applications.services import acts, issuing, posting, progress
from applications.services.refusals import NotAllowed, Stale
from applications.vocabulary import (
    CLOSED_STATES,
    PERMITS,
    REOPENING_REASONS,
    ActKind,
    ActState,
    Authority,
    EntryKind,
    State,
    Track,
    UndoneBecause,
)

DECISIVE = {
    State.INADMISSIBLE: (ActKind.INADMISSIBLE,),
    State.REFUSED: (ActKind.WORK_REFUSAL, ActKind.ANNEX_48),
    State.GRANTED: (ActKind.WORK_GRANT, ActKind.ANNEX_46, ActKind.ANNEX_47),
}
"""The acts by which an application stands where it does: one of them is undone when it is reopened."""

TRACKS = {
    ActKind.INADMISSIBLE: (),
    ActKind.WORK_REFUSAL: (Track.WORK, Track.RESIDENCE),
    ActKind.WORK_GRANT: (Track.WORK, Track.RESIDENCE),
    ActKind.ANNEX_48: (Track.RESIDENCE,),
    ActKind.ANNEX_46: (Track.RESIDENCE,),
    ActKind.ANNEX_47: (Track.WORK, Track.RESIDENCE),
}
"""What is examined anew. Residence rests on work, never the other way; an inadmissibility only reopens the check.

Silence had decided both; a track on which an act stands stays decided.
"""


@transaction.atomic
def reopen(*, dossier_id: int, act_id: int, reason: str, basis: str, by: Actor, at: datetime) -> Reopening:
    """Undo the authority's own act and examine again what it decided; everybody who had it is told.

    `basis` is the judgment, decision or reasoning; it is kept beside the journal. Raises NotAllowed; Stale when the
    act shown no longer stands.
    """
    dossier = progress.lock(dossier_id)
    act = find_decisive(dossier, by)
    signatory = acts.find_signatory(dossier, ActKind(act.kind), by=by, on=calendar.day_of(at)) if act else None
    _refuse_unless_allowed(dossier, act, signatory, by)
    assert act is not None
    assert signatory is not None
    if act.pk != act_id:
        raise Stale(_("This act was replaced since you looked. Look at the one in force before you undo it."))
    if reason not in REOPENING_REASONS:
        raise NotAllowed(_("Choose one of the reasons for which a decided application is reopened."))
    if not basis.strip():
        raise NotAllowed(
            _("Name what you rely on: the judgment, the decision on the appeal, or why the act was wrong.")
        )
    reopening = Reopening.objects.create(
        dossier=dossier,
        act=act,
        reason=reason,
        basis=basis.strip(),
        signatory=signatory,
        reopened_at=at,
        reopened_by=by.key,
    )
    ends_permit = Permit.objects.filter(dossier=dossier, ended_at=None).exists()
    undone = _undo(dossier, act, UndoneBecause(reason), at=at)
    tracks = _open_anew(dossier, ActKind(act.kind), at=at)
    progress.advance(
        dossier,
        "reopen",
        EntryKind.REOPENED,
        by=by,
        at=at,
        track=act.track,
        payload={
            "reopening": reopening.pk,
            "reason": reason,
            "act": act.pk,
            "kind": act.kind,
            "undone": [each.pk for each in undone],
            "tracks": [str(track) for track in tracks],
            "signatory": signatory.pk,
        },
    )
    _tell(dossier, reopening, undone, ends_permit=ends_permit, at=at)
    progress.project(dossier, at=at)
    return reopening


def find_decisive(dossier: Dossier, by: Actor) -> Act | None:
    """The act in force of the actor's authority by which the application stands where it does."""
    kinds = DECISIVE.get(State(dossier.state), ())
    own = dossier.acts.filter(track=policies.track_of(by.authority), kind__in=kinds, state__in=IN_FORCE)
    return own.select_related("dossier").first()


def _refuse_unless_allowed(dossier: Dossier, act: Act | None, signatory: Signatory | None, by: Actor) -> None:
    verdict = policies.may_reopen(
        by,
        dossier,
        ended_by_us=act is not None,
        sealed=act is None or act.state == ActState.SEALED,
        has_delegation=act is None or signatory is not None,
    )
    if not verdict:
        raise NotAllowed(verdict.why)


def _undo(dossier: Dossier, act: Act, because: UndoneBecause, *, at: datetime) -> list[Act]:
    """Mark the act, and with the work decision the permit that rests on it; a correction in preparation goes."""
    undone = [act]
    issuing.undo(act, because=because, at=at)
    if act.kind == ActKind.WORK_GRANT:
        for resting in dossier.acts.filter(kind__in=PERMITS, state__in=IN_FORCE).select_related("dossier"):
            if resting.state != ActState.SEALED:
                raise NotAllowed(_("The permit is still being sealed. Reopen the application once it has left."))
            issuing.undo(resting, because=UndoneBecause.LOST_BASIS, at=at)
            undone.append(resting)
    dossier.declarations.update(of_earlier_grant=True)
    dossier.acts.filter(track__in=[each.track for each in undone], state__in=IN_PREPARATION).delete()
    return undone


def _open_anew(dossier: Dossier, kind: ActKind, *, at: datetime) -> list[Track]:
    """New reviews on the tracks to be decided; the request that an inadmissibility rested on is over."""
    desks = {Track.WORK: dossier.authority, Track.RESIDENCE: str(Authority.FEDERAL)}
    needed = set(case_file.of(dossier).evaluation.tracks)
    decided = set(dossier.acts.filter(state__in=IN_FORCE).values_list("track", flat=True))
    tracks = [track for track in TRACKS[kind] if track in needed and track not in decided]
    Review.objects.bulk_create(
        Review(dossier=dossier, track=track, authority=desks[track], opened_at=at) for track in tracks
    )
    dossier.requests.filter(answered_at=None, ended_at=None).update(ended_at=at)
    return tracks


def _tell(dossier: Dossier, reopening: Reopening, undone: list[Act], *, ends_permit: bool, at: datetime) -> None:
    """One notice each: applicant and worker hear of the act undone, posts and communes of the annex 46 they hold."""
    assert dossier.state not in CLOSED_STATES
    on = calendar.day_of(at)
    worker = notices.worker_name(case_file.of(dossier).facts)
    bodies = {body.pk: body for act in undone for body in issuing.offices_told_of(act)}
    granted = next((act for act in undone if act.kind in PERMITS), undone[0])
    told_of = {"POST": granted, "COMMUNE": granted}
    posting.send(
        dossier,
        what="REOPENED",
        topic=str(reopening.pk),
        to=[*posting.recipients(dossier), *map(posting.partner, bodies.values())],
        notice=lambda to: notices.undone(
            dossier,
            told_of.get(to.role, undone[0]),
            language=to.language,
            on=on,
            worker=worker,
            ends_permit=ends_permit,
        ),
        at=at,
        act=undone[0],
    )
