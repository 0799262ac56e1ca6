"""What the platform already knows of an employer who files: nobody types twice what is on record (feature 7)."""

from typing import TYPE_CHECKING, Any

from applications.selectors import employers

if TYPE_CHECKING:
    from applications.models import Organisation


def employer(organisation: "Organisation | None") -> dict[str, Any]:
    """Answers about the employer from his own record, and his place of work if he has a single unit."""
    if organisation is None or not organisation.identity:
        return {}
    known = {
        "identity": organisation.identity,
        "name": organisation.name,
        "enterprise_number": organisation.enterprise_number,
        "register_country": organisation.register_country,
        "register_number": organisation.register_number,
        "contact_email": organisation.email,
    }
    units = employers.units_of(organisation.pk)
    answers: dict[str, Any] = {"employer": {name: value for name, value in known.items() if value}}
    if units:
        answers["employer"]["establishment_count"] = len(units)
    if len(units) == 1:
        answers["job"] = {"establishment_number": units[0].number, "establishment_nis_code": units[0].nis_code}
    return answers
