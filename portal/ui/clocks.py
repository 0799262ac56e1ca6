"""A clock of the dossier as the page shows it: day and total, the strip of days, and the sum that leads to the day."""

from datetime import date

from django.utils.translation import gettext as _

from applications import calendar, rulebook
from applications.clocks import Clock
from applications.rulebook import sentences
from applications.rulebook.model import Version
from portal.ui import parts
from portal.ui.templatetags.ui import day, short_day

PAUSES = {"PAUSED": "pause", "RESUMED": "run", "PAUSE_ENDED": "run"}


def view(clock: Clock, *, on: date, authority: str = "", state: str = "", tone: str = "") -> parts.Clock:
    """The panel of one clock as of a day. `state` and `tone` say how it stands, where that is not plain running."""
    strip = _strip(clock, on=on)
    paused = int(sum(float(part.length) for part in strip if part.kind == "pause"))
    rows = [parts.SumRow(_("Days since %(day)s") % {"day": day(clock.starts_on)}, str(clock.elapsed_days + paused))]
    if paused:
        rows.append(parts.SumRow(_("Days not counted"), f"− {paused}"))
    rows.append(parts.SumRow(_("Day of the period"), str(clock.elapsed_days), is_total=True))
    rule = _rule(clock)
    return parts.Clock(
        title=sentences.title(clock.rule),
        authority=authority,
        day=clock.elapsed_days,
        total=clock.total_days,
        strip=strip,
        ends=[short_day(each) for each in (clock.starts_on, clock.due_on) if each],
        sum=rows,
        due_on=clock.due_on if clock.is_open else None,
        article="" if clock.article == sentences.NOT_FOUND else clock.article,
        certainty=clock.certainty,
        source=rule.source if rule else "",
        rule=clock.version if rule else "",
        state=state,
        tone=tone,
    )


def _rule(clock: Clock) -> Version | None:
    """The version of the rule the clock runs by."""
    try:
        rule = rulebook.rulebook().rule(clock.rule)
    except rulebook.UnknownRule:
        return None
    return next((version for version in rule.versions if version.id == clock.version), None)


def _strip(clock: Clock, *, on: date) -> list[parts.Segment]:
    """The stretches that ran and those that stood still, in the unit of the period, up to today or the clock's end."""
    unit = next((step.params["unit"] for step in clock.because if step.code == "LENGTH"), "DAYS")
    until = min(clock.ended_on or on, on)

    def at(moment: date) -> int:
        return calendar.count(clock.starts_on, moment, unit="DAYS" if unit == "MONTHS" else unit)

    found: list[parts.Segment] = []
    kind, since = "run", 0
    for step in clock.because:
        if step.code not in PAUSES or step.on > until:
            continue
        if PAUSES[step.code] != kind and at(step.on) > since:
            found.append(parts.Segment(kind, since, at(step.on) - since))
            since = at(step.on)
        kind = PAUSES[step.code]
    if at(until) > since:
        found.append(parts.Segment(kind, since, at(until) - since))
    return found
