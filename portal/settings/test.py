"""What the tests run: as the app role, with messages kept in memory; servers come from tests/conftest.py."""

from portal.settings.base import *  # noqa: F403 - a settings module is its base and what differs
from portal.settings.base import env
from portal.settings.logs import logging_for

SECRET_KEY = "test-only-" + "0" * 50
ALLOWED_HOSTS = ["testserver", "127.0.0.1", "localhost"]
DEMO_CLOCK = env.bool("DEMO_CLOCK", default=False)
DEMO_VALUES = env.bool("DEMO_VALUES", default=False)

EMAIL_BACKEND = "django.core.mail.backends.locmem.EmailBackend"
STORAGES = {
    "default": {"BACKEND": "django.core.files.storage.InMemoryStorage"},
    "staticfiles": {"BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"},
}
CELERY_BROKER_URL = env.str("TEST_BROKER_URL", default="memory://")
CACHES = {"default": {"BACKEND": "django.core.cache.backends.locmem.LocMemCache"}}
PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]
WHITENOISE_USE_FINDERS = True
WHITENOISE_AUTOREFRESH = True

MFA_WEBAUTHN_ALLOW_INSECURE_ORIGIN = True  # no TLS on this machine

LOGGING = logging_for("text")
