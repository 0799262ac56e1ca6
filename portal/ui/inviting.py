"""Inviting the worker: one form and one list, for whoever filed and for the desks."""

from collections.abc import Callable, Sequence
from datetime import datetime
from typing import TYPE_CHECKING

from django import forms
from django.conf import settings
from django.contrib import messages
from django.http import HttpRequest
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from applications.selectors import invitations as selector
from applications.services import invitations
from applications.services.invitation_mail import MOST_ATTEMPTS
from applications.services.refusals import NotAllowed
from applications.vocabulary import InvitationState, Relation
from portal.ui import limits, parts
from portal.ui.answers import PickField
from portal.ui.templatetags.ui import day

if TYPE_CHECKING:
    from applications.models import Dossier, Invitation

MOST_A_DAY, A_DAY = 10, 24 * 60 * 60


class InviteForm(forms.Form):
    """Where to send it, in which language, and who holds the door of somebody who cannot act alone (P17)."""

    email = forms.EmailField(
        label=gettext_lazy("The worker's own e-mail"),
        help_text=gettext_lazy("Not the employer's: it opens what is for the worker alone."),
        widget=forms.EmailInput(attrs={"autocomplete": "off"}),
        error_messages={
            "required": gettext_lazy("Give the worker's e-mail address."),
            "invalid": gettext_lazy("This is no e-mail address."),
        },
    )
    language = PickField(label=gettext_lazy("Language of the invitation"), choices=settings.LANGUAGES)
    representative = forms.CharField(
        label=gettext_lazy("Legal representative"),
        help_text=gettext_lazy("Only for a minor: given names and family name of whoever acts for the worker."),
        max_length=160,
        required=False,
    )
    relation = forms.ChoiceField(
        label=gettext_lazy("What he or she is to the worker"), choices=[("", "–"), *Relation.choices], required=False
    )
    optional = frozenset({"representative", "relation"})


def initial(dossier: "Dossier") -> dict[str, str]:
    """What the dossier says already."""
    worker = selector.worker_of(dossier)
    return {"email": worker.email or "", "language": worker.language or "en"}


def is_new(request: HttpRequest) -> bool:
    """Whether the form was posted, and not one of the buttons beside an invitation."""
    return request.method == "POST" and "go" not in request.POST


def act(request: HttpRequest, dossier: "Dossier", form: InviteForm, *, at: datetime) -> bool:
    """Do what was posted: invite, or renew or withdraw the one named. True when the page is to be opened anew."""
    if not is_new(request):
        _say(request, lambda: _renew_or_withdraw(request, dossier, at=at))
        return True
    if not form.is_valid():
        return False
    try:
        _invite(request, dossier, form.cleaned_data, at=at)
    except NotAllowed as refusal:
        form.add_error(None, str(refusal))
        return False
    messages.success(request, _("The invitation is on its way."))
    return True


def _say(request: HttpRequest, verb: Callable[[], str]) -> None:
    try:
        messages.success(request, verb())
    except NotAllowed as refusal:
        messages.error(request, str(refusal))


def _renew_or_withdraw(request: HttpRequest, dossier: "Dossier", *, at: datetime) -> str:
    verb, _dash, which = request.POST["go"].partition("-")
    number = int(which) if which.isdecimal() and len(which) < 19 else 0
    if verb == "withdraw":
        invitations.revoke(dossier_id=dossier.pk, invitation_id=number, by=request.actor, at=at)
        return _("The invitation is withdrawn; its link opens nothing any more.")
    _refuse_too_many(dossier)
    invitations.renew(dossier_id=dossier.pk, invitation_id=number, by=request.actor, at=at)
    return _("A new link is on its way; the old one opens nothing any more.")


def _invite(request: HttpRequest, dossier: "Dossier", typed: dict[str, str], *, at: datetime) -> None:
    if typed["email"].casefold() == (request.user.email or "").casefold():
        raise NotAllowed(_("This is your own address. Give the worker's: it opens what is for the worker alone."))
    _refuse_too_many(dossier)
    invitations.invite(
        dossier_id=dossier.pk,
        email=typed["email"],
        language=typed["language"],
        representative=typed["representative"],
        relation=typed["relation"],
        by=request.actor,
        at=at,
    )


def _refuse_too_many(dossier: "Dossier") -> None:
    if not limits.allowed(f"invite:{dossier.pk}", most=MOST_A_DAY, seconds=A_DAY):
        raise NotAllowed(_("This worker was invited many times today. Try again tomorrow, or speak to the worker."))


def as_conditions(rows: Sequence["Invitation"], href: str, *, at: datetime) -> list[parts.Cond]:
    """What became of each, with what may still be done."""
    found = []
    for row in rows:
        tone, state = _state(row, at=at)
        held = f"{row.representative_name} ({Relation(row.relation).label})" if row.representative_name else ""
        waits = row.state == InvitationState.OPEN
        found.append(
            parts.Cond(
                row.email,
                tone,
                state,
                why=_("Held by the legal representative: %(who)s.") % {"who": held} if held else "",
                meta=_("invited on %(day)s") % {"day": day(row.invited_at)},
                actions=_actions(row, href) if waits else (),
            )
        )
    return found


def _state(row: "Invitation", *, at: datetime) -> tuple[str, str]:
    if row.state == InvitationState.ACCEPTED:
        return "good", _("Accepted on %(day)s") % {"day": day(row.ended_at)}
    if row.state == InvitationState.REVOKED:
        return "", _("Withdrawn or replaced")
    if row.is_locked:
        return "bad", _("Locked: the travel document or birth date was wrong five times")
    if row.is_over(at):
        return "bad", _("Run out on %(day)s") % {"day": day(row.expires_at)}
    if row.sent_at is None and row.attempts >= MOST_ATTEMPTS:
        return "bad", _("The e-mail could not be delivered: check the address")
    if row.sent_at is None:
        return "warn", _("Being sent")
    return "warn", _("Sent; can be used until %(day)s") % {"day": day(row.expires_at)}


def _actions(row: "Invitation", href: str) -> list[parts.Action]:
    return [
        parts.Action(_("Send a new link"), href, kind="quiet", name="go", value=f"renew-{row.pk}"),
        parts.Action(_("Withdraw the invitation"), href, kind="refuse", name="go", value=f"withdraw-{row.pk}"),
    ]
