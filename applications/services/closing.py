"""Nothing is left to decide: the work authority closes the application, by signature and for one of five reasons."""

from datetime import datetime

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from applications import calendar, notices, policies
from applications.actors import Actor
from applications.models import Dossier
from applications.models.act import IN_PREPARATION
from applications.selectors import case_file
from applications.services import acts, posting, progress
from applications.services.refusals import NotAllowed
from applications.vocabulary import ActKind, ClosureReason, EntryKind
from exchange.vocabulary import NewsTopic

CLOSES = ActKind.WORK_REFUSAL
"""Whoever may refuse work may close: closing is no act, so no delegation names it."""


@transaction.atomic
def close_without_object(*, dossier_id: int, reason: str, by: Actor, at: datetime) -> Dossier:
    """Close an open application without object (P13); its signature is the journal's entry, which names the delegation.

    Open reviews close without object, acts in preparation are dropped, clocks stop, everybody is told. A signed
    regional act stays what it is. Raises NotAllowed.
    """
    dossier = progress.lock(dossier_id)
    signatory = acts.find_signatory(dossier, CLOSES, by=by, on=calendar.day_of(at))
    verdict = policies.may_close_without_object(by, dossier, has_delegation=signatory is not None)
    if not verdict or signatory is None:
        raise NotAllowed(verdict.why)
    if reason not in ClosureReason.values:
        raise NotAllowed(_("Choose one of the reasons."))
    progress.advance(
        dossier,
        "close_without_object",
        EntryKind.CLOSED_WITHOUT_OBJECT,
        by=by,
        at=at,
        payload={"reason": reason, "signatory": signatory.pk},
    )
    dossier.reviews.filter(closed_at=None).update(closed_at=at, without_object=True)
    dossier.acts.filter(state__in=IN_PREPARATION).delete()
    worker = notices.worker_name(case_file.of(dossier).facts)
    posting.send(
        dossier,
        what="NEWS",
        topic="closed",
        to=posting.recipients(dossier),
        notice=lambda to: notices.news(
            dossier, NewsTopic.CLOSED, language=to.language, on=calendar.day_of(at), worker=worker
        ),
        at=at,
    )
    progress.project(dossier, at=at)
    return dossier
