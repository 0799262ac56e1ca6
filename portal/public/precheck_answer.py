"""An assessment in words for somebody who has not applied: who decides, by which law, which papers, what gaps."""

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import Any

from django import forms
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from applications import calendar, clock_words, clocks, rulebook, territory
from applications.assessment import Assessment
from applications.clocks import Event
from applications.rulebook import sentences
from applications.rulebook.findings import DocumentNeed, Finding
from applications.rulebook.model import ClockEvent, ClockRule, NoRuleInForce, RuleKind, Unit, Version
from applications.vocabulary import Authority, Result, Track
from portal.public import precheck_outlook
from portal.public.precheck_answers import name_of
from portal.public.precheck_outlook import Outlook
from portal.ui import communes, parts

LENGTHS: Mapping[Unit, Callable[[int], str]] = {
    Unit.DAYS: lambda days: ngettext("%(count)d calendar day", "%(count)d calendar days", days),
    Unit.WORKING_DAYS: lambda days: ngettext("%(count)d working day", "%(count)d working days", days),
    Unit.MONTHS: lambda months: ngettext("%(count)d month", "%(count)d months", months),
}


@dataclass(frozen=True, slots=True)
class Competent:
    """Who decides on work, why, by which article; `is_covered` says whether that authority's law is here."""

    authority: str
    because: str
    article: str
    certainty: str
    is_covered: bool


@dataclass(frozen=True, slots=True)
class Answer:
    """The whole page, ready to print."""

    category: str
    outlook: Outlook
    why: str
    tags: tuple[tuple[str, str, str], ...]
    competent: Competent
    on_work: tuple[parts.Cond, ...]
    on_residence: tuple[parts.Cond, ...]
    documents: tuple[parts.Cond, ...]
    perhaps: tuple[parts.Cond, ...]
    periods: tuple[parts.Cond, ...]
    can_answer: tuple[parts.Link, ...]
    asked_later: tuple[str, ...]
    gaps: tuple[str, ...]
    has_demo_value: bool
    exemptions: tuple[parts.Cond, ...]
    expected: tuple[parts.Cond, ...]
    on: date
    is_announced: bool

    @property
    def title(self) -> str:
        return precheck_outlook.title(self.outlook, self.category)

    @property
    def permit(self) -> str:
        return sentences.title(self.category)


def of(found: Assessment, form: forms.Form) -> Answer:
    """The answer to an assessment of what was said on that form."""
    spoken = [each for each in found.findings if each.result != Result.NOT_APPLICABLE]
    spoken.sort(key=precheck_outlook.weight)
    needs = [need for need in found.documents if need.may_be_supplied]
    unclear = [need for need in needs if not need.required]
    exempt = [each for each in spoken if each.kind == RuleKind.EXEMPTION]
    spoken = [each for each in spoken if each.kind != RuleKind.EXEMPTION]
    asked = _asked(found, [*spoken, *(need.finding for need in unclear)])
    outlook = precheck_outlook.of(found)
    on, category = found.evaluation.days.on, rulebook.rulebook().category(found.evaluation.category)
    return Answer(
        category=category.code,
        outlook=outlook,
        why=precheck_outlook.why(found, outlook),
        tags=tuple(precheck_outlook.tags(spoken)),
        competent=competent(found),
        on_work=tuple(condition(each) for each in spoken if each.track == Track.WORK),
        on_residence=tuple(condition(each) for each in spoken if each.track == Track.RESIDENCE),
        documents=tuple(_paper(need) for need in needs if need.required),
        perhaps=tuple(_perhaps(need) for need in unclear),
        periods=tuple(_period(rule, found) for rule in sorted(found.deadlines, key=lambda rule: -rule.length)),
        can_answer=_questions(asked, form),
        asked_later=tuple(sentences.title(path) for path in asked if name_of(path) not in form.fields),
        gaps=tuple(_gaps(found, spoken)),
        has_demo_value=any(finding.because.get("demo_value") for finding in spoken),
        exemptions=tuple(condition(each) for each in exempt if each.result == Result.MET),
        expected=tuple(_expected(found)),
        on=on,
        is_announced=not category.is_offered(authority=found.authority.code, on=on),
    )


