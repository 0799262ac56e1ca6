"""The frame around every page: places, person, languages. It must never fail, since error pages wear it too."""

from dataclasses import dataclass
from typing import Any

from django.conf import settings
from django.http import HttpRequest
from django.shortcuts import resolve_url
from django.utils.functional import cached_property
from django.utils.translation import get_language

from applications.vocabulary import Capacity, OrganisationKind
from portal.ui import navigation
from portal.ui.parts import Link

LANGUAGE_NAMES = {"fr": "Français", "nl": "Nederlands", "de": "Deutsch", "en": "English"}


@dataclass(frozen=True, slots=True)
class Language:
    """A language of the pages, named in itself."""

    code: str
    name: str
    is_current: bool


class Chrome:
    """What `base.html` shows around a page, worked out only when it is printed."""

    def __init__(self, request: HttpRequest) -> None:
        self._request = request

    @cached_property
    def places(self) -> list[navigation.Place]:
        return navigation.places(capacity=self.capacity, path=self._request.path)

    @property
    def capacity(self) -> str:
        return getattr(getattr(self._request, "actor", None), "capacity", "")

    @cached_property
    def capacity_words(self) -> str:
        return str(Capacity(self.capacity).label) if self.capacity else ""

    @property
    def authority(self) -> str:
        return getattr(getattr(self._request, "actor", None), "authority", "")

    @cached_property
    def organisation(self) -> str:
        """For whom the person acts, by name; empty for a worker, and for an officer, whose authority has a plate."""
        organisation = getattr(getattr(self._request, "membership", None), "organisation", None)
        is_own = organisation is not None and organisation.kind == OrganisationKind.PERSON
        return "" if organisation is None or self.authority or is_own else str(organisation.name)

    @cached_property
    def person(self) -> str:
        """The name of who is signed in; empty for everybody else."""
        user = getattr(self._request, "user", None)
        if user is None or not user.is_authenticated:
            return ""
        return str(user.get_full_name() or user.get_username())

    @cached_property
    def home_href(self) -> str:
        return navigation.find_url("public:home") or "/"

    @cached_property
    def foot_links(self) -> list[Link]:
        return [Link(href, label) for name, label in navigation.FOOT if (href := navigation.find_url(name))]

    @property
    def sign_in_href(self) -> str:
        return resolve_url(settings.LOGIN_URL)

    @cached_property
    def sign_out_href(self) -> str:
        return navigation.find_url("account_logout", "logout")

    @cached_property
    def capacity_href(self) -> str:
        return navigation.find_url("accounts:capacity")

    @property
    def here(self) -> str:
        """Where to come back to after the language has been changed. An answer to a POST has no place of its own."""
        return self._request.get_full_path()

    @property
    def is_demo(self) -> bool:
        return bool(getattr(settings, "DEMO_CLOCK", False) or getattr(settings, "DEMO_VALUES", False))

    @cached_property
    def languages(self) -> list[Language]:
        active = (get_language() or settings.LANGUAGE_CODE)[:2]
        return [
            Language(code, LANGUAGE_NAMES.get(code, str(name)), code == active) for code, name in settings.LANGUAGES
        ]


def chrome(request: HttpRequest) -> dict[str, Any]:
    """Context processor: `chrome` in every template."""
    return {"chrome": Chrome(request)}
