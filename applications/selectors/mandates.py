"""Mandates as the two sides of them see them, and what one lacks for an application."""

import uuid
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date

from django.db import connection
from django.db.models import Q, QuerySet

from applications import calendar, representation
from applications.actors import Actor
from applications.models import ActorName, Dossier, JournalEntry, Mandate, MandateSubstitute
from applications.representation import Case, Lack
from applications.rulebook.facts import Facts
from applications.selectors import employers
from applications.vocabulary import CLOSED_STATES, Capacity, EntryKind, MandateEnding, MandateGap, MandateScope, State

PAGE = 25
MOST_COUNTED = 100
MOST_OFFERED = 50
WARNED = "mandate."  # before a gap's name, where it stands among the codes of a filing's warnings

OPEN_FILES = f"""
SELECT wanted.id, (
    SELECT count(*) FROM (
        SELECT FROM applications_dossier d
        WHERE d.mandate_id = wanted.id AND d.state <> ALL(%s) LIMIT {MOST_COUNTED}
    ) counted
)
FROM unnest(%s::bigint[]) AS wanted(id)
"""  # noqa: S608 - our own number


@dataclass(frozen=True, slots=True, kw_only=True)
class Listed:
    """One mandate with the names on it; `open_files` is counted no further than `MOST_COUNTED`."""

    mandate: Mandate
    holder: str
    open_files: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Standing:
    """Under which mandate somebody acts for an application, and what it lacks. `mandate` is None where none is named.

    `holder` and `substitutes` are names of people: for the two sides of the mandate and for the desks.
    """

    mandate: Mandate | None
    holder: str
    substitutes: Sequence[str]
    lacks: Sequence[Lack]
    is_by_mandatary: bool


def visible_to(actor: Actor) -> QuerySet[Mandate]:
    """The mandates an employer gave, or a firm holds."""
    rows = Mandate.objects.select_related("principal", "firm")
    match actor.capacity:
        case Capacity.EMPLOYER if actor.organisation_id:
            return rows.filter(principal_id=actor.organisation_id)
        case Capacity.MANDATARY if actor.organisation_id:
            return rows.filter(firm_id=actor.organisation_id)
    return rows.none()


def get_for(actor: Actor, key: uuid.UUID) -> Mandate:
    """The mandate of that key. Raises `Mandate.DoesNotExist` for unknown and foreign alike."""
    return visible_to(actor).get(key=key)


def listed_for(actor: Actor, *, before: int | None = None, limit: int = PAGE) -> list[Listed]:
    """A page of mandates, newest first; one more than `limit` when there is another page. Three queries."""
    rows = visible_to(actor).order_by("-id")
    if before is not None:
        rows = rows.filter(id__lt=before)
    found = list(rows[: limit + 1])
    names, counted = _names(row.holder_key for row in found), _open_files([row.pk for row in found])
    return [
        Listed(mandate=row, holder=names.get(row.holder_key, ""), open_files=counted.get(row.pk, 0)) for row in found
    ]


def listed(mandate: Mandate) -> Listed:
    """One mandate as a line of the list."""
    names, counted = _names([mandate.holder_key]), _open_files([mandate.pk])
    return Listed(mandate=mandate, holder=names.get(mandate.holder_key, ""), open_files=counted.get(mandate.pk, 0))


def substitutes(mandate: Mandate) -> list[tuple[MandateSubstitute, str]]:
    """Who stood, stands or will stand in, with their names, newest first."""
    rows = list(mandate.substitutes.order_by("-valid_from")[:MOST_OFFERED])
    names = _names(row.holder_key for row in rows)
    return [(row, names.get(row.holder_key, "")) for row in rows]


def applications_of(mandate: Mandate) -> list[Dossier]:
    """The newest applications that are filed under it."""
    return list(mandate.filed_under.exclude(state=State.DRAFT).order_by("-id")[:MOST_OFFERED])


def offered(actor: Actor, *, on: date) -> list[Listed]:
    """The firm's mandates that have neither ended nor run out, newest first: what a draft may be filed under."""
    rows = visible_to(actor).filter(Q(valid_until=None) | Q(valid_until__gt=on), ended_at=None).order_by("-id")
    found = list(rows[:MOST_OFFERED])
    names = _names(row.holder_key for row in found)
    return [Listed(mandate=row, holder=names.get(row.holder_key, ""), open_files=0) for row in found]


def filed_by_itself(actor: Actor) -> list[Dossier]:
    """The employer's open applications that nobody acts for yet: those a mandate for chosen ones may name."""
    rows = Dossier.objects.filter(workspace_id=actor.organisation_id, employer_id=actor.organisation_id)
    open_rows = rows.exclude(state__in=[State.DRAFT, *CLOSED_STATES]).prefetch_related("work_items")
    return list(open_rows.order_by("-id")[:MOST_OFFERED])


