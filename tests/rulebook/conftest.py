"""Rulebooks as they ship and as the demo loads them, and an application that changes one fact at a time."""

from collections.abc import Callable
from datetime import date
from pathlib import Path
from typing import Any

import pytest

import federal
import regions.ostbelgien
from applications import rulebook
from applications.rulebook.evaluation import Evaluation, evaluate
from applications.rulebook.facts import Facts
from applications.rulebook.findings import DocumentNeed, Finding
from applications.rulebook.model import Days
from applications.vocabulary import Authority

OSTBELGIEN = Path(regions.ostbelgien.__file__).parent
FEDERAL = Path(federal.__file__).parent

APPLICATION: dict[str, Any] = {
    "category": "eu_blue_card",
    "kind": "FIRST",
    "filer": "EMPLOYER",
    "worker": {"birth_date": "1990-07-30", "nationalities": ["IN"]},
    "job": {
        "engagement": "INDEFINITE",
        "ict_role": "NONE",
        "yearly_gross": "69300.00",
        "regulated_profession": False,
        "signed_by_both": True,
    },
    "qualification": {
        "route": "DIPLOMA",
        "higher_education_years": 4,
        "recognised_institution": True,
        "diploma_language": "en",
        "legalisation": "BY_POST",
    },
    "residence": {"in_belgium": False, "country": "IN"},
}


class Case:
    """One application before one rulebook."""

    def __init__(self, book: rulebook.Rulebook, authority: str = "ostbelgien") -> None:
        self.book = book
        self.authority = authority

    def evaluate(
        self, changes: dict[str, Any] | None = None, *, filed: date = date(2026, 3, 2), decided: date | None = None
    ) -> Evaluation:
        facts = application(changes or {})
        days = Days(on=filed, filing=filed, decision=decided or filed)
        return evaluate(facts, book=self.book, authority=self.authority, days=days)

    def lengths(self, changes: dict[str, Any] | None = None, **days: Any) -> dict[str, tuple[int, str, str]]:
        """The periods of an application by code: how long, in what, how sure."""
        found = self.evaluate(changes, **days).deadlines
        return {rule.code: (rule.length, str(rule.unit), str(rule.certainty)) for rule in found}

    def finding(self, code: str, changes: dict[str, Any] | None = None, **days: Any) -> Finding:
        (found,) = (finding for finding in self.evaluate(changes, **days).findings if finding.code == code)
        return found

    def document(self, rule: str, changes: dict[str, Any] | None = None, **days: Any) -> DocumentNeed:
        (found,) = (need for need in self.evaluate(changes, **days).documents if rule == need.rule or rule in need.also)
        return found


def application(changes: dict[str, Any]) -> Facts:
    """The application with some facts, by dotted path, put in the place of others; None takes a fact away."""
    told = {name: dict(part) if isinstance(part, dict) else part for name, part in APPLICATION.items()}
    for path, value in changes.items():
        *parts, name = path.split(".")
        place = told
        for part in parts:
            place = place.setdefault(part, {})
        place[name] = value
    return Facts.model_validate(told)


def load(*, demo: bool) -> rulebook.Rulebook:
    ostbelgien = rulebook.LawFolder(
        authority=Authority.OSTBELGIEN,
        rules=OSTBELGIEN / "rules",
        demo=OSTBELGIEN / "rules_demo" if demo else None,
    )
    others = (Authority.FLANDERS, Authority.WALLONIA, Authority.BRUSSELS)
    return rulebook.load(
        [
            ostbelgien,
            *(rulebook.LawFolder(authority=each, rules=OSTBELGIEN.parent / each.value / "rules") for each in others),
            rulebook.LawFolder(authority=Authority.FEDERAL, rules=FEDERAL / "rules"),
        ]
    )


@pytest.fixture(scope="session")
def book() -> rulebook.Rulebook:
    """The law as it ships."""
    return load(demo=False)


@pytest.fixture(scope="session")
def law(book: rulebook.Rulebook) -> Case:
    return Case(book)


@pytest.fixture(scope="session")
def before(book: rulebook.Rulebook) -> Callable[[str], Case]:
    """The law before the authority of a rule, or before the authority itself."""
    return lambda code: Case(book, code.split(".")[0])


@pytest.fixture(scope="session")
def demo_law() -> Case:
    """The law with the demo's invented values."""
    return Case(load(demo=True))


@pytest.fixture(scope="session")
def facts() -> Callable[[dict[str, Any]], Facts]:
    return application
