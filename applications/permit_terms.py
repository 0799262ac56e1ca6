"""What a grant gives: how long it lasts, which card, which mention. Rules say so; where none does, an officer does.

What a rule gives is never asked and never overruled. What the region has signed holds for the Immigration Office too:
there is one permit, and it says one thing.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, timedelta

from applications import calendar, rulebook
from applications.models import Act, Review, TermsStatement
from applications.models.act import IN_FORCE
from applications.rulebook import Evaluation
from applications.rulebook.facts import Facts, value_of
from applications.rulebook.findings import Finding
from applications.rulebook.model import RuleKind, Unit
from applications.vocabulary import ActKind, Result, Term, Track
from exchange.vocabulary import LabourMarket

OF_TRACK: Mapping[str, tuple[Term, ...]] = {
    Track.WORK: (Term.MONTHS, Term.LABOUR_MARKET),
    Track.RESIDENCE: (Term.MONTHS, Term.CARD, Term.LABOUR_MARKET),
}
"""What the favourable act of each track prints: the region hands out no card."""

ISSUED = {Term.CARD: "card", Term.LABOUR_MARKET: "mention"}
"""Under which name the rules issue a term; and so which choices there are."""

COUNTED_IN = {"seasonal.days_in_365": Unit.DAYS, "placement.months": Unit.MONTHS}
"""In what the facts are counted to which a rule of duration sets a maximum."""

MOST_MONTHS = 60


class TermsUnknown(LookupError):
    """No rule and no officer gives these terms."""

    def __init__(self, terms: tuple[Term, ...]) -> None:
        super().__init__(*terms)
        self.terms = terms


class FactsMissing(TermsUnknown):
    """A rule would say how long the grant lasts; it waits for facts of the contract, so nobody states it instead."""


@dataclass(frozen=True, slots=True)
class Given:
    """One term, and what gives it: a rule's version, or "statement:" and the row of an officer's statement."""

    value: str
    by: str


@dataclass(frozen=True, slots=True)
class Terms:
    """What a grant gives. Days inclusive; no card where the act is not a permit; `because` says what gives each."""

    card: str
    labour_market: LabourMarket
    may_work_from: date
    valid_from: date
    valid_until: date
    because: dict[str, str | int]


@dataclass(frozen=True, slots=True)
class Limit:
    """The last day a grant may have by the rules, though they give no duration; and the finding that says so."""

    last_day: date
    finding: Finding


def terms(
    facts: Facts, evaluation: Evaluation, *, category: str, on: date, stated: Mapping[Term, Given] | None = None,
    track: str = Track.RESIDENCE,
) -> Terms:  # fmt: skip
    """The terms of a grant on that track decided on that day. Raises TermsUnknown, FactsMissing.

    A duration that was stated never runs past what the rules allow.
    """
    known = {**(stated or {}), **by_rule(facts, evaluation, category=category, on=on)}
    if unknown := tuple(term for term in OF_TRACK[track] if term not in known):
        raise (
            FactsMissing(unknown) if Term.MONTHS in unknown and _waits_for_facts(evaluation) else TermsUnknown(unknown)
        )
    months, card, mention = known[Term.MONTHS], known.get(Term.CARD), known[Term.LABOUR_MARKET]
    start = first_day(facts, on=on)
    until = calendar.add_months(start, int(months.value)) - timedelta(days=1)
    if (limit := find_limit(facts, evaluation, on=on)) is not None:
        until = min(until, limit.last_day)
    return Terms(
        card=card.value if card else "",
        labour_market=LabourMarket(mention.value),
        may_work_from=start,
        valid_from=start,
        valid_until=until,
        because={
            "duration": months.by, "labour_market": mention.by, "months": int(months.value),
            **({"card": card.by} if card else {}),
        },
    )  # fmt: skip


def of_act(act: Act, facts: Facts, evaluation: Evaluation, *, category: str, on: date) -> Terms:
    """The terms that an act of grant prints, decided on that day. Raises TermsUnknown, FactsMissing."""
    if not lacking(facts, evaluation, category=category, track=act.track, on=on):
        return terms(facts, evaluation, category=category, on=on, track=act.track)
    return terms(facts, evaluation, category=category, on=on, track=act.track, stated=_stated_for(act))


def by_rule(facts: Facts, evaluation: Evaluation, *, category: str, on: date) -> dict[Term, Given]:
    """What the rules give a grant of the category, decided on that day."""
    found = {}
    lasting = (f for f in _durations(evaluation) if f.result == Result.MET and "months" in f.because)
    if (duration := next(lasting, None)) is not None:
        found[Term.MONTHS] = Given(str(duration.because["months"]), duration.version)
    for term, name in ISSUED.items():
        version = rulebook.rulebook().find_issued(name, category=category, kind=facts.kind, on=on)
        if version is not None:
            found[term] = Given(str(version.values[name]), version.id)
    return found


def lacking(facts: Facts, evaluation: Evaluation, *, category: str, track: str, on: date) -> tuple[Term, ...]:
    """The terms that an act of grant on that track prints and no rule gives."""
    known = by_rule(facts, evaluation, category=category, on=on)
    return tuple(term for term in OF_TRACK[track] if term not in known)


def to_state(
    facts: Facts, evaluation: Evaluation, *, category: str, track: str, on: date, by_region: Mapping[Term, Given]
) -> tuple[Term, ...]:
    """The terms that a desk has to state: given by no rule, nor `by_region`, in what its act in force rests on.

    Nothing while a rule waits for facts: then these are completed, and it says how long.
    """
    missing = lacking(facts, evaluation, category=category, track=track, on=on)
    if Term.MONTHS in missing and _waits_for_facts(evaluation):
        return ()
    known = by_region if track == Track.RESIDENCE else {}
    return tuple(term for term in missing if term not in known)


def choices(term: Term) -> tuple[str, ...]:
    """The codes among which an officer chooses: what the rules issue in any category."""
    return rulebook.rulebook().every_issued(ISSUED[term])


def first_day(facts: Facts, *, on: date) -> date:
    """From when a grant decided on that day holds: the start of the work, or the day itself where that is past."""
    return max(on, facts.job.start_on or on)


def find_limit(facts: Facts, evaluation: Evaluation, *, on: date) -> Limit | None:
    """The earliest last day that the rules of duration allow, for a grant decided on that day; None where none does."""
    start = first_day(facts, on=on)
    limits = [Limit(day, f) for f in _durations(evaluation) if (day := _last_day(f, facts, start)) is not None]
    return min(limits, key=lambda limit: limit.last_day, default=None)


def find_statement(review: Review | None) -> TermsStatement | None:
    """What an officer stated last in that review."""
    return review.terms.order_by("-id").first() if review is not None else None


def stated(statement: TermsStatement | None) -> dict[Term, Given]:
    """A statement, term by term."""
    if statement is None:
        return {}
    said = {
        Term.MONTHS: str(statement.months or ""),
        Term.CARD: statement.card,
        Term.LABOUR_MARKET: statement.labour_market,
    }
    return {term: Given(value, f"statement:{statement.pk}") for term, value in said.items() if value}


def stated_by_region(dossier_id: int) -> dict[Term, Given]:
    """What was stated for the region's yes that is in force; nothing before there is one."""
    granted = Act.objects.filter(dossier_id=dossier_id, kind=ActKind.WORK_GRANT, state__in=IN_FORCE).first()
    return stated(find_statement(_review_of(granted))) if granted else {}


