"""Which permit somebody needs: who needs none, which categories fit a few answers, and what the law says of these.

An indication, like every finding. A category is found by its own tests over the answers (`suits`); an answer that is
missing leaves it open and is asked, never guessed.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from enum import StrEnum
from typing import Any

from applications import assessment, rulebook
from applications.assessment import Assessment
from applications.rulebook import questions
from applications.rulebook.facts import Facts, missing, value_of
from applications.rulebook.findings import Finding
from applications.rulebook.model import Days, Occasion, Only, RuleKind
from applications.vocabulary import ApplicationKind, Result


class Fit(StrEnum):
    """Whether a category is for somebody, as far as the answers go."""

    FITS = "FITS"
    OPEN = "OPEN"
    RULED_OUT = "RULED_OUT"


@dataclass(frozen=True, slots=True, kw_only=True)
class Candidate:
    """One category before the answers: what speaks for and against it, and the law where nothing speaks against it."""

    category: rulebook.Category
    fit: Fit
    met: tuple[Only, ...]
    against: tuple[Only, ...]
    asks: tuple[str, ...]
    is_offered: bool  # announced law waits for its day and each authority's switch (P28)
    filed_by_another: bool  # whoever asks is not among those who file it
    assessment: Assessment | None

    @property
    def exemptions(self) -> tuple[Finding, ...]:
        """Rules by which nobody need apply in this category, met by the answers."""
        found = self.assessment.findings if self.assessment else ()
        return tuple(each for each in found if each.kind == RuleKind.EXEMPTION and each.result == Result.MET)

    def as_json(self) -> dict[str, Any]:
        return {
            "category": self.category.code,
            "fit": str(self.fit),
            "met": [only.fact for only in self.met],
            "against": [only.fact for only in self.against],
            "asks": list(self.asks),
            "offered": self.is_offered,
            "filers": [str(filer) for filer in self.category.filers],
            "article": self.category.article,
            "act": self.category.act,
            "source": self.category.source,
            "certainty": str(self.category.certainty),
            "assessment": self.assessment.as_json() if self.assessment else None,
        }


@dataclass(frozen=True, slots=True, kw_only=True)
class Found:
    """The whole answer: the exemptions that hold before any application, and every category, the fitting ones first."""

    exemptions: tuple[Finding, ...]
    candidates: tuple[Candidate, ...]
    days: Days

    def of(self, fit: Fit) -> tuple[Candidate, ...]:
        return tuple(each for each in self.candidates if each.fit == fit)

    @property
    def needs_none(self) -> tuple[Finding, ...]:
        """The exemptions that are met."""
        return tuple(each for each in self.exemptions if each.result == Result.MET)

    def as_json(self) -> dict[str, Any]:
        return {
            "on": self.days.on.isoformat(),
            "exemptions": [each.as_json() for each in self.exemptions],
            "categories": [each.as_json() for each in self.candidates],
        }


def find(facts: Facts, *, days: Days) -> Found:
    """Look through every category of the rulebook; `facts.category` is of no consequence."""
    book = rulebook.rulebook()
    before = rulebook.evaluate(facts.model_copy(update={"occasion": Occasion.BEFORE}), authority=None, days=days)
    candidates = [_candidate(each, facts, days=days) for each in book.categories.values()]
    return Found(
        exemptions=tuple(each for each in before.findings if each.kind == RuleKind.EXEMPTION),
        candidates=tuple(sorted(candidates, key=lambda each: tuple(Fit).index(each.fit))),
        days=days,
    )


def asked() -> tuple[str, ...]:
    """The facts that find a permit: those that its categories test, and those that may make one needless."""
    book = rulebook.rulebook()
    read = {only.fact for category in book.categories.values() for only in category.suits}
    for rule in book.rules.values():
        if rule.occasion == Occasion.BEFORE:
            read |= set(questions.reads(rule, ApplicationKind.FIRST))
    return tuple(path for path in questions.SCHEMA if path in read)


def _candidate(category: rulebook.Category, facts: Facts, *, days: Days) -> Candidate:
    known = [only for only in category.suits if not missing(facts, only.fact)]
    against = tuple(only for only in known if not only.holds(value_of(facts, only.fact)))
    asks = tuple(only.fact for only in category.suits if missing(facts, only.fact))
    told = facts.model_copy(update={"category": category.code, "kind": _kind(category.kinds)})
    judged = None if against else assessment.assess(told, days=days)
    authority = judged.authority.code if judged else None
    return Candidate(
        category=category,
        fit=Fit.RULED_OUT if against else Fit.OPEN if asks else Fit.FITS,
        met=tuple(only for only in known if only not in against),
        against=against,
        asks=asks,
        is_offered=category.is_offered(authority=authority, on=days.on),
        filed_by_another=facts.filer is not None and facts.filer not in category.filers,
        assessment=judged,
    )


def _kind(kinds: Iterable[ApplicationKind]) -> ApplicationKind:
    """A first application, where there is one."""
    known = tuple(kinds)
    return ApplicationKind.FIRST if ApplicationKind.FIRST in known else known[0]
