"""A new version of a filed application's facts (P22): judged anew, kept beside the former, written down without values.

Shared by the verbs that change facts. Nothing here moves a clock: those listen to what happened, not to what is true.
"""

import hashlib
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

import rfc8785
from django.utils.translation import gettext_lazy as _
from pydantic import ValidationError

from applications import calendar, notices, references, rulebook
from applications.actors import Actor
from applications.models import (
    Dossier,
    Evaluation,
    FactsVersion,
    PersonIdentifier,
    PersonName,
    TravelDocument,
    WorkItem,
)
from applications.rulebook.facts import Facts, paths, value_of
from applications.selectors import case_file, filing_check, invitations
from applications.services import destination, posting, submission
from applications.services.refusals import NotAllowed, Stale
from applications.vocabulary import Authority

SET_BY_FILING = frozenset({"category", "kind", "filed_on", "decided_on", "filer"})
FOLLOWS = frozenset({"documents"})  # what came in is not something that somebody changes here


class CompetenceMoves(NotAllowed):
    """With these facts another authority would decide: this application cannot follow, a new one can be filed (P22)."""

    def __init__(self, authority: str) -> None:
        self.authority = authority
        name = Authority(authority).label if authority else _("an authority that cannot be derived")
        super().__init__(
            _(
                "With these answers the competent authority would be %(authority)s. An application is not moved from "
                "one authority to another (P22): nothing has been changed. Open a new application with these answers "
                "and your documents, then withdraw this one; or write to the authority that has it now if you think "
                "that it stays competent."
            )
            % {"authority": name}
        )


@dataclass(frozen=True, slots=True)
class Written:
    """What a change led to, as the journal records it."""

    version: FactsVersion
    evaluation: Evaluation
    changed: tuple[str, ...]

    def payload(self) -> dict[str, Any]:
        return {
            "facts_version": self.version.number,
            "facts_sha256": hashlib.sha256(rfc8785.dumps(self.version.facts)).hexdigest(),
            "evaluation": self.evaluation.pk,
            "changed": list(self.changed),
        }


def over(facts: Facts, answers: Mapping[str, Any]) -> Facts:
    """The facts with other answers in the place of some; None takes an answer away. Raises NotAllowed."""
    try:
        return Facts.model_validate(_merged(facts.model_dump(mode="json"), answers))
    except ValidationError as unreadable:
        path = ".".join(str(part) for part in unreadable.errors()[0]["loc"])
        raise NotAllowed(_("One of these answers cannot be read: %(fact)s.") % {"fact": path}) from unreadable


def changes(before: Facts, after: Facts) -> tuple[str, ...]:
    """The paths of the facts that differ, in the order of the description."""
    return tuple(p for p in paths() if p not in FOLLOWS and value_of(before, p) != value_of(after, p))


def refuse_if_seen_is_old(file: case_file.CaseFile, seen: int | None) -> None:
    """Raises Stale when another version came between the page and its posting."""
    if seen is not None and seen != file.facts_version.number:
        raise Stale(
            _("The facts were changed since this page was opened. Look at them again, then change what is left.")
        )


@dataclass(frozen=True, slots=True)
class Judged:
    """Other facts for an application, found fit to become its next version."""

    facts: Facts
    evaluation: rulebook.Evaluation
    changed: tuple[str, ...]


def judge(dossier: Dossier, file: case_file.CaseFile, facts: Facts, *, on: date) -> Judged:
    """What the facts in force would become, written nowhere.

    Raises NotAllowed when nothing differs or what filing fixed does, CannotBeProcessed when nobody could process the
    application any more, CompetenceMoves when another authority would decide.
    """
    changed = changes(file.facts, facts)
    if not changed:
        raise NotAllowed(_("Nothing differs from what is on record. Change an answer first."))
    if SET_BY_FILING & set(changed):
        raise NotAllowed(_("What is applied for, by whom and when was fixed by filing. File a new application."))
    documents = case_file.documents(dossier)
    facts = facts.model_copy(update={"documents": tuple(sorted(documents))})
    check = filing_check.of_facts(facts, documents, on=on)
    if (authority := check.assessment.authority.code or "") != dossier.authority:
        raise CompetenceMoves(authority)
    if check.blockers:
        raise submission.CannotBeProcessed(check.blockers)
    return Judged(facts, check.assessment.evaluation, changed)


