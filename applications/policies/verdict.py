"""The answer of a policy, and what several policies ask about: whose dossier it is, whose desk."""

from dataclasses import dataclass
from typing import Protocol

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from applications.actors import Actor
from applications.vocabulary import Authority, Capacity, Role, State, Track


@dataclass(frozen=True, slots=True)
class Verdict:
    """Allowed or not; `why` is a sentence for the person, empty when allowed."""

    allowed: bool
    why: Promise | str = ""

    def __bool__(self) -> bool:
        return self.allowed


YES = Verdict(allowed=True)


def no(why: Promise | str) -> Verdict:
    """A refusal with its sentence."""
    return Verdict(allowed=False, why=why)


class DossierLike(Protocol):
    """What a policy looks at; the model has it, and so does a test's stand-in."""

    state: str
    authority: str
    workspace_id: int
    employer_id: int | None
    intake: str
    intake_authority: str
    worker_id: int | None
    filer_capacity: str


BODIES = frozenset({Capacity.EMPLOYER, Capacity.MANDATARY})
FILING_CAPACITIES = BODIES | {Capacity.CITIZEN}


def track_of(authority: str) -> Track:
    """The track a desk decides on."""
    return Track.RESIDENCE if authority == Authority.FEDERAL else Track.WORK


def is_the_worker(actor: Actor, dossier: DossierLike) -> bool:
    return actor.capacity == Capacity.WORKER and actor.person_id is not None and actor.person_id == dossier.worker_id


def files_for_himself(dossier: DossierLike) -> bool:
    """Whether whoever filed is the worker: nobody has to be invited, and nothing is kept from him."""
    return dossier.filer_capacity == Capacity.CITIZEN


def is_filer(actor: Actor, dossier: DossierLike) -> bool:
    return (
        actor.capacity in FILING_CAPACITIES
        and actor.organisation_id is not None
        and actor.organisation_id == dossier.workspace_id
        and actor.has_role(Role.FILER)
    )


def may_work_on(actor: Actor, dossier: DossierLike) -> Verdict:
    """An officer of one of the two desks of a filed dossier, with a role that handles dossiers."""
    is_on_desk = dossier.state != State.DRAFT and actor.authority in (dossier.authority, Authority.FEDERAL)
    if not actor.is_officer or not is_on_desk:
        return no(_("This dossier is handled by another authority."))
    if not actor.has_any_role((Role.CASE_HANDLER, Role.SIGNATORY, Role.COORDINATOR)):
        return no(_("Your role lets you read dossiers, not handle them."))
    return YES
