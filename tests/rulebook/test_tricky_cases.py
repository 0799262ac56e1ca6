"""The tricky cases of the legal brief (law.md §9), each under its number: one table, none passed over in silence.

Where the brief says refuse, inadmissible, tacit grant or blocking, this system answers NOT_MET, a warning or an act
that an officer may sign (P11, P16). Cases that rest on the law of Flanders, Wallonia or Brussels stand with that law.
"""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import UTC, date, datetime
from typing import Any

import pytest
from stdnum.be import nn

from applications import territory
from applications.clocks import Clock, ClockState, Event, clocks
from applications.rulebook.facts import Facts
from applications.rulebook.model import OnExpiry
from applications.selectors import filing_check
from applications.vocabulary import Authority, Certainty, Result


@dataclass(frozen=True)
class Case:
    number: str
    claim: str
    check: Callable[[Any], None]


CASES: list[Case] = []

ALL = [
    *("1", "3", "5", "6", "9", "12", "14", "16", "17", "18", "19", "21", "22", "24", "27", "28", "29", "30b", "31"),
    *("32", "34", "35", "37", "38", "40", "41", "42", "44", "45", "49", "50", "51", "52", "53", "54", "56", "57"),
    *("59", "60", "61", "62", "63", "64", "65"),
]
ELSEWHERE = {
    "44": "Flanders: the day on which age counts is a value of its law",
    "45": "Flanders: the amounts of 2025 that run on are its thresholds",
    "52": "Brussels: a foreign employer without mandatary is its ground of inadmissibility",
    "53": "no law: who receives what after a revocation is tested with mandates and addressees",
    "59": "Flanders: one authorisation per period is its rule",
    "60": "Flanders: the appeal that runs from the signature is its rule",
    "61": "Flanders: what counts as registered is its notification rule",
    "62": "no law: both numbers find the same person; tested with identifiers",
    "64": "Flanders: the ninety days before a professional card expires are its rule",
    "65": "old federal law on professional cards, which no authority here applies: its text was not found",
}


def tricky(number: str, claim: str) -> Callable[[Callable[[Any], None]], Callable[[Any], None]]:
    def add(check: Callable[[Any], None]) -> Callable[[Any], None]:
        CASES.append(Case(number, claim, check))
        return check

    return add


def event(kind: str, day: str, track: str = "", **data: Any) -> Event:
    return Event(kind, datetime.fromisoformat(f"{day}T10:00:00").replace(tzinfo=UTC), track, data)


def clock(law: Any, code: str, events: list[Event], *, on: str, **changes: Any) -> Clock:
    """The clock of a rule after some events, for the application with some facts."""
    evaluation = law.evaluate(changes, filed=date.fromisoformat(on))
    (found,) = (each for each in clocks(events, evaluation.deadlines, on=date.fromisoformat(on)) if each.rule == code)
    return found


def seasonal_due(law: Any, rule: str, **changes: Any) -> date | None:
    letter = [event("COMPLETE_DECLARED", "2026-02-27"), event("COMPLETENESS_NOTIFIED", "2026-03-02")]
    return clock(law, f"ostbelgien.seasonal.{rule}", letter, on="2026-03-02", category="seasonal", **changes).due_on


# --- Periods ----------------------------------------------------------------------------------------------------------


@tricky("1", "seasonal work, first: ninety days from the notification, not from the letter; a Sunday stays")
def _(law):
    found = seasonal_due(law, "decision")
    assert found == date(2026, 5, 31) and found.weekday() == 6


@tricky("3", "seasonal work, renewal: thirty days")
def _(law):
    assert seasonal_due(law, "decision_renewal", kind="RENEWAL") == date(2026, 4, 1)


@tricky("5", "a returning worker who had breached the conditions: ninety days")
def _(law):
    breached = {"seasonal.stays_last_5_years": 2, "seasonal.conditions_respected": False}
    assert seasonal_due(law, "decision", **breached) == date(2026, 5, 31)


@tricky("6", "an earlier stay in another region of Belgium: sixty days")
def _(law):
    returning = {"seasonal.stays_last_5_years": 1, "seasonal.conditions_respected": True}
    assert seasonal_due(law, "decision_returning", **returning) == date(2026, 5, 1)
    described = Facts.model_json_schema()["$defs"]["Seasonal"]["properties"]["stays_last_5_years"]["description"]
    assert "anywhere in Belgium" in described


@tricky("9", "four months from 31 October end on the last day of February: months are not days")
def _(law):
    for completed, due in (("2026-10-31", date(2027, 2, 28)), ("2027-10-31", date(2028, 2, 29))):
        told = [event("COMPLETENESS_NOTIFIED", completed)]
        found = clock(law, "federal.periods.single_permit", told, on=completed, category="single_permit")
        assert found.due_on == due


