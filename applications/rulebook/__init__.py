"""The rulebook: dated law as data, criteria over facts, and evaluations that explain themselves.

`rulebook()` is the law of every registered authority, read once. The functions beside it ask that one.
"""

from datetime import date

from applications.rulebook.book import Appeal, Category, Rulebook, UnknownCategory
from applications.rulebook.evaluation import Evaluation
from applications.rulebook.evaluation import evaluate as _evaluate
from applications.rulebook.facts import Facts
from applications.rulebook.loader import LawFolder, UnsoundLaw
from applications.rulebook.model import ClockRule, Days, NoRuleInForce, UnknownRule
from applications.rulebook.registry import load, register, rulebook
from applications.vocabulary import ApplicationKind, Capacity, NotificationKind

__all__ = [
    "Appeal",
    "Category",
    "ClockRule",
    "Days",
    "Evaluation",
    "Facts",
    "LawFolder",
    "NoRuleInForce",
    "Rulebook",
    "UnknownCategory",
    "UnknownRule",
    "UnsoundLaw",
    "act_language",
    "appeal",
    "clock_rules",
    "delivery_margin_days",
    "evaluate",
    "load",
    "notification_kind",
    "register",
    "registered_kind",
    "rulebook",
]


def evaluate(facts: Facts, *, authority: str | None, days: Days) -> Evaluation:
    """What the registered law says of an application before that work authority; None while it is not known."""
    return _evaluate(facts, book=rulebook(), authority=authority, days=days)


def clock_rules(
    *, category: str, kind: ApplicationKind | str, authority: str | None, days: Days, facts: Facts | None = None
) -> list[ClockRule]:
    """The periods that concern one application, each in the version of its own reference day."""
    return rulebook().clock_rules(category=category, kind=kind, authority=authority, days=days, facts=facts)


def notification_kind(*, authority: str, capacity: Capacity | str, on: date) -> NotificationKind:
    """Which receipt counts as notification to an addressee of that capacity (P1)."""
    return rulebook().notification_kind(authority=authority, capacity=capacity, on=on)


def registered_kind(*, authority: str, capacity: Capacity | str, on: date) -> NotificationKind:
    """Whether a registered letter notifies an addressee of that capacity when posted or when it arrives (P24)."""
    return rulebook().registered_kind(authority=authority, capacity=capacity, on=on)


def act_language(*, issuer: str, authority: str, on: date) -> str | None:
    """Language of an act of `issuer` in a dossier of that work authority; None where no rule says (P14)."""
    return rulebook().act_language(issuer=issuer, authority=authority, on=on)


def appeal(*, authority: str, on: date, category: str = "", against: str = "DECISION") -> Appeal:
    """The appeal against a decision of that authority, or against its finding of inadmissibility."""
    return rulebook().appeal(authority=authority, on=on, category=category, against=against)


def delivery_margin_days(*, authority: str, on: date) -> int:
    """Days kept free before the end of a period so that the decision can still be notified in time (P2)."""
    return rulebook().delivery_margin_days(authority=authority, on=on)
