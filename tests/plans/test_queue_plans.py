"""How PostgreSQL answers what lists ask, with a hundred thousand work items: by the index of each view, and no detour.

The queries are those that the selectors and services really send, caught while they run, so that a new filter or sort
cannot slip past. Times are the bench's business; here the shape is judged: no table read whole, nothing sorted that an
index could have given in order, nothing skipped to reach a page, few rows fetched in vain.
"""

import json
import os
from collections.abc import Callable, Iterator
from datetime import UTC, datetime, timedelta
from typing import Any

import psycopg
import pytest
from django.db import connection, transaction
from django.test.utils import CaptureQueriesContext

from applications.actors import Actor
from applications.models import Deadline, Notification, WorkItem
from applications.selectors import dossiers, partner_lists, work_items
from applications.selectors.work_items import Choice
from applications.services import sweeping
from applications.vocabulary import Authority, Capacity, OrganisationKind, Stage
from bench import filling
from exchange import lanes, selectors
from exchange.models import Parcel
from tests.conftest import CLONE_PREFIX, _clone, _connected_to

pytestmark = pytest.mark.slow  # filling takes half a minute

DOSSIERS = 50_000  # two work items each
BIG = {
    "applications_workitem", "applications_dossier", "applications_journalentry", "applications_deadline",
    "applications_notification", "applications_person", "exchange_parcel",
}  # fmt: skip
FEW = 500
FEDERAL = Actor(
    key="federal-3", capacity=Capacity.OFFICER, organisation_key="authority:federal", authority=Authority.FEDERAL
)
SMALLEST = Actor(
    key="ostbelgien-3", capacity=Capacity.OFFICER, organisation_key="authority:ostbelgien",
    authority=Authority.OSTBELGIEN,
)  # fmt: skip


@pytest.fixture(scope="module", autouse=True)
def nation(database_server, template, django_db_setup, django_db_blocker) -> Iterator[None]:
    """One database for the module: it is only read."""
    with _clone(database_server, template, f"{CLONE_PREFIX}{os.getpid()}_plans") as clone, _connected_to(clone):
        with psycopg.connect(clone.url) as app:
            filling.fill(app, dossiers=DOSSIERS)
        with psycopg.connect(clone.owner_url, autocommit=True) as owner:
            filling.settle(owner)
        with django_db_blocker.unblock():
            yield


VIEWS = {
    "all open": Choice(),
    "mine": Choice(assignee=FEDERAL.key),
    "nobody's": Choice(nobody=True),
    "one category": Choice(category="single_permit"),
    **{f"stage {stage}": Choice(stage=stage) for stage in Stage if stage not in (Stage.DONE, Stage.INTAKE)},
}


@pytest.mark.parametrize("choice", VIEWS.values(), ids=VIEWS)
def test_a_first_page_comes_from_the_index_of_its_view(choice):
    assert_lean(lambda: work_items.queue(FEDERAL, choice), queries=1)


@pytest.mark.parametrize("choice", [*VIEWS.values(), Choice(assignee=SMALLEST.key)], ids=[*VIEWS, "his own"])
def test_a_small_desk_reads_its_own_rows_only(choice):
    """Where a view has a hundred rows in all, putting them in order is as good as reading them in order."""
    assert_lean(lambda: work_items.queue(SMALLEST, choice), may_sort=FEW)


@pytest.mark.parametrize("choice", VIEWS.values(), ids=VIEWS)
def test_the_deepest_page_seeks_to_its_place(choice):
    whole = WorkItem.objects.filter(authority="federal", closed_at=None, **work_items.narrowed_by(choice))
    rows = list(whole.order_by("-due_on", "-id").values_list("due_on", "id")[:61])
    assert len(rows) == 61
    assert_lean(lambda: work_items.queue(FEDERAL, choice, after=rows[-1]), queries=1)


def test_the_next_page_of_a_thousand_equal_days_seeks_too():
    """Dossiers without a running clock share one day: the number behind it must seek as well."""
    middle = WorkItem.objects.filter(authority="federal", closed_at=None, due_on="9999-12-31").order_by("id")[900]
    assert_lean(lambda: work_items.queue(FEDERAL, Choice(), after=(middle.due_on, middle.pk)), queries=1)


def test_counts_stop_at_their_cap():
    found = assert_lean(lambda: work_items.capped_counts("federal", list(VIEWS.values())), queries=1)
    assert all(node["Actual Rows"] <= work_items.COUNT_CAP + 1 for node in found if "Scan" in node["Node Type"])
    assert_lean(lambda: work_items.capped_count("federal", Choice()), queries=1)


def test_a_reference_is_found_by_its_index():
    reference = WorkItem.objects.filter(authority="federal").values_list("reference", flat=True)[0]
    assert_lean(lambda: work_items.search(FEDERAL, reference), queries=2, may_sort=FEW)


@pytest.mark.parametrize("typed", ["beispielba", "Núñezzu", "zzzzz"])
def test_a_name_is_found_by_its_letters(typed):
    """The trigrams find both desks' rows; the short list is put in order once."""
    assert_lean(lambda: work_items.search(FEDERAL, typed), in_vain=FEW * 4, may_sort=FEW)


