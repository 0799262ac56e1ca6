"""What Flanders, Wallonia and Brussels judge alike, each with the figures of its own rules.

Thresholds, periods and lists stand in the rules; here is only how facts are held against them. Where the sources stop
short of an answer, an officer gives it.
"""

from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from applications.rulebook.codes import Engagement, Filer, Occupation, Route
from applications.rulebook.criteria import Provision, criterion
from applications.rulebook.facts import MONTHS, Facts
from applications.rulebook.findings import Finding
from applications.rulebook.model import Rule, Version
from applications.vocabulary import ApplicationKind, Result

MET, NOT_MET, UNKNOWN = Result.MET, Result.NOT_MET, Result.UNKNOWN
NOT_APPLICABLE, FOR_OFFICER = Result.NOT_APPLICABLE, Result.FOR_OFFICER

CENT = Decimal("0.01")
TURNS = "turns thirty between the days that may count"


@criterion("regions.application_form", NOT_APPLICABLE)
def application_form(facts: Facts, law: Provision) -> Finding:
    """These pages are the form; nothing is uploaded for it."""
    return law.not_applicable()


@criterion("regions.for_officer", FOR_OFFICER)
def for_officer(facts: Facts, law: Provision) -> Finding:
    """The rule exists, and what it asks for in figures was in no source."""
    return law.for_officer()


# --- Pay -------------------------------------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class Threshold:
    """An amount, what it rests on besides its own rule, and whether it is counted by the month."""

    amount: Decimal
    rests_on: tuple[Version, ...] = ()
    monthly: bool = False


GROUPS = {
    "JUNIOR": ("qualification.experience_months",),
    "UNDER_30": ("worker.birth_date", "filed_on", "job.start_on"),
}


def pay_reads(rule: Rule, _kind: str) -> tuple[str, ...]:
    """The pay in the unit of the rule's thresholds, and what tells whether the worker is in one of its groups."""
    read: list[str] = []
    for version in rule.versions:
        monthly = "minimum" not in version.values
        if not monthly:
            read.append("job.yearly_gross")
        if monthly or "year_from_month" in version.values:
            read.append("job.monthly_gross")
        for group in version.values.get("groups", ()):
            read += GROUPS.get(group, ("job.occupation",))
    return tuple(dict.fromkeys(read))


@criterion("regions.pay", MET, NOT_MET, UNKNOWN, NOT_APPLICABLE, FOR_OFFICER, reads=pay_reads)
def pay(facts: Facts, law: Provision) -> Finding:
    """Pay certain in advance reaches the amount of the day, or the lower one of a group the worker belongs to.

    Between two readings of the same figure (`exact` or `printed` beside `minimum`) an officer judges.
    """
    threshold = _threshold(law)
    if threshold is None:
        return law.unknown(missing_value=law.values["of"])
    path = "job.monthly_gross" if threshold.monthly else "job.yearly_gross"
    offered = _offered(facts, law, monthly=threshold.monthly)
    if offered is None:
        return law.unknown(path, per=_per(law, threshold), threshold=threshold.amount)
    said = {"threshold": threshold.amount, "offered": offered}
    if offered >= threshold.amount:
        return law.met(*threshold.rests_on, per=_per(law, threshold), **said)
    if (lower := _lower(facts, law, offered)) is not None:
        return lower
    doubtful = law.values.get("exact") or law.values.get("printed")
    if doubtful and offered >= Decimal(doubtful):
        return law.for_officer(reading="TWO_FIGURES", lower=Decimal(doubtful), **said)
    return law.not_met(*threshold.rests_on, per=_per(law, threshold), **said)


def _threshold(law: Provision) -> Threshold | None:
    """The amount as printed, or the share of the reference wage; None where that wage is not known."""
    if "minimum" in law.values:
        return Threshold(Decimal(law.values["minimum"]))
    wage = law.find(law.values["of"])
    if wage is None:
        return None
    share = Decimal(wage.values["amount"]) * law.values["percent"] / 100
    return Threshold(share.quantize(CENT), (wage,), monthly=True)


def _per(law: Provision, threshold: Threshold) -> str:
    if threshold.monthly:
        return "MONTH"
    return "RUNS_ON" if "runs_on_from" in law.values else "YEAR"


