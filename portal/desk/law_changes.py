"""Trying out a draft of an authority's rules: hand it in, watch it being counted, read what it would change (P32)."""

from collections.abc import Mapping
from typing import Any

from django import forms
from django.contrib import messages
from django.core.exceptions import ObjectDoesNotExist, ValidationError
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_http_methods, require_safe
from django_countries import countries

from applications import policies, rulebook
from applications.actors import Actor
from applications.anonymity import LEAST, Hidden
from applications.now import law_now
from applications.rulebook import drafts, sentences
from applications.selectors import simulations
from applications.services import simulating, simulation_csv, simulation_tally
from applications.services.refusals import NotAllowed
from applications.vocabulary import Authority, Capacity, Result, SimulationState
from portal.accounts.access import actor_required
from portal.ui import parts
from portal.ui.forms import DayField
from portal.ui.templatetags.ui import day

OWN_DAYS, ONE_DAY = "own", "one"
MOST_FILES = 20
MOST_FAULTS = 12
NUMBERS = ("dossiers", "changed", "findings")  # in the order of the columns
TONES = {SimulationState.DONE: "good", SimulationState.FAILED: "bad", SimulationState.WAITING: "now"}


class ManyFiles(forms.FileInput):
    """One control, several files."""

    allow_multiple_selected = True


class DraftFiles(forms.FileField):
    """Files of law, each read as its bytes."""

    widget = ManyFiles(attrs={"accept": ".toml"})

    def clean(self, data: Any, initial: Any = None) -> list[Any]:
        given = [*data] if isinstance(data, list | tuple) else [data]
        if len(given) > MOST_FILES:
            raise ValidationError(_("Choose at most %(most)d files.") % {"most": MOST_FILES})
        return [super(DraftFiles, self).clean(each, initial) for each in given or [None]]


class DraftForm(forms.Form):
    """A draft, and by which day's law the applications are judged."""

    files = DraftFiles(
        label=gettext_lazy("Files of the draft"),
        help_text=gettext_lazy(
            "TOML, as the files of law are written. A file takes the place of the one with the same name; any other "
            "is added."
        ),
        error_messages={
            "required": gettext_lazy("Choose at least one file."),
            "empty": gettext_lazy("A file is empty."),
        },
    )
    days = forms.ChoiceField(
        label=gettext_lazy("By the law of which day"),
        choices=[
            (OWN_DAYS, gettext_lazy("Of each application's own days")),
            (ONE_DAY, gettext_lazy("Of one day, as if all were filed and decided on it")),
        ],
        initial=OWN_DAYS,
        widget=forms.RadioSelect,
    )
    as_if_on = DayField(
        label=gettext_lazy("That day"),
        help_text=gettext_lazy("A rule that begins in the future touches nobody on the days of the past: name a day."),
        required=False,
    )

    def clean(self) -> dict[str, Any]:
        data = super().clean() or {}
        if data.get("days") == ONE_DAY and "as_if_on" not in self.errors and not data.get("as_if_on"):
            self.add_error("as_if_on", _("Give the day."))
        if data.get("days") == OWN_DAYS:
            data["as_if_on"] = None
        return data


@require_http_methods(["GET", "HEAD", "POST"])
@actor_required(Capacity.OFFICER)
def drafts_of_law(request: HttpRequest) -> HttpResponse:
    """What the authority has tried out, newest first, and the form for who prepares its rules."""
    actor = request.actor
    verdict = policies.may_simulate_law(actor)
    form = DraftForm(request.POST, request.FILES) if request.method == "POST" else DraftForm()
    status = 200
    if request.method == "POST" and form.is_valid():
        try:
            row = _hand_in(form.cleaned_data, actor)
        except rulebook.UnsoundLaw as unsound:
            for fault in unsound.faults[:MOST_FAULTS]:
                form.add_error("files", str(fault))
        except NotAllowed as refusal:
            form.add_error(None, str(refusal))
        else:
            messages.success(request, _("The draft can be read. What it would change is being counted."))
            return redirect("desk:law_draft", simulation_id=row.pk)
    if form.errors:
        status = 422
    typed = request.GET.get("from", "")
    position = int(typed) if typed.isdecimal() and len(typed) < 19 else None
    rows = simulations.page(actor.authority, before=position) if verdict else []
    shown = rows[: simulations.PAGE]
    here = reverse("desk:law_drafts")
    context = {
        "rows": [_line(row) for row in shown],
        "page": parts.Paging(
            next_href=f"{here}?from={shown[-1].pk}" if len(rows) > simulations.PAGE else "",
            first_href=here if position else "",
        ),
        "form": form if verdict or request.method == "POST" else None,
        "why_not": verdict.why,
        "nothing": parts.Empty(
            _("No draft has been tried out"), _("What a draft would change is kept for some weeks."), icon="document"
        ),
    }
    return render(request, "desk/law_drafts.html", context, status=status)


