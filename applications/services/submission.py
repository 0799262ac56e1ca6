"""Filing: the moment a draft becomes an application, with everything that follows from it in one transaction."""

import hashlib
import uuid
from collections.abc import Sequence
from datetime import date, datetime
from typing import Any

import rfc8785
from django.db import transaction
from django.db.models import Model
from django.utils.functional import Promise

from applications import calendar, notices, policies, references, rulebook
from applications.actors import Actor
from applications.models import (
    Dossier,
    Evaluation,
    FactsVersion,
    Invitation,
    Mandate,
    Organisation,
    Person,
    PersonIdentifier,
    PersonName,
    TravelDocument,
    WorkItem,
)
from applications.rulebook.facts import Employer, Facts
from applications.selectors import employers, filing_check
from applications.selectors import invitations as found
from applications.services import invitation_keys, invitations, posting, progress, together
from applications.services.refusals import NotAllowed
from applications.vocabulary import (
    Authority,
    EmployerIdentity,
    IdentifierScheme,
    Intake,
    MandateGap,
    OrganisationKind,
    Stage,
    State,
    Track,
)

RECEIPT = "RECEIPT"
PERSON_COLUMNS = (
    "birth_year", "birth_month", "birth_day", "birth_place", "birth_country", "sex", "nationalities", "stateless",
    "language",
)  # fmt: skip
SEQUENCES = (
    "applications_reference_number", "applications_person_id_seq", "applications_factsversion_id_seq",
    "applications_evaluation_id_seq",
)  # fmt: skip


class CannotBeProcessed(NotAllowed):
    """Nobody could handle this application yet. `blockers` are codes of `filing_check.BLOCKERS`."""

    def __init__(self, blockers: tuple[str, ...]) -> None:
        self.blockers = blockers
        sentences: list[Promise] = [filing_check.BLOCKERS[code] for code in blockers]
        super().__init__(" ".join(str(sentence) for sentence in sentences))


@transaction.atomic
def submit(*, dossier_id: int, by: Actor, at: datetime, notice: str = "") -> Dossier:
    """File the application. Filing the same draft again answers the same dossier and writes nothing.

    Reference, authority and its reason, facts v1, evaluation, work items, clocks and the receipts are written
    together. What came on paper is filed on the day it was received (P24): its clocks begin there. `notice` is the
    version of the information that stood beside the button (P32). Raises NotAllowed, CannotBeProcessed.
    """
    dossier = progress.lock(dossier_id, "workspace")
    if dossier.state != State.DRAFT and _filed_it(dossier, by):
        return dossier
    if not (verdict := policies.may_submit(by, dossier)):
        raise NotAllowed(verdict.why)
    filed_at = calendar.midday_of(dossier.received_on, at=at) if dossier.received_on else at
    on = calendar.day_of(filed_at)
    check = filing_check.check(dossier, on=on, actor_key=by.key)
    if check.mandate is not None:  # one that ends at this moment is either warned about, or takes this filing along
        Mandate.objects.select_for_update(no_key=True).get(pk=check.mandate.pk)
        check = filing_check.check(dossier, on=on, actor_key=by.key)
    if check.blockers:
        raise CannotBeProcessed(check.blockers)
    number, person_id, facts_id, evaluation_id = together.reserve(*SEQUENCES)
    authority = check.assessment.authority
    dossier.reference = references.make(year=on.year, number=number)
    dossier.authority = authority.code or ""
    dossier.authority_because = authority.to_json()
    dossier.submitted_at = filed_at
    dossier.language = _language(dossier.authority, on=on)
    dossier.mandate = None if _is_of_another(check) else check.mandate
    if rulebook.rulebook().category(dossier.category).has_employer:
        dossier.employer = employer_of(check.facts.employer, filer=dossier.workspace)
    invitation = _came_in_by(dossier)
    person = _person(check.facts, person_id, joined=dossier.worker if invitation else None)
    dossier.worker = person
    dossier.post_code = check.post_code
    dossier.commune_nis_code = commune_of(check.facts)
    facts, evaluation = _kept_facts(dossier, check, facts_id, evaluation_id, by=by, at=at)
    documents = [line.document for line in check.lines if line.document is not None]
    digests = [version.sha256 for document in documents for version in list(document.versions.all())[-1:]]
    writes = together.Writes()
    if invitation is None:
        writes.insert([person])
    else:
        writes.update(person, PERSON_COLUMNS)
    for rows in papers_of(person, check.facts, on=on):
        writes.insert(rows)
    writes.insert([facts])
    writes.insert([evaluation])
    writes.delete(dossier.draft)
    progress.begin(
        dossier,
        writes,
        by=by,
        at=filed_at,
        payload={
            "category": dossier.category,
            "kind": dossier.kind,
            "authority": dossier.authority,
            "because": authority.because.code,
            "facts_version": facts.number,
            "facts_sha256": hashlib.sha256(rfc8785.dumps(facts.facts)).hexdigest(),
            "evaluation": evaluation.pk,
            "documents": digests,
            "warnings": list(check.warnings),
            "intake": dossier.intake,
            "mandate": dossier.mandate.pk if dossier.mandate else None,
            "notice": notice or None,
        },
        save=(
            "reference", "authority", "authority_because", "submitted_at", "language", "employer", "mandate",
            "worker", "post_code", "commune_nis_code",
        ),
        items=_work_items(dossier, check.facts, at=at),
    )  # fmt: skip
    recipients = posting.recipients(dossier)
    writes.insert(posting.notifications(dossier, what=RECEIPT, to=recipients, at=at))
    writes.send()
    if invitation is not None:
        invitations.note_joined(dossier, invitation, by=invitations.guest_actor(invitation, person), at=at)
    missing = [line.need.code for line in check.missing]
    posting.post(
        dossier,
        what=RECEIPT,
        to=recipients,
        notice=lambda to: notices.receipt(
            dossier, check.facts, language=to.language, received=len(documents), missing=missing
        ),
        at=at,
        registering=posting.parties(dossier),
    )
    return dossier


