"""The arithmetic of a clock in words: one sentence per step, in the reader's language.

Steps hold codes and days, never sentences, so that the same clock can be read in four languages and compared between
two runs. `explain` gives messages and what goes into them; `sentences` gives them ready to print.
"""

from collections.abc import Mapping
from datetime import date
from typing import Any

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _
from django.utils.translation import ngettext_lazy

from applications.calendar import HOLIDAY_NAMES
from applications.clocks import Clock, Step
from applications.rulebook.sentences import localised
from applications.vocabulary import Authority, Capacity

NO_ARTICLE = "not found"  # what the rulebook writes where no text was found

EVENTS: Mapping[str, Promise] = {
    "SUBMITTED": _("application filed"),
    "DOCUMENTS_ASKED": _("missing documents asked"),
    "DOCUMENTS_SUPPLIED": _("missing documents supplied"),
    "COMPLETE_DECLARED": _("application declared complete"),
    "COMPLETENESS_NOTIFIED": _("completeness notified"),
    "REQUEST_NOTIFIED": _("request for documents notified"),
    "RESIDENCE_TICKED": _("residence papers checked"),
    "PIECES_ASKED": _("further pieces asked"),
    "PIECES_ANSWERED": _("further pieces received"),
    "WORK_ACT_NOTIFIED": _("decision on work notified"),
    "RESIDENCE_ACT_NOTIFIED": _("decision on residence notified"),
    "CLOSED": _("application closed"),
    "REQUEST_SENT": _("request for documents sent"),
    "CHECK_REOPENED": _("application reopened, completeness checked anew"),
    "REVIEW_REOPENED": _("application reopened, examined anew"),
    "EXTENDED": _("extension for complexity notified"),
    "COMPLETE_ON_PAPER": _("file on paper declared complete"),
    "TRANSMITTED": _("file sent to the Immigration Office"),
    "WORK_REFUSAL_SIGNED": _("refusal of work signed"),
    "WORK_REFUSAL_NOTIFIED": _("refusal of work notified"),
    "RESIDENCE_REFUSAL_NOTIFIED": _("refusal of residence notified"),
    "INADMISSIBLE_NOTIFIED": _("inadmissibility notified"),
    "APPEAL_LODGED": _("appeal lodged"),
    "ARRIVED": _("arrival in Belgium"),
    "REGISTERED": _("registration at the commune"),
    "PERMIT_ISSUED": _("permit issued"),
    "RENEWAL_FILED": _("renewal filed"),
    "CHANGE_REPORTED": _("change of employer or conditions reported"),
    "CHANGE_REJECTED": _("change of employer or conditions rejected"),
    "EMPLOYMENT_ENDED": _("employment ended"),
    "EMPLOYMENT_BEGAN": _("employment began"),
}

REASONS: Mapping[str, Promise] = {
    "OUTAGE": _("outage"),
    "STRIKE": _("strike"),
    "CLOSURE": _("closure"),
}

LENGTHS: Mapping[str, Any] = {
    "DAYS": ngettext_lazy(
        "The period is %(days)d calendar day; day 1 is the day after (%(article)s).",
        "The period is %(days)d calendar days; day 1 is the day after (%(article)s).",
        "days",
    ),
    "WORKING_DAYS": ngettext_lazy(
        "The period is %(days)d working day; day 1 is the first one after (%(article)s).",
        "The period is %(days)d working days; day 1 is the first one after (%(article)s).",
        "days",
    ),
    "MONTHS": ngettext_lazy(
        "The period is %(days)d month, from date to date (%(article)s).",
        "The period is %(days)d months, from date to date (%(article)s).",
        "days",
    ),
}

LENGTHS_BACK: Mapping[str, Any] = {
    "DAYS": ngettext_lazy(
        "The last day is %(days)d calendar day before %(until)s (%(article)s).",
        "The last day is %(days)d calendar days before %(until)s (%(article)s).",
        "days",
    ),
    "WORKING_DAYS": ngettext_lazy(
        "The last day is %(days)d working day before %(until)s (%(article)s).",
        "The last day is %(days)d working days before %(until)s (%(article)s).",
        "days",
    ),
    "MONTHS": ngettext_lazy(
        "The last day is %(days)d month before %(until)s, from date to date (%(article)s).",
        "The last day is %(days)d months before %(until)s, from date to date (%(article)s).",
        "days",
    ),
}

