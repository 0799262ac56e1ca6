"""The call by e-mail: there is news, sign in. Never the content, not even the reference (a mailbox is not a safe)."""

from django.conf import settings
from django.template.loader import render_to_string

from exchange import mail
from exchange.mail import Refused, Unreachable

__all__ = ["Refused", "Unreachable", "call"]


def call(*, to: str, language: str, message_id: str) -> None:
    """Hand one call to the mail server. Raises Unreachable or Refused."""
    subject, _, body = render_to_string(f"mail/news.{language}.txt", {"site_url": settings.PUBLIC_URL}).partition("\n")
    mail.hand_over(to=to, subject=subject.strip(), body=body.lstrip("\n"), language=language, message_id=message_id)
