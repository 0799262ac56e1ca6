"""The post of a dossier: what went to whom, how far it came, and another way for what did not arrive (P2, P24)."""

from collections.abc import Callable
from dataclasses import dataclass

from django.contrib import messages
from django.core.exceptions import ObjectDoesNotExist
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_http_methods, require_safe

from applications import policies
from applications.now import law_now
from applications.selectors import sent, unreached
from applications.selectors.desk_file import DeskFile
from applications.selectors.sent import Sent
from applications.services import reaching
from applications.services.refusals import NotAllowed, Stale
from applications.vocabulary import ActKind, Capacity
from portal.accounts.access import actor_required
from portal.desk import opening, tracks
from portal.desk.post_forms import ReachForm
from portal.ui import parts
from portal.ui.templatetags.ui import day, weekday

WHO: dict[str, Promise] = {
    "FILER": gettext_lazy("The applicant"),
    "EMPLOYER": gettext_lazy("The employer"),
    "WORKER": gettext_lazy("The worker"),
    "POST": gettext_lazy("The diplomatic post"),
    "COMMUNE": gettext_lazy("The commune"),
}
WHAT: dict[str, Promise] = {
    "RECEIPT": gettext_lazy("Receipt of the filing"),
    "REQUEST": gettext_lazy("Request for documents"),
    "PIECES": gettext_lazy("Request for further documents"),
    "COMPLETENESS": gettext_lazy("Notice of completeness"),
    "WORK_ACT": gettext_lazy("Decision on work"),
    "RESIDENCE_ACT": gettext_lazy("Decision on residence"),
    "INADMISSIBILITY": gettext_lazy("Inadmissibility"),
    "NEWS": gettext_lazy("News"),
}


@dataclass(frozen=True, slots=True)
class Alarm:
    """Somebody who could not be reached, and where another way is chosen."""

    title: str
    sentence: str
    href: str


def alarms(desk: DeskFile) -> list[Alarm]:
    """Whom this desk has still to reach, with the day by which the law wants him notified."""
    found = []
    for missed in unreached.of(desk.dossier):
        if missed.track != desk.track:
            continue
        who = {"who": WHO.get(missed.role, missed.role), "day": day(missed.failed_at)}
        sentence = _("%(what)s: he has not been told.") % {"what": WHAT.get(missed.what, missed.what)}
        if missed.holds_a_period:
            sentence = _("%(what)s: the period is not met until he is notified.") % {
                "what": WHAT.get(missed.what, missed.what)
            }
            clock = tracks.current(desk, missed.track)
            if clock is not None and clock.is_open and clock.due_on is not None:
                sentence = f"{sentence} " + _("Notify by %(day)s.") % {"day": weekday(clock.due_on)}
        href = reverse("desk:reach", args=[desk.dossier.reference, missed.id])
        found.append(Alarm(_("%(who)s could not be reached on %(day)s") % who, sentence, href))
    return found


@require_safe
@actor_required(Capacity.OFFICER)
def post(request: HttpRequest, reference: str) -> HttpResponse:
    """Every notice of the dossier, newest first, each with where it stands."""
    desk = opening.opened(request, reference)
    rows = [_line(desk, row) for row in sent.of(desk.dossier)]
    may_redirect = policies.may_name_post(request.actor, desk.dossier, is_addressed=False)
    return opening.page(request, desk, "desk/post.html", part="post", rows=rows, may_redirect=bool(may_redirect))


@require_http_methods(["GET", "HEAD", "POST"])
@actor_required(Capacity.OFFICER)
def reach(request: HttpRequest, reference: str, notification_id: int) -> HttpResponse:
    """Choose another way for one notice: a registered letter, or another e-mail address."""
    desk = opening.opened(request, reference)
    try:
        row = sent.get(desk.dossier, notification_id)
    except ObjectDoesNotExist:
        raise Http404 from None
    form = ReachForm(request.POST if request.method == "POST" else None, initial=_known(row))
    verdict = policies.may_reach(request.actor, desk.dossier, track=row.desk)
    if not verdict and request.method != "POST":
        messages.error(request, str(verdict.why))
        return redirect("desk:post", reference=reference)
    status = 200
    if request.method == "POST" and form.is_valid():
        try:
            said = _chosen(row, form)(request)
        except Stale as first:
            form.add_error(None, str(first))
            status = 409
        except NotAllowed as refusal:
            form.add_error(None, str(refusal))
        else:
            messages.success(request, said)
            return redirect("desk:post", reference=reference)
    if form.errors and status == 200:
        status = 422
    return opening.page(request, desk, "desk/reach.html", part="post", status=status, form=form, line=_line(desk, row))


def _chosen(row: Sent, form: ReachForm) -> Callable[[HttpRequest], str]:
    """The service call the form asks for, and what to say after it."""
    data = form.cleaned_data

    def letter(request: HttpRequest) -> str:
        reaching.choose_letter(
            notification_id=row.id,
            address=data["address"],
            always=data["always"],
            by=request.actor,
            at=law_now(),
        )
        return _("The letter waits in the mail room to be printed. No clock changes until it counts as notified.")

    def email(request: HttpRequest) -> str:
        reaching.correct_email(notification_id=row.id, email=data["email"], by=request.actor, at=law_now())
        return _("The address is corrected, and the call goes out again. Nothing counts before it has gone through.")

    return letter if data["way"] == ReachForm.LETTER else email


def _known(row: Sent) -> dict[str, str]:
    known = {"way": ReachForm.LETTER}
    if row.trace is not None:
        known["email"] = row.trace.email
    if row.letter is not None:
        known["address"] = row.letter.address
    return known


def _line(desk: DeskFile, row: Sent) -> parts.Cond:
    """A notice as a line: to whom, how it travels, since when it counts."""
    title = ActKind(row.act_kind).label if row.act_kind else WHAT.get(row.what, row.what)
    tone, icon, state = _standing(row)
    links = []
    letter = row.letter
    if letter is not None and letter.sender == desk.actor.authority:
        links.append(parts.Link(reverse("desk:registered", args=[letter.id]), _("The registered letter")))
    if (
        row.notified_at is None
        and row.desk == desk.track
        and (letter is None or not letter.is_posted or letter.is_ended)
    ):
        href = reverse("desk:reach", args=[desk.dossier.reference, row.id])
        links.append(parts.Link(href, _("Reach him another way")))
    return parts.Cond(
        title=str(title),
        tone=tone,
        icon=icon,
        state=state,
        why=_("%(who)s, posted on %(day)s") % {"who": WHO.get(row.role, row.role), "day": day(row.posted_at)},
        meta=_way(row),
        links=links,
    )


def _standing(row: Sent) -> tuple[str, str, str]:
    if row.notified_at is not None:
        return "good", "", _("Notified on %(day)s") % {"day": day(row.notified_at)}
    if row.is_unreached:
        return "bad", "triangle", _("Not reached, %(day)s") % {"day": day(row.failed_at)}
    letter = row.letter
    if letter is not None and letter.is_posted:
        return "now", "mail", _("Posted on %(day)s, awaited") % {"day": day(letter.posted_on)}
    if letter is not None:
        return "warn", "mail", _("To be printed and posted")
    return "now", "clock", _("Under way")


def _way(row: Sent) -> str:
    if row.trace is None:
        return ""
    if row.trace.is_on_paper:
        return _("by registered letter")
    words = str(row.trace.channel.label)
    if row.notified_at is not None and row.failed_at is not None:
        words = f"{words}; " + _("the call by e-mail failed, the page counted before")
    return words
