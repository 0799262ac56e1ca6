"""Criteria: how a rule is judged over facts. The generic ones cover rules without judgement, so that a category can be
pure data; a judgement is a function registered under the code of its rule, beside the law it reads.
"""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import Any

from applications import calendar
from applications.rulebook.facts import Facts, missing, value_of
from applications.rulebook.findings import Finding, weakest
from applications.rulebook.model import NoRuleInForce, Rule, Version
from applications.vocabulary import Result

Judge = Callable[[Facts, "Provision"], Finding]
Reads = tuple[str, ...] | Callable[[Rule, str], tuple[str, ...]]


@dataclass(frozen=True, slots=True)
class Criterion:
    """A judgement, the results it can reach, each with a sentence in four languages, and the facts it looks at.

    `reads` are dotted paths, or a function to them from the rule and the kind of application, where these decide. What
    is not named there is asked of nobody: a test runs every judgement and holds it to what it says.
    """

    name: str
    judge: Judge
    results: frozenset[Result]
    reads: Reads = ()

    def reads_for(self, rule: Rule, kind: str) -> tuple[str, ...]:
        """The paths it looks at when it judges that rule for an application of that kind."""
        return self.reads(rule, kind) if callable(self.reads) else self.reads


class CriterionTaken(ValueError):
    """Two functions claim the same criterion."""


CRITERIA: dict[str, Criterion] = {}


def criterion(name: str, *results: Result, reads: Reads = ()) -> Callable[[Judge], Judge]:
    """Register a judgement under its name, with the results it can reach and the facts it looks at."""

    def register(judge: Judge) -> Judge:
        held = CRITERIA.get(name)
        if held is not None and held.judge.__module__ != judge.__module__:
            raise CriterionTaken(name)
        CRITERIA[name] = Criterion(name, judge, frozenset(results), reads)
        return judge

    return register


@dataclass(frozen=True, slots=True)
class Provision:
    """A rule in the version of its reference day: what a judgement reads, and how it answers."""

    rule: Rule
    version: Version
    on: date
    find_rule: Callable[[str], Rule]

    @property
    def values(self) -> Any:
        return self.version.values

    def find(self, code: str) -> Version | None:
        """Another rule's version of the same day; None where the law, as we know it, gives no value."""
        try:
            return self.find_rule(code).in_force(self.on)
        except NoRuleInForce:
            return None

    def met(self, *rests_on: Version, **because: Any) -> Finding:
        return self._finding(Result.MET, because, rests_on)

    def not_met(self, *rests_on: Version, **because: Any) -> Finding:
        return self._finding(Result.NOT_MET, because, rests_on)

    def not_applicable(self, **because: Any) -> Finding:
        return self._finding(Result.NOT_APPLICABLE, because)

    def for_officer(self, **because: Any) -> Finding:
        return self._finding(Result.FOR_OFFICER, because)

    def unknown(self, *asks: str, **because: Any) -> Finding:
        return self._finding(Result.UNKNOWN, because, asks=asks)

    def _finding(
        self,
        result: Result,
        because: dict[str, Any],
        rests_on: tuple[Version, ...] = (),
        asks: tuple[str, ...] = (),
    ) -> Finding:
        version = self.version
        if any(other.is_demo for other in rests_on):
            because = {**because, "demo_value": True}
        return Finding(
            code=self.rule.code,
            kind=self.rule.kind,
            track=self.rule.track,
            result=result,
            because=because,
            asks=asks,
            article=version.article,
            act=version.act,
            source=version.source,
            certainty=weakest(version.certainty, *(other.certainty for other in rests_on))
            if rests_on
            else version.certainty,
            version=version.id,
            rests_on=tuple(other.id for other in rests_on),
            on=self.on,
            criterion=self.rule.criterion,
        )


def sets_aside(facts: Facts, rule: Rule) -> str:
    """The known fact because of which a rule does not concern an application at all; empty where none does."""
    for only in rule.only_if:
        if not missing(facts, only.fact) and not only.holds(value_of(facts, only.fact)):
            return only.fact
    return ""


def judge(facts: Facts, law: Provision) -> Finding:
    """Whether the rule concerns these facts at all, and if so what its criterion says."""
    unless = law.rule.unless
    if unless and all(not missing(facts, each.fact) and each.holds(value_of(facts, each.fact)) for each in unless):
        return law.not_applicable(fact=unless[0].fact)
    for only in law.rule.only_if:
        if missing(facts, only.fact):
            return law.unknown(only.fact)
        if not only.holds(value_of(facts, only.fact)):
            return law.not_applicable(fact=only.fact)
    return CRITERIA[law.rule.criterion].judge(facts, law)


def _own_fact(rule: Rule, _kind: str) -> tuple[str, ...]:
    """The facts that the rule itself names."""
    days = (version.values.get(name) for version in rule.versions for name in ("after", "before"))
    return tuple(dict.fromkeys(path for path in (rule.fact, *days) if path))


