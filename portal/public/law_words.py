"""The values of a rule in the reader's words: what is asked, how long, from when, by whom."""

from collections.abc import Callable, Iterable, Mapping
from datetime import date
from typing import Any

from django.conf.locale import LANG_INFO
from django.utils.functional import Promise
from django.utils.translation import get_language_info, gettext_lazy, ngettext
from django.utils.translation import gettext as _
from django_countries import countries

from applications import clock_words, rulebook
from applications.rulebook import sentences
from applications.rulebook.model import OnExpiry, Only, Rule, RuleKind, Unit, Version
from applications.vocabulary import Authority, Capacity, NotificationKind
from portal.ui import facts_words
from portal.ui.parts import Fact

LENGTHS: Mapping[Unit, Callable[[int], str]] = {
    Unit.DAYS: lambda count: ngettext("%(count)d calendar day", "%(count)d calendar days", count),
    Unit.WORKING_DAYS: lambda count: ngettext("%(count)d working day", "%(count)d working days", count),
    Unit.MONTHS: lambda count: ngettext("%(count)d month", "%(count)d months", count),
}

NAMES: Mapping[str, Promise] = {
    "after": gettext_lazy("Counted from"),
    "after_contract_months": gettext_lazy("Months after the end of the contract"),
    "against": gettext_lazy("Against"),
    "age_on": gettext_lazy("The age counts on the day of"),
    "amount": gettext_lazy("Amount"),
    "annex": gettext_lazy("Annex"),
    "before": gettext_lazy("Counted back from"),
    "blue_card_months": gettext_lazy("Months with a Blue Card"),
    "body": gettext_lazy("To whom"),
    "by_authority": gettext_lazy("Language, by work authority"),
    "by_capacity": gettext_lazy("What counts as notification"),
    "card": gettext_lazy("Card"),
    "card_months": gettext_lazy("Months with the card"),
    "collective_agreement": gettext_lazy("Collective agreement no."),
    "contract_months": gettext_lazy("Months of contract"),
    "countries": gettext_lazy("Nationals of"),
    "counts_back_from": gettext_lazy("Counted back from"),
    "days": gettext_lazy("Days"),
    "delivered_by": gettext_lazy("Issued by"),
    "duty": gettext_lazy("Consular duty"),
    "employment_months": gettext_lazy("Months of employment"),
    "every_months": gettext_lazy("Every so many months"),
    "exact": gettext_lazy("Exact amount"),
    "exempt_nationalities": gettext_lazy("Not asked of nationals of"),
    "explicit_authorisation": gettext_lazy("An authorisation of its own"),
    "extends_with": gettext_lazy("Lengthened once by"),
    "extension": gettext_lazy("Longer by"),
    "extensions": gettext_lazy("Extensions"),
    "fee": gettext_lazy("Fee"),
    "free_under": gettext_lazy("Free under the age of"),
    "from_age": gettext_lazy("From the age of"),
    "gap_months": gettext_lazy("Months in between"),
    "groups": gettext_lazy("Lower amount for"),
    "held_months": gettext_lazy("Months held"),
    "ict_months": gettext_lazy("Months of experience, information technology"),
    "inadmissible": gettext_lazy("Not met: inadmissible"),
    "isco": gettext_lazy("Occupations (ISCO)"),
    "junior_below_months": gettext_lazy("Junior: months of experience below"),
    "language": gettext_lazy("Language"),
    "length": gettext_lazy("Period"),
    "list": gettext_lazy("List"),
    "maximum": gettext_lazy("At most"),
    "may_work": gettext_lazy("Work may go on"),
    "mention": gettext_lazy("Mention on the labour market"),
    "met_by": gettext_lazy("Ends with"),
    "minimum": gettext_lazy("At least"),
    "missing": gettext_lazy("If it is missing"),
    "months": gettext_lazy("Months"),
    "months_after": gettext_lazy("Months of unemployment from then on"),
    "months_before": gettext_lazy("Months of unemployment before then"),
    "names": gettext_lazy("On the list"),
    "natural_person": gettext_lazy("A natural person"),
    "new_application": gettext_lazy("A new application"),
    "of": gettext_lazy("Of"),
    "of_years": gettext_lazy("Within so many years"),
    "offer_months": gettext_lazy("Months of offer"),
    "on": gettext_lazy("Switched on"),
    "on_expiry": gettext_lazy("When it ends unused"),
    "opens_months": gettext_lazy("Opens so many months before"),
    "other_months": gettext_lazy("Months of experience, other occupations"),
    "pauses_with": gettext_lazy("Stands still with"),
    "payslips": gettext_lazy("Payslips"),
    "per_year_of_validity": gettext_lazy("Per year of validity"),
    "percent": gettext_lazy("Share"),
    "percent_of_living_wage": gettext_lazy("Share of the living wage"),
    "permit": gettext_lazy("Permit"),
    "printed": gettext_lazy("As printed officially"),
    "reduced": gettext_lazy("Lower amount"),
    "registered": gettext_lazy("For a registered letter"),
    "renewal_if": gettext_lazy("Renewed if"),
    "resides_in_belgium": gettext_lazy("Resides in Belgium"),
    "residence_right": gettext_lazy("Right of residence"),
    "restarts_with": gettext_lazy("Begins anew with"),
    "resumes_with": gettext_lazy("Runs on with"),
    "rollover": gettext_lazy("Last day on a day off"),
    "runs_on_from": gettext_lazy("Amount last published for"),
    "search_months": gettext_lazy("Months to look for work"),
    "starts_with": gettext_lazy("Counted from"),
    "stopped_by": gettext_lazy("Stopped by"),
    "study_years": gettext_lazy("Years of study"),
    "switch": gettext_lazy("While this is switched on"),
    "unit": gettext_lazy("Unit"),
    "unproven_after_months": gettext_lazy("Not asked to be proved after months with a card"),
    "year_from_month": gettext_lazy("Months in a year of pay"),
    "years": gettext_lazy("Years"),
}

