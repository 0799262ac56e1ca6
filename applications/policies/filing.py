"""Filing: drafts, papers handed in by whoever filed or typed in from paper, answers, withdrawal."""

from collections.abc import Collection

from django.utils.translation import gettext_lazy as _

from applications.actors import Actor
from applications.policies.verdict import (
    FILING_CAPACITIES,
    YES,
    DossierLike,
    Verdict,
    is_filer,
    is_the_worker,
    may_work_on,
    no,
    track_of,
)
from applications.rulebook.codes import FILES_AS, Filer
from applications.vocabulary import CLOSED_STATES, Authority, Capacity, Intake, Role, State, Track


def may_open_draft(actor: Actor, *, filers: Collection[str] = ()) -> Verdict:
    """An employer or a mandatary opens an application, or the worker for himself: `filers` says whose it is to file.

    Without `filers` the answer is about any application at all.
    """
    if actor.capacity not in FILING_CAPACITIES:
        return no(_("Only an employer, a mandatary or a person acting for himself or herself can open an application."))
    if not actor.has_role(Role.FILER):
        return no(_("Your role in this organisation does not include filing applications."))
    if not filers or FILES_AS[actor.capacity] in filers:
        return YES
    if Filer.WORKER in filers:
        return no(
            _("The worker files this application himself or herself: sign in as that person, and act for oneself.")
        )
    return no(_("Only an employer or a mandatary can open an application of this kind."))


def may_edit_draft(actor: Actor, dossier: DossierLike) -> Verdict:
    """The workspace that opened a draft fills it in, until it is filed; from paper the desk that registers it."""
    if dossier.intake == Intake.PAPER and not _types_it(actor, dossier):
        return no(_("This application came on paper: only the authority that registers it fills it in."))
    if dossier.intake != Intake.PAPER and not is_filer(actor, dossier):
        return no(_("Only the organisation that opened this application can fill it in."))
    if dossier.state != State.DRAFT:
        return no(_("This application has been filed. What was filed is kept as it was."))
    return YES


def may_submit(actor: Actor, dossier: DossierLike) -> Verdict:
    """Filing needs the same right as editing."""
    return may_edit_draft(actor, dossier)


WORKERS_PAPERS = frozenset(
    {
        "travel_document", "stay_document", "sickness_insurance", "means", "first_state_blue_card", "diploma",
        "diploma_translation", "qualification_proof", "professional_skills", "regulated_profession",
        "medical_certificate", "criminal_record",
    }
)  # fmt: skip
"""What proves who the worker is and what he has learned: his to send, beside whoever filed (P20)."""


def may_add_document(
    actor: Actor, dossier: DossierLike, *, code: str = "", sealed: bool = False, sent_by: str = ""
) -> Verdict:
    """A paper may come in as long as the dossier is open, whether or not it was asked for.

    The worker sends the papers about his person. A sealed one that he sent is his alone to replace: `sent_by` is the
    capacity in which its newest version came.
    """
    if actor.capacity == Capacity.WORKER:
        if not is_the_worker(actor, dossier):
            return no(_("Only the worker of this application can add papers of his or her own."))
        if code and not sealed and code not in WORKERS_PAPERS:
            return no(_("This paper comes from the employer. You send those about yourself."))
    elif dossier.state == State.DRAFT and not (verdict := may_edit_draft(actor, dossier)):
        return verdict
    elif dossier.state != State.DRAFT and not is_filer(actor, dossier):
        return no(_("Only the organisation that filed this application can add documents."))
    elif sealed and sent_by == Capacity.WORKER:
        return no(_("The worker sent this paper under seal. Only the worker can replace or remove it (P20)."))
    if dossier.state in CLOSED_STATES:
        return no(_("This application is closed; documents can no longer be added."))
    return YES


def may_supply(actor: Actor, dossier: DossierLike) -> Verdict:
    """The applicant answers the request for documents that is open."""
    if not is_filer(actor, dossier):
        return no(_("Only the organisation that filed this application can answer."))
    if dossier.state != State.INCOMPLETE:
        return no(_("No documents are being asked for at the moment."))
    return YES


def may_answer_pieces(actor: Actor, dossier: DossierLike, *, asked: bool) -> Verdict:
    """Whoever filed answers a question of the examination."""
    if not is_filer(actor, dossier):
        return no(_("Only the organisation that filed this application can answer."))
    if dossier.state != State.UNDER_REVIEW or not asked:
        return no(_("No documents are being asked for at the moment."))
    return YES


def may_withdraw(actor: Actor, dossier: DossierLike) -> Verdict:
    """Whoever filed may give up, until the application is decided or closed."""
    if not is_filer(actor, dossier):
        return no(_("Only the organisation that filed this application can withdraw it."))
    if dossier.state == State.DRAFT:
        return no(_("This has not been filed yet. Delete the draft instead."))
    if dossier.state in CLOSED_STATES:
        return no(_("This application is closed; there is nothing left to withdraw."))
    return YES


def may_register_paper(actor: Actor, dossier: DossierLike, *, track: str) -> Verdict:
    """What comes by post for a dossier is registered by the desk on whose track it is (P24)."""
    if not (verdict := may_work_on(actor, dossier)):
        return verdict
    if track != track_of(actor.authority):
        return no(_("A paper of the other track is registered by the other authority."))
    if dossier.state == State.DRAFT or dossier.state in CLOSED_STATES:
        return no(_("This application is closed; documents can no longer be added."))
    return YES


def may_register_answer(actor: Actor, dossier: DossierLike, *, track: str, asked: bool) -> Verdict:
    """An answer that came on paper is registered by the desk that asked; one for completeness by the work authority."""
    if not (verdict := may_register_paper(actor, dossier, track=track or Track.WORK)):
        return verdict
    if not asked:
        return no(_("No documents are being asked for at the moment."))
    return YES


def may_open_paper(actor: Actor) -> Verdict:
    """An officer of a work authority registers an application that came on paper (P24)."""
    if not actor.is_officer or actor.authority == Authority.FEDERAL:
        return no(_("Applications on paper are registered by the work authorities."))
    if not actor.has_any_role((Role.CASE_HANDLER, Role.SIGNATORY, Role.COORDINATOR)):
        return no(_("Your role lets you read dossiers, not handle them."))
    return YES


def _types_it(actor: Actor, dossier: DossierLike) -> bool:
    return bool(may_open_paper(actor)) and actor.authority == dossier.intake_authority