def competent(found: Assessment) -> Competent:
    """Who decides on work."""
    authority = found.authority
    return Competent(
        authority=authority.code or "",
        because=territory.sentence(authority.because.code, authority.because.params),
        article=sentences.cited(authority.article, authority.act),
        certainty=authority.certainty,
        is_covered=Track.WORK not in found.evaluation.not_covered,
    )


def said(answers: Mapping[str, Any]) -> str:
    """The first answers in one line."""
    pay = answers.get("pay")
    words = (
        answers.get("job", ""),
        communes.name_of(answers["place"]) if answers.get("place") else "",
        _("%(amount)s euros per year") % {"amount": sentences.localised(pay)} if pay is not None else "",
    )
    return ", ".join(word for word in words if word)


# --- Conditions ----------------------------------------------------------------------------------------------------


def condition(finding: Finding) -> parts.Cond:
    """A condition with its sentence, the sum behind it, its article and how sure that is."""
    is_early = precheck_outlook.can_be_put_right(finding)
    return parts.Cond(
        sentences.title(finding.code),
        parts.RESULT_TONES[finding.result],
        _("Not met yet: this can be put right before filing") if is_early else finding.result.label,
        why=" ".join(word for word in (sentences.sentence(finding), _distance(finding)) if word),
        meta=_sum(finding),
        article=sentences.article(finding),
        certainty=finding.certainty,
        source=finding.source,
        unsure_of="amount" if "threshold" in finding.because else "",
        icon=parts.RESULT_ICONS.get(finding.result, ""),
    )


def _distance(finding: Finding) -> str:
    """How far the pay is from the threshold."""
    if not {"threshold", "offered"} <= set(finding.because):
        return ""
    over = Decimal(str(finding.because["offered"])) - Decimal(str(finding.because["threshold"]))
    amount = {"amount": sentences.localised(abs(over))}
    if over == 0:
        return _("It is the threshold to the cent.")
    return _("%(amount)s euros above it.") % amount if over > 0 else _("%(amount)s euros are missing.") % amount


def _sum(finding: Finding) -> str:
    """How the threshold is reckoned; the wage behind it is named even where nobody knows it."""
    version = _version(finding.code, finding)
    values = version.values if version else {}
    if not {"percent", "months"} <= set(values):
        return ""
    if "threshold" not in finding.because:
        return _("%(percent)s %% × %(months)s × average monthly wage (not known)") % values
    wages = [_version(code.partition("@")[0], finding) for code in finding.rests_on]
    amounts = [Decimal(str(wage.values["amount"])) for wage in wages if wage and "amount" in wage.values]
    if not amounts:
        return ""
    words = _("%(percent)s %% × %(months)s × %(wage)s euros")
    if finding.because.get("demo_value"):
        words = _("%(percent)s %% × %(months)s × %(wage)s euros (demo value, not law)")
    return words % {**values, "wage": sentences.localised(amounts[0])}


# --- Papers, periods, gaps -----------------------------------------------------------------------------------------


def _paper(need: DocumentNeed) -> parts.Cond:
    amount = need.because.get("amount")
    return parts.Cond(
        sentences.title(need.code),
        why=sentences.asked_for(need),
        meta=_("Amount: %(amount)s euros") % {"amount": sentences.localised(amount)} if amount else "",
        article=sentences.article(need),
        certainty=need.certainty,
        source=need.finding.source,
        unsure_of="amount" if amount else "",
        authority=_asks_for(need),
    )


