"""How the residence part is judged: the fee, the criminal record, where one may file from, how long the card lasts."""

from applications import calendar
from applications.rulebook.codes import Engagement, Filer, LabourMarket, StayKind
from applications.rulebook.criteria import Provision, criterion
from applications.rulebook.facts import MONTHS, Facts, missing, value_of
from applications.rulebook.findings import Finding
from applications.rulebook.model import Rule
from applications.vocabulary import Result

MET, NOT_MET, UNKNOWN = Result.MET, Result.NOT_MET, Result.UNKNOWN
NOT_APPLICABLE, FOR_OFFICER = Result.NOT_APPLICABLE, Result.FOR_OFFICER

FEE = "federal.residence.fee"


@criterion(
    "federal.fee_proof", MET, NOT_MET, UNKNOWN, NOT_APPLICABLE, reads=("worker.nationalities", "worker.birth_date")
)
def fee_proof(facts: Facts, law: Provision) -> Finding:
    """The fee is proven at filing; it is free under eighteen and for some nationalities (P23)."""
    if set(facts.worker.nationalities) & set(law.values["exempt_nationalities"]):
        return law.not_applicable(reason="NATIONALITY")
    if facts.worker.under(law.values["free_under"], on=law.on):
        return law.not_applicable(reason="AGE")
    code = law.values.get("fee", FEE)
    fee = law.find(code)
    if fee is None:
        return law.unknown(missing_value=code)
    answer = law.met if law.rule.document in facts.documents else law.not_met
    return answer(fee, amount=fee.values["amount"])


@criterion("federal.criminal_record", MET, NOT_MET, UNKNOWN, NOT_APPLICABLE, reads=("worker.birth_date",))
def criminal_record(facts: Facts, law: Provision) -> Finding:
    """An extract less than six months old, asked from the age of eighteen."""
    if law.rule.document in facts.documents:
        return law.met(months=law.values["months"])
    match facts.worker.under(law.values["from_age"], on=law.on):
        case True:
            return law.not_applicable(age=law.values["from_age"])
        case None:
            return law.unknown("worker.birth_date")
        case _:
            return law.not_met(months=law.values["months"])


@criterion(
    "federal.blue_card.filed_from",
    MET,
    NOT_MET,
    UNKNOWN,
    reads=("residence.in_belgium", "residence.right_of_stay_valid", "residence.stay_kind"),
)
def filed_from(facts: Facts, law: Provision) -> Finding:
    """From abroad; since 2023 also from Belgium for who is already authorised to stay, not for who waits."""
    residence = facts.residence
    if residence.in_belgium is None:
        return law.unknown("residence.in_belgium")
    if not residence.in_belgium:
        return law.met(place="ABROAD")
    if residence.right_of_stay_valid is False or residence.stay_kind in (StayKind.PENDING, StayKind.NONE):
        return law.not_met()
    if residence.right_of_stay_valid is None:
        return law.unknown("residence.right_of_stay_valid")
    return law.met(place="IN_BELGIUM")


@criterion(
    "federal.filing.abroad_or_long_stay",
    MET,
    NOT_MET,
    UNKNOWN,
    reads=("residence.in_belgium", "residence.right_of_stay_valid", "residence.stay_kind"),
)
def abroad_or_long_stay(facts: Facts, law: Provision) -> Finding:
    """From abroad; trainees and volunteers also from Belgium, but only on a long stay that is still valid."""
    residence = facts.residence
    if residence.in_belgium is None:
        return law.unknown("residence.in_belgium")
    if not residence.in_belgium:
        return law.met(place="ABROAD")
    asks = tuple(path for path in ("residence.stay_kind", "residence.right_of_stay_valid") if missing(facts, path))
    if residence.right_of_stay_valid is False or residence.stay_kind not in (None, StayKind.LONG_STAY):
        return law.not_met()
    return law.unknown(*asks) if asks else law.met(place="IN_BELGIUM")


@criterion(
    "federal.filing.mandatary",
    MET,
    NOT_MET,
    UNKNOWN,
    NOT_APPLICABLE,
    reads=("filer", "employer.representative_is_person", "employer.representative_in_belgium"),
)
def mandatary(facts: Facts, law: Provision) -> Finding:
    """A mandatary is a natural person who resides in Belgium; the form asks for a person's name."""
    employer = facts.employer
    if facts.filer != Filer.MANDATARY:
        return law.not_applicable()
    if employer.representative_is_person is False:
        return law.not_met(reason="FIRM")
    if employer.representative_in_belgium is None:
        return law.unknown("employer.representative_in_belgium")
    return law.met() if employer.representative_in_belgium else law.not_met(reason="ABROAD")


