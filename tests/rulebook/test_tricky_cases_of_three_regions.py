"""The tricky cases that turn on the law of Flanders, Wallonia or Brussels-Capital, by their numbers.

Where such a case ends in "refuse" or "inadmissible", this system gives NOT_MET or prepares an act: it never signs one
(P11), and it receives whatever is filed (P16).
"""

from collections.abc import Callable
from datetime import UTC, date, datetime

import pytest

from applications import territory
from applications.clocks import Clock, ClockState, Event, clocks
from applications.rulebook.model import Days, OnExpiry, Unit
from applications.vocabulary import Capacity, Certainty, NotificationKind, Result

Case = Callable[..., None]
CASES: dict[str, Case] = {}


def case(number: str, name: str) -> Callable[[Case], Case]:
    """Put a case into the table under its number."""

    def register(story: Case) -> Case:
        CASES[f"{number} {name}"] = story
        return story

    return register


def event(kind: str, day: str) -> Event:
    return Event(kind, datetime.fromisoformat(f"{day}T10:00:00+00:00").astimezone(UTC))


def clock(book, code: str, *told: tuple[str, str], category: str, on: str) -> Clock:
    days = Days(on=date.fromisoformat(on))
    rules = book.clock_rules(category=category, kind="FIRST", authority=code.split(".", maxsplit=1)[0], days=days)
    (found,) = clocks(
        [event(*each) for each in told], [rule for rule in rules if rule.code == code], on=date.fromisoformat(on)
    )
    return found


@case("9", "four months are not 120 days")
def four_months(before, facts):
    book, code = before("flanders").book, "flanders.periods.decision_single_permit"
    for complete, due in (("2026-10-31", date(2027, 2, 28)), ("2027-10-31", date(2028, 2, 29))):
        told = ("COMPLETENESS_NOTIFIED", complete)
        assert clock(book, code, told, category="single_permit", on=complete).due_on == due


@case("14", "incomplete and not completed: an inadmissibility is prepared, in Flanders with the Council of State only")
def not_completed(before, facts):
    book = before("flanders").book
    told = ("REQUEST_NOTIFIED", "2026-03-02")
    lapsed = clock(book, "flanders.periods.supply", told, category="single_permit", on="2026-03-18")
    assert (lapsed.state, lapsed.due_on) == (ClockState.LAPSED, date(2026, 3, 17))
    assert lapsed.on_expiry == OnExpiry.PROPOSE
    appeal = book.appeal(authority="flanders", on=date(2026, 3, 18), against="INADMISSIBILITY")
    assert (appeal.body, appeal.length, appeal.unit) == ("council_of_state", 60, Unit.DAYS)
    assert book.appeal(authority="flanders", on=date(2026, 3, 18)).body == "flanders_minister"


@case("14b", "incomplete in Wallonia: fifteen working days from sending, not from reading")
def not_completed_in_wallonia(before, facts):
    book, code = before("wallonia").book, "wallonia.periods.supply"
    told = (("REQUEST_SENT", "2026-04-30"), ("REQUEST_NOTIFIED", "2026-05-08"))
    running = clock(book, code, *told, category="single_permit", on="2026-05-22")
    # Labour Day, Ascension Day and Whit Monday do not count; fifteen calendar days would have ended on the 15th.
    assert (running.due_on, running.state) == (date(2026, 5, 26), ClockState.RUNNING)


@case("18", "the region refuses: the appeal goes to its own minister, not to the Council for Alien Law Litigation")
def region_refuses(before, facts):
    book = before("wallonia").book
    for authority, body in (
        ("flanders", "flanders_minister"),
        ("wallonia", "wallonia_minister"),
        ("brussels", "brussels_government"),
    ):
        assert book.appeal(authority=authority, on=date(2026, 3, 2)).body == body


@case("19", "half in Brussels, half in Flanders, seat in Namur: Wallonia")
def half_and_half(before, facts):
    changes = {
        "job.workplaces": [{"nis_code": "21004", "share_percent": 50}, {"nis_code": "11002", "share_percent": 50}],
        "employer": {"seat_in_belgium": True, "seat_nis_code": "92094"},
    }
    assert territory.competent_authority(facts(changes)).authority == "wallonia"


@case("22", "Malmedy and Plombieres are Walloon communes")
def malmedy(before, facts):
    for nis_code in ("63049", "63088"):
        assert territory.competent_authority(facts({"job.establishment_nis_code": nis_code})).authority == "wallonia"


@case("24", "unlimited permit of who lives in Liege and works in Brussels: Wallonia, filed by the worker")
def unlimited(before, facts):
    changes = {
        "category": "unlimited_single_permit",
        "residence.commune_nis_code": "62063",
        "job.establishment_nis_code": "21004",
    }
    assert territory.competent_authority(facts(changes)).authority == "wallonia"
    assert before("wallonia").book.category("unlimited_single_permit").filers == ("WORKER",)


@case("27", "two months before 30 April is the last day of February")
def renewal_in_february(before, facts):
    law, code = before("wallonia"), "wallonia.renewal.renewal_window"
    renewal = {"category": "eu_blue_card", "kind": "RENEWAL"}
    for expires, last, late in (
        ("2027-04-30", "2027-02-28", "2027-03-01"),
        ("2028-04-30", "2028-02-29", "2028-03-01"),
    ):
        held = {**renewal, "held.expires_on": expires}
        assert law.finding(code, {**held, "filed_on": last}).result == Result.MET
        assert law.finding(code, {**held, "filed_on": late}).result == Result.NOT_MET


