"""Invitations of a dossier, and the worker's identity they are bound to."""

from collections.abc import Sequence

from applications.models import Dossier, Invitation, Organisation
from applications.rulebook.facts import Worker
from applications.selectors import case_file
from applications.vocabulary import InvitationState

MOST = 20


def of(dossier: Dossier) -> Sequence[Invitation]:
    """The newest ones, newest first."""
    return list(dossier.invitations.order_by("-id")[:MOST])


def find_by_hash(token_hash: str) -> Invitation | None:
    """The invitation that a link opens, whatever became of it."""
    return Invitation.objects.select_related("dossier").filter(token_hash=token_hash).first()


def find_accepted(dossier: Dossier) -> Invitation | None:
    """By which invitation somebody came in last; None while nobody has."""
    return dossier.invitations.filter(state=InvitationState.ACCEPTED).order_by("-id").first()


def worker_of(dossier: Dossier) -> Worker:
    """What the dossier says of the worker now: the draft's answers, or the facts in force."""
    if dossier.is_draft:
        return Worker.model_validate(dossier.draft.answers.get("worker", {}))
    return case_file.of(dossier).facts.worker


def employer_emails(dossier: Dossier) -> frozenset[str]:
    """Addresses of whoever files and of the employer: an invitation must not go there."""
    answers = dossier.draft.answers if dossier.is_draft else case_file.of(dossier).facts_version.facts
    told = {str(answers.get("employer", {}).get("contact_email") or ""), dossier.workspace.email}
    told.add(dossier.employer.email if dossier.employer is not None else "")
    return frozenset(address.strip().casefold() for address in told if address)


def inviter(invitation: Invitation) -> str:
    """Who invites, as a name to print: the organisation that acts, never a person (P30)."""
    found = Organisation.objects.filter(key=invitation.organisation_key).values_list("name", flat=True).first()
    return found or "Working in Belgium"
