"""What one rule says about one application. A finding explains; it never decides (P11, P12)."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal
from typing import Any

from applications.rulebook.model import RuleKind
from applications.vocabulary import Certainty, Result, Track

Because = Mapping[str, str | int | bool | Decimal | date]

WEAKEST_FIRST = (Certainty.UNVERIFIED, Certainty.SOURCED, Certainty.VERIFIED)


@dataclass(frozen=True, slots=True, kw_only=True)
class Finding:
    """One rule, one result, and what it rests on: codes and values, never sentences."""

    code: str
    kind: RuleKind
    track: Track
    result: Result
    because: Because = field(default_factory=dict)
    asks: tuple[str, ...] = ()  # paths of the facts to ask for
    article: str = ""
    act: str = ""
    source: str = ""
    certainty: Certainty
    version: str = ""
    rests_on: tuple[str, ...] = ()  # other rule versions whose values were used
    on: date  # the day whose law was applied
    criterion: str = ""  # whose sentence is used where the rule has none of its own

    @property
    def may_refuse(self) -> bool:
        """Whether an officer may refuse on this finding without naming a source of his own (P12)."""
        return self.result == Result.NOT_MET and self.certainty == Certainty.VERIFIED

    def as_json(self) -> dict[str, Any]:
        return {
            "code": self.code,
            "kind": str(self.kind),
            "track": str(self.track),
            "result": str(self.result),
            "because": {name: _plain(value) for name, value in sorted(self.because.items())},
            "asks": list(self.asks),
            "article": self.article,
            "act": self.act,
            "source": self.source,
            "certainty": str(self.certainty),
            "version": self.version,
            "rests_on": list(self.rests_on),
            "on": self.on.isoformat(),
            "criterion": self.criterion,
        }

    @classmethod
    def from_json(cls, stored: Mapping[str, Any]) -> "Finding":
        return cls(
            code=stored["code"],
            kind=RuleKind(stored["kind"]),
            track=Track(stored["track"]),
            result=Result(stored["result"]),
            because=dict(stored["because"]),
            asks=tuple(stored["asks"]),
            article=stored["article"],
            act=stored["act"],
            source=stored["source"],
            certainty=Certainty(stored["certainty"]),
            version=stored["version"],
            rests_on=tuple(stored["rests_on"]),
            on=date.fromisoformat(stored["on"]),
            criterion=stored["criterion"],
        )


@dataclass(frozen=True, slots=True, kw_only=True)
class DocumentNeed:
    """One line of the checklist. Two rules that ask for the same document make one line."""

    code: str  # of the document
    sealed: bool
    supplied: bool
    finding: Finding
    also: tuple[str, ...] = ()  # codes of the other rules that require it

    @property
    def required(self) -> bool:
        return self.finding.result in (Result.MET, Result.NOT_MET) or bool(self.also)

    @property
    def may_be_supplied(self) -> bool:
        """Whether the checklist offers a place for it; a document that no rule needs has none."""
        return self.required or self.result != Result.NOT_APPLICABLE

    @property
    def rule(self) -> str:
        return self.finding.code

    @property
    def result(self) -> Result:
        return self.finding.result

    @property
    def because(self) -> Because:
        return self.finding.because

    @property
    def article(self) -> str:
        return self.finding.article

    @property
    def track(self) -> Track:
        return self.finding.track

    @property
    def certainty(self) -> Certainty:
        return self.finding.certainty

    def as_json(self) -> dict[str, Any]:
        finding = self.finding.as_json()
        rule = finding.pop("code")
        return {
            "code": self.code,
            "rule": rule,
            "required": self.required,
            "supplied": self.supplied,
            "sealed": self.sealed,
            "also": list(self.also),
            **finding,
        }

    @classmethod
    def from_json(cls, stored: Mapping[str, Any]) -> "DocumentNeed":
        finding = Finding.from_json({**stored, "code": stored["rule"]})
        return cls(
            code=stored["code"],
            sealed=stored["sealed"],
            supplied=stored["supplied"],
            finding=finding,
            also=tuple(stored["also"]),
        )


def weakest(*certainties: Certainty) -> Certainty:
    """A conclusion is only as sure as the least sure thing it rests on."""
    return min(certainties, key=WEAKEST_FIRST.index)


def _plain(value: Any) -> Any:
    match value:
        case bool() | int():
            return value
        case date():
            return value.isoformat()
        case _:
            return str(value)
