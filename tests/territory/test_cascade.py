"""Which authority is competent: the tricky cases of law.md §9 by number, then what is asked and what is remarked."""

from typing import Any

import pytest

from applications import territory
from applications.rulebook.facts import Facts
from applications.vocabulary import Certainty

ANTWERP, BRUSSELS, EUPEN, LIEGE, MALMEDY = "11002", "21004", "63023", "62063", "63049"
NAMUR, PLOMBIERES, SANKT_VITH = "92094", "63088", "63067"


def facts(category: str = "single_permit", **parts: Any) -> Facts:
    return Facts.model_validate({"category": category, "kind": "FIRST", **parts})


def at(**shares: int | None) -> list[dict[str, Any]]:
    places = {"antwerp": ANTWERP, "brussels": BRUSSELS, "eupen": EUPEN, "liege": LIEGE, "sankt_vith": SANKT_VITH}
    return [{"nis_code": places[name], "share_percent": share} for name, share in shares.items()]


@pytest.mark.parametrize(
    ("case", "story", "authority", "why"),
    [
        (
            "19: half Brussels, half Flanders, seat in Namur",
            facts(employer={"seat_nis_code": NAMUR}, job={"workplaces": at(brussels=50, antwerp=50)}),
            "wallonia",
            "SEAT",
        ),
        (
            "21: foreign employer without Belgian unit, assignment in Eupen",
            facts(employer={"seat_in_belgium": False}, job={"workplaces": at(eupen=100)}),
            "ostbelgien",
            "ACTIVITY",
        ),
        ("22: unit in Malmedy", facts(job={"establishment_nis_code": MALMEDY}), "wallonia", "ESTABLISHMENT"),
        ("22: unit in Plombières", facts(job={"establishment_nis_code": PLOMBIERES}), "wallonia", "ESTABLISHMENT"),
        (
            "24: unlimited permit, lives in Liège, works in Brussels",
            facts(
                "unlimited_single_permit",
                filer="WORKER",
                residence={"commune_nis_code": LIEGE},
                job={"workplaces": at(brussels=100)},
            ),
            "wallonia",
            "RESIDENCE",
        ),
        (
            "1: the unit decides, not the seat",
            facts(employer={"seat_nis_code": ANTWERP}, job={"establishment_nis_code": EUPEN}),
            "ostbelgien",
            "ESTABLISHMENT",
        ),
        (
            "2: the place named as the main one",
            facts(
                job={
                    "workplaces": at(brussels=None, eupen=None),
                    "main_place_known": True,
                    "main_place_nis_code": EUPEN,
                }
            ),
            "ostbelgien",
            "MAIN_PLACE",
        ),
        ("2: the larger share", facts(job={"workplaces": at(brussels=40, antwerp=60)}), "flanders", "MAIN_SHARE"),
        (
            "2: shares under one authority are added up",
            facts(job={"workplaces": at(eupen=30, sankt_vith=30, liege=40)}),
            "ostbelgien",
            "MAIN_SHARE",
        ),
        ("one place, no unit named", facts(job={"workplaces": at(brussels=None)}), "brussels", "ONE_PLACE"),
        (
            "several places under one authority need no main one",
            facts(job={"workplaces": at(eupen=None, sankt_vith=None)}),
            "ostbelgien",
            "ONE_PLACE",
        ),
        (
            "6: frontier worker, where employed",
            facts("frontier_worker", residence={"country": "DE"}, job={"establishment_nis_code": EUPEN}),
            "ostbelgien",
            "ESTABLISHMENT",
        ),
        (
            "8: professional card, several regions",
            facts(
                "professional_card", employer={"seat_nis_code": NAMUR}, job={"workplaces": at(brussels=80, antwerp=20)}
            ),
            "wallonia",
            "BUSINESS_SEAT",
        ),
        (
            "8: professional card, no place of business",
            facts("professional_card", job={"workplaces": at(brussels=100)}),
            "brussels",
            "BUSINESS_ACTIVITY",
        ),
    ],
    ids=lambda value: value if isinstance(value, str) and " " in value else "",
)
def test_the_cascade_names_the_authority_and_why(case, story, authority, why):
    found = territory.competent_authority(story)

    assert (found.authority, found.because.code) == (authority, why)
    assert found.asks == ()
    assert found.source.startswith("https://")


