from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError, CommandParser
from django.db import connection

from applications.now import law_now


class Command(BaseCommand):
    """Move law time, in the demo only: a story of ninety days has to pass in minutes."""

    help = __doc__

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("--days", type=int, default=0, help="by how many days to move on")
        parser.add_argument("--seconds", type=int, default=0, help="by how many seconds to move on")
        parser.add_argument("--reset", action="store_true", help="back to wall time first")

    def handle(self, *_args: Any, **options: Any) -> None:
        if not settings.DEMO_CLOCK:
            raise CommandError("law time moves in the demo only (DEMO_CLOCK=1)")
        by = options["days"] * 86_400 + options["seconds"]
        with connection.cursor() as cursor:
            if options["reset"]:
                cursor.execute("UPDATE applications_law_clock SET offset_seconds = 0")
            cursor.execute("UPDATE applications_law_clock SET offset_seconds = offset_seconds + %s", [by])
        self.stdout.write(f"law time is {law_now():%Y-%m-%d %H:%M:%S} UTC")
