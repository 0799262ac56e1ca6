"""Facts may change while an application is open (P22): its filer amends them, an officer mends a clerical error."""

from collections.abc import Mapping
from datetime import date, datetime
from typing import Any

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from applications import calendar, disclosure, notices, policies
from applications.actors import Actor
from applications.models import Dossier, FactsVersion
from applications.rulebook.facts import Facts
from applications.selectors import case_file
from applications.selectors import employers as employer_selector
from applications.services import new_facts, posting, progress
from applications.services.refusals import NotAllowed
from applications.vocabulary import EntryKind
from exchange.vocabulary import NewsTopic


@transaction.atomic
def amend(
    *, dossier_id: int, answers: Mapping[str, Any], by: Actor, at: datetime, seen: int | None = None
) -> FactsVersion:
    """Put other answers in the place of some; the former version stays, findings are made anew, no clock moves.

    `seen` is the number of the version the page showed. Raises NotAllowed, Stale, CannotBeProcessed, CompetenceMoves.
    """
    dossier = progress.lock(dossier_id, "workspace", "employer", "worker")
    if not (verdict := policies.may_amend(by, dossier)):
        raise NotAllowed(verdict.why)
    file = case_file.of(dossier)
    new_facts.refuse_if_seen_is_old(file, seen)
    return _change(dossier, file, new_facts.over(file.facts, answers), by=by, at=at)


def look(dossier: Dossier, answers: Mapping[str, Any], *, by: Actor, on: date) -> new_facts.Judged:
    """What `amend` would keep, so that whoever changes an answer sees first what changes. Raises as `amend` does."""
    if not (verdict := policies.may_amend(by, dossier)):
        raise NotAllowed(verdict.why)
    file = case_file.of(dossier)
    facts = new_facts.over(file.facts, answers)
    _refuse_other_employer(file.facts, facts)
    return new_facts.judge(dossier, file, facts, on=on)


@transaction.atomic
def correct(
    *, dossier_id: int, path: str, value: Any, reason: str, by: Actor, at: datetime, seen: int | None = None
) -> FactsVersion:
    """An officer mends one fact that was plainly mistyped, with his reason; applicant and worker are told.

    Only a fact that his desk may see in full. Raises as `amend` does.
    """
    dossier = progress.lock(dossier_id, "workspace", "employer", "worker")
    if not (verdict := policies.may_correct(by, dossier)):
        raise NotAllowed(verdict.why)
    if not reason.strip():
        raise NotAllowed(_("Say what was wrong and how you know: the applicant reads that it was corrected."))
    group = disclosure.group_of_fact(path)
    if group is None or disclosure.sight(by, group) is not disclosure.Sight.FULL:
        raise NotAllowed(_("This fact is not yours to correct: your authority does not see it."))
    file = case_file.of(dossier)
    new_facts.refuse_if_seen_is_old(file, seen)
    answers: Any = value
    for name in reversed(path.split(".")):
        answers = {name: answers}
    facts = new_facts.over(file.facts, answers)
    return _change(dossier, file, facts, by=by, at=at, reason=reason.strip(), clerical=True)


def _change(
    dossier: Dossier,
    file: case_file.CaseFile,
    facts: Facts,
    *,
    by: Actor,
    at: datetime,
    reason: str = "",
    clerical: bool = False,
) -> FactsVersion:
    _refuse_other_employer(file.facts, facts)
    written = new_facts.write(dossier, file, facts, by=by, at=at, reason=reason)
    payload = {**written.payload(), "clerical": clerical}
    progress.note(dossier, EntryKind.FACTS_AMENDED, by=by, at=at, basis="P22", payload=payload)
    new_facts.bring_destination_in_line(dossier, written, by=by, at=at)
    others = [to for to in posting.recipients(dossier) if to.key != by.organisation_key]
    posting.send(
        dossier,
        what="NEWS",
        topic=f"facts-{written.version.number}",
        to=others,
        notice=lambda to: notices.news(
            dossier,
            NewsTopic.FACTS_CHANGED,
            language=to.language,
            on=calendar.day_of(at),
            worker=notices.worker_name(facts),
        ),
        at=at,
    )
    return written.version


def _refuse_other_employer(before: Facts, after: Facts) -> None:
    """Another employer is no change of facts: his name may be corrected, his number may not become another's."""
    keys = employer_selector.key_of(before.employer), employer_selector.key_of(after.employer)
    if keys[0] != keys[1] or before.employer.identity != after.employer.identity:
        raise NotAllowed(
            _(
                "This would be another employer. For a new employer file a new application; where a successor or a "
                "curator stands in the employer's place, ask the work authority to write it down (P13)."
            )
        )
