"""Two authorities side by side: which of their rules are of the same thing, and whether they say the same."""

from collections.abc import Callable, Hashable, Iterable, Iterator
from dataclasses import dataclass
from datetime import date
from typing import Any

from applications.rulebook.book import Rulebook
from applications.rulebook.reading import Entry, entry_json, on_day
from applications.vocabulary import ApplicationKind


@dataclass(frozen=True, slots=True, kw_only=True)
class Pair:
    """What two authorities say of the same thing; None where one of them has no such rule here."""

    ours: Entry | None
    theirs: Entry | None

    @property
    def is_same(self) -> bool:
        """Whether both have a rule in force that day, with equal values."""
        if self.ours is None or self.theirs is None or self.ours.version is None or self.theirs.version is None:
            return False
        return _plain(self.ours) == _plain(self.theirs)


def beside(book: Rulebook, *, ours: str, theirs: str, on: date, category: str = "") -> tuple[Pair, ...]:
    """The rules of two authorities side by side. Raises UnknownCategory.

    Two rules are of the same thing when they bear the same name after the authority's, or say that they are about the
    same, or ask for the same paper, or are of one kind and count from and to the same events; and when that is so of
    one rule on each side only.
    """
    left = list(on_day(book, on=on, authority=ours, category=category))
    right = list(on_day(book, on=on, authority=theirs, category=category))
    found: list[Pair] = []
    for likeness in (_name, _subject, _paper, _events):
        matched = _matches(left, right, likeness)
        found += [Pair(ours=one, theirs=other) for one, other in matched]
        left = [each for each in left if all(each is not one for one, _other in matched)]
        right = [each for each in right if all(each is not other for _one, other in matched)]
    found += [Pair(ours=each, theirs=None) for each in left]
    found += [Pair(ours=None, theirs=each) for each in right]
    places = {code: place for place, code in enumerate(book.rules)}
    return tuple(sorted(found, key=lambda pair: min(places[each.rule.code] for each in _sides(pair))))


def pair_json(pair: Pair) -> dict[str, Any]:
    return {
        "is_same": pair.is_same,
        "ours": pair.ours and entry_json(pair.ours),
        "theirs": pair.theirs and entry_json(pair.theirs),
    }


# --- Likeness ------------------------------------------------------------------------------------------------------


def _matches(
    left: Iterable[Entry], right: Iterable[Entry], likeness: Callable[[Entry], Hashable]
) -> list[tuple[Entry, Entry]]:
    """Those that are alike, where only one on each side is."""
    ours, theirs = _unique(left, likeness), _unique(right, likeness)
    return [(ours[key], theirs[key]) for key in ours if key in theirs]


def _unique(entries: Iterable[Entry], likeness: Callable[[Entry], Hashable]) -> dict[Hashable, Entry]:
    by_key: dict[Hashable, list[Entry]] = {}
    for each in entries:
        if key := likeness(each):
            by_key.setdefault(key, []).append(each)
    return {key: found[0] for key, found in by_key.items() if len(found) == 1}


def _name(each: Entry) -> Hashable:
    return each.rule.kind, each.rule.code.partition(".")[2]


def _subject(each: Entry) -> Hashable:
    return (each.rule.about, each.rule.kind) if each.rule.about else None


def _paper(each: Entry) -> Hashable:
    rule = each.rule
    is_first = not rule.kinds or ApplicationKind.FIRST in rule.kinds
    return (rule.document, rule.occasion, is_first) if rule.document else None


def _events(each: Entry) -> Hashable:
    values = each.version.values if each.version else {}
    if "unit" not in values:
        return None
    ends = [tuple(values.get(name, ())) for name in ("starts_with", "met_by", "against")]
    return each.rule.kind, each.rule.track, each.rule.kinds, len(each.rule.only_if), *ends


def _sides(pair: Pair) -> Iterator[Entry]:
    return (each for each in (pair.ours, pair.theirs) if each is not None)


def _plain(each: Entry) -> dict[str, Any]:
    """The values without the name of whose they are, so that `x.pay.reduced` is no difference by itself."""
    values = each.version.values if each.version else {}
    mine = f"{each.rule.authority}."
    said = {name: value.removeprefix(mine) if isinstance(value, str) else value for name, value in values.items()}
    return said | {"kinds": each.rule.kinds, "only_if": each.rule.only_if}
