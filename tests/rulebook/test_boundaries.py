"""Both sides of every day on which a rule begins or ends, for whatever law is in the files: generated from the data."""

from collections.abc import Iterator
from datetime import date, timedelta
from itertools import product

import pytest

from applications.rulebook.evaluation import Evaluation, evaluate
from applications.rulebook.facts import Facts
from applications.rulebook.model import JUDGED, Days, NoRuleInForce, Rule, RuleKind
from applications.vocabulary import Authority, Result, Track

ONE_DAY = timedelta(days=1)


def boundaries(rule: Rule) -> Iterator[tuple[date, str | None]]:
    """Days beside each boundary, with the version in force there: None before the first, after the last, in a gap."""
    for version in rule.versions:
        yield version.in_force_from - ONE_DAY, expected(rule, version.in_force_from - ONE_DAY)
        yield version.in_force_from, expected(rule, version.in_force_from)
        if version.in_force_until:
            yield version.in_force_until - ONE_DAY, expected(rule, version.in_force_until - ONE_DAY)
            yield version.in_force_until, expected(rule, version.in_force_until)


def expected(rule: Rule, on: date) -> str | None:
    """Read off the table by hand, without the lookup that is tested."""
    found = None
    for version in rule.versions:
        if on >= version.in_force_from and (version.in_force_until is None or on < version.in_force_until):
            found = None if version.missing else version.id
    return found


def applications(book, rule: Rule) -> Iterator[Facts]:
    """One application that the rule concerns, for each of its categories and kinds."""
    for category in book.categories.values():
        is_decided = rule.track == Track.OVERALL or rule.track in category.tracks
        for kind in category.kinds:
            if rule.concerns(category.code, kind) and is_decided:
                yield Facts(category=category.code, kind=kind, occasion=rule.occasion)
                break


def test_each_rule_is_found_on_its_days_and_on_no_other(book):
    wrong = []
    for rule in book.rules.values():
        for on, version in boundaries(rule):
            try:
                found = rule.in_force(on).id
            except NoRuleInForce:
                found = None
            if found != version:
                wrong.append((rule.code, on, found, version))
    assert wrong == []


def applied(evaluation: Evaluation) -> dict[str, str | None]:
    """The version each rule was applied in; None where it says that none is known."""
    judged = [*evaluation.findings, *(need.finding for need in evaluation.documents)]
    found: dict[str, str | None] = {each.code: each.version or None for each in judged}
    assert all(each.result == Result.UNKNOWN for each in judged if not each.version)
    return found | {rule.code: rule.version for rule in evaluation.deadlines}


def is_shown(rule: Rule, evaluation: Evaluation) -> bool:
    """Whether the evaluation has to name the rule: papers share a line, and special periods wait for their facts."""
    shared = {code for need in evaluation.documents for code in (need.rule, *need.also)}
    if rule.kind == RuleKind.DOCUMENT:
        return rule.code in shared and rule.code in applied(evaluation)
    return not (rule.kind == RuleKind.DEADLINE and rule.only_if)


@pytest.mark.parametrize("authority", Authority.values)
def test_each_evaluation_applies_the_version_of_the_day(book, authority):
    # GIVEN every day beside which a judged rule or a period of that authority begins or ends
    work = authority if authority != Authority.FEDERAL else None
    wrong = []
    for rule in book.select(authorities=[authority]):
        if rule.kind not in JUDGED and rule.kind != RuleKind.DEADLINE:
            continue
        for facts, (on, version) in product(applications(book, rule), boundaries(rule)):
            # WHEN an application is judged by the law of that day
            evaluation = evaluate(facts, book=book, authority=work, days=Days(on=on))

            # THEN it rests on the version of that day, and says so where there is none
            if is_shown(rule, evaluation) and applied(evaluation).get(rule.code) != version:
                wrong.append((rule.code, facts.category, on, version))
    assert wrong == []
