"""When the authority could not be reached (P6): recorded by a coordinator, read by every officer, never deleted."""

from datetime import date
from typing import Any

from django import forms
from django.contrib import messages
from django.core.exceptions import ObjectDoesNotExist
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_http_methods

from applications import policies
from applications.now import law_now
from applications.selectors import unavailabilities
from applications.services import unavailability
from applications.services.refusals import NotAllowed, Stale
from applications.vocabulary import Capacity, Track, UnavailabilityReason
from portal.accounts.access import actor_required
from portal.desk.mailroom import rooms
from portal.ui import parts
from portal.ui.forms import DayField
from portal.ui.templatetags.ui import day

EARLY, ANNUL = "early", "annul"


class RecordForm(forms.Form):
    """Days on which the authority could not be reached."""

    reason = forms.ChoiceField(
        label=gettext_lazy("Reason"),
        choices=UnavailabilityReason.choices,
        widget=forms.RadioSelect,
        error_messages={"required": gettext_lazy("Choose one of the reasons.")},
    )
    from_on = DayField(label=gettext_lazy("First day"))
    until_on = DayField(label=gettext_lazy("Last day"))
    tracks = forms.MultipleChoiceField(
        label=gettext_lazy("Which deadlines it concerns"),
        widget=forms.CheckboxSelectMultiple,
        error_messages={"required": gettext_lazy("Choose your own track, the whole application, or both.")},
    )
    moves_due = forms.BooleanField(
        label=gettext_lazy("Last days that fall into it move to the first day after it"),
        help_text=gettext_lazy(
            "Leave it empty unless a text lets them move. Without it the days only appear in the arithmetic."
        ),
        required=False,
    )

    def __init__(self, *args: Any, track: Track, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["tracks"].choices = [(str(each), each.label) for each in (track, Track.OVERALL)]
        self.fields["tracks"].initial = [str(track)]


class ChangeForm(forms.Form):
    """Ended early or annulled, and why."""

    change = forms.ChoiceField(
        label=gettext_lazy("What changes"),
        choices=[(EARLY, gettext_lazy("It ended earlier")), (ANNUL, gettext_lazy("It should not have been recorded"))],
        widget=forms.RadioSelect,
        error_messages={"required": gettext_lazy("Choose one of the two.")},
    )
    on = DayField(label=gettext_lazy("Last day, if it ended earlier"), required=False)
    because = forms.CharField(
        label=gettext_lazy("Why"),
        help_text=gettext_lazy("It stays beside the record, for whoever reads the deadlines later."),
        max_length=300,
        error_messages={"required": gettext_lazy("Say why, for whoever reads the deadlines later.")},
    )

    def clean(self) -> dict[str, Any]:
        data = super().clean() or {}
        if data.get("change") == EARLY and "on" not in self.errors and not data.get("on"):
            self.add_error("on", _("Give the last day."))
        return data


@require_http_methods(["GET", "HEAD", "POST"])
@actor_required(Capacity.OFFICER)
def records(request: HttpRequest) -> HttpResponse:
    """What stands on record, newest first, and the form for a coordinator."""
    actor = request.actor
    verdict = policies.may_record_unavailability(actor)
    form = RecordForm(request.POST if request.method == "POST" else None, track=policies.track_of(actor.authority))
    status = 200
    if request.method == "POST" and form.is_valid():
        try:
            unavailability.record(**form.cleaned_data, by=actor, at=law_now())
        except NotAllowed as refusal:
            form.add_error(None, str(refusal))
        else:
            messages.success(request, _said(moves=form.cleaned_data["moves_due"]))
            return redirect("desk:unavailability")
    if form.errors:
        status = 422
    typed = request.GET.get("from", "")
    position = int(typed) if typed.isdecimal() and len(typed) < 19 else None
    rows = unavailabilities.page(actor.authority, before=position)
    shown = rows[: unavailabilities.PAGE]
    here = reverse("desk:unavailability")
    context = {
        "rooms": rooms("unavailability"),
        "rows": [_line(row, may_change=bool(verdict)) for row in shown],
        "page": parts.Paging(
            next_href=f"{here}?from={shown[-1].pk}" if len(rows) > unavailabilities.PAGE else "",
            first_href=here if position else "",
        ),
        "form": form if verdict or request.method == "POST" else None,
        "why_not": verdict.why,
        "nothing": parts.Empty(_("Nothing is on record"), _("Public holidays are known without it."), icon="clock"),
    }
    return render(request, "desk/unavailability.html", context, status=status)


@require_http_methods(["GET", "HEAD", "POST"])
@actor_required(Capacity.OFFICER)
def change(request: HttpRequest, record_id: int) -> HttpResponse:
    """End a record early, or annul it, with a reason."""
    actor = request.actor
    try:
        row = unavailabilities.get(actor.authority, record_id)
    except ObjectDoesNotExist:
        raise Http404 from None
    if not (verdict := policies.may_record_unavailability(actor)) and request.method != "POST":
        messages.error(request, str(verdict.why))
        return redirect("desk:unavailability")
    form = ChangeForm(request.POST if request.method == "POST" else None)
    status = 200
    if request.method == "POST" and form.is_valid():
        try:
            _do(row.pk, form.cleaned_data, request)
        except Stale as first:
            form.add_error(None, str(first))
            status = 409
        except NotAllowed as refusal:
            form.add_error(None, str(refusal))
        else:
            messages.success(request, _said(moves=row.moves_due))
            return redirect("desk:unavailability")
    if form.errors and status == 200:
        status = 422
    context = {"rooms": rooms("unavailability"), "form": form, "line": _line(row, may_change=False)}
    return render(request, "desk/unavailability_change.html", context, status=status)


def _do(record_id: int, data: dict[str, Any], request: HttpRequest) -> None:
    if data["change"] == EARLY:
        unavailability.end_early(
            record_id=record_id, on=data["on"], because=data["because"], by=request.actor, at=law_now()
        )
    else:
        unavailability.annul(record_id=record_id, because=data["because"], by=request.actor, at=law_now())


def _said(*, moves: bool) -> str:
    if moves:
        return _("On record. Open deadlines whose last day it touches follow in a minute; ended ones stay ended.")
    return _("On record. It appears in the arithmetic of the deadlines; no day moves.")


def _line(row: Any, *, may_change: bool) -> parts.Cond:
    """A record as a line: which days, why, what it does, what became of it."""
    days = _span(row.from_on, row.until_on)
    state, tone = _("on record"), "now"
    if row.is_annulled:
        state, tone = _("annulled"), ""
    elif row.ended_on:
        state, tone = _("ended on %(day)s") % {"day": day(row.ended_on)}, ""
    moves = _("last days move") if row.moves_due else _("no day moves")
    meta = [str(Track(row.track).label), moves, _("recorded on %(day)s") % {"day": day(row.recorded_at)}]
    if row.changed_because:
        meta.append(row.changed_because)
    links = []
    if may_change and row.changed_at is None:
        links = [parts.Link(reverse("desk:unavailability_change", args=[row.pk]), _("End early or annul"))]
    return parts.Cond(
        title=f"{UnavailabilityReason(row.reason).label}: {days}",
        tone=tone,
        icon="clock" if tone else "dash",
        state=state,
        meta=" · ".join(meta),
        links=links,
    )


def _span(first: date, last: date) -> str:
    return day(first) if first == last else _("%(first)s to %(last)s") % {"first": day(first), "last": day(last)}
