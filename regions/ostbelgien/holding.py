"""How the German-speaking Community's law on a Blue Card that is held is judged: articles 30.9.1, 34 and 35 of the
Royal Decree of 9 June 1999, and what the decree 2024201295 changes for the other populations.
"""

from collections.abc import Sequence
from enum import StrEnum

from applications import calendar
from applications.rulebook.codes import WithdrawalGround
from applications.rulebook.criteria import Provision, criterion
from applications.rulebook.facts import Facts, Spell, missing
from applications.rulebook.findings import Finding
from applications.vocabulary import Result

MET, NOT_MET, UNKNOWN = Result.MET, Result.NOT_MET, Result.UNKNOWN
NOT_APPLICABLE, FOR_OFFICER = Result.NOT_APPLICABLE, Result.FOR_OFFICER

NOT_SHIELDED = (WithdrawalGround.GROUND_1, WithdrawalGround.PUBLIC_ORDER, WithdrawalGround.PUBLIC_SECURITY)
REGIME = ("held.new_employer_on", "held.issued_on", "held.months_employed")
SHORTEST_MONTH, LONGEST_MONTH = 28, 31


class Regime(StrEnum):
    """Under which paragraph of art. 30.9.1 a change falls."""

    FIRST_YEAR = "FIRST_YEAR"
    AFTER_YEAR = "AFTER_YEAR"
    NEITHER = "NEITHER"


@criterion("ostbelgien.documents.german_translation", FOR_OFFICER)
def german_translation(facts: Facts, law: Provision) -> Finding:
    """Art. 18/5 to 18/12: a German translation "where applicable"; an officer says of which piece."""
    return law.for_officer()


@criterion("ostbelgien.documents.complete_document", FOR_OFFICER)
def complete_document(facts: Facts, law: Provision) -> Finding:
    """Art. 18/11, 1°: a document "which contains all" of a list that was not available to us."""
    return law.for_officer()


@criterion(
    "ostbelgien.seasonal.returning",
    MET,
    NOT_APPLICABLE,
    UNKNOWN,
    reads=("seasonal.stays_last_5_years", "seasonal.conditions_respected"),
)
def returning(facts: Facts, law: Provision) -> Finding:
    """Art. 30.2.1, 2°: one authorised stay in Belgium in five years, and its conditions respected: sixty days."""
    stays, respected = facts.seasonal.stays_last_5_years, facts.seasonal.conditions_respected
    if stays is None:
        return law.unknown("seasonal.stays_last_5_years")
    if stays < 1:
        return law.not_applicable(reason="NEW")
    if respected is None:
        return law.unknown("seasonal.conditions_respected")
    return law.met(stays=stays) if respected else law.not_applicable(reason="BREACHED")


@criterion("ostbelgien.grounds.front_company", NOT_MET, NOT_APPLICABLE, reads=("employer.created_to_ease_entry",))
def front_company(facts: Facts, law: Provision) -> Finding:
    """Art. 34, 11°: the business was created or is run mainly to ease entry, once an officer has found so."""
    return law.not_met() if facts.employer.created_to_ease_entry else law.not_applicable()


@criterion("ostbelgien.unemployment", MET, NOT_MET, UNKNOWN, FOR_OFFICER, reads=("held.issued_on", "held.unemployment"))
def unemployment(facts: Facts, law: Provision) -> Finding:
    """Art. 34, 12°, and art. 35, § 2, al. 1, 6°: more than three months in all, or six once the card is two years old.

    Exactly three months is not more. Spells are added up in months from date to date and in the days left over.
    """
    held, spells = facts.held, facts.held.unemployment
    if spells == ():
        return law.met(months=0, days=0)
    asks = tuple(path for path in ("held.issued_on", "held.unemployment") if missing(facts, path))
    if asks or held.issued_on is None or spells is None:
        return law.unknown(*asks)
    is_young = law.on < calendar.add_months(held.issued_on, law.values["held_months"])
    limit: int = law.values["months_before" if is_young else "months_after"]
    months, days = _added_up(spells)
    exceeds = {_exceeds(months, days, limit, month=month) for month in (SHORTEST_MONTH, LONGEST_MONTH)}
    if len(exceeds) > 1:
        return law.for_officer(months=months, days=days, limit=limit)
    return (law.not_met if exceeds.pop() else law.met)(months=months, days=days, limit=limit)


@criterion("ostbelgien.holding.change_regime", MET, UNKNOWN, NOT_APPLICABLE, FOR_OFFICER, reads=REGIME)
def change_regime(facts: Facts, law: Provision) -> Finding:
    """Art. 30.9.1, al. 1 and 2: the first counts months of the card, the second months of employment under it."""
    if facts.held.new_employer_on is None:
        return law.not_applicable()
    match _regime(facts, law):
        case None:
            return law.unknown(*_asked_about_regime(facts))
        case Regime.NEITHER:
            return law.for_officer(months=facts.held.months_employed or 0)
        case found:
            return law.met(regime=found.value)


