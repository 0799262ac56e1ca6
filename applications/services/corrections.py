"""Clerical errors in the facts a letter prints: which may be corrected, and the case file as it would be (P13).

Nothing is written until the correction is signed: then the corrected facts become the next version, with their
evaluation, made by the same law on the same days as the one before. What is more than a slip of the pen is not here:
that is a new decision.
"""

from collections.abc import Mapping
from copy import deepcopy
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.utils.translation import gettext_lazy as _
from pydantic import ValidationError

from applications import rulebook
from applications.actors import Actor
from applications.disclosure import Group, Sight, sight
from applications.models import Dossier, Evaluation, FactsVersion
from applications.rulebook.facts import Facts
from applications.selectors import case_file
from applications.selectors.case_file import CaseFile
from applications.services.refusals import NotAllowed

CORRECTABLE = {
    "worker.family_name": _("Family name of the worker"),
    "worker.given_names": _("Given names of the worker"),
    "worker.birth_date": _("Birth date of the worker"),
    "worker.travel_document.number": _("Number of the travel document"),
    "employer.name": _("Name of the employer"),
    "job.title": _("Job title"),
    "job.start_on": _("Start of work"),
}
"""The facts that letters and instructions print, by their path, with the words of their form."""

GROUPS = {
    "worker.travel_document.number": Group.TRAVEL_DOCUMENT,
    "employer.name": Group.EMPLOYMENT,
    "job.title": Group.EMPLOYMENT,
    "job.start_on": Group.EMPLOYMENT,
}
"""To which disclosure group each belongs; the others are the worker's identity."""


@dataclass(frozen=True, slots=True)
class Written:
    """The rows that a signed correction added."""

    facts_version: FactsVersion
    evaluation: Evaluation


def shown(facts: Facts, *, by: Actor) -> dict[str, str]:
    """The facts that this officer may read and so correct, as they stand, by path; empty where nothing is known."""
    seen = [path for path in CORRECTABLE if sight(by, GROUPS.get(path, Group.IDENTITY)) == Sight.FULL]
    return {path: _read(facts, path) for path in seen}


def differing(facts: Facts, corrections: Mapping[str, str], *, by: Actor) -> dict[str, str]:
    """Of what was typed, that which differs from the facts. Raises NotAllowed for a path that is no slip of the pen, or
    that this officer may not read: nobody corrects what he cannot see.
    """
    if unknown := corrections.keys() - shown(facts, by=by).keys():
        raise NotAllowed(
            _("This is not a clerical error and cannot be corrected so: %(paths)s.")
            % {"paths": ", ".join(sorted(unknown))}
        )
    return {path: text.strip() for path, text in corrections.items() if text.strip() != _read(facts, path)}


def applied(dossier: Dossier, file: CaseFile, corrections: Mapping[str, str]) -> CaseFile:
    """The case file with those facts corrected, judged by the law of the same days. Raises NotAllowed."""
    if not corrections:
        return file
    changed: dict[str, Any] = deepcopy(file.facts_version.facts)
    for path, text in corrections.items():
        *parts, last = path.split(".")
        part = changed
        for name in parts:
            part = part.setdefault(name, {})
        part[last] = text or None
    try:
        facts = Facts.model_validate(changed)
    except ValidationError as wrong:
        paths = {".".join(str(step) for step in error["loc"]) for error in wrong.errors()}
        labels = [str(CORRECTABLE[path]) for path in CORRECTABLE if path in paths]
        raise NotAllowed(
            _("This cannot be read, so nothing was corrected: %(facts)s.") % {"facts": ", ".join(labels)}
        ) from wrong
    evaluation = rulebook.evaluate(facts, authority=dossier.authority, days=file.evaluation.days)
    return CaseFile(facts, file.facts_version, evaluation, 0)


def record(dossier: Dossier, file: CaseFile, *, by: Actor, at: datetime) -> Written:
    """Write the corrected facts as the next version, in the caller's transaction and under his lock."""
    newest = case_file.of(dossier).facts_version
    version = FactsVersion.objects.create(
        dossier=dossier,
        number=newest.number + 1,
        facts=file.facts.model_dump(mode="json", exclude_none=True),
        recorded_at=at,
        recorded_by=by.key,
        capacity=by.capacity,
    )
    evaluation = Evaluation.objects.create(
        dossier=dossier,
        facts_version=version,
        tree=file.evaluation.as_json(),
        revision=file.evaluation.revision,
        made_at=at,
    )
    return Written(version, evaluation)


def _read(facts: Facts, path: str) -> str:
    value: Any = facts
    for name in path.split("."):
        value = getattr(value, name, None)
    return "" if value is None else str(value)
