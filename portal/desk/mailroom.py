"""The mail room of an authority: registered letters to print and post, their slips, and what became of them (P24)."""

from collections.abc import Callable

from django import forms
from django.contrib import messages
from django.http import FileResponse, Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.http import urlencode
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_safe

from applications import files
from applications.actors import Actor
from applications.now import law_now
from applications.selectors import printed_letters
from applications.services import reaching, reading
from applications.services.refusals import NotAllowed, Stale
from applications.vocabulary import Capacity
from exchange import registered
from exchange.registered import LetterLine, Part
from portal.accounts.access import actor_required
from portal.desk.post_forms import EndForm, PostingForm
from portal.ui import parts
from portal.ui.templatetags.ui import day


@require_safe
@actor_required(Capacity.OFFICER)
def letters(request: HttpRequest) -> HttpResponse:
    """A page of letters of the actor's authority: to post first, longest waiting first."""
    typed = request.GET.get("part", "")
    part = Part(typed) if typed in list(Part) else Part.TO_POST
    after = request.GET.get("from", "")
    position = int(after) if after.isdecimal() and len(after) < 19 else None
    rows = registered.page(request.actor.authority, part, after=position)
    shown = rows[: registered.PAGE]
    here = reverse("desk:mail")
    more = urlencode({"part": part, "from": shown[-1].id}) if len(rows) > registered.PAGE else ""
    context = {
        "rooms": rooms("letters"),
        "tabs": _tabs(part),
        "rows": [_line(row) for row in shown],
        "page": parts.Paging(
            next_href=f"{here}?{more}" if more else "",
            first_href=f"{here}?part={part}" if position else "",
        ),
        "nothing": _nothing(part),
    }
    return render(request, "desk/mail.html", context)


@require_http_methods(["GET", "HEAD", "POST"])
@actor_required(Capacity.OFFICER)
def letter(request: HttpRequest, letter_id: int) -> HttpResponse:
    """One letter: print it, enter its slip, enter what became of it; each once."""
    found = _found(request.actor, letter_id)
    form, status = None, 200
    if not found.is_ended:
        form, said = _next_form(request, found)
        if request.method == "POST" and form.is_valid():
            try:
                messages.success(request, said())
            except Stale as first:
                form.add_error(None, str(first))
                status = 409
            except (NotAllowed, files.FileRefused) as refusal:
                form.add_error(None, str(refusal))
            else:
                return redirect("desk:registered", letter_id=letter_id)
        if form.errors and status == 200:
            status = 422
    elif request.method == "POST":
        status = 409
    context = {
        "letter": found,
        "rooms": rooms("letters"),
        "form": form,
        "facts": _facts(found),
        "state": _state(found),
        "printing": reverse("desk:registered_pdf", args=[letter_id]),
    }
    return render(request, "desk/registered.html", context, status=status)


@require_safe
@never_cache
@actor_required(Capacity.OFFICER)
def printed(request: HttpRequest, letter_id: int) -> HttpResponse:
    """The pages for the envelope: cover and sealed letter."""
    found = _found(request.actor, letter_id)
    try:
        pages = printed_letters.pdf(found)
    except printed_letters.NotSealedYet:
        messages.warning(request, _("The decision is being sealed. Print the letter in a minute."))
        return redirect("desk:registered", letter_id=letter_id)
    reading.record(
        dossier_id=printed_letters.dossier_of(found), by=request.actor, what=f"registered:{found.id}", at=law_now()
    )
    answer = HttpResponse(pages, content_type="application/pdf")
    answer["Content-Disposition"] = f'inline; filename="{found.reference}-registered-{found.id}.pdf"'
    answer["X-Content-Type-Options"] = "nosniff"
    return answer


@require_safe
@never_cache
@actor_required(Capacity.OFFICER)
def proof(request: HttpRequest, letter_id: int) -> FileResponse:
    """The scan that proves the delivery or the return."""
    found = _found(request.actor, letter_id)
    if not found.proof_key:
        raise Http404
    reading.record(
        dossier_id=printed_letters.dossier_of(found), by=request.actor, what=f"proof:{found.id}", at=law_now()
    )
    name = f"{found.reference}-proof-{found.id}"
    return FileResponse(
        files.open_stored(found.proof_key),
        as_attachment=True,
        filename=name,
        content_type="application/octet-stream",
        headers={"X-Content-Type-Options": "nosniff"},
    )


