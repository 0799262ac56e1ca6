"""Populations beside the Blue Card go through the same desks; their periods may depend on what was filed."""

from datetime import date, timedelta

import pytest

from applications.selectors import replaying, running_clocks
from applications.services import drafting
from applications.services.refusals import NotAllowed
from applications.vocabulary import ApplicationKind, State
from tests import stories

pytestmark = pytest.mark.django_db


@pytest.mark.parametrize(
    ("seasonal", "rule", "due"),
    [
        ({"stays_last_5_years": 1, "conditions_respected": True}, "decision_returning", date(2025, 5, 2)),
        ({"stays_last_5_years": 1, "conditions_respected": False}, "decision", date(2025, 6, 1)),
        ({}, "decision", date(2025, 6, 1)),
    ],
)
def test_a_seasonal_dossier_runs_on_the_period_of_its_facts(seasonal, rule, due):
    # GIVEN seasonal work in Eupen, filed and declared complete
    dossier = stories.complete_dossier(category="seasonal", seasonal=seasonal)

    # THEN the work clock is that of a new or a returning worker, from the notification
    assert dossier.state == State.UNDER_REVIEW
    rows = dossier.deadlines.filter(rule__startswith="ostbelgien.seasonal.")
    assert [(row.rule, row.due_on) for row in rows] == [(f"ostbelgien.seasonal.{rule}", due)]
    joint = dossier.deadlines.filter(rule__startswith="federal.periods.seasonal", track="OVERALL").get()
    assert joint.due_on == due

    # AND the rows follow from the journal
    assert list(replaying.differences(on=date(2025, 3, 4))) == []


def test_a_category_whose_periods_ask_no_facts_loads_none(django_assert_num_queries):
    dossier = stories.filed_dossier()
    with django_assert_num_queries(0):
        running_clocks.rules(dossier, on=date(2025, 3, 4))


def test_an_ordinary_permit_has_the_joint_four_months_alone():
    dossier = stories.complete_dossier(category="single_permit")
    rows = {row.rule: row.due_on for row in dossier.deadlines.filter(ended_as="")}
    assert rows == {"federal.periods.single_permit": date(2025, 7, 3)}


@pytest.mark.parametrize("category", ["work_permit_90", "professional_card", "unlimited_single_permit"])
def test_announced_law_opens_no_draft_and_says_why(category):
    stories.cast()
    with pytest.raises(NotAllowed, match="the law is announced, its first day is not known"):
        drafting.open_draft(
            category=category,
            kind=ApplicationKind.FIRST,
            by=stories.employer_actor(),
            at=stories.FILED_AT + timedelta(days=1),
        )