@tricky("12", "no answer in the fifteen days: the clock resumes on day sixteen")
def _(law):
    told = [event("COMPLETENESS_NOTIFIED", "2026-03-02"), event("PIECES_ASKED", "2026-03-10", "RESIDENCE", request="1")]
    found = clock(law, "federal.periods.ict", told, on="2026-03-26", category="ict")
    assert found.state == ClockState.RUNNING
    assert [(step.code, step.on, step.days) for step in found.because if step.code == "PAUSE_ENDED"] == [
        ("PAUSE_ENDED", date(2026, 3, 25), 15)
    ]
    assert found.due_on == date(2026, 6, 15)  # 31 May and the fifteen days


@tricky("14", "an incomplete file not completed in time: inadmissibility is proposed, and a fresh application possible")
def _(law):
    told = [event("REQUEST_NOTIFIED", "2026-03-02")]
    found = clock(law, "ostbelgien.periods.supply", told, on="2026-03-18", category="single_permit")
    assert (found.state, found.on_expiry) == (ClockState.LAPSED, OnExpiry.PROPOSE)


@tricky("16", "silence at the end of month four: annex 47 is proposed to an officer, unless the switch says no")
def _(law):
    told = [event("COMPLETENESS_NOTIFIED", "2026-01-15")]
    found = clock(law, "federal.periods.single_permit", told, on="2026-05-16", category="single_permit")
    assert (found.state, found.on_expiry) == (ClockState.LAPSED, OnExpiry.PROPOSE_GRANT)
    assert law.book.rule("federal.issue.annex_47").in_force(date(2026, 5, 16)).values["annex"] == "47"


@tricky("27", "two months before 30 April is the last day of February")
def _(law):
    for expires, due in (("2027-04-30", date(2027, 2, 28)), ("2028-04-30", date(2028, 2, 29))):
        issued = [event("PERMIT_ISSUED", "2026-05-01", expires_on=date.fromisoformat(expires))]
        found = clock(
            law,
            "federal.holding.renewal_window",
            issued,
            on="2026-05-01",
            category="single_permit",
            occasion="HOLDING",
        )
        assert found.due_on == due


@tricky("31", "a change rejected on day 31: out of time")
def _(law):
    told = [event("CHANGE_REPORTED", "2026-03-02")]
    found = clock(law, "ostbelgien.holding.change_rejection", told, on="2026-03-02", occasion="HOLDING")
    assert found.due_on == date(2026, 4, 1)
    held = {"change_reported_on": "2026-03-02", "change_rejected_on": "2026-04-02"}
    finding = law.finding("ostbelgien.holding.rejected_in_time", {"occasion": "HOLDING", "held": held})
    assert (finding.result, finding.certainty) == (Result.NOT_MET, Certainty.UNVERIFIED)


# --- Who decides, and what follows ------------------------------------------------------------------------------------


@tricky("17", "region yes, Immigration Office no: annex 48 and thirty days to the Council")
def _(law):
    on = date(2026, 3, 2)
    assert law.book.rule("federal.issue.annex_48").in_force(on).values["annex"] == "48"
    appeal = law.book.appeal(authority="federal", on=on)
    assert (appeal.body, appeal.length, appeal.starts_with) == (
        "council_alien_law_litigation",
        30,
        ("RESIDENCE_REFUSAL_NOTIFIED",),
    )


@tricky("18", "region no: the appeal goes to the regional Minister")
def _(law):
    appeal = law.book.appeal(authority="ostbelgien", on=date(2026, 3, 2))
    assert (appeal.body, "WORK_REFUSAL_NOTIFIED" in appeal.starts_with) == ("ostbelgien_minister", True)


def authority(**parts: Any) -> str | None:
    facts = {"category": "single_permit", "kind": "FIRST", **parts}
    return territory.competent_authority(Facts.model_validate(facts)).authority


@tricky("19", "half Brussels, half Flanders, seat in Namur: Wallonia")
def _(law):
    places = [{"nis_code": "21004", "share_percent": 50}, {"nis_code": "44021", "share_percent": 50}]
    seat = {"seat_in_belgium": True, "seat_nis_code": "92094"}
    assert authority(employer=seat, job={"workplaces": places}) == Authority.WALLONIA


@tricky("21", "a foreign employer without a unit, work in Eupen: the German-speaking Community")
def _(law):
    abroad = {"seat_in_belgium": False, "establishment_count": 0}
    assert authority(employer=abroad, job={"workplaces": [{"nis_code": "63023"}]}) == Authority.OSTBELGIEN


