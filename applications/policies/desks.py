"""The desks: papers, completeness, pieces, conclusions, and what hangs on a dossier there."""

from django.utils.translation import gettext_lazy as _

from applications import disclosure
from applications.actors import Actor
from applications.policies.verdict import YES, DossierLike, Verdict, may_work_on, no, track_of
from applications.vocabulary import CLOSED_STATES, Authority, Capacity, Role, ScanStatus, State, Track


def may_read_document(actor: Actor, *, track: str, sealed: bool, scan_status: str = "") -> Verdict:
    """Opening a document's content, in a dossier the actor may see (disclosure table, P20, P21).

    Disclosure first, then the scanner: nobody opens what it has not seen yet or has found infected.
    """
    group = disclosure.group_of_document(track=track, sealed=sealed)
    match disclosure.sight(actor, group):
        case disclosure.Sight.FULL if scan_status == ScanStatus.PENDING:
            return no(_("This file is still being scanned for viruses. Try again in a minute."))
        case disclosure.Sight.FULL if scan_status == ScanStatus.INFECTED:
            return no(_("This file carries a virus and was withdrawn. Ask for a clean copy."))
        case disclosure.Sight.FULL:
            return YES
        case disclosure.Sight.METADATA if actor.capacity == Capacity.WORKER:
            return no(
                _(
                    "An invitation lets you hand papers over, not open them: an e-mail address alone does not prove "
                    "who you are (P20). Sign in with the means of the country and link your number to open them."
                )
            )
        case disclosure.Sight.METADATA if sealed:
            return no(_("This document is sealed: only the worker and the Immigration Office can open it."))
        case disclosure.Sight.METADATA:
            return no(_("You see that this document is there. Its content is for the other authority."))
    return no(_("This document is not for you."))


def may_ask_documents(actor: Actor, dossier: DossierLike) -> Verdict:
    """The region sends the one request; the Immigration Office's missing papers join it."""
    if not (verdict := _may_lead_intake(actor, dossier)):
        return verdict
    if dossier.state != State.SUBMITTED:
        return no(_("Documents can be asked for while completeness is being checked."))
    return YES


def may_tick_residence(actor: Actor, dossier: DossierLike, *, has_papers: bool = True) -> Verdict:
    """The Immigration Office ticks the residence papers in parallel with the region's check (P21)."""
    if not (verdict := may_work_on(actor, dossier)):
        return verdict
    if actor.authority != Authority.FEDERAL:
        return no(_("Residence papers are checked by the Immigration Office."))
    if dossier.state != State.SUBMITTED:
        return no(_("Residence papers are checked before the application is declared complete."))
    if not has_papers:
        return no(
            _(
                "No rule asks for a residence paper here, and none was handed in: there is nothing to tick. The work "
                "authority can declare the application complete."
            )
        )
    return YES


def may_declare_complete(actor: Actor, dossier: DossierLike, *, residence_ready: bool = True) -> Verdict:
    """The region declares the whole dossier complete, once the residence papers were ticked or their time has run."""
    if not (verdict := _may_lead_intake(actor, dossier)):
        return verdict
    if dossier.state == State.INCOMPLETE:
        return no(_("Documents are still awaited from the applicant."))
    if dossier.state != State.SUBMITTED:
        return no(_("The application has already been declared complete."))
    if not residence_ready:
        return no(_("The Immigration Office has not checked the residence papers yet, and its time has not run out."))
    return YES


def _may_lead_intake(actor: Actor, dossier: DossierLike) -> Verdict:
    if not (verdict := may_work_on(actor, dossier)):
        return verdict
    if actor.authority == Authority.FEDERAL:
        return no(_("Completeness of the whole application is declared by the work authority."))
    return YES


