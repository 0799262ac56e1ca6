"""Pages that anybody may read: they know nobody and store nothing."""

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render, resolve_url
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_safe

from portal.public.precheck_form import FirstAnswersForm
from portal.ui import information as information_text
from portal.ui import parts

DOORS = (
    (_("Employer"), _("File, complete and follow the applications of your company.")),
    (_("Mandatary"), _("File for your clients, with their mandate, and keep every deadline in one place.")),
    (_("Worker"), _("See what is asked in your name, in your language, and receive your decision.")),
    (_("Commune or diplomatic post"), _("Receive decisions, acknowledge them, report what happened next.")),
    (_("Officer"), _("Examine applications for your Region, Community or the Immigration Office.")),
)


@require_safe
def home(request: HttpRequest) -> HttpResponse:
    """What this is, for whom, and what it needs. No figures until something has been measured."""
    sign_in = resolve_url(settings.LOGIN_URL)
    doors = [parts.Door(sign_in, title, text) for title, text in DOORS]
    return render(request, "public/home.html", {"doors": doors, "first_answers": FirstAnswersForm()})


@require_safe
def accessibility(request: HttpRequest) -> HttpResponse:
    """The accessibility statement: what was tested, what is known to be weak, where to complain."""
    return render(request, "public/accessibility.html")


@require_safe
def privacy(request: HttpRequest) -> HttpResponse:
    """What is kept about whom, who may see it, and how to object."""
    return render(request, "public/privacy.html")


@require_safe
def information(request: HttpRequest) -> HttpResponse:
    """The information about one's data, whole and dated (P32)."""
    return render(
        request, "public/information.html", {"whole": information_text.whole(), "dated": information_text.dated()}
    )
