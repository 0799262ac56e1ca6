"""Belgian posts abroad: which one serves a worker's country of residence.

posts.csv is a dated sample marked as such, not the official list: an authority replaces it with its own, in the same
columns. Where several posts serve a country the applicant chooses; a country that no post serves blocks a filing for
a worker abroad until a post is named (P16).
"""

from dataclasses import dataclass
from datetime import date
from functools import cache

from django.utils import translation
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from applications.references import search_name
from applications.territory.places import HERE, read_table

KINDS: dict[str, Promise] = {
    "EMBASSY": _("Embassy of Belgium in %(city)s"),
    "CONSULATE_GENERAL": _("Consulate General of Belgium in %(city)s"),
}


class UnknownPost(LookupError):
    """No post has that code."""


@dataclass(frozen=True, slots=True)
class Post:
    """An embassy or consulate general, and the countries whose residents it serves."""

    code: str
    kind: str
    name_en: str
    name_fr: str
    name_nl: str
    name_de: str
    country: str
    jurisdiction: tuple[str, ...]
    sample: bool
    valid_from: date

    def name(self, language: str) -> str:
        """The city for a reader of that language."""
        names = {"fr": self.name_fr, "nl": self.name_nl, "de": self.name_de}
        return names.get(language[:2], self.name_en)

    @property
    def search_names(self) -> tuple[str, ...]:
        """Its city in all four languages, as people search for it."""
        return tuple(search_name(name) for name in (self.name_en, self.name_fr, self.name_nl, self.name_de))

    def title(self, language: str) -> str:
        """The post in full, for a reader of that language, whichever is active."""
        with translation.override(language):
            return str(KINDS[self.kind] % {"city": self.name(language)})


@cache
def all_posts() -> tuple[Post, ...]:
    """All posts, by code."""
    return tuple(
        Post(
            code=row["code"],
            kind=row["kind"],
            name_en=row["name_en"],
            name_fr=row["name_fr"],
            name_nl=row["name_nl"],
            name_de=row["name_de"],
            country=row["country"],
            jurisdiction=tuple(row["jurisdiction"].split()),
            sample=row["sample"] == "1",
            valid_from=date.fromisoformat(row["valid_from"]),
        )
        for row in read_table(HERE / "posts.csv")
    )


def post(code: str, /) -> Post:
    """The post with that code. Raises UnknownPost."""
    found = find_post(code)
    if found is None:
        raise UnknownPost(code)
    return found


def find_post(code: str, /) -> Post | None:
    """The post with that code, if there is one."""
    return next((each for each in all_posts() if each.code == code), None)


def posts_for(country: str, /) -> tuple[Post, ...]:
    """The posts that serve residents of a country (two letters), the embassy first."""
    serving = (each for each in all_posts() if country.upper() in each.jurisdiction)
    return tuple(sorted(serving, key=lambda each: (each.kind != "EMBASSY", each.code)))


def search_posts(text: str, *, limit: int = 10) -> list[Post]:
    """Posts whose city begins with the text in any of the four languages, whatever its case and accents."""
    wanted = search_name(text)
    if not wanted:
        return []
    return [each for each in all_posts() if any(name.startswith(wanted) for name in each.search_names)][:limit]
