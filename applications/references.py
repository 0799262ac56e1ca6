"""How a dossier is called, and how names are compared when people search.

A reference is `WB-YYYY-NNNNNNN-CC`. CC = 97 − (the eleven digits before it mod 97), in two digits, as in Belgian
national and enterprise numbers: a mistyped or swapped digit is caught before anybody opens the wrong dossier.
"""

import re
import unicodedata
from dataclasses import dataclass

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

SHAPE = re.compile(r"WB-?([0-9]{4})-?([0-9]{7})-?([0-9]{2})")
HIGHEST = 9_999_999

# Letters that no Unicode decomposition brings back to their plain form.
PLAIN = str.maketrans({"ø": "o", "đ": "d", "ð": "d", "ł": "l", "æ": "ae", "œ": "oe", "þ": "th", "ı": "i", "ħ": "h"})


class InvalidReference(ValueError):
    """What was typed is no reference; `sentence` says what to look at."""

    def __init__(self, typed: str, sentence: Promise) -> None:
        super().__init__(typed)
        self.sentence = sentence


@dataclass(frozen=True, slots=True)
class Reference:
    """A valid reference, taken apart."""

    year: int
    number: int

    def __str__(self) -> str:
        return f"WB-{self.year:04d}-{self.number:07d}-{_check_digits(self.year, self.number):02d}"


def make(*, year: int, number: int) -> str:
    """The reference of the dossier with that number. Numbers come from one sequence and run on over the years."""
    if not (1000 <= year <= 9999 and 1 <= number <= HIGHEST):
        raise ValueError(f"no reference for year {year}, number {number}")
    return str(Reference(year=year, number=number))


def parse(typed: str, /) -> Reference:
    """The reference somebody typed, in any case, with or without spaces and hyphens.

    Raises InvalidReference with a sentence that may be shown to whoever typed it.
    """
    found = SHAPE.fullmatch(re.sub(r"\s", "", typed).upper())
    if found is None:
        raise InvalidReference(typed, _("A reference looks like WB-2026-0000123-34: a year, seven digits, two digits."))
    year, number, check = (int(part) for part in found.groups())
    if check != _check_digits(year, number):
        raise InvalidReference(typed, _("This reference contains a typing error: its last two digits do not fit."))
    return Reference(year=year, number=number)


def valid(typed: str, /) -> bool:
    """Whether `parse` would accept it."""
    try:
        parse(typed)
    except InvalidReference:
        return False
    return True


def search_name(name: str, /) -> str:
    """A name as it is stored and typed for searching: lower-case, without accents, one space between words.

    Done in Python because PostgreSQL's unaccent() cannot be indexed. Scripts other than Latin stay as they are.
    """
    plain = unicodedata.normalize("NFKD", name).casefold()
    folded = unicodedata.normalize("NFKD", plain).casefold()
    letters = "".join(character for character in folded if not unicodedata.combining(character)).translate(PLAIN)
    return " ".join(re.sub(r"[^\w]+|_", " ", letters).split())


def _check_digits(year: int, number: int) -> int:
    return 97 - int(f"{year:04d}{number:07d}") % 97
