"""Passkeys for doors that an invitation opened: offered after the first sign-in, never asked for.

The ceremony is allauth's and the browser's (`static/js/passkey.js`). Without scripts, or in a browser that knows no
passkeys, the pages offer none and the code by e-mail stays.
"""

import json
import time

from allauth.account.internal.flows.login import get_authentication_records
from allauth.account.models import Login
from allauth.mfa.models import Authenticator
from allauth.mfa.webauthn.forms import AddWebAuthnForm, LoginWebAuthnForm
from allauth.mfa.webauthn.internal import auth, flows
from axes.helpers import get_client_ip_address
from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from applications.vocabulary import Assurance, Capacity
from portal.accounts.access import actor_required, sign_in_url
from portal.ui import limits

MOST_KEYS = 5
FRESH_SECONDS = 15 * 60
MOST_TRIES, WITHIN_SECONDS = 10, 60


def is_offered(request: HttpRequest) -> bool:
    """Whether to say, on the page after a sign-in, that the next one can be simpler."""
    return request.actor.assurance == Assurance.LOW and not _keys(request).exists()


@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
@actor_required(Capacity.WORKER)
def passkeys(request: HttpRequest) -> HttpResponse:
    """The passkeys of this account; posting a new one adds it, shortly after a sign-in only."""
    may_add = request.actor.assurance == Assurance.LOW and _keys(request).count() < MOST_KEYS
    if request.method == "POST":
        if not may_add or not _is_fresh(request):
            raise PermissionDenied(_("A passkey is added within a quarter of an hour after signing in with a code."))
        form = AddWebAuthnForm(data={**request.POST.dict(), "passwordless": "on"}, user=request.user)
        if form.is_valid():
            auth.WebAuthn.add(request.user, form.cleaned_data["name"][:60], form.cleaned_data["credential"])
            messages.success(request, _("The passkey is kept. Next time, press the button for it on the sign-in page."))
        else:
            messages.error(request, _("The passkey could not be used. Try again, or keep signing in with a code."))
        return redirect("accounts:passkeys")
    can_add = may_add and _is_fresh(request)
    context = {
        "is_low": request.actor.assurance == Assurance.LOW,
        "keys": list(_keys(request).order_by("id")),
        "can_add": can_add,
        "may_add": may_add,
        "options": json.dumps(auth.begin_registration(request.user, passwordless=True)) if can_add else "",
    }
    return render(request, "accounts/passkeys.html", context)


@require_POST
@actor_required(Capacity.WORKER)
def remove(request: HttpRequest, key_id: int) -> HttpResponse:
    """Forget one of one's own; the code by e-mail stays."""
    if _keys(request).filter(pk=key_id).delete()[0]:
        messages.success(request, _("The passkey is forgotten here. Delete it on your device as well."))
    return redirect("accounts:passkeys")


@never_cache
@require_GET
def options(request: HttpRequest) -> HttpResponse:
    """What the browser needs to look for a passkey: a challenge, and nothing about anybody."""
    if not _may_try(request):
        return JsonResponse({}, status=429)
    return JsonResponse(auth.begin_authentication(user=None))


@never_cache
@require_POST
def sign_in(request: HttpRequest) -> HttpResponse:
    """Sign in with what the browser found."""
    if not _may_try(request):
        return render(request, "429.html", status=429)
    form = LoginWebAuthnForm(data=request.POST)
    if not form.is_valid():
        messages.error(request, _("This passkey opens nothing here. Sign in with a code by e-mail."))
        return redirect(sign_in_url())
    found = form.cleaned_data["credential"]
    return flows.perform_passwordless_login(request, found, Login(user=found.user))


def _keys(request: HttpRequest) -> "QuerySet[Authenticator]":
    return Authenticator.objects.filter(user_id=request.user.pk, type=Authenticator.Type.WEBAUTHN)


def _is_fresh(request: HttpRequest) -> bool:
    """Whether the sign-in is recent: on a session left open nobody adds a key of his own."""
    records = get_authentication_records(request, request.user)
    return bool(records) and time.time() - records[-1]["at"] < FRESH_SECONDS


def _may_try(request: HttpRequest) -> bool:
    return limits.allowed(f"passkey:{get_client_ip_address(request)}", most=2 * MOST_TRIES, seconds=WITHIN_SECONDS)
