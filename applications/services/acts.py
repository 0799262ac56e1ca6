"""Decisions: prepared, previewed, signed by a human officer, sealed by the worker, posted (P8–P12).

Preview renders once and keeps bytes, sha256 and input digest. Signing adopts those very bytes under the dossier's
lock, and refuses if the input changed or a paper came in since. The platform never signs. The correction of an act
(P13) is prepared by `rectifying` and goes the same way; what follows from a signature stands in `issuing`.
"""

from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from applications import calendar, files, letter_inputs, permit_terms, policies, rulebook
from applications.actors import SYSTEM, Actor
from applications.models import Act, DocumentVersion, Dossier, Review, Signatory
from applications.models.act import IN_FORCE, IN_PREPARATION
from applications.selectors import case_file
from applications.services import corrections, issuing, progress, tacit_grants
from applications.services.refusals import NotAllowed, Stale
from applications.vocabulary import ACT_OF, ActKind, ActState, EntryKind, Outcome, State, Track, UndoneBecause
from exchange import letters, seal, wake

SEAL_TASK = "applications.seal_acts"


@dataclass(frozen=True, slots=True)
class _Ready:
    """What preview and signature look at together. Some acts follow from no conclusion of a review."""

    review: Review | None
    track: Track
    file: case_file.CaseFile
    kind: ActKind
    grounds: dict[str, Any]


@transaction.atomic
def preview(*, dossier_id: int, by: Actor, at: datetime) -> Act:
    """Make the letter of the concluded review ready, or of what was prepared otherwise: an inadmissibility, a grant by
    silence, a correction. Its bytes will be issued.

    A preview made by a signatory is his to sign; made by another officer, it is for the desk's first valid signatory.
    Raises NotAllowed with a sentence, also when no rule says in which language or for how long.
    """
    dossier = progress.lock(dossier_id)
    ready = _ready(dossier, by)
    on = calendar.day_of(at)
    signatory = find_signatory(dossier, ready.kind, by=by, on=on) or _first_signatory(dossier, ready.kind, by, on=on)
    if signatory is None:
        raise NotAllowed(_("Nobody of your authority has a delegation for this kind of act on this day."))
    act = dossier.acts.filter(track=ready.track, state__in=IN_PREPARATION).select_related("rectifies").first()
    act = act or Act(dossier=dossier, track=ready.track)
    act.dossier = dossier
    act.review, act.kind, act.authority = ready.review, ready.kind, by.authority
    act.state, act.grounds, act.signatory = ActState.PREVIEWED, ready.grounds, signatory
    act.language = act.rectifies.language if act.rectifies else language_of(dossier, ready.track, by=by, on=on)
    act.evaluation_id = ready.file.evaluation_id or None
    act.prepared_at, act.prepared_by = at, by.key
    act.save()
    letter = _letter(dossier, act, ready.file, signatory, on=on)
    act.input_hash, act.substance = (digest(language=act.language) for digest in (letter.digest, letter.substance))
    if act.rectifies is not None and act.substance == act.rectifies.substance:
        raise NotAllowed(
            _("The letter would say what it says already: nothing is corrected. Change what is wrong, or leave it.")
        )
    act.preview_key, act.sha256 = files.keep(letters.render(letter, language=act.language))
    act.save(update_fields=["input_hash", "substance", "preview_key", "sha256"])
    progress.note(
        dossier,
        EntryKind.ACT_PREVIEWED,
        by=by,
        at=at,
        basis="P12",
        track=act.track,
        payload={"act": act.pk, "kind": act.kind, "language": act.language, "sha256": act.sha256},
    )
    return act


