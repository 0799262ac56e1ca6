from datetime import date
from typing import Any

from django.core.management.base import BaseCommand, CommandParser
from django.db import connection

from applications import calendar
from applications.now import law_today


class Command(BaseCommand):
    """Add months to the access log. Runs as the owner of the tables; a month that is there already is left alone."""

    help = __doc__

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("--months", type=int, default=36, help="how many months from this one on (36)")

    def handle(self, *_args: Any, **options: Any) -> None:
        first = law_today().replace(day=1)
        months: list[date] = [calendar.add_months(first, n) for n in range(options["months"])]
        with connection.cursor() as cursor:
            made = 0
            for month in months:
                cursor.execute("SELECT applications_add_access_partition(%s)", [month])
                made += bool(cursor.fetchone()[0])
        self.stdout.write(f"access log: {made} months added, {len(months) - made} were there")
