"""What the rulebook found, for the desk whose track it is: sentence, because, article, certainty, source.

A finding explains, it never decides. Those to look at come first; what does not apply stands folded at the end.
"""

from dataclasses import dataclass

from django.utils.translation import gettext as _

from applications.rulebook import sentences
from applications.rulebook.findings import Finding
from applications.selectors.desk_file import DeskFile
from applications.vocabulary import Certainty, Result
from portal.ui import parts

ORDER = (Result.NOT_MET, Result.UNKNOWN, Result.FOR_OFFICER, Result.MET, Result.NOT_APPLICABLE)


@dataclass(frozen=True, slots=True)
class Found:
    """The findings of one desk."""

    shown: tuple[parts.Cond, ...]
    not_applicable: tuple[parts.Cond, ...]
    contradictions: tuple[str, ...]
    is_covered: bool
    to_see: int


def of(desk: DeskFile) -> Found:
    """The findings of the desk's own track."""
    own = own_findings(desk)
    quiet = (Result.MET, Result.NOT_APPLICABLE)
    return Found(
        shown=tuple(cond(finding) for finding in own if finding.result != Result.NOT_APPLICABLE),
        not_applicable=tuple(cond(finding) for finding in own if finding.result == Result.NOT_APPLICABLE),
        contradictions=tuple(sentences.contradiction(found.why) for found in desk.file.evaluation.contradictions),
        is_covered=desk.track not in desk.file.evaluation.not_covered,
        to_see=sum(finding.result not in quiet for finding in own),
    )


def own_findings(desk: DeskFile) -> list[Finding]:
    """The conditions this desk judges, those to look at first."""
    own = [finding for finding in desk.file.evaluation.findings if finding.track == desk.track]
    return sorted(own, key=lambda finding: ORDER.index(finding.result))


def cond(finding: Finding) -> parts.Cond:
    """A finding as a line of the list."""
    is_page = finding.source.startswith("https://")
    asks = ", ".join(sentences.asks(finding))
    return parts.Cond(
        title=sentences.title(finding.code),
        tone=parts.RESULT_TONES[finding.result],
        icon=parts.RESULT_ICONS.get(finding.result, ""),
        state=str(finding.result.label),
        why=sentences.sentence(finding),
        meta=" · ".join(
            words
            for words in (
                _("to ask: %(facts)s") % {"facts": asks} if asks else "",
                "" if is_page else finding.source,
            )
            if words
        ),
        article=sentences.article(finding),
        rule=finding.version or finding.code,
        certainty=finding.certainty,
        source=finding.source,
        links=[parts.Link(finding.source, _("source"))] if is_page and finding.certainty != Certainty.SOURCED else (),
        anchor=f"finding-{finding.code.replace('.', '-')}",
    )
