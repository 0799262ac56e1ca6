"""How the verbs of the desk answer: what cannot be done is not offered as a form; a refusal keeps what was typed."""

from collections.abc import Callable

from django import forms
from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect

from applications.policies import Verdict
from applications.selectors.desk_file import DeskFile
from applications.services.refusals import NotAllowed, Stale
from portal.desk import opening, papers


def refused(request: HttpRequest, verdict: Verdict, reference: str) -> HttpResponse | None:
    """What cannot be done is not offered as a form. A form already filled in goes to the service all the same."""
    if verdict or request.method == "POST":
        return None
    messages.error(request, str(verdict.why))
    return redirect("desk:dossier", reference=reference)


def form_page(
    request: HttpRequest, desk: DeskFile, template: str, form: forms.Form, do: Callable[[], str], **context: object
) -> HttpResponse:
    """Show the form; when it was sent and holds, do what it says, once."""
    status = 200
    if request.method == "POST" and form.is_valid():
        try:
            said = do()
        except Stale as first:
            form.add_error(None, str(first))
            status = 409
        except NotAllowed as refusal:
            form.add_error(None, str(refusal))
        else:
            messages.success(request, said)
            return redirect("desk:dossier", reference=desk.dossier.reference)
    if form.errors and status == 200:
        status = 422
    readable = [paper for paper in papers.of(desk) if paper.is_readable]  # beside the form, so that nobody leaves it
    return opening.page(request, desk, template, part="dossier", status=status, form=form, readable=readable, **context)
