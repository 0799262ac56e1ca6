"""What posts and communes report after the grant (P29): visa issued, arrived, registered, card delivered."""

from datetime import date, datetime

from django.db import IntegrityError, transaction
from django.utils.translation import gettext_lazy as _

from applications import calendar, notices, policies
from applications.actors import Actor
from applications.models import Declaration, Dossier
from applications.selectors import case_file, dossiers
from applications.services import destination, posting, progress
from applications.services.refusals import NotAllowed, Stale
from applications.vocabulary import DeclarationKind, EntryKind
from exchange.vocabulary import NewsTopic


@transaction.atomic
def declare(*, dossier_id: int, kind: DeclarationKind, happened_on: date, by: Actor, at: datetime) -> Declaration:
    """Write a report down and tell the applicant and the worker. Raises NotAllowed, Stale if it was made before."""
    dossier = progress.lock(dossier_id)
    if not (verdict := policies.may_declare(by, dossier, kind=kind, sees_it=dossiers.sees(by, dossier))):
        raise NotAllowed(verdict.why)
    on = calendar.day_of(at)
    if happened_on > on:
        raise NotAllowed(_("This day has not come yet. Enter the day on which it happened."))
    if dossier.submitted_at and happened_on < calendar.day_of(dossier.submitted_at):
        raise NotAllowed(_("This day lies before the application was filed."))
    try:
        with transaction.atomic():
            declaration = Declaration.objects.create(
                dossier=dossier,
                kind=kind,
                happened_on=happened_on,
                declared_at=at,
                declared_by=by.key,
                organisation_id=by.organisation,
            )
    except IntegrityError as twice:
        raise Stale(_("This has been reported already.")) from twice
    progress.note(
        dossier,
        EntryKind.DECLARED,
        by=by,
        at=at,
        basis="P29",
        payload={"kind": str(kind), "happened_on": happened_on.isoformat()},
    )
    _tell(dossier, kind, happened_on=happened_on, at=at)
    if kind in (DeclarationKind.ARRIVED, DeclarationKind.REGISTERED):  # in Belgium without a visa: the post may stop
        destination.spare_post(dossier, since=happened_on, by=by, at=at)
    progress.project(dossier, at=at)
    return declaration


def _tell(dossier: Dossier, kind: DeclarationKind, *, happened_on: date, at: datetime) -> None:
    file = case_file.of(dossier)
    earlier = dossier.declarations.filter(kind=kind, of_earlier_grant=True).count()
    posting.send(
        dossier,
        what="NEWS",
        topic="/".join([kind.lower(), *([str(earlier + 1)] if earlier else [])]),
        to=posting.recipients(dossier),
        notice=lambda to: notices.news(
            dossier,
            NewsTopic(kind),
            language=to.language,
            on=happened_on,
            worker=notices.worker_name(file.facts),
        ),
        at=at,
    )
