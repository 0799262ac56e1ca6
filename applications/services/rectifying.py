"""Correcting a clerical error in a signed act (P13): a new act that names the old one, made ready, signed and sealed
like any other, which takes the old one's place. The application stays where it is and no clock moves.

Only the preparation stands here; the signature is `acts.sign`, with all its guards.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from applications import policies
from applications.actors import Actor
from applications.letter_inputs import CORRECTION
from applications.models import Act, Dossier
from applications.models.act import IN_FORCE, IN_PREPARATION
from applications.selectors import case_file
from applications.services import acts, corrections, progress
from applications.services.refusals import NotAllowed, Stale
from applications.vocabulary import ActState, EntryKind


@dataclass(frozen=True, slots=True, kw_only=True)
class Correction:
    """What was wrong, in words for the letter and its language; corrected facts by path; other words for grounds."""

    said: str
    facts: Mapping[str, str] = field(default_factory=dict)
    reasons: Mapping[str, str] = field(default_factory=dict)


@transaction.atomic
def prepare(*, dossier_id: int, act_id: int, correction: Correction, by: Actor, at: datetime) -> Act:
    """Make the letter of a correction ready: the old act's grounds, the facts as they are now and as corrected.

    Raises NotAllowed, also when the letter would say what it says already; Stale when the act shown no longer stands.
    """
    dossier = progress.lock(dossier_id)
    old = _in_force(dossier, by)
    verdict = policies.may_rectify(
        by,
        dossier,
        in_force=old is not None,
        sealed=old is None or old.state == ActState.SEALED,
        prepared=find_prepared(dossier, by) is not None,
    )
    if not verdict or old is None:
        raise NotAllowed(verdict.why)
    if old.pk != act_id:
        raise Stale(_("This act was replaced since you looked. Look at the one in force before you correct it."))
    if not correction.said.strip():
        raise NotAllowed(_("Say in the language of the letter what was wrong: the letter prints it."))
    act = Act.objects.create(
        dossier=dossier,
        track=old.track,
        kind=old.kind,
        authority=old.authority,
        rectifies=old,
        language=old.language,
        grounds=_grounds(dossier, old, correction, by),
        prepared_at=at,
        prepared_by=by.key,
    )
    _note(dossier, EntryKind.RECTIFICATION_PREPARED, act, by=by, at=at)
    acts.preview(dossier_id=dossier.pk, by=by, at=at)
    progress.project(dossier, at=at)
    return act


@transaction.atomic
def drop(*, dossier_id: int, by: Actor, at: datetime) -> Dossier:
    """Give up a correction that nobody has signed; the act in force stays as it is. Raises NotAllowed."""
    dossier = progress.lock(dossier_id)
    act = find_prepared(dossier, by)
    verdict = policies.may_drop_rectification(by, dossier, prepared=act is not None)
    if not verdict or act is None:
        raise NotAllowed(verdict.why)
    _note(dossier, EntryKind.RECTIFICATION_DROPPED, act, by=by, at=at)
    act.delete()
    progress.project(dossier, at=at)
    return dossier


def find_prepared(dossier: Dossier, by: Actor) -> Act | None:
    """The correction of the desk's own act that waits for its signature."""
    own = dossier.acts.filter(track=policies.track_of(by.authority), rectifies__isnull=False)
    return own.filter(state__in=IN_PREPARATION).first()


def _in_force(dossier: Dossier, by: Actor) -> Act | None:
    return dossier.acts.filter(track=policies.track_of(by.authority), state__in=IN_FORCE).first()


def _grounds(dossier: Dossier, old: Act, correction: Correction, by: Actor) -> dict[str, Any]:
    """What the new letter rests on. Grounds are not chosen anew: another ground would be another decision."""
    codes = set(old.grounds.get("codes", ()))
    if unknown := correction.reasons.keys() - codes:
        raise NotAllowed(
            _("The act does not rest on this ground, and a correction adds none: %(codes)s.")
            % {"codes": ", ".join(sorted(unknown))}
        )
    facts = corrections.differing(case_file.of(dossier).facts, correction.facts, by=by)
    reasons = {**old.grounds.get("reasons", {}), **{code: text.strip() for code, text in correction.reasons.items()}}
    kept = {name: value for name, value in old.grounds.items() if name not in ("facts", CORRECTION)}
    return kept | {"reasons": reasons, "facts": facts, CORRECTION: correction.said.strip()}


def _note(dossier: Dossier, kind: EntryKind, act: Act, *, by: Actor, at: datetime) -> None:
    assert act.rectifies_id is not None
    progress.note(
        dossier,
        kind,
        by=by,
        at=at,
        basis="P13",
        track=act.track,
        payload={"act": act.pk, "kind": act.kind, "rectifies": act.rectifies_id},
    )
