"""Between allauth and us: who the identity provider says somebody is, and how little of it we keep."""

import logging
from collections.abc import Mapping
from dataclasses import dataclass
from email.utils import make_msgid
from typing import Any, Self

from allauth.account.adapter import DefaultAccountAdapter
from allauth.socialaccount.adapter import DefaultSocialAccountAdapter
from allauth.socialaccount.models import SocialLogin
from django.conf import settings
from django.core.exceptions import PermissionDenied
from django.core.validators import validate_email
from django.db import transaction
from django.forms import ValidationError
from django.http import HttpRequest, HttpResponse
from django.template.loader import render_to_string
from django.utils.translation import get_language

from applications.now import law_today
from applications.services import names
from exchange import mail
from portal.accounts import choosing, identity, memberships
from portal.accounts.models import User

logger = logging.getLogger(__name__)


@dataclass(frozen=True, slots=True)
class Claims:
    """What we read of the provider's answer. The register number is used once and never stored."""

    name: str = ""
    email: str = ""
    language: str = ""
    number: str = ""

    @classmethod
    def read(cls, answer: Mapping[str, Any]) -> Self:
        """From the claims about a person; whatever is missing or malformed is empty."""
        said = {key: value for key, value in answer.items() if isinstance(value, str)}
        given = " ".join(filter(None, (said.get("given_name"), said.get("family_name"))))
        language = said.get("locale", "")[:2].lower()
        return cls(
            name=(said.get("name") or given)[:200],
            email=_email(said.get("email", "")),
            language=language if language in dict(settings.LANGUAGES) else "",
            number=said.get("egovNRN", ""),
        )


class AccountAdapter(DefaultAccountAdapter):
    """After the sign-in: the capacity is chosen when there is only one, and the person's language is spoken."""

    def get_login_stages(self) -> list[str]:
        """Code, passkey and provider are ways in, each by itself: none is a second factor of another."""
        return ["allauth.account.stages.LoginByCodeStage"]

    def send_mail(self, template_prefix: str, email: str, context: dict[str, Any]) -> None:
        """The one message of allauth's that we send, by our own mail path and words.

        A mail server that is out of reach changes nothing on the page: it would tell which addresses have an account.
        """
        if template_prefix != "account/email/login_code":
            return
        language = (get_language() or "en")[:2]
        written = render_to_string(f"mail/login_code.{language}.txt", {"code": context["code"]})
        subject, _newline, body = written.partition("\n")
        try:
            mail.hand_over(
                to=email,
                subject=subject.strip(),
                body=body.lstrip("\n"),
                language=language,
                message_id=make_msgid(domain=settings.DEFAULT_FROM_EMAIL.rpartition("@")[2].rstrip(">")),
            )
        except (mail.Unreachable, mail.Refused) as problem:
            logger.warning("a sign-in code did not leave (%s)", type(problem).__name__)

    def post_login(self, request: HttpRequest, user: User, **hooks: Any) -> HttpResponse:
        sociallogin = (hooks.get("signal_kwargs") or {}).get("sociallogin")
        if sociallogin is not None:
            _take_in(user, sociallogin.claims)
            identity.take_over(request, user=user, number=sociallogin.claims.number)
        wanted = hooks.pop("redirect_url", None) or ""
        membership = choosing.choose_only_one(request, user=user, on=law_today())
        target = (
            choosing.choice_url(wanted) if membership is None else wanted or choosing.start_page(membership.capacity)
        )
        response = super().post_login(request, user, redirect_url=target, **hooks)
        if user.language and settings.LANGUAGE_COOKIE_NAME not in request.COOKIES:
            remember_language(response, user.language)
        return response

    def add_message(self, *args: Any, **kwargs: Any) -> None:
        """Silent: our pages say themselves what happened."""

    def send_notification_mail(self, *args: Any, **kwargs: Any) -> None:
        """Silent: there is no account here to warn about, identity is the provider's business."""


class IdentityAdapter(DefaultSocialAccountAdapter):
    """People are found by the provider's subject alone, never by an e-mail address."""

    def populate_user(self, request: HttpRequest, sociallogin: SocialLogin, data: Mapping[str, Any]) -> User:
        answer = sociallogin.account.extra_data
        userinfo, id_token = answer.get("userinfo") or {}, answer.get("id_token") or {}
        if userinfo and id_token and userinfo.get("sub") != id_token.get("sub"):
            raise PermissionDenied("The provider speaks of two people.")
        sociallogin.claims = Claims.read({**id_token, **userinfo})
        sociallogin.account.extra_data = {}
        sociallogin.email_addresses = []
        user: User = sociallogin.user
        return user

    def pre_social_login(self, request: HttpRequest, sociallogin: SocialLogin) -> None:
        if sociallogin.state.get("process") != "login":
            raise PermissionDenied("A sign-in is never joined to another account.")
        identity.remember(request)  # the session ends with the account that is left now

    def save_user(self, request: HttpRequest, sociallogin: SocialLogin, form: Any = None) -> User:
        """A new account and its subject; the name and the rest follow in `_take_in`, as for everybody."""
        user: User = sociallogin.user
        with transaction.atomic():
            user.save()
            sociallogin.account.user = user
            sociallogin.account.save()
        return user


def remember_language(response: HttpResponse, language: str) -> None:
    """The language of the pages for this browser, as Django's own switch sets it."""
    response.set_cookie(
        settings.LANGUAGE_COOKIE_NAME,
        language,
        max_age=settings.LANGUAGE_COOKIE_AGE,
        path=settings.LANGUAGE_COOKIE_PATH,
        domain=settings.LANGUAGE_COOKIE_DOMAIN,
        secure=settings.LANGUAGE_COOKIE_SECURE,
        httponly=settings.LANGUAGE_COOKIE_HTTPONLY,
        samesite=settings.LANGUAGE_COOKIE_SAMESITE,
    )


def _take_in(user: User, claims: Claims) -> None:
    """Bring up to date what we know; a language that was chosen here stays."""
    with transaction.atomic():
        user.display_name = claims.name or user.display_name
        user.email = claims.email or user.email
        user.language = user.language or claims.language
        user.save(update_fields=["display_name", "email", "language"])
        if user.display_name:
            names.remember(actor_key=str(user.key), display_name=user.display_name)
        if claims.number:
            memberships.link_persons(user=user, number=claims.number, on=law_today())


def _email(said: str) -> str:
    try:
        validate_email(said)
    except ValidationError:
        return ""
    return said
