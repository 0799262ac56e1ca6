"""What is on record of an employer, and under which key he is known."""

from stdnum.be import vat

from applications.models import EstablishmentUnit, Organisation
from applications.rulebook.facts import Employer
from applications.vocabulary import EmployerIdentity, OrganisationKind


def units_of(organisation_id: int) -> list[EstablishmentUnit]:
    """The places where an employer works, as the Crossroads Bank numbers them."""
    return list(EstablishmentUnit.objects.filter(organisation_id=organisation_id).order_by("number"))


def key_of(employer: Employer) -> str:
    """The key of his record, by his number; empty for whoever has none, since without a number nothing is merged."""
    match employer.identity or EmployerIdentity.ENTERPRISE:
        case EmployerIdentity.ENTERPRISE if employer.enterprise_number:
            return f"employer:{employer.enterprise_number}"
        case EmployerIdentity.FOREIGN_REGISTER if employer.register_country and employer.register_number:
            return f"employer:{employer.register_country}-{employer.register_number}"
    return ""


def find_firm(typed: str) -> Organisation | None:
    """A mandatary's firm by its enterprise number or its whole registered name; None for anything less than one."""
    firms = Organisation.objects.filter(kind=OrganisationKind.MANDATARY)
    number = vat.compact(typed)
    wanted = firms.filter(enterprise_number=number) if number.isdecimal() else firms.filter(name__iexact=typed.strip())
    found = list(wanted.order_by("id")[:2])
    return found[0] if len(found) == 1 else None
