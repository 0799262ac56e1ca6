"""What may be done about an act beside signing it: its language before, its translation, correction and undoing after
(P13, P14). Each is a page of its own that says first what will follow.
"""

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_http_methods, require_POST

from applications import files, letter_inputs
from applications.now import law_now
from applications.policies import Verdict
from applications.rulebook import sentences
from applications.selectors import act_readers
from applications.selectors.desk_file import DeskFile
from applications.services import corrections, languages, rectifying, reopening, translating
from applications.services.refusals import NotAllowed, Stale
from applications.vocabulary import ActKind, Capacity
from portal.accounts.access import actor_required
from portal.desk import actions, letters, opening
from portal.desk.act_forms import LanguageForm, RectifyForm, RenderForm, ReopenForm, UploadForm, Words, language_name
from portal.desk.answering import form_page, refused
from portal.ui import parts

ROLES = {
    "FILER": gettext_lazy("Applicant"),
    "EMPLOYER": Capacity.EMPLOYER.label,
    "WORKER": Capacity.WORKER.label,
    "POST": Capacity.POST.label,
    "COMMUNE": Capacity.COMMUNE.label,
}
METHODS = ["GET", "HEAD", "POST"]


@require_http_methods(METHODS)
@actor_required(Capacity.OFFICER)
def choose_language(request: HttpRequest, reference: str) -> HttpResponse:
    """Another language for the act to come, with a reason."""
    desk = opening.opened(request, reference)
    current = languages.find_current(desk.dossier, desk.track, by=request.actor, at=law_now())
    form = LanguageForm(_sent(request), current=current)
    if (answer := refused(request, actions.may_choose_language(desk), reference)) is not None:
        return answer

    def do() -> str:
        chosen = form.cleaned_data["language"]
        languages.choose(
            dossier_id=desk.dossier.pk,
            language=chosen,
            reason=form.cleaned_data["reason"],
            by=request.actor,
            at=law_now(),
        )
        return _("Your act is made in this language now: %(language)s. Make the letter ready again.") % {
            "language": language_name(chosen)
        }

    named = language_name(current) if current else ""
    choice = languages.find_choice(desk.dossier, desk.track)
    return form_page(request, desk, "desk/language.html", form, do, current=named, choice=choice)


@require_http_methods(METHODS)
@actor_required(Capacity.OFFICER)
def rectify(request: HttpRequest, reference: str) -> HttpResponse:
    """Correct a clerical error: the letter is made ready at once, and signed on its own page."""
    desk = opening.opened(request, reference)
    if (answer := _refused(request, desk, actions.may_rectify(desk))) is not None:
        return answer
    words = _grounds(desk)
    language = desk.act.language if desk.act else "de"
    form = RectifyForm(
        _sent(request), facts=corrections.shown(desk.facts, by=request.actor), words=words, language=language
    )
    if request.method == "POST" and form.is_valid():
        try:
            rectifying.prepare(
                dossier_id=desk.dossier.pk,
                act_id=_shown(request),
                correction=form.correction,
                by=request.actor,
                at=law_now(),
            )
        except NotAllowed as refusal:
            form.add_error(None, str(refusal))
            return _rectify_page(request, desk, form, status=409 if isinstance(refusal, Stale) else 422)
        messages.success(request, _("The correction is ready. Look at its letter, then sign it."))
        return redirect("desk:sign", reference=reference)
    return _rectify_page(request, desk, form, status=422 if form.errors else 200)


def _rectify_page(request: HttpRequest, desk: DeskFile, form: RectifyForm, *, status: int) -> HttpResponse:
    return opening.page(request, desk, "desk/rectify.html", part="dossier", status=status, form=form, **_act(desk))


@require_POST
@actor_required(Capacity.OFFICER)
def drop_correction(request: HttpRequest, reference: str) -> HttpResponse:
    """Give up a correction that nobody has signed."""
    dossier = opening.found(request, reference)
    try:
        rectifying.drop(dossier_id=dossier.pk, by=request.actor, at=law_now())
    except NotAllowed as refusal:
        messages.error(request, str(refusal))
    else:
        messages.success(request, _("The correction is dropped. The act in force stays as it is."))
    return redirect("desk:dossier", reference=reference)


@require_http_methods(METHODS)
@actor_required(Capacity.OFFICER)
def reopen(request: HttpRequest, reference: str) -> HttpResponse:
    """Undo the decision and examine anew, for one of three reasons and on a named basis."""
    desk = opening.opened(request, reference)
    form = ReopenForm(_sent(request))
    if (answer := _refused(request, desk, actions.may_reopen(desk))) is not None:
        return answer

    def do() -> str:
        reopening.reopen(
            dossier_id=desk.dossier.pk,
            act_id=_shown(request),
            reason=form.cleaned_data["reason"],
            basis=form.cleaned_data["basis"],
            by=request.actor,
            at=law_now(),
        )
        return _("The application is reopened. New periods run from today, and everybody who had the decision is told.")

    return form_page(request, desk, "desk/reopen.html", form, do, **_act(desk))


