"""Who acts for an employer, and who may change that (P19)."""

from datetime import datetime
from typing import Protocol

from django.utils.translation import gettext_lazy as _

from applications.actors import Actor
from applications.policies.verdict import BODIES, YES, Verdict, no
from applications.vocabulary import Role


class MandateLike(Protocol):
    """What a policy looks at of a mandate."""

    principal_id: int
    firm_id: int
    confirmed_at: datetime | None
    ended_at: datetime | None


MANDATE_ENDED = _("This mandate has ended. Nothing more can be changed on it; a new one can be given.")


def may_give_mandate(actor: Actor) -> Verdict:
    """An employer gives a mandate; the firm of a mandatary may write one down that it holds on paper (P19)."""
    if actor.capacity not in BODIES:
        return no(_("Only an employer gives a mandate, and only a mandatary's firm records one."))
    if not actor.has_role(Role.FILER):
        return no(_("Your role in this organisation does not include mandates."))
    return YES


def may_confirm_mandate(actor: Actor, mandate: MandateLike) -> Verdict:
    """The employer says whether what the firm wrote down is so."""
    if not (verdict := may_give_mandate(actor)):
        return verdict
    if actor.organisation_id != mandate.principal_id:
        return no(_("Only the employer whom the mandate names can confirm it."))
    if mandate.ended_at is not None:
        return no(MANDATE_ENDED)
    if mandate.confirmed_at is not None:
        return no(_("This mandate has been confirmed already."))
    return YES


def may_change_mandate(actor: Actor, mandate: MandateLike) -> Verdict:
    """Either side may end a mandate, or name another person of the same firm."""
    if not (verdict := may_give_mandate(actor)):
        return verdict
    if actor.organisation_id not in (mandate.principal_id, mandate.firm_id):
        return no(_("This mandate is between others."))
    if mandate.ended_at is not None:
        return no(MANDATE_ENDED)
    return YES


def may_substitute(actor: Actor, mandate: MandateLike) -> Verdict:
    """The firm says who stands in for an absence."""
    if actor.organisation_id != mandate.firm_id:
        return no(_("Only the firm says who stands in for its own people."))
    return may_change_mandate(actor, mandate)