@tricky("22", "an establishment in Malmedy or Plombières: Wallonia")
def _(law):
    for nis_code in ("63049", "63088"):
        assert authority(job={"establishment_nis_code": nis_code}) == Authority.WALLONIA


@tricky("24", "unlimited permit, lives in Liège, works in Brussels: Wallonia, filed by the worker")
def _(law):
    lives = {"commune_nis_code": "62063"}
    works = {"establishment_nis_code": "21004"}
    assert authority(category="unlimited_single_permit", residence=lives, job=works) == Authority.WALLONIA
    assert law.book.category("unlimited_single_permit").filers == ("WORKER",)


@tricky("28", "the card expires, the renewal is admissible, the region silent: annex 49, but no work")
def _(law):
    pending = {"category": "single_permit", "kind": "RENEWAL", "occasion": "HOLDING"}
    pending |= {"held.declared_admissible": True, "held.work_renewed": False}
    assert law.finding("federal.holding.annex_49", pending).result == Result.MET
    assert law.finding("federal.holding.work_while_pending", pending).result == Result.NOT_MET
    allowed = {**pending, "held.work_renewed": True}
    assert law.finding("federal.holding.work_while_pending", allowed).result == Result.MET


@tricky("29", "the card expires, the renewal is not declared admissible: no annex 49 on that basis")
def _(law):
    pending = {"category": "single_permit", "kind": "RENEWAL", "occasion": "HOLDING", "held.declared_admissible": False}
    assert law.finding("federal.holding.annex_49", pending).result == Result.NOT_MET


# --- The Blue Card in the German-speaking Community -------------------------------------------------------------------


@tricky("30b", "card of 1 January, work from 1 May, change on 1 February: month 14 and month 10, an officer judges")
def _(law):
    held = {"issued_on": "2025-01-01", "new_employer_on": "2026-02-01", "months_employed": 9}
    finding = law.finding("ostbelgien.holding.change_regime", {"occasion": "HOLDING", "held": held})
    assert finding.result == Result.FOR_OFFICER


def unemployed(law: Any, *spells: tuple[str, str]) -> Result:
    lost = [{"from_on": first, "until_on": last} for first, last in spells]
    held = {"issued_on": "2024-04-02", "unemployment": lost}  # twenty-three months before the day of decision
    return law.finding("ostbelgien.grounds.unemployment", {"kind": "RENEWAL", "held": held}).result


@tricky("32", "card of 23 months: three months and a day is the ground, exactly three months is not")
def _(law):
    assert unemployed(law, ("2025-10-01", "2026-01-01")) == Result.NOT_MET
    assert unemployed(law, ("2025-10-01", "2025-12-31")) == Result.MET


@tricky("34", "two spells of two months, card younger than two years: four months in all")
def _(law):
    assert unemployed(law, ("2025-01-01", "2025-02-28"), ("2025-10-01", "2025-11-30")) == Result.NOT_MET


@tricky("35", "withdrawal while mobility is pending elsewhere: blocked, but for public order or ground 1°")
def _(law):
    moving = {"occasion": "HOLDING", "held": {"mobility_pending": True, "withdrawal_ground": "UNEMPLOYMENT"}}
    assert law.finding("ostbelgien.holding.withdrawal_shield", moving).result == Result.NOT_MET
    order = {"occasion": "HOLDING", "held": {"mobility_pending": True, "withdrawal_ground": "PUBLIC_ORDER"}}
    assert law.finding("ostbelgien.holding.withdrawal_shield", order).result == Result.MET


@tricky("37", "ninety days on a French card that expires on 20 May: exempt only until then")
def _(law):
    stay = {"mobility.first_state": "FR", "mobility.days_in_180": 60, "mobility.card_valid_until": "2026-05-20"}
    stay |= {"job.engagement": "FIXED_TERM", "job.end_on": "2026-06-30"}
    finding = law.finding("ostbelgien.exemptions.mobile_blue_card", stay)
    assert (finding.result, finding.because["until"]) == (Result.NOT_MET, date(2026, 5, 20))
    until = {**stay, "job.end_on": "2026-05-20"}
    assert law.finding("ostbelgien.exemptions.mobile_blue_card", until).result == Result.MET


@tricky("38", "mobility, not regulated: proof of qualification at 23 months in the first State, none at 24")
def _(law):
    for months, result in ((23, Result.NOT_MET), (24, Result.NOT_APPLICABLE)):
        changes = {"kind": "LONG_TERM_MOBILITY", "mobility.months_worked_in_first_state": months}
        assert law.document("ostbelgien.blue_card.mobility_qualification", changes).result == result


