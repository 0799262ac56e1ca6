"""The worker's door (P20): invitation, his word on the facts, who has read, and his own number."""

from django.utils.translation import gettext_lazy as _

from applications.actors import Actor
from applications.policies.verdict import (
    YES,
    DossierLike,
    Verdict,
    files_for_himself,
    is_filer,
    is_the_worker,
    may_work_on,
    no,
)
from applications.vocabulary import CLOSED_STATES, State


def may_invite_worker(actor: Actor, dossier: DossierLike, *, has_joined: bool = False) -> Verdict:
    """Whoever filed, or an officer of one of the two desks, invites the worker by e-mail (P20).

    Once somebody has come in, only a desk may invite anew: whoever filed knows the passport data, and must not be able
    to put himself in the worker's place.
    """
    if files_for_himself(dossier):
        return no(_("The worker files this application himself or herself; there is nobody to invite."))
    is_desk = actor.is_officer and bool(may_work_on(actor, dossier))
    if not is_desk and not is_filer(actor, dossier):
        return no(_("Only the organisation that filed this application, or an authority that handles it, can invite."))
    if has_joined and not is_desk:
        return no(
            _("The worker has accepted an invitation. If that was somebody else, ask the authority to invite again.")
        )
    if dossier.state in CLOSED_STATES - {State.GRANTED}:
        return no(_("This application is closed; there is nothing left to follow."))
    return YES


def may_speak_of_facts(actor: Actor, dossier: DossierLike) -> Verdict:
    """The worker says of what is stated in his name that it is right, or that it is wrong (P20)."""
    if not is_the_worker(actor, dossier):
        return no(_("Only the worker of this application can confirm or correct what is stated about him or her."))
    if dossier.state == State.DRAFT:
        return no(_("Nothing has been filed in your name yet. Once it has, you find here what it says."))
    return YES


def may_see_readers(actor: Actor, dossier: DossierLike) -> Verdict:
    """Who opened the file is shown to the person it is about (P30)."""
    is_his_own = files_for_himself(dossier) and is_filer(actor, dossier)
    if not is_his_own and not is_the_worker(actor, dossier):
        return no(_("Who opened this application is shown to the worker alone."))
    return YES


def may_link_number(actor: Actor, dossier: DossierLike, *, acts_for_filer: bool, represents: bool) -> Verdict:
    """The door of low assurance goes over to whoever signed in with a number of his own (P17)."""
    if acts_for_filer:
        return no(
            _(
                "You also act for the organisation that files this application, so this number belongs to somebody "
                "else in it (P17). The worker must sign in in person."
            )
        )
    if represents:
        return no(
            _(
                "You hold this door for somebody else. Your own number belongs to you and not to the worker (P17); "
                "keep signing in with a code."
            )
        )
    return YES
