"""Facts that change after filing (P22), and a dossier copied into a new one."""

from django.utils.translation import gettext_lazy as _

from applications.actors import Actor
from applications.policies.filing import may_open_draft
from applications.policies.verdict import YES, DossierLike, Verdict, files_for_himself, is_filer, may_work_on, no
from applications.vocabulary import CLOSED_STATES, Authority, State


def may_amend(actor: Actor, dossier: DossierLike) -> Verdict:
    """Whoever filed may change the facts of a filed application until it is decided (P22)."""
    if not is_filer(actor, dossier):
        return no(_("Only the organisation that filed this application can change its facts."))
    return _may_change_facts(dossier)


def may_correct(actor: Actor, dossier: DossierLike) -> Verdict:
    """An officer mends a clerical error, with his reason; whatever else changes is the applicant's to say (P22)."""
    if not (verdict := may_work_on(actor, dossier)):
        return verdict
    return _may_change_facts(dossier)


def may_replace_employer(actor: Actor, dossier: DossierLike) -> Verdict:
    """The work authority writes down that a curator or a successor stands in the employer's place (P13)."""
    if not (verdict := may_work_on(actor, dossier)):
        return verdict
    if actor.authority == Authority.FEDERAL:
        return no(_("Who the employer is, the work authority writes down."))
    if files_for_himself(dossier):
        return no(_("The worker files this application himself or herself: no employer takes part in it."))
    if dossier.state in CLOSED_STATES:
        return no(_("This application is closed."))
    return YES


def may_copy(actor: Actor, dossier: DossierLike) -> Verdict:
    """A new application may begin with the answers of one that the same organisation filed (feature 9)."""
    if not (verdict := may_open_draft(actor)):
        return verdict
    if not is_filer(actor, dossier):
        return no(_("Only the organisation that filed this application can copy it."))
    if dossier.state == State.DRAFT:
        return no(_("This is still a draft. Go on with it instead of copying it."))
    return YES


def _may_change_facts(dossier: DossierLike) -> Verdict:
    if dossier.state == State.DRAFT:
        return no(_("This has not been filed yet. Change the draft itself."))
    if dossier.state in CLOSED_STATES:
        return no(
            _(
                "This application is decided or closed, and its facts stay as they were decided on (P22). For an error "
                "in the decision write to the authority, which can rectify it; for new facts copy this application "
                "into a new one."
            )
        )
    return YES
