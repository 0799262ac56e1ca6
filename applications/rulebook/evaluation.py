"""Every rule that concerns an application, judged over its facts.

An evaluation stores codes, values, rule versions and the engine's revision, never sentences: they are rendered when
shown. The same facts, days and revision give the same bytes.
"""

import json
from collections.abc import Iterable, Mapping
from dataclasses import asdict, dataclass, replace
from datetime import date
from typing import Any

from applications.rulebook.book import Rulebook
from applications.rulebook.contradictions import Contradiction, contradictions
from applications.rulebook.criteria import Provision, judge, sets_aside
from applications.rulebook.facts import Facts
from applications.rulebook.findings import DocumentNeed, Finding
from applications.rulebook.model import REVISION, ClockRule, Days, NoRuleInForce, OnExpiry, Rule, RuleKind, Unit
from applications.vocabulary import ApplicationKind, Authority, Certainty, Result, Track

HEAVIEST_FIRST = (Result.NOT_MET, Result.UNKNOWN, Result.FOR_OFFICER, Result.MET, Result.NOT_APPLICABLE)

PLACES = {track: place for place, track in enumerate(Track)}


@dataclass(frozen=True, slots=True, kw_only=True)
class Evaluation:
    """What the law, as this rulebook knows it, says of one application."""

    category: str
    kind: ApplicationKind
    authority: str | None
    days: Days
    tracks: tuple[Track, ...]
    documents: tuple[DocumentNeed, ...]
    findings: tuple[Finding, ...]
    deadlines: tuple[ClockRule, ...]
    contradictions: tuple[Contradiction, ...]
    not_covered: tuple[Track, ...]  # tracks for which no law is loaded: an officer knows, this system does not
    demo_values: bool
    revision: str = REVISION

    def as_json(self) -> dict[str, Any]:
        return {
            "category": self.category,
            "kind": str(self.kind),
            "authority": self.authority,
            "days": {name: day and day.isoformat() for name, day in asdict(self.days).items()},
            "tracks": [str(track) for track in self.tracks],
            "documents": [need.as_json() for need in self.documents],
            "findings": [finding.as_json() for finding in self.findings],
            "deadlines": [_clock_json(rule) for rule in self.deadlines],
            "contradictions": [asdict(found) for found in self.contradictions],
            "not_covered": [str(track) for track in self.not_covered],
            "demo_values": self.demo_values,
            "revision": self.revision,
        }

    @classmethod
    def from_json(cls, stored: Mapping[str, Any]) -> "Evaluation":
        """An evaluation as it was stored, ready to be shown again."""
        days = {name: date.fromisoformat(day) if day else None for name, day in stored["days"].items()}
        return cls(
            category=stored["category"],
            kind=ApplicationKind(stored["kind"]),
            authority=stored["authority"],
            days=Days(on=days["on"] or date.min, filing=days["filing"], decision=days["decision"]),
            tracks=tuple(Track(track) for track in stored["tracks"]),
            documents=tuple(DocumentNeed.from_json(need) for need in stored["documents"]),
            findings=tuple(Finding.from_json(finding) for finding in stored["findings"]),
            deadlines=tuple(_clock_from_json(rule) for rule in stored["deadlines"]),
            contradictions=tuple(Contradiction(**found) for found in stored["contradictions"]),
            not_covered=tuple(Track(track) for track in stored["not_covered"]),
            demo_values=stored["demo_values"],
            revision=stored["revision"],
        )

    def to_json(self) -> str:
        """Canonical text: the same evaluation is the same bytes."""
        return canonical(self.as_json())


