"""Sentences several pages of the desk need: how long a period is, who an entry is by, how a clock stands."""

from collections.abc import Mapping

from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from applications.actors import Actor
from applications.clocks import Clock, ClockState
from applications.rulebook.model import ClockRule
from applications.selectors.journal import Line
from applications.vocabulary import Authority, Capacity
from portal.ui.templatetags.ui import day


def length(rule: ClockRule) -> str:
    """A period in words: 90 calendar days."""
    forms = {
        "WORKING_DAYS": ngettext("%(number)d working day", "%(number)d working days", rule.length),
        "MONTHS": ngettext("%(number)d month", "%(number)d months", rule.length),
    }
    days = ngettext("%(number)d calendar day", "%(number)d calendar days", rule.length)
    return forms.get(rule.unit, days) % {"number": rule.length}


def standing(clock: Clock) -> tuple[str, str]:
    """How a clock stands, and the tone of it."""
    match clock.state:
        case ClockState.PAUSED:
            return _("Stands still"), "warn"
        case ClockState.MET:
            return _("Kept, on %(day)s") % {"day": day(clock.ended_on)}, "good"
        case ClockState.LAPSED:
            return _("Ended unused on %(day)s") % {"day": day(clock.ended_on)}, "bad"
        case ClockState.STOPPED:
            return _("Stopped on %(day)s") % {"day": day(clock.ended_on)}, ""
    return "", ""


def who(line: Line, actor: Actor, names: Mapping[str, str]) -> tuple[str | Promise, str]:
    """Who wrote an entry, and the authority whose plate stands beside it: colleagues by name, others never (P30)."""
    if line.organisation_key.startswith("authority:"):
        authority = line.organisation_key.removeprefix("authority:")
        if authority == actor.authority:
            return names.get(line.actor_key, _("Former colleague")), authority
        return Authority(authority).label, authority
    return Capacity(line.capacity).label, ""