CODES: Mapping[str, Promise | str] = {
    "ASKED": gettext_lazy("it is asked for"),
    "DECISION": gettext_lazy("a decision"),
    "EXPERT": gettext_lazy("experts"),
    "FILING": gettext_lazy("filing"),
    "INADMISSIBILITY": gettext_lazy("a finding of inadmissibility"),
    "INADMISSIBLE": gettext_lazy("the application is inadmissible"),
    "JUNIOR": gettext_lazy("juniors"),
    "LIMITED": gettext_lazy("limited"),
    "MANAGER": gettext_lazy("managers"),
    "NURSE": gettext_lazy("nurses"),
    "START": gettext_lazy("the start of work"),
    "TEACHER": gettext_lazy("teachers"),
    "TRAINEE": gettext_lazy("trainees"),
    "UNDER_30": gettext_lazy("workers under thirty"),
    "UNLIMITED": gettext_lazy("unlimited"),
    "exempt_from_labour_market_test": gettext_lazy("exempt from the test of the labour market"),
    "same_function_uninterrupted": gettext_lazy("the same function without interruption"),
    "commune": gettext_lazy("the commune"),
    "expires_on": gettext_lazy("the last day of validity"),
    **{str(member): member.label for members in (NotificationKind, Capacity, Authority) for member in members},
}

ON_EXPIRY: Mapping[str, Promise] = {
    OnExpiry.PROPOSE: gettext_lazy("an act of inadmissibility is prepared; an officer signs it, or not"),
    OnExpiry.PROPOSE_GRANT: gettext_lazy("annex 47 is prepared; an officer signs it, or not"),
    OnExpiry.RESUME: gettext_lazy("the clock that waited runs on"),
    OnExpiry.PROCEED: gettext_lazy("the other office need not wait any longer"),
    OnExpiry.ALARM: gettext_lazy("the office is warned; nothing else changes"),
}

ROLLOVER: Mapping[bool, Promise] = {
    True: gettext_lazy("it moves to the next working day"),
    False: gettext_lazy("it does not move"),
}

EVENTS = frozenset(
    {"starts_with", "restarts_with", "met_by", "stopped_by", "pauses_with", "resumes_with", "extends_with"}
)
IN_EUROS = frozenset({"amount", "exact", "minimum", "printed", "duty", "per_year_of_validity"})
FIGURES = frozenset({"amount", "months", "percent"})
SIDE_MATTERS = frozenset({"stopped_by", "restarts_with", "on_expiry", "rollover", "registered", "switch"})
SHARES = frozenset({"percent", "percent_of_living_wage"})


def facts(rule: Rule, version: Version, *, on: date, is_brief: bool = False) -> list[Fact]:
    """Each value of a version with its name, a value of another rule as that of the day.

    A period is told as a period; `is_brief` leaves out what only its own page tells.
    """
    values = {name: value for name, value in version.values.items() if not (is_brief and name in SIDE_MATTERS)}
    found = []
    if "unit" in values:
        found.append(Fact(NAMES["length"], length(values)))
        del values["unit"], values["length"]
        values.pop("extension", None)
    found += [Fact(name(key), _on(key, value, version=version, on=on)) for key, value in values.items()]
    if rule.kind == RuleKind.DEADLINE and "rollover" not in values and not is_brief:
        found.append(Fact(NAMES["rollover"], _("no source says whether it moves")))
    if rule.fact:
        found.insert(0, Fact(_("Looks at"), facts_words.title(rule.fact)))
    return found


