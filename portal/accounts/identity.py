"""Putting a number of one's own behind a door of low assurance (P17): by the country's sign-in, on one's own wish.

Nothing is joined because it looks alike. The person presses the button while signed in by code or passkey, signs in
with the country's means within a quarter of an hour in the same browser, and the doors go over.
"""

import time

from django.conf import settings
from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods

from applications.now import law_now, law_today
from applications.vocabulary import Assurance, Capacity
from portal.accounts import doors
from portal.accounts.access import actor_required
from portal.accounts.models import User

WISH, SECONDS = "identity", 15 * 60


@never_cache
@require_http_methods(["GET", "POST"])
@actor_required(Capacity.WORKER)
def link(request: HttpRequest) -> HttpResponse:
    """What linking means; posting it leads to the country's sign-in."""
    is_low = request.actor.assurance == Assurance.LOW
    if request.method == "POST":
        if not is_low:
            raise PermissionDenied(_("You have signed in with the country's means already; there is nothing to link."))
        request.session[WISH] = {"of": request.user.pk, "at": time.time()}
        from portal.accounts.views import begin  # views know the addresses of all, this one included

        return begin(request, provider_id="fas")
    return render(request, "accounts/identity.html", {"is_low": is_low, "has_provider": bool(settings.OIDC_ISSUER)})


def remember(request: HttpRequest) -> None:
    """Take the wish out of a session that is about to end, if it was made by whoever is still signed in, lately."""
    wish = request.session.pop(WISH, None)
    if wish and wish["of"] == request.user.pk and time.time() - wish["at"] < SECONDS:
        request.earlier = User.objects.get(pk=request.user.pk)


def take_over(request: HttpRequest, *, user: User, number: str) -> None:
    """After the sign-in: hand the doors over, and say what became of it. Without a wish nothing happens."""
    earlier = getattr(request, "earlier", None)
    if earlier is None or earlier.pk == user.pk:
        return
    if not number:
        messages.error(request, _("The sign-in gave no national or bis number. Your door stays as it is."))
        return
    refusals = doors.take_over(earlier=earlier, user=user, number=number, on=law_today(), at=law_now())
    for sentence in dict.fromkeys(refusals):
        messages.error(request, sentence)
    if not refusals:
        messages.success(
            request,
            _("Your number is linked. From now on you sign in with the country's means; codes by e-mail have ended."),
        )
