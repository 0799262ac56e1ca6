"""What a grant gives, in every category: the card, the mention and the duration as its own rules say."""

from datetime import date

import pytest

from applications import permit_terms, rulebook
from applications.permit_terms import Given
from applications.rulebook.facts import Facts
from applications.rulebook.model import RuleKind
from applications.vocabulary import Term

ON = date(2026, 3, 2)
JOB = {"engagement": "FIXED_TERM", "start_on": "2026-06-01", "end_on": "2027-05-31", "profile": "HIGHLY_SKILLED"}


def asked(category, authority, kind="FIRST", **parts):
    facts = Facts.model_validate({"category": category, "kind": kind, "job": JOB, **parts})
    return facts, rulebook.evaluate(facts, authority=authority, days=rulebook.Days(on=ON, filing=ON))


def terms(category, authority, kind="FIRST", *, stated=None, track="RESIDENCE", **parts):
    facts, found = asked(category, authority, kind, **parts)
    return permit_terms.terms(facts, found, category=category, on=ON, stated=stated, track=track)


@pytest.mark.parametrize(
    ("category", "authority", "kind", "card", "until"),
    [
        ("eu_blue_card", "ostbelgien", "FIRST", "H", date(2027, 8, 31)),
        ("single_permit", "flanders", "FIRST", "A", date(2027, 5, 31)),
        ("single_permit", "flanders", "RENEWAL", "A", date(2027, 5, 31)),
    ],
)
def test_the_rules_of_the_category_say_card_and_duration(category, authority, kind, card, until):
    given = terms(category, authority, kind)

    assert (given.card, given.labour_market, given.valid_until) == (card, "LIMITED", until)


@pytest.mark.parametrize(
    ("category", "authority", "parts"),
    [
        ("seasonal", "ostbelgien", {"seasonal": {"days_in_365": 120}}),  # a maximum is no duration
        ("researcher", "flanders", {"research": {"hosting_until": "2027-05-31"}}),
        ("single_permit", "ostbelgien", {}),
        ("work_permit_90", "ostbelgien", {}),
    ],
)
def test_what_no_rule_says_is_not_made_up(category, authority, parts):
    with pytest.raises(permit_terms.TermsUnknown):
        terms(category, authority, **parts)


def test_while_a_rule_waits_for_facts_nobody_states_the_duration_instead():
    facts, found = asked("single_permit", "flanders", job={**JOB, "engagement": None})

    with pytest.raises(permit_terms.FactsMissing):
        permit_terms.terms(facts, found, category="single_permit", on=ON)
    assert not permit_terms.to_state(facts, found, category="single_permit", track="RESIDENCE", on=ON, by_region={})


def test_what_a_rule_gives_is_not_overruled_by_what_somebody_stated():
    stated = {Term.MONTHS: Given("60", "x"), Term.CARD: Given("B", "x"), Term.LABOUR_MARKET: Given("UNLIMITED", "x")}
    given = terms("eu_blue_card", "ostbelgien", stated=stated)

    assert (given.card, given.labour_market, given.valid_until) == ("H", "LIMITED", date(2027, 8, 31))


@pytest.mark.parametrize(
    ("category", "parts", "last_day"),
    [
        ("seasonal", {"seasonal": {"days_in_365": 120}}, date(2026, 10, 28)),  # 150 days, the first one counted
        ("trainee", {"placement": {"months": 5}}, date(2026, 11, 30)),
        ("researcher", {"research": {"hosting_until": "2026-09-15"}}, date(2026, 9, 15)),
        ("ict", {"transfer": {"role": "TRAINEE", "previous_months": 10}}, date(2026, 7, 31)),
        ("volunteer", {}, None),
    ],
)
def test_a_duration_that_is_stated_ends_where_the_rules_say(category, parts, last_day):
    facts, found = asked(category, "ostbelgien", **parts)
    limit = permit_terms.find_limit(facts, found, on=ON)

    assert (limit.last_day if limit else None) == last_day
    given = terms(category, "ostbelgien", stated={Term.MONTHS: Given("36", "x")}, **parts)
    assert given.valid_until == (last_day or date(2029, 5, 31))


def test_every_maximum_is_counted_in_something():
    book = rulebook.rulebook()
    most = [rule for rule in book.rules.values() if rule.kind == RuleKind.DURATION and rule.criterion == "at_most"]

    assert {rule.fact for rule in most} == set(permit_terms.COUNTED_IN)


def test_the_choices_are_what_the_rules_issue_anywhere():
    assert permit_terms.choices(Term.CARD) == ("A", "B", "H", "I", "J")
    assert permit_terms.choices(Term.LABOUR_MARKET) == ("LIMITED", "UNLIMITED")


def test_a_grant_for_work_alone_needs_no_card():
    stated = {Term.MONTHS: Given("2", "x"), Term.LABOUR_MARKET: Given("LIMITED", "x")}
    given = terms("work_permit_90", "ostbelgien", stated=stated, track="WORK")

    assert (given.card, given.valid_until, "card" in given.because) == ("", date(2026, 7, 31), False)
