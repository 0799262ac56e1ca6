"""What a mandate lacks, as lines: the gap, its likely consequence, the rule behind it and how sure we are of that."""

from collections.abc import Iterable

from applications.representation import Lack
from applications.rulebook import sentences
from applications.vocabulary import Certainty
from portal.ui import parts


def conds(lacks: Iterable[Lack]) -> list[parts.Cond]:
    """A line for each, as the applicant is warned and the desks read it (P16)."""
    return [
        parts.Cond(
            title=lack.gap.label,
            tone="warn",
            why=lack.consequence,
            article=sentences.cited(lack.rule.article, lack.rule.act) if lack.rule else "",
            certainty=lack.rule.certainty if lack.rule else Certainty.UNVERIFIED,
            source=lack.rule.source if lack.rule else "",
            rule=lack.rule.id if lack.rule else "",
            unsure_of="rule",
        )
        for lack in lacks
    ]
