"""The applicant gives up: whoever filed withdraws, both desks stop, everybody else is told."""

from datetime import datetime

from django.db import transaction

from applications import calendar, notices, policies
from applications.actors import Actor
from applications.models import Dossier
from applications.selectors import case_file
from applications.services import posting, progress
from applications.services.refusals import NotAllowed
from applications.vocabulary import ActState, EntryKind
from exchange.vocabulary import NewsTopic


@transaction.atomic
def withdraw(*, dossier_id: int, by: Actor, at: datetime) -> Dossier:
    """End the application at the filer's own request, before any last decision. Raises NotAllowed.

    Open reviews close without object, acts in preparation are dropped, clocks stop. A signed regional act stays what
    it is: it says what the region decided, and the worker may not rely on it without residence.
    """
    dossier = progress.lock(dossier_id)
    if not (verdict := policies.may_withdraw(by, dossier)):
        raise NotAllowed(verdict.why)
    progress.advance(dossier, "withdraw", EntryKind.WITHDRAWN, by=by, at=at, payload={})
    dossier.reviews.filter(closed_at=None).update(closed_at=at, without_object=True)
    dossier.acts.filter(state__in=(ActState.PREPARED, ActState.PREVIEWED)).delete()
    worker = notices.worker_name(case_file.of(dossier).facts)
    posting.send(
        dossier,
        what="NEWS",
        topic="withdrawn",
        to=posting.recipients(dossier),
        notice=lambda to: notices.news(
            dossier, NewsTopic.CLOSED, language=to.language, on=calendar.day_of(at), worker=worker
        ),
        at=at,
    )
    progress.project(dossier, at=at)
    return dossier