@criterion(
    "ostbelgien.holding.change_reported",
    MET,
    UNKNOWN,
    NOT_APPLICABLE,
    reads=("held.new_employer_on", "held.change_reported_on"),
)
def change_reported(facts: Facts, law: Provision) -> Finding:
    """Art. 30.9.1, al. 1 and 2: the authority is told of a new employer or of significantly changed conditions."""
    if facts.held.new_employer_on is None:
        return law.not_applicable()
    reported = facts.held.change_reported_on
    return law.met(given=reported) if reported else law.unknown("held.change_reported_on")


@criterion("ostbelgien.holding.change_contract", MET, NOT_MET, UNKNOWN, NOT_APPLICABLE, FOR_OFFICER, reads=REGIME)
def change_contract(facts: Facts, law: Provision) -> Finding:
    """Art. 30.9.1, al. 1: in the first year the new employer submits the contract of art. 30.9, 1°."""
    if facts.held.new_employer_on is None:
        return law.not_applicable()
    match _regime(facts, law):
        case None:
            return law.unknown(*_asked_about_regime(facts))
        case Regime.FIRST_YEAR:
            return law.met() if law.rule.document in facts.documents else law.not_met()
        case Regime.AFTER_YEAR:
            return law.not_applicable()
        case _:
            return law.for_officer()


@criterion(
    "ostbelgien.holding.rejected_in_time",
    MET,
    NOT_MET,
    UNKNOWN,
    NOT_APPLICABLE,
    reads=("held.change_rejected_on", "held.change_reported_on"),
)
def rejected_in_time(facts: Facts, law: Provision) -> Finding:
    """Art. 30.9.1, al. 1: a rejection at the latest within thirty days, counted here from the report."""
    reported, rejected = facts.held.change_reported_on, facts.held.change_rejected_on
    if rejected is None:
        return law.not_applicable()
    if reported is None:
        return law.unknown("held.change_reported_on")
    latest = calendar.add_days(reported, law.values["days"])
    return (law.met if rejected <= latest else law.not_met)(given=rejected, latest=latest)


@criterion("ostbelgien.holding.seek_work", MET, NOT_APPLICABLE, reads=("held.unemployment",))
def seek_work(facts: Facts, law: Provision) -> Finding:
    """Art. 30.9.1, al. 3: during unemployment the holder may look for work and accept it."""
    return law.met() if facts.held.unemployment else law.not_applicable()


@criterion(
    "ostbelgien.holding.unemployment_reported", MET, NOT_MET, UNKNOWN, NOT_APPLICABLE, reads=("held.unemployment",)
)
def unemployment_reported(facts: Facts, law: Provision) -> Finding:
    """Art. 30.9.1, al. 3: the holder tells the authority of the beginning and, once it is over, of the end."""
    spells = facts.held.unemployment
    if spells is None:
        return law.unknown("held.unemployment")
    if not spells:
        return law.not_applicable()
    said = [each.start_reported for each in spells]
    said += [each.end_reported for each in spells if each.until_on < law.on]
    if False in said:
        return law.not_met()
    return law.unknown("held.unemployment") if None in said else law.met()


@criterion(
    "ostbelgien.holding.withdrawal_shield",
    MET,
    NOT_MET,
    UNKNOWN,
    NOT_APPLICABLE,
    reads=("held.mobility_pending", "held.withdrawal_ground"),
)
def withdrawal_shield(facts: Facts, law: Provision) -> Finding:
    """Art. 35, § 2, last al.: no withdrawal before the second State has decided, but for public order or ground 1°."""
    held = facts.held
    if held.mobility_pending is False or (held.mobility_pending and held.withdrawal_ground in NOT_SHIELDED):
        return law.met() if held.mobility_pending else law.not_applicable()
    asks = tuple(path for path in ("held.mobility_pending", "held.withdrawal_ground") if missing(facts, path))
    return law.unknown(*asks) if asks else law.not_met()


def _regime(facts: Facts, law: Provision) -> Regime | None:
    held = facts.held
    if held.new_employer_on is None or held.issued_on is None:
        return None
    if held.new_employer_on < calendar.add_months(held.issued_on, law.values["card_months"]):
        return Regime.FIRST_YEAR
    if held.months_employed is None:
        return None
    return Regime.AFTER_YEAR if held.months_employed >= law.values["employment_months"] else Regime.NEITHER


def _asked_about_regime(facts: Facts) -> tuple[str, ...]:
    return tuple(path for path in ("held.issued_on", "held.months_employed") if missing(facts, path))


def _added_up(spells: Sequence[Spell]) -> tuple[int, int]:
    """Whole months from date to date, and the days left over, of all spells together."""
    months = days = 0
    for spell in spells:
        after = calendar.add_days(spell.until_on, 1)
        whole = (after.year - spell.from_on.year) * 12 + after.month - spell.from_on.month
        whole -= after < calendar.add_months(spell.from_on, whole)
        months += whole
        days += (after - calendar.add_months(spell.from_on, whole)).days
    return months, days


def _exceeds(months: int, days: int, limit: int, *, month: int) -> bool:
    """Whether months and days are more than the limit, if a month had that many days."""
    return months * month + days > limit * month