def _perhaps(need: DocumentNeed) -> parts.Cond:
    asked = ", ".join(sentences.asks(need))
    return parts.Cond(
        sentences.title(need.code),
        "warn",
        need.result.label,
        why=sentences.sentence(need) if need.result == Result.FOR_OFFICER else sentences.asked_for(need),
        meta=_("Depends on: %(facts)s") % {"facts": asked} if asked else "",
        article=sentences.article(need),
        certainty=need.certainty,
        source=need.finding.source,
        icon=parts.RESULT_ICONS.get(need.result, ""),
        authority=_asks_for(need),
    )


def _asks_for(need: DocumentNeed) -> str:
    return str(rulebook.rulebook().rule(need.rule).authority)


def _period(rule: ClockRule, found: Assessment) -> parts.Cond:
    length = LENGTHS[Unit(rule.unit)](rule.length) % {"count": rule.length}
    starts = ", ".join(str(clock_words.EVENTS[event]) for event in rule.starts_with)
    law = rulebook.rulebook().rule(rule.code)
    version = law.in_force(found.evaluation.days.of(law.reference_day))
    return parts.Cond(
        sentences.title(rule.code),
        why=_("%(length)s, counted from: %(event)s.") % {"length": length, "event": starts},
        article=sentences.article(version),
        certainty=rule.certainty,
        source=version.source,
        unsure_of="term",
        icon="clock",
        authority=str(law.authority),
    )


def _expected(found: Assessment) -> Iterable[parts.Cond]:
    """When the law wants an answer, if everything were filed and found complete on the day asked about."""
    on = found.evaluation.days.on
    told = [Event(ClockEvent.COMPLETENESS_NOTIFIED, calendar.beginning_of(on))]
    for clock in clocks.clocks(told, found.deadlines, on=on):
        if clock.due_on is not None and clock.track != Track.OVERALL:
            yield parts.Cond(
                sentences.title(clock.rule),
                why=_("By %(day)s, if it is filed and found complete on %(on)s.")
                % {"day": sentences.localised(clock.due_on), "on": sentences.localised(on)},
                article=sentences.article(rulebook.rulebook().rule(clock.rule).in_force(on)),
                certainty=clock.certainty,
                unsure_of="term",
                icon="clock",
                authority=str(rulebook.rulebook().rule(clock.rule).authority),
            )


def _asked(found: Assessment, findings: Iterable[Finding]) -> list[str]:
    """What is still to be asked, in the order of the law; one path for each question of the form."""
    paths = [*found.authority.asks, *(path for finding in findings for path in finding.asks)]
    first = {name_of(path): path for path in reversed(paths)}
    return [path for path in dict.fromkeys(paths) if first[name_of(path)] == path]


def _questions(paths: Iterable[str], form: forms.Form) -> tuple[parts.Link, ...]:
    """The questions of the form that are still open, each with its place in the page of the form."""
    fields = [form[name_of(path)] for path in paths if name_of(path) in form.fields]
    return tuple(parts.Link(f"#{field.anchor}", field.label) for field in fields)


def _gaps(found: Assessment, findings: Iterable[Finding]) -> Iterable[str]:
    """What this service itself does not know."""
    if Track.WORK in found.evaluation.not_covered and found.authority.code:
        authority = Authority(found.authority.code).label
        yield _("No rule on work is known here for this authority yet: %(authority)s.") % {"authority": authority}
    for finding in findings:
        if value := finding.because.get("missing_value"):
            yield _("No source gives us this value: %(value)s.") % {"value": sentences.title(str(value))}
        if "no_rule_on" in finding.because:
            yield _("No rule known for %(rule)s on %(day)s.") % {
                "rule": sentences.title(finding.code),
                "day": sentences.localised(finding.on),
            }
    yield _("How an officer judges your papers: nobody has seen them here.")


def _version(code: str, finding: Finding) -> Version | None:
    try:
        return rulebook.rulebook().rule(code).in_force(finding.on)
    except NoRuleInForce:
        return None
