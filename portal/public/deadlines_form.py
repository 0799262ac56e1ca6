"""What the simulator asks: an application, what happened to it, and what might. All of it stands in the address.

Events are rows `e1`, `e2`, …; `w` is the one supposed (`w-what=PIECES_ASKED&w-day=2026-04-01`). A row left empty is no
event. Names are those of `clock --schema` in other words: the answer as JSON holds the case for that command.
"""

import re
from collections.abc import Iterator, Mapping
from datetime import date
from typing import Any
from urllib.parse import urlencode

from django import forms
from django.core.exceptions import NON_FIELD_ERRORS
from django.utils.translation import gettext_lazy as _

from applications import clock_words
from applications.clock_case import Case
from applications.rulebook.model import ClockEvent
from applications.vocabulary import WORK_AUTHORITIES, ApplicationKind, Authority, Capacity, Track
from portal.public.deadlines_closure import ClosureForm, SimulatedDayField
from portal.public.law_form import NOT_KNOWN, categories
from portal.ui.answers import YesNoField

MOST_EVENTS = 20
ROW = re.compile(r"(e\d{1,2}|w|c)-")
SPARE_ROWS = 2
WHOLE_CASE = ("category", "kind", "authority", "start", "decided", "returning", "on")
CAUSES = (*WORK_AUTHORITIES, Authority.FEDERAL, Capacity.EMPLOYER, Capacity.MANDATARY, Capacity.WORKER)
TRACKS = (Track.WORK, Track.RESIDENCE)
SUBMITTED = ClockEvent.SUBMITTED
NOT_AN_EVENT = _("No such event is known here. Choose one of the list")


def happenings() -> Iterator[tuple[str, str]]:
    """What may happen, in the order of the procedure; the filing has a field of its own."""
    yield "", ""
    yield from ((str(kind), _capital(clock_words.EVENTS[kind])) for kind in ClockEvent if kind != SUBMITTED)


class CaseForm(forms.Form):
    """The application: what for, before whom, filed when, and on which evening one looks."""

    category = forms.ChoiceField(
        label=_("For what"),
        choices=lambda: list(categories())[1:],
        initial="eu_blue_card",
        error_messages={"invalid_choice": NOT_KNOWN},
    )
    kind = forms.ChoiceField(
        label=_("Kind of application"),
        choices=ApplicationKind.choices,
        initial=ApplicationKind.FIRST,
        required=False,
        error_messages={"invalid_choice": NOT_KNOWN},
    )
    authority = forms.ChoiceField(
        label=_("Which authority decides on work"),
        choices=[("", _("Only what holds everywhere")), *((each.value, each.label) for each in WORK_AUTHORITIES)],
        required=False,
        error_messages={"invalid_choice": NOT_KNOWN},
    )
    start = SimulatedDayField(label=_("Day of filing"), help_text=_("The law of this day sets most periods."))
    returning = YesNoField(
        label=_("Was the worker here for seasonal work in the last five years, and respected the conditions?"),
        required=False,
    )
    decided = SimulatedDayField(
        label=_("Day of the decision, if there is one"),
        help_text=_("The law of this day sets the periods of appeal, among others."),
        required=False,
    )
    on = SimulatedDayField(
        label=_("As things stand on the evening of"),
        help_text=_("Empty: the day of the last event. Give a later day to see what has lapsed by then."),
        required=False,
    )

    optional = frozenset({"kind", "returning", "decided", "on"})


