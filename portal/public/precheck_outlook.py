"""Likely, not likely, or not to be said yet: three words, never a probability.

What is judged on the day of the decision chooses between them; what is judged on the day of filing can still be put
right before it. Nothing is likely where a value or an answer is missing, or where an officer has to judge.
"""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from enum import StrEnum

from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from applications import rulebook
from applications.assessment import Assessment
from applications.rulebook import sentences
from applications.rulebook.findings import Finding
from applications.rulebook.model import ReferenceDay, RuleKind
from applications.vocabulary import Result, Track
from portal.public.precheck_form import CATEGORY
from portal.ui import parts


class Outlook(StrEnum):
    """What can be said before anybody has applied."""

    LIKELY = "LIKELY"
    NOT_LIKELY = "NOT_LIKELY"
    OPEN = "OPEN"


BLUE_CARD: Mapping[Outlook, Promise] = {
    Outlook.LIKELY: gettext_lazy("An EU Blue Card is likely"),
    Outlook.NOT_LIKELY: gettext_lazy("An EU Blue Card is not likely"),
    Outlook.OPEN: gettext_lazy("Whether an EU Blue Card is likely cannot be said yet"),
}
TITLES: Mapping[Outlook, Promise] = {
    Outlook.LIKELY: gettext_lazy("%(permit)s: likely"),
    Outlook.NOT_LIKELY: gettext_lazy("%(permit)s: not likely"),
    Outlook.OPEN: gettext_lazy("%(permit)s: cannot be said yet"),
}
HEAVIEST_FIRST = (Result.NOT_MET, Result.UNKNOWN, Result.FOR_OFFICER, Result.MET, Result.NOT_APPLICABLE)


def title(outlook: Outlook, category: str) -> str:
    """The word for a permit, as the title of its page."""
    if category == CATEGORY:
        return str(BLUE_CARD[outlook])
    return TITLES[outlook] % {"permit": sentences.title(category)}


def of(found: Assessment) -> Outlook:
    """The word for an assessment."""
    decisive = _decisive(found)
    if any(finding.result == Result.NOT_MET for finding in decisive):
        return Outlook.NOT_LIKELY
    is_whole = found.authority.code and not found.evaluation.not_covered
    if is_whole and decisive and all(finding.result == Result.MET for finding in decisive):
        return Outlook.LIKELY
    return Outlook.OPEN


def _decisive(found: Assessment) -> list[Finding]:
    """What chooses the word: the conditions of the day of decision; where a permit has none, all its conditions.

    A duration that is spent speaks against a permit as a condition does.
    """
    spoken = [finding for finding in found.findings if finding.result != Result.NOT_APPLICABLE]
    spent = [each for each in spoken if each.kind == RuleKind.DURATION and each.result == Result.NOT_MET]
    conditions = [each for each in spoken if decides(each)]
    return [*(conditions or [each for each in spoken if each.kind == RuleKind.CONDITION]), *spent]


def decides(finding: Finding) -> bool:
    """Whether it is a condition judged on the day of the decision."""
    rule = rulebook.rulebook().rule(finding.code)
    return finding.kind == RuleKind.CONDITION and rule.reference_day == ReferenceDay.DECISION


def can_be_put_right(finding: Finding) -> bool:
    """Whether it speaks against filing today, not against the card."""
    return finding.kind == RuleKind.CONDITION and finding.result == Result.NOT_MET and not decides(finding)


def weight(finding: Finding) -> tuple[bool, int]:
    """What decides stands first, and of that what speaks against or is open."""
    return not decides(finding), HEAVIEST_FIRST.index(finding.result)


def why(found: Assessment, outlook: Outlook) -> str:
    """What stands behind the word, and between these answers and another one."""
    spoken = [finding for finding in found.findings if finding.result != Result.NOT_APPLICABLE]
    match outlook:
        case Outlook.NOT_LIKELY:
            failed = [each for each in _decisive(found) if each.result == Result.NOT_MET]
            return _("Not met: %(conditions)s.") % {"conditions": _names(failed)}
        case Outlook.LIKELY:
            if early := [each for each in spoken if can_be_put_right(each)]:
                return _(
                    "What decides is met, as far as your answers go. To be put right before filing: %(names)s."
                ) % {"names": _names(early)}
            return _("What decides is met, as far as your answers go.")
    if not found.authority.code:
        return _("Without the place of work nobody knows which authority decides.")
    if Track.WORK in found.evaluation.not_covered:
        return _("Not all conditions of this authority for this permit are in this service: an officer judges.")
    still_open = [each for each in _decisive(found) if each.result != Result.MET]
    if not still_open:
        return _("No condition of this permit is known here: an officer judges it.")
    return _("Still open: %(conditions)s.") % {"conditions": _names(still_open)}


def tags(conditions: Iterable[Finding]) -> Iterator[tuple[str, str, str]]:
    """How many conditions are met, not met, open: words, tone, drawing."""
    results = [finding.result for finding in conditions if finding.kind == RuleKind.CONDITION]
    counts = {result: results.count(result) for result in Result}
    words = {
        Result.MET: ngettext("%(count)d met", "%(count)d met", counts[Result.MET]),
        Result.NOT_MET: ngettext("%(count)d not met", "%(count)d not met", counts[Result.NOT_MET]),
        Result.UNKNOWN: ngettext("%(count)d not known yet", "%(count)d not known yet", counts[Result.UNKNOWN]),
        Result.FOR_OFFICER: ngettext(
            "%(count)d for an officer", "%(count)d for an officer", counts[Result.FOR_OFFICER]
        ),
    }
    for result, text in words.items():
        if counts[result]:
            tone = parts.RESULT_TONES[result]
            yield text % {"count": counts[result]}, tone, parts.RESULT_ICONS.get(result, parts.MARKS[tone])


def _names(findings: Sequence[Finding]) -> str:
    return ", ".join(sentences.title(finding.code) for finding in findings)
