"""Before an application: who needs no permit of the platform at all. Nobody is refused by these rules."""

import pytest

from applications.vocabulary import Certainty, Result

BEFORE = {"occasion": "BEFORE", "category": "single_permit"}


@pytest.mark.rule("federal.no_permit.free_movement")
@pytest.mark.parametrize(
    ("nationalities", "result"),
    [
        (["FR"], Result.MET),
        (["CH"], Result.MET),
        (["IS"], Result.MET),
        (["IN", "PT"], Result.MET),
        (["GB"], Result.NOT_APPLICABLE),
        (["IN"], Result.NOT_APPLICABLE),
        ([], Result.UNKNOWN),
    ],
)
def test_one_nationality_of_a_state_of_free_movement_is_enough(law, nationalities, result):
    found = law.finding("federal.no_permit.free_movement", {**BEFORE, "worker.nationalities": nationalities})
    assert (found.result, found.certainty) == (result, Certainty.UNVERIFIED)
    assert found.asks == (("worker.nationalities",) if result == Result.UNKNOWN else ())


def test_a_stateless_worker_is_not_asked_for_a_nationality(law):
    told = {**BEFORE, "worker.nationalities": [], "worker.stateless": True}
    assert law.finding("federal.no_permit.free_movement", told).result == Result.NOT_APPLICABLE


@pytest.mark.rule("federal.no_permit.eu_family")
@pytest.mark.parametrize(
    ("family", "result"), [(True, Result.MET), (False, Result.NOT_APPLICABLE), (None, Result.UNKNOWN)]
)
def test_family_of_a_citizen_who_moves_freely(law, family, result):
    found = law.finding("federal.no_permit.eu_family", {**BEFORE, "worker.eu_family": family})
    assert (found.result, found.certainty) == (result, Certainty.UNVERIFIED)


@pytest.mark.rule("federal.no_permit.residence_status")
@pytest.mark.parametrize(
    ("mention", "result"),
    [
        ("UNLIMITED", Result.MET),
        ("LIMITED", Result.FOR_OFFICER),
        ("NO", Result.NOT_APPLICABLE),
        ("NONE", Result.NOT_APPLICABLE),
        (None, Result.UNKNOWN),
    ],
)
def test_the_card_says_whether_its_holder_may_work(law, mention, result):
    found = law.finding("federal.no_permit.residence_status", {**BEFORE, "residence.labour_market": mention})
    assert (found.result, found.certainty) == (result, Certainty.SOURCED)


def test_they_never_clutter_an_application(law):
    for occasion in ("APPLICATION", "HOLDING"):
        said = law.evaluate({"category": "single_permit", "occasion": occasion})
        assert not [each for each in said.findings if each.code.startswith("federal.no_permit")]
    before = law.evaluate(BEFORE)
    assert {each.code.rpartition(".")[0] for each in before.findings} == {"federal.no_permit"}
    assert before.documents == () and before.deadlines == ()
