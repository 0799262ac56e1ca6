"""The letter of the desk's act: made ready, looked at, signed. What was seen is what is issued (P12)."""

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from applications.now import law_now
from applications.selectors.desk_file import DeskFile
from applications.services import acts
from applications.services.refusals import NotAllowed, Stale
from applications.vocabulary import ActKind, ActState, Capacity, Track
from portal.accounts.access import actor_required
from portal.desk import actions, opening, tracks
from portal.ui import parts
from portal.ui.templatetags.ui import day, weekday


@require_POST
@actor_required(Capacity.OFFICER)
def make_ready(request: HttpRequest, reference: str) -> HttpResponse:
    """Render the letter once; its bytes are the ones that will be issued."""
    dossier = opening.found(request, reference)
    try:
        acts.preview(dossier_id=dossier.pk, by=request.actor, at=law_now())
    except NotAllowed as refusal:
        messages.error(request, str(refusal))
        return redirect("desk:dossier", reference=reference)
    messages.success(request, _("The letter is ready. No clock changes until it is signed and notified."))
    return redirect("desk:sign", reference=reference)


@require_http_methods(["GET", "HEAD", "POST"])
@actor_required(Capacity.OFFICER)
def sign(request: HttpRequest, reference: str) -> HttpResponse:
    """The letter in the viewer, below it the signature. A newer letter or a late paper is told; nothing is issued."""
    desk = opening.opened(request, reference, what="letter")
    if request.method == "POST":
        return _sign(request, desk)
    if desk.at_hand is None or not desk.at_hand.preview_key:
        messages.info(request, _("There is no letter yet. Conclude the review, then make the letter ready."))
        return redirect("desk:dossier", reference=reference)
    verdict = actions.may_sign(desk)
    again = actions.may_make_ready(desk)
    choices = [
        parts.Action(
            _("Sign"),
            method="submit",
            form="signature",
            is_allowed=bool(verdict),
            why=_("You sign the letter shown here, and no other.") if verdict else str(verdict.why),
        ),
        parts.Action(
            _("Make the letter ready again"),
            reverse("desk:make_ready", args=[reference]),
            kind="quiet",
            is_allowed=bool(again),
            why="" if again else str(again.why),
        ),
    ]
    if desk.correction is not None:
        choices.append(
            parts.Action(_("Drop the correction"), reverse("desk:drop_correction", args=[reference]), kind="quiet")
        )
    return opening.page(
        request,
        desk,
        "desk/sign.html",
        act=desk.at_hand,
        correction=desk.correction,
        kind_label=ActKind(desk.at_hand.kind).label,
        sign_by=tracks.next_sign_by(desk),
        doc=viewer(desk),
        choices=choices,
        facts=_facts(desk),
    )


def _sign(request: HttpRequest, desk: DeskFile) -> HttpResponse:
    reference = desk.dossier.reference
    try:
        act = acts.sign(
            dossier_id=desk.dossier.pk, seen_sha256=request.POST.get("sha256", ""), by=request.actor, at=law_now()
        )
    except Stale as changed:
        messages.warning(request, str(changed))
        return redirect("desk:sign", reference=reference)
    except NotAllowed as refusal:
        messages.error(request, str(refusal))
        return redirect("desk:dossier", reference=reference)
    messages.success(
        request,
        _("Signed: the correction. It goes to everybody who had the letter it replaces.")
        if act.rectifies_id
        else _signed(act.kind, is_alone=Track.RESIDENCE not in desk.file.evaluation.tracks),
    )
    return redirect("desk:dossier", reference=reference)


def _signed(kind: str, *, is_alone: bool) -> str:
    """What follows from the signature, in the words of its act. Some categories are decided on work alone."""
    if is_alone and kind == ActKind.WORK_GRANT:
        return _("Signed: favourable work decision. Nobody else decides here, so the application is granted.")
    follows = {
        ActKind.WORK_GRANT: _(
            "Signed: favourable work decision. Your clock is met when the applicant is notified; "
            "the Immigration Office can now conclude."
        ),
        ActKind.WORK_REFUSAL: _(
            "Signed: the work authorisation is refused, and the residence review ends without object. "
            "The time to appeal runs from notification."
        ),
        ActKind.ANNEX_46: _(
            "Signed: the combined permit is granted. The joint clock is met when the applicant is notified; "
            "the post abroad and the commune hear of it."
        ),
        ActKind.ANNEX_47: _(
            "Signed: the combined permit is granted by silence, and both reviews end. The applicant, the post abroad "
            "and the commune hear of it."
        ),
        ActKind.INADMISSIBLE: _("Signed: the application is inadmissible. The time to appeal runs from notification."),
        ActKind.ANNEX_48: _("Signed: residence is refused. The time to appeal runs from notification."),
    }
    return follows.get(ActKind(kind), _("Signed. The letter is sealed and sent."))


def viewer(desk: DeskFile) -> parts.ViewerDoc:
    """The letter at hand, beside its facts or beside a form about it."""
    act = desk.at_hand
    href = reverse("desk:letter", args=[desk.dossier.reference, act.pk])
    state = _("Signed") if act.in_force else _("Not signed yet")
    return parts.ViewerDoc(
        title=str(ActKind(act.kind).label),
        href=href,
        download_href=f"{href}?download",
        facts=_("made ready on %(day)s") % {"day": day(act.prepared_at)},
        fingerprint=act.sha256,
        tone="good" if act.in_force else "warn",
        state=state,
    )


def _facts(desk: DeskFile) -> list[parts.Fact]:
    act = desk.at_hand
    found = [
        parts.Fact(_("Act"), str(ActKind(act.kind).label)),
        *([parts.Fact(_("Corrects"), act.rectifies.number, is_reference=True)] if act.rectifies else []),
        parts.Fact(_("Language"), act.language),
        parts.Fact(_("Made ready"), day(act.prepared_at)),
    ]
    if act.signatory is not None:
        found.append(parts.Fact(_("Signs as"), f"{act.signatory.title}, {act.signatory.delegation}"))
    if act.state in (ActState.SIGNED, ActState.SEALED):
        found.append(parts.Fact(_("Signed"), day(act.signed_at)))
    elif (until := tracks.next_sign_by(desk)) is not None:
        found.append(parts.Fact(_("Sign by"), weekday(until)))
    return found
