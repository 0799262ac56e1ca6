"""The whole answer to one application: which authority decides and why, and what its law and the federal law ask.

Thin on purpose: the territory knows places, the rulebook knows law, and neither knows the other.
"""

from dataclasses import dataclass
from typing import Any

from applications import rulebook, territory
from applications.rulebook.evaluation import Evaluation, canonical
from applications.rulebook.facts import Facts
from applications.rulebook.findings import DocumentNeed, Finding
from applications.rulebook.model import ClockRule, Days
from applications.vocabulary import Certainty, Track

__all__ = ["Assessment", "CompetentAuthority", "DocumentNeed", "Finding", "assess"]


@dataclass(frozen=True, slots=True, kw_only=True)
class CompetentAuthority:
    """Which authority decides on work, and why; without a code, which facts to ask for."""

    code: str | None
    because: territory.Reason
    article: str
    act: str  # code of the text the article belongs to
    certainty: Certainty
    asks: tuple[str, ...] = ()

    def to_json(self) -> dict[str, Any]:
        return {
            "code": self.code,
            "because": {"code": self.because.code, "params": dict(self.because.params)},
            "article": self.article,
            "act": self.act,
            "certainty": str(self.certainty),
            "asks": list(self.asks),
        }


@dataclass(frozen=True, slots=True, kw_only=True)
class Assessment:
    """Authority and evaluation together."""

    authority: CompetentAuthority
    evaluation: Evaluation

    @property
    def tracks(self) -> tuple[Track, ...]:
        return self.evaluation.tracks

    @property
    def documents(self) -> tuple[DocumentNeed, ...]:
        return self.evaluation.documents

    @property
    def findings(self) -> tuple[Finding, ...]:
        return self.evaluation.findings

    @property
    def deadlines(self) -> tuple[ClockRule, ...]:
        return self.evaluation.deadlines

    @property
    def revision(self) -> str:
        return self.evaluation.revision

    def as_json(self) -> dict[str, Any]:
        return {**self.evaluation.as_json(), "authority": self.authority.to_json()}

    def to_json(self) -> str:
        """Canonical text: the same assessment is the same bytes."""
        return canonical(self.as_json())


def assess(facts: Facts, *, days: Days) -> Assessment:
    """Find the competent authority and judge the application by its law. Raises UnknownCategory."""
    competence = territory.competent_authority(facts)
    authority = CompetentAuthority(
        code=competence.authority,
        because=competence.because,
        article=competence.article,
        act=competence.act,
        certainty=competence.certainty,
        asks=tuple(competence.asks),
    )
    return Assessment(authority=authority, evaluation=rulebook.evaluate(facts, authority=authority.code, days=days))
