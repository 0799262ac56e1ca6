"""A commune calls for a decision with the reference on the letter and the person's birth date (P29)."""

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods

from applications.now import law_now
from applications.services import claiming
from applications.services.refusals import NotAllowed
from applications.vocabulary import Capacity
from portal.accounts.access import actor_required
from portal.accounts.kept_posts import kept_post
from portal.partner.forms import ClaimForm
from portal.ui import limits

MOST_TRIES, WITHIN_SECONDS = 20, 60 * 60


@actor_required(Capacity.COMMUNE)
@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def claim(request: HttpRequest) -> HttpResponse:
    """Unknown, not granted, another person: one sentence for all of them."""
    if request.method != "POST":
        return render(request, "partner/claim.html", {"form": ClaimForm(kept_post(request))})
    form = ClaimForm(request.POST)
    if form.is_valid():
        if not limits.allowed(f"claim:{request.actor.key}", most=MOST_TRIES, seconds=WITHIN_SECONDS):
            return render(request, "429.html", status=429)
        try:
            found = claiming.claim(
                reference=form.cleaned_data["reference"],
                born=form.cleaned_data["born"],
                by=request.actor,
                at=law_now(),
            )
        except NotAllowed as refusal:
            form.add_error(None, str(refusal))
        else:
            if found:
                messages.success(request, _("The decision is yours now. It appears in your list in a few seconds."))
                return redirect("partner:list")
            form.add_error(None, _("No decision that you could take over fits this reference and birth date."))
    return render(request, "partner/claim.html", {"form": form}, status=422)
