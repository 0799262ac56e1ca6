"""A firm with two lawyers, an employer who knows them, and the mandates between them."""

from datetime import date, timedelta
from typing import Any

from django.core.files.uploadedfile import SimpleUploadedFile

from applications.actors import Actor
from applications.models import ActorName, Mandate, Organisation
from applications.services import mandates
from applications.services.mandate_terms import Holder, Terms
from applications.vocabulary import Capacity, MandateScope, OrganisationKind, Role
from tests import stories

AT = stories.FILED_AT
TODAY = AT.date()
PRINCIPAL, FIRM, OTHER_FIRM = "employer:0123456749", "mandatary:0899999949", "mandatary:0844444442"
DAY = timedelta(days=1)


def cast() -> None:
    """Everybody of the other stories, and two firms."""
    stories.cast()
    for key, name, number in ((FIRM, "Kanzlei Erdacht", "0899999949"), (OTHER_FIRM, "Andere Kanzlei", "0844444442")):
        stories.organisation(
            OrganisationKind.MANDATARY, key, name, identity="ENTERPRISE", enterprise_number=number, language="de"
        )
    for key, name in (("joris", "Joris Verzonnen"), ("anna", "Anna Verzonnen"), ("stranger", "Stefan Fremd")):
        ActorName.objects.get_or_create(actor_key=key, defaults={"display_name": name})


def row(key: str) -> Organisation:
    return Organisation.objects.get(key=key)


def employer() -> Actor:
    return stories.employer_actor()


def lawyer(key: str = "joris", firm: str = FIRM) -> Actor:
    """Somebody of a firm who files."""
    found = row(firm)
    return Actor(
        key=key,
        capacity=Capacity.MANDATARY,
        organisation_id=found.pk,
        organisation_key=found.key,
        roles=frozenset({Role.FILER}),
        language="de",
    )


def holder(key: str = "joris", firm: str = FIRM) -> Holder:
    return Holder(key, row(firm).pk)


def terms(**changes: Any) -> Terms:
    given = {"scope": MandateScope.ALL, "valid_from": TODAY - DAY, "resides_in_belgium": True}
    return Terms(**(given | changes))


def a_paper(name: str = "vollmacht.pdf") -> SimpleUploadedFile:
    return SimpleUploadedFile(name, stories.a_pdf("Vollmacht"))


def given(*, by: Actor | None = None, **changes: Any) -> Mandate:
    """A mandate to Joris for everything, given by the employer with its signed paper."""
    arguments: dict[str, Any] = {
        "principal_id": row(PRINCIPAL).pk, "firm_id": row(FIRM).pk, "holder": holder(), "terms": terms(),
        "upload": a_paper(), "at": AT,
    }  # fmt: skip
    return mandates.give(**(arguments | changes), by=by or employer())


def filed_by_lawyer(*, at=AT, **changes: Any):
    """An application that Joris files for the employer."""
    return stories.filed_dossier(at=at, by=lawyer(), **changes)


def days(first: int, last: int | None = None) -> dict[str, date | None]:
    """The days of terms, counted from the filing."""
    return {"valid_from": TODAY + first * DAY, "last_day": None if last is None else TODAY + last * DAY}