@require_safe
@actor_required(Capacity.OFFICER)
def draft_of_law(request: HttpRequest, simulation_id: int) -> HttpResponse:
    """What one draft would change, or how far the count is."""
    row = _found(request.actor, simulation_id)
    report = row.report or {}
    context = {
        "row": row,
        "line": _line(row, is_linked=False),
        "is_waiting": row.state == SimulationState.WAITING,
        "facts": _facts(row),
        "groups": [_named(line) for line in report.get("groups", ())],
        "nationalities": [_named(line) for line in report.get("nationalities", ())],
        "rules": [_named(line) for line in report.get("rules", ())],
        "total": _named(report["total"]) if report else None,
        "least": LEAST,
    }
    return render(request, "desk/law_draft.html", context)


@require_safe
@actor_required(Capacity.OFFICER)
def draft_as_csv(request: HttpRequest, simulation_id: int) -> HttpResponse:
    """The same numbers for a spreadsheet."""
    row = _found(request.actor, simulation_id)
    if row.report is None:
        raise Http404
    answer = HttpResponse(simulation_csv.table(row.report), content_type="text/csv; charset=utf-8")
    answer["Content-Disposition"] = f'attachment; filename="draft-of-law-{row.authority}-{row.pk}.csv"'
    answer["X-Content-Type-Options"] = "nosniff"
    return answer


def _hand_in(data: Mapping[str, Any], actor: Actor) -> Any:
    files = [
        drafts.draft_file(authority=Authority(actor.authority), name=file.name, content=file.read(drafts.LARGEST + 1))
        for file in data["files"]
    ]
    return simulating.request(files=files, as_if_on=data["as_if_on"], by=actor, at=law_now())


def _found(actor: Actor, simulation_id: int) -> Any:
    """One of the actor's authority, for whom may try out drafts; to everybody else there is none."""
    try:
        if policies.may_simulate_law(actor):
            return simulations.get(actor.authority, simulation_id)
    except ObjectDoesNotExist:
        pass
    raise Http404


def _line(row: Any, *, is_linked: bool = True) -> parts.Cond:
    """A draft as a line: its files, how far it is, until when it is kept."""
    state = SimulationState(row.state)
    said = _("%(percent)d %% counted") % {"percent": row.percent} if state == SimulationState.WAITING else state.label
    meta = [
        _("tried out on %(day)s") % {"day": day(row.asked_at)},
        _days(row),
        _("kept until %(day)s") % {"day": day(row.keep_until)},
    ]
    links = [parts.Link(reverse("desk:law_draft", args=[row.pk]), _("What it would change"))] if is_linked else []
    names = ", ".join(file["name"] for file in row.files)
    return parts.Cond(title=names, tone=TONES[state], state=said, meta=" · ".join(meta), links=links)


def _facts(row: Any) -> list[parts.Fact]:
    return [
        parts.Fact(_("Draft"), ", ".join(file["name"] for file in row.files)),
        parts.Fact(_("By the law of which day"), _days(row)),
        parts.Fact(_("Tried out on"), day(row.asked_at)),
        parts.Fact(_("Kept until"), day(row.keep_until)),
    ]


def _days(row: Any) -> str:
    if row.as_if_on is None:
        return _("each application's own days")
    return _("as if all were filed and decided on %(day)s") % {"day": day(row.as_if_on)}


def _named(line: Mapping[str, Any]) -> dict[str, Any]:
    """A line of the report in words: what it is about, and each number or why it is not shown."""
    words: dict[str, Any] = {
        name: {"text": simulation_csv.number(line[name]), "is_hidden": line[name] in list(Hidden)}
        for name in NUMBERS
        if name in line
    }
    words["numbers"] = list(words.values())
    if "authority" in line:
        words["authority"] = line["authority"]
        words["category"] = sentences.title(line["category"])
    if "nationality" in line:
        words["nationality"] = _nationality(line["nationality"])
    if "rule" in line:
        words["rule"] = sentences.title(line["rule"])
        words["code"] = line["rule"]
        words["before"], words["after"] = Result(line["before"]).label, Result(line["after"]).label
    return words


def _nationality(code: str) -> str:
    if code == simulation_tally.STATELESS:
        return _("Stateless")
    return _("Not said") if code == simulation_tally.NOT_SAID else countries.name(code) or code
