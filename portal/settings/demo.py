"""What `./dev` runs: law time may be moved, the law's missing figures are replaced by labelled demo values."""

from portal.settings.base import *  # noqa: F403 - a settings module is its base and what differs
from portal.settings.base import STORAGES, env
from portal.settings.logs import logging_for

SECRET_KEY = env.str("SECRET_KEY", default="demo-only-and-public-" + "0" * 40)
ALLOWED_HOSTS = env.list("ALLOWED_HOSTS", default=["127.0.0.1", "localhost", "[::1]"])
DEMO_CLOCK = env.bool("DEMO_CLOCK", default=True)
DEMO_VALUES = env.bool("DEMO_VALUES", default=True)

STORAGES = {**STORAGES, "staticfiles": {"BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"}}
WHITENOISE_USE_FINDERS = True
WHITENOISE_AUTOREFRESH = True

MFA_WEBAUTHN_ALLOW_INSECURE_ORIGIN = True  # no TLS on this machine

LOGGING = logging_for("text")
