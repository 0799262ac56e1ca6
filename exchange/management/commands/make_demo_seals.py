"""Make the demonstration's seal keys where there are none: `manage.py make_demo_seals ostbelgien federal`."""

from argparse import ArgumentParser
from datetime import UTC, datetime
from typing import Any

from django.core.management.base import BaseCommand

from exchange import demo_seals


class Command(BaseCommand):
    help = "Make seal keys for the named authorities, for the demonstration. Existing keys are kept."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("authority", nargs="+", help="an authority's code, or CODE=NAME")

    def handle(self, *args: Any, **options: Any) -> None:
        names = {code: name or code for code, _, name in (each.partition("=") for each in options["authority"])}
        now = datetime.now(UTC)  # noqa: TID251 - certificates are valid in wall time
        for path in demo_seals.make(names=names, at=now):
            self.stdout.write(f"made {path.name}")
