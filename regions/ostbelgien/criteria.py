"""How the German-speaking Community's law on the EU Blue Card is judged: articles 2, 18/14 and 30.9 of the Royal Decree
of 9 June 1999, in the wording of the government decree 2024201295.
"""

from decimal import Decimal

from applications.rulebook.codes import Engagement, IctRole, Legalisation, Route
from applications.rulebook.criteria import Provision, criterion
from applications.rulebook.facts import MONTHS, Facts, missing
from applications.rulebook.findings import Finding
from applications.rulebook.model import Rule
from applications.vocabulary import ApplicationKind, Result

MET, NOT_MET, UNKNOWN = Result.MET, Result.NOT_MET, Result.UNKNOWN
NOT_APPLICABLE, FOR_OFFICER = Result.NOT_APPLICABLE, Result.FOR_OFFICER

WAGE = "ostbelgien.blue_card.average_monthly_wage"

EXAMINED = ("job.employed_under_art9_6", "job.examined_documents")
TRANSLATION = (
    "qualification.route", "qualification.diploma_language", "qualification.translated_into_german", *EXAMINED
)  # fmt: skip
MOBILE = ("mobility.first_state", "mobility.days_in_180", "mobility.card_valid_until", "job.end_on")


@criterion("ostbelgien.blue_card.application_form", NOT_APPLICABLE)
def application_form(facts: Facts, law: Provision) -> Finding:
    """Art. 18/14, § 1, al. 1: the form of art. 18, al. 2. These pages are the form; nothing is uploaded for it."""
    return law.not_applicable()


@criterion("ostbelgien.blue_card.documents_18_2", NOT_APPLICABLE)
def documents_18_2(facts: Facts, law: Provision) -> Finding:
    """Art. 18.2 points to the residence documents of the category: the Immigration Office's own rules list them."""
    return law.not_applicable()


@criterion("ostbelgien.blue_card.documents_18_3", FOR_OFFICER)
def documents_18_3(facts: Facts, law: Provision) -> Finding:
    """Art. 18.3: the decree turned an "or" into an "and", but the article itself was not available to us."""
    return law.for_officer()


@criterion("ostbelgien.blue_card.already_employed", MET, NOT_APPLICABLE, UNKNOWN, reads=EXAMINED)
def already_employed(facts: Facts, law: Provision) -> Finding:
    """Art. 18/14, § 1, al. 2: who was employed under art. 9, al. 1, 6°, need not prove again what was examined then."""
    match _already_examined(facts):
        case True:
            return law.met()
        case False:
            return law.not_applicable()
        case _:
            return law.unknown(*_asked_about_earlier_employment(facts))


@criterion(
    "ostbelgien.blue_card.professional_skills",
    MET,
    NOT_MET,
    UNKNOWN,
    NOT_APPLICABLE,
    reads=("qualification.route", *EXAMINED),
)
def professional_skills(facts: Facts, law: Provision) -> Finding:
    """Art. 18/14, § 1, al. 1, 2°, a): proof of experience, for those who rely on it and were not examined before."""
    return _proof(facts, law, of=Route.EXPERIENCE)


@criterion(
    "ostbelgien.blue_card.diploma", MET, NOT_MET, UNKNOWN, NOT_APPLICABLE, reads=("qualification.route", *EXAMINED)
)
def diploma(facts: Facts, law: Provision) -> Finding:
    """Art. 18/14, § 1, al. 1, 2°, b): a copy of the diploma, for those who rely on it and were not examined before."""
    return _proof(facts, law, of=Route.DIPLOMA)


@criterion("ostbelgien.blue_card.diploma_translation", MET, NOT_MET, UNKNOWN, NOT_APPLICABLE, reads=TRANSLATION)
def diploma_translation(facts: Facts, law: Provision) -> Finding:
    """Art. 18/14, § 1, al. 1, 2°, b): translated into German by a translator; a German diploma needs none (P26)."""
    if (not_asked := _diploma_not_asked(facts, law)) is not None:
        return not_asked
    language = facts.qualification.diploma_language
    if law.rule.document in facts.documents and facts.qualification.translated_into_german is not False:
        return law.met()
    if language is None:
        return law.unknown("qualification.diploma_language")
    if language == law.values["language"]:
        return law.not_applicable(diploma_language=language)
    return law.not_met(diploma_language=language)


@criterion(
    "ostbelgien.blue_card.diploma_legalisation",
    MET,
    NOT_MET,
    UNKNOWN,
    NOT_APPLICABLE,
    FOR_OFFICER,
    reads=("qualification.route", "qualification.legalisation", *EXAMINED),
)
def diploma_legalisation(facts: Facts, law: Provision) -> Finding:
    """Art. 18/14, § 1, al. 1, 2°, b): the copy is legalised by the post; an apostille is for the officer (P26)."""
    if (not_asked := _diploma_not_asked(facts, law)) is not None:
        return not_asked
    match facts.qualification.legalisation:
        case Legalisation.BY_POST:
            return law.met()
        case Legalisation.APOSTILLE:
            return law.for_officer()
        case Legalisation.NONE:
            return law.not_met()
        case _:
            return law.unknown("qualification.legalisation")