def _stated_for(act: Act) -> dict[Term, Given]:
    """What was stated for an act: in the review it concludes, and what the region's act in force rests on."""
    own = stated(find_statement(_review_of(act)))
    return own | stated_by_region(act.dossier_id) if act.track == Track.RESIDENCE else own


def _review_of(act: Act) -> Review | None:
    """The review from which an act followed; a correction names none, but the act it corrects does."""
    while act.review is None and act.rectifies is not None:
        act = act.rectifies
    return act.review


def _durations(evaluation: Evaluation) -> list[Finding]:
    return [finding for finding in evaluation.findings if finding.kind == RuleKind.DURATION]


def _waits_for_facts(evaluation: Evaluation) -> bool:
    """Whether a rule that gives months says nothing yet, because facts are missing."""
    waiting = [f for f in _durations(evaluation) if f.result == Result.UNKNOWN and f.asks]
    return any(isinstance(_values(finding).get("months"), int) for finding in waiting)


def _last_day(finding: Finding, facts: Facts, start: date) -> date | None:
    """The last day by one rule: so many months or days from the start, or the day that its fact names."""
    left, fact = finding.because.get("left"), rulebook.rulebook().rule(finding.code).fact
    if isinstance(left, int):
        return calendar.add_months(start, left) - timedelta(days=1)
    if fact in COUNTED_IN:
        most = int(str(_values(finding)["maximum"]))
        end = start + timedelta(days=most) if COUNTED_IN[fact] == Unit.DAYS else calendar.add_months(start, most)
        return end - timedelta(days=1)
    named = value_of(facts, fact) if fact else None
    return named if isinstance(named, date) else None


def _values(finding: Finding) -> Mapping[str, object]:
    version = rulebook.rulebook().find_value(finding.code, on=finding.on)
    return version.values if version is not None else {}
