"""The one description of the facts of an application. Forms, the API and cases in JSON all map onto its dotted paths.

Everything may still be unknown (`None`): a rule that lacks a fact says what to ask, it never guesses. A path, once
published, keeps its name and meaning.
"""

from datetime import date
from decimal import Decimal
from enum import StrEnum
from typing import Annotated, Any, get_args, get_origin

from pydantic import AfterValidator, BaseModel, ConfigDict, Field

from applications.rulebook.codes import (
    Engagement,
    Filer,
    IctRole,
    JobProfile,
    LabourMarket,
    Legalisation,
    Occupation,
    Route,
    Sex,
    StayKind,
    TransfereeRole,
    TravelDocumentKind,
    WithdrawalGround,
    WorkNature,
)
from applications.rulebook.model import Occasion
from applications.vocabulary import ApplicationKind, EmployerIdentity


def _partial_date(value: str) -> str:
    """Accept a day, a month or a year of birth: registers abroad do not always know more (P17)."""
    year, month, day = (value + "-01-01").split("-")[:3]
    date(int(year), int(month), int(day))  # refuses the thirteenth month and the thirtieth of February
    return value


Country = Annotated[str, Field(pattern=r"^[A-Z]{2}$")]
NisCode = Annotated[str, Field(pattern=r"^\d{5}$")]
PartialDate = Annotated[str, Field(pattern=r"^\d{4}(-\d{2}){0,2}$"), AfterValidator(_partial_date)]
Months = Annotated[int, Field(ge=0, le=1200)]
YEARLY, MONTHLY, HOURS = {"unit": "EUR_PER_YEAR"}, {"unit": "EUR_PER_MONTH"}, {"unit": "HOURS_PER_WEEK"}


def _fact(description: str, **limits: Any) -> Any:
    return Field(default=None, description=description, **limits)


def _known(description: str, **limits: Any) -> Any:
    """A fact that no form asks: it is known from elsewhere, or an authority puts it on record."""
    return _fact(description, json_schema_extra={"asked": False}, **limits)


class _Part(BaseModel):
    model_config = ConfigDict(frozen=True, extra="forbid", str_strip_whitespace=True)


class Employer(_Part):
    """Who employs, or will employ, the worker."""

    identity: EmployerIdentity | None = _fact("By what the employer is known.")
    name: str | None = _fact("Name of the firm, household or mission.")
    enterprise_number: str | None = _fact("Belgian enterprise number, ten digits.")
    register_country: Country | None = _fact("Country of the foreign register, two letters.")
    register_number: str | None = _fact("Number in the foreign register.")
    seat_in_belgium: bool | None = _fact("Whether the registered office is in Belgium.")
    seat_nis_code: NisCode | None = _fact("Commune of the registered office in Belgium, five-digit NIS code.")
    establishment_count: int | None = _fact("Number of establishment units in Belgium.", ge=0)
    contact_name: str | None = _fact("Person to speak to.")
    contact_email: str | None = _fact("E-mail of that person.")
    contact_phone: str | None = _fact("Telephone of that person.")
    representative_name: str | None = _fact("Natural person who represents the employer or holds its mandate.")
    representative_in_belgium: bool | None = _fact("Whether that person resides in Belgium.")
    representative_is_person: bool | None = _fact("Whether that representative is a natural person, not a firm.")
    power_of_attorney: bool | None = _fact("Whether the representative holds a written power of attorney.")
    created_to_ease_entry: bool | None = _known(
        "Whether an officer found that the business was created, or is run mainly, to ease the entry of "
        "third-country nationals. No applicant is asked this."
    )


class TravelDocument(_Part):
    """The passport or what stands in its place."""

    kind: TravelDocumentKind | None = _fact("Kind of travel document.")
    country: Country | None = _fact("Country that issued it, two letters.")
    number: str | None = _fact("Number printed on it.")
    issued_on: date | None = _fact("Day of issue.")
    expires_on: date | None = _fact("Last day of validity.")