@require_http_methods(METHODS)
@actor_required(Capacity.OFFICER)
def translate(request: HttpRequest, reference: str) -> HttpResponse:
    """Who had the act and in what language; a translation made here, or uploaded."""
    desk = opening.opened(request, reference)
    if (answer := _refused(request, desk, actions.may_translate(desk))) is not None:
        return answer
    words = _own_words(desk)
    how = request.POST.get("how", "")
    language = desk.act.language if desk.act else ""
    rendering = RenderForm(request.POST if how == "render" else None, act_language=language, words=words)
    uploading = UploadForm(
        request.POST if how == "upload" else None, request.FILES if how == "upload" else None, act_language=language
    )
    status, form = 200, uploading if how == "upload" else rendering
    if request.method == "POST" and form.is_valid():
        try:
            _add(request, desk, form)
        except (NotAllowed, files.FileRefused) as refusal:
            form.add_error(None, str(refusal))
            status = 409 if isinstance(refusal, Stale) else 422
        else:
            messages.success(
                request, _("The translation is added. It lies beside the letter, marked as not authentic.")
            )
            return redirect("desk:translate", reference=reference)
    elif request.method == "POST":
        status = 422
    return opening.page(
        request,
        desk,
        "desk/translate.html",
        part="dossier",
        status=status,
        rendering=rendering,
        uploading=uploading,
        shown_form=form,
        readers=_readers(desk),
        translations=act_readers.translations(desk.act) if desk.act else [],
        act_language=language,
        **_act(desk),
    )


def _add(request: HttpRequest, desk: DeskFile, form: RenderForm | UploadForm) -> None:
    given = {
        "dossier_id": desk.dossier.pk,
        "act_id": _shown(request),
        "language": form.cleaned_data["language"],
        "by": request.actor,
        "at": law_now(),
    }
    if isinstance(form, UploadForm):
        translating.upload(upload=form.cleaned_data["file"], **given)
    else:
        translating.render(words=form.translated, **given)


def _refused(request: HttpRequest, desk: DeskFile, verdict: Verdict) -> HttpResponse | None:
    """What cannot be done is not offered; without an act of the desk in force there is nothing to send either."""
    if desk.act is not None and desk.act.in_force:
        return refused(request, verdict, str(desk.dossier.reference))
    messages.error(request, str(verdict.why))
    return redirect("desk:dossier", reference=desk.dossier.reference)


def _readers(desk: DeskFile) -> list[parts.Cond]:
    """Who was sent the act; marked where neither the act nor a translation is in his language."""
    found = act_readers.of(desk.act) if desk.act else []
    missing = _("Reads %(language)s: no translation yet")
    return [
        parts.Cond(
            ROLES[reader.role],
            tone="good" if reader.has_own else "warn",
            state=(_("Reads %(language)s") if reader.has_own else missing)
            % {"language": language_name(reader.language) if reader.language else "?"},
            icon="tick" if reader.has_own else "question",
        )
        for reader in found
    ]


def _sent(request: HttpRequest) -> object:
    return request.POST if request.method == "POST" else None


def _shown(request: HttpRequest) -> int:
    """The act that the page showed; what is no number is no act."""
    typed = request.POST.get("act", "")
    return int(typed) if typed.isdecimal() and len(typed) < 19 else 0


def _act(desk: DeskFile) -> dict[str, object]:
    """The desk's act, as each of these pages names it."""
    act = desk.act
    if act is None:
        return {"act": None, "act_label": "", "act_href": "", "doc": None}
    href = reverse("desk:letter", args=[desk.dossier.reference, act.pk])
    return {"act": act, "act_label": ActKind(act.kind).label, "act_href": href, "doc": letters.viewer(desk)}


def _grounds(desk: DeskFile) -> list[Words]:
    """The grounds of a refusal with the officer's words for each, empty where the finding's own sentence is printed."""
    if desk.act is None or desk.act.kind not in (ActKind.WORK_REFUSAL, ActKind.ANNEX_48):
        return []
    reasons = desk.act.grounds.get("reasons", {})
    return [Words(code, sentences.title(code), reasons.get(code, "")) for code in desk.act.grounds.get("codes", [])]


def _own_words(desk: DeskFile) -> list[Words]:
    if desk.act is None:
        return []
    return [
        Words(code, _("What was corrected") if code == letter_inputs.CORRECTION else sentences.title(code), text)
        for code, text in letter_inputs.own_words(desk.act).items()
    ]
