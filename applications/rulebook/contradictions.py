"""Facts that cannot both be true, named by field. Nothing is refused here: the reader corrects or explains."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date

from applications.rulebook.codes import Engagement
from applications.rulebook.facts import Facts


@dataclass(frozen=True, slots=True)
class Contradiction:
    """Two facts that exclude each other: the field to look at and, as a code, why."""

    field: str
    why: str


def contradictions(facts: Facts) -> tuple[Contradiction, ...]:
    """Every contradiction, in the order of the form."""
    found = (*_days(facts), *_worker(facts), *_job(facts), *_residence(facts), *_held(facts))
    return tuple(Contradiction(field, why) for field, why in found)


def _days(facts: Facts) -> Iterator[tuple[str, str]]:
    if _before(facts.decided_on, facts.filed_on):
        yield "decided_on", "decided_before_filed"


def _worker(facts: Facts) -> Iterator[tuple[str, str]]:
    worker = facts.worker
    if worker.birth_date and facts.filed_on and worker.birth_date > f"{facts.filed_on:%Y-%m-%d}":
        yield "worker.birth_date", "born_after_filing"
    if worker.stateless and worker.nationalities:
        yield "worker.stateless", "stateless_with_nationality"
    if _before(worker.travel_document.expires_on, worker.travel_document.issued_on):
        yield "worker.travel_document.expires_on", "expires_before_issue"


def _job(facts: Facts) -> Iterator[tuple[str, str]]:
    job, qualification = facts.job, facts.qualification
    if _before(job.end_on, job.start_on):
        yield "job.end_on", "ends_before_start"
    elif job.duration_months is not None and job.start_on and job.end_on:
        counted = job.model_copy(update={"duration_months": None}).months
        if counted is not None and abs(counted - job.duration_months) > 1:
            yield "job.duration_months", "duration_differs_from_dates"
    if job.engagement == Engagement.INDEFINITE and job.end_on is not None:
        yield "job.end_on", "indefinite_with_end"
    if job.engagement == Engagement.INDEFINITE and job.duration_months is not None:
        yield "job.duration_months", "indefinite_with_end"
    if sum(place.share_percent or 0 for place in job.workplaces) > 100:
        yield "job.workplaces", "shares_above_whole"
    if job.employed_under_art9_6 is False and job.examined_documents:
        yield "job.examined_documents", "examined_without_employment"
    total, recent = qualification.experience_months, qualification.experience_months_last_7_years
    if total is not None and recent is not None and recent > total:
        yield "qualification.experience_months_last_7_years", "part_above_whole"


def _residence(facts: Facts) -> Iterator[tuple[str, str]]:
    residence = facts.residence
    if residence.in_belgium is True and residence.country not in (None, "BE"):
        yield "residence.country", "in_belgium_but_abroad"
    if residence.in_belgium is False and residence.country == "BE":
        yield "residence.country", "abroad_but_in_belgium"
    if residence.in_belgium is True and residence.post_code:
        yield "residence.post_code", "post_for_worker_in_belgium"
    if facts.mobility.first_state == "BE":
        yield "mobility.first_state", "first_state_is_belgium"


def _held(facts: Facts) -> Iterator[tuple[str, str]]:
    held = facts.held
    if _before(held.expires_on, held.issued_on):
        yield "held.expires_on", "expires_before_held"
    if any(spell.until_on < spell.from_on for spell in held.unemployment or ()):
        yield "held.unemployment", "spell_ends_before_start"
    if _before(held.change_rejected_on, held.change_reported_on):
        yield "held.change_rejected_on", "rejected_before_reported"


def _before(first: date | None, second: date | None) -> bool:
    return first is not None and second is not None and first < second