def rooms(current: str) -> list[parts.Tab]:
    """The parts of the mail room."""
    found = {
        "letters": ("desk:mail", _("Registered letters")),
        "paper": ("desk:on_paper", _("Applications on paper")),
        "unavailability": ("desk:unavailability", _("Closures and outages")),
    }
    return [parts.Tab(reverse(name), label, is_current=room == current) for room, (name, label) in found.items()]


def _found(actor: Actor, letter_id: int) -> LetterLine:
    try:
        return registered.get(letter_id, sender=actor.authority)
    except registered.UnknownLetter:
        raise Http404 from None


def _next_form(request: HttpRequest, found: LetterLine) -> tuple[forms.Form, Callable[[], str]]:
    """The form of the next step and what it does."""
    posted = request.POST if request.method == "POST" else None
    if not found.is_posted:
        posting = PostingForm(posted, today=request.law_day)

        def enter_posting() -> str:
            reaching.enter_posting(letter_id=found.id, **posting.cleaned_data, by=request.actor, at=law_now())
            return _("Entered. Whether posting or delivery counts as notification is a value of your authority.")

        return posting, enter_posting
    ending = EndForm(posted, request.FILES if posted is not None else None, today=request.law_day)

    def enter_end() -> str:
        data = ending.cleaned_data
        arrived = data["end"] == EndForm.ARRIVED
        reaching.enter_end(
            letter_id=found.id, on=data["on"], arrived=arrived, proof=data["proof"], by=request.actor, at=law_now()
        )
        if arrived:
            return _("Entered. The clocks that wait for this notification follow in a few seconds.")
        return _("Entered. The desk is alarmed: nobody has been notified by this letter.")

    return ending, enter_end


def _line(row: LetterLine) -> parts.Cond:
    tone, icon, words = _state(row)
    return parts.Cond(
        title=str(row.kind.label),
        tone=tone,
        icon=icon,
        state=words,
        why=", ".join(row.address.splitlines()),
        meta=row.reference,
        links=[parts.Link(reverse("desk:registered", args=[row.id]), _("Open"))],
    )


def _state(row: LetterLine) -> tuple[str, str, str]:
    if row.delivered_on:
        return "good", "", _("Delivered on %(day)s") % {"day": day(row.delivered_on)}
    if row.returned_on:
        return "bad", "", _("Came back on %(day)s") % {"day": day(row.returned_on)}
    if row.posted_on:
        return "now", "mail", _("Posted on %(day)s") % {"day": day(row.posted_on)}
    return "warn", "mail", _("To print and post, since %(day)s") % {"day": day(row.asked_at)}


def _facts(row: LetterLine) -> list[parts.Fact]:
    found = [
        parts.Fact(_("Notice"), str(row.kind.label)),
        parts.Fact(_("To"), ", ".join(row.address.splitlines())),
        parts.Fact(
            _("Dossier"),
            row.reference,
            is_reference=True,
            link=parts.Link(reverse("desk:post", args=[row.reference]), _("Its post")),
        ),
    ]
    if row.slip_number:
        found.append(parts.Fact(_("Slip"), row.slip_number, is_reference=True))
        found.append(parts.Fact(_("Posted"), day(row.posted_on)))
    if row.proof_key:
        link = parts.Link(reverse("desk:registered_proof", args=[row.id]), _("Open the proof"))
        found.append(parts.Fact(_("Proof"), _("scanned"), link=link))
    return found


def _tabs(current: Part) -> list[parts.Tab]:
    here = reverse("desk:mail")
    labels = {Part.TO_POST: _("To post"), Part.UNDER_WAY: _("On their way"), Part.ENDED: _("Delivered or returned")}
    return [parts.Tab(f"{here}?part={part}", label, is_current=part == current) for part, label in labels.items()]


def _nothing(part: Part) -> parts.Empty:
    if part == Part.TO_POST:
        return parts.Empty(
            _("No letter waits"),
            _("A notice comes here when its addressee is reached by registered letter, or an officer chose one."),
            icon="mail",
        )
    return parts.Empty(_("Nothing here"), _("Letters move here as their slips are entered."), icon="mail")
