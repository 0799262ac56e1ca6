"""Many letters in one go (P11): each with every guard, each told apart."""

from datetime import timedelta

import pytest

from applications.selectors import to_sign
from applications.services import acts, reviews, signing_many, sweeping
from applications.services.signing_many import Chosen
from applications.vocabulary import ActState, Authority, Outcome, State
from tests import stories
from tests.applications.test_lapsing import ENDED, asked_dossier, ralf, upload
from tests.applications.test_rectifying import jan

pytestmark = pytest.mark.django_db


def lapsed(count: int):
    found = [asked_dossier("diploma", "contract_or_offer") for _each in range(count)]
    sweeping.sweep(at=ENDED)
    return found


def chosen(rows) -> list[Chosen]:
    return [Chosen(dossier_id=row.dossier_id, reference=row.reference, seen_sha256=row.sha256) for row in rows]


def listed(by=None, **options):
    return to_sign.of(by or ralf(), on=ENDED.date(), **options)


def test_prepared_inadmissibilities_are_made_ready_and_signed_together():
    # GIVEN three applications whose time has ended
    dossiers = lapsed(3)
    rows = listed()
    assert {row.reference for row in rows} == {dossier.reference for dossier in dossiers}
    assert {(row.kind, row.is_ready) for row in rows} == {("INADMISSIBLE", False)}

    # WHEN the signatory makes all letters ready and signs them as shown
    told = signing_many.make_ready(chosen=chosen(rows), by=ralf(), at=ENDED)
    assert all(each.is_done for each in told)
    rows = listed()
    assert all(row.is_ready and row.is_mine for row in rows)
    told = signing_many.sign(chosen=chosen(rows), by=ralf(), at=ENDED)

    # THEN each is inadmissible by an act of its own
    assert [each.why for each in told] == ["", "", ""]
    for dossier in dossiers:
        dossier.refresh_from_db()
        assert dossier.state == State.INADMISSIBLE
        assert dossier.journal.filter(kind="ACT_SIGNED").count() == 1
    assert not listed()


def test_what_could_not_be_signed_says_why_and_the_rest_is_signed():
    # GIVEN three letters ready; to one a paper came in, another was made ready again meanwhile
    first, second, third = lapsed(3)
    signing_many.make_ready(chosen=chosen(listed()), by=ralf(), at=ENDED)
    shown = chosen(listed())
    upload(first, at=ENDED + timedelta(minutes=1))
    upload(second, at=ENDED - timedelta(minutes=1))
    acts.preview(dossier_id=second.pk, by=ralf(), at=ENDED)

    # WHEN all three are signed
    told = {each.reference: each.why for each in signing_many.sign(chosen=shown, by=ralf(), at=ENDED)}

    # THEN one is, and two have their sentences
    assert told[third.reference] == ""
    assert "A paper came in at" in told[first.reference]
    assert "not the newest letter" in told[second.reference]
    states = {dossier.pk: dossier.journal.filter(kind="ACT_SIGNED").count() for dossier in (first, second, third)}
    assert states == {first.pk: 0, second.pk: 0, third.pk: 1}

    # AND the list shows where a paper waits to be read
    assert {row.reference: bool(row.came_in_at) for row in listed()} == {first.reference: True, second.reference: False}


def test_whoever_has_no_delegation_signs_none_of_them():
    lapsed(1)
    signing_many.make_ready(chosen=chosen(listed()), by=ralf(), at=ENDED)
    lena = stories.officer("lena")
    told = signing_many.sign(chosen=chosen(listed()), by=lena, at=ENDED)
    assert "no delegation" in told[0].why
    assert not any(row.is_mine for row in listed(lena))


def test_the_list_holds_every_kind_of_letter_of_the_own_desk_and_no_other():
    # GIVEN a review concluded without a letter, and a lapsed one
    dossier = stories.complete_dossier()
    given = dict.fromkeys(stories.unsettled_codes(dossier, ralf()), "demo")
    reviews.conclude(dossier_id=dossier.pk, outcome=Outcome.FAVOURABLE, by=ralf(), at=ENDED, sources=given)
    lapsed(1)
    assert {(row.kind, row.is_ready) for row in listed()} == {("WORK_GRANT", False), ("INADMISSIBLE", False)}
    assert not listed(jan()) and not listed(stories.officer("paul", Authority.BRUSSELS))

    # AND a letter of another day has to be made ready again
    acts.preview(dossier_id=dossier.pk, by=ralf(), at=ENDED - timedelta(days=1))
    row = next(row for row in listed() if row.kind == "WORK_GRANT")
    assert row.act_state == ActState.PREVIEWED and not row.is_ready


def test_the_list_is_paged_by_key_and_costs_the_same(django_assert_max_num_queries):
    lapsed(3)
    by = ralf()
    with django_assert_max_num_queries(4):
        page = listed(by, limit=2)
    assert len(page) == 3  # one more says that there is another page
    rest = listed(limit=2, after=page[1].position)
    assert [row.reference for row in rest] == [page[2].reference]