def may_ask_pieces(actor: Actor, dossier: DossierLike, *, concluded: bool = False, awaiting: bool = False) -> Verdict:
    """Each desk asks for papers of its own track while it examines (P5), one question after the other."""
    if not (verdict := may_work_on(actor, dossier)):
        return verdict
    if dossier.state != State.UNDER_REVIEW:
        return no(_("Further documents can be asked for while the application is under review."))
    if concluded:
        return no(_("This review has been concluded already."))
    if awaiting:
        return no(AWAITING)
    return YES


AWAITING = _("The applicant still has time to send the documents asked for.")


def may_conclude(
    actor: Actor,
    dossier: DossierLike,
    *,
    track: str,
    already: bool = False,
    work_granted: bool = False,
    awaiting: bool = False,
) -> Verdict:
    """A desk concludes its own review; residence in the final sense only after the regional yes (P10)."""
    if not (verdict := may_work_on(actor, dossier)):
        return verdict
    if track != track_of(actor.authority):
        return no(_("This review belongs to the other authority."))
    if dossier.state != State.UNDER_REVIEW:
        return no(_("A review is concluded while the application is under review."))
    if already:
        return no(_("This review has been concluded already."))
    if track == Track.RESIDENCE and not work_granted:
        return no(_("The work decision comes first. Until then you can record a provisional assessment."))
    if awaiting:
        return no(AWAITING)
    return YES


def may_assess_provisionally(actor: Actor, dossier: DossierLike) -> Verdict:
    """Before the regional yes, residence records what it thinks so far: no act, revisable (P10)."""
    if not (verdict := may_work_on(actor, dossier)):
        return verdict
    if actor.authority != Authority.FEDERAL:
        return no(_("A provisional assessment is the Immigration Office's."))
    if dossier.state != State.UNDER_REVIEW:
        return no(_("A review is assessed while the application is under review."))
    return YES


def may_assign(actor: Actor, dossier: DossierLike) -> Verdict:
    """Anyone who handles dossiers of the desk may take or pass one."""
    if not (verdict := may_work_on(actor, dossier)):
        return verdict
    if dossier.state in CLOSED_STATES:
        return no(_("This application is closed."))
    return YES


def may_reach(actor: Actor, dossier: DossierLike, *, track: str) -> Verdict:
    """Whoever decides on a track sees to it that its notices arrive; the work authority does for all others (P2)."""
    if not (verdict := may_work_on(actor, dossier)):
        return verdict
    if track != track_of(actor.authority):
        return no(_("The other authority sees to it that this notice arrives."))
    return YES


def may_handle_letters(actor: Actor, *, sender: str) -> Verdict:
    """Registered letters are printed, posted and followed by the authority in whose name they go out (P24)."""
    if not actor.is_officer or actor.authority != sender:
        return no(_("Another authority sends this letter."))
    if not actor.has_any_role((Role.CASE_HANDLER, Role.SIGNATORY, Role.COORDINATOR)):
        return no(_("Your role lets you read dossiers, not handle them."))
    return YES


def may_record_unavailability(actor: Actor) -> Verdict:
    """Whoever distributes an authority's work says when it could not be reached (P6)."""
    if not actor.is_officer:
        return no(_("Only an authority puts on record when it cannot be reached."))
    if not actor.has_role(Role.COORDINATOR):
        return no(_("Only a coordinator of your authority can put this on record."))
    return YES


def may_simulate_law(actor: Actor) -> Verdict:
    """Whoever prepares an authority's rules may count what a draft would change. Reading dossiers gives no such right.

    The numbers reach over all authorities, so it is a role of its own; they come in groups of ten only (P32).
    """
    if not actor.is_officer:
        return no(_("Only an authority can try out a draft of its rules."))
    if not actor.has_role(Role.POLICY):
        return no(_("Only whoever prepares the rules of your authority can try out a draft of them."))
    return YES


def may_write_note(actor: Actor, dossier: DossierLike) -> Verdict:
    """Internal notes belong to the desks."""
    return may_work_on(actor, dossier)
