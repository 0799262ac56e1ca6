"""The work list: what is on it, how it is searched, and that it costs the same however long it is."""

import re
import uuid
from datetime import timedelta

import pytest

from applications import references
from applications.models import Dossier, WorkItem
from applications.now import law_today
from applications.vocabulary import Authority, Stage
from tests import stories

pytestmark = pytest.mark.django_db
QUEUE = "/desk/"


def many(number: int, *, authority: str = Authority.OSTBELGIEN) -> None:
    """Dossiers for the list alone: rows as progress would leave them, without the rest of a dossier's life."""
    stories.cast()
    workspace = stories.employer_actor().organisation_id
    today = law_today()
    drafts = Dossier.objects.bulk_create(
        Dossier(
            key=uuid.uuid4(), category="eu_blue_card", workspace_id=workspace, opened_at=stories.FILED_AT,
            opened_by="karin", filer_capacity="EMPLOYER",
        )
        for _number in range(number)
    )  # fmt: skip
    WorkItem.objects.bulk_create(
        WorkItem(
            dossier=dossier,
            authority=desk,
            track=track,
            stage=Stage.REVIEW,
            due_on=today + timedelta(days=place % 90),
            assignee="lena" if place % 3 == 0 else "",
            reference=references.make(year=2026, number=5000 + place),
            category="eu_blue_card",
            worker_name=f"Muster, Person {place}",
            employer_name="Bitweefsel bv",
            search_name=f"muster person {place} bitweefsel bv",
            opened_at=stories.FILED_AT,
        )
        for place, dossier in enumerate(drafts)
        for desk, track in ((authority, "WORK"), (Authority.FEDERAL, "RESIDENCE"))
    )


def references_in(page) -> list[str]:
    return re.findall(r'class="ref" href="/desk/(WB-[\d-]+)"', page.text)


@pytest.mark.parametrize("rows", [1, 50, 500])
def test_a_page_of_the_queue_takes_at_most_eight_queries(region, signed_in, django_assert_max_num_queries, rows):
    many(rows)
    client = signed_in(region["handler"])
    with django_assert_max_num_queries(8):
        page = client.get(QUEUE)
    assert len(references_in(page)) == min(rows, 50)


def test_the_earliest_day_comes_first_and_the_next_page_goes_on_where_this_one_ended(region, signed_in):
    many(120)
    client = signed_in(region["handler"])
    seen, url = [], QUEUE
    while url:
        page = client.get(url)
        seen += references_in(page)
        found = re.search(r'href="([^"]+)" rel="next"', page.text)
        url = found[1].replace("&amp;", "&") if found else ""
    days = dict(WorkItem.objects.filter(authority="ostbelgien").values_list("reference", "due_on"))
    assert len(seen) == len(set(seen)) == 120
    assert [days[reference] for reference in seen] == sorted(days.values())


def test_a_cursor_that_somebody_made_up_leads_to_the_first_page(region, signed_in):
    many(60)
    client = signed_in(region["handler"])
    assert references_in(client.get(f"{QUEUE}?after=made-up")) == references_in(client.get(QUEUE))


def test_tabs_show_my_work_nobodys_and_each_stage(region, signed_in):
    many(9)
    client = signed_in(region["handler"])
    WorkItem.objects.filter(authority="ostbelgien", reference=references.make(year=2026, number=5001)).update(
        stage=Stage.SIGN
    )
    assert len(references_in(client.get(f"{QUEUE}?view=nobody"))) == 6
    assert references_in(client.get(f"{QUEUE}?view=SIGN")) == [references.make(year=2026, number=5001)]
    assert len(references_in(client.get(f"{QUEUE}?view=REVIEW"))) == 8
    assert len(references_in(client.get(f"{QUEUE}?category=eu_blue_card"))) == 9
    assert "Nothing to do here" in client.get(f"{QUEUE}?view=mine").text


def test_search_finds_by_reference_and_by_three_letters_of_a_name(region, signed_in):
    many(3)
    client = signed_in(region["handler"])
    wanted = references.make(year=2026, number=5002)
    # a whole reference, however it is typed, opens the dossier
    assert client.get(QUEUE, {"q": wanted.replace("-", "").lower()})["Location"] == f"/desk/{wanted}"
    # letters, with or without accents, find names of workers and employers
    assert len(references_in(client.get(QUEUE, {"q": "Bitwé"}))) == 3
    # two letters find nothing and the page says why
    page = client.get(QUEUE, {"q": "mu"})
    assert not references_in(page) and "three letters" in page.text.lower()


def test_names_are_printed_not_run(region, signed_in):
    many(1)
    WorkItem.objects.update(worker_name="<script>alert(1)</script>")
    page = signed_in(region["handler"]).get(QUEUE).text
    assert "&lt;script&gt;alert(1)" in page and "<script>alert(1)" not in page


def test_chosen_dossiers_become_mine_and_what_a_colleague_took_stays_his(region, signed_in, lately):
    # GIVEN two filed dossiers that the page showed as nobody's, one of which a colleague takes meanwhile
    first, second = stories.filed_dossier(at=lately), stories.filed_dossier(at=lately)
    client = signed_in(region["handler"])
    colleague = signed_in(region["signatory"])
    colleague.post("/desk/assign", {"chosen": [f"{second.reference} "]})

    # WHEN both are assigned to me
    page = client.post(
        "/desk/assign",
        {"chosen": [f"{first.reference} ", f"{second.reference} "], "back": "/desk/?view=mine"},
        follow=True,
    )

    # THEN one is mine, the other was taken, and I am told so
    assert references_in(page) == [first.reference]
    assert "1 dossier is yours now." in page.text
    assert f"{second.reference}: Somebody else has taken this dossier" in page.text


def test_another_regions_desk_and_other_capacities_see_nothing_of_it(region, office, signed_in, lately):
    dossier = stories.filed_dossier(at=lately)
    brussels = stories.officer("bruno", Authority.BRUSSELS)
    assert references_in(signed_in(brussels).get(QUEUE)) == []
    assert signed_in(stories.employer_actor()).get(QUEUE).status_code == 403
    assert references_in(signed_in(office["handler"]).get(QUEUE)) == [dossier.reference]


@pytest.mark.parametrize("made_up", ["WB-2026-0000999-00 ", "\x00", "../etc ", ""])
def test_a_made_up_choice_assigns_nothing_and_is_said(region, signed_in, made_up):
    many(1)
    page = signed_in(region["handler"]).post("/desk/assign", {"chosen": [made_up]}, follow=True)
    assert "One of the dossiers chosen is not on this desk." in page.text
    assert not WorkItem.objects.exclude(assignee__in=("", "lena")).exists()


@pytest.mark.parametrize("reference", ["%00", "WB-1", "WB-2026-0000999-00", "'--", "assigned"])
def test_what_is_no_reference_is_no_page(region, signed_in, reference):
    assert signed_in(region["handler"]).get(f"/desk/{reference}").status_code == 404
