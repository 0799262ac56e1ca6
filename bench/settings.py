"""What the bench runs: production's middleware and templates, files in memory, servers from `./dev bench`."""

from portal.settings.base import *  # noqa: F403 - a settings module is its base and what differs
from portal.settings.base import STORAGES, env
from portal.settings.logs import logging_for

SECRET_KEY = "bench-only-" + "0" * 50
ALLOWED_HOSTS = ["testserver"]
DEMO_VALUES = env.bool("DEMO_VALUES", default=True)

STORAGES = {
    **STORAGES,
    "default": {"BACKEND": "django.core.files.storage.InMemoryStorage"},
    "staticfiles": {"BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"},
}

LOGGING = {**logging_for("text"), "root": {"handlers": ["out"], "level": "WARNING"}}