@criterion(
    "ostbelgien.blue_card.regulated_profession",
    MET,
    NOT_MET,
    UNKNOWN,
    NOT_APPLICABLE,
    reads=("job.regulated_profession", *EXAMINED),
)
def regulated_profession(facts: Facts, law: Provision) -> Finding:
    """Art. 18/14, § 1, al. 1, 3°: proof that a regulated profession's conditions are met, unless examined before."""
    if missing(facts, "job.regulated_profession"):
        return law.unknown("job.regulated_profession")
    if not facts.job.regulated_profession or _already_examined(facts):
        return law.not_applicable()
    return law.met() if law.rule.document in facts.documents else law.not_met()


@criterion(
    "ostbelgien.blue_card.contract_duration",
    MET,
    NOT_MET,
    UNKNOWN,
    FOR_OFFICER,
    reads=("job.engagement", "job.highly_qualified", *MONTHS),
)
def contract_duration(facts: Facts, law: Provision) -> Finding:
    """Art. 30.9, al. 1, 1°: a contract without end or of one year, or a firm offer of six months for qualified work.

    A signed contract of six to eleven months is not in the text, while an offer as short is: an officer judges it.
    """
    contract, offer, months = law.values["contract_months"], law.values["offer_months"], facts.job.months
    match facts.job.engagement:
        case None:
            return law.unknown("job.engagement")
        case Engagement.INDEFINITE:
            return law.met(engagement="INDEFINITE")
        case _ if months is None:
            return law.unknown("job.duration_months")
        case Engagement.FIXED_TERM if months >= contract:
            return law.met(engagement="FIXED_TERM", months=months)
        case Engagement.FIXED_TERM if months >= offer:
            return law.for_officer(engagement="FIXED_TERM", months=months, minimum=contract)
        case Engagement.FIXED_TERM:
            return law.not_met(engagement="FIXED_TERM", months=months, minimum=contract)
        case _ if months < offer:
            return law.not_met(engagement="FIRM_OFFER", months=months, minimum=offer)
        case _ if facts.job.highly_qualified is None:
            return law.unknown("job.highly_qualified")
        case _ if facts.job.highly_qualified:
            return law.met(engagement="FIRM_OFFER", months=months)
        case _:
            return law.not_met(engagement="OFFER_NOT_QUALIFIED", months=months, minimum=offer)


@criterion("ostbelgien.blue_card.salary", MET, NOT_MET, UNKNOWN, reads=("job.yearly_gross",))
def salary(facts: Facts, law: Provision) -> Finding:
    """Art. 30.9, al. 1, 2°: yearly pay of at least 130 % of twelve times the average monthly wage.

    The authority publishes that wage each year and no source gives it: without it nobody can say (UNKNOWN).
    """
    offered, wage = facts.job.yearly_gross, law.find(WAGE)
    if wage is None:
        asks = ["job.yearly_gross"] if offered is None else []
        return law.unknown(*asks, missing_value=WAGE)
    if offered is None:
        return law.unknown("job.yearly_gross")
    mean = Decimal(str(wage.values["amount"])) * law.values["months"]
    threshold = (mean * law.values["percent"] / 100).quantize(Decimal("0.01"))
    answer = law.met if offered >= threshold else law.not_met
    return answer(wage, threshold=threshold, offered=offered.quantize(Decimal("0.01")), percent=law.values["percent"])


def qualification_reads(_rule: Rule, kind: str) -> tuple[str, ...]:
    """A diploma or experience; how long the card was used elsewhere counts for who moves here with it."""
    elsewhere = ("mobility.months_worked_in_first_state",) if kind == ApplicationKind.LONG_TERM_MOBILITY else ()
    return (
        "qualification.route", "qualification.higher_education_years", "qualification.recognised_institution",
        "job.ict_role", "qualification.experience_months", "qualification.experience_months_last_7_years",
        "job.regulated_profession", *elsewhere, *EXAMINED,
    )  # fmt: skip


