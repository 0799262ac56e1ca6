"""One clock while the fold goes over it: what an event does to it, and how the calendar settles its last day."""

from collections.abc import Iterable, Mapping, Sequence
from datetime import date
from typing import Any

from applications import calendar
from applications.calendar import Unavailability
from applications.clocks.model import Clock, ClockState, Event, Span, Step
from applications.rulebook.model import ClockRule
from applications.vocabulary import Ending, Track

ROLES = ("starts", "restarts", "pauses", "resumes", "extends", "meets", "stops")


def role_of(rule: ClockRule, event: Event) -> str:
    """What the event does to clocks of the rule; an ending weighs more than a beginning."""
    if event.track and rule.track not in {event.track, Track.OVERALL}:
        return ""
    names = {
        "restarts": rule.restarts_with,
        "meets": rule.met_by,
        "stops": rule.stopped_by,
        "pauses": rule.pauses_with,
        "resumes": rule.resumes_with,
        "extends": rule.extends_with,
        "starts": rule.starts_with,
    }
    role = next((role for role, kinds in names.items() if event.kind in kinds), "")
    if rule.counts_back_from and role in {"starts", "restarts"} and rule.counts_back_from not in event.data:
        return ""  # the event does not name the day from which the period counts back: there is nothing to count
    return role


