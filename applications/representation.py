"""What a mandate lacks for an application (P16, P19): pure, as codes, with the rule that asks for it.

A gap never stops a filing. It is said before, with its article and its likely consequence, and the desks see it.
Whether a mandate is missing, late or for somebody else is a matter of days and keys, so nothing here judges a paper.
"""

from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from types import MappingProxyType
from typing import Protocol

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from applications import rulebook
from applications.rulebook.model import Version
from applications.vocabulary import MandateGap, MandateScope

INADMISSIBLE = "INADMISSIBLE"  # the value of a rule that makes a missing mandate a ground of inadmissibility
ABOUT_THE_PERSON = frozenset({MandateGap.ABROAD, MandateGap.RESIDENCE_UNKNOWN})
STOPS = frozenset({MandateGap.MISSING, MandateGap.OTHER_EMPLOYER, MandateGap.FOREIGN_EMPLOYER})

CONSEQUENCES: Mapping[str, Promise] = MappingProxyType(
    {
        MandateGap.MISSING: _("The authority may ask for it before it deals with you."),
        MandateGap.FOREIGN_EMPLOYER: _("The authority may ask that somebody in Belgium acts for the employer."),
        MandateGap.OTHER_EMPLOYER: _("It is not accepted as evidence here. Name a mandate of this employer."),
        MandateGap.NOT_YET: _("Wait for its first day, or the authority may ask for a mandate that covers today."),
        MandateGap.EXPIRED: _("Ask the employer for a new one; the authority may ask for it as well."),
        MandateGap.ENDED: _("Ask the employer for a new one; the authority may ask for it as well."),
        MandateGap.OUT_OF_SCOPE: _("Ask the employer for one that covers this application."),
        MandateGap.OTHER_PERSON: _("The authority may ask the person named to sign, or for a substitution."),
        MandateGap.NOT_CONFIRMED: _("The authority may ask the employer whether it is so."),
        MandateGap.NO_PAPER: _("The authority may ask for the signed paper."),
        MandateGap.ABROAD: _("The authority may ask for a person who resides in Belgium."),
        MandateGap.RESIDENCE_UNKNOWN: _("The authority may ask where that person resides."),
    }
)
INADMISSIBLE_WITHOUT = _("Without a power of attorney this authority may declare the application inadmissible.")


class MandateLike(Protocol):
    """What is looked at of a mandate; the model has it, and so does a test's stand-in."""

    principal_id: int
    holder_key: str
    resides_in_belgium: bool | None
    scope: str
    valid_from: date
    valid_until: date | None
    ended_as: str

    @property
    def categories(self) -> Sequence[str]: ...

    @property
    def is_confirmed(self) -> bool: ...

    @property
    def has_paper(self) -> bool: ...


@dataclass(frozen=True, slots=True, kw_only=True)
class Case:
    """The application for which somebody acts, on one day.

    `employer_id` is None while the employer has no record here; `substitutes` are the keys that stand in on that day;
    `is_named` says that a mandate for chosen applications names this one.
    """

    by_mandatary: bool
    category: str
    on: date
    employer_id: int | None = None
    seat_in_belgium: bool | None = None
    actor_key: str = ""
    substitutes: Collection[str] = ()
    is_named: bool = False


@dataclass(frozen=True, slots=True)
class Lack:
    """A gap with the version of the rule behind it; None where no rule is known for that authority and day."""

    gap: MandateGap
    rule: Version | None

    @property
    def consequence(self) -> Promise:
        """What follows, most likely."""
        if self.gap in STOPS and self.rule is not None and self.rule.values.get("missing") == INADMISSIBLE:
            return INADMISSIBLE_WITHOUT
        return CONSEQUENCES[self.gap]


def gaps(mandate: MandateLike | None, case: Case) -> tuple[MandateGap, ...]:
    """Everything the mandate lacks, what weighs most first; nothing for an employer in Belgium who files himself."""
    if not case.by_mandatary:
        return (MandateGap.FOREIGN_EMPLOYER,) if case.seat_in_belgium is False else ()
    if mandate is None:
        return (MandateGap.MISSING,)
    return (*_lacking_for(mandate, case), *_lacking_itself(mandate))


def lacks(found: Sequence[MandateGap], *, authority: str, on: date) -> list[Lack]:
    """The gaps, each with the rule of that authority that asks for more."""
    return [Lack(gap, _rule(authority, gap, on=on)) for gap in found]


def _lacking_for(mandate: MandateLike, case: Case) -> Iterator[MandateGap]:
    if mandate.principal_id != case.employer_id:
        yield MandateGap.OTHER_EMPLOYER
    if mandate.ended_as:
        yield MandateGap.ENDED
    if case.on < mandate.valid_from:
        yield MandateGap.NOT_YET
    if mandate.valid_until is not None and case.on >= mandate.valid_until:
        yield MandateGap.EXPIRED
    if not covers(mandate, case.category, is_named=case.is_named):
        yield MandateGap.OUT_OF_SCOPE
    if case.actor_key and case.actor_key != mandate.holder_key and case.actor_key not in case.substitutes:
        yield MandateGap.OTHER_PERSON


def _lacking_itself(mandate: MandateLike) -> Iterator[MandateGap]:
    if not mandate.is_confirmed:
        yield MandateGap.NOT_CONFIRMED
    if not mandate.has_paper:
        yield MandateGap.NO_PAPER
    if mandate.resides_in_belgium is False:
        yield MandateGap.ABROAD
    if mandate.resides_in_belgium is None:
        yield MandateGap.RESIDENCE_UNKNOWN


def covers(mandate: MandateLike, category: str, *, is_named: bool = False) -> bool:
    """Whether the mandate is for such an application, whatever the day."""
    match mandate.scope:
        case MandateScope.ALL:
            return True
        case MandateScope.CATEGORIES:
            return category in mandate.categories
    return is_named


def _rule(authority: str, gap: MandateGap, *, on: date) -> Version | None:
    code = f"{authority}.intake.{'mandatary' if gap in ABOUT_THE_PERSON else 'mandate'}"
    try:
        return rulebook.rulebook().rule(code).in_force(on)
    except (rulebook.UnknownRule, rulebook.NoRuleInForce):
        return None