class Worker(_Part):
    """The person who will work."""

    family_name: str | None = _fact("Family name as in the machine-readable zone; empty for a single name.")
    given_names: str | None = _fact("Given names as in the machine-readable zone.")
    original_script: str | None = _fact("The name in its own script.")
    earlier_names: str | None = _fact("Names borne before.")
    birth_date: PartialDate | None = _fact("Day, month or year of birth: YYYY-MM-DD, YYYY-MM or YYYY.")
    birth_place: str | None = _fact("Place of birth.")
    birth_country: Country | None = _fact("Country of birth, two letters.")
    sex: Sex | None = _fact("Sex as the travel document says.")
    nationalities: tuple[Country, ...] = Field(default=(), description="Nationalities, two letters each.")
    stateless: bool | None = _fact("Whether the worker is stateless.")
    eu_family: bool | None = _fact(
        "Whether the worker is here, or comes, as a family member of a citizen of the European Economic Area or "
        "Switzerland; asked before an application."
    )
    civil_status: str | None = _fact("Civil status.")
    national_number: str | None = _fact("National register number, eleven digits.")
    bis_number: str | None = _fact("Bis number, eleven digits.")
    travel_document: TravelDocument = Field(default=TravelDocument(), description="The travel document.")
    email: str | None = _fact("The worker's own e-mail.")
    language: str | None = _fact("Language the worker wants to be written in: fr, nl, de or en.", pattern=r"^[a-z]{2}$")

    def under(self, years: int, *, on: date) -> bool | None:
        """Whether the worker is younger than `years` on that day; None where the birth date does not tell."""
        if self.birth_date is None:
            return None
        year, month, day = (int(part) for part in (self.birth_date + "-0-0").split("-")[:3])
        then = (on.year - years, on.month, on.day)
        if (month and day) or year != then[0]:
            return (year, month, day) > then
        if month and month != then[1]:
            return (year, month) > then[:2]
        return None


class Workplace(_Part):
    """One place where the work is done."""

    nis_code: NisCode = Field(description="Commune, five-digit NIS code.")
    share_percent: int | None = _fact("Share of the working time spent there, in per cent.", ge=0, le=100)


class Job(_Part):
    """The work, the paper it rests on, and where it is done."""

    title: str | None = _fact("Function as the contract or offer names it.")
    description: str | None = _fact("What the worker does on an ordinary day.")
    isco_code: str | None = _fact("Occupation, ISCO-08 code.", pattern=r"^\d{1,4}$")
    nature: WorkNature | None = _fact("What kind of work it is; asked before an application, to find the permit.")
    over_90_days: bool | None = _fact("Whether the work lasts more than ninety days; asked before an application.")
    profile: JobProfile | None = _fact(
        "Sub-category of an ordinary single permit: highly skilled, executive, tested against the labour market, other."
    )
    occupation: Occupation | None = _fact("Whether it is one of the occupations that have a threshold of their own.")
    ict_role: IctRole | None = _fact("Manager or specialist in information and communication technology, or neither.")
    highly_qualified: bool | None = _fact("Whether the contract or offer is for highly qualified work.")
    engagement: Engagement | None = _fact("Contract without end, contract with an end, or firm offer.")
    duration_months: Months | None = _fact("Duration of a contract with an end, or of the offer, in whole months.")
    start_on: date | None = _fact("First day of work.")
    end_on: date | None = _fact("Last day of work, where there is one.")
    yearly_gross: Decimal | None = _fact(
        "Gross pay certain in advance, in euro per year.", ge=0, decimal_places=2, json_schema_extra=YEARLY
    )
    monthly_gross: Decimal | None = _fact(
        "Gross pay certain in advance, in euro per month, as declared under code 1 of the DmfA: without thirteenth "
        "month and double holiday pay.",
        ge=0,
        decimal_places=2,
        json_schema_extra=MONTHLY,
    )
    seconded: bool | None = _fact("Whether the worker stays employed abroad and is posted to Belgium.")
    labour_market_tested_weeks: int | None = _fact(
        "Weeks for which the vacancy stood open with the employment service before filing.", ge=0, le=520
    )
    shortage_occupation: bool | None = _fact("Whether the occupation is on the authority's list of shortages.")
    other_authorisation: bool | None = _fact(
        "Whether another employer has, or has asked for, an authorisation for the same worker and period."
    )
    weekly_hours: Decimal | None = _fact("Hours of work per week.", ge=0, le=168, json_schema_extra=HOURS)
    regulated_profession: bool | None = _fact("Whether the law reserves the profession to those who meet conditions.")
    signed_by_both: bool | None = _fact("Whether the contract is dated and signed by both parties.")
    establishment_number: str | None = _fact("Establishment unit where the worker belongs, ten digits.")
    establishment_nis_code: NisCode | None = _fact("Commune of that unit, five-digit NIS code.")
    workplaces: tuple[Workplace, ...] = Field(default=(), description="Places where the work is done.")
    main_place_known: bool | None = _fact("Whether one of several places is the main one.")
    main_place_nis_code: NisCode | None = _fact("Commune of the main place of work, five-digit NIS code.")
    employed_under_art9_6: bool | None = _fact(
        "Whether the worker was already employed under art. 9, al. 1, 6°, of the Royal Decree of 9 June 1999."
    )
    examined_documents: bool | None = _fact("Whether the qualifications were examined for that earlier employment.")

    @property
    def months(self) -> int | None:
        """Whole months the job lasts: as stated, else counted from its first to its last day."""
        if self.duration_months is not None or self.start_on is None or self.end_on is None:
            return self.duration_months
        after = date.fromordinal(self.end_on.toordinal() + 1)
        whole = (after.year - self.start_on.year) * 12 + after.month - self.start_on.month
        return max(0, whole - (after.day < self.start_on.day))