class Run:
    """A clock while the fold goes over it. Time only moves forward through `pass_time`."""

    def __init__(self, rule: ClockRule, event: Event, closed: tuple[Unavailability, ...]) -> None:
        self.rule = rule
        self.closed = closed
        self.starts_on = event.day
        self.state = ClockState.RUNNING
        self.ended_on: date | None = None
        self.pauses: list[tuple[date, date]] = []
        self.paused_on: date | None = None
        self.questions: dict[str, date | None] = {}
        self.spans: list[Span] = []
        self.ending: tuple[Step, ...] = ()
        self.is_extended = False
        self.counts_back_from: date | None = event.data[rule.counts_back_from] if rule.counts_back_from else None
        length: dict[str, Any] = {"unit": rule.unit, "article": rule.article}
        if self.counts_back_from:
            counted = Step("COUNTED_BACK", event.day, rule.length, length | {"until": self.counts_back_from})
        else:
            counted = Step("LENGTH", event.day, rule.length, length)
        self.steps = [Step("STARTED", event.day, params=_who(event)), counted]
        self.mark_span(event.day)

    @property
    def is_open(self) -> bool:
        return self.state in {ClockState.RUNNING, ClockState.PAUSED}

    def hear(self, event: Event, role: str, limits: Sequence[ClockRule]) -> None:
        """What an event does to a clock that is open."""
        if role == "meets":
            self.end(ClockState.MET, event.day, "MET", event)
        elif role == "stops":
            self.end(ClockState.STOPPED, event.day, "STOPPED", event)
        elif role == "pauses":
            self.ask(event, limits)
        elif role == "resumes":
            self.answer(event)
        elif role == "extends" and not self.is_extended:
            self.is_extended = True
            self.steps.append(Step("EXTENDED", event.day, self.rule.extension, _who(event)))
        if self.is_open:
            self.mark_span(event.day)

    def learn(self, closed: tuple[Unavailability, ...], day: date) -> None:
        """What is on record has changed: a clock still open counts its last day anew, one that was over is over."""
        self.pass_time(day)
        if self.is_open:
            self.closed = closed
            self.mark_span(day)

    def ask(self, event: Event, limits: Sequence[ClockRule]) -> None:
        until = event.data.get("until")
        if until is None:
            heard = [limit for limit in limits if role_of(limit, event) == "starts"]
            ours = [limit for limit in heard if self.rule.track in {limit.track, Track.OVERALL}]
            until = max((calendar.add(event.day, length=r.length, unit=r.unit) for r in ours), default=None)
        if not self.questions:
            self.paused_on = event.day
            self.state = ClockState.PAUSED
        asked_before = self.questions.get(_question(event), until)
        self.questions[_question(event)] = max(until, asked_before) if until and asked_before else None
        self.steps.append(Step("PAUSED", event.day, params=_who(event) | ({"until": until} if until else {})))

    def answer(self, event: Event) -> None:
        answered = [event.data["request"]] if "request" in event.data else list(self.questions)
        for question in answered:
            self.questions.pop(str(question), None)
        if not self.questions:
            self.resume(event.day, "RESUMED", _who(event))

    def resume(self, day: date, code: str, params: Mapping[str, Any]) -> None:
        """The day of the answer is the last that does not count."""
        if self.paused_on is None:
            return
        pause = (min(self.paused_on, self.counted_to()), day)
        self.pauses.append(pause)
        self.paused_on = None
        self.state = ClockState.RUNNING
        self.steps.append(Step(code, day, calendar.count(*pause, unit=self.rule.unit), params))

    def pass_time(self, day: date) -> None:
        """Let the days before `day` go by: questions run out, and a clock whose last day is over has lapsed."""
        if self.questions and all(until and until < day for until in self.questions.values()):
            last = max(until for until in self.questions.values() if until)
            self.questions.clear()
            self.resume(max(last, self.paused_on or last), "PAUSE_ENDED", {})
        if self.state is ClockState.RUNNING and day > self.lapses_after():
            self.end(ClockState.LAPSED, self.lapses_after(), "LAPSED", None)

    def end(self, state: ClockState, day: date, code: str, event: Event | None) -> None:
        if self.paused_on is not None:
            self.questions.clear()
            self.resume(day, "RESUMED", _who(event) if event else {})
        if code == "MET" and day > self.due_on():
            code = "MET_ON_LATER_DAY"
        self.state = state
        self.ended_on = day
        self.ending = (Step(code, day, params=_who(event) if event else {}),)
        if self.spans and self.spans[-1].ended_on is None:
            self.close_span(day, Ending(state))

    def mark_span(self, day: date) -> None:
        """A row never moves: a new due day ends it and begins another."""
        due = self.due_on() if self.knows_its_end() else None
        running = self.spans[-1] if self.spans and self.spans[-1].ended_on is None else None
        if running and running.due_on == due:
            return
        if running:
            self.close_span(day, Ending.STOPPED)
        if due:
            self.spans.append(Span(starts_on=day, due_on=due))

    def close_span(self, day: date, ending: Ending) -> None:
        span = self.spans.pop()
        self.spans.append(Span(span.starts_on, span.due_on, day, ending))

    def knows_its_end(self) -> bool:
        return all(self.questions.values())

    def all_pauses(self) -> list[tuple[date, date]]:
        """The pauses that are over and the one that will end on a known day."""
        ends = [until for until in self.questions.values() if until]
        if self.paused_on is None or not ends:
            return self.pauses
        return [*self.pauses, (min(self.paused_on, self.counted_to()), max(*ends, self.paused_on))]

    def last_day(self, pauses: Iterable[tuple[date, date]]) -> date:
        """The period, its extension and the days it stood still. A pause lengthens months by calendar days."""
        rule, paused = self.rule, _paused(self.rule, pauses)
        length = rule.length + (rule.extension if self.is_extended else 0)
        if self.counts_back_from:
            return calendar.add(self.counts_back_from, length=-length, unit=rule.unit)
        if rule.unit == "MONTHS":
            return calendar.add_days(calendar.add_months(self.starts_on, length), paused)
        return calendar.add(self.starts_on, length=length + paused, unit=rule.unit)

    def counted_to(self) -> date:
        """The last day by count alone, with the pauses that are over."""
        return self.last_day(self.pauses)

    def due_on(self) -> date:
        """The day shown: by count, after closures that move it, on a working day only if the rule says so."""
        day = self.last_day(self.all_pauses())
        return _settle(day, self.closed, rolls=self.rule.rollover is True)

    def lapses_after(self) -> date:
        """The later of the two readings where rollover has no source (P6)."""
        return _settle(self.due_on(), self.closed, rolls=self.rule.rollover is not False)

    def clock(self, *, nth: int, on: date) -> Clock:
        rule = self.rule
        known = not self.is_open or self.knows_its_end()
        due = self.due_on() if known else None
        until = self.paused_on or self.ended_on or on
        total = calendar.count(self.starts_on, self.last_day(()), unit=rule.unit)
        elapsed = calendar.count(self.starts_on, until, unit=rule.unit) - _paused(rule, self.pauses)
        return Clock(
            rule=rule.code,
            version=rule.version,
            track=rule.track,
            nth=nth,
            starts_on=self.starts_on,
            due_on=due,
            lapses_after=self.lapses_after() if known else None,
            state=self.state,
            ended_on=self.ended_on,
            elapsed_days=max(0, min(elapsed, total)),
            total_days=total,
            on_expiry=rule.on_expiry,
            article=rule.article,
            certainty=rule.certainty,
            because=(*self.steps, *(self.day_steps(due) if due else ()), *self.ending),
            spans=tuple(self.spans),
        )

    def day_steps(self, due: date) -> list[Step]:
        """What the calendar did to the date: holidays by name, closures, the last day and its later reading."""
        counted = self.last_day(self.all_pauses())
        steps = []
        if self.rule.unit == "WORKING_DAYS":
            holidays = calendar.holidays_between(self.starts_on + calendar.ONE_DAY, counted)
            steps += [
                Step("HOLIDAY", h.on, 1, {"holiday": h.code}) for h in holidays if h.on.weekday() <= calendar.FRIDAY
            ]
        for record in sorted(self.closed, key=lambda r: (r.from_on, r.authority)):
            if record.from_on <= due and record.until_on > self.starts_on:
                days = (record.until_on - record.from_on).days + 1
                why = {"authority": record.authority, "reason": record.reason, "until": record.until_on}
                steps.append(Step("UNAVAILABLE", record.from_on, days, why))
        if due != counted:
            steps.append(Step("MOVED", due, (due - counted).days, _why_closed(counted) | {"from": counted}))
        steps.append(Step("DUE", due))
        later = self.lapses_after()
        if later != due and (self.ended_on is None or self.ended_on > due):
            steps.append(Step("LATER_READING", later, (later - due).days, _why_closed(due) | {"from": due}))
        return steps


def _paused(rule: ClockRule, pauses: Iterable[tuple[date, date]]) -> int:
    return sum(calendar.count(first, last, unit=rule.unit) for first, last in pauses)


def _settle(day: date, closed: Iterable[Unavailability], *, rolls: bool) -> date:
    """Move the day out of closures and, where it rolls over, onto a working day, until both hold."""
    while True:
        moved = calendar.after_unavailability(day, closed)
        moved = calendar.next_working_day(moved) if rolls else moved
        if moved == day:
            return day
        day = moved


def _question(event: Event) -> str:
    return str(event.data.get("request", event.kind))


def _who(event: Event) -> dict[str, Any]:
    """What a step tells of the event: its kind and who caused it."""
    return {"event": event.kind, **({"by": event.data["by"]} if event.data.get("by") else {})}


def _why_closed(day: date) -> dict[str, Any]:
    """Why a day is no working day, when the calendar knows a name for it."""
    holiday = calendar.find_holiday(day)
    return {"holiday": holiday.code} if holiday else {}