@tricky("40", "not ICT, four years and eleven months of experience: does not qualify")
def _(law):
    changes = {"qualification": {"route": "EXPERIENCE", "experience_months": 59}}
    assert law.finding("ostbelgien.blue_card.qualification", changes).result == Result.NOT_MET


@tricky("41", "a diploma translated into French: the German translation is missing")
def _(law):
    need = law.document("ostbelgien.blue_card.diploma_translation", {"qualification.translated_into_german": False})
    assert need.result == Result.NOT_MET


@tricky("42", "a firm offer of six months passes; a signed contract of eight is for the officer")
def _(law):
    offer = {"job.engagement": "FIRM_OFFER", "job.duration_months": 6, "job.highly_qualified": True}
    assert law.finding("ostbelgien.blue_card.contract_duration", offer).result == Result.MET
    contract = {"job.engagement": "FIXED_TERM", "job.duration_months": 8}
    assert law.finding("ostbelgien.blue_card.contract_duration", contract).result == Result.FOR_OFFICER


# --- Filing -----------------------------------------------------------------------------------------------------------


@tricky("49", "a worker of seventeen: neither fee nor extract")
def _(law):
    for category in ("eu_blue_card", "single_permit", "seasonal", "researcher", "trainee"):
        needs = law.evaluate({"category": category, "worker.birth_date": "2008-03-03"}).documents
        assert not [n.code for n in needs if n.code in {"fee_proof", "criminal_record"} and n.required]


@tricky("50", "abroad without a post: blocked; in Belgium with a post: the post is out of place")
def _(law):
    abroad = Facts(category="eu_blue_card", kind="FIRST", residence={"in_belgium": False})
    assert "NO_POST" in filing_check.of_facts(abroad, {}, on=date(2026, 3, 2)).blockers
    here = Facts(category="eu_blue_card", kind="FIRST", residence={"in_belgium": True, "post_code": "NDE"})
    found = filing_check.of_facts(here, {}, on=date(2026, 3, 2))
    assert "NO_POST" not in found.blockers and found.post_code == ""
    assert "post_for_worker_in_belgium" in {each.why for each in found.assessment.evaluation.contradictions}


@tricky("51", "a mandatary that is a company, or lives in Lille: not met")
def _(law):
    for employer in ({"representative_is_person": False}, {"representative_in_belgium": False}):
        changes = {"filer": "MANDATARY", "employer": employer}
        assert law.finding("federal.filing.mandatary", changes).result == Result.NOT_MET


@tricky("54", "seasonal work filed during a holiday in Spain: not met, the worker is inside the Union")
def _(law):
    changes = {"category": "seasonal", "residence": {"in_belgium": False, "country": "ES", "outside_eu": False}}
    assert law.finding("federal.filing.outside_eu", changes).result == Result.NOT_MET


@tricky("56", "a manager after three years asks for a renewal: not met; three months later the count begins anew")
def _(law):
    spent = {"category": "ict", "kind": "RENEWAL", "transfer": {"role": "MANAGER", "previous_months": 36}}
    finding = law.finding("federal.durations.ict", spent)
    assert (finding.result, finding.because["reason"]) == (Result.NOT_MET, "SPENT")
    gap = {"role": "MANAGER", "previous_months": 36, "months_since_last": 3}
    again = {**spent, "transfer": gap, "job.engagement": "FIXED_TERM", "job.duration_months": 12}
    assert law.finding("federal.durations.ict", again).result == Result.MET


@tricky("57", "sixty days of short mobility of a transferee: neither application nor notification")
def _(law):
    stay = {"category": "ict", "mobility.first_state": "NL", "mobility.days_in_180": 60}
    stay |= {"mobility.card_valid_until": "2026-12-31", "job.end_on": "2026-06-30"}
    assert law.finding("federal.exemptions.ict_short_mobility", stay).result == Result.MET


@tricky("63", "born on 1 January 2000: the check digits take a 2 before the number")
def _(law):
    number = f"000101001{97 - 2_000_101_001 % 97:02d}"
    assert nn.get_birth_date(number) == date(2000, 1, 1)
    assert nn.get_birth_date(f"000101001{97 - 101_001 % 97:02d}") != date(2000, 1, 1)


# --- The table --------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("case", CASES, ids=[f"{case.number}: {case.claim}" for case in CASES])
def test_tricky_case(law, case):
    case.check(law)


def test_no_case_of_the_brief_is_passed_over():
    numbers = [case.number for case in CASES]
    assert len(numbers) == len(set(numbers))
    assert {*numbers, *ELSEWHERE} == set(ALL)
    assert not set(numbers) & set(ELSEWHERE)