@transaction.atomic
def sign(*, dossier_id: int, seen_sha256: str, by: Actor, at: datetime) -> Act:
    """Sign the act whose letter the officer has seen; everything that follows is written and posted with it.

    Refuses (Stale) when the letter seen is not the newest, when what it was made from has changed, when a paper came
    in since, or when somebody else signed first. Raises NotAllowed without role or delegation.
    """
    dossier = progress.lock(dossier_id)
    track = policies.track_of(by.authority)
    act = dossier.acts.filter(track=track, state=ActState.PREVIEWED).select_related("signatory", "rectifies").first()
    if act is None:
        _refuse_if_gone(dossier, track, seen_sha256=seen_sha256)
    on = calendar.day_of(at)
    own = find_signatory(dossier, ActKind(act.kind), by=by, on=on) if act else None
    delegated = act is None or own is not None
    verdict = policies.may_sign(by, dossier, track=track, has_preview=act is not None, has_delegation=delegated)
    if not verdict or act is None:
        raise NotAllowed(verdict.why)
    ready = _ready(dossier, by)
    _refuse_if_changed(dossier, act, ready.file, own, seen_sha256=seen_sha256, on=on)
    act.dossier = dossier
    old = act.rectifies
    if old is not None:
        issuing.undo(old, because=UndoneBecause.CORRECTED, at=at)
    written = corrections.record(dossier, ready.file, by=by, at=at) if act.grounds.get("facts") else None
    if written is not None:
        act.evaluation = written.evaluation
    act.state, act.signed_at, act.signed_by = ActState.SIGNED, at, by.key
    act.save(update_fields=["state", "signed_at", "signed_by", "evaluation"])
    if ready.review is not None:
        ready.review.closed_at = at
        ready.review.save(update_fields=["closed_at"])
    if old is not None:
        issuing.take_the_place(dossier, old, act, ready.file, written, by=by, at=at)
    else:
        issuing.take_effect(dossier, act, ready.file, by=by, at=at)
    progress.project(dossier, at=at)
    wake.on_commit(SEAL_TASK)
    return act


@transaction.atomic
def append_seal(*, act_id: int, at: datetime) -> bool:
    """Seal a signed letter: an incremental update after the signed bytes. False if it was done before."""
    dossier_id = Act.objects.values_list("dossier_id", flat=True).get(pk=act_id)
    dossier = progress.lock(dossier_id)
    act = Act.objects.select_for_update(of=("self",)).get(pk=act_id)
    if act.state != ActState.SIGNED:
        return False
    preview_bytes = files.read(act.preview_key)
    sealed = seal.seal(preview_bytes, authority=act.authority)
    if sealed[: len(preview_bytes)] != preview_bytes:
        raise RuntimeError(f"the seal rewrote the letter of act {act.pk}")
    act.sealed_key, digest = files.keep(sealed)
    act.state, act.sealed_at = ActState.SEALED, at
    act.save(update_fields=["sealed_key", "state", "sealed_at"])
    progress.note(
        dossier,
        EntryKind.ACT_SEALED,
        by=SYSTEM,
        at=at,
        basis="P12",
        track=act.track,
        payload={
            "act": act.pk,
            "kind": act.kind,
            "language": act.language,
            "sha256": act.sha256,
            "sealed_sha256": digest,
        },
    )
    return True


def to_seal(*, limit: int) -> list[int]:
    """Signed acts that wait for their seal, oldest first."""
    return list(Act.objects.filter(state=ActState.SIGNED).order_by("id").values_list("id", flat=True)[:limit])


def find_signatory(dossier: Dossier, kind: ActKind, *, by: Actor, on: date) -> Signatory | None:
    """The actor's own delegation for that kind of act on that day."""
    own = Signatory.objects.filter(authority=by.authority, actor_key=by.key)
    return next((s for s in own if s.may_sign(kind=kind, category=dossier.category, on=on)), None)


def language_of(dossier: Dossier, track: Track, *, by: Actor, on: date) -> str:
    """The language of the desk's next act: what an officer chose, else what the rules say (P14). Raises NotAllowed."""
    chosen = dossier.language_choices.filter(track=track).order_by("-id").first()
    language = chosen.language if chosen else find_ruled_language(dossier, by=by, on=on)
    if not language:
        raise NotAllowed(_("No rule known here says in which language this act is made. Choose its language first."))
    return language


def find_ruled_language(dossier: Dossier, *, by: Actor, on: date) -> str | None:
    """What the rules say of the language of an act of that authority in this dossier."""
    try:
        return rulebook.act_language(issuer=by.authority, authority=dossier.authority, on=on)
    except (rulebook.UnknownRule, rulebook.NoRuleInForce):
        return None


def _ready(dossier: Dossier, by: Actor) -> _Ready:
    track = policies.track_of(by.authority)
    correction = dossier.acts.filter(track=track, state__in=IN_PREPARATION, rectifies__isnull=False).first()
    if correction is not None:
        return _ready_correction(dossier, correction, by)
    if dossier.state == State.INCOMPLETE:
        return _ready_inadmissible(dossier, by)
    review = dossier.reviews.filter(track=track, closed_at=None).first()
    if (proposed := tacit_grants.find_proposed(dossier, track)) is not None:
        return _ready_by_silence(dossier, proposed, review, by)
    verdict = policies.may_prepare_act(by, dossier, track=track, concluded=bool(review and review.outcome))
    if not verdict or review is None:
        raise NotAllowed(verdict.why)
    kind = ACT_OF[track, Outcome(review.outcome)]
    return _Ready(review, track, case_file.of(dossier), kind, review.grounds)


