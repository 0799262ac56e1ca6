from pathlib import Path

from django.apps import AppConfig
from django.core import checks

from applications import rulebook
from applications.rulebook.checks import law_is_sound
from applications.vocabulary import Authority


class FederalConfig(AppConfig):
    """The Immigration Office and its law."""

    name = "federal"
    label = "federal"

    def ready(self) -> None:
        from federal import criteria  # noqa: F401  registers its judgements

        checks.register(law_is_sound)
        rulebook.register(rulebook.LawFolder(authority=Authority.FEDERAL, rules=Path(__file__).parent / "rules"))
