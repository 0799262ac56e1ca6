"""Which of their memberships a signed-in person acts in now. The choice lives in the session, its validity does not."""

from collections.abc import Sequence
from datetime import date
from urllib.parse import urlencode

from django.http import HttpRequest
from django.urls import reverse
from django.utils.http import url_has_allowed_host_and_scheme

from portal.accounts import plain_rows
from portal.accounts.models import Membership, User
from portal.ui import navigation

SESSION_KEY = "membership"


class NotYours(LookupError):
    """The membership does not exist, has ended or is somebody else's: all three are the same to who asks."""


def memberships(user: User, *, on: date) -> Sequence[Membership]:
    """The capacities somebody can choose from on that day, by organisation."""
    rows = Membership.objects.valid(on=on).filter(user=user).select_related("organisation", "person")
    return rows.order_by("organisation__name", "capacity", "id")


def choose(request: HttpRequest, *, membership_id: int, on: date) -> Membership:
    """Act in this membership from the next request on. The session's key changes with the rights that hang on it."""
    membership = Membership.objects.valid(on=on).filter(user_id=request.user.pk, pk=membership_id).first()
    if membership is None:
        raise NotYours(membership_id)
    request.session.cycle_key()
    request.session[SESSION_KEY] = membership.pk
    return membership


def choose_only_one(request: HttpRequest, *, user: User, on: date) -> Membership | None:
    """Right after sign-in nobody is asked what has one answer. None when there is no place, or several."""
    request.session.pop(SESSION_KEY, None)
    match list(memberships(user, on=on)[:2]):
        case [only]:
            request.session[SESSION_KEY] = only.pk
            return only
    return None


def find_chosen(request: HttpRequest, *, on: date) -> Membership | None:
    """The membership this session acts in, read anew: one that was revoked a moment ago is gone."""
    chosen = request.session.get(SESSION_KEY)
    if chosen is None or not request.user.is_authenticated:
        return None
    membership = plain_rows.find_membership(chosen, user_id=request.user.pk, on=on)
    if membership is not None:
        membership.user = request.user  # already here: no second query for it
    return membership


def start_page(capacity: str) -> str:
    """Where somebody begins in a capacity: the first place of the band."""
    found = navigation.places(capacity=capacity, path="")
    return found[0].href if found else navigation.find_url("public:home") or "/"


def safe_next(request: HttpRequest) -> str:
    """The page to go back to if it is one of ours, else nothing: an address in a link must lead nobody away."""
    target = request.POST.get("next") or request.GET.get("next") or ""
    is_ours = url_has_allowed_host_and_scheme(
        target, allowed_hosts={request.get_host()}, require_https=request.is_secure()
    )
    return target if is_ours and target.startswith("/") else ""


def choice_url(next_url: str = "") -> str:
    """The page to choose on, and where to go from there."""
    return with_next(reverse("accounts:capacity"), next_url)


def with_next(url: str, next_url: str) -> str:
    """An address that remembers where to go afterwards."""
    return f"{url}?{urlencode({'next': next_url})}" if next_url else url