@criterion(
    "document",
    Result.MET,
    Result.NOT_MET,
    Result.UNKNOWN,
    Result.NOT_APPLICABLE,
    reads=lambda rule, _kind: (rule.valid_until,) if rule.valid_until else (),
)
def document(facts: Facts, law: Provision) -> Finding:
    """The document is in the file and, where the rule says which fact tells, still valid on the reference day."""
    if law.rule.document not in facts.documents:
        return law.not_met()
    if law.rule.valid_until:
        until = value_of(facts, law.rule.valid_until)
        if until is None:
            return law.unknown(law.rule.valid_until)
        if until < law.on:
            return law.not_met(expired_on=until)
    return law.met()


@criterion("present", Result.MET, Result.NOT_MET, Result.UNKNOWN, Result.NOT_APPLICABLE, reads=_own_fact)
def present(facts: Facts, law: Provision) -> Finding:
    """A fact is given and not denied."""
    if missing(facts, law.rule.fact):
        return law.unknown(law.rule.fact)
    return law.not_met() if value_of(facts, law.rule.fact) is False else law.met()


@criterion("at_least", Result.MET, Result.NOT_MET, Result.UNKNOWN, Result.NOT_APPLICABLE, reads=_own_fact)
def at_least(facts: Facts, law: Provision) -> Finding:
    """A figure reaches the minimum of the rule."""
    if missing(facts, law.rule.fact):
        return law.unknown(law.rule.fact)
    given, minimum = Decimal(str(value_of(facts, law.rule.fact))), Decimal(str(law.values["minimum"]))
    answer = law.met if given >= minimum else law.not_met
    return answer(given=given, minimum=minimum)


@criterion("at_most", Result.MET, Result.NOT_MET, Result.UNKNOWN, Result.NOT_APPLICABLE, reads=_own_fact)
def at_most(facts: Facts, law: Provision) -> Finding:
    """A figure does not pass the maximum of the rule."""
    if missing(facts, law.rule.fact):
        return law.unknown(law.rule.fact)
    given, maximum = Decimal(str(value_of(facts, law.rule.fact))), Decimal(str(law.values["maximum"]))
    answer = law.met if given <= maximum else law.not_met
    return answer(given=given, maximum=maximum)


@criterion(
    "listed", Result.MET, Result.NOT_MET, Result.UNKNOWN, Result.NOT_APPLICABLE, Result.FOR_OFFICER, reads=_own_fact
)
def listed(facts: Facts, law: Provision) -> Finding:
    """A name stands on a dated list of reference data. While nobody has entered the list, an officer looks."""
    if missing(facts, law.rule.fact):
        return law.unknown(law.rule.fact)
    entered = law.find(law.values["list"])
    names = entered.values["names"] if entered else ()
    if entered is None or not names:
        return law.for_officer(list=law.values["list"])
    given = str(value_of(facts, law.rule.fact)).casefold()
    is_named = any(given == name.casefold() for name in names)
    return (law.met if is_named else law.not_met)(entered, list=law.values["list"])


@criterion("within", Result.MET, Result.NOT_MET, Result.UNKNOWN, Result.NOT_APPLICABLE, reads=_own_fact)
def within(facts: Facts, law: Provision) -> Finding:
    """A day lies no more than some whole months after another; months run from date to date."""
    asks = tuple(path for path in (law.rule.fact, law.values["after"]) if missing(facts, path))
    if asks:
        return law.unknown(*asks)
    given, start = value_of(facts, law.rule.fact), value_of(facts, law.values["after"])
    is_within = given <= calendar.add_months(start, law.values["months"])
    answer = law.met if is_within else law.not_met
    return answer(given=given, start=start, months=law.values["months"])


@criterion("ahead", Result.MET, Result.NOT_MET, Result.UNKNOWN, Result.NOT_APPLICABLE, reads=_own_fact)
def ahead(facts: Facts, law: Provision) -> Finding:
    """A day lies at least some days or months before another, and where the rule says so not too early either.

    Months run from date to date and are clipped: two months before 30 April is the last day of February.
    """
    asks = tuple(path for path in (law.rule.fact, law.values["before"]) if missing(facts, path))
    if asks:
        return law.unknown(*asks)
    given, end = value_of(facts, law.rule.fact), value_of(facts, law.values["before"])
    latest = _back(end, law.values, "months", "days")
    earliest = _back(end, law.values, "opens_months", "opens_days")
    if given > latest:
        return law.not_met(reason="LATE", given=given, latest=latest, end=end)
    if earliest != end and given < earliest:
        return law.not_met(reason="EARLY", given=given, earliest=earliest, end=end)
    return law.met(given=given, latest=latest, end=end)


def _back(day: date, values: Any, months: str, days: str) -> date:
    return calendar.add_days(calendar.add_months(day, -values.get(months, 0)), -values.get(days, 0))
