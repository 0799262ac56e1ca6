"""An application that came on paper (P24): an officer of a work authority opens it, then types it like everybody else.

What follows is the same draft, the same forms, the same filing; only the day is that of receipt, and whoever filed is
answered on his page or by registered letter, as was chosen. His own electronic access is claimed later, if ever.
"""

import uuid
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from django.db import transaction
from django.utils.translation import gettext as _

from applications import calendar, policies
from applications.actors import Actor
from applications.models import Dossier, Draft, Organisation
from applications.services import reaching
from applications.services.refusals import NotAllowed
from applications.vocabulary import ApplicationKind, Capacity, EmployerIdentity, Intake, OrganisationKind


@dataclass(frozen=True, slots=True, kw_only=True)
class Employer:
    """Who the paper says employs: found by its enterprise number, or entered by name."""

    identity: EmployerIdentity
    name: str
    enterprise_number: str = ""


@transaction.atomic
def open_application(
    *,
    category: str,
    kind: ApplicationKind,
    received_on: date,
    employer: Employer,
    reply_address: str,
    by: Actor,
    at: datetime,
) -> Dossier:
    """Open the draft that an officer types; without a reply address whoever filed is answered on his page.

    Raises NotAllowed.
    """
    if not (verdict := policies.may_open_paper(by)):
        raise NotAllowed(verdict.why)
    if received_on > calendar.day_of(at):
        raise NotAllowed(_("This day has not come yet. Enter the day on which the paper was received."))
    organisation = _organisation(employer)
    dossier = Dossier.objects.create(
        category=category,
        kind=kind,
        workspace=organisation,
        opened_at=at,
        opened_by=by.key,
        filer_capacity=Capacity.EMPLOYER,
        intake=Intake.PAPER,
        received_on=received_on,
        intake_authority=by.authority,
        reply_address=reaching.envelope(reply_address) if reply_address.strip() else "",
    )
    Draft.objects.create(dossier=dossier, saved_at=at, answers=_answers(organisation))
    return dossier


def find_employer(enterprise_number: str) -> Organisation | None:
    """The employer that carries the number, if it is known here."""
    return Organisation.objects.filter(
        kind=OrganisationKind.EMPLOYER, enterprise_number=enterprise_number, key=f"employer:{enterprise_number}"
    ).first()


def _organisation(employer: Employer) -> Organisation:
    """The employer found, or entered anew; without a number nothing is merged (P18)."""
    if employer.enterprise_number and (known := find_employer(employer.enterprise_number)) is not None:
        return known
    if not employer.name.strip():
        raise NotAllowed(_("This employer is not known here yet. Enter its name."))
    key = employer.enterprise_number or f"{employer.identity.lower()}-{uuid.uuid4().hex[:12]}"
    return Organisation.objects.create(
        key=f"employer:{key}",
        kind=OrganisationKind.EMPLOYER,
        name=employer.name.strip(),
        identity=employer.identity,
        enterprise_number=employer.enterprise_number,
    )


def _answers(employer: Organisation) -> dict[str, Any]:
    known = {"identity": employer.identity, "name": employer.name}
    if employer.enterprise_number:
        known["enterprise_number"] = employer.enterprise_number
    return {"filer": str(Capacity.EMPLOYER), "employer": known}
