"""Periods, notification, language and appeals, as the clocks and the letters read them."""

from datetime import date

import pytest

from applications.rulebook.model import Days, NoRuleInForce, OnExpiry, Unit
from applications.vocabulary import Authority, Capacity, Certainty, NotificationKind, Track

ON = date(2026, 3, 2)


def clock(book, code, *, kind="FIRST", on=ON):
    rules = book.clock_rules(category="eu_blue_card", kind=kind, authority="ostbelgien", days=Days(on=on))
    found = [rule for rule in rules if rule.code == code]
    return found[0] if found else None


@pytest.mark.rule("ostbelgien.blue_card.supply")
def test_the_applicant_has_fifteen_calendar_days_from_notification(book):
    rule = clock(book, "ostbelgien.blue_card.supply")
    assert (rule.length, rule.unit, rule.starts_with) == (15, Unit.DAYS, ("REQUEST_NOTIFIED",))
    assert (rule.on_expiry, rule.certainty, rule.rollover) == (OnExpiry.PROPOSE, Certainty.SOURCED, None)


@pytest.mark.rule("ostbelgien.blue_card.decision")
def test_work_is_decided_and_notified_within_ninety_unverified_days(book):
    rule = clock(book, "ostbelgien.blue_card.decision")
    assert (rule.length, rule.track, rule.certainty) == (90, Track.WORK, Certainty.UNVERIFIED)
    assert (rule.starts_with, rule.met_by) == (("COMPLETENESS_NOTIFIED",), ("WORK_ACT_NOTIFIED",))


@pytest.mark.rule("federal.blue_card.overall")
def test_the_whole_decision_has_its_own_clock_since_april_2024(book):
    rule = clock(book, "federal.blue_card.overall")
    assert (rule.length, rule.track, rule.met_by) == (90, Track.OVERALL, ("RESIDENCE_ACT_NOTIFIED",))
    assert clock(book, "federal.blue_card.overall", on=date(2024, 4, 4)) is None


@pytest.mark.rule("federal.blue_card.overall_mobility")
def test_mobility_is_decided_in_thirty_days(book):
    assert clock(book, "federal.blue_card.overall_mobility", kind="LONG_TERM_MOBILITY").length == 30
    assert clock(book, "federal.blue_card.overall", kind="LONG_TERM_MOBILITY") is None


@pytest.mark.rule("ostbelgien.blue_card.decision_anew")
@pytest.mark.rule("federal.blue_card.overall_anew")
@pytest.mark.rule("federal.blue_card.overall_mobility_anew")
def test_after_a_reopening_each_period_runs_anew_by_assumption_alone(book):
    found = {
        "ostbelgien.blue_card.decision": ("decision_anew", "FIRST"),
        "federal.blue_card.overall": ("overall_anew", "FIRST"),
        "federal.blue_card.overall_mobility": ("overall_mobility_anew", "LONG_TERM_MOBILITY"),
    }
    for code, (anew, kind) in found.items():
        first, again = clock(book, code, kind=kind), clock(book, f"{code.rpartition('.')[0]}.{anew}", kind=kind)
        assert (again.length, again.met_by, again.track) == (first.length, first.met_by, first.track)
        assert (again.starts_with, again.certainty) == (("REVIEW_REOPENED",), Certainty.UNVERIFIED)


@pytest.mark.rule("federal.blue_card.pieces")
def test_silence_to_the_immigration_office_resumes_its_clock(book):
    rule = clock(book, "federal.blue_card.pieces")
    assert (rule.length, rule.starts_with, rule.on_expiry) == (15, ("PIECES_ASKED",), OnExpiry.RESUME)


@pytest.mark.rule("ostbelgien.blue_card.pieces")
def test_silence_to_the_region_stops_no_clock_of_its_own(book):
    rule = clock(book, "ostbelgien.blue_card.pieces")
    assert (rule.length, rule.track, rule.on_expiry) == (15, Track.WORK, OnExpiry.RESUME)
    assert rule.certainty == Certainty.UNVERIFIED  # no text was found
    assert clock(book, "ostbelgien.blue_card.decision").pauses_with == ()


@pytest.mark.rule("ostbelgien.intake.completeness")
@pytest.mark.rule("federal.residence.completeness")
def test_each_desk_checks_completeness_on_its_own_clock(book):
    region = clock(book, "ostbelgien.intake.completeness")
    office = clock(book, "federal.residence.completeness")
    assert (region.track, office.track) == (Track.WORK, Track.RESIDENCE)
    assert {region.certainty, office.certainty} == {Certainty.UNVERIFIED}
    assert region.restarts_with == ("DOCUMENTS_SUPPLIED", "CHECK_REOPENED")
    assert office.on_expiry == OnExpiry.PROCEED  # the region need not wait any longer


def test_without_a_work_authority_only_federal_clocks_are_known(book):
    rules = book.clock_rules(category="eu_blue_card", kind="FIRST", authority=None, days=Days(on=ON))
    assert {rule.code.split(".")[0] for rule in rules} == {"federal"}


@pytest.mark.rule("ostbelgien.intake.notification")
@pytest.mark.rule("federal.residence.notification")
@pytest.mark.rule("flanders.intake.notification")
@pytest.mark.rule("wallonia.intake.notification")
@pytest.mark.rule("brussels.intake.notification")
@pytest.mark.parametrize("authority", Authority.values)
def test_employers_are_notified_in_their_inbox_and_posts_when_they_acknowledge(book, authority):
    for capacity in (Capacity.EMPLOYER, Capacity.MANDATARY, Capacity.WORKER):
        kind = book.notification_kind(authority=authority, capacity=capacity, on=ON)
        assert kind == NotificationKind.AVAILABLE
    for capacity in (Capacity.POST, Capacity.COMMUNE):
        kind = book.notification_kind(authority=authority, capacity=capacity, on=ON)
        assert kind == NotificationKind.ACKNOWLEDGED


@pytest.mark.rule("ostbelgien.acts.language")
@pytest.mark.rule("federal.acts.language")
def test_acts_in_eupen_are_german_and_elsewhere_no_language_is_invented(book):
    for issuer in ("ostbelgien", "federal"):
        assert book.act_language(issuer=issuer, authority="ostbelgien", on=ON) == "de"
    assert book.act_language(issuer="federal", authority="brussels", on=ON) is None


@pytest.mark.rule("ostbelgien.acts.delivery_margin")
@pytest.mark.rule("federal.acts.delivery_margin")
def test_days_are_kept_free_for_delivery(book):
    assert book.delivery_margin_days(authority="ostbelgien", on=ON) == 3
    assert book.delivery_margin_days(authority="federal", on=ON) == 3


@pytest.mark.rule("ostbelgien.acts.appeal")
@pytest.mark.rule("federal.acts.appeal")
def test_appeals_go_to_the_minister_or_to_the_council(book):
    minister, council = (book.appeal(authority=authority, on=ON) for authority in ("ostbelgien", "federal"))
    assert (minister.length, minister.unit, minister.certainty) == (1, Unit.MONTHS, Certainty.UNVERIFIED)
    assert (council.length, council.unit, council.certainty) == (30, Unit.DAYS, Certainty.SOURCED)
    with pytest.raises(NoRuleInForce):
        book.appeal(authority="federal", on=date(2018, 12, 23))
