"""Every address of the site, read from the resolver: what is not found here cannot be opened by anybody."""

from collections.abc import Iterator
from dataclasses import dataclass

from django.urls import URLPattern, URLResolver, get_resolver, reverse

from applications import references
from applications.models import Act, DocumentVersion, Notification, Translation
from exchange.models import RegisteredLetter
from tests.security.world import PARCELS, World

UNKNOWN_KEY = "00000000-0000-4000-8000-000000000000"
UNKNOWN_REFERENCE = references.make(year=2025, number=9_999_999)
DEFAULTS = {
    "code": "diploma", "step": "employer", "outcome": "favourable", "provider_id": "fas", "paper": "diploma",
    "act": "WORK_GRANT", "language": "fr", "key_id": "999999",
}  # fmt: skip


@dataclass(frozen=True)
class Address:
    """A named pattern and what it asks for."""

    name: str
    parameters: tuple[str, ...]
    converters: tuple[str, ...]

    @property
    def names_a_parcel(self) -> bool:
        return ("key", "PathConverter") in zip(self.parameters, self.converters, strict=True)

    @property
    def names_a_dossier(self) -> bool:
        return not self.names_a_parcel and bool({"key", "reference"} & set(self.parameters)) and self.is_of_a_room

    @property
    def is_of_a_room(self) -> bool:
        return self.name.partition(":")[0] in ("applicant", "desk", "partner", "inbox")


def every() -> list[Address]:
    """All of them."""
    return list(_walk(get_resolver(), ""))


def _walk(resolver: URLResolver, space: str) -> Iterator[Address]:
    for entry in resolver.url_patterns:
        if isinstance(entry, URLResolver):
            yield from _walk(entry, f"{space}{entry.namespace}:" if entry.namespace else space)
        elif isinstance(entry, URLPattern):
            converters = entry.pattern.converters
            yield Address(
                f"{space}{entry.name or entry.pattern}",
                tuple(converters),
                tuple(type(converter).__name__ for converter in converters.values()),
            )


def url(world: World, address: Address, thing: str, **given: str) -> str | None:
    """The address of a thing, a dossier or a parcel by its name here; None where the thing cannot be named so.

    `unknown` is a thing that nobody has ever heard of.
    """
    given = DEFAULTS | given
    values: dict[str, object] = {}
    for name, converter in zip(address.parameters, address.converters, strict=True):
        value = _parcel(world, thing) if converter == "PathConverter" else _value(world, name, thing, given)
        if value is None:
            return None
        values[name] = value
    return reverse(address.name, kwargs=values)


def _parcel(world: World, thing: str) -> str:
    reference = world.dossiers["granted"].reference if thing in PARCELS else UNKNOWN_REFERENCE
    role = {"commune": "63023/commune", "unknown": "filer"}.get(thing, thing)
    return f"{reference}/residence_act/{role}"


def _value(world: World, name: str, thing: str, given: dict[str, str]) -> object:
    dossier = world.dossiers.get("granted" if thing in PARCELS else thing)
    match name:
        case "reference":
            return dossier.reference if dossier else UNKNOWN_REFERENCE
        case "key":
            return dossier.key if dossier else UNKNOWN_KEY
        case "mandate_key":
            return UNKNOWN_KEY if thing == "unknown" else world.mandate.key
        case "version_id":
            wanted = DocumentVersion.objects.filter(document__dossier=dossier, document__code=given["paper"])
            return wanted.values_list("pk", flat=True).last() or 999_999
        case "notification_id":
            wanted = Notification.objects.filter(dossier=dossier, what="RECEIPT", role="FILER")
            return wanted.values_list("pk", flat=True).last() or 999_999
        case "record_id" | "simulation_id":
            return 999_999
        case "letter_id":
            return RegisteredLetter.objects.values_list("pk", flat=True).last() or 999_999
        case "act_id":
            return Act.objects.filter(dossier=dossier, kind=given["act"]).values_list("pk", flat=True).last() or 999_999
        case "translation_id":
            return Translation.objects.filter(act__dossier=dossier).values_list("pk", flat=True).last() or 999_999
        case _:
            return given[name]
