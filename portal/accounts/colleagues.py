"""Who works at the same desk or firm: to whom a dossier may be passed, whom a mandate may name."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from applications import references
from applications.actors import Actor
from applications.vocabulary import Capacity, Role
from portal.accounts.models import Membership

HANDLING = (Role.CASE_HANDLER, Role.SIGNATORY, Role.COORDINATOR)


@dataclass(frozen=True, slots=True)
class Colleague:
    """Somebody of the same organisation: the key that is stamped, and the name for those beside him."""

    key: str
    name: str


def of_firm(organisation_id: int, *, on: date) -> Sequence[Colleague]:
    """Who files for a firm on that day, by name: those whom a mandate may name. One query."""
    rows = Membership.objects.valid(on=on).filter(
        organisation_id=organisation_id, capacity=Capacity.MANDATARY, roles__contains=[str(Role.FILER)]
    )
    found = {str(row.user.key): Colleague(str(row.user.key), str(row.user)) for row in rows.select_related("user")}
    return sorted(found.values(), key=lambda colleague: (colleague.name.casefold(), colleague.key))


def find_in_firm(organisation_id: int, typed: str, *, on: date) -> Colleague | None:
    """The one person of that firm whose whole name was typed, in either order; None for nobody or for two."""
    wanted = sorted(references.search_name(typed).split())
    people = of_firm(organisation_id, on=on)
    named = [one for one in people if wanted and sorted(references.search_name(one.name).split()) == wanted]
    return named[0] if len(named) == 1 else None


def of(actor: Actor, *, on: date) -> Sequence[Colleague]:
    """Officers of the actor's authority who handle dossiers on that day, himself included, by name. One query."""
    rows = Membership.objects.valid(on=on).filter(
        organisation_id=actor.organisation_id,
        capacity=Capacity.OFFICER,
        roles__overlap=[str(role) for role in HANDLING],
    )
    found = {str(row.user.key): Colleague(str(row.user.key), str(row.user)) for row in rows.select_related("user")}
    return sorted(found.values(), key=lambda colleague: (colleague.name.casefold(), colleague.key))
