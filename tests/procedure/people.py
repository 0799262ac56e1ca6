"""Everybody who might try something on a dossier."""

from applications.actors import SYSTEM, Actor
from applications.models import Dossier, Organisation
from applications.vocabulary import Authority, Capacity, OrganisationKind, Role
from tests import stories

FIRM, OTHER_FIRM = "mandatary:0844444442", "mandatary:0899999949"


def everybody(filed: list[Dossier]) -> dict[str, Actor]:
    """Those who stand in the dossiers, and of each kind another who does not."""
    enterprise(OrganisationKind.EMPLOYER, "employer:0200065765", "Zweite Firma AG")
    enterprise(OrganisationKind.MANDATARY, OTHER_FIRM, "Verzonnen")
    stories.organisation(OrganisationKind.PERSON, "person:amina", "Amina Modelo", language="fr")
    stories.organisation(OrganisationKind.POST, "post:london", "London", post_code="london", language="en")
    stories.organisation(OrganisationKind.COMMUNE, "commune:63040", "Kelmis", nis_code="63040", language="de")
    another = max(dossier.worker_id or 0 for dossier in filed) + 1
    return {
        "employer": stories.employer_actor(),
        "employer who only reads": _member("kurt", Capacity.EMPLOYER, "employer:0123456749", {Role.READER}),
        "another employer": _member("zoe", Capacity.EMPLOYER, "employer:0200065765", {Role.FILER}),
        "mandatary": anna(),
        "mandatary of others": _member("joris", Capacity.MANDATARY, OTHER_FIRM, {Role.FILER}),
        "citizen": _member("amina", Capacity.CITIZEN, "person:amina", {Role.FILER}),
        "another worker": Actor(key="ida", capacity=Capacity.WORKER, person_id=another),
        "region's handler": stories.officer("lena"),
        "region's signatory": stories.officer("ralf", signs=True),
        "region's coordinator": cora(),
        "region's reader": _member(
            "rosa", Capacity.OFFICER, "authority:ostbelgien", {Role.READER}, authority=Authority.OSTBELGIEN
        ),
        "Office's handler": stories.officer("odile", Authority.FEDERAL),
        "Office's signatory": stories.officer("jan", Authority.FEDERAL, signs=True),
        "Brussels": stories.officer("paul", Authority.BRUSSELS, signs=True),
        "post": stories.post_actor(),
        "another post": _member("lou", Capacity.POST, "post:london", {Role.AGENT}),
        "commune": stories.commune_actor(),
        "another commune": _member("kim", Capacity.COMMUNE, "commune:63040", {Role.AGENT}),
        "inspector": Actor(key="inga", capacity=Capacity.INSPECTOR, roles=frozenset({Role.CASE_HANDLER})),
        "counter": Actor(key="cleo", capacity=Capacity.COUNTER, roles=frozenset({Role.FILER})),
        "platform": SYSTEM,
    }


def _member(key: str, capacity: Capacity, organisation: str, roles: set[Role], *, authority: str = "") -> Actor:
    row = Organisation.objects.get(key=organisation)
    return Actor(key, capacity, row.pk, row.key, authority, frozenset(roles))


def enterprise(kind: OrganisationKind, key: str, name: str) -> Organisation:
    number = key.partition(":")[2]
    return stories.organisation(kind, key, name, language="de", identity="ENTERPRISE", enterprise_number=number)


def worker_of(dossier: Dossier) -> Actor:
    """The worker of that very dossier."""
    return Actor(key="ravi", capacity=Capacity.WORKER, person_id=dossier.worker_id)


def lawyer(key: str) -> Actor:
    """Somebody of the firm that files for the employer."""
    enterprise(OrganisationKind.MANDATARY, FIRM, "Kanzlei Erdacht")
    return _member(key, Capacity.MANDATARY, FIRM, {Role.FILER})


def anna() -> Actor:
    """Of a firm that files for the employer."""
    return lawyer("anna")


def lena() -> Actor:
    return stories.officer("lena")


def ralf() -> Actor:
    return stories.officer("ralf", signs=True)


def cora() -> Actor:
    """Who distributes the region's work."""
    return _member("cora", Capacity.OFFICER, "authority:ostbelgien", {Role.COORDINATOR}, authority=Authority.OSTBELGIEN)


def odile() -> Actor:
    return stories.officer("odile", Authority.FEDERAL)


def jan() -> Actor:
    return stories.officer("jan", Authority.FEDERAL, signs=True)
