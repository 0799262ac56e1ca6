"""The work of a post or a commune: decisions addressed to it, and what it reports back (P29).

A decision that was undone is finished, whatever was reported (P13); one that was corrected is shown once, as corrected.
Two lists over `Notification`, by keyset: what is to do, longest waiting first, and what is finished. A commune is
finished with a dossier when it has delivered the card, or when another commune has taken over.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime

from django.db.models import Exists, OuterRef, Q, QuerySet

from applications.actors import Actor
from applications.models import Declaration, Dossier, Notification, WorkItem
from applications.vocabulary import Capacity, DeclarationKind, UndoneBecause

PAGE = 50
DECISION = "RESIDENCE_ACT"
ROLES = {Capacity.POST: "POST", Capacity.COMMUNE: "COMMUNE"}
COURSE: dict[str, tuple[DeclarationKind, ...]] = {
    Capacity.POST: (DeclarationKind.VISA_ISSUED,),
    Capacity.COMMUNE: (DeclarationKind.ARRIVED, DeclarationKind.REGISTERED, DeclarationKind.CARD_DELIVERED),
}


@dataclass(frozen=True, slots=True, kw_only=True)
class Reported:
    """One report that a post or a commune has made."""

    kind: DeclarationKind
    happened_on: date
    organisation: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Standing:
    """Where a decision stands with one addressee. `still_open` are the reports it may make, the next one first."""

    id: int
    dossier_id: int
    reference: str
    worker_name: str
    parcel_key: str
    posted_at: datetime
    notified_at: datetime | None
    commune_nis_code: str
    taken_over: bool
    undone_because: str
    still_open: tuple[DeclarationKind, ...]
    reports: tuple[Reported, ...]

    @property
    def next(self) -> DeclarationKind | None:
        """The report that is awaited: the one after the last that was made, even if earlier ones were left out."""
        made = [report.kind for report in self.reports]
        later = [kind for kind in self.still_open if not any(_is_after(other, kind) for other in made)]
        return None if self.taken_over or self.undone_because or not later else later[0]


def to_do(actor: Actor, *, after: int | None = None, limit: int = PAGE) -> list[Standing]:
    """Decisions on which the actor's office still has something to do, longest waiting first; one more than `limit`
    when there is another page. Three queries."""
    rows = _addressed(actor).exclude(_finished(actor)).order_by("id")
    if after is not None:
        rows = rows.filter(id__gt=after)
    return _standings(rows[: limit + 1], actor)


def finished(actor: Actor, *, before: int | None = None, limit: int = PAGE) -> list[Standing]:
    """Decisions with which the actor's office is done, newest first. Three queries."""
    rows = _addressed(actor).filter(_finished(actor)).order_by("-id")
    if before is not None:
        rows = rows.filter(id__lt=before)
    return _standings(rows[: limit + 1], actor)


def get(actor: Actor, reference: str) -> Standing:
    """The decision of that reference. Raises `Dossier.DoesNotExist` for unknown and foreign alike."""
    rows = _addressed(actor).filter(dossier__reference=reference).order_by("-id")[:1]
    for standing in _standings(rows, actor):
        return standing
    raise Dossier.DoesNotExist(reference)


def is_addressed(dossier_id: int, *, nis_code: str) -> bool:
    """Whether the commune of that code has an instruction in the post; one that is not connected has none."""
    rows = Notification.objects.filter(dossier_id=dossier_id, what=DECISION, addressee_key=f"commune:{nis_code}")
    return rows.exists()


def _addressed(actor: Actor) -> QuerySet[Notification]:
    """Decisions in the post for the actor's office; nothing for other capacities."""
    role = ROLES.get(Capacity(actor.capacity))
    if role is None or not actor.organisation_key:
        return Notification.objects.none()
    rows = Notification.objects.filter(addressee_key=actor.organisation_key, role=role, what=DECISION)
    return rows.exclude(act__superseded_because=UndoneBecause.CORRECTED)  # the letter that corrects it stands instead


def _finished(actor: Actor) -> Q:
    last = COURSE[actor.capacity][-1] if actor.capacity in COURSE else ""
    done = Q(act__superseded_because__gt="") | Q(
        Exists(Declaration.objects.filter(dossier=OuterRef("dossier"), kind=last, of_earlier_grant=False))
    )
    if actor.capacity == Capacity.COMMUNE:
        return done | ~Q(dossier__commune_nis_code=_own_code(actor))
    return done | ~Q(dossier__post_code=_own_code(actor))


def _standings(rows: QuerySet[Notification], actor: Actor) -> list[Standing]:
    found = list(rows.select_related("dossier", "act"))
    dossier_ids = [row.dossier_id for row in found]
    names = dict(WorkItem.objects.filter(dossier_id__in=dossier_ids).values_list("dossier_id", "worker_name"))
    reports: dict[int, list[Reported]] = {}
    for made in (
        Declaration.objects.filter(dossier_id__in=dossier_ids, of_earlier_grant=False)
        .select_related("organisation")
        .order_by("id")
    ):
        told = Reported(
            kind=DeclarationKind(made.kind), happened_on=made.happened_on, organisation=made.organisation.name
        )
        reports.setdefault(made.dossier_id, []).append(told)
    return [_standing(row, actor, names, reports.get(row.dossier_id, ())) for row in found]


def _standing(row: Notification, actor: Actor, names: dict[int, str], reports: Iterable[Reported]) -> Standing:
    made = tuple(reports)
    kinds = {report.kind for report in made}
    dossier = row.dossier
    course = [kind for kind in COURSE[actor.capacity] if kind != DeclarationKind.ARRIVED or dossier.post_code]
    return Standing(
        id=row.pk,
        dossier_id=row.dossier_id,
        reference=str(dossier.reference),
        worker_name=names.get(row.dossier_id, ""),
        parcel_key=row.parcel_key,
        posted_at=row.posted_at,
        notified_at=row.notified_at,
        commune_nis_code=dossier.commune_nis_code,
        taken_over=_competent(dossier, actor) != _own_code(actor),
        undone_because=row.act.superseded_because if row.act else "",
        still_open=() if row.act and row.act.superseded_because else tuple(k for k in course if k not in kinds),
        reports=made,
    )


def _is_after(one: DeclarationKind, other: DeclarationKind) -> bool:
    order = list(DeclarationKind)
    return order.index(one) > order.index(other)


def _competent(dossier: Dossier, actor: Actor) -> str:
    """The office of the actor's kind that carries the decision out now."""
    return dossier.commune_nis_code if actor.capacity == Capacity.COMMUNE else dossier.post_code


def _own_code(actor: Actor) -> str:
    return actor.organisation_key.partition(":")[2]