@case("44", "twenty-nine at filing, thirty before the start: which day counts is for an officer")
def turning_thirty(before, facts):
    law, code = before("flanders"), "flanders.pay.highly_skilled"
    young = {
        "category": "single_permit",
        "job.profile": "HIGHLY_SKILLED",
        "job.occupation": "NONE",
        "job.yearly_gross": "39129.60",
        "filed_on": "2025-06-01",
        "job.start_on": "2025-09-01",
    }
    for born, result in (
        ("1995-08-01", Result.FOR_OFFICER),
        ("1995-09-02", Result.MET),
        ("1995-06-01", Result.NOT_MET),
    ):
        assert law.finding(code, {**young, "worker.birth_date": born}, filed=date(2025, 6, 1)).result == result
    # A worker who reaches the full amount is nobody's question.
    well_paid = {**young, "worker.birth_date": "1995-08-01", "job.yearly_gross": "48912.00"}
    assert law.finding(code, well_paid, filed=date(2025, 6, 1)).result == Result.MET


@case("45", "Flanders, January 2026, the amount of 2025: accepted, with a proviso on the coming one")
def runs_on(before, facts):
    law, code = before("flanders"), "flanders.pay.blue_card"
    finding = law.finding(code, {"job.yearly_gross": "63586.00"}, filed=date(2026, 1, 15))
    assert (finding.result, finding.because["per"], finding.certainty) == (Result.MET, "RUNS_ON", Certainty.SOURCED)


@case("51", "a mandatary that is a firm, or a person who lives in Lille")
def mandatary(before, facts):
    for authority in ("flanders", "wallonia", "brussels"):
        for person, here, who in ((False, True, "FIRM"), (True, False, "ABROAD")):
            employer = {"representative_is_person": person, "representative_in_belgium": here}
            changes = {"filer": "MANDATARY", "employer": employer}
            finding = before(authority).finding(f"{authority}.intake.mandatary_resides", changes)
            assert (finding.result, finding.because) == (Result.NOT_MET, {"who": who})


@case("52", "a foreign employer files itself in Brussels")
def files_itself(before, facts):
    law, abroad = before("brussels"), {"seat_in_belgium": False, "establishment_count": 0}
    itself = law.finding("brussels.intake.representative", {"filer": "EMPLOYER", "employer": abroad})
    assert (itself.result, itself.certainty, itself.may_refuse) == (Result.NOT_MET, Certainty.SOURCED, False)
    assert law.book.rule("brussels.intake.representative").versions[-1].values["inadmissible"]
    by_mandatary = {"filer": "MANDATARY", "employer": abroad}
    assert law.document("brussels.intake.power_of_attorney", by_mandatary).result == Result.NOT_MET


@case("59", "two employers apply at once in Flanders: one authorisation, outside exceptions that an officer knows")
def two_employers(before, facts):
    law, code = before("flanders"), "flanders.conditions.one_employer"
    assert law.finding(code, {"job.other_authorisation": True}).result == Result.FOR_OFFICER
    for said in (False, None):
        assert law.finding(code, {"job.other_authorisation": said}).result == Result.NOT_APPLICABLE


@case("60", "signed on 31 January, notified on 4 February: Flanders counts from the first, Wallonia from the second")
def appeal_starts(before, facts):
    told = [event("WORK_REFUSAL_SIGNED", "2026-01-31"), event("WORK_REFUSAL_NOTIFIED", "2026-02-04")]
    days = {}
    for authority in ("flanders", "wallonia"):
        rules = before(authority).book.appeal_clocks(
            category="single_permit", kind="FIRST", authority=authority, days=Days(on=date(2026, 2, 4))
        )
        ours = [rule for rule in rules if rule.code == f"{authority}.acts.appeal"]
        (found,) = clocks(told, ours, on=date(2026, 2, 4))
        days[authority] = found.due_on
    assert days == {"flanders": date(2026, 2, 28), "wallonia": date(2026, 3, 4)}


@case("61", "a letter on the platform only: as good as registered in Flanders since 1 May 2024")
def platform_letter(before, facts):
    book = before("flanders").book
    kind = book.notification_kind(authority="flanders", capacity=Capacity.EMPLOYER, on=date(2024, 5, 1))
    assert kind == NotificationKind.AVAILABLE
    rule = book.rule("flanders.intake.notification")
    assert rule.in_force(date(2024, 5, 1)).certainty == Certainty.SOURCED
    assert rule.in_force(date(2024, 4, 30)).certainty == Certainty.UNVERIFIED


@case("64", "a Flemish professional card, renewal received 89 days before it ends")
def professional_card(before, facts):
    law, code = before("flanders"), "flanders.third_phase.card_renewal_window"
    card = {"category": "professional_card", "kind": "RENEWAL", "held.expires_on": "2026-12-31"}
    assert law.finding(code, {**card, "filed_on": "2026-10-02"}).result == Result.MET  # ninety days
    assert law.finding(code, {**card, "filed_on": "2026-10-03"}).result == Result.NOT_MET


@case("65", "a refused professional card asked again after a year")
def asked_again(before, facts):
    version = before("wallonia").book.rule("wallonia.third_phase.card_same_activity").in_force(date(2026, 3, 2))
    # Old federal law of which nobody says that it still holds: told, and never held against anybody.
    assert (version.values["years"], version.certainty) == (2, Certainty.UNVERIFIED)


@pytest.mark.rule("flanders.acts.inadmissibility_appeal")
@pytest.mark.rule("flanders.conditions.one_employer")
@pytest.mark.rule("flanders.third_phase.card_renewal_window")
@pytest.mark.rule("wallonia.third_phase.card_same_activity")
@pytest.mark.parametrize("story", CASES.values(), ids=CASES.keys())
def test_tricky_case(before, facts, story):
    story(before, facts)
