"""What follows from who signs people in: the provider's entry and one line of the content policy."""

from typing import Any
from urllib.parse import urlsplit

from csp.constants import NONE, SELF


def providers(*, issuer: str, client_id: str, secret: str, name: str) -> dict[str, Any]:
    """allauth's providers: the one of the environment, or none."""
    provider = {
        "provider_id": "fas",
        "name": name,
        "client_id": client_id,
        "secret": secret,
        "settings": {"server_url": issuer, "token_auth_method": "client_secret_basic"},
    }
    return {
        "openid_connect": {
            "OAUTH_PKCE_ENABLED": True,
            "SCOPE": ["openid", "profile", "email"],
            "APPS": [provider] if issuer else [],
        }
    }


def content_policy(*, issuer: str) -> dict[str, Any]:
    """Nothing but our own files; forms may lead to us and to the sign-in, whither ours redirect."""
    address = urlsplit(issuer)
    return {
        "DIRECTIVES": {
            "default-src": [SELF],
            "script-src": [SELF],
            "style-src": [SELF],
            "img-src": [SELF, "data:"],
            "form-action": [SELF, *([f"{address.scheme}://{address.netloc}"] if issuer else [])],
            "base-uri": [SELF],
            "frame-ancestors": [NONE],
            "object-src": [NONE],
        }
    }
