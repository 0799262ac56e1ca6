"""A rule, a finding and a date in plain lines, for `law explain`: each figure with article, source and certainty."""

from collections.abc import Iterator
from datetime import date

from applications import assessment, clock_words, clocks, rulebook
from applications.rulebook import sentences
from applications.rulebook.facts import Facts
from applications.rulebook.model import Days, Rule
from applications.vocabulary import Result


def rule(law: Rule, *, on: date) -> Iterator[str]:
    """What the rule asks, and the version of that day."""
    yield f"{law.code}: {sentences.title(law.code)}"
    yield f"    {sentences.explanation(law.code)}"
    yield f"    stands in {law.file}, line {law.line}; the law of the day of {law.reference_day} applies"
    try:
        version = law.in_force(on)
    except rulebook.NoRuleInForce as silence:
        missing = next((each.missing for each in law.versions if each.covers(on) and each.missing), law.missing)
        yield f"    {missing or silence}"
        return
    until = f" until {version.in_force_until}" if version.in_force_until else ""
    yield f"    {sentences.article(version)}; in force from {version.in_force_from}{until}"
    yield f"    {version.certainty}: {version.source}"
    for name, value in version.values.items():
        yield f"    {name} = {value}"
    if version.text_fr:
        yield f"    « {version.text_fr} »"


def finding(law: Rule, facts: Facts, *, on: date) -> Iterator[str]:
    """Why the rule finds what it finds on these facts."""
    found = assessment.assess(facts, days=Days(on=on, filing=facts.filed_on, decision=facts.decided_on))
    judged = [*found.findings, *(need.finding for need in found.documents)]
    each = next((each for each in judged if each.code == law.code), None)
    if each is None:
        also = next((need for need in found.documents if law.code in need.also), None)
        yield f"It says nothing of this application{f'; its paper is asked by {also.rule}' if also else ''}."
        return
    yield f"{each.result}: {sentences.sentence(each)}"
    for name, value in each.because.items():
        yield f"    {name}: {sentences.localised(value)}"
    for path, name in zip(each.asks, sentences.asks(each), strict=True):
        yield f"    asks {path}: {name}"
    yield f"    by the law of {each.on}, {each.version or 'of which no version is known'}"
    for other in each.rests_on:
        yield f"    rests on {other}"
    if each.result == Result.NOT_MET and not each.may_refuse:
        yield f"    {each.certainty}: an officer who refuses on it names his source"


def period(law: Rule, found: list[clocks.Clock]) -> Iterator[str]:
    """Why each clock of the rule ends when it ends."""
    ours = [clock for clock in found if clock.rule == law.code]
    if not ours:
        yield "None of these events starts it."
    for clock in ours:
        yield f"{clock.state}, last day {clock.due_on or 'not known while it stands still'}:"
        yield from (f"    {line}" for line in clock_words.sentences(clock))
