"""Coming in by an invitation: the page its link opens (P20), with the information about one's data (P32).

Opening the link uses nothing up, so that a mail programme that looks ahead does no harm; sending the form does. The
token stands behind the question mark, where no log of ours writes it down.
"""

from allauth.account.internal.flows.login import perform_login, record_authentication
from allauth.account.models import Login
from axes.helpers import get_client_ip_address
from django.conf import settings
from django.contrib import messages
from django.contrib.auth import logout
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils import translation
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods

from applications.actors import Actor
from applications.now import law_now, law_today
from applications.selectors import invitations as invitation_selector
from applications.services import invitations
from applications.services.invitations import Guest
from applications.services.refusals import NotAllowed
from portal.accounts import choosing, doors
from portal.accounts.forms import InvitedForm
from portal.accounts.models import Membership
from portal.ui import information, limits

MOST_TRIES, WITHIN_SECONDS = 20, 10 * 60
GONE = 410


@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def join(request: HttpRequest) -> HttpResponse:
    """Show whose invitation it is and ask for the passport data; posting them lets in."""
    token = request.POST.get("t", "") if request.method == "POST" else request.GET.get("t", "")
    try:
        invitation = invitations.look(token=token, at=law_now())
    except NotAllowed as refusal:
        return _refused(request, refusal)
    _speak(request, invitation.language)
    form = InvitedForm(request.POST if request.method == "POST" else None)
    if request.method == "POST":
        if not limits.allowed(f"invitation:{get_client_ip_address(request)}", most=MOST_TRIES, seconds=WITHIN_SECONDS):
            return render(request, "429.html", status=429)
        if form.is_valid():
            try:
                return _come_in(request, token, form.cleaned_data)
            except invitations.WrongIdentity as refusal:
                if not refusal.left:
                    return _refused(request, refusal)
                form.add_error(None, f"{refusal} {_left(refusal.left)}")
            except NotAllowed as refusal:
                return _refused(request, refusal)
    context = {
        "form": form,
        "token": token,
        "inviter": invitation_selector.inviter(invitation),
        "until": invitation.expires_at,
        "representative": invitation.representative_name,
        "signed_in": str(request.user) if request.user.is_authenticated else "",
        "notice": information.short(),
    }
    return render(request, "accounts/join.html", context, status=422 if form.errors else 200)


def _come_in(request: HttpRequest, token: str, typed: dict[str, str]) -> HttpResponse:
    """The account, the place and the session. Somebody else who was signed in here is signed out first."""
    opened: list[Membership] = []

    def welcome(guest: Guest) -> Actor:
        opened.append(doors.welcome(guest, on=law_today()))
        return opened[0].as_actor()

    accepted = invitations.accept(
        token=token,
        document_number=typed["document_number"],
        birth_date=typed["birth_date"],
        notice=information.VERSION,
        at=law_now(),
        welcome=welcome,
    )
    [membership] = opened
    if request.user.is_authenticated:
        logout(request)
    record_authentication(request, membership.user, method="invitation")
    answer = perform_login(request, Login(user=membership.user, email=accepted.email))
    choosing.choose(request, membership_id=membership.pk, on=law_today())
    messages.success(request, _("You are in. From now on you sign in with a code by e-mail, or with a passkey."))
    dossier = accepted.dossier
    answer["Location"] = (
        reverse("applicant:part", args=[dossier.key])
        if dossier.is_draft
        else reverse("applicant:dossier", args=[dossier.reference])
    )
    return answer


def _refused(request: HttpRequest, refusal: NotAllowed) -> HttpResponse:
    """Why this link opens nothing; for one that never existed the status differs, the page does not."""
    status = 404 if isinstance(refusal, invitations.UnknownInvitation) else GONE
    return render(request, "accounts/not_joined.html", {"why": str(refusal)}, status=status)


def _left(tries: int) -> str:
    return translation.ngettext("One try is left.", "%(count)d tries are left.", tries) % {"count": tries}


def _speak(request: HttpRequest, language: str) -> None:
    """The language of the e-mail, unless this browser has chosen one."""
    if settings.LANGUAGE_COOKIE_NAME not in request.COOKIES:
        translation.activate(language)
        request.LANGUAGE_CODE = language