def _on(key: str, value: Any, *, version: Version, on: date) -> str:
    """A value; where it is another rule's, the amount or number that this one gives on the day."""
    words = shown(key, value, values=version.values)
    book = rulebook.rulebook()
    if not isinstance(value, str) or value not in book.rules:
        return words
    other = book.find_value(value, on=on)
    figures = [shown(name, said) for name, said in other.values.items() if name in FIGURES] if other else []
    if not figures:
        return words
    return _joined(figures) if words == name(key) else f"{words} ({_joined(figures)})"


def name(key: str) -> str:
    """The name of a value; its key in plain letters where nobody named it."""
    return str(NAMES.get(key, key.replace("_", " ").capitalize()))


def shown(key: str, value: Any, *, values: Mapping[str, Any] | None = None) -> str:
    """A value in the reader's words. `values` are those beside it, which may say its unit."""
    if value is None:
        return ""
    match key, value:
        case "on_expiry", str():
            return str(ON_EXPIRY[value])
        case "rollover", bool():
            return str(ROLLOVER[value])
        case "extends_with", _events:
            longer = {"unit": (values or {}).get("unit", Unit.DAYS), "length": (values or {}).get("extension", 0)}
            return f"{_joined(shown('starts_with', each) for each in value)}: {length(longer)}"
        case "body", str():
            return sentences.title(value)
        case (("language" | "by_authority"), str()):
            return _language(value)
        case (("exempt_nationalities" | "countries"), _codes):
            return _joined(str(countries.name(code) or code) for code in value)
        case _:
            return _plain(key, value)


def length(values: Mapping[str, Any]) -> str:
    """How long a period is; nothing when it ends on the day that its start event names."""
    count = int(values["length"])
    if not count and values.get("counts_back_from"):
        return _("none: it ends on that day")
    return LENGTHS[Unit(values["unit"])](count) % {"count": count}


def narrowed(rule: Rule) -> list[str]:
    """For what the rule holds only, a sentence for each test."""
    found = [_("Only if: %(test)s.") % {"test": _test(only)} for only in rule.only_if]
    if rule.unless:
        found.append(_("Not if: %(test)s.") % {"test": _joined(map(_test, rule.unless))})
    return found


def _test(only: Only) -> str:
    said = {"fact": facts_words.title(only.fact), "value": _fact_value(only.fact, only.value)}
    match only.test:
        case "at_least":
            return _("%(fact)s, at least %(value)s") % said
        case "below":
            return _("%(fact)s, below %(value)s") % said
        case _:
            return _("%(fact)s: %(value)s") % said


def _fact_value(path: str, value: Any) -> str:
    if isinstance(value, bool):
        return _("yes") if value else _("no")
    if isinstance(value, tuple | list):
        return " / ".join(_fact_value(path, each) for each in value)
    return sentences.find(f"fact.{path}.{value}") or str(CODES.get(str(value), value))


def _plain(key: str, value: Any) -> str:
    match value:
        case bool():
            return _("yes") if value else _("no")
        case dict() | list() | tuple():
            return _several(key, value)
        case int() if key == "runs_on_from":
            return str(value)
        case int() if key in SHARES:
            return f"{value} %"
    text = str(value)
    if key in EVENTS:
        return str(clock_words.EVENTS.get(text, text))
    if text in CODES:
        return str(CODES[text])
    if key in IN_EUROS and sentences.AMOUNT.match(text):
        return _("%(amount)s euros") % {"amount": sentences.localised(text)}
    if "." in text and not sentences.AMOUNT.match(text):
        return sentences.title(text) if text in rulebook.rulebook().rules else facts_words.title(text)
    return sentences.localised(value)


def _several(key: str, value: Any) -> str:
    if not value:
        return _("nothing yet: an officer judges")
    if isinstance(value, dict):
        return _joined(f"{CODES.get(each, each)}: {shown(key, said)}" for each, said in value.items())
    return _joined(shown(key, each) for each in value)


def _language(code: str) -> str:
    return str(get_language_info(code)["name_translated"]) if code in LANG_INFO else code


def _joined(words: Iterable[str]) -> str:
    return ", ".join(words)
