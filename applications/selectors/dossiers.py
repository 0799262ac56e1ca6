"""Which dossiers somebody sees at all. Unknown and forbidden are the same: not found."""

import uuid
from dataclasses import dataclass

from django.db.models import Q, QuerySet

from applications.actors import Actor
from applications.models import Dossier, WorkItem
from applications.vocabulary import CLOSED_STATES, Authority, Capacity, Intake, State

PAGE = 50
BEING_TYPED = Q(state=State.DRAFT, intake=Intake.PAPER)  # on an officer's desk: nobody's application yet


@dataclass(frozen=True, slots=True)
class Listed:
    """One line of "my applications"."""

    id: int
    key: uuid.UUID
    reference: str | None
    state: str
    category: str
    kind: str
    worker_name: str
    employer_name: str
    authority: str
    opened_at: object
    submitted_at: object
    received_on: object = None


def visible_to(actor: Actor) -> QuerySet[Dossier]:
    """The dossiers an actor may see, drafts of his own workspace included."""
    rows = Dossier.objects.all()
    match actor.capacity:
        case Capacity.EMPLOYER if actor.organisation_id:
            own = Q(workspace_id=actor.organisation_id) & ~BEING_TYPED
            return rows.filter(own | Q(employer_id=actor.organisation_id) & ~Q(state=State.DRAFT))
        case Capacity.MANDATARY | Capacity.CITIZEN if actor.organisation_id:
            return rows.filter(~BEING_TYPED, workspace_id=actor.organisation_id)
        case Capacity.WORKER if actor.person_id:
            return rows.filter(worker_id=actor.person_id)
        case Capacity.OFFICER if actor.authority == Authority.FEDERAL:
            return rows.exclude(state=State.DRAFT)
        case Capacity.OFFICER if actor.authority:
            return rows.filter(authority=actor.authority)
        case Capacity.POST | Capacity.COMMUNE if actor.organisation_key:
            return rows.filter(notifications__addressee_key=actor.organisation_key).distinct()
    return rows.none()


def sees(actor: Actor, dossier: Dossier) -> bool:
    """Whether the dossier exists for the actor at all."""
    return visible_to(actor).filter(pk=dossier.pk).exists()


def get_for(actor: Actor, reference: str) -> Dossier:
    """The filed dossier of that reference. Raises `Dossier.DoesNotExist` for unknown and forbidden alike."""
    return visible_to(actor).select_related("workspace", "employer", "worker").get(reference=reference)


def get_draft_for(actor: Actor, key: uuid.UUID) -> Dossier:
    """The dossier, draft or filed, of that key: of an officer's, what his authority registers from paper.

    Raises `Dossier.DoesNotExist` for unknown and forbidden alike.
    """
    return fillable_by(actor).select_related("workspace").get(key=key)


def fillable_by(actor: Actor) -> QuerySet[Dossier]:
    """What somebody fills in, or filled in: his workspace's own, or what his authority registers from paper (P24)."""
    if actor.capacity != Capacity.OFFICER:
        return visible_to(actor)
    if not actor.authority:
        return Dossier.objects.none()
    return Dossier.objects.filter(intake=Intake.PAPER, intake_authority=actor.authority)


def being_typed(actor: Actor, *, before: int | None = None, limit: int = PAGE) -> list[Listed]:
    """A page of the paper applications that the actor's authority has begun to register, newest first. Two queries."""
    rows = fillable_by(actor).filter(state=State.DRAFT).order_by("-id")
    if before is not None:
        rows = rows.filter(id__lt=before)
    found = list(rows.select_related("draft").prefetch_related("work_items")[: limit + 1])
    return [_listed(row) for row in found]


def listed_for(actor: Actor, *, before: int | None = None, limit: int = PAGE) -> list[Listed]:
    """A page of the actor's dossiers, newest first; one more than `limit` when there is another page."""
    rows = visible_to(actor).order_by("-id")
    if before is not None:
        rows = rows.filter(id__lt=before)
    found = list(rows.select_related("draft").prefetch_related("work_items")[: limit + 1])
    return [_listed(row) for row in found]


def is_open(dossier: Dossier) -> bool:
    """Whether anything may still happen before a decision."""
    return dossier.state not in CLOSED_STATES


def _listed(row: Dossier) -> Listed:
    labels = _labels(row)
    return Listed(
        row.pk, row.key, row.reference, row.state, row.category, row.kind, labels[0], labels[1], row.authority,
        row.opened_at, row.submitted_at, row.received_on,
    )  # fmt: skip


def _labels(row: Dossier) -> tuple[str, str]:
    items: list[WorkItem] = list(row.work_items.all())
    if items:
        return items[0].worker_name, items[0].employer_name
    answers = row.draft.answers if row.state == State.DRAFT and hasattr(row, "draft") else {}
    worker = answers.get("worker", {})
    name = ", ".join(part for part in (worker.get("family_name"), worker.get("given_names")) if part)
    return name, answers.get("employer", {}).get("name", "")
