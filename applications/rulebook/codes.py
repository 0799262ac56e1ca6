"""The codes that a fact may take: forms offer them, cases in JSON write them. A published code keeps its meaning."""

from collections.abc import Mapping
from enum import StrEnum
from types import MappingProxyType

from applications.vocabulary import Capacity


class Filer(StrEnum):
    """Who files."""

    EMPLOYER = "EMPLOYER"
    MANDATARY = "MANDATARY"
    WORKER = "WORKER"


FILES_AS: Mapping[str, Filer] = MappingProxyType(
    {Capacity.EMPLOYER: Filer.EMPLOYER, Capacity.MANDATARY: Filer.MANDATARY, Capacity.CITIZEN: Filer.WORKER}
)
"""As whom the law knows somebody who files in that capacity."""


class Engagement(StrEnum):
    """On what paper the job rests. A firm offer is not yet a contract (art. 30.9, 1°, treats them apart)."""

    INDEFINITE = "INDEFINITE"
    FIXED_TERM = "FIXED_TERM"
    FIRM_OFFER = "FIRM_OFFER"


class IctRole(StrEnum):
    """Manager or specialist in information and communication technology; NONE for every other occupation."""

    MANAGER = "MANAGER"
    SPECIALIST = "SPECIALIST"
    NONE = "NONE"


class JobProfile(StrEnum):
    """Under which regional sub-category an ordinary single permit is asked for."""

    HIGHLY_SKILLED = "HIGHLY_SKILLED"
    EXECUTIVE = "EXECUTIVE"
    LABOUR_MARKET_TESTED = "LABOUR_MARKET_TESTED"
    OTHER = "OTHER"


class WorkNature(StrEnum):
    """What kind of work somebody comes for: it says which permits are for him, and decides nothing by itself."""

    EMPLOYEE = "EMPLOYEE"
    SEASONAL = "SEASONAL"
    TRANSFER = "TRANSFER"
    RESEARCH = "RESEARCH"
    TRAINEESHIP = "TRAINEESHIP"
    VOLUNTEERING = "VOLUNTEERING"
    AU_PAIR = "AU_PAIR"
    FRONTIER = "FRONTIER"
    TELEWORK = "TELEWORK"
    SELF_EMPLOYED = "SELF_EMPLOYED"


class LabourMarket(StrEnum):
    """What a Belgian residence card says of the labour market; NONE for who holds no such card."""

    UNLIMITED = "UNLIMITED"
    LIMITED = "LIMITED"
    NO = "NO"
    NONE = "NONE"


class Occupation(StrEnum):
    """Occupations for which some authorities have a pay threshold of their own; NONE for every other."""

    NURSE = "NURSE"
    TEACHER = "TEACHER"
    ATHLETE = "ATHLETE"
    COACH = "COACH"
    ARTIST = "ARTIST"
    NONE = "NONE"


class TransfereeRole(StrEnum):
    """As what an intra-corporate transferee comes."""

    MANAGER = "MANAGER"
    EXPERT = "EXPERT"
    TRAINEE = "TRAINEE"


class WithdrawalGround(StrEnum):
    """On what an authority would withdraw a permit. GROUND_1 is 1° of the list of its own text."""

    GROUND_1 = "GROUND_1"
    PUBLIC_ORDER = "PUBLIC_ORDER"
    PUBLIC_SECURITY = "PUBLIC_SECURITY"
    UNEMPLOYMENT = "UNEMPLOYMENT"
    OTHER = "OTHER"


class Route(StrEnum):
    """By what the worker shows high professional qualifications."""

    DIPLOMA = "DIPLOMA"
    EXPERIENCE = "EXPERIENCE"


class Legalisation(StrEnum):
    """What was done to the copy of the diploma so that it can be trusted abroad."""

    NONE = "NONE"
    BY_POST = "BY_POST"
    APOSTILLE = "APOSTILLE"


class Sex(StrEnum):
    """As the travel document says."""

    F = "F"
    M = "M"
    X = "X"


class StayKind(StrEnum):
    """On what ground the worker is in Belgium at filing."""

    SHORT_STAY = "SHORT_STAY"
    LONG_STAY = "LONG_STAY"
    PENDING = "PENDING"
    NONE = "NONE"


class TravelDocumentKind(StrEnum):
    """What the worker travels with."""

    PASSPORT = "PASSPORT"
    REFUGEE_PASSPORT = "REFUGEE_PASSPORT"
    STATELESS_PASSPORT = "STATELESS_PASSPORT"
    OTHER = "OTHER"
