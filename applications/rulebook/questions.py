"""What an application is asked: the facts that its own rules read, and the few without which nobody could handle it.

A question is asked once, and only where a rule in force reads the answer (data minimisation). Its words stand beside
the fact: name, help and choices under the fact's path in the catalogue; kind of answer, unit and limits in the schema.
"""

from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from enum import StrEnum
from types import MappingProxyType, NoneType
from typing import Any, get_args

from annotated_types import Ge, Le
from pydantic import BaseModel
from pydantic.fields import FieldInfo

from applications.rulebook.book import Category, Rulebook
from applications.rulebook.codes import Filer
from applications.rulebook.criteria import CRITERIA, sets_aside
from applications.rulebook.facts import Country, Facts, NisCode, UnknownFact
from applications.rulebook.model import Days, NoRuleInForce, Occasion, Rule, RuleKind
from applications.vocabulary import ApplicationKind, Authority, Track


class Shape(StrEnum):
    """Of what kind an answer is."""

    CHOICE = "CHOICE"
    YES_NO = "YES_NO"
    DAY = "DAY"
    AMOUNT = "AMOUNT"
    NUMBER = "NUMBER"
    COUNTRY = "COUNTRY"
    COUNTRIES = "COUNTRIES"
    COMMUNE = "COMMUNE"
    TEXT = "TEXT"
    PARTS = "PARTS"  # a list of parts: only a page of its own can ask it


@dataclass(frozen=True, slots=True, kw_only=True)
class Question:
    """One fact as it is asked: `choices` are codes, `least` and `most` what the schema allows, `names` a dated list."""

    path: str
    shape: Shape
    unit: str = ""
    choices: tuple[str, ...] = ()
    least: int | None = None
    most: int | None = None
    names: tuple[str, ...] = ()


FILER = "filer"
ALWAYS: Mapping[str, str] = MappingProxyType(
    dict.fromkeys(
        (
            "employer.identity", "employer.name", "employer.enterprise_number", "employer.register_country",
            "employer.register_number", "employer.contact_name", "employer.contact_email", "employer.contact_phone",
            "worker.family_name", "worker.given_names", "worker.original_script", "worker.earlier_names",
            "worker.birth_date", "worker.birth_place", "worker.birth_country", "worker.sex", "worker.nationalities",
            "worker.stateless", "worker.travel_document.kind", "worker.travel_document.country",
            "worker.travel_document.number", "worker.travel_document.issued_on", "worker.travel_document.expires_on",
            "worker.national_number", "worker.bis_number",
        ),
        "IDENTITY",
    )
    | dict.fromkeys(("employer.representative_name", "employer.representative_in_belgium"), "MANDATE")
    | dict.fromkeys(("worker.email", "worker.language"), "REACHED")
    | dict.fromkeys(
        (
            "job.title", "job.description", "job.engagement", "job.start_on", "job.end_on", "job.duration_months",
            "job.weekly_hours",
        ),
        "PRINTED",
    )
    | dict.fromkeys(
        (
            "employer.seat_in_belgium", "employer.seat_nis_code", "employer.establishment_count",
            "job.establishment_nis_code", "job.establishment_number", "job.workplaces", "job.main_place_known",
            "job.main_place_nis_code",
        ),
        "COMPETENCE",
    )
    | dict.fromkeys(
        (
            "residence.in_belgium", "residence.country", "residence.street", "residence.postal_code",
            "residence.city", "residence.commune_nis_code",
        ),
        "REACHED",
    )
)  # fmt: skip
"""Facts asked whatever the rules read, and for what: who it is about, who acts, who decides, what the act says, whom
it reaches."""

FOR_RESIDENCE: Mapping[str, str] = MappingProxyType(
    dict.fromkeys(("residence.post_code", "residence.belgian_street", "residence.belgian_nis_code"), "REACHED")
    | dict.fromkeys(("fee.paid", "fee.reference"), "FEE")
)
"""Facts asked where somebody decides on residence: which post or commune carries the decision out, and its fee."""


def asked(
    *,
    book: Rulebook,
    category: str,
    kind: ApplicationKind | str,
    authority: str | None,
    days: Days,
    facts: Facts | None = None,
) -> dict[str, tuple[str, ...]]:
    """The paths to ask for, each with the codes of the rules that read it, in the order of the description.

    While nobody knows which authority decides, any of the four might. A rule that known `facts` set aside asks nothing.
    """
    described = book.category(category)
    authorities = [authority] if authority else [each for each in Authority if each != Authority.FEDERAL]
    read: dict[str, list[str]] = {}
    for rule in book.asking(authorities=[Authority.FEDERAL, *authorities], category=category, kind=kind):
        if (
            _asks_nothing(rule, kind, days)
            or _is_about_others(rule, described.filers)
            or (facts is not None and sets_aside(facts, rule))
        ):
            continue
        for path in reads(rule, kind):
            read.setdefault(path, []).append(rule.code)
    base = {*ALWAYS, *(FOR_RESIDENCE if Track.RESIDENCE in described.tracks else ())}
    base = {path for path in base if not _has_no_place(path, described)}
    return {path: tuple(read.get(path, ())) for path in SCHEMA if path in base or path in read}


