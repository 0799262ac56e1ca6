from pathlib import Path

from django.apps import AppConfig
from django.conf import settings
from django.core import checks

from applications import rulebook
from applications.rulebook.checks import law_is_sound
from applications.vocabulary import Authority

HERE = Path(__file__).parent


class RegionsConfig(AppConfig):
    """The four work authorities, each with its law; what three of them judge alike stands in `regions.criteria`."""

    name = "regions"
    label = "regions"

    def ready(self) -> None:
        from regions import criteria as judged_alike  # noqa: F401  register their judgements
        from regions.ostbelgien import criteria, holding  # noqa: F401

        checks.register(law_is_sound)
        opened = getattr(settings, "DEMO_THIRD_PHASE", ())
        for authority in (Authority.FLANDERS, Authority.WALLONIA, Authority.BRUSSELS):
            rulebook.register(
                rulebook.LawFolder(
                    authority=authority, rules=HERE / authority.value / "rules", opens_announced=authority in opened
                )
            )
        ostbelgien = HERE / "ostbelgien"
        rulebook.register(
            rulebook.LawFolder(
                authority=Authority.OSTBELGIEN,
                rules=ostbelgien / "rules",
                demo=ostbelgien / "rules_demo" if getattr(settings, "DEMO_VALUES", False) else None,
                coverage=(ostbelgien / "decree.toml",),
                opens_announced=Authority.OSTBELGIEN in opened,
            )
        )
