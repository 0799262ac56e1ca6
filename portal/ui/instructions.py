"""What a post or a commune is told about a decision, as terms and values: the notice and nothing beyond it (P29)."""

from datetime import date

from django.utils.translation import gettext as _
from django_countries import countries

from applications.rulebook import sentences
from exchange.contracts import CommuneInstruction, Notice, Person, VisaInstruction
from portal.ui.parts import Fact
from portal.ui.templatetags.ui import day


def person(notice: Notice) -> list[Fact]:
    """Who stands at the counter; empty for a notice that instructs nobody."""
    if isinstance(notice, VisaInstruction):
        return _person(notice.person)
    if isinstance(notice, CommuneInstruction):
        address = notice.address or _("not announced yet; ask the person")
        return [*_person(notice.person), Fact(_("Address in Belgium"), address)]
    return []


def decision(notice: Notice) -> list[Fact]:
    """What was granted, and what it asks of the office."""
    if isinstance(notice, VisaInstruction):
        return [Fact(_("Visa"), notice.visa), *_permit(notice)]
    if isinstance(notice, CommuneInstruction):
        return [
            Fact(_("Task"), notice.task.label),
            Fact(_("Card"), notice.card),
            Fact(_("Mention on the card"), notice.labour_market.label),
            *_permit(notice),
        ]
    return []


def _person(who: Person) -> list[Fact]:
    found = [
        Fact(_("Name"), who.name),
        Fact(_("Born"), _born(who.born)),
        Fact(_("Nationality"), _nationalities(who.nationality)),
    ]
    if who.travel_document:
        found.append(Fact(_("Travel document"), who.travel_document, is_reference=True))
    if who.national_number:
        found.append(Fact(_("National number"), who.national_number, is_reference=True))
    return found


def _permit(notice: VisaInstruction | CommuneInstruction) -> list[Fact]:
    found = [
        Fact(_("Granted on"), day(notice.decided_on)),
        Fact(_("Permit"), sentences.title(notice.category)),
        *([Fact(_("Employer"), notice.employer_name)] if notice.employer_name else []),
    ]
    if notice.valid_from:
        found.append(Fact(_("Valid from"), day(notice.valid_from)))
    if notice.valid_until:
        found.append(Fact(_("Valid until"), day(notice.valid_until)))
    return found


def _born(born: str) -> str:
    """A birth date may be a year, or a year and a month (P17); then it is shown as it is known."""
    try:
        return day(date.fromisoformat(born))
    except ValueError:
        return born or _("not known")


def _nationalities(codes: str) -> str:
    return ", ".join(str(countries.name(code) or code) for code in codes.split(", ") if code) or _("none known")