def _is_of_another(check: filing_check.FilingCheck) -> bool:
    """A mandate of another employer is no evidence: it is warned about and not kept (P16)."""
    return any(lack.gap == MandateGap.OTHER_EMPLOYER for lack in check.lacks)


def employer_of(employer: Employer, *, filer: Organisation | None = None) -> Organisation:
    """The employer's row: the filer's own or the one that carries the same number, else a new one.

    Without a number nothing is merged.
    """
    identity = EmployerIdentity(employer.identity or EmployerIdentity.ENTERPRISE)
    fields = {
        "kind": OrganisationKind.EMPLOYER,
        "name": employer.name or "",
        "identity": identity,
        "email": employer.contact_email or "",
        "register_country": employer.register_country or "",
        "register_number": employer.register_number or "",
    }
    if identity == EmployerIdentity.ENTERPRISE:
        fields["enterprise_number"] = employer.enterprise_number or ""
    key = employers.key_of(employer) or f"employer:{identity.lower()}-{uuid.uuid4().hex[:12]}"
    if filer is not None and (key == filer.key or _is_itself(employer, filer)):
        return filer
    organisation, _created = Organisation.objects.get_or_create(key=key, defaults=fields)
    return organisation


def _is_itself(employer: Employer, filer: Organisation) -> bool:
    """Whether a filer without an enterprise number means itself, having no number to say so by."""
    return filer.identity != EmployerIdentity.ENTERPRISE and (filer.identity, filer.name) == (
        employer.identity,
        employer.name,
    )


def _kept_facts(
    dossier: Dossier, check: filing_check.FilingCheck, facts_id: int, evaluation_id: int, *, by: Actor, at: datetime
) -> tuple[FactsVersion, Evaluation]:
    facts = FactsVersion(
        pk=facts_id,
        dossier=dossier,
        number=1,
        facts=check.facts.model_dump(mode="json", exclude_none=True),
        recorded_at=at,
        recorded_by=by.key,
        capacity=by.capacity,
    )
    evaluation = Evaluation(
        pk=evaluation_id,
        dossier=dossier,
        facts_version=facts,
        tree=check.assessment.evaluation.as_json(),
        revision=check.assessment.evaluation.revision,
        made_at=at,
    )
    return facts, evaluation


