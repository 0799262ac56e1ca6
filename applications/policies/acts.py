"""Acts: made ready, signed, corrected, undone, translated, and endings without one (P11 to P13)."""

from django.utils.translation import gettext_lazy as _

from applications.actors import Actor
from applications.policies.desks import AWAITING
from applications.policies.verdict import YES, DossierLike, Verdict, may_work_on, no, track_of
from applications.vocabulary import CLOSED_STATES, Authority, Role, State


def may_prepare_act(actor: Actor, dossier: DossierLike, *, track: str, concluded: bool) -> Verdict:
    """The letter is made ready once the review is concluded."""
    if not (verdict := may_work_on(actor, dossier)):
        return verdict
    if track != track_of(actor.authority):
        return no(_("This act belongs to the other authority."))
    if not concluded and dossier.state == State.INCOMPLETE:
        return no(AWAITING)
    if not concluded:
        return no(_("Conclude the review first; the act follows from it."))
    return YES


def may_sign(actor: Actor, dossier: DossierLike, *, track: str, has_preview: bool, has_delegation: bool) -> Verdict:
    """A human officer with a delegation for this kind of act signs (P11, P12). The platform never does."""
    if not (verdict := may_work_on(actor, dossier)):
        return verdict
    if track != track_of(actor.authority):
        return no(_("This act belongs to the other authority."))
    if not actor.has_role(Role.SIGNATORY) or not has_delegation:
        return no(_("You have no delegation to sign this kind of act."))
    if not has_preview:
        return no(_("Look at the letter first: what you see is what will be issued."))
    return YES


TERMS_FIRST = _("No rule known here says all that this letter grants. State the terms first, and what you rely on.")


def may_state_terms(actor: Actor, dossier: DossierLike, *, grants: bool, lacks: bool, signed: bool) -> Verdict:
    """An officer of the desk states what no rule gives, once it concluded favourably or silence grants (P11, P12)."""
    if not (verdict := may_work_on(actor, dossier)):
        return verdict
    if signed:
        return no(_("This act has been signed and sent. What it grants stays."))
    if dossier.state != State.UNDER_REVIEW:
        return no(_("How long a grant lasts is stated while the application is examined."))
    if not grants:
        return no(_("Conclude favourably first: only a grant lasts, and has a card and a mention."))
    if not lacks:
        return no(
            _("The rules known here, or the region's decision, say all that your letter grants. Nothing is stated.")
        )
    return YES


def may_change_act_language(actor: Actor, dossier: DossierLike, *, signed: bool) -> Verdict:
    """An officer of the desk chooses another language for its act, until the act is signed and leaves (P14)."""
    if not (verdict := may_work_on(actor, dossier)):
        return verdict
    if signed:
        return no(
            _("This act has been signed and sent. Its language stays; add a translation for who does not read it.")
        )
    if dossier.state in CLOSED_STATES or dossier.state == State.DRAFT:
        return no(_("This application is closed; no act of yours is still to come."))
    return YES


def may_rectify(
    actor: Actor, dossier: DossierLike, *, in_force: bool, sealed: bool = True, prepared: bool = False
) -> Verdict:
    """The desk whose act is in force corrects a clerical error in it (P13); whoever has the delegation signs."""
    if not (verdict := may_work_on(actor, dossier)):
        return verdict
    if not in_force:
        return no(_("No act of your authority is in force here. Before the signature, make the letter ready again."))
    if dossier.state in (State.WITHDRAWN, State.WITHOUT_OBJECT):
        return no(_("The application was given up or closed without object: the act has no effect left to correct."))
    if not sealed:
        return no(_("The letter is still being sealed. Correct it once it has left."))
    if prepared:
        return no(_("A correction of this act is in preparation already. Sign it, or drop it first."))
    return YES


def may_drop_rectification(actor: Actor, dossier: DossierLike, *, prepared: bool) -> Verdict:
    """What nobody has signed can be given up again."""
    if not (verdict := may_work_on(actor, dossier)):
        return verdict
    if not prepared:
        return no(_("No correction of an act is in preparation here."))
    return YES


def may_reopen(
    actor: Actor, dossier: DossierLike, *, ended_by_us: bool, sealed: bool = True, has_delegation: bool = True
) -> Verdict:
    """A signatory of the authority whose act ended the application takes it up again (P13)."""
    if not (verdict := may_work_on(actor, dossier)):
        return verdict
    if dossier.state in (State.WITHDRAWN, State.WITHOUT_OBJECT):
        return no(_("This application ended without a decision; there is none to undo. It can be filed anew."))
    if dossier.state not in CLOSED_STATES:
        return no(_("This application is still open. Only what has been decided can be reopened."))
    if not ended_by_us:
        return no(_("The decision that ended this application is the other authority's; only it can reopen it."))
    if not actor.has_role(Role.SIGNATORY) or not has_delegation:
        return no(_("You have no delegation to sign this kind of act, so you cannot undo one either."))
    if not sealed:
        return no(_("The letter is still being sealed. Reopen the application once it has left."))
    return YES


def may_translate_act(actor: Actor, dossier: DossierLike, *, in_force: bool, sealed: bool = True) -> Verdict:
    """The desk adds a translation to its own act, for an addressee who does not read its language (P14)."""
    if not (verdict := may_work_on(actor, dossier)):
        return verdict
    if not in_force:
        return no(_("No act of your authority is in force here. A translation follows the act, never the other way."))
    if not sealed:
        return no(_("The letter is still being sealed. Translate it once it has left."))
    return YES


def may_close_without_object(actor: Actor, dossier: DossierLike, *, has_delegation: bool) -> Verdict:
    """The work authority closes what has lost its object, by the hand of somebody who signs (P13).

    `has_delegation`: whoever may refuse work may close; no delegation known here speaks of closing.
    """
    if not (verdict := may_work_on(actor, dossier)):
        return verdict
    if actor.authority == Authority.FEDERAL:
        return no(_("Only the work authority can close an application without object."))
    if dossier.state in CLOSED_STATES:
        return no(_("This application is closed."))
    if not actor.has_role(Role.SIGNATORY):
        return no(_("Only an officer who signs acts can close an application."))
    if not has_delegation:
        return no(_("You have no delegation to refuse work on this day, so you cannot close an application either."))
    return YES
