"""Reading the law itself, without an application: what is in force on a day, what differs between two days.

One reading for the commands and the pages: a row of `law show --json` and one of /law/?format=json are the same.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from itertools import chain
from typing import Any

from applications.rulebook import sentences
from applications.rulebook.book import Rulebook, UnknownCategory
from applications.rulebook.model import NoRuleInForce, Occasion, Only, Rule, RuleKind, Version
from applications.vocabulary import Authority


class Chapter(StrEnum):
    """Under which heading a reader looks for a rule; in reading order."""

    CONDITIONS = "conditions"
    DOCUMENTS = "documents"
    FEE = "fee"
    DEADLINES = "deadlines"
    DURATION = "duration"
    ISSUED = "issued"
    APPEAL = "appeal"
    EXEMPTIONS = "exemptions"
    HOLDING = "holding"  # what holds while a permit is held: duties, changes, grounds of withdrawal, expiry
    SETTINGS = "settings"  # amounts and choices that other rules rest on


BY_KIND = {
    RuleKind.CONDITION: Chapter.CONDITIONS,
    RuleKind.DOCUMENT: Chapter.DOCUMENTS,
    RuleKind.EXEMPTION: Chapter.EXEMPTIONS,
    RuleKind.DURATION: Chapter.DURATION,
    RuleKind.DEADLINE: Chapter.DEADLINES,
    RuleKind.ISSUE: Chapter.ISSUED,
    RuleKind.APPEAL: Chapter.APPEAL,
    RuleKind.DUTY: Chapter.HOLDING,
    RuleKind.GROUND: Chapter.HOLDING,
}


@dataclass(frozen=True, slots=True, kw_only=True)
class Entry:
    """A rule as a reader finds it on one day. Without a version, `missing` may say why the law gives us none."""

    rule: Rule
    on: date
    version: Version | None
    missing: str = ""

    @property
    def chapter(self) -> Chapter:
        return chapter_of(self.rule)


@dataclass(frozen=True, slots=True, kw_only=True)
class Change:
    """A rule that is not the same on two days. `values` are those that differ: name, before, after."""

    rule: Rule
    before: Version | None
    after: Version | None
    values: tuple[tuple[str, Any, Any], ...]

    @classmethod
    def of(cls, rule: Rule, before: Version | None, after: Version | None) -> "Change":
        return cls(rule=rule, before=before, after=after, values=_changed(before, after))

    @property
    def version(self) -> Version:
        """The later one, else the one that ended."""
        version = self.after or self.before
        if version is None:
            raise ValueError(f"{self.rule.code}: nothing changed, there is no version on either day")
        return version


def chapter_of(rule: Rule) -> Chapter:
    """The heading under which a rule stands."""
    if rule.occasion == Occasion.HOLDING:
        return Chapter.HOLDING
    if rule.kind == RuleKind.VALUE and "fee" in rule.code.rpartition(".")[2].split("_"):
        return Chapter.FEE
    return BY_KIND.get(rule.kind, Chapter.SETTINGS)


def entry(rule: Rule, *, on: date) -> Entry:
    """A rule as it stands on that day."""
    try:
        return Entry(rule=rule, on=on, version=rule.in_force(on))
    except NoRuleInForce:
        missing = next((each.missing for each in rule.versions if each.covers(on)), rule.missing)
        return Entry(rule=rule, on=on, version=None, missing=missing)


def on_day(
    book: Rulebook, *, on: date, authority: str | None = None, category: str = "", rule_kind: str = "", track: str = ""
) -> tuple[Entry, ...]:
    """Every rule of an authority (None: of all) for a category ("": for any), as it stands on that day.

    Narrowed to one kind of rule and one track where these are given. Raises UnknownCategory.
    """
    found = rules(book, authority=authority, category=category)
    wanted = (rule for rule in found if rule_kind in ("", rule.kind) and track in ("", rule.track))
    return tuple(entry(rule, on=on) for rule in wanted)


def between(
    book: Rulebook, *, earlier: date, later: date, authority: str | None = None, category: str = ""
) -> tuple[Change, ...]:
    """The rules that are not the same on two days. Raises UnknownCategory."""
    found = []
    for rule in rules(book, authority=authority, category=category):
        before, after = entry(rule, on=earlier).version, entry(rule, on=later).version
        if before != after:
            found.append(Change.of(rule, before, after))
    return tuple(found)


def rules(book: Rulebook, *, authority: str | None, category: str) -> tuple[Rule, ...]:
    """The rules of an authority for a category, as their files stand. Raises UnknownCategory."""
    if category:
        book.category(category)
    return book.select(authorities=[authority] if authority else Authority.values, category=category)


def is_covered(book: Rulebook, *, authority: str | None, category: str) -> bool:
    """Whether the conditions of that authority (None: of any) for the category are known here."""
    whose = [authority] if authority else Authority.values
    return not category or any(book.knows(authority=each, category=category) for each in whose)


def known_from(entries: Iterable[Entry]) -> date | None:
    """The first day on which any of these rules has a version; None where none ever has."""
    found = (version.in_force_from for each in entries for version in each.rule.versions if not version.missing)
    return min(found, default=None)


def unknown_category(error: UnknownCategory, book: Rulebook) -> str:
    """What to tell somebody who asked for a category that nobody described."""
    return f"No law is known for the category {str(error)!r}. Known: {', '.join(sorted(book.categories))}."


# --- As JSON -------------------------------------------------------------------------------------------------------


def entry_json(each: Entry) -> dict[str, Any]:
    """A rule on a day: words in the active language, marks as codes."""
    rule, version = each.rule, each.version
    return {
        "code": rule.code,
        "title": sentences.title(rule.code),
        "authority": str(rule.authority),
        "chapter": str(each.chapter),
        "kind": str(rule.kind),
        "track": str(rule.track),
        "categories": list(rule.categories),
        "kinds": [str(kind) for kind in rule.kinds],
        "document": rule.document,
        "sealed": rule.sealed,
        "only_if": [_only_json(only) for only in rule.only_if],
        "unless": [_only_json(only) for only in rule.unless],
        "reference_day": str(rule.reference_day),
        "occasion": str(rule.occasion),
        **version_json(version),
        "missing": "" if version else each.missing or "no rule known for that day",
    }


def version_json(version: Version | None) -> dict[str, Any]:
    """From when until when (exclusive), by which article, from which source, how sure, with which values."""
    return {
        "version": version.id if version else None,
        "in_force_from": version.in_force_from.isoformat() if version else None,
        "in_force_until": version.in_force_until.isoformat() if version and version.in_force_until else None,
        "article": sentences.article(version) if version else "",
        "source": version.source if version else "",
        "certainty": str(version.certainty) if version else None,
        "is_demo": bool(version and version.is_demo),
        "values": dict(version.values) if version else {},
        "text_fr": version.text_fr if version else "",
    }


def change_json(change: Change) -> dict[str, Any]:
    """Which version took the place of which, and the values that differ."""
    return {
        "code": change.rule.code,
        "before": change.before and change.before.id,
        "after": change.after and change.after.id,
        "values": {name: [before, after] for name, before, after in change.values},
        "article": sentences.article(change.version),
        "source": change.version.source,
        "certainty": str(change.version.certainty),
    }


def _changed(before: Version | None, after: Version | None) -> tuple[tuple[str, Any, Any], ...]:
    old, new = (dict(version.values) if version else {} for version in (before, after))
    names = dict.fromkeys(chain(old, new))
    return tuple((name, old.get(name), new.get(name)) for name in names if old.get(name) != new.get(name))


def _only_json(only: Only) -> dict[str, Any]:
    return {"fact": only.fact, only.test: list(only.value) if isinstance(only.value, tuple) else only.value}