class Qualification(_Part):
    """What the worker has learned and done."""

    route: Route | None = _fact("Whether the application rests on a diploma or on experience.")
    higher_education_years: int | None = _fact("Years of post-secondary higher education.", ge=0, le=20)
    recognised_institution: bool | None = _fact("Whether the State where the school is recognises it as such.")
    diploma_language: str | None = _fact("Language of the diploma, two letters.", pattern=r"^[a-z]{2}$")
    translated_into_german: bool | None = _fact("Whether a translator translated the diploma into German.")
    legalisation: Legalisation | None = _fact("How the copy of the diploma was legalised.")
    experience_months: Months | None = _fact(
        "Relevant experience in the occupation or sector of the contract or offer, in whole months."
    )
    experience_months_last_7_years: int | None = _fact(
        "Part of it within the seven years before the application, in whole months.", ge=0, le=84
    )
    professional_conditions_met: bool | None = _fact("Whether the conditions of a regulated profession are met.")


class Residence(_Part):
    """Where the worker is, and who will receive the decision."""

    in_belgium: bool | None = _fact("Whether the worker is in Belgium at filing.")
    stay_kind: StayKind | None = _fact("On what ground the worker is in Belgium.")
    labour_market: LabourMarket | None = _fact(
        "What the worker's Belgian residence card says of the labour market; asked before an application."
    )
    outside_eu: bool | None = _fact("Whether the worker is outside the European Union at filing.")
    right_of_stay_valid: bool | None = _fact("Whether that stay is already authorised and still valid.")
    country: Country | None = _fact("Country of residence, two letters.")
    street: str | None = _fact("Street and number of residence.")
    postal_code: str | None = _fact("Postal code of residence.")
    city: str | None = _fact("Town of residence.")
    post_code: str | None = _fact("Code of the diplomatic post, for a worker abroad; empty for one in Belgium.")
    commune_nis_code: NisCode | None = _fact("Commune of residence in Belgium, five-digit NIS code.")
    belgian_street: str | None = _fact("Street and number where the worker will live in Belgium, if known.")
    belgian_postal_code: str | None = _fact("Postal code of that address.")
    belgian_nis_code: NisCode | None = _fact("Commune of that address, five-digit NIS code.")


