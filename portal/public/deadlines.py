"""The deadline simulator: an application that nobody filed, its dates, and what one more event would move (feature 51).

Nothing is stored: the case stands in the address. Its clocks are those of a dossier and of the command `clock`.
"""

from urllib.parse import urlencode

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from applications.now import law_now
from portal.public import calendar_file, deadlines_answer, formats, law
from portal.public.deadlines_form import CaseForm, Simulation

EXAMPLE = urlencode(
    {
        "category": "eu_blue_card",
        "kind": "FIRST",
        "authority": "ostbelgien",
        "start": "2026-03-02",
        "e1-what": "RESIDENCE_TICKED",
        "e1-day": "2026-03-09",
        "e2-what": "COMPLETE_DECLARED",
        "e2-day": "2026-03-10",
        "e3-what": "COMPLETENESS_NOTIFIED",
        "e3-day": "2026-03-12",
        "w-what": "PIECES_ASKED",
        "w-day": "2026-04-07",
        "w-track": "RESIDENCE",
        "w-by": "federal",
    }
)


@require_safe
def show(request: HttpRequest) -> HttpResponse:
    """The questions; with a case in the address, every date it has, and why."""
    asked = Simulation(request.GET)
    here = reverse("public:deadlines")
    common = {"asked": asked, "tabs": law.tabs("public:deadlines"), "example_href": f"{here}?{EXAMPLE}", "answer": None}
    if not asked.is_asked:
        if formats.wants_json(request):
            return formats.faults(CaseForm({}))
        return formats.varied(render(request, "public/deadlines.html", common))
    if not asked.is_valid or asked.too_late():
        if formats.wants_json(request):
            return formats.faults(*asked.forms)
        return formats.varied(render(request, "public/deadlines.html", common, status=422))
    answer = deadlines_answer.of(asked)
    if formats.wants_json(request):
        return formats.as_json(answer.as_json(asked))
    query = asked.query()
    content = {
        "answer": answer,
        "dated": deadlines_answer.dated(answer.found, on=answer.on),
        "moved": deadlines_answer.moved(answer),
        "waiting": deadlines_answer.waiting(answer),
        "title": _title(asked),
        "json_href": f"{here}?{query}&format=json",
        "calendar_href": f"{reverse('public:deadlines_calendar')}?{query}",
        "adopt_href": f"{here}?{asked.query(adopt=True)}",
        "forget_href": f"{here}?{asked.query(with_supposed=False)}",
    }
    return formats.varied(render(request, "public/deadlines.html", {**common, **content}))


@require_safe
def calendar(request: HttpRequest) -> HttpResponse:
    """The open days as a calendar file; what cannot be used is told on the page."""
    asked = Simulation(request.GET)
    page = reverse("public:deadlines")
    if not asked.is_valid or asked.too_late():
        return redirect(f"{page}?{request.GET.urlencode()}" if asked.is_asked else page)
    address = request.build_absolute_uri(f"{page}?{asked.query()}")
    answer = deadlines_answer.of(asked)
    content = calendar_file.of(answer, address=address, at=law_now())
    headers = {"Content-Disposition": 'attachment; filename="deadlines.ics"'}
    return HttpResponse(content, content_type=calendar_file.MEDIA_TYPE, headers=headers)


def _title(asked: Simulation) -> str:
    """What is looked at, in a line."""
    case = asked.case
    names = [dict(case.fields[name].choices).get(case.cleaned_data[name]) for name in ("category", "kind")]
    return ", ".join(str(name) for name in names if name) or _("An application")