def _offered(facts: Facts, law: Provision, *, monthly: bool) -> Decimal | None:
    """The pay in the unit of the threshold; a year from a month only where the authority says how."""
    job = facts.job
    if monthly:
        return None if job.monthly_gross is None else job.monthly_gross.quantize(CENT)
    if job.yearly_gross is not None:
        return job.yearly_gross.quantize(CENT)
    factor = law.find(law.values["year_from_month"]) if "year_from_month" in law.values else None
    if factor is None or job.monthly_gross is None:
        return None
    return (job.monthly_gross * Decimal(factor.values["months"])).quantize(CENT)


def _lower(facts: Facts, law: Provision, offered: Decimal) -> Finding | None:
    """What follows from the lower amount of a group; None where there is none, it is missed, or nobody is in it."""
    if "reduced" not in law.values:
        return None
    lower = law.find(law.values["reduced"])
    amount = Decimal(lower.values["amount"]) if lower else None
    if amount is not None and offered < amount:
        return None
    standing = [_stands(facts, law, group) for group in law.values["groups"]]
    if all(each is False for each in standing):
        return None
    if lower is None or amount is None:
        return law.unknown(missing_value=law.values["reduced"])
    if True in standing:
        per = "GROUP_RUNS_ON" if "runs_on_from" in law.values else "GROUP"
        return law.met(lower, per=per, threshold=amount, offered=offered)
    asks = tuple(dict.fromkeys(each for each in standing if isinstance(each, str) and each != TURNS))
    if asks:
        return law.unknown(*asks, lower=amount, offered=offered)
    return law.for_officer(reading="AGE", lower=amount, offered=offered)


def _stands(facts: Facts, law: Provision, group: str) -> bool | str:
    """Whether the worker is in the group; else what to ask, or that the day that counts decides it."""
    match group:
        case "JUNIOR":
            months = facts.qualification.experience_months
            return "qualification.experience_months" if months is None else months < law.values["junior_below_months"]
        case "UNDER_30":
            return _under_thirty(facts, law)
        case _:
            occupation = facts.job.occupation
            return "job.occupation" if occupation is None else occupation == Occupation(group)


def _under_thirty(facts: Facts, law: Provision) -> bool | str:
    if facts.worker.birth_date is None:
        return "worker.birth_date"
    days: dict[str, date | None] = {"FILING": facts.filed_on or law.on, "START": facts.job.start_on}
    answers: list[bool | None] = []
    for name in law.values["age_on"]:
        if (day := days[name]) is None:
            continue  # without a first day of work, the day of filing is all there is to go by
        answers.append(facts.worker.under(30, on=day))
    if None in answers:
        return "worker.birth_date"
    return True if all(answers) else TURNS if any(answers) else False


# --- Conditions of the work ------------------------------------------------------------------------------------------


@criterion("regions.contract_months", MET, NOT_MET, UNKNOWN, reads=("job.engagement", *MONTHS))
def contract_months(facts: Facts, law: Provision) -> Finding:
    """A contract without end, or a contract or firm offer that lasts long enough."""
    if facts.job.engagement is None:
        return law.unknown("job.engagement")
    if facts.job.engagement == Engagement.INDEFINITE:
        return law.met(engagement="INDEFINITE")
    if facts.job.months is None:
        return law.unknown("job.duration_months")
    answer = law.met if facts.job.months >= law.values["months"] else law.not_met
    return answer(months=facts.job.months, minimum=law.values["months"])


@criterion(
    "regions.qualification",
    MET,
    NOT_MET,
    UNKNOWN,
    FOR_OFFICER,
    reads=("qualification.route", "job.isco_code", "qualification.experience_months_last_7_years"),
)
def qualification(facts: Facts, law: Provision) -> Finding:
    """A diploma, or experience where the rule says for which occupations and how long; what it leaves open, an officer
    judges."""
    code, months = facts.job.isco_code, facts.qualification.experience_months_last_7_years
    if facts.qualification.route is None:
        return law.unknown("qualification.route")
    if facts.qualification.route == Route.DIPLOMA:
        return law.for_officer(route="DIPLOMA")
    if "months" not in law.values:
        return law.for_officer(route="EXPERIENCE")
    if not code:
        return law.unknown("job.isco_code")
    if not code.startswith(tuple(law.values["isco"])):
        return law.for_officer(route="EXPERIENCE")
    if months is None:
        return law.unknown("qualification.experience_months_last_7_years")
    answer = law.met if months >= law.values["months"] else law.not_met
    return answer(months=months, minimum=law.values["months"])