def reads(rule: Rule, kind: ApplicationKind | str) -> tuple[str, ...]:
    """The facts that a rule looks at in an application of that kind, but those that nobody is asked."""
    judged = CRITERIA[rule.criterion].reads_for(rule, str(kind)) if rule.criterion else ()
    narrowed = (only.fact for only in (*rule.only_if, *rule.unless))
    return tuple(path for path in dict.fromkeys((*narrowed, *judged)) if path in SCHEMA)


def question(path: str, *, book: Rulebook | None = None, rules: Iterable[str] = (), on: date | None = None) -> Question:
    """The fact at a path as a question. Raises UnknownFact for a path that nobody may ask.

    With the rules that read it and a day, `names` holds the entries of their dated list.
    """
    try:
        found = SCHEMA[path]
    except KeyError:
        raise UnknownFact(path) from None
    kind, extra = _kind(found), _extra(found)
    limits = {type(limit): limit for limit in _metadata(found)}
    return Question(
        path=path,
        shape=_shape(kind),
        unit=extra.get("unit", ""),
        choices=tuple(each.value for each in kind) if isinstance(kind, type) and issubclass(kind, StrEnum) else (),
        least=limits[Ge].ge if Ge in limits else None,
        most=limits[Le].le if Le in limits else None,
        names=tuple(_names(book, rules, on)) if book is not None and on is not None else (),
    )


def _has_no_place(path: str, category: Category) -> bool:
    """Whether the category does without; the seat still decides who is competent, as long as a place of work does."""
    decides = ALWAYS.get(path) == "COMPETENCE" and "job" not in category.without
    return path.partition(".")[0] in category.without and not decides


def _asks_nothing(rule: Rule, kind: ApplicationKind | str, days: Days) -> bool:
    """Law that is not in force; and short mobility, which a first application does not claim."""
    if rule.kind == RuleKind.EXEMPTION and kind != ApplicationKind.LONG_TERM_MOBILITY:
        return True
    try:
        rule.in_force(days.of(rule.reference_day))
    except NoRuleInForce:
        return True
    return rule.occasion != Occasion.APPLICATION


def _is_about_others(rule: Rule, filers: Collection[Filer]) -> bool:
    """Whether the rule says itself that it concerns none of those who may file such an application."""
    only = [test for test in rule.only_if if test.fact == FILER]
    unless = [test for test in rule.unless if test.fact == FILER]
    shut_out = unless if len(unless) == len(rule.unless) else []  # beside other tests this one alone says nothing
    return not any(
        all(test.holds(filer) for test in only) and not (shut_out and all(test.holds(filer) for test in shut_out))
        for filer in filers
    )


def _names(book: Rulebook, rules: Iterable[str], on: date) -> Iterable[str]:
    for code in rules:
        rule = book.rule(code)
        version = book.find_value(code, on=on)
        entered = book.find_value(version.values["list"], on=on) if version and "list" in version.values else None
        if rule.criterion == "listed" and entered is not None:
            yield from entered.values["names"]


def _shape(kind: Any) -> Shape:
    plain = {bool: Shape.YES_NO, date: Shape.DAY, Decimal: Shape.AMOUNT, int: Shape.NUMBER}
    special = {Country: Shape.COUNTRY, NisCode: Shape.COMMUNE, tuple[Country, ...]: Shape.COUNTRIES}
    for known in (plain, special):
        for each, shape in known.items():
            if kind == each:
                return shape
    if isinstance(kind, type) and issubclass(kind, StrEnum):
        return Shape.CHOICE
    return Shape.TEXT if _bare(kind) is str else Shape.NUMBER if _bare(kind) is int else Shape.PARTS


def _bare(kind: Any) -> Any:
    """The type without its limits."""
    return getattr(kind, "__origin__", kind) if hasattr(kind, "__metadata__") else kind


def _kind(found: FieldInfo) -> Any:
    """The type of a fact that is known."""
    kinds = [each for each in get_args(found.annotation) if each is not NoneType]
    return kinds[0] if len(kinds) == 1 and NoneType in get_args(found.annotation) else found.annotation


def _metadata(found: FieldInfo) -> Collection[Any]:
    """The limits of a fact, also those that its type brings along."""
    own = getattr(_kind(found), "__metadata__", ())
    return [*found.metadata, *(limit for each in own for limit in getattr(each, "metadata", [each]))]


def _extra(found: FieldInfo) -> Mapping[str, Any]:
    return found.json_schema_extra if isinstance(found.json_schema_extra, dict) else {}


def _schema(part: type[BaseModel], *, before: str = "") -> dict[str, FieldInfo]:
    """Every fact that may be asked of an applicant, by path."""
    found: dict[str, FieldInfo] = {}
    for name, field in part.model_fields.items():
        if isinstance(field.annotation, type) and issubclass(field.annotation, BaseModel):
            found |= _schema(field.annotation, before=f"{before}{name}.")
        elif (before or name not in NOT_ASKED) and _extra(field).get("asked", True):
            found[before + name] = field
    return found


NOT_ASKED = frozenset({"category", "kind", "occasion", "documents"})  # chosen, known or uploaded: no answers
SCHEMA: Mapping[str, FieldInfo] = MappingProxyType(_schema(Facts))