class EventForm(forms.Form):
    """One thing that happened."""

    def __init__(self, *args: Any, title: str = "", **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.title = title

    what = forms.ChoiceField(
        label=_("What happened"), choices=happenings, required=False, error_messages={"invalid_choice": NOT_AN_EVENT}
    )
    day = SimulatedDayField(label=_("On which day"), required=False)
    track = forms.ChoiceField(
        label=_("For which review"),
        choices=[("", _("both")), *((each.value, each.label) for each in TRACKS)],
        required=False,
    )
    by = forms.ChoiceField(
        label=_("By whom"), choices=[("", ""), *((each.value, each.label) for each in CAUSES)], required=False
    )
    until = SimulatedDayField(
        label=_("Until"),
        help_text=_("The last day of the pause, where pieces are asked; the last day of validity of a permit."),
        required=False,
    )

    def clean(self) -> dict[str, Any]:
        said = self.cleaned_data
        if self.errors:
            return said
        what, day, until = said["what"], said["day"], said["until"]
        if what and day is None:
            self.add_error("day", _("Give the day on which this happened"))
        if not what and (day or until or said["by"] or said["track"]):
            self.add_error("what", _("Choose what happened on this day, or empty the row"))
        if what == ClockEvent.PERMIT_ISSUED and until is None:
            self.add_error("until", _("Give the last day of validity: the periods count back from it"))
        if what and until and what not in (ClockEvent.PIECES_ASKED, ClockEvent.PERMIT_ISSUED):
            self.add_error("until", _("Only a request for pieces and a permit have such a day"))
        if day and until and until < day:
            self.add_error("until", _("This day comes before the event"))
        return said

    @property
    def is_told_more(self) -> bool:
        """Whether something stands, or is wrong, in the part that is folded away."""
        return any(self[name].value() or self[name].errors for name in ("track", "by", "until"))

    @property
    def is_given(self) -> bool:
        return bool(self.cleaned_data.get("what"))

    def happened(self) -> dict[str, Any]:
        """As the case tells it."""
        said = self.cleaned_data
        until = "until" if said["what"] == ClockEvent.PIECES_ASKED else "expires_on"
        told = {"kind": said["what"], "on": said["day"], "track": said["track"], "by": said["by"] or None}
        return told | ({until: said["until"]} if said["until"] else {})


class Simulation:
    """The forms of one page: the application, its events, and the one that is supposed."""

    def __init__(self, data: Mapping[str, Any]) -> None:
        self.is_asked = any(_is_of_a_case(name) for name in data)
        given = data if self.is_asked else None
        chosen = {name: data[name] for name in ("category", "kind", "authority") if name in data}
        self.case = CaseForm(given, initial=chosen)
        rows = range(1, self._rows(data) + 1)
        self.events = [EventForm(given, prefix=f"e{row}", title=_("Event %(row)s") % {"row": row}) for row in rows]
        self.supposed = EventForm(given, prefix="w", title=_("Supposed event"))
        self.closure = ClosureForm(given, prefix="c")
        faulty = [form for form in self.forms if not form.is_valid()]  # each of them is asked for its faults
        self.is_valid = self.is_asked and not faulty

    @property
    def forms(self) -> tuple[forms.Form, ...]:
        return (self.case, *self.events, self.supposed, self.closure)

    @property
    def wrong(self) -> list[tuple[str, str]]:
        """What is wrong, for the summary: where, and a sentence that names the event and the field."""
        return [
            (form[name].anchor if name != NON_FIELD_ERRORS else "", _told(form, name, said))
            for form in (self.forms if self.is_asked else ())
            for name, found in form.errors.items()
            for said in found
        ]

    @property
    def is_seasonal(self) -> bool:
        return self.case["category"].value() in ("seasonal", "work_permit_90")

    @property
    def is_case_told_more(self) -> bool:
        """Whether something stands, or is wrong, in the part of the application that is folded away."""
        return any(self.case[name].value() or self.case[name].errors for name in ("decided", "on"))

    def as_case(self, *, with_supposed: bool = False) -> Case:
        """What the clocks read: the filing and every event; the supposed one too where that is asked."""
        said = self.case.cleaned_data
        given = [each.happened() for each in self.events if each.is_given]
        if with_supposed and self.supposed.is_given:
            given.append(self.supposed.happened())
        seasonal = {"stays_last_5_years": 1, "conditions_respected": True} if said["returning"] else {}
        return Case.model_validate(
            {
                "category": said["category"],
                "kind": said["kind"] or ApplicationKind.FIRST,
                "authority": said["authority"] or None,
                "filed_on": said["start"],
                "decided_on": said["decided"],
                "seasonal": seasonal,
                "unavailable": [self.closure.closed()] if self.closure.is_given else [],
                "events": [{"kind": SUBMITTED, "on": said["start"], "by": None}, *given],
            }
        )

    def evening(self) -> date:
        """The day one looks: as told, else that of the last event."""
        days = [form.cleaned_data["day"] for form in (*self.events, self.supposed) if form.is_given]
        return self.case.cleaned_data["on"] or max([self.case.cleaned_data["start"], *days])

    def too_late(self) -> bool:
        """Whether something happens after the evening on which one looks; it is then told at its field."""
        on = self.case.cleaned_data["on"]
        if on is None:
            return False
        if self.case.cleaned_data["start"] > on:
            self.case.add_error("on", _("This is before the filing"))
            return True
        late = [form for form in (*self.events, self.supposed) if form.is_given and form.cleaned_data["day"] > on]
        for form in late:
            form.add_error("day", _("This is after the evening on which you look: nobody knows it yet then"))
        return bool(late)

    def query(self, *, adopt: bool = False, with_supposed: bool = True) -> str:
        """The answers as an address, short: only what was said. `adopt` makes the supposed event one that happened."""
        said = {name: self.case.cleaned_data.get(name) for name in WHOLE_CASE}
        said["returning"] = _yes_or_no(said["returning"])
        rows = [each for each in self.events if each.is_given]
        if adopt and self.supposed.is_given:
            rows.append(self.supposed)
        for number, row in enumerate(rows, start=1):
            said |= {f"e{number}-{name}": value for name, value in row.cleaned_data.items()}
        if self.closure.is_given:
            said |= {f"c-{name}": _yes_or_no(value) for name, value in self.closure.cleaned_data.items()}
        if with_supposed and not adopt and self.supposed.is_given:
            said |= {f"w-{name}": value for name, value in self.supposed.cleaned_data.items()}
        return urlencode({name: _plain(value) for name, value in said.items() if value not in (None, "")})

    @staticmethod
    def _rows(data: Mapping[str, Any]) -> int:
        """As many rows as were filled, and some to spare."""
        filled = [row for row in range(1, MOST_EVENTS + 1) if any(_is_filled(data, f"e{row}-", name) for name in data)]
        return min(max(filled, default=1) + SPARE_ROWS, MOST_EVENTS)


def _told(form: forms.Form, name: str, said: str) -> str:
    words = (getattr(form, "title", ""), str(form.fields[name].label) if name in form.fields else "", said)
    return ": ".join(str(each) for each in words if each)


def _is_of_a_case(name: str) -> bool:
    """Whether a parameter tells something that happened; a category or an authority alone only fills in the form."""
    return name.partition("_")[0] == "start" or bool(ROW.match(name))


def _is_filled(data: Mapping[str, Any], prefix: str, name: str) -> bool:
    return name.startswith(prefix) and bool(data[name])


def _yes_or_no(value: Any) -> Any:
    return ("yes" if value else "no") if isinstance(value, bool) else value


def _plain(value: Any) -> str:
    return value.isoformat() if isinstance(value, date) else str(value)


def _capital(words: Any) -> str:
    return str(words)[:1].upper() + str(words)[1:]