@criterion("regions.shortage", MET, UNKNOWN, NOT_APPLICABLE, FOR_OFFICER, reads=("job.shortage_occupation",))
def shortage(facts: Facts, law: Provision) -> Finding:
    """An occupation on the list of shortages needs no attestation; for the others an officer reads it."""
    if facts.job.shortage_occupation is None:
        return law.unknown("job.shortage_occupation")
    return law.met() if facts.job.shortage_occupation else law.for_officer()


# --- Who acts for the employer ---------------------------------------------------------------------------------------


@criterion(
    "regions.representative",
    MET,
    NOT_MET,
    UNKNOWN,
    NOT_APPLICABLE,
    reads=("employer.seat_in_belgium", "employer.establishment_count", "filer"),
)
def representative(facts: Facts, law: Provision) -> Finding:
    """An employer without seat or unit in Belgium acts through somebody here, and does not file by itself (P18)."""
    employer = facts.employer
    if employer.seat_in_belgium or employer.establishment_count:
        return law.not_applicable()
    if employer.seat_in_belgium is None:
        return law.unknown("employer.seat_in_belgium")
    if facts.filer is None:
        return law.unknown("filer")
    if facts.filer != Filer.MANDATARY:
        return law.not_met()
    return law.met()


@criterion(
    "regions.mandatary",
    MET,
    NOT_MET,
    UNKNOWN,
    NOT_APPLICABLE,
    reads=("employer.representative_is_person", "employer.representative_in_belgium"),
)
def mandatary(facts: Facts, law: Provision) -> Finding:
    """A mandatary is a natural person who resides in Belgium (P19)."""
    person, here = facts.employer.representative_is_person, facts.employer.representative_in_belgium
    if person is False:
        return law.not_met(who="FIRM")
    if here is False:
        return law.not_met(who="ABROAD")
    unknown = {"employer.representative_is_person": person, "employer.representative_in_belgium": here}
    asks = tuple(path for path, known in unknown.items() if known is None)
    return law.unknown(*asks) if asks else law.met()


# --- How long --------------------------------------------------------------------------------------------------------


@criterion("regions.duration", MET, UNKNOWN, NOT_APPLICABLE, reads=("job.engagement", *MONTHS))
def duration(facts: Facts, law: Provision) -> Finding:
    """As long as the work, and at most what the rule says."""
    longest: int = law.values["months"]
    if facts.job.engagement is None:
        return law.unknown("job.engagement")
    if facts.job.engagement == Engagement.INDEFINITE:
        return law.met(months=longest)
    if facts.job.months is None:
        return law.unknown("job.duration_months")
    return law.met(months=min(longest, facts.job.months))


@criterion("regions.placement", MET, NOT_MET, UNKNOWN, reads=("placement.months", "kind"))
def placement(facts: Facts, law: Provision) -> Finding:
    """A traineeship or volunteering lasts no longer than the rule says; asked again, with the extensions it knows."""
    months = facts.placement.months
    if months is None:
        return law.unknown("placement.months")
    extensions: int = law.values.get("extensions", 0) if facts.kind == ApplicationKind.RENEWAL else 0
    longest: int = law.values["months"] * (1 + extensions)
    return law.met(months=months) if months <= longest else law.not_met(months=months, maximum=longest)


# --- Flanders only ---------------------------------------------------------------------------------------------------


@criterion(
    "flanders.conditions.filed_from_abroad", MET, UNKNOWN, NOT_APPLICABLE, FOR_OFFICER, reads=("residence.in_belgium",)
)
def filed_from_abroad(facts: Facts, law: Provision) -> Finding:
    """From abroad, for who is tested against the labour market; EU long-term residents may file from here."""
    if facts.residence.in_belgium is None:
        return law.unknown("residence.in_belgium")
    if not facts.residence.in_belgium:
        return law.met()
    return law.for_officer()


@criterion("flanders.conditions.one_employer", NOT_APPLICABLE, FOR_OFFICER, reads=("job.other_authorisation",))
def one_employer(facts: Facts, law: Provision) -> Finding:
    """One authorisation at a time. Nobody is asked who names no other; the exceptions are for an officer."""
    return law.for_officer() if facts.job.other_authorisation else law.not_applicable()
