"""The rulebook as loaded: looked up by code, or by category, authority and day. It never changes while it is used."""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from datetime import date
from functools import cached_property

from applications.rulebook import periods
from applications.rulebook.codes import Filer
from applications.rulebook.facts import Facts
from applications.rulebook.model import (
    JUDGED,
    ClockRule,
    Days,
    NoRuleInForce,
    Occasion,
    Only,
    Rule,
    RuleKind,
    Unit,
    UnknownRule,
    Version,
)
from applications.vocabulary import ApplicationKind, Authority, Capacity, Certainty, NotificationKind, Track

EMPLOYER = "employer"


class UnknownCategory(LookupError):
    """No category of application carries that code."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Category:
    """What can be applied for, by whom, and on which tracks it is decided."""

    code: str
    tracks: tuple[Track, ...]
    kinds: tuple[ApplicationKind, ...]
    filers: tuple[Filer, ...]
    suits: tuple[Only, ...] = ()  # for whom it is, by facts that can be told before applying
    without: tuple[str, ...] = ()  # parts of the facts that are not asked, unless a rule reads them
    announced: bool = False
    in_force_from: date | None = None
    open_at: tuple[Authority, ...] = ()
    is_demo: bool = False  # announced law that a switch of the demo has opened
    title: Mapping[str, str] = field(default_factory=dict)  # by language, where the catalogue has no name for it
    help: Mapping[str, str] = field(default_factory=dict)
    article: str
    act: str
    source: str
    certainty: Certainty

    @property
    def has_employer(self) -> bool:
        """Whether an employer takes part; without one nobody but the worker is told of it."""
        return EMPLOYER not in self.without

    def is_offered(self, *, authority: str | None, on: date) -> bool:
        """Whether one may apply. Announced law waits for its day, and for the switch of each authority (P28)."""
        if not self.announced:
            return True
        has_begun = self.in_force_from is not None and self.in_force_from <= on
        return has_begun and (authority in self.open_at if authority else bool(self.open_at))


@dataclass(frozen=True, slots=True, kw_only=True)
class Appeal:
    """To whom one may turn against a decision, and how long after the event that starts the period."""

    rule: str
    against: tuple[str, ...]
    starts_with: tuple[str, ...]
    body: str
    unit: Unit
    length: int
    article: str
    certainty: Certainty


@dataclass(frozen=True)
class Rulebook:
    """Every rule of every authority."""

    rules: dict[str, Rule]
    categories: dict[str, Category]
    has_demo_values: bool = False

    def rule(self, code: str) -> Rule:
        """Raises UnknownRule."""
        try:
            return self.rules[code]
        except KeyError:
            raise UnknownRule(code) from None

    def category(self, code: str) -> Category:
        """Raises UnknownCategory."""
        try:
            return self.categories[code]
        except KeyError:
            raise UnknownCategory(code) from None

    def own_words(self, code: str, what: str, language: str) -> str:
        """The name ("title") or explanation ("help") that a file of law brings for its rule, paper or category."""
        named = self.rules.get(code) or self.categories.get(code) or self._papers.get(code)
        words: Mapping[str, str] = getattr(named, what) if named else {}
        return words.get(language, "")

    def find_value(self, code: str, *, on: date) -> Version | None:
        """The version of a rule on that day, None where the law, as we know it, gives none."""
        try:
            return self.rule(code).in_force(on)
        except NoRuleInForce:
            return None

    def find_issued(self, name: str, *, category: str, kind: ApplicationKind | str, on: date) -> Version | None:
        """What one of the rules issues in a category under that name ("card", "mention", "days"); or None."""
        for rule in self.select(authorities=[Authority.FEDERAL], category=category, kind=kind):
            version = _find(rule, on=on) if rule.kind == RuleKind.ISSUE and category in rule.categories else None
            if version is not None and name in version.values:
                return version
        return None

    def every_issued(self, name: str) -> tuple[str, ...]:
        """All that the rules issue under that name, in any category and on any day: the choices there are."""
        issued = [rule for rule in self.rules.values() if rule.kind == RuleKind.ISSUE]
        return tuple(sorted({str(v.values[name]) for rule in issued for v in rule.versions if name in v.values}))

    def select(
        self, *, authorities: Iterable[str], category: str = "", kind: ApplicationKind | str = ""
    ) -> tuple[Rule, ...]:
        """The rules of some authorities, narrowed to a category and a kind where these are given."""
        key = (frozenset(authorities), category, str(kind))
        if key not in self._selected:
            self._selected[key] = tuple(
                rule
                for rule in self.rules.values()
                if rule.authority in key[0]
                and (not category or not rule.categories or category in rule.categories)
                and (not kind or not rule.kinds or kind in rule.kinds)
            )
        return self._selected[key]

    def knows(self, *, authority: str, category: str) -> bool:
        """Whether an authority's conditions for a category are here: some are, and none says that the rest are not."""
        conditions = [
            rule
            for rule in self.select(authorities=[authority], category=category)
            if rule.kind == RuleKind.CONDITION and category in rule.categories
        ]
        return any(rule.versions for rule in conditions) and not any(rule.gap for rule in conditions)

    def judged(
        self,
        *,
        authorities: Iterable[str],
        category: str,
        kind: ApplicationKind | str,
        occasion: Occasion = Occasion.APPLICATION,
    ) -> Iterator[Rule]:
        """The rules that give a finding: conditions, documents, exemptions, durations, duties, grounds."""
        return (
            rule
            for rule in self.select(authorities=authorities, category=category, kind=kind)
            if rule.kind in JUDGED and rule.occasion == occasion and self._decides(category, rule.track)
        )

    def asking(self, *, authorities: Iterable[str], category: str, kind: ApplicationKind | str) -> Iterator[Rule]:
        """The rules whose answer hangs on facts of an application: those judged, and periods that hold for some."""
        return (
            rule
            for rule in self.select(authorities=authorities, category=category, kind=kind)
            if rule.kind in {*JUDGED, RuleKind.DEADLINE}
            and rule.occasion == Occasion.APPLICATION
            and self._decides(category, rule.track)
        )

    def clock_rules(
        self,
        *,
        category: str,
        kind: ApplicationKind | str,
        authority: str | None,
        days: Days,
        facts: Facts | None = None,
        occasion: Occasion = Occasion.APPLICATION,
    ) -> list[ClockRule]:
        """The periods of the work authority and the Immigration Office for one application.

        A period that holds for some facts only stands back while they are unknown: the general one holds then.
        """
        return [
            self._clock(rule, version, on=days.of(rule.reference_day))
            for rule in self._deadlines(category=category, kind=kind, authority=authority, occasion=occasion)
            if (version := _find(rule, on=days.of(rule.reference_day))) is not None and periods.concerns(rule, facts)
        ]

    def clocks_ask_facts(self, *, category: str, kind: ApplicationKind | str, authority: str | None) -> bool:
        """Whether a period of an application depends on its facts: nobody need load them where none does."""
        asked = self._deadlines(category=category, kind=kind, authority=authority, occasion=Occasion.APPLICATION)
        return any(rule.only_if or rule.unless for rule in asked)

    def appeal_clocks(
        self, *, category: str, kind: ApplicationKind | str, authority: str | None, days: Days
    ) -> list[ClockRule]:
        """The periods in which one may appeal, as the clocks read them."""
        wanted = [Authority.FEDERAL.value, *([authority] if authority else [])]
        found = []
        for rule in self.select(authorities=wanted, category=category, kind=kind):
            on = days.of(rule.reference_day)
            is_ours = rule.kind == RuleKind.APPEAL and self._decides(category, rule.track)
            if is_ours and not self._is_general(rule, category) and (version := _find(rule, on=on)) is not None:
                found.append(periods.appeal_clock(rule, version))
        return found

    def notification_kind(self, *, authority: str, capacity: Capacity | str, on: date) -> NotificationKind:
        """Which receipt counts as notification to an addressee of that capacity (P1). Raises NoRuleInForce."""
        version = self._only(authority, RuleKind.NOTIFICATION).in_force(on)
        return NotificationKind(version.values["by_capacity"][str(capacity)])

    def registered_kind(self, *, authority: str, capacity: Capacity | str, on: date) -> NotificationKind:
        """Whether a registered letter notifies when it is posted or when it arrives (P24). Raises NoRuleInForce."""
        rule = self._only(authority, RuleKind.NOTIFICATION)
        counts: str | None = rule.in_force(on).values.get("registered", {}).get(str(capacity))
        if counts is None:
            raise NoRuleInForce(rule.code, on)
        return NotificationKind(counts)

    def act_language(self, *, issuer: str, authority: str, on: date) -> str | None:
        """Language of an act of `issuer` in a dossier of that work authority; None where no rule says (P14)."""
        version = self._only(issuer, RuleKind.LANGUAGE).in_force(on)
        language: str | None = version.values["by_authority"].get(authority)
        return language

    def appeal(self, *, authority: str, on: date, category: str = "", against: str = "DECISION") -> Appeal:
        """The appeal against a decision of that authority, or its finding of inadmissibility.

        A rule for the category goes before one for all. Raises NoRuleInForce where none is known for that day.
        """
        rules = [rule for rule in self.select(authorities=[authority]) if rule.kind == RuleKind.APPEAL]
        if not rules:
            raise UnknownRule(f"{authority}: {RuleKind.APPEAL}")
        ours = [rule for rule in rules if category and category in rule.categories]
        for rule in (*ours, *(rule for rule in rules if not rule.categories)):
            version = _find(rule, on=on)
            if version is not None and against in periods.against(version):
                return Appeal(
                    rule=version.id,
                    against=periods.against(version),
                    starts_with=periods.appeal_starts(rule, version),
                    body=version.values["body"],
                    unit=Unit(version.values["unit"]),
                    length=version.values["length"],
                    article=version.article,
                    certainty=version.certainty,
                )
        raise NoRuleInForce(rules[0].code, on)

    def delivery_margin_days(self, *, authority: str, on: date) -> int:
        """Days kept free before the end of a period so that the decision can still be notified in time (P2)."""
        return int(self.rule(f"{authority}.acts.delivery_margin").in_force(on).values["days"])

    def _only(self, authority: str, kind: RuleKind) -> Rule:
        for rule in self.select(authorities=[authority]):
            if rule.kind == kind:
                return rule
        raise UnknownRule(f"{authority}: {kind}")

    def _deadlines(
        self, *, category: str, kind: ApplicationKind | str, authority: str | None, occasion: Occasion
    ) -> Iterator[Rule]:
        wanted = [Authority.FEDERAL.value, *([authority] if authority else [])]
        return (
            rule
            for rule in self.select(authorities=wanted, category=category, kind=kind)
            if rule.kind == RuleKind.DEADLINE and rule.occasion == occasion and self._decides(category, rule.track)
        )

    def _clock(self, rule: Rule, version: Version, *, on: date) -> ClockRule:
        """The period as the clocks read it, made once for each version and position of its switch."""
        key = (version.id, self._switched(version, on=on))
        if key not in self._clocks:
            self._clocks[key] = periods.clock_rule(rule, version, switched=key[1])
        return self._clocks[key]

    def _switched(self, version: Version, *, on: date) -> bool:
        """Whether the switch that a period names is on that day; a period without one needs none."""
        if not (code := version.values.get("switch")):
            return True
        found = self.find_value(code, on=on)
        return found is not None and bool(found.values["on"])

    def _decides(self, category: str, track: Track) -> bool:
        """Whether somebody decides on that track: an authorisation of work alone has nothing of residence."""
        known = self.categories.get(category)
        return known is None or track == Track.OVERALL or track in known.tracks

    def _is_general(self, rule: Rule, category: str) -> bool:
        """Whether a rule for all categories steps back, because the authority has one of its own for this one."""
        if rule.categories:
            return False
        rivals = self.select(authorities=[rule.authority], category=category)
        return any(other.kind == rule.kind and category in other.categories for other in rivals)

    @cached_property
    def _clocks(self) -> dict[tuple[str, bool], ClockRule]:
        return {}

    @cached_property
    def _papers(self) -> dict[str, Rule]:
        """The rule that names each paper in its own words."""
        return {rule.document: rule for rule in self.rules.values() if rule.document and rule.title}

    @cached_property
    def _selected(self) -> dict[tuple[frozenset[str], str, str], tuple[Rule, ...]]:
        return {}


def _find(rule: Rule, *, on: date) -> Version | None:
    """No period known for that day: no clock is better than an invented one."""
    try:
        return rule.in_force(on)
    except NoRuleInForce:
        return None