class Mobility(_Part):
    """The permit of another Member State: a Blue Card, an intra-corporate transferee's or a researcher's permit."""

    first_state: Country | None = _fact("Member State that issued the card or permit, two letters.")
    card_valid_until: date | None = _fact("Last day of validity of that card or permit.")
    months_worked_in_first_state: Months | None = _fact("Whole months worked in that State.")
    days_in_180: int | None = _fact("Most days of work in Belgium within any 180 days.", ge=0, le=180)
    days_in_360: int | None = _fact("Most days of work in Belgium within any 360 days.", ge=0, le=360)
    entered_on: date | None = _fact("Day of entry into Belgium.")
    short_stay_ends_on: date | None = _fact("Last day of the short-term mobility that is running, where there is one.")


class Seasonal(_Part):
    """Seasonal work, and earlier seasonal stays."""

    is_seasonal: bool | None = _fact("Whether the work is seasonal; asked for a work permit of at most 90 days.")
    sector: str | None = _fact("Sector of the seasonal activity, as the authority's list of sectors names it.")
    stays_last_5_years: int | None = _fact(
        "Authorised stays as a seasonal worker anywhere in Belgium within the five years before filing.", ge=0, le=60
    )
    conditions_respected: bool | None = _fact("Whether the worker respected the conditions during these stays.")
    days_in_365: int | None = _fact(
        "Most days of seasonal stay in Belgium within any 365 days, this stay included.", ge=0, le=365
    )
    housing_proven: bool | None = _fact("Whether decent housing is proven for the whole stay.")


class Transfer(_Part):
    """An intra-corporate transfer."""

    role: TransfereeRole | None = _fact("Manager, expert or trainee employee.")
    previous_months: Months | None = _fact(
        "Whole months already spent in the European Union under the same transfer, before this application's own."
    )
    months_since_last: Months | None = _fact("Whole months since the last transfer ended; empty if there was none.")


class Research(_Part):
    """Research under a hosting agreement."""

    hosting_agreement: bool | None = _fact("Whether a hosting agreement is signed.")
    hosting_until: date | None = _fact("Last day of the hosting agreement.")
    organisation: str | None = _fact("Name of the research organisation.")
    organisation_recognised: bool | None = _fact("Whether the organisation is recognised for hosting agreements.")


class Placement(_Part):
    """A traineeship, or volunteering in the European voluntary service."""

    agreement: bool | None = _fact("Whether the traineeship or volunteer agreement is signed.")
    months: Months | None = _fact("Duration of the traineeship or volunteering, in whole months, extensions included.")
    european_voluntary_service: bool | None = _fact("Whether it takes place within the European voluntary service.")


class Spell(_Part):
    """One uninterrupted period without employment."""

    from_on: date = Field(description="First day without employment.")
    until_on: date = Field(description="Last day without employment; the day asked about while it lasts.")
    start_reported: bool | None = _fact("Whether the holder told the authority of its beginning.")
    end_reported: bool | None = _fact("Whether the holder told the authority of its end; empty while it lasts.")


class Held(_Part):
    """The permit or card that the worker already holds: what a renewal, a change of employer or a withdrawal asks."""

    issued_on: date | None = _fact("Day on which the card or permit was issued.")
    expires_on: date | None = _fact("Last day of validity of the card or permit.")
    months_employed: Months | None = _fact("Whole months of employment under the card.")
    declared_admissible: bool | None = _fact("Whether the authority declared the application for renewal admissible.")
    work_renewed: bool | None = _fact("Whether the work authority has decided favourably on the renewal.")
    new_employer_on: date | None = _fact("First day with a new employer or under significantly changed conditions.")
    change_reported_on: date | None = _fact("Day on which the authority was told of that change.")
    change_rejected_on: date | None = _fact("Day on which the authority rejected that change.")
    unemployment: tuple[Spell, ...] | None = _known("Periods without employment under the card; [] if there were none.")
    withdrawal_ground: WithdrawalGround | None = _known("On what ground a withdrawal is considered.")
    mobility_pending: bool | None = _fact(
        "Whether the holder has gone to another Member State, which has not yet decided on long-term mobility."
    )


