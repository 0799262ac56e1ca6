"""The questions of an application, one form per step, each with one table from its fields to the paths of the facts."""

from collections.abc import Mapping
from datetime import date
from typing import TYPE_CHECKING, Any

from pydantic import ValidationError

from applications import rulebook, territory
from applications.rulebook import questions
from applications.rulebook.facts import Facts
from portal.applicant.forms.employer import EmployerForm
from portal.applicant.forms.job import JobForm
from portal.applicant.forms.permit import PermitForm
from portal.applicant.forms.residence import ResidenceForm
from portal.applicant.forms.steps import StepForm
from portal.applicant.forms.worker import WorkerForm
from portal.ui.told import dig

if TYPE_CHECKING:
    from applications.models import Dossier

FORMS: dict[str, type[StepForm]] = {
    "employer": EmployerForm,
    "worker": WorkerForm,
    "job": JobForm,
    "residence": ResidenceForm,
    "permit": PermitForm,
}

NOTHING = (None, "", [], ())

__all__ = [
    "FORMS",
    "EmployerForm",
    "JobForm",
    "PermitForm",
    "ResidenceForm",
    "StepForm",
    "WorkerForm",
    "asked",
    "no_longer_asked",
]


def asked(dossier: "Dossier", answers: Mapping[str, Any], *, on: date) -> dict[str, tuple[str, ...]]:
    """What the application is asked, with the rules that read it.

    Of a filed one also what was answered: it is on record, and shown to whoever reads it.
    """
    wanted = _asked(dossier, dossier.authority or _authority(dossier, answers), on=on)
    if dossier.is_draft:
        return wanted
    return {p: wanted.get(p, ()) for p in questions.SCHEMA if p in wanted or dig(answers, p) not in NOTHING}


def no_longer_asked(dossier: "Dossier", answers: Mapping[str, Any], *, on: date) -> list[str]:
    """Answers that only the law of another authority asks for: given before the place of work was changed."""
    wanted = asked(dossier, answers, on=on)
    return [p for p in _asked(dossier, None, on=on) if p not in wanted and dig(answers, p) not in NOTHING]


def _asked(dossier: "Dossier", authority: str | None, *, on: date) -> dict[str, tuple[str, ...]]:
    return questions.asked(
        book=rulebook.rulebook(),
        category=dossier.category,
        kind=dossier.kind,
        authority=authority,
        days=rulebook.Days(on=on, filing=on),
    )


def _authority(dossier: "Dossier", answers: Mapping[str, Any]) -> str | None:
    """Which authority would decide, as far as the answers tell."""
    try:
        facts = Facts.model_validate({**answers, "category": dossier.category, "kind": dossier.kind})
    except ValidationError:
        return None
    return territory.competent_authority(facts).authority
