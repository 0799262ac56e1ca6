"""Behind a proxy that ends TLS. Refuses to start half configured: each complaint names the variable to set."""

from django.core.exceptions import ImproperlyConfigured

from portal.settings.base import *  # noqa: F403 - a settings module is its base and what differs
from portal.settings.base import (
    ALLOWED_HOSTS,
    CLAMD_SOCKET,
    DEMO_CLOCK,
    DEMO_THIRD_PHASE,
    DEMO_VALUES,
    PUBLIC_URL,
    SECRET_KEY,
    env,
)

_REFUSALS = [
    sentence
    for wrong, sentence in (
        (len(SECRET_KEY) < 50, "SECRET_KEY must be set to at least 50 random characters"),
        (not ALLOWED_HOSTS, "ALLOWED_HOSTS must name the hosts served"),
        (not CLAMD_SOCKET, "CLAMD_SOCKET must point at a virus scanner: papers are not opened unscanned"),
        (DEMO_CLOCK, "DEMO_CLOCK must not be set: law time cannot be moved in production"),
        (DEMO_THIRD_PHASE, "DEMO_THIRD_PHASE must not be set: announced law has no day yet"),
        (DEMO_VALUES, "DEMO_VALUES must not be set: invented figures are not law"),
        *(
            (not env.str(name, default=""), f"{name} must be set")
            for name in (
                "DATABASE_URL",
                "REDIS_URL",
                "EMAIL_URL",
                "PUBLIC_URL",
                "OIDC_ISSUER",
                "OIDC_CLIENT_ID",
                "SEAL_FOLDER",
            )
        ),
    )
    if wrong
]
if _REFUSALS:
    raise ImproperlyConfigured("Production refuses to start: " + "; ".join(_REFUSALS) + ".")

AXES_IPWARE_PROXY_COUNT = env.int("PROXY_COUNT", default=1)  # whose word about the visitor's address counts
ALLAUTH_TRUSTED_PROXY_COUNT = AXES_IPWARE_PROXY_COUNT
SECURE_PROXY_SSL_HEADER = ("HTTP_X_FORWARDED_PROTO", "https")
SECURE_SSL_REDIRECT = env.bool("SECURE_SSL_REDIRECT", default=True)
SECURE_REDIRECT_EXEMPT = [r"^health/"]
SECURE_HSTS_SECONDS = 365 * 24 * 60 * 60
SECURE_HSTS_INCLUDE_SUBDOMAINS = True
SESSION_COOKIE_SECURE = True
CSRF_COOKIE_SECURE = True
LANGUAGE_COOKIE_SECURE = True
CSRF_TRUSTED_ORIGINS = [PUBLIC_URL]
