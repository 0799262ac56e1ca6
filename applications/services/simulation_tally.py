"""Counting what a draft of law changes, and what of the numbers may be shown (P32).

What is counted is a number of dossiers, per authority and category, by nationality, and by rule. What is shown:

- groups of at least ten dossiers of one authority and category. The dossiers of smaller ones take part in nothing
  else, so that no total gives them away;
- nationalities over all authorities together, never beside an authority;
- how many changed, and how many answers of rules, where neither those who changed nor those who did not are few;
  `applications.anonymity` holds back what would give such a number away through another line or table;
- which answers of which rules, of those groups alone whose numbers are shown.
"""

from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from typing import Any

from applications import anonymity
from applications.anonymity import Cell, Hidden
from applications.rulebook.comparing import Change
from applications.rulebook.facts import Worker
from applications.vocabulary import Result

STATELESS, NOT_SAID = "stateless", "not said"

Group = tuple[str, str]  # authority, category


@dataclass(slots=True)
class Count:
    """Dossiers of a group, those of them with another answer, and how many answers of rules that is."""

    dossiers: int = 0
    changed: int = 0
    findings: int = 0

    def add(self, other: "Count") -> None:
        self.dossiers += other.dossiers
        self.changed += other.changed
        self.findings += other.findings


@dataclass(slots=True)
class Tally:
    """What has been counted so far. It holds small numbers: nobody sees it, and it goes when the count ends."""

    people: dict[tuple[Group, str], Count] = field(default_factory=lambda: defaultdict(Count))
    rules: Counter[tuple[Group, Change]] = field(default_factory=Counter)

    def add(self, group: Group, nationality: str, changes: Iterable[Change]) -> None:
        """One dossier more."""
        changes = tuple(changes)
        self.people[group, nationality].add(Count(1, bool(changes), len(changes)))
        self.rules.update((group, change) for change in changes)

    def as_json(self) -> dict[str, Any]:
        return {
            "people": [
                [*group, nationality, count.dossiers, count.changed, count.findings]
                for (group, nationality), count in self.people.items()
            ],
            "rules": [
                [*group, change.rule, str(change.before), str(change.after), number]
                for (group, change), number in self.rules.items()
            ],
        }

    @classmethod
    def from_json(cls, stored: Mapping[str, Any]) -> "Tally":
        """A count that was interrupted."""
        tally = cls()
        for authority, category, nationality, *numbers in stored.get("people", ()):
            tally.people[(authority, category), nationality] = Count(*numbers)
        for authority, category, rule, before, after, number in stored.get("rules", ()):
            tally.rules[(authority, category), Change(rule, Result(before), Result(after))] = number
        return tally


def nationality_of(worker: Worker) -> str:
    """Under which nationality a dossier is counted: the first that was named, so that each counts once."""
    if worker.nationalities:
        return str(worker.nationalities[0])
    return STATELESS if worker.stateless else NOT_SAID


def report(tally: Tally) -> dict[str, Any]:
    """What may be shown of a count: numbers of at least ten, zeros, and why the others are not there."""
    groups: dict[Group, Count] = defaultdict(Count)
    for (group, _nationality), count in tally.people.items():
        groups[group].add(count)
    shown = {group: count for group, count in groups.items() if not anonymity.is_few(count.dossiers)}
    changed, total_is_safe = _changed(shown)
    return {
        "groups": [
            {"authority": group[0], "category": group[1], **_line(groups[group], changed.get(group))}
            for group in sorted(groups)
        ],
        "nationalities": _nationalities(tally, shown, total_is_safe=total_is_safe),
        "rules": _rules(tally, changed),
        "total": _total(shown.values(), is_safe=total_is_safe),
    }


def _changed(counts: Mapping[Any, Count], *, unseen: frozenset[Any] = frozenset()) -> tuple[dict[Any, Cell], bool]:
    """How many of each line changed, and whether their total may be known.

    Who did not change is a number too: where one of the two is hidden, the other is.
    """
    with_change = anonymity.protect({key: count.changed for key, count in counts.items()}, unseen=unseen)
    without = anonymity.protect({key: count.dossiers - count.changed for key, count in counts.items()}, unseen=unseen)
    cells = {
        key: Hidden.HELD_BACK if isinstance(without.cells[key], Hidden) and not isinstance(cell, Hidden) else cell
        for key, cell in with_change.cells.items()
    }
    return cells, with_change.is_safe and without.is_safe


def _line(count: Count, changed: Cell | None) -> dict[str, Any]:
    """A line of a group; one that is too small says nothing but that."""
    if changed is None:
        return {"dossiers": Hidden.FEW, "changed": Hidden.HELD_BACK, "findings": Hidden.HELD_BACK}
    return {
        "dossiers": count.dossiers,
        "changed": changed,
        "findings": changed if isinstance(changed, Hidden) else count.findings,
    }


def _nationalities(tally: Tally, shown: Iterable[Group], *, total_is_safe: bool) -> list[dict[str, Any]]:
    counts: dict[str, Count] = defaultdict(Count)
    wanted = set(shown)
    for (group, nationality), count in tally.people.items():
        if group in wanted:
            counts[nationality].add(count)
    sizes = anonymity.protect({nationality: count.dossiers for nationality, count in counts.items()})
    if not sizes.is_safe:
        return []
    unseen = frozenset(nationality for nationality, cell in sizes.cells.items() if isinstance(cell, Hidden))
    changed, is_safe = _changed(counts, unseen=unseen)
    if not (total_is_safe and is_safe):
        changed = dict(anonymity.withheld(dict.fromkeys(counts, 0)))
    return [
        {
            "nationality": nationality,
            "dossiers": sizes.cells[nationality],
            "changed": changed[nationality],
            "findings": changed[nationality] if isinstance(changed[nationality], Hidden) else count.findings,
        }
        for nationality, count in sorted(counts.items())
    ]


def _rules(tally: Tally, changed: Mapping[Group, Cell]) -> list[dict[str, Any]]:
    """Which answers of which rules changed into which, in the groups whose total is shown.

    The answers of a group add up to its findings, so each group is a table by itself.
    """
    by_group: dict[Group, Counter[Change]] = defaultdict(Counter)
    for (group, change), number in tally.rules.items():
        if not isinstance(changed.get(group, Hidden.FEW), Hidden):
            by_group[group][change] += number
    lines = []
    for (authority, category), numbers in sorted(by_group.items()):
        column = anonymity.protect(numbers)
        cells = column.cells if column.is_safe else anonymity.withheld(numbers)
        lines += [
            {
                "authority": authority,
                "category": category,
                "rule": change.rule,
                "before": str(change.before),
                "after": str(change.after),
                "dossiers": cells[change],
            }
            for change in sorted(numbers)
        ]
    return lines


def _total(counts: Iterable[Count], *, is_safe: bool) -> dict[str, Any]:
    whole = Count()
    for count in counts:
        whole.add(count)
    changed: Cell = whole.changed
    if anonymity.is_few(whole.changed):
        changed = Hidden.FEW
    elif not is_safe or anonymity.is_few(whole.dossiers - whole.changed):
        changed = Hidden.HELD_BACK
    findings = changed if isinstance(changed, Hidden) else whole.findings
    return {"dossiers": whole.dossiers, "changed": changed, "findings": findings}
