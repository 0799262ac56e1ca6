"""Communes as Statbel lists them since 1 January 2025, and which work authority each belongs to.

The nine German-speaking communes and the borders of the regions did not change with the mergers of that day, so
earlier days resolve by the same table; `known_on` says when that is the case. Statbel gives French and Dutch names;
the German ones of the nine are from law.md §1.2 (UNVERIFIED). Elsewhere a reader of German or English sees the name in
the language of the commune's region, Brussels in French.
"""

import csv
from dataclasses import dataclass
from datetime import date
from functools import cache
from pathlib import Path

from applications.references import search_name
from applications.vocabulary import Authority

HERE = Path(__file__).parent


class UnknownCommune(LookupError):
    """No commune has that NIS code in the table: mistyped, or merged away."""


@dataclass(frozen=True, slots=True)
class Commune:
    """A commune; its NIS code never changes, its names depend on who reads."""

    nis_code: str
    name_fr: str
    name_nl: str
    name_de: str
    region: str
    province: str
    german_speaking: bool
    valid_from: date
    postal_codes: tuple[str, ...]

    @property
    def authority(self) -> Authority:
        """The German-speaking Community for its nine communes, else the region (law.md §2.1, step 7)."""
        return Authority.OSTBELGIEN if self.german_speaking else Authority(self.region)

    def name(self, language: str) -> str:
        """The name for a reader of that language."""
        local = self.name_de or (self.name_nl if self.region == Authority.FLANDERS else self.name_fr)
        return {"fr": self.name_fr, "nl": self.name_nl}.get(language[:2], local)

    def known_on(self, day: date) -> bool:
        """Whether the table speaks of that day; else it answers for it all the same, and the answer says so."""
        return day >= self.valid_from


def read_table(file: Path) -> list[dict[str, str]]:
    """The rows of one of our tables; lines that begin with # say where it comes from."""
    with file.open(encoding="utf-8", newline="") as handle:
        return list(csv.DictReader(line for line in handle if not line.startswith("#")))


@cache
def communes() -> tuple[Commune, ...]:
    """All communes, in the order of their codes."""
    codes: dict[str, list[str]] = {}
    for row in read_table(HERE / "postal_codes.csv"):
        codes.setdefault(row["nis_code"], []).append(row["postal_code"])
    return tuple(
        Commune(
            nis_code=row["nis_code"],
            name_fr=row["name_fr"],
            name_nl=row["name_nl"],
            name_de=row["name_de"],
            region=row["region"],
            province=row["province"],
            german_speaking=row["german_speaking"] == "1",
            valid_from=date.fromisoformat(row["valid_from"]),
            postal_codes=tuple(codes.get(row["nis_code"], ())),
        )
        for row in read_table(HERE / "communes.csv")
    )


def commune(nis_code: str, /) -> Commune:
    """The commune with that code. Raises UnknownCommune."""
    try:
        return _by_code()[nis_code]
    except KeyError:
        raise UnknownCommune(nis_code) from None


def find_commune(nis_code: str, /) -> Commune | None:
    """The commune with that code, if there is one."""
    return _by_code().get(nis_code)


def communes_by_postal(code: str, /) -> tuple[Commune, ...]:
    """The communes that share a postal code: nearly always one, none for a code nobody uses."""
    return _by_postal().get(code.strip(), ())


def authority_of(nis_code: str, /) -> Authority:
    """The work authority of a commune. Raises UnknownCommune."""
    return commune(nis_code).authority


def search(text: str, *, limit: int = 10) -> list[Commune]:
    """Communes whose name, or a word of it, begins with the text in any language, or whose postal code does.

    Case and accents do not matter; names that begin with the text come first.
    """
    wanted = search_name(text)
    if not wanted:
        return []
    if wanted.isdigit():
        found = [each for each in communes() if any(code.startswith(wanted) for code in each.postal_codes)]
        return found[:limit]
    ranked = [(_rank(names, wanted), each) for each, names in _search_names()]
    matches = sorted((rank, each.name_fr, each.nis_code) for rank, each in ranked if rank is not None)
    return [commune(nis_code) for _rank_of, _name, nis_code in matches[:limit]]


def _rank(names: tuple[str, ...], wanted: str) -> int | None:
    """0 for the name itself, 1 for its beginning, 2 for the beginning of a later word, None for no match."""
    if wanted in names:
        return 0
    if any(name.startswith(wanted) for name in names):
        return 1
    return 2 if any(f" {wanted}" in name for name in names) else None


@cache
def _by_code() -> dict[str, Commune]:
    return {each.nis_code: each for each in communes()}


@cache
def _by_postal() -> dict[str, tuple[Commune, ...]]:
    found: dict[str, tuple[Commune, ...]] = {}
    for each in communes():
        for code in each.postal_codes:
            found[code] = (*found.get(code, ()), each)
    return found


@cache
def _search_names() -> tuple[tuple[Commune, tuple[str, ...]], ...]:
    return tuple(
        (each, tuple({search_name(name) for name in (each.name_fr, each.name_nl, each.name_de) if name}))
        for each in communes()
    )
