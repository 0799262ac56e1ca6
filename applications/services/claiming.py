"""A commune calls for the decision of somebody who stands at its counter (P29): by reference and birth date.

Whatever does not fit gets the same answer, so that nobody learns by asking which applications exist; every try on an
existing one is written to the access log.
"""

from datetime import datetime

from django.db import transaction

from applications import policies
from applications.actors import Actor
from applications.models import Dossier
from applications.selectors import case_file
from applications.services import destination, progress, reading
from applications.services.refusals import NotAllowed
from applications.vocabulary import DeclarationKind, State


@transaction.atomic
def claim(*, reference: str, born: str, by: Actor, at: datetime) -> bool:
    """Send the decision to the commune of the actor, which takes over from any other. False when nothing fits.

    `born` is as the facts hold it: a day, a month or a year. Raises NotAllowed for whoever may not claim at all.
    """
    if not (verdict := policies.may_claim(by)):
        raise NotAllowed(verdict.why)
    found = Dossier.objects.filter(reference=reference).values_list("pk", flat=True).first()
    if found is None:
        return False
    dossier = progress.lock(found)
    fits = _can_be_claimed(dossier) and case_file.of(dossier).facts.worker.birth_date == born
    reading.record(dossier_id=dossier.pk, by=by, what="claim" if fits else "claim-refused", at=at)
    if fits:
        destination.hand_over(dossier, by.organisation_key.removeprefix("commune:"), by=by, at=at)
    return fits


def _can_be_claimed(dossier: Dossier) -> bool:
    """A granted permit whose card has not been delivered yet."""
    if dossier.state != State.GRANTED or not dossier.permits.filter(ended_at=None).exists():
        return False
    return not dossier.declarations.filter(kind=DeclarationKind.CARD_DELIVERED, of_earlier_grant=False).exists()
