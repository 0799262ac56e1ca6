"""Where the band leads, per capacity. Rooms are known here by the names of their URLs alone."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from types import MappingProxyType

from django.urls import NoReverseMatch, reverse
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from applications.vocabulary import Capacity

APPLICANT = (("applicant:dossiers", _("My applications")), ("inbox:list", _("Inbox")))
EMPLOYER = (*APPLICANT, ("applicant:mandates", _("Who represents us")))
MANDATARY = (*APPLICANT, ("applicant:mandates", _("Our clients")))
PARTNER = (("partner:list", _("Decisions")), ("inbox:list", _("Inbox")))
DESK = (
    ("desk:queue", _("Work list")),
    ("desk:signing", _("To sign")),
    ("desk:mail", _("Mail room")),
    ("desk:law_drafts", _("Drafts of rules")),
)
PUBLIC = (("public:home", _("Home")), ("public:which", _("Which permit?")), ("public:precheck", _("Check my chances")))
FOOT = (
    ("public:accessibility", _("Accessibility")),
    ("public:privacy", _("Privacy")),
    ("public:law", _("The law in this service")),
    ("public:status", _("Service status")),
    ("public:verify", _("Verify a decision")),
)

PLACES: Mapping[str, Sequence[tuple[str, Promise | str]]] = MappingProxyType(
    {
        Capacity.EMPLOYER: EMPLOYER,
        Capacity.MANDATARY: MANDATARY,
        Capacity.CITIZEN: APPLICANT,
        Capacity.WORKER: APPLICANT,
        Capacity.OFFICER: DESK,
        Capacity.POST: PARTNER,
        Capacity.COMMUNE: PARTNER,
    }
)


@dataclass(frozen=True, slots=True)
class Place:
    """One of at most four places in the band."""

    href: str
    label: str | Promise
    is_current: bool


def places(*, capacity: str, path: str) -> list[Place]:
    """The places of a capacity, the one that the page belongs to marked as current."""
    hrefs = [(href, label) for name, label in PLACES.get(capacity, PUBLIC) if (href := find_url(name))]
    current = max((href for href, _label in hrefs if path.startswith(href)), key=len, default="")
    return [Place(href, label, href == current) for href, label in hrefs]


def rule_url(version_or_code: str) -> str:
    """The page of a rule of law, at the version of it that is named."""
    code, _at, since = version_or_code.partition("@")
    href = reverse("public:law_rule", args=[code])
    return f"{href}#since-{since}" if since else href


@cache
def find_url(*names: str) -> str:
    """The address of the first of these that exists here; a room that is not installed has no place.

    Looked up once: a dozen of them stand on every page.
    """
    for name in names:
        try:
            return reverse(name)
        except NoReverseMatch:
            continue
    return ""
