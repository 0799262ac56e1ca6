"""What somebody was sending when the session ended: kept half an hour, and given back to nobody but them.

    form = FactsForm(kept_posts.kept_post(request) or None)

The fields lie encrypted in the cache under a random name that travels in the address of the page as `?kept=`. They
open only for the same person on the same page: on a shared computer the next one to sign in must not find them.
Files are not kept.
"""

import base64
import hashlib
import json
import secrets
from dataclasses import asdict, dataclass
from urllib.parse import parse_qsl, urlencode, urlsplit

from cryptography.fernet import Fernet, InvalidToken
from django.conf import settings
from django.contrib import messages
from django.core.cache import cache
from django.http import HttpRequest, HttpResponse, QueryDict
from django.utils.translation import gettext as _

PARAMETER = "kept"
PERSON_COOKIE = "person"
KEPT_SECONDS = 30 * 60
MAX_CHARACTERS = 512 * 1024
_SALT = "portal.accounts.kept_posts"


@dataclass(frozen=True, slots=True)
class KeptPost:
    """Fields of one form, whose they are and on which page they were typed."""

    person: str
    path: str
    body: str


def keep(request: HttpRequest, page: str) -> str:
    """Keep what is being posted; returns the page's address with the name it is kept under.

    The address comes back as it is when there is nothing to keep or nobody to keep it for.
    """
    person, body = _person(request), _body(request)
    path, pairs = _taken_apart(page)
    if not person or not body or len(body) > MAX_CHARACTERS:
        return page
    name = secrets.token_urlsafe(24)
    cache.set(_key(name), _fernet().encrypt(json.dumps(asdict(KeptPost(person, path, body))).encode()), KEPT_SECONDS)
    return f"{path}?{urlencode([*pairs, (PARAMETER, name)])}"


def kept_post(request: HttpRequest) -> QueryDict | None:
    """The fields to fill the form with again, and a message that says so; None when there is nothing for this page."""
    name = request.GET.get(PARAMETER, "")
    if request.method != "GET" or not name or not request.user.is_authenticated:
        return None
    kept = _find(name)
    if kept is None or kept.path != request.path or kept.person != str(request.user.key):
        return None
    messages.info(request, _("Your text is still here. Check it, add your files again if there were any, and send it."))
    return QueryDict(kept.body)


def is_kept(page: str) -> bool:
    """Whether somebody's text waits on that page: said on the way to the sign-in."""
    return any(key == PARAMETER for key, _value in parse_qsl(urlsplit(page).query))


def remember_person(request: HttpRequest, response: HttpResponse) -> None:
    """Leave a signed cookie with the person's pseudonym: after the session nothing else says whose a late post is."""
    user = getattr(request, "user", None)
    if user is None or not user.is_authenticated or _person_in_cookie(request) == str(user.key):
        return
    response.set_signed_cookie(
        PERSON_COOKIE,
        str(user.key),
        salt=_SALT,
        max_age=2 * settings.SESSION_COOKIE_AGE,
        secure=settings.SESSION_COOKIE_SECURE,
        httponly=True,
        samesite="Lax",
    )


def forget_person(response: HttpResponse) -> None:
    """Whoever signs out leaves nothing behind."""
    response.delete_cookie(PERSON_COOKIE, samesite="Lax")


def _person(request: HttpRequest) -> str:
    return str(request.user.key) if request.user.is_authenticated else _person_in_cookie(request)


def _person_in_cookie(request: HttpRequest) -> str:
    return str(request.get_signed_cookie(PERSON_COOKIE, default="", salt=_SALT))


def _body(request: HttpRequest) -> str:
    fields = request.POST.copy()
    fields.pop("csrfmiddlewaretoken", None)
    return fields.urlencode()


def _taken_apart(page: str) -> tuple[str, list[tuple[str, str]]]:
    """Path and query of a page, without what an earlier keeping added."""
    parts = urlsplit(page)
    pairs = parse_qsl(parts.query, keep_blank_values=True)
    return parts.path, [(key, value) for key, value in pairs if key != PARAMETER]


def _find(name: str) -> KeptPost | None:
    sealed = cache.get(_key(name))
    if sealed is None:
        return None
    try:
        return KeptPost(**json.loads(_fernet().decrypt(sealed, ttl=KEPT_SECONDS)))
    except InvalidToken:
        return None


def _key(name: str) -> str:
    """Who can list the cache's names still cannot open a page with one."""
    return f"kept-post:{hashlib.sha256(name.encode()).hexdigest()}"


def _fernet() -> Fernet:
    digest = hashlib.sha256(f"{_SALT}:{settings.SECRET_KEY}".encode()).digest()
    return Fernet(base64.urlsafe_b64encode(digest))