def test_a_dossier_is_opened_by_its_reference():
    reference = WorkItem.objects.filter(authority="federal").values_list("reference", flat=True)[0]
    assert_lean(lambda: dossiers.get_for(FEDERAL, reference), queries=1)


def test_an_employer_reads_his_own_dossiers_alone():
    employer = Actor(
        key="karin", capacity=Capacity.EMPLOYER, organisation_id=filling.FIRST_ID + 7, organisation_key="employer:7"
    )
    assert_lean(lambda: dossiers.listed_for(employer), may_sort=FEW)


@pytest.mark.parametrize("list_of", [partner_lists.to_do, partner_lists.finished])
@pytest.mark.parametrize(
    ("capacity", "key"),
    [(Capacity.POST, "post:7"), (Capacity.COMMUNE, "commune:00107")],
    ids=[OrganisationKind.POST, OrganisationKind.COMMUNE],
)
def test_a_partner_sees_his_own_list_alone(list_of, capacity, key):
    """A post that receives one decision in forty may find its fifty by going through those of everybody in order."""
    assert Notification.objects.filter(addressee_key=key).exists()
    partner = Actor(key="mira", capacity=capacity, organisation_key=key)
    assert_lean(lambda: list_of(partner), in_vain=DOSSIERS // 20, may_sort=FEW)


def test_an_inbox_reads_its_own_parcels_alone():
    key = f"employer:0{7:09d}"
    assert Parcel.objects.filter(addressee__key=key).exists()
    assert_lean(lambda: selectors.inbox([key]), queries=1, may_sort=FEW)


def test_a_sweep_reads_what_has_run_out_and_nothing_else(monkeypatch):
    # GIVEN that every dossier is being handled elsewhere, so that the sweep only looks
    monkeypatch.setattr(sweeping, "_bring_in_line", lambda *_given, **_named: False)

    # THEN both a sweep that finds thousands and one that finds nothing walk along the open deadlines
    assert Deadline.objects.filter(ended_on=None, due_on__lt=filling.TODAY).count() > sweeping.BATCH
    for at, queries in ((filling.NOW, None), (filling.NOW - timedelta(days=4000), 1)):
        found = assert_lean(lambda at=at: sweeping.sweep(at=at), queries=queries)
        read = [node for node in found if "Scan" in node["Node Type"]]
        assert read and {node["Index Name"] for node in read} == {"deadlines_running"}


@pytest.mark.parametrize("statement", [lanes.TO_SHOW, lanes.TO_CALL], ids=["to show", "to call"])
def test_post_is_claimed_along_its_lanes(statement):
    """Few wait at any time: all of them may be looked at and put in order, the delivered ones never."""

    def claim() -> None:
        with transaction.atomic(), connection.cursor() as cursor:
            cursor.execute(statement, {"now": datetime.now(UTC), "batch": 500})

    assert_lean(claim, in_vain=DOSSIERS // 25, may_sort=DOSSIERS // 25)


# --- Judging a plan --------------------------------------------------------------------------------------------------


def assert_lean(
    ask: Callable[[], object], *, queries: int | None = None, in_vain: int = FEW, may_sort: int = 0
) -> list[dict[str, Any]]:
    """Run it, look at how each of its queries is answered, and give the steps of the plans back."""
    with CaptureQueriesContext(connection) as captured:
        ask()
    asked = [query["sql"] for query in captured if query["sql"].lstrip().startswith(("SELECT", "WITH"))]
    assert asked and (queries is None or len(asked) == queries), asked
    nodes = [node for sql in asked for node in _nodes(_plan(sql))]
    shown = "\n".join([*asked, *map(_line, nodes)])
    assert not [sql for sql in asked if " OFFSET " in sql], shown
    assert not [n for n in nodes if n["Node Type"] == "Seq Scan" and n["Relation Name"] in BIG], shown
    assert all(n["Sorted"] <= may_sort for n in nodes), shown
    assert all(n["In Vain"] < in_vain for n in nodes), shown
    return nodes


def _plan(sql: str) -> dict[str, Any]:
    with transaction.atomic(), connection.cursor() as cursor:
        cursor.execute(f"EXPLAIN (ANALYZE, FORMAT JSON) {sql}")
        (found,) = cursor.fetchone()
        transaction.set_rollback(True)
    return (json.loads(found) if isinstance(found, str) else found)[0]["Plan"]


def _nodes(plan: dict[str, Any]) -> Iterator[dict[str, Any]]:
    children = plan.pop("Plans", ())
    plan["Sorted"] = sum(child["Actual Rows"] for child in children) if "Sort" in plan["Node Type"] else 0
    plan["In Vain"] = plan.get("Rows Removed by Filter", 0) + plan.get("Rows Removed by Index Recheck", 0)
    yield plan
    for child in children:
        yield from _nodes(child)


def _line(node: dict[str, Any]) -> str:
    named = ("Node Type", "Relation Name", "Index Name", "Actual Rows", "Actual Loops", "Sorted", "In Vain", "Filter")
    return ", ".join(f"{name}: {node[name]}" for name in named if node.get(name))