MESSAGES: Mapping[str, Any] = {
    "STARTED": _("%(on)s: the clock starts (%(event)s)."),
    "PAUSED": _("%(on)s: the clock stops (%(event)s)."),
    "PAUSED_BY": _("%(on)s: the clock stops (%(event)s, by %(by)s)."),
    "PAUSED_UNTIL": _("%(on)s: the clock stops (%(event)s), at the latest until %(until)s."),
    "PAUSED_BY_UNTIL": _("%(on)s: the clock stops (%(event)s, by %(by)s), at the latest until %(until)s."),
    "RESUMED": ngettext_lazy(
        "%(on)s: the clock runs on (%(event)s). %(days)d day is not counted.",
        "%(on)s: the clock runs on (%(event)s). %(days)d days are not counted.",
        "days",
    ),
    "PAUSE_ENDED": ngettext_lazy(
        "%(on)s: no answer came, the clock runs on. %(days)d day is not counted.",
        "%(on)s: no answer came, the clock runs on. %(days)d days are not counted.",
        "days",
    ),
    "NAMED_DAY": _("The last day is the one that was named, %(until)s (%(article)s)."),
    "EXTENDED": ngettext_lazy(
        "%(on)s: the period is lengthened by %(days)d (%(event)s).",
        "%(on)s: the period is lengthened by %(days)d (%(event)s).",
        "days",
    ),
    "HOLIDAY": _("%(on)s is not counted: %(holiday)s."),
    "UNAVAILABLE": _("%(on)s to %(until)s: the authority could not be reached (%(authority)s: %(reason)s)."),
    "MOVED": _("The last day moves from %(from)s to %(on)s, the next day on which the authority works."),
    "MOVED_HOLIDAY": _("The last day moves from %(from)s (%(holiday)s) to %(on)s."),
    "DUE": _("The last day is %(on)s."),
    "LATER_READING": _(
        "%(from)s is not a working day. No source says whether the period then ends later: "
        "nobody is held to it before %(on)s is over."
    ),
    "LATER_READING_HOLIDAY": _(
        "%(from)s is a holiday (%(holiday)s). No source says whether the period then ends later: "
        "nobody is held to it before %(on)s is over."
    ),
    "MET": _("%(on)s: done in time (%(event)s)."),
    "MET_ON_LATER_DAY": _("%(on)s: done in time on the later reading of the last day (%(event)s)."),
    "LAPSED": _("%(on)s: the period ended unused."),
    "STOPPED": _("%(on)s: the clock is stopped (%(event)s)."),
    "RESTARTED": _("%(on)s: the clock is replaced by a new one (%(event)s)."),
}


def explain(clock: Clock, /) -> list[tuple[Any, dict[str, Any]]]:
    """A message and its values for each step. Days stay dates and names stay untranslated until they are shown."""
    return [_explain(step) for step in clock.because]


def sentences(clock: Clock, /) -> list[str]:
    """Each step as a sentence in the active language."""
    return [sentence(step) for step in clock.because]


def sentence(step: Step, /) -> str:
    """One line of the arithmetic in the active language."""
    message, params = _explain(step)
    return str(message % {name: _shown(value) for name, value in params.items()})


def _explain(step: Step) -> tuple[Any, dict[str, Any]]:
    params = {"on": step.on, "days": step.days, **step.params}
    if params.get("article") == NO_ARTICLE:
        params["article"] = _("no article found")
    for name, words in NAMES.items():
        if name in params:
            params[name] = words.get(params[name], params[name])
    if step.code == "LENGTH":
        return LENGTHS[params["unit"]], params
    if step.code == "COUNTED_BACK" and not step.days:
        return MESSAGES["NAMED_DAY"], params
    if step.code == "COUNTED_BACK":
        return LENGTHS_BACK[params["unit"]], params
    suffixes = [suffix for suffix in ("BY", "UNTIL", "HOLIDAY") if suffix.lower() in step.params]
    longest = "_".join([step.code, *suffixes])
    return MESSAGES.get(longest, MESSAGES[step.code]), params


def _shown(value: Any) -> Any:
    return localised(value) if isinstance(value, date) else value


NAMES: Mapping[str, Mapping[str, Any]] = {
    "event": EVENTS,
    "holiday": HOLIDAY_NAMES,
    "reason": REASONS,
    "authority": {member.value: member.label for member in Authority},
    "by": {member.value: member.label for member in (*Authority, *Capacity)},
}