def _ready_inadmissible(dossier: Dossier, by: Actor) -> _Ready:
    prepared = dossier.acts.filter(kind=ActKind.INADMISSIBLE, state__in=IN_PREPARATION).first()
    verdict = policies.may_prepare_act(by, dossier, track=Track.WORK, concluded=prepared is not None)
    if not verdict or prepared is None:
        raise NotAllowed(verdict.why)
    came_in = case_file.answers_to(dossier.requests.get(pk=prepared.grounds["request"]))
    missing = [code for code in prepared.grounds["codes"] if code not in came_in]
    grounds = prepared.grounds | {"codes": missing}
    return _Ready(None, Track.WORK, case_file.of(dossier), ActKind.INADMISSIBLE, grounds)


def _ready_by_silence(dossier: Dossier, proposed: Act, review: Review | None, by: Actor) -> _Ready:
    track = Track(proposed.track)
    if not (verdict := policies.may_prepare_act(by, dossier, track=track, concluded=True)):
        raise NotAllowed(verdict.why)
    return _Ready(review, track, case_file.of(dossier), ActKind.ANNEX_47, proposed.grounds)


def _ready_correction(dossier: Dossier, prepared: Act, by: Actor) -> _Ready:
    if not (verdict := policies.may_rectify(by, dossier, in_force=True)):
        raise NotAllowed(verdict.why)
    file = corrections.applied(dossier, case_file.of(dossier), prepared.grounds.get("facts", {}))
    return _Ready(None, Track(prepared.track), file, ActKind(prepared.kind), prepared.grounds)


def _first_signatory(dossier: Dossier, kind: ActKind, by: Actor, *, on: date) -> Signatory | None:
    every = Signatory.objects.filter(authority=by.authority).order_by("deputy_for_id", "id")
    return next((s for s in every if s.may_sign(kind=kind, category=dossier.category, on=on)), None)


def _letter(
    dossier: Dossier, act: Act, file: case_file.CaseFile, signatory: Signatory, *, on: date
) -> letters.LetterInput:
    try:
        return letter_inputs.of_act(dossier, act, file.facts, file.evaluation, signatory, on=on)
    except permit_terms.FactsMissing as unknown:
        raise NotAllowed(
            _("The rules known here do not say how long this permit lasts. Complete the facts of the contract first.")
        ) from unknown
    except permit_terms.TermsUnknown as unknown:
        raise NotAllowed(policies.TERMS_FIRST) from unknown


def _refuse_if_changed(
    dossier: Dossier, act: Act, file: case_file.CaseFile, own: Signatory | None, *, seen_sha256: str, on: date
) -> None:
    if act.sha256 != seen_sha256:
        raise Stale(_("This is not the newest letter. Look at it again before you sign."))
    if own is None or act.signatory_id != own.pk:
        raise Stale(_("The letter names another signatory. Make it ready again in your name, then sign."))
    late = (
        DocumentVersion.objects.filter(document__dossier=dossier, added_at__gt=act.prepared_at).order_by("-id").first()
    )
    if late is not None:
        raise _came_in(late.added_at)
    if file.changed_since(act.prepared_at):
        changed_at = file.facts_version.recorded_at.astimezone(calendar.BELGIUM)
        raise Stale(
            _("The facts were changed on %(time)s, after this letter. Read them, then make the letter ready again.")
            % {"time": changed_at.strftime("%d.%m.%Y, %H:%M")}
        )
    if _letter(dossier, act, file, own, on=on).digest(language=act.language) != act.input_hash:
        raise Stale(_("What the letter says has changed since it was made ready. Look at it again before you sign."))


def _refuse_if_gone(dossier: Dossier, track: Track, *, seen_sha256: str) -> None:
    """Why there is nothing to sign: it was signed, a paper came in (P11), or the letter that was seen is no more."""
    acts = dossier.acts.filter(track=track)
    if acts.filter(state__in=IN_FORCE).exists():
        raise Stale(_("This act has been signed already."))
    answered = dossier.requests.filter(answered_at__isnull=False).order_by("-answered_at").first()
    if seen_sha256 and dossier.state == State.SUBMITTED and answered is not None and answered.answered_at is not None:
        raise _came_in(answered.answered_at)
    if seen_sha256 and acts.filter(state=ActState.PREPARED).exists():
        raise Stale(_("The letter you saw is no more: what it says was changed. Make it ready again, then sign."))


def _came_in(at: datetime) -> Stale:
    return Stale(
        _("A paper came in at %(time)s. Read it first, then make the letter ready again.")
        % {"time": at.astimezone(calendar.BELGIUM).strftime("%H:%M")}
    )
