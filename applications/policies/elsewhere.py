"""Diplomatic posts, communes and the worker himself: what they report and acknowledge."""

from django.utils.translation import gettext_lazy as _

from applications.actors import Actor
from applications.policies.verdict import YES, DossierLike, Verdict, is_filer, may_work_on, no
from applications.vocabulary import CLOSED_STATES, Authority, Capacity, Role, State


def may_acknowledge(actor: Actor) -> Verdict:
    """A post or a commune takes a decision over: only by somebody whose role it is, for it counts as notified (P1)."""
    if actor.capacity not in (Capacity.POST, Capacity.COMMUNE):
        return no(
            _("Only diplomatic posts and communes acknowledge. For you the notice counts from the day it arrived here.")
        )
    if not actor.has_role(Role.AGENT):
        return no(_("Your role lets you read decisions, not take them over."))
    return YES


def may_claim(actor: Actor) -> Verdict:
    """A commune calls for the decision of somebody who has come to live there (P29)."""
    if actor.capacity != Capacity.COMMUNE:
        return no(_("Only a commune can call for a decision."))
    return may_acknowledge(actor)


def may_declare(actor: Actor, dossier: DossierLike, *, kind: str, sees_it: bool = True) -> Verdict:
    """A post reports the visa; a commune the arrival, registration and card (P29): of what came to them, no other."""
    allowed = {
        Capacity.POST: {"VISA_ISSUED"},
        Capacity.COMMUNE: {"ARRIVED", "REGISTERED", "CARD_DELIVERED"},
    }.get(actor.capacity, set())
    if kind not in allowed or not sees_it:
        return no(_("This report is not yours to make."))
    if not actor.has_role(Role.AGENT):
        return no(_("Your role lets you read decisions, not report on them."))
    if dossier.state != State.GRANTED:
        return no(_("Only a granted application is followed up."))
    return YES


def may_announce_commune(actor: Actor, dossier: DossierLike, *, sees_it: bool = True) -> Verdict:
    """The filer, the worker, the post and the Immigration Office may learn the Belgian address first (P29)."""
    is_agent = actor.capacity == Capacity.POST and actor.has_role(Role.AGENT)
    is_party = sees_it and (is_agent or actor.capacity == Capacity.WORKER)
    knows = is_party or actor.authority == Authority.FEDERAL
    if not knows and not is_filer(actor, dossier):
        return no(
            _("Only the applicant, the worker, the post or the Immigration Office can say where the worker will live.")
        )
    if dossier.state == State.DRAFT or dossier.state in CLOSED_STATES - {State.GRANTED}:
        return no(_("Only an open or granted application has a commune to send to."))
    return YES


def may_name_post(actor: Actor, dossier: DossierLike, *, is_addressed: bool) -> Verdict:
    """The Immigration Office, or the post that is not competent itself, names another one (P29)."""
    is_agent = actor.capacity == Capacity.POST and actor.has_role(Role.AGENT) and is_addressed
    is_office = actor.authority == Authority.FEDERAL and bool(may_work_on(actor, dossier))
    if not is_agent and not is_office:
        return no(_("Only the Immigration Office, or the post that has the decision, can name another post."))
    if dossier.state == State.DRAFT or dossier.state in CLOSED_STATES - {State.GRANTED}:
        return no(_("Only an open or granted application has a post to send to."))
    return YES
