"""Signing in and out, and choosing in which capacity to act."""

from allauth.account.internal.flows import logout as allauth_logout
from allauth.socialaccount.providers.openid_connect import views as openid_connect
from django.conf import settings
from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import redirect, render
from django.utils.translation import check_for_language
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_GET, require_http_methods, require_POST
from django.views.i18n import LANGUAGE_QUERY_PARAMETER
from django.views.i18n import set_language as django_set_language
from requests import RequestException

from applications.now import law_today
from applications.vocabulary import Capacity
from portal.accounts import choosing, demo, doors, kept_posts, memberships
from portal.accounts.access import sign_in_url
from portal.accounts.forms import CapacityForm
from portal.ui import parts
from portal.ui.context import Chrome


@never_cache
@require_GET
def sign_in(request: HttpRequest) -> HttpResponse:
    """One button to the identity provider; the demo explains its stand-in and whom one can be."""
    next_url = choosing.safe_next(request)
    if request.actor is not None:
        return redirect(next_url or choosing.start_page(request.actor.capacity))
    if request.user.is_authenticated:
        return redirect(choosing.choice_url(next_url))
    context = {"next_url": next_url, "people": _demo_people(request), "keeps": kept_posts.is_kept(next_url)}
    return render(request, "account/login.html", context)


@never_cache
@require_http_methods(["GET", "POST"])
def begin(request: HttpRequest, provider_id: str) -> HttpResponse:
    """Off to the provider, from our own button only: a link from elsewhere ends on the sign-in page."""
    if request.method == "GET" or request.GET:
        return redirect(sign_in_url(choosing.safe_next(request)))
    try:
        return openid_connect.login(request, provider_id=provider_id)
    except RequestException:
        return render(request, "socialaccount/authentication_error.html", status=503)


@never_cache
def callback(request: HttpRequest, provider_id: str) -> HttpResponse:
    """Back from the provider. Who says no there is told so even by a provider that forgets which attempt it was."""
    if request.GET.get("error") == "access_denied":
        return redirect("socialaccount_login_cancelled")
    return openid_connect.callback(request, provider_id=provider_id)


@require_GET
def cancelled(request: HttpRequest) -> HttpResponse:
    """Somebody turned back at the provider; nothing has happened."""
    return render(request, "socialaccount/login_cancelled.html")


@require_GET
def failed(request: HttpRequest) -> HttpResponse:
    """The provider's answer could not be used."""
    return render(request, "socialaccount/authentication_error.html", status=400)


@require_GET
def inactive(request: HttpRequest) -> HttpResponse:
    """The account was closed here, whatever the provider says."""
    return render(request, "account/account_inactive.html", status=403)


@never_cache
@require_http_methods(["GET", "POST"])
def sign_out(request: HttpRequest) -> HttpResponse:
    """A link asks first, so that nobody is signed out by a picture on another site."""
    if request.method == "GET":
        return render(request, "account/logout.html") if request.user.is_authenticated else redirect("public:home")
    allauth_logout.logout(request, show_message=False)
    messages.success(request, _("You are signed out."))
    response = redirect("account_login")
    kept_posts.forget_person(response)
    return response


@never_cache
@login_required
@require_http_methods(["GET", "POST"])
def capacity(request: HttpRequest) -> HttpResponse:
    """For whom to act now; also the way to change it, and the page of somebody who has no place yet."""
    next_url, today = choosing.safe_next(request), law_today()
    found = choosing.memberships(request.user, on=today)
    form = CapacityForm(
        request.POST if request.method == "POST" else None, memberships=found, chosen=request.membership
    )
    if request.method == "POST" and form.is_valid():
        membership = choosing.choose(request, membership_id=form.cleaned_data["membership"], on=today)
        return HttpResponseRedirect(next_url or choosing.start_page(membership.capacity))
    acts_for_himself = any(each.capacity == Capacity.CITIZEN for each in found)
    context = {
        "form": form,
        "has_places": bool(found),
        "next_url": next_url,
        "offers_own": not acts_for_himself and doors.is_known_to_the_country(request.user),
    }
    return render(request, "accounts/capacity.html", context, status=422 if form.errors else 200)


@never_cache
@login_required
@require_POST
def for_oneself(request: HttpRequest) -> HttpResponse:
    """Act for oneself from now on: for applications that the worker files in person, whoever employs him."""
    if not doors.is_known_to_the_country(request.user):
        raise PermissionDenied(
            _("Whoever files for himself or herself signs in with the country's means: a code by e-mail is not enough.")
        )
    today = law_today()
    membership = memberships.grant_own(user=request.user, on=today)
    choosing.choose(request, membership_id=membership.pk, on=today)
    return HttpResponseRedirect(choosing.safe_next(request) or choosing.start_page(membership.capacity))


@require_POST
def set_language(request: HttpRequest) -> HttpResponse:
    """Django's own switch; for somebody signed in it is remembered beyond this browser."""
    language = request.POST.get(LANGUAGE_QUERY_PARAMETER, "")
    if request.user.is_authenticated and language in dict(settings.LANGUAGES) and check_for_language(language):
        request.user.language = language
        request.user.save(update_fields=["language"])
    return django_set_language(request)


def _demo_people(request: HttpRequest) -> list[parts.Fact]:
    """Whom one can be in the demo: what to press on the stand-in's page, and what that person does."""
    if not Chrome(request).is_demo:
        return []
    return [parts.Fact(account.subject, f"{account.name}, {_(account.does)}") for account in demo.ACCOUNTS]
