"""One application before two rulebooks: which rules answer it otherwise.

Only results are compared, by the code of the rule. A rule that does not concern the application and one that does not
exist are the same to it: a draft that adds a rule changes nothing for whom the rule passes over.
"""

from dataclasses import dataclass

from applications.rulebook.book import Rulebook
from applications.rulebook.evaluation import judge_rule
from applications.rulebook.facts import Facts
from applications.rulebook.loader import Fault, UnsoundLaw
from applications.rulebook.model import Days, Rule, UnknownRule
from applications.vocabulary import Authority, Result


@dataclass(frozen=True, slots=True, order=True)
class Change:
    """A rule whose answer differs."""

    rule: str
    before: Result
    after: Result


def changes(
    facts: Facts, *, before: Rulebook, after: Rulebook, authority: str | None, days: Days
) -> tuple[Change, ...]:
    """Every rule that answers otherwise under the second rulebook, by its code.

    Raises UnsoundLaw when a criterion cannot use the values that the second gives it: no reader of files sees that.
    """
    old = _results(facts, before, authority=authority, days=days)
    new = _results(facts, after, authority=authority, days=days)
    nothing = Result.NOT_APPLICABLE
    if old == new:
        return ()
    codes = sorted({*old, *new})
    pairs = ((code, old.get(code, nothing), new.get(code, nothing)) for code in codes)
    return tuple(Change(code, was, is_) for code, was, is_ in pairs if was != is_)


def _results(facts: Facts, book: Rulebook, *, authority: str | None, days: Days) -> dict[str, Result]:
    authorities = [Authority.FEDERAL.value, *([authority] if authority else [])]
    rules = book.judged(authorities=authorities, category=facts.category, kind=facts.kind, occasion=facts.occasion)
    return {rule.code: _result(facts, rule, book, days) for rule in rules}


def _result(facts: Facts, rule: Rule, book: Rulebook, days: Days) -> Result:
    try:
        return judge_rule(facts, rule, book=book, on=days.of(rule.reference_day)).result
    except UnknownRule as unknown:
        raise UnsoundLaw([Fault(rule.file, rule.line, rule.code, f"its criterion reads a rule: {unknown}")]) from None
    except Exception as error:  # noqa: BLE001 - whatever a criterion makes of values it was not written for
        reason = f"its criterion cannot use these values ({type(error).__name__})"
        raise UnsoundLaw([Fault(rule.file, rule.line, rule.code, reason)]) from None