class Fee(_Part):
    """The Immigration Office's fee."""

    paid: bool | None = _fact("Whether the fee was paid in full.")
    reference: str | None = _fact("Reference used for the payment.")


class Facts(_Part):
    """Everything the rules may ask about one application."""

    category: str = Field(description="What is applied for, e.g. eu_blue_card.", pattern=r"^[a-z][a-z0-9_]*$")
    kind: ApplicationKind = Field(description="First application, renewal or long-term mobility.")
    filed_on: date | None = _known("Day of filing; unknown for a draft.")
    decided_on: date | None = _known("Day of decision; unknown before it.")
    occasion: Occasion = Field(
        default=Occasion.APPLICATION,
        description="An application; BEFORE: whether one is needed at all; or HOLDING: a permit is held, and its "
        "holder changes employer, loses work, or the authority considers a withdrawal.",
    )
    filer: Filer | None = _known("Who files.")
    employer: Employer = Field(default=Employer(), description="The employer.")
    worker: Worker = Field(default=Worker(), description="The worker.")
    job: Job = Field(default=Job(), description="The work.")
    qualification: Qualification = Field(default=Qualification(), description="The worker's qualifications.")
    residence: Residence = Field(default=Residence(), description="The worker's residence.")
    mobility: Mobility = Field(default=Mobility(), description="The permit of another State.")
    seasonal: Seasonal = Field(default=Seasonal(), description="Seasonal work.")
    transfer: Transfer = Field(default=Transfer(), description="The intra-corporate transfer.")
    research: Research = Field(default=Research(), description="The research.")
    placement: Placement = Field(default=Placement(), description="The traineeship or volunteering.")
    held: Held = Field(default=Held(), description="The permit the worker already holds.")
    fee: Fee = Field(default=Fee(), description="What was paid to the Immigration Office.")
    documents: tuple[str, ...] = Field(default=(), description="Codes of the documents supplied.")


MONTHS = ("job.duration_months", "job.start_on", "job.end_on")
"""What `Job.months` reads."""

MAY_BE_EMPTY = frozenset({"held.unemployment"})


class UnknownFact(LookupError):
    """No fact stands at that path."""


def value_of(facts: Facts, path: str) -> Any:
    """The fact at a dotted path; None where it is unknown. Raises UnknownFact for a path nobody described."""
    value: Any = facts
    for name in path.split("."):
        if not isinstance(value, BaseModel) or name not in type(value).model_fields:
            raise UnknownFact(path)
        value = getattr(value, name)
    return value


def missing(facts: Facts, path: str) -> bool:
    """Whether the fact at that path is still unknown; an empty text or list counts as unknown.

    A list that may be None is known when it is empty: somebody said that there is nothing to list.
    """
    value = value_of(facts, path)
    return value is None or value == "" or (value == () and path not in MAY_BE_EMPTY)


def paths(part: type[BaseModel] = Facts, *, before: str = "") -> tuple[str, ...]:
    """Every dotted path, in the order of the description."""
    found: list[str] = []
    for name, field in part.model_fields.items():
        if isinstance(field.annotation, type) and issubclass(field.annotation, BaseModel):
            found += paths(field.annotation, before=f"{before}{name}.")
        else:
            found.append(before + name)
    return tuple(found)


def choices(part: type[BaseModel] = Facts, *, before: str = "") -> dict[str, type[StrEnum]]:
    """The paths whose facts are one of a few words of this module, with these words."""
    found: dict[str, type[StrEnum]] = {}
    for name, field in part.model_fields.items():
        for kind in get_args(field.annotation) or (field.annotation,):
            if get_origin(kind) is tuple or kind is Workplace:
                continue  # a list of parts is one fact
            if isinstance(kind, type) and issubclass(kind, BaseModel):
                found |= choices(kind, before=f"{before}{name}.")
            elif isinstance(kind, type) and issubclass(kind, StrEnum) and kind.__module__ == __name__:
                found[before + name] = kind
    return found
