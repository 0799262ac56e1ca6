"""Clocks as the simulator shows them: each day with its whole sum, and what one more event would move."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from typing import Any

from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from applications import clock_case, clock_words, rulebook
from applications.clocks import Clock, ClockState, Difference, Effect, differences
from applications.rulebook import sentences
from applications.rulebook.model import ClockRule
from applications.vocabulary import Certainty, Track
from portal.public import law_answer, law_words
from portal.public.deadlines_form import Simulation
from portal.ui import clocks as clock_panels
from portal.ui import navigation, parts
from portal.ui.templatetags.ui import day, weekday

STATES: Mapping[ClockState, tuple[Promise, str]] = {
    ClockState.RUNNING: (gettext_lazy("runs"), "now"),
    ClockState.PAUSED: (gettext_lazy("stands still"), "warn"),
    ClockState.MET: (gettext_lazy("done in time"), "good"),
    ClockState.LAPSED: (gettext_lazy("ended unused"), "bad"),
    ClockState.STOPPED: (gettext_lazy("stopped"), ""),
}
EFFECTS: Mapping[Effect, Promise] = {
    Effect.BEGUN: gettext_lazy("begins"),
    Effect.GONE: gettext_lazy("does not begin"),
    Effect.MOVED: gettext_lazy("moves"),
    Effect.OTHERWISE: gettext_lazy("same last day"),
}
OPEN_FIRST = (ClockState.RUNNING, ClockState.PAUSED, ClockState.MET, ClockState.LAPSED, ClockState.STOPPED)


@dataclass(frozen=True, slots=True)
class Dated:
    """One clock: its last day, its sum line by line, its law."""

    anchor: str
    title: str
    href: str
    authority: str
    track: str
    state: str
    tone: str
    starts: str
    due: str
    lapses: str
    strip: parts.Clock
    because: Sequence[str]
    on_expiry: str
    article: str
    certainty: str
    source: law_answer.Source | None

    @property
    def facts(self) -> list[parts.Fact]:
        """Its days, and what follows on the last."""
        found = [parts.Fact(_("Last day"), self.due), parts.Fact(_("Began"), self.starts)]
        if self.lapses:
            found.insert(1, parts.Fact(_("On the later reading"), self.lapses))
        if self.on_expiry:
            found.append(parts.Fact(_("When it ends unused"), self.on_expiry))
        return found

    @property
    def is_verified(self) -> bool:
        return self.certainty == Certainty.VERIFIED

    @property
    def sure(self) -> str:
        return str(Certainty(self.certainty).label)


@dataclass(frozen=True, slots=True)
class Moved:
    """What the supposed event does to one clock."""

    title: str
    href: str
    track: str
    effect: str
    before: str
    after: str
    by: str
    because: Sequence[str]

    @property
    def facts(self) -> list[parts.Fact]:
        """Its last day before and after."""
        nothing = _("no such clock")
        return [parts.Fact(_("Without it"), self.before or nothing), parts.Fact(_("With it"), self.after or nothing)]


@dataclass(frozen=True, slots=True)
class Waiting:
    """A period that none of the events starts."""

    title: str
    href: str
    authority: str
    length: str
    starts: str


@dataclass(frozen=True, slots=True)
class Simulated:
    """The whole answer. `supposed` is empty where nothing was supposed."""

    on: date
    found: Sequence[Clock]
    with_it: Sequence[Clock]
    rules: Sequence[ClockRule]
    supposed: str = ""
    moved: Sequence[Difference] = field(default_factory=tuple)

    def as_json(self, asked: Simulation) -> dict[str, Any]:
        """The case as the command `clock` reads it, and its rows."""
        said: dict[str, Any] = {
            "on": self.on.isoformat(),
            "case": asked.as_case().model_dump(mode="json", exclude_none=True, exclude_defaults=True),
            "clocks": [clock_case.row(clock) for clock in self.found],
            "not_started": [rule.version for rule in _waiting(self.rules, self.found)],
        }
        if self.supposed:
            supposed = asked.as_case(with_supposed=True).events[-1]
            said["supposed"] = supposed.model_dump(mode="json", exclude_none=True)
            said["differences"] = [_difference_json(each) for each in self.moved]
        return said


def of(asked: Simulation) -> Simulated:
    """Fold the case, and fold it again with the supposed event. Raises Unusable."""
    on, case = asked.evening(), asked.as_case()
    found = clock_case.fold(case, on=on)
    rules = clock_case.rules_of(case, on=on)
    if not asked.supposed.is_given:
        return Simulated(on, found, found, rules)
    with_it = clock_case.fold(asked.as_case(with_supposed=True), on=on)
    said = asked.supposed.cleaned_data
    words = f"{day(said['day'])}: {clock_words.EVENTS[said['what']]}"
    return Simulated(on, found, with_it, rules, words, tuple(differences(found, with_it)))


def dated(found: Iterable[Clock], *, on: date) -> list[Dated]:
    """Open clocks first, by their last day; then those that ended."""
    ordered = sorted(found, key=lambda clock: (OPEN_FIRST.index(clock.state), clock.due_on or date.max))
    return [shown(clock, on=on) for clock in ordered]


def moved(answer: Simulated) -> list[Moved]:
    """Which days move, and why."""
    return [_moved(each) for each in answer.moved]


def waiting(answer: Simulated) -> list[Waiting]:
    """The periods that would concern the application and have not begun."""
    found = []
    for rule in _waiting(answer.rules, answer.found):
        starts = ", ".join(dict.fromkeys(str(clock_words.EVENTS[event]) for event in rule.starts_with))
        values = {"unit": rule.unit, "length": rule.length, "counts_back_from": rule.counts_back_from}
        whose = str(rulebook.rulebook().rule(rule.code).authority)
        href = navigation.rule_url(rule.version)
        found.append(Waiting(sentences.title(rule.code), href, whose, law_words.length(values), starts))
    return found


def _waiting(rules: Iterable[ClockRule], found: Iterable[Clock]) -> list[ClockRule]:
    begun = {clock.rule for clock in found}
    return [rule for rule in rules if rule.code not in begun]


def shown(clock: Clock, *, on: date) -> Dated:
    """One clock on the evening of a day."""
    rule = rulebook.rulebook().rule(clock.rule)
    version = next((each for each in rule.versions if each.id == clock.version), None)
    words, tone = STATES[clock.state]
    later = clock.lapses_after if clock.lapses_after != clock.due_on else None
    is_proposed = clock.is_open and clock.on_expiry != "alarm"
    return Dated(
        anchor=f"{clock.track}-{clock.rule}-{clock.nth}",
        title=sentences.title(clock.rule),
        href=navigation.rule_url(clock.version),
        authority=str(rule.authority),
        track=str(Track(clock.track).label),
        state=str(words),
        tone=tone,
        starts=day(clock.starts_on),
        due=weekday(clock.due_on) if clock.due_on else _("not known while the clock stands still"),
        lapses=weekday(later) if later and clock.is_open else "",
        strip=clock_panels.view(clock, on=on),
        because=clock_words.sentences(clock),
        on_expiry=str(law_words.ON_EXPIRY[clock.on_expiry]) if is_proposed else "",
        article=sentences.article(version) if version else clock.article,
        certainty=str(clock.certainty),
        source=law_answer.Source.of(version) if version else None,
    )


def _moved(each: Difference) -> Moved:
    clock = each.clock
    days = each.days
    by = ""
    if days:
        words = (
            ngettext("%(count)d day later", "%(count)d days later", days)
            if days > 0
            else ngettext("%(count)d day earlier", "%(count)d days earlier", -days)
        )
        by = words % {"count": abs(days)}
    return Moved(
        title=sentences.title(clock.rule),
        href=navigation.rule_url(clock.version),
        track=str(Track(clock.track).label),
        effect=str(EFFECTS[each.effect]),
        before=_last_day(each.before),
        after=_last_day(each.after),
        by=by,
        because=[clock_words.sentence(step) for step in each.because],
    )


def _last_day(clock: Clock | None) -> str:
    """The last day and how the clock stands; nothing where there is no clock."""
    if clock is None:
        return ""
    state = str(STATES[clock.state][0])
    return f"{day(clock.due_on)} ({state})" if clock.due_on else f"{_('open')} ({state})"


def _difference_json(each: Difference) -> dict[str, Any]:
    return {
        "rule": each.clock.rule,
        "track": str(each.clock.track),
        "effect": str(each.effect),
        "days": each.days,
        "before": each.before and clock_case.row(each.before),
        "after": each.after and clock_case.row(each.after),
        "because": [clock_words.sentence(step) for step in each.because],
    }
