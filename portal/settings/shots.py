"""The demo, with a note of every message shown without a translation. What `./dev shots` runs."""

from pathlib import Path

from portal.settings.demo import *  # noqa: F403 - a settings module is its base and what differs
from portal.settings.demo import env
from portal.shots import noting

if UNTRANSLATED := env.str("UNTRANSLATED", default=""):
    noting.begin(Path(UNTRANSLATED))
