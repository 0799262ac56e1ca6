"""In which language an act is made (P14): the rules say, and an officer may say otherwise, with a reason, until the
act is signed. The signature and the post leave in one transaction, so that is before anybody is notified.
"""

from datetime import datetime

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from applications import calendar, policies
from applications.actors import Actor
from applications.models import Dossier, LanguageChoice
from applications.models.act import IN_FORCE
from applications.services import acts, progress
from applications.services.refusals import NotAllowed
from applications.vocabulary import ActState, EntryKind, Track
from exchange import letters


@transaction.atomic
def choose(*, dossier_id: int, language: str, reason: str, by: Actor, at: datetime) -> LanguageChoice:
    """Make the desk's next act in another language than the rules say. A letter made ready before is no more.

    Raises NotAllowed; the reason is kept beside the journal.
    """
    dossier = progress.lock(dossier_id)
    track = policies.track_of(by.authority)
    signed = dossier.acts.filter(track=track, state__in=IN_FORCE).exists()
    if not (verdict := policies.may_change_act_language(by, dossier, signed=signed)):
        raise NotAllowed(verdict.why)
    if language not in letters.LEGAL_LANGUAGES:
        raise NotAllowed(_("Acts exist in German, French and Dutch. For another language, add a translation later."))
    before = find_current(dossier, track, by=by, at=at)
    if language == before:
        raise NotAllowed(_("The act is made in this language already."))
    if not reason.strip():
        raise NotAllowed(_("Say why the act is made in another language."))
    choice = LanguageChoice.objects.create(
        dossier=dossier,
        track=track,
        authority=by.authority,
        before=before,
        language=language,
        reason=reason.strip(),
        chosen_at=at,
        chosen_by=by.key,
    )
    dossier.acts.filter(track=track, state=ActState.PREVIEWED).update(
        state=ActState.PREPARED, language=language, preview_key="", sha256="", input_hash="", substance=""
    )
    progress.note(
        dossier,
        EntryKind.ACT_LANGUAGE_CHANGED,
        by=by,
        at=at,
        basis="P14",
        track=track,
        payload={"choice": choice.pk, "before": before or None, "after": language},
    )
    progress.project(dossier, at=at)
    return choice


def find_choice(dossier: Dossier, track: Track) -> LanguageChoice | None:
    """What an officer chose last, with his reason."""
    return dossier.language_choices.filter(track=track).order_by("-id").first()


def find_current(dossier: Dossier, track: Track, *, by: Actor, at: datetime) -> str:
    """The language in which the desk's next act would be made; empty where nobody and no rule says."""
    chosen = find_choice(dossier, track)
    return chosen.language if chosen else acts.find_ruled_language(dossier, by=by, on=calendar.day_of(at)) or ""
