"""What stands beside the form: the checklist that follows the answers, and who will decide, with the reason."""

from collections.abc import Iterable
from dataclasses import dataclass
from typing import TYPE_CHECKING

from django.utils.functional import Promise
from django.utils.translation import gettext as _

from applications import territory
from applications.rulebook import sentences
from applications.rulebook.findings import DocumentNeed, Finding
from applications.rulebook.model import RuleKind
from applications.vocabulary import Result
from portal.ui import parts
from portal.ui.forms import More
from portal.ui.templatetags.ui import code_of

if TYPE_CHECKING:
    from applications.selectors.filing_check import FilingCheck, Line

SETTLED = frozenset({Result.MET, Result.FOR_OFFICER})


@dataclass(frozen=True, slots=True)
class Side:
    """Checklist and competence, ready to print."""

    items: list[parts.Cond]
    ready: int
    authority: str
    because: str
    asks: tuple[str, ...]
    article: str
    certainty: str

    @property
    def summary(self) -> str:
        return _("%(ready)d of %(all)d ready") % {"ready": self.ready, "all": len(self.items)}

    @property
    def decides(self) -> str:
        """What the folded panel says of itself on a phone."""
        return code_of(self.authority) if self.authority else _("Not known yet")


def of(check: "FilingCheck") -> Side:
    """The side of a draft's pages."""
    conditions = [finding for finding in conditions_of(check) if finding.result != Result.NOT_APPLICABLE]
    papers = [line for line in check.lines if line.need.required]
    authority = check.assessment.authority
    ready = sum(finding.result in SETTLED for finding in conditions) + sum(line.filled for line in papers)
    return Side(
        items=[*(condition(finding) for finding in conditions), *(paper(line) for line in papers)],
        ready=ready,
        authority=authority.code or "",
        because=territory.sentence(authority.because.code, authority.because.params),
        asks=tuple(sentences.title(path) for path in authority.asks),
        article=sentences.cited(authority.article, authority.act),
        certainty=authority.certainty,
    )


def conditions_of(check: "FilingCheck") -> list[Finding]:
    """Findings that are no papers."""
    return [finding for finding in check.assessment.findings if finding.kind != RuleKind.DOCUMENT]


def condition(finding: Finding) -> parts.Cond:
    """A finding as a line: what it found, why, by which article, how sure."""
    asked = ", ".join(sentences.asks(finding))
    return parts.Cond(
        sentences.title(finding.code),
        parts.RESULT_TONES[finding.result],
        finding.result.label,
        why=sentences.sentence(finding),
        meta=_("Asked: %(facts)s") % {"facts": asked} if asked else "",
        article=sentences.article(finding),
        certainty=finding.certainty,
        source=finding.source,
        rule=finding.version or finding.code,
        icon=parts.RESULT_ICONS.get(finding.result, ""),
    )


def paper(line: "Line") -> parts.Cond:
    """A paper of the checklist as a line that is only read."""
    return parts.Cond(
        sentences.title(line.need.code),
        "good" if line.filled else "bad",
        _("Uploaded") if line.filled else _("Missing"),
        article=sentences.article(line.need),
        certainty=line.need.certainty,
        source=line.need.finding.source,
        rule=line.need.finding.version or line.need.rule,
    )


def articles(check: "FilingCheck") -> dict[str, More]:
    """What the law says behind a field, by the last word of the rule's code."""
    judged: Iterable[Finding | DocumentNeed] = (*(line.need for line in check.lines), *conditions_of(check))
    found: dict[str, More] = {}
    for each in judged:
        finding = each.finding if isinstance(each, DocumentNeed) else each
        name = finding.code.rpartition(".")[2]
        text = " ".join(part for part in (sentences.explanation(finding.code), _article_words(finding)) if part)
        found.setdefault(name, More(_("The law: %(title)s") % {"title": sentences.title(finding.code)}, text))
    return found


def _article_words(finding: Finding) -> str | Promise:
    article = sentences.article(finding)
    if finding.certainty == "VERIFIED":
        return f"({article})"
    return f"({article}; {finding.certainty.label})"