@criterion(
    "federal.filing.researcher_mobility_in_time",
    MET,
    NOT_MET,
    UNKNOWN,
    reads=("filed_on", "job.start_on", "mobility.short_stay_ends_on"),
)
def researcher_mobility_in_time(facts: Facts, law: Provision) -> Finding:
    """At least thirty days before the start, or before the end of the short-term mobility that is running."""
    filed, start, short_end = facts.filed_on, facts.job.start_on, facts.mobility.short_stay_ends_on
    if filed is None:
        return law.unknown("filed_on")
    latest = [calendar.add_days(day, -law.values["days"]) for day in (start, short_end) if day]
    if any(filed <= day for day in latest):
        return law.met(given=filed, latest=max(latest))
    return law.not_met(given=filed, latest=max(latest)) if start else law.unknown("job.start_on")


@criterion(
    "federal.durations.ict",
    MET,
    NOT_MET,
    UNKNOWN,
    reads=("transfer.role", "transfer.previous_months", "transfer.months_since_last", *MONTHS),
)
def ict_total(facts: Facts, law: Provision) -> Finding:
    """Three years for managers and experts, one for trainees; earlier stays count unless three months lie between."""
    transfer = facts.transfer
    if transfer.role is None:
        return law.unknown("transfer.role")
    longest, months = law.values["months"][transfer.role], facts.job.months
    begins_anew = transfer.months_since_last is not None and transfer.months_since_last >= law.values["gap_months"]
    if transfer.previous_months is None and not begins_anew:
        return law.unknown("transfer.previous_months")
    left = longest - (0 if begins_anew else transfer.previous_months or 0)
    if left <= 0:
        return law.not_met(reason="SPENT", maximum=longest, left=0)
    if months is None:
        return law.unknown("job.duration_months")
    return (law.met if months <= left else law.not_met)(given=months, maximum=longest, left=left)


def _short_mobility(rule: Rule, _kind: str) -> tuple[str, ...]:
    return ("mobility.first_state", "mobility.card_valid_until", "job.end_on", rule.fact)


@criterion("federal.short_mobility", MET, NOT_MET, UNKNOWN, NOT_APPLICABLE, reads=_short_mobility)
def short_mobility(facts: Facts, law: Provision) -> Finding:
    """Who holds another Member State's permit, valid throughout, may come for a short time without applying here."""
    mobility, days = facts.mobility, value_of(facts, law.rule.fact)
    if mobility.first_state is None:
        return law.not_applicable(reason="NO_PERMIT")
    if days is None:
        return law.unknown(law.rule.fact)
    if days > law.values["days"]:
        return law.not_applicable(reason="LONGER")
    asks = tuple(path for path in ("mobility.card_valid_until", "job.end_on") if missing(facts, path))
    if asks or mobility.card_valid_until is None or facts.job.end_on is None:
        return law.unknown(*asks)
    answer = law.met if mobility.card_valid_until >= facts.job.end_on else law.not_met
    return answer(days=days, until=mobility.card_valid_until)


@criterion("federal.blue_card.duration", MET, UNKNOWN, reads=("job.engagement", *MONTHS))
def duration(facts: Facts, law: Provision) -> Finding:
    """Twenty-four months; for a shorter contract its duration and three months, at most twenty-four."""
    longest, extra, months = law.values["months"], law.values["after_contract_months"], facts.job.months
    if facts.job.engagement is None:
        return law.unknown("job.engagement")
    if facts.job.engagement == Engagement.INDEFINITE:
        return law.met(months=longest)
    if months is None:
        return law.unknown("job.duration_months")
    return law.met(months=min(longest, months + extra))


@criterion(
    "federal.no_permit.free_movement", MET, UNKNOWN, NOT_APPLICABLE, reads=("worker.nationalities", "worker.stateless")
)
def free_movement(facts: Facts, law: Provision) -> Finding:
    """One nationality of a State whose citizens move freely is enough."""
    if missing(facts, "worker.nationalities"):
        return law.not_applicable() if facts.worker.stateless else law.unknown("worker.nationalities")
    free = set(facts.worker.nationalities) & set(law.values["countries"])
    return law.met() if free else law.not_applicable()


@criterion(
    "federal.no_permit.residence_status", MET, UNKNOWN, NOT_APPLICABLE, FOR_OFFICER, reads=("residence.labour_market",)
)
def residence_status(facts: Facts, law: Provision) -> Finding:
    """The card says whether its holder may work without a permit; "limited" leaves the question to an officer."""
    match facts.residence.labour_market:
        case None:
            return law.unknown("residence.labour_market")
        case LabourMarket.UNLIMITED:
            return law.met()
        case LabourMarket.LIMITED:
            return law.for_officer()
        case _:
            return law.not_applicable()
