"""Another body in the employer's place (P13): the curator of a bankrupt employer, or who took the business over."""

from datetime import datetime

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from applications import calendar, notices, policies
from applications.actors import Actor
from applications.models import DocumentVersion, Dossier, Organisation
from applications.rulebook.facts import Employer, Facts
from applications.selectors import case_file
from applications.selectors import employers as employer_selector
from applications.services import new_facts, posting, progress, submission
from applications.services.refusals import NotAllowed
from applications.vocabulary import EmployerChange, EmployerIdentity, EntryKind
from exchange import outbox
from exchange.contracts import Notice
from exchange.vocabulary import NewsTopic


@transaction.atomic
def replace_employer(
    *,
    dossier_id: int,
    why: str,
    employer: Employer,
    reason: str,
    by: Actor,
    at: datetime,
    document_id: int | None = None,
) -> Dossier:
    """Write notices from now on to who stands in the employer's place; what has not reached the former goes to him.

    A curator leaves the employer in the facts and is named as his representative; a successor becomes the employer.
    `document_id` is the paper that shows it. Who filed for the employer goes on under the mandate he has, which the
    desks see as given by another. Raises NotAllowed, CannotBeProcessed, CompetenceMoves.
    """
    dossier = progress.lock(dossier_id, "workspace", "employer", "worker")
    if not (verdict := policies.may_replace_employer(by, dossier)):
        raise NotAllowed(verdict.why)
    _refuse_unfounded(dossier, why, employer, reason, document_id)
    file, former = case_file.of(dossier), dossier.employer
    organisation = submission.employer_of(employer)
    if former is not None and organisation.pk == former.pk:
        raise NotAllowed(_("This is the employer on record already. Name who stands in his place."))
    written = new_facts.write(dossier, file, _with(file.facts, employer, why), by=by, at=at, reason=reason.strip())
    posting.register_organisation(organisation)
    _address_anew(dossier, former, organisation)
    payload = {**written.payload(), "why": why, "organisation": organisation.pk, "document": document_id}
    progress.note(dossier, EntryKind.EMPLOYER_REPLACED, by=by, at=at, basis="P13", payload=payload)
    _tell(dossier, former, f"employer-{written.version.number}", facts=file.facts, at=at)
    return dossier


def _with(facts: Facts, employer: Employer, why: str) -> Facts:
    if why == EmployerChange.SUCCESSOR:
        return facts.model_copy(update={"employer": employer})
    curator = {
        "representative_name": employer.name,
        "representative_in_belgium": employer.seat_in_belgium,
        "contact_name": employer.contact_name or employer.name,
        "contact_email": employer.contact_email,
        "contact_phone": employer.contact_phone,
    }
    return facts.model_copy(update={"employer": facts.employer.model_copy(update=curator)})


def _refuse_unfounded(dossier: Dossier, why: str, employer: Employer, reason: str, document_id: int | None) -> None:
    if why not in EmployerChange.values:
        raise NotAllowed(_("Choose whether a curator or a successor stands in the employer's place."))
    if not reason.strip():
        raise NotAllowed(_("Say on what you rely, for example the judgement and its date."))
    has_number = bool(employer_selector.key_of(employer))
    needs_number = employer.identity in (EmployerIdentity.ENTERPRISE, EmployerIdentity.FOREIGN_REGISTER, None)
    if not employer.name or (needs_number and not has_number):
        raise NotAllowed(_("Give the name and the number of who stands in the employer's place."))
    papers = DocumentVersion.objects.filter(document__dossier=dossier)
    if document_id is not None and not papers.filter(pk=document_id).exists():
        raise NotAllowed(_("This paper is not in the dossier. Choose one that is."))


def _address_anew(dossier: Dossier, former: Organisation | None, organisation: Organisation) -> None:
    if former is not None and dossier.workspace_id == former.pk:
        dossier.workspace = organisation
    dossier.employer = organisation
    dossier.save(update_fields=["workspace", "employer"])
    if former is not None:
        waiting = dossier.notifications.filter(addressee_key=former.key, notified_at=None)
        moved = outbox.send_on(to=organisation.key, keys=waiting.values_list("parcel_key", flat=True))
        dossier.notifications.filter(parcel_key__in=moved).update(addressee_key=organisation.key)


def _tell(dossier: Dossier, former: Organisation | None, topic: str, *, facts: Facts, at: datetime) -> None:
    worker = notices.worker_name(facts)

    def notice(to: posting.Recipient) -> Notice:
        on = calendar.day_of(at)
        return notices.news(dossier, NewsTopic.EMPLOYER_REPLACED, language=to.language, on=on, worker=worker)

    posting.send(dossier, what="NEWS", topic=topic, to=posting.recipients(dossier), notice=notice, at=at)
    if former is not None:  # a last word to who leaves: it starts nothing, so nothing is remembered of it
        leaving = posting.Recipient("FORMER", former.key, former.language)
        posting.post(dossier, what="NEWS", topic=topic, to=[leaving], notice=notice, at=at)
