"""Handing one e-mail to the mail server, now: it took it, refuses it for good, or cannot be reached."""

import smtplib

from django.core.mail import EmailMessage


class Unreachable(Exception):
    """The mail server does not answer or asks to come back later; the next message would fare no better."""


class Refused(Exception):
    """The mail server refuses this message or this address for good."""


def hand_over(*, to: str, subject: str, body: str, language: str, message_id: str) -> None:
    """Hand it over, under the same Message-ID in every attempt. Raises Unreachable, Refused."""
    message = EmailMessage(
        subject=subject,
        body=body,
        to=[to],
        headers={
            "Message-ID": message_id,
            "Auto-Submitted": "auto-generated",
            "Content-Language": language,
        },
    )
    try:
        message.send()
    except smtplib.SMTPRecipientsRefused as refusal:
        if all(400 <= code < 500 for code, _reason in refusal.recipients.values()):
            raise Unreachable(_first_line(refusal)) from refusal
        raise Refused(_first_line(refusal)) from refusal
    except smtplib.SMTPResponseException as answer:
        verdict = Refused if answer.smtp_code >= 500 else Unreachable
        raise verdict(_first_line(answer)) from answer
    except (smtplib.SMTPException, OSError) as silence:
        raise Unreachable(_first_line(silence)) from silence


def _first_line(problem: Exception) -> str:
    return f"{type(problem).__name__}: {problem}".splitlines()[0][:400]
