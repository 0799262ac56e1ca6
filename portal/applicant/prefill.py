"""What the platform already knows of who files: nobody types twice what is on record (feature 7)."""

from typing import TYPE_CHECKING, Any

from applications.actors import Actor
from applications.selectors import employers
from applications.vocabulary import Capacity

if TYPE_CHECKING:
    from applications.models import Organisation


def known(actor: Actor, organisation: "Organisation | None") -> dict[str, Any]:
    """Answers about who files: an employer, or a person for himself. A mandatary files for others."""
    match actor.capacity:
        case Capacity.EMPLOYER:
            return _employer(organisation)
        case Capacity.CITIZEN if organisation is not None:
            said = {"email": organisation.email, "language": actor.language}
            return {"worker": {name: value for name, value in said.items() if value}}
    return {}


def _employer(organisation: "Organisation | None") -> dict[str, Any]:
    """Answers about the employer from his own record, and his place of work if he has a single unit."""
    if organisation is None or not organisation.identity:
        return {}
    recorded = {
        "identity": organisation.identity,
        "name": organisation.name,
        "enterprise_number": organisation.enterprise_number,
        "register_country": organisation.register_country,
        "register_number": organisation.register_number,
        "contact_email": organisation.email,
    }
    units = employers.units_of(organisation.pk)
    answers: dict[str, Any] = {"employer": {name: value for name, value in recorded.items() if value}}
    if units:
        answers["employer"]["establishment_count"] = len(units)
    if len(units) == 1:
        answers["job"] = {"establishment_number": units[0].number, "establishment_nis_code": units[0].nis_code}
    return answers