@criterion(
    "ostbelgien.blue_card.qualification", MET, NOT_MET, UNKNOWN, NOT_APPLICABLE, FOR_OFFICER, reads=qualification_reads
)
def qualification(facts: Facts, law: Provision) -> Finding:
    """Art. 30.9, al. 1, 3°, read with art. 18/14, § 1, al. 1, 2°: a diploma or experience, either is enough (P25).

    The route somebody names is the one he relies on; the other counts when its facts are given.
    """
    mobile = facts.kind == ApplicationKind.LONG_TERM_MOBILITY
    worked = facts.mobility.months_worked_in_first_state
    unproven_after = law.values["unproven_after_months"]
    if mobile and facts.job.regulated_profession is False and worked is not None and worked >= unproven_after:
        return law.not_applicable(months=worked)
    studied, skilled = _diploma_suffices(facts, law), _experience_suffices(facts, law)
    if studied:
        return law.met(route="DIPLOMA", years=facts.qualification.higher_education_years or 0)
    if skilled:
        return law.met(route="EXPERIENCE", months=_experience(facts))
    if _already_examined(facts):
        return law.for_officer(route="EXAMINED_BEFORE")
    relied_on = {Route.DIPLOMA: [studied], Route.EXPERIENCE: [skilled], None: [studied, skilled]}
    if None in relied_on[facts.qualification.route]:
        return law.unknown(*_asked_about_qualification(facts, studied=studied, skilled=skilled))
    if facts.qualification.route == Route.DIPLOMA:
        return law.not_met(route="DIPLOMA", years=facts.qualification.higher_education_years or 0)
    return law.not_met(route="EXPERIENCE", months=_experience(facts))


@criterion("ostbelgien.exemptions.mobile_blue_card", MET, NOT_MET, UNKNOWN, NOT_APPLICABLE, reads=MOBILE)
def mobile_blue_card(facts: Facts, law: Provision) -> Finding:
    """Art. 2, al. 1, 37°: another State's card, valid throughout, allows ninety days of work within 180."""
    mobility = facts.mobility
    if mobility.first_state is None:
        if facts.kind == ApplicationKind.LONG_TERM_MOBILITY:
            return law.unknown("mobility.first_state")
        return law.not_applicable(reason="NO_CARD")
    if mobility.days_in_180 is None:
        return law.unknown("mobility.days_in_180")
    if mobility.days_in_180 > law.values["days"]:
        return law.not_applicable(reason="LONGER")
    asks = tuple(path for path in ("mobility.card_valid_until", "job.end_on") if missing(facts, path))
    if asks or mobility.card_valid_until is None or facts.job.end_on is None:
        return law.unknown(*asks)
    if mobility.card_valid_until < facts.job.end_on:
        return law.not_met(until=mobility.card_valid_until)
    return law.met(until=mobility.card_valid_until, days=mobility.days_in_180)


def _already_examined(facts: Facts) -> bool | None:
    """Whether the exemption of art. 18/14, § 1, al. 2, holds; nobody is asked who does not claim it."""
    if not facts.job.employed_under_art9_6:
        return False
    return facts.job.examined_documents


def _asked_about_earlier_employment(facts: Facts) -> tuple[str, ...]:
    return tuple(path for path in ("job.examined_documents",) if missing(facts, path))


def _proof(facts: Facts, law: Provision, *, of: Route) -> Finding:
    if law.rule.document in facts.documents:
        return law.met()
    if _already_examined(facts):
        return law.not_applicable()
    if facts.qualification.route is None:
        return law.unknown("qualification.route")
    return law.not_met() if facts.qualification.route == of else law.not_applicable()


def _diploma_not_asked(facts: Facts, law: Provision) -> Finding | None:
    """What follows for the diploma's translation and legalisation where no diploma has to be shown."""
    if _already_examined(facts) or facts.qualification.route == Route.EXPERIENCE:
        return law.not_applicable()
    return None if facts.qualification.route else law.unknown("qualification.route")


def _diploma_suffices(facts: Facts, law: Provision) -> bool | None:
    years, recognised = facts.qualification.higher_education_years, facts.qualification.recognised_institution
    if recognised is False or (years is not None and years < law.values["study_years"]):
        return False
    return None if years is None or recognised is None else True


def _experience_suffices(facts: Facts, law: Provision) -> bool | None:
    """Three of the last seven years for managers and specialists in ICT; five years for every other occupation."""
    if (role := facts.job.ict_role) is None:
        return None
    months = _experience(facts)
    needed: int = law.values["other_months" if role == IctRole.NONE else "ict_months"]
    return None if months is None else months >= needed


def _experience(facts: Facts) -> int | None:
    qualification = facts.qualification
    is_ict = facts.job.ict_role in (IctRole.MANAGER, IctRole.SPECIALIST)
    return qualification.experience_months_last_7_years if is_ict else qualification.experience_months


def _asked_about_qualification(facts: Facts, *, studied: bool | None, skilled: bool | None) -> tuple[str, ...]:
    route = facts.qualification.route
    asked: list[str] = []
    if route is None:
        asked.append("qualification.route")
    if route != Route.EXPERIENCE and studied is None:
        asked += ["qualification.higher_education_years", "qualification.recognised_institution"]
    if route != Route.DIPLOMA and skilled is None:
        asked.append("job.ict_role")
        if facts.job.ict_role is not None:
            is_ict = facts.job.ict_role != IctRole.NONE
            asked.append(f"qualification.experience_months{'_last_7_years' if is_ict else ''}")
    return tuple(path for path in asked if missing(facts, path))
