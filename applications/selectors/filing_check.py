"""What stands between a draft and its filing: the checklist, the findings, what is warned and what is blocked.

Only what cannot be processed blocks (P16): no identity, no derivable authority or one that does not take this
application yet (P28), an infected file, a worker abroad for whom no post can be derived. Everything else is warned,
with its article, and filed anyway.
"""

from dataclasses import dataclass, replace
from datetime import date
from typing import Any

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from applications import assessment, representation, rulebook, territory
from applications.models import Document, Dossier, Mandate
from applications.representation import Lack
from applications.rulebook.facts import Facts
from applications.rulebook.findings import Finding
from applications.rulebook.model import Days
from applications.selectors import mandates
from applications.vocabulary import ApplicationKind, Result, ScanStatus, Track

BLOCKERS: dict[str, Promise] = {
    "NO_IDENTITY": _("Enter the worker's name, and a birth date or a travel document: nobody can be identified yet."),
    "NO_EMPLOYER": _("Enter who the employer is, with its number or register."),
    "NO_AUTHORITY": _("Enter where the work will be done: it decides which authority is competent."),
    "NO_HOME": _("Enter in which commune the worker lives: it decides which authority is competent."),
    "NO_POST": _("Choose the diplomatic post: the worker is abroad and no post can be derived from the country."),
    "NOT_OPEN": _("The competent authority does not take this application yet: the law is announced only."),
    "INFECTED_FILE": _("One of the files carries a virus. Remove it and send a clean copy."),
}


@dataclass(frozen=True, slots=True)
class Line:
    """One line of the checklist, with what has been given for it."""

    need: assessment.DocumentNeed
    document: Document | None

    @property
    def filled(self) -> bool:
        return self.document is not None


@dataclass(frozen=True, slots=True)
class FilingCheck:
    """The whole check of one draft or dossier."""

    facts: Facts
    assessment: assessment.Assessment
    lines: tuple[Line, ...]
    blockers: tuple[str, ...]
    post_code: str
    mandate: Mandate | None = None
    lacks: tuple[Lack, ...] = ()

    @property
    def missing(self) -> tuple[Line, ...]:
        """Required papers that are not there yet."""
        return tuple(line for line in self.lines if line.need.required and not line.filled)

    @property
    def doubtful(self) -> tuple[Finding, ...]:
        """Findings to read before filing: conditions not met, or that nobody can answer yet."""
        quiet = {Result.MET, Result.NOT_APPLICABLE}
        codes = {line.need.code for line in self.lines}
        return tuple(f for f in self.assessment.findings if f.result not in quiet and f.code not in codes)

    @property
    def warnings(self) -> tuple[str, ...]:
        """Rule codes warned about, and what the mandate lacks, as the journal records them."""
        return (
            *(line.need.code for line in self.missing),
            *(finding.code for finding in self.doubtful),
            *(f"{mandates.WARNED}{lack.gap}" for lack in self.lacks),
        )


def facts_of(dossier: Dossier, answers: dict[str, Any], *, documents: list[str], filed_on: date | None = None) -> Facts:
    """The draft's answers as facts."""
    known = {**answers, "category": dossier.category, "kind": ApplicationKind(dossier.kind), "documents": documents}
    return Facts.model_validate({**known, "filed_on": filed_on})


def check(dossier: Dossier, *, on: date, actor_key: str = "") -> FilingCheck:
    """The check of a draft, as of a day; what came on paper is filed on the day it was received (P24).

    `actor_key` is who would file it, whom a mandate may not name (P16).
    """
    on = dossier.received_on or on
    documents = {d.code: d for d in dossier.documents.prefetch_related("versions")}
    facts = facts_of(dossier, dossier.draft.answers, documents=sorted(documents), filed_on=on)
    found = of_facts(facts, documents, on=on)
    mandate, gaps = mandates.of_draft(dossier, facts, on=on, actor_key=actor_key)
    lacks = representation.lacks(gaps, authority=found.assessment.authority.code or "", on=on)
    return replace(found, mandate=mandate, lacks=tuple(lacks))


def of_facts(facts: Facts, documents: dict[str, Document], *, on: date) -> FilingCheck:
    """The check of facts with the documents given for them."""
    found = assessment.assess(facts, days=Days(on=on, filing=facts.filed_on or on, decision=facts.decided_on))
    lines = tuple(Line(need, documents.get(need.code)) for need in found.documents)
    post_code = post_of(facts)
    return FilingCheck(facts, found, lines, tuple(_blockers(facts, found, documents, post_code)), post_code)


def post_of(facts: Facts) -> str:
    """The diplomatic post: none for a worker in Belgium, the one named, or the only one for the country."""
    if facts.residence.in_belgium:
        return ""
    if facts.residence.post_code:
        return facts.residence.post_code
    posts = territory.posts_for(facts.residence.country) if facts.residence.country else []
    return posts[0].code if len(posts) == 1 else ""


def _blockers(facts: Facts, found: assessment.Assessment, documents: dict[str, Document], post_code: str) -> list[str]:
    blocked = []
    worker, employer = facts.worker, facts.employer
    if not (worker.family_name or worker.given_names) or not (worker.birth_date or worker.travel_document.number):
        blocked.append("NO_IDENTITY")
    category = rulebook.rulebook().category(facts.category)
    if category.has_employer and not (employer.name and employer.identity):
        blocked.append("NO_EMPLOYER")
    if found.authority.code is None:
        blocked.append("NO_AUTHORITY" if "job" not in category.without else "NO_HOME")
    if found.authority.code and not category.is_offered(authority=found.authority.code, on=found.evaluation.days.on):
        blocked.append("NOT_OPEN")
    if Track.RESIDENCE in category.tracks and not facts.residence.in_belgium and not post_code:
        blocked.append("NO_POST")
    if any(v.scan_status == ScanStatus.INFECTED for d in documents.values() for v in list(d.versions.all())[-1:]):
        blocked.append("INFECTED_FILE")
    return blocked
