"""The secrets of an invitation: worked out when they are needed, kept as keyed hashes only.

Who reads the database finds neither a link that opens nor a passport number that could be guessed from its hash: both
need the platform's secret. With a new secret, links sent before are dead and are renewed.
"""

import base64
import unicodedata

from django.utils.crypto import constant_time_compare, salted_hmac

_SALT = "applications.invitation"


def token_of(nonce: str) -> str:
    """What the link carries. The same nonce gives the same token, so that a repeated e-mail opens as well."""
    return base64.urlsafe_b64encode(_digest("token", nonce)).decode().rstrip("=")


def token_hash(token: str) -> str:
    """By what an invitation is found."""
    return _digest("token hash", token).hex()


def identity_hash(*, document_number: str, birth_date: str) -> str:
    """What somebody has to type, as one keyed hash; spaces, signs and letter case do not count."""
    number = "".join(c for c in unicodedata.normalize("NFKC", document_number) if c.isalnum()).upper()
    return _digest("identity", f"{number}|{birth_date}").hex()


def same(one: str, other: str) -> bool:
    """Compared in constant time."""
    return constant_time_compare(one, other)


def _digest(purpose: str, value: str) -> bytes:
    return salted_hmac(f"{_SALT} {purpose}", value, algorithm="sha256").digest()