def evaluate(facts: Facts, *, book: Rulebook, authority: str | None, days: Days) -> Evaluation:
    """Judge an application for the work authority competent for it; None while that is not known yet."""
    category = book.category(facts.category)
    authorities = [Authority.FEDERAL.value, *([authority] if authority else [])]
    results: list[Finding] = []
    needs: list[DocumentNeed] = []
    for rule in book.judged(authorities=authorities, category=facts.category, kind=facts.kind, occasion=facts.occasion):
        finding = judge_rule(facts, rule, book=book, on=days.of(rule.reference_day))
        if rule.kind == RuleKind.DOCUMENT:
            supplied = rule.document in facts.documents
            needs.append(DocumentNeed(code=rule.document, sealed=rule.sealed, supplied=supplied, finding=finding))
        else:
            results.append(finding)
    in_charge = {Track.WORK: authority, Track.RESIDENCE: Authority.FEDERAL.value}
    return Evaluation(
        category=facts.category,
        kind=facts.kind,
        authority=authority,
        days=days,
        tracks=category.tracks,
        documents=_one_line_each(needs),
        findings=tuple(sorted(results, key=_place)),
        deadlines=tuple(
            book.clock_rules(
                category=facts.category,
                kind=facts.kind,
                authority=authority,
                days=days,
                facts=facts,
                occasion=facts.occasion,
            )
        ),
        contradictions=contradictions(facts),
        not_covered=tuple(
            track for track in category.tracks if not _is_covered(book, in_charge.get(track), facts.category)
        ),
        demo_values=book.has_demo_values,
    )


def canonical(value: Any) -> str:
    """JSON with sorted names and no spaces."""
    return json.dumps(value, sort_keys=True, separators=(",", ":"), ensure_ascii=False)


def judge_rule(facts: Facts, rule: Rule, *, book: Rulebook, on: date) -> Finding:
    """What one rule says of an application, in the version of that day; UNKNOWN where none was in force."""
    try:
        version = rule.in_force(on)
    except NoRuleInForce:
        if fact := sets_aside(facts, rule):
            return Finding(
                code=rule.code,
                kind=rule.kind,
                track=rule.track,
                result=Result.NOT_APPLICABLE,
                because={"fact": fact},
                certainty=Certainty.UNVERIFIED,
                on=on,
                criterion=rule.criterion,
            )
        return Finding(
            code=rule.code,
            kind=rule.kind,
            track=rule.track,
            result=Result.UNKNOWN,
            because={"no_rule_on": on},
            certainty=Certainty.UNVERIFIED,
            on=on,
            criterion="no_rule",
        )
    return judge(facts, Provision(rule, version, on, book.rule))


def _one_line_each(needs: Iterable[DocumentNeed]) -> tuple[DocumentNeed, ...]:
    """Merge needs for the same document: the line shows the rule that weighs most, and names the others."""
    lines: dict[str, DocumentNeed] = {}
    for need in sorted(needs, key=lambda need: _place(need.finding)):
        other = lines.setdefault(need.code, need)
        if other is not need:
            heavy, light = sorted((other, need), key=lambda each: HEAVIEST_FIRST.index(each.result))
            also = (*other.also, light.rule) if light.required else other.also
            lines[need.code] = replace(heavy, also=also, sealed=heavy.sealed or light.sealed)
    return tuple(lines.values())


def _place(finding: Finding) -> int:
    """Work before residence; within a track sorting keeps the order in which the law's files stand."""
    return PLACES[finding.track]


def _is_covered(book: Rulebook, authority: str | None, category: str) -> bool:
    if authority is None:
        return True  # nobody is known to be in charge yet: that is the territory's answer, not a gap in the law
    return book.knows(authority=authority, category=category)


def _clock_json(rule: ClockRule) -> dict[str, Any]:
    return {name: list(value) if isinstance(value, tuple) else value for name, value in asdict(rule).items()}


def _clock_from_json(stored: Mapping[str, Any]) -> ClockRule:
    values: dict[str, Any] = {
        name: tuple(value) if isinstance(value, list) else value for name, value in stored.items()
    }
    values |= {
        "track": Track(stored["track"]),
        "unit": Unit(stored["unit"]),
        "on_expiry": OnExpiry(stored["on_expiry"]),
        "certainty": Certainty(stored["certainty"]),
    }
    return ClockRule(**values)
