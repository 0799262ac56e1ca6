"""Which authority decides on work, and why: the cascade of law.md §2.1 as a row of small questions.

Each question answers, or leaves it to the next. The place of work decides, not the seat (arts 7–8 of the cooperation
agreement of 2 February 2018): one place; else the main one; else the registered office; a firm with neither seat nor
unit in Belgium goes by where the work is done. Nothing is guessed: a missing fact gives no authority and what to ask.
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field, replace
from typing import Any

from applications.rulebook.facts import Facts
from applications.territory.places import Commune, find_commune
from applications.territory.words import sentence
from applications.vocabulary import Authority, Certainty

AGREEMENT = "art. 7–8"  # of the cooperation agreement of 2 February 2018
ACT = "agreement_2018_02_02"
NO_ARTICLE = "not found"

ADVICE = "https://www.vreemdelingenrecht.be/werk/gecombineerde-vergunning-werk-en-verblijf/hoe-vraag-je-een-gecombineerde-vergunning-aan"
WINDOW = "https://onestopcounteracc.workinginbelgium.be/en/index.html"
WINDOW_WORK = "https://onestopcounteracc.workinginbelgium.be/en/work-authorisation.html"
WINDOW_PERMIT = "https://onestopcounteracc.workinginbelgium.be/en/fixed-term-single-permit.html"
FLANDERS_CARD = "https://www.vlaanderen.be/en/working-enterprise-and-investment/working/professional-card-for-foreign-entrepreneurs/applying-for-your-first-professional-card"
SECUREX = "https://www.securex.be/en/blog/ondernemers/do-you-want-to-start-your-business-in-belgium-you-may-need-a-professional-card"
BELSPO = "https://www.belspo.be/belspo/visa/conv_en.stm"

UNLIMITED = frozenset({"unlimited_single_permit"})
SELF_EMPLOYED = frozenset({"professional_card"})
WORK_ONLY = frozenset({"frontier_worker", "teleworker_abroad"})
HOSTED = frozenset({"researcher", "researcher_mobility"})


@dataclass(frozen=True, slots=True)
class Reason:
    """Why, as a code and what goes into its sentence."""

    code: str
    params: Mapping[str, Any] = field(default_factory=dict)
    certainty: Certainty = Certainty.SOURCED

    def __str__(self) -> str:
        return sentence(self.code, self.params)


@dataclass(frozen=True, slots=True, kw_only=True)
class Competence:
    """The authority competent for work, or None and the facts to ask for.

    `remarks` say what else a reader should know: another place that points elsewhere, a table younger than the day.
    """

    authority: str | None
    because: Reason
    article: str
    source: str
    certainty: Certainty
    asks: tuple[str, ...] = ()
    remarks: tuple[Reason, ...] = ()

    @property
    def act(self) -> str:
        """Code of the text that `article` belongs to; empty where none was found."""
        return ACT if self.article == AGREEMENT else ""


def competent_authority(facts: Facts) -> Competence:
    """The authority competent for work on these facts, by the first question of the cascade that answers."""
    if (unknown := _unknown_commune(facts)) is not None:
        return unknown
    found = next(answer for question in CASCADE if (answer := question(facts)) is not None)
    return replace(found, remarks=tuple(_remarks(facts, found)))


def where_the_worker_lives(facts: Facts) -> Competence | None:
    """Step 5: the worker files an unlimited permit himself, where he lives (case 24)."""
    if facts.category not in UNLIMITED:
        return None
    nis_code = facts.residence.commune_nis_code or facts.residence.belgian_nis_code
    if not nis_code:
        return _asks("RESIDENCE_UNKNOWN", "residence.commune_nis_code", article=NO_ARTICLE, source=WINDOW)
    return _found("RESIDENCE", nis_code, article=NO_ARTICLE, source=WINDOW)


def place_of_business(facts: Facts) -> Competence | None:
    """Step 8: the self-employed go by the place of business, several regions by the seat, none by the activity."""
    if facts.category not in SELF_EMPLOYED:
        return None
    places = [place.nis_code for place in facts.job.workplaces]
    business = facts.job.establishment_nis_code
    regions = {_authority(nis_code) for nis_code in [*places, *([business] if business else [])]}
    if len(regions) > 1:
        if not facts.employer.seat_nis_code:
            return _asks("SEAT_UNKNOWN", "employer.seat_nis_code", article=NO_ARTICLE, source=SECUREX)
        return _found("BUSINESS_SEAT", facts.employer.seat_nis_code, article=NO_ARTICLE, source=SECUREX)
    if business:
        return _found("BUSINESS", business, article=NO_ARTICLE, source=FLANDERS_CARD)
    if places:
        return _found("BUSINESS_ACTIVITY", places[0], article=NO_ARTICLE, source=FLANDERS_CARD)
    return _asks(
        "PLACE_UNKNOWN", "job.establishment_nis_code", "job.workplaces", article=NO_ARTICLE, source=FLANDERS_CARD
    )


def one_place(facts: Facts) -> Competence | None:
    """Steps 1, 4 and 6: all the work under one authority, at the unit or elsewhere.

    Work that lies wholly away from the unit is the worker's main place (step 2); a remark tells the officer.
    """
    unit = facts.job.establishment_nis_code
    places = [place.nis_code for place in facts.job.workplaces]
    if not places:
        return _found("ESTABLISHMENT", unit) if unit else None
    regions = {_authority(nis_code) for nis_code in places}
    if len(regions) > 1:
        return None
    if unit and _authority(unit) in regions:
        return _found("ESTABLISHMENT", unit)
    if unit:
        return _found("MAIN_PLACE", places[0])
    if facts.employer.seat_in_belgium is False and not facts.employer.establishment_count:
        return _found("ACTIVITY", places[0])
    return _found("ONE_PLACE", places[0])


def main_place(facts: Facts) -> Competence | None:
    """Step 2: among several, where the worker is mainly employed: the place named, else the largest share."""
    job = facts.job
    if job.main_place_nis_code and job.main_place_known is not False:
        return _found("MAIN_PLACE", job.main_place_nis_code)
    if not job.workplaces:
        return None
    if any(place.share_percent is None for place in job.workplaces):
        if job.main_place_known is False:
            return None
        return _asks("MAIN_PLACE_UNKNOWN", "job.workplaces", "job.main_place_nis_code")
    shares: dict[Authority, int] = {}
    for place in job.workplaces:
        shares[_authority(place.nis_code)] = shares.get(_authority(place.nis_code), 0) + (place.share_percent or 0)
    first, second = sorted(shares.values(), reverse=True)[:2]
    if first == second:
        return None
    inside = [place for place in job.workplaces if shares[_authority(place.nis_code)] == first]
    largest = max(inside, key=lambda place: place.share_percent or 0)
    # No source says that less than half can be "mainly"; the law speaks of the principal occupation.
    certainty = Certainty.SOURCED if first > 50 else Certainty.UNVERIFIED
    return _found("MAIN_SHARE", largest.nis_code, certainty=certainty, share=first)


def registered_office(facts: Facts) -> Competence | None:
    """Step 3: no place is the main one, so the seat recorded in the Crossroads Bank decides (case 19)."""
    if not facts.job.workplaces:
        return None
    employer = facts.employer
    if employer.seat_nis_code and employer.seat_in_belgium is not False:
        return _found("SEAT", employer.seat_nis_code)
    if employer.seat_in_belgium is False:
        return _asks("NO_SEAT_NO_MAIN_PLACE", "job.main_place_nis_code")
    return _asks("SEAT_UNKNOWN", "employer.seat_nis_code")


def nowhere_yet(facts: Facts) -> Competence:
    """No place of work is known: there is nothing to decide by."""
    return _asks("PLACE_UNKNOWN", "job.establishment_nis_code", "job.workplaces")


CASCADE: tuple[Callable[[Facts], Competence | None], ...] = (
    where_the_worker_lives,
    place_of_business,
    one_place,
    main_place,
    registered_office,
    nowhere_yet,
)


def _remarks(facts: Facts, found: Competence) -> list[Reason]:
    remarks = []
    nis_code = found.because.params.get("nis_code", "")
    decisive = find_commune(nis_code) if nis_code else None
    if decisive and decisive.german_speaking:
        # Step 7. The list of the nine is from memory; the source only says "outside the territory of" the Community.
        remarks.append(Reason("GERMAN_SPEAKING", {"nis_code": nis_code, "source": WINDOW_PERMIT}, Certainty.UNVERIFIED))
    unit = facts.job.establishment_nis_code
    if found.because.code == "MAIN_PLACE" and unit and _authority(unit) != found.authority:
        remarks.append(Reason("UNIT_ELSEWHERE", {"nis_code": unit}, Certainty.UNVERIFIED))
    if facts.category in WORK_ONLY and found.authority:
        remarks.append(Reason("WORK_ONLY", {"source": WINDOW_WORK}))
    seat = facts.employer.seat_nis_code
    if facts.category in HOSTED and seat and found.authority and _authority(seat) != found.authority:
        # Step 9. One federal page sends hosting agreements to the seat; the agreement's order prevails here.
        remarks.append(Reason("HOSTING_SEAT", {"nis_code": seat, "source": BELSPO}))
    if decisive and facts.filed_on and not decisive.known_on(facts.filed_on):
        since = decisive.valid_from.isoformat()
        remarks.append(Reason("YOUNGER_TABLE", {"nis_code": nis_code, "since": since}, Certainty.UNVERIFIED))
    return remarks


def _unknown_commune(facts: Facts) -> Competence | None:
    """A code that may decide and that the table lacks is asked again, never passed over."""
    named = {
        "job.establishment_nis_code": facts.job.establishment_nis_code,
        "job.main_place_nis_code": facts.job.main_place_nis_code,
        "employer.seat_nis_code": facts.employer.seat_nis_code,
    }
    if facts.category in UNLIMITED:
        named["residence.commune_nis_code"] = facts.residence.commune_nis_code
        named["residence.belgian_nis_code"] = facts.residence.belgian_nis_code
    codes = [*named.items(), *(("job.workplaces", place.nis_code) for place in facts.job.workplaces)]
    for path, nis_code in codes:
        if nis_code and find_commune(nis_code) is None:
            return _asks("UNKNOWN_COMMUNE", path, nis_code=nis_code)
    return None


def _authority(nis_code: str) -> Authority:
    commune: Commune | None = find_commune(nis_code)
    if commune is None:
        raise LookupError(nis_code)
    return commune.authority


def _found(
    code: str,
    nis_code: str,
    *,
    article: str = AGREEMENT,
    source: str = ADVICE,
    certainty: Certainty = Certainty.SOURCED,
    **params: Any,
) -> Competence:
    authority = _authority(nis_code)
    because = Reason(code, {"nis_code": nis_code, "authority": str(authority), **params}, certainty)
    return Competence(authority=str(authority), because=because, article=article, source=source, certainty=certainty)


def _asks(code: str, *paths: str, nis_code: str = "", article: str = AGREEMENT, source: str = ADVICE) -> Competence:
    return Competence(
        authority=None,
        because=Reason(code, {"nis_code": nis_code} if nis_code else {}),
        article=article,
        source=source,
        certainty=Certainty.SOURCED,
        asks=paths,
    )