@pytest.mark.parametrize(
    ("story", "why", "asked"),
    [
        (facts(), "PLACE_UNKNOWN", "job.workplaces"),
        (facts(employer={"seat_nis_code": NAMUR}), "PLACE_UNKNOWN", "job.establishment_nis_code"),
        (facts(job={"workplaces": at(brussels=50, antwerp=50)}), "SEAT_UNKNOWN", "employer.seat_nis_code"),
        (facts(job={"workplaces": at(brussels=None, antwerp=50)}), "MAIN_PLACE_UNKNOWN", "job.main_place_nis_code"),
        (
            facts(employer={"seat_in_belgium": False}, job={"workplaces": at(brussels=50, antwerp=50)}),
            "NO_SEAT_NO_MAIN_PLACE",
            "job.main_place_nis_code",
        ),
        (facts("unlimited_single_permit"), "RESIDENCE_UNKNOWN", "residence.commune_nis_code"),
        (facts(job={"establishment_nis_code": "44001"}), "UNKNOWN_COMMUNE", "job.establishment_nis_code"),
        (facts(job={"workplaces": [{"nis_code": "99999"}]}), "UNKNOWN_COMMUNE", "job.workplaces"),
    ],
)
def test_a_missing_fact_gives_no_authority_and_what_to_ask(story, why, asked):
    found = territory.competent_authority(story)

    assert found.authority is None
    assert found.because.code == why
    assert asked in found.asks


def test_an_unknown_home_stops_only_the_worker_who_files_where_he_lives():
    unknown = {"residence": {"commune_nis_code": "44001"}, "job": {"establishment_nis_code": EUPEN}}

    assert territory.competent_authority(facts(**unknown)).authority == "ostbelgien"
    assert territory.competent_authority(facts("unlimited_single_permit", **unknown)).authority is None


def test_the_seat_decides_when_the_applicant_says_that_no_place_is_the_main_one():
    story = facts(
        employer={"seat_nis_code": NAMUR},
        job={"workplaces": at(brussels=None, antwerp=None), "main_place_known": False},
    )

    assert territory.competent_authority(story).authority == "wallonia"


def test_less_than_half_of_the_time_is_not_surely_the_main_place():
    found = territory.competent_authority(facts(job={"workplaces": at(brussels=40, antwerp=30, liege=30)}))

    assert (found.authority, found.certainty) == ("brussels", Certainty.UNVERIFIED)


def test_the_table_of_2025_answers_for_earlier_days_and_says_so():
    # GIVEN a filing before the mergers and one after
    before, after = (facts(filed_on=day, job={"establishment_nis_code": EUPEN}) for day in ("2024-05-01", "2026-05-01"))

    # THEN both are answered, the earlier one with the remark
    assert "YOUNGER_TABLE" in {remark.code for remark in territory.competent_authority(before).remarks}
    assert [remark.code for remark in territory.competent_authority(after).remarks] == ["GERMAN_SPEAKING"]


def test_work_wholly_away_from_the_unit_is_remarked_for_the_officer():
    story = facts(job={"establishment_nis_code": LIEGE, "workplaces": at(eupen=100)})

    found = territory.competent_authority(story)

    assert found.authority == "ostbelgien"
    assert "UNIT_ELSEWHERE" in {remark.code for remark in found.remarks}


def test_the_guidance_on_hosting_agreements_is_shown_and_does_not_decide():
    story = facts("researcher", employer={"seat_nis_code": BRUSSELS}, job={"establishment_nis_code": EUPEN})

    found = territory.competent_authority(story)

    assert found.authority == "ostbelgien"
    assert "HOSTING_SEAT" in {remark.code for remark in found.remarks}


def test_the_reason_is_a_sentence_that_names_commune_and_authority():
    found = territory.competent_authority(facts(job={"establishment_nis_code": EUPEN}))

    assert str(found.because) == "The worker belongs to the establishment unit in Eupen: German-speaking Community."


@pytest.mark.parametrize("code", sorted(territory.words.SENTENCES))
def test_every_reason_can_be_said_with_what_the_cascade_stores(code):
    params = {"nis_code": EUPEN, "authority": "ostbelgien", "share": 60, "since": "2025-01-01"}

    assert "%(" not in territory.sentence(code, params)
