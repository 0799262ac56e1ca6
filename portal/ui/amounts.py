"""Amounts as people write them here: 69.300,00 and 69 300 and 69,300.00 are one sum."""

import re
from decimal import Decimal

_AMOUNT = re.compile(r"(?:€|eur|euros?)?\s*(?P<figures>[0-9][0-9.,'’ ]*?)\s*(?:€|eur|euros?)?", re.IGNORECASE)
_SPACES = str.maketrans(dict.fromkeys("\u00a0\u202f\u2009\t", " "))


class NotAnAmount(ValueError):
    """The text cannot be read as one sum of money."""


def parse_amount(text: str) -> Decimal:
    """The sum that the text means, with at most two decimals.

    A point or comma followed by one or two figures at the end is the decimal mark; every other point, comma, blank or
    apostrophe separates groups of three. Anything else is refused rather than guessed.
    """
    match = _AMOUNT.fullmatch(text.translate(_SPACES).strip())
    if not match:
        raise NotAnAmount(text)
    figures = match["figures"].strip()
    cents = re.fullmatch(r"(?P<whole>.*[0-9])[.,](?P<cents>[0-9]{1,2})", figures)
    whole, decimals = (cents["whole"], cents["cents"]) if cents else (figures, "00")
    separators = set(re.sub(r"[0-9]", "", whole).replace("’", "'"))
    if len(separators) > 1 or (cents and figures[len(whole)] in separators):
        raise NotAnAmount(text)
    if separators and not re.fullmatch(r"[0-9]{1,3}(?:[^0-9][0-9]{3})+", whole):
        raise NotAnAmount(text)
    return Decimal(re.sub(r"[^0-9]", "", whole) + "." + decimals)


def write_amount(amount: Decimal) -> str:
    """The sum as it goes back into the input: blanks between groups, a comma only if there are cents."""
    sign, rest = ("-", -amount) if amount < 0 else ("", amount)
    whole, _, cents = f"{rest:.2f}".partition(".")
    grouped = f"{int(whole):,}".replace(",", "\u00a0")
    return f"{sign}{grouped},{cents}" if cents != "00" else f"{sign}{grouped}"