def find_best(dossier: Dossier, facts: Facts, *, on: date, actor_key: str = "") -> Mandate | None:
    """The mandate a draft is filed under when its firm named none: one of this employer's that lacks least."""
    key = employers.key_of(facts.employer)
    if not key:
        return None
    rows = Mandate.objects.select_related("principal").filter(firm_id=dossier.workspace_id, principal__key=key)
    found = list(rows.filter(ended_at=None).exclude(scope=MandateScope.DOSSIERS).order_by("-id")[:MOST_OFFERED])
    if not found:
        return None
    return min(found, key=lambda row: len(representation.gaps(row, _of_draft(dossier, row, facts, on, actor_key))))


def of_draft(
    dossier: Dossier, facts: Facts, *, on: date, actor_key: str = ""
) -> tuple[Mandate | None, tuple[MandateGap, ...]]:
    """Under which mandate a draft would be filed now, by whom, and what it lacks. No query where an employer files."""
    mandate = None
    if dossier.filer_capacity == Capacity.MANDATARY:
        mandate = _named(dossier) or find_best(dossier, facts, on=on, actor_key=actor_key)
    return mandate, representation.gaps(mandate, _of_draft(dossier, mandate, facts, on, actor_key))


def of_filed(
    dossier: Dossier, facts: Facts, *, on: date, entries: Iterable[JournalEntry] = (), authority: str = ""
) -> Standing:
    """Who acts for a filed application, and what the mandate lacks as of that day.

    That somebody else than the person named had filed is taken from the journal: it stays true.
    """
    by_mandatary = dossier.filer_capacity == Capacity.MANDATARY
    mandate = find_of(dossier) if by_mandatary else None
    named = mandate is not None and mandate.scope == MandateScope.DOSSIERS and _names_dossier(mandate, dossier)
    case = Case(
        by_mandatary=by_mandatary,
        category=dossier.category,
        on=on,
        employer_id=dossier.employer_id,
        seat_in_belgium=facts.employer.seat_in_belgium,
        is_named=named,
    )
    found = representation.gaps(mandate, case)
    if mandate is not None and f"{WARNED}{MandateGap.OTHER_PERSON}" in _warned(entries):
        found = (*found, MandateGap.OTHER_PERSON)
    standing_in = [row for row in mandate.substitutes.all() if row.stands_in(on)] if mandate else []
    keys = [mandate.holder_key, *(row.holder_key for row in standing_in)] if mandate else []
    names = _names(keys)
    return Standing(
        mandate=mandate,
        holder=names.get(mandate.holder_key, "") if mandate else "",
        substitutes=[names.get(row.holder_key, "") for row in standing_in],
        lacks=representation.lacks(
            found, authority=authority or dossier.authority, on=_filed_on(dossier, otherwise=on)
        ),
        is_by_mandatary=by_mandatary,
    )


def _named(dossier: Dossier) -> Mandate | None:
    """The mandate the draft names, or the one that followed it when another person took over."""
    rows = Mandate.objects.select_related("principal")
    found = rows.filter(pk=dossier.mandate_id).first() if dossier.mandate_id else None
    while found is not None and found.ended_as == MandateEnding.HANDED_OVER:
        found = rows.filter(follows=found).first()
    return found


def find_of(dossier: Dossier) -> Mandate | None:
    """The mandate under which somebody acts for a filed application."""
    rows = Mandate.objects.select_related("firm")
    return rows.filter(pk=dossier.mandate_id).first() if dossier.mandate_id else None


def _of_draft(dossier: Dossier, mandate: Mandate | None, facts: Facts, on: date, actor_key: str) -> Case:
    same = mandate is not None and mandate.principal.key == employers.key_of(facts.employer)
    rows = mandate.substitutes.all() if mandate is not None and actor_key != mandate.holder_key else ()
    return Case(
        by_mandatary=dossier.filer_capacity == Capacity.MANDATARY,
        category=dossier.category,
        on=on,
        employer_id=mandate.principal_id if same and mandate else None,
        seat_in_belgium=facts.employer.seat_in_belgium,
        actor_key=actor_key,
        substitutes=[row.holder_key for row in rows if row.stands_in(on)],
    )


def _names_dossier(mandate: Mandate, dossier: Dossier) -> bool:
    return mandate.dossiers.filter(pk=dossier.pk).exists()


def _filed_on(dossier: Dossier, *, otherwise: date) -> date:
    return calendar.day_of(dossier.submitted_at) if dossier.submitted_at else otherwise


def _warned(entries: Iterable[JournalEntry]) -> Sequence[str]:
    filing = next((entry for entry in entries if entry.kind == EntryKind.SUBMITTED), None)
    return filing.said["warnings"] if filing else ()


def _names(keys: Iterable[str]) -> dict[str, str]:
    wanted = set(keys)
    if not wanted:
        return {}
    return dict(ActorName.objects.filter(actor_key__in=wanted).values_list("actor_key", "display_name"))


def _open_files(mandate_ids: list[int]) -> dict[int, int]:
    """How many open applications hang on each of them, in one statement of small counts."""
    if not mandate_ids:
        return {}
    with connection.cursor() as cursor:
        cursor.execute(OPEN_FILES, [[str(state) for state in (State.DRAFT, *CLOSED_STATES)], mandate_ids])
        return dict(cursor.fetchall())