def write(
    dossier: Dossier, file: case_file.CaseFile, facts: Facts, *, by: Actor, at: datetime, reason: str = ""
) -> Written:
    """Keep the facts as the next version, in the caller's transaction and under his lock. Raises as `judge` does."""
    judged = judge(dossier, file, facts, on=calendar.day_of(at))
    version = FactsVersion.objects.create(
        dossier=dossier,
        number=file.facts_version.number + 1,
        facts=judged.facts.model_dump(mode="json", exclude_none=True),
        recorded_at=at,
        recorded_by=by.key,
        capacity=by.capacity,
        reason=reason,
    )
    evaluation = Evaluation.objects.create(
        dossier=dossier,
        facts_version=version,
        tree=judged.evaluation.as_json(),
        revision=judged.evaluation.revision,
        made_at=at,
    )
    _bring_labels_in_line(dossier, judged.facts)
    _bring_person_in_line(dossier, judged.facts, on=calendar.day_of(at))
    return Written(version, evaluation, judged.changed)


def bring_destination_in_line(dossier: Dossier, written: Written, *, by: Actor, at: datetime) -> None:
    """Where the decision will go follows from the new facts (P29); after the change itself has been written down."""
    if not any(path.startswith("residence.") for path in written.changed):
        return
    facts = Facts.model_validate(written.version.facts)
    post_code, nis_code = filing_check.post_of(facts), submission.commune_of(facts)
    if post_code != dossier.post_code:
        dossier.post_code = post_code
        dossier.save(update_fields=["post_code"])
    if nis_code:
        destination.hand_over(dossier, nis_code, by=by, at=at)


def _bring_labels_in_line(dossier: Dossier, facts: Facts) -> None:
    """The names on the work lists are copies."""
    name, employer = notices.worker_name(facts), notices.employer_name(facts)
    search = references.search_name(f"{name} {employer} {facts.employer.enterprise_number or ''}")
    WorkItem.objects.filter(dossier=dossier).update(worker_name=name, employer_name=employer, search_name=search)


def _bring_person_in_line(dossier: Dossier, facts: Facts, *, on: date) -> None:
    """The worker's row follows; names, numbers and documents are added with their day, none is taken away (P17).

    The address of somebody who came in by an invitation stays the one he proved (P20).
    """
    person = dossier.worker
    assert person is not None
    columns = submission.person_columns(facts)
    if invitations.find_accepted(dossier) is not None:
        columns["email"] = person.email
    for column, value in columns.items():
        setattr(person, column, value)
    person.save()
    posting.register_worker(person)
    (name,), identifiers, passports = submission.papers_of(person, facts, on=on)
    assert isinstance(name, PersonName)
    newest = person.names.order_by("-valid_from").first()
    if newest is None or str(newest) != str(name) or newest.original_script != name.original_script:
        PersonName.objects.update_or_create(
            person=person,
            valid_from=on,
            defaults={
                "family_name": name.family_name,
                "given_names": name.given_names,
                "original_script": name.original_script,
            },
        )
    for number in identifiers:
        assert isinstance(number, PersonIdentifier)
        PersonIdentifier.objects.get_or_create(
            person=person, scheme=number.scheme, value=number.value, defaults={"valid_from": on}
        )
    for passport in passports:
        assert isinstance(passport, TravelDocument)
        TravelDocument.objects.update_or_create(
            person=person,
            country=passport.country,
            number=passport.number,
            defaults={"kind": passport.kind, "issued_on": passport.issued_on, "expires_on": passport.expires_on},
        )


def _merged(known: Mapping[str, Any], new: Mapping[str, Any]) -> dict[str, Any]:
    whole = dict(known)
    for name, value in new.items():
        both = isinstance(value, Mapping) and isinstance(whole.get(name), Mapping)
        whole[name] = _merged(whole[name], value) if both else value
    return whole