def _came_in_by(dossier: Dossier) -> Invitation | None:
    """The invitation by which the worker came into the draft, if the draft still speaks of the same passport."""
    if dossier.worker_id is None:
        return None
    accepted = found.find_accepted(dossier)
    still = accepted is not None and invitation_keys.same(accepted.identity_hash, invitations.identity_now(dossier))
    return accepted if still else None


def _person(facts: Facts, person_id: int, *, joined: Person | None) -> Person:
    """A row for the worker of this dossier; other rows of the same human being are linked later, never merged here.

    Who came in while it was a draft keeps his row, its key and the address he proved.
    """
    if joined is None:
        return Person(pk=person_id, **person_columns(facts))
    return Person(pk=joined.pk, key=joined.key, **person_columns(facts) | {"email": joined.email})


def person_columns(facts: Facts) -> dict[str, Any]:
    """What the worker's row repeats of the facts."""
    worker = facts.worker
    year, month, day = (int(p) for p in ((worker.birth_date or "0") + "-0-0").split("-")[:3])
    return {
        "birth_year": year or None,
        "birth_month": month or None,
        "birth_day": day or None,
        "birth_place": worker.birth_place or "",
        "birth_country": worker.birth_country or "",
        "sex": worker.sex or "",
        "nationalities": list(worker.nationalities),
        "stateless": bool(worker.stateless),
        "language": worker.language or "en",
        "email": worker.email or "",
    }


def papers_of(person: Person, facts: Facts, *, on: date) -> tuple[Sequence[Model], ...]:
    """Name, numbers and travel document, each dated, as rows of their tables."""
    worker, passport = facts.worker, facts.worker.travel_document
    name = PersonName(
        person=person,
        family_name=worker.family_name or "",
        given_names=worker.given_names or "",
        original_script=worker.original_script or "",
        valid_from=on,
    )
    numbers = {IdentifierScheme.NATIONAL: worker.national_number, IdentifierScheme.BIS: worker.bis_number}
    identifiers = [
        PersonIdentifier(person=person, scheme=scheme, value=value, valid_from=on)
        for scheme, value in numbers.items()
        if value
    ]
    document = TravelDocument(
        person=person,
        kind=passport.kind or "",
        country=passport.country or "",
        number=passport.number or "",
        issued_on=passport.issued_on,
        expires_on=passport.expires_on,
    )
    return [name], identifiers, [document] if passport.number else []


def commune_of(facts: Facts) -> str:
    """The commune where the worker lives or will live; empty while it is not known."""
    residence = facts.residence
    return (residence.commune_nis_code if residence.in_belgium else residence.belgian_nis_code) or ""


def _work_items(dossier: Dossier, facts: Facts, *, at: datetime) -> list[WorkItem]:
    name, employer = notices.worker_name(facts), notices.employer_name(facts)
    search = references.search_name(f"{name} {employer} {facts.employer.enterprise_number or ''}")
    desks = ((dossier.authority, Track.WORK, Stage.INTAKE), (Authority.FEDERAL, Track.RESIDENCE, Stage.TICK))
    decided = rulebook.rulebook().category(dossier.category).tracks
    return [
        WorkItem(
            dossier=dossier,
            authority=authority,
            track=track,
            stage=stage,
            reference=dossier.reference or "",
            category=dossier.category,
            worker_name=name,
            employer_name=employer,
            search_name=search,
            on_paper=dossier.intake == Intake.PAPER,
            opened_at=at,
        )
        for authority, track, stage in desks
        if track in decided
    ]


def _filed_it(dossier: Dossier, by: Actor) -> bool:
    if dossier.intake == Intake.PAPER:
        return by.is_officer and by.authority == dossier.intake_authority
    return dossier.workspace_id == by.organisation_id


def _language(authority: str, *, on: date) -> str:
    """The language of the procedure (P14); empty where no rule is known: an officer chooses it."""
    try:
        return rulebook.act_language(issuer=authority, authority=authority, on=on) or ""
    except (rulebook.UnknownRule, rulebook.NoRuleInForce):
        return ""
