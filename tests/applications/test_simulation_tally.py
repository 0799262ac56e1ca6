"""What may be shown of a count (P32): over any country, no small number in any table, nor as a difference of two."""

import json

from hypothesis import given
from hypothesis import strategies as st

from applications.anonymity import LEAST
from applications.rulebook.comparing import Change
from applications.services.simulation_tally import Tally, report
from applications.vocabulary import Result

GROUPS = (("ostbelgien", "eu_blue_card"), ("ostbelgien", "seasonal"), ("flanders", "eu_blue_card"))
CHANGES = (
    Change("ostbelgien.blue_card.salary", Result.MET, Result.NOT_MET),
    Change("federal.residence.means", Result.UNKNOWN, Result.MET),
)
PEOPLE = st.lists(
    st.tuples(st.sampled_from(GROUPS), st.sampled_from(["IN", "MA", "TR"]), st.integers(0, 2), st.integers(1, 25)),
    max_size=14,
)


def tallied(people) -> Tally:
    tally = Tally()
    for group, nationality, changes, times in people:
        for _each in range(times):
            tally.add(group, nationality, CHANGES[:changes])
    return tally


def is_small(number) -> bool:
    return isinstance(number, int) and 0 < number < LEAST


@given(PEOPLE)
def test_no_number_shown_points_at_a_few(people):
    shown = report(tallied(people))
    for line in (*shown["groups"], *shown["nationalities"], shown["total"]):
        assert not any(is_small(line[name]) for name in ("dossiers", "changed", "findings")), line
        if isinstance(line["dossiers"], int) and isinstance(line["changed"], int):
            assert not is_small(line["dossiers"] - line["changed"]), line
    assert not any(is_small(line["dossiers"]) for line in shown["rules"])


@given(PEOPLE)
def test_one_hidden_number_is_never_what_the_total_lacks(people):
    """A total that is shown leaves at least two lines open, or none: one could be worked out."""
    shown = report(tallied(people))
    big = [line for line in shown["groups"] if isinstance(line["dossiers"], int)]
    assert sum(line["dossiers"] for line in big) == shown["total"]["dossiers"]
    for lines in (big, shown["nationalities"]):
        for name in ("dossiers", "changed"):
            known = [line[name] for line in lines if isinstance(line[name], int)]
            if isinstance(shown["total"][name], int) and lines:
                assert len(lines) - len(known) != 1, (name, lines)
    for group in big:
        ours = [line for line in shown["rules"] if line["category"] == group["category"]]
        ours = [line["dossiers"] for line in ours if line["authority"] == group["authority"]]
        assert sum(not isinstance(number, int) for number in ours) != 1


@given(PEOPLE)
def test_a_count_that_was_interrupted_goes_on_as_it_was(people):
    tally = tallied(people)
    again = Tally.from_json(json.loads(json.dumps(tally.as_json())))
    assert report(again) == report(tally)
