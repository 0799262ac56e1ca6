"""The letters of a desk that wait for a signature: made ready, or still to be made ready (P11).

A part of the work list, along the index of its stage, with the act that belongs to each dossier. A letter is ready for
today only: it prints its day, so that of yesterday is made again.
"""

from dataclasses import dataclass
from datetime import date, datetime

from django.db.models import F, Max, Value
from django.db.models.fields import BigIntegerField, DateField
from django.db.models.fields.tuple_lookups import Tuple, TupleGreaterThan

from applications import policies
from applications.actors import Actor
from applications.calendar import day_of
from applications.models import Act, DocumentVersion, Review, WorkItem
from applications.models.act import IN_PREPARATION
from applications.models.work_item import NO_DUE_DAY
from applications.selectors.work_items import Position
from applications.vocabulary import ACT_OF, ActState, Outcome, Stage, Track

PAGE = 20


@dataclass(frozen=True, slots=True, kw_only=True)
class ToSign:
    """One letter. `sha256` is that of the letter shown; `came_in_at` a paper that came in after it was made."""

    id: int
    dossier_id: int
    reference: str
    worker_name: str
    due_on: date
    kind: str
    is_correction: bool
    act_id: int | None
    act_state: str
    sha256: str
    prepared_at: datetime | None
    is_mine: bool
    is_of_today: bool
    came_in_at: datetime | None

    @property
    def is_ready(self) -> bool:
        """Whether the letter may be signed as it is."""
        return self.act_state == ActState.PREVIEWED and self.is_of_today

    @property
    def has_due_day(self) -> bool:
        """Whether a clock of this desk runs at all."""
        return self.due_on != NO_DUE_DAY

    @property
    def position(self) -> Position:
        return self.due_on, self.id


def of(actor: Actor, *, on: date, after: Position | None = None, limit: int = PAGE) -> list[ToSign]:
    """A page of the desk's letters, earliest day first; one more than `limit` when there is another. Four queries."""
    items = WorkItem.objects.filter(authority=actor.authority, stage=Stage.SIGN, closed_at=None)
    if after is not None:
        due_on, row_id = Value(after[0], output_field=DateField()), Value(after[1], output_field=BigIntegerField())
        items = items.filter(TupleGreaterThan(Tuple(F("due_on"), F("id")), (due_on, row_id)))
    found = list(items.order_by("due_on", "id")[: limit + 1])
    if not found:
        return []
    ids = [item.dossier_id for item in found]
    track = policies.track_of(actor.authority)
    acts = Act.objects.filter(dossier_id__in=ids, track=track, state__in=IN_PREPARATION).select_related("signatory")
    reviews = Review.objects.filter(dossier_id__in=ids, track=track, closed_at=None).exclude(outcome="")
    papers = DocumentVersion.objects.filter(document__dossier_id__in=ids).values_list("document__dossier_id")
    by_dossier = _Beside(
        acts={act.dossier_id: act for act in acts},
        outcomes=dict(reviews.values_list("dossier_id", "outcome")),
        papers=dict(papers.annotate(newest=Max("added_at"))),
    )
    return [_row(item, by_dossier, track, actor, on=on) for item in found]


@dataclass(frozen=True, slots=True)
class _Beside:
    """What belongs to the dossiers of a page, by dossier."""

    acts: dict[int, Act]
    outcomes: dict[int, str]
    papers: dict[int, datetime]


def _row(item: WorkItem, beside: _Beside, track: Track, actor: Actor, *, on: date) -> ToSign:
    act = beside.acts.get(item.dossier_id)
    outcome = beside.outcomes.get(item.dossier_id)
    concluded = ACT_OF[track, Outcome(outcome)] if outcome else ""
    newest = beside.papers.get(item.dossier_id)
    is_drawn = act is not None and act.state == ActState.PREVIEWED
    return ToSign(
        id=item.pk,
        dossier_id=item.dossier_id,
        reference=item.reference,
        worker_name=item.worker_name,
        due_on=item.due_on,
        kind=act.kind if act else concluded,
        is_correction=act is not None and act.rectifies_id is not None,
        act_id=act.pk if act else None,
        act_state=act.state if act else "",
        sha256=act.sha256 if act else "",
        prepared_at=act.prepared_at if act else None,
        is_mine=is_drawn and act is not None and act.signatory is not None and act.signatory.actor_key == actor.key,
        is_of_today=act is not None and day_of(act.prepared_at) == on,
        came_in_at=newest if act is not None and is_drawn and newest and newest > act.prepared_at else None,
    )
