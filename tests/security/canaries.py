"""A word of its own in every fact of a dossier, generated from the description of the facts.

What a fact may say decides its canary: any text gets a text nobody else has, a day its own day, an amount its own
amount. What chooses from a closed list, or counts a few, tells nothing by itself and carries none; `UNPLANTED` says
so for the texts that must be what they are.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, timedelta
from decimal import Decimal
from typing import Any, get_args

from django.utils.formats import number_format
from django.utils.translation import override
from pydantic import BaseModel

from applications.disclosure import Group, group_of_fact
from applications.rulebook.facts import Facts, paths
from portal.accounts import demo
from portal.ui.templatetags.ui import day, short_day

LANGUAGES = ("en", "fr", "nl", "de")

# Facts for which not any word will do: they are checked, or lead to an account.
PAY = "87654.32"
PASSPORT = "ZKANARI77"
NUMBER = demo.WORKER_NUMBER
DESCRIPTION = "Kanarientätigkeit"
CONTACT = "kanari.worker@canary.example"
FEE = "KANARIFEE"
STREET = "Kanarienweg 77"
CHOSEN: dict[str, Any] = {
    "job.yearly_gross": PAY,
    "job.weekly_hours": "37.25",
    "job.description": DESCRIPTION,
    "worker.travel_document.number": PASSPORT,
    "worker.bis_number": NUMBER,
    "worker.email": CONTACT,
    "worker.birth_date": "1979-11-23",
    "worker.travel_document.issued_on": "2021-04-17",
    "worker.travel_document.expires_on": "2033-04-16",
    "employer.contact_email": "kanari.firma@canary.example",
    "employer.register_number": "HRB-KANARI-4711",
    "job.establishment_number": "2999777733",
    "fee.reference": FEE,
    "residence.street": STREET,
    "residence.postal_code": "KAN4711",
    "residence.belgian_postal_code": "KAN4712",
}
UNPLANTED = {
    "category": "what the application is about, told to everybody it concerns",
    "employer.enterprise_number": "a public number, and the one by which the employer finds his dossier",
    "employer.register_country": "a closed list",
    "worker.national_number": "who has one has no bis number; both go the same way",
    "residence.post_code": "the code of a post, from a closed list",
    "job.isco_code": "the code of an occupation, from a closed list",
    "job.start_on": "the first day of the permit, which the decision tells",
    "job.end_on": "a contract without end has none",
    "documents": "codes of papers, from a closed list",
    "filed_on": "stamped by the platform",
    "decided_on": "stamped by the platform",
    "mobility.card_valid_until": "only for long-term mobility",
    "mobility.entered_on": "only for long-term mobility",
}


@dataclass(frozen=True)
class Canary:
    """A planted fact: what stands there, to which group it belongs, and every way in which a page may write it."""

    path: str
    group: Group
    value: str
    spellings: tuple[str, ...]


def facts() -> list[Canary]:
    """One for each fact that can carry one."""
    return list(_planted())


def answers() -> dict[str, dict[str, Any]]:
    """The planted values as `stories.draft` takes them, part by part."""
    told: dict[str, dict[str, Any]] = {}
    for canary in facts():
        part, _dot, rest = canary.path.partition(".")
        inner, _dot, last = rest.rpartition(".")
        target = told.setdefault(part, {})
        (target.setdefault(inner, {}) if inner else target)[last] = canary.value
    return told


def carries_one(path: str) -> bool:
    """Whether a fact is free enough to say something that stands nowhere else."""
    return path not in UNPLANTED and _kind(path) in (str, date, Decimal)


def _planted() -> Iterator[Canary]:
    for number, path in enumerate(paths()):
        group = group_of_fact(path)
        if not carries_one(path) or group is None:
            continue
        value = CHOSEN.get(path) or _word(path, number)
        yield Canary(path, group, value, tuple(_spellings(path, value)))


def _word(path: str, number: int) -> str:
    if _kind(path) is date:
        return (date(2041, 1, 7) + timedelta(days=37 * number)).isoformat()
    if _kind(path) is Decimal:
        return f"{71000 + 37 * number}.{number % 100:02d}"
    return f"Kanari{path.replace('.', ' ').replace('_', ' ').title().replace(' ', '')}{number}"


def _spellings(path: str, value: str) -> set[str]:
    """Every way in which a page or a letter may write it."""
    found = {value}
    for language in LANGUAGES:
        with override(language):
            if _kind(path) is Decimal:
                amount = Decimal(value)
                found |= {number_format(amount, force_grouping=grouped) for grouped in (True, False)}
                if amount > 1000:  # the whole euros, however they are grouped
                    found |= {number_format(int(amount), force_grouping=True), f"{int(amount)}"}
            elif _kind(path) is date or path == "worker.birth_date":
                on = date.fromisoformat(value)
                found |= {day(on), short_day(on), day(on).replace("\u00a0", " "), f"{on:%d/%m/%Y}", f"{on:%d.%m.%Y}"}
    if path.endswith(("national_number", "bis_number")):
        found.add(f"{value[:2]}.{value[2:4]}.{value[4:6]}-{value[6:9]}.{value[9:]}")
    return found | {spelling.replace("\u00a0", "\u202f") for spelling in found}


def _kind(path: str) -> type | None:
    """The type of a fact: `str` for any text, None for what is chosen from a list, counted, or ticked."""
    part: type[BaseModel] = Facts
    *inner, last = path.split(".")
    for name in inner:
        part = part.model_fields[name].annotation  # type: ignore[assignment]
    if path == "worker.birth_date":
        return str
    field = part.model_fields[last]
    if _is_patterned(field.metadata):
        return None
    for kind in get_args(field.annotation) or (field.annotation,):
        if kind in (str, date, Decimal):
            return kind
    return None


def _is_patterned(metadata: list[Any]) -> bool:
    return any(getattr(each, "pattern", None) for each in metadata)
