"""Ask what the clocks of one dossier say, from events described in JSON. Needs no database."""

import json
from argparse import ArgumentParser
from datetime import date
from typing import Any

from django.core.management.base import BaseCommand, CommandError
from django.utils import translation

from applications import clock_case
from applications.management import told
from applications.management.today import law_day


class Command(BaseCommand):
    help = (
        "Prints, as JSON, every clock that the events start: rule, track, first and last day, state, and the "
        "arithmetic in words. --schema prints what the events may be, field by field."
    )
    requires_system_checks: list[str] = []

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("events", nargs="?", metavar="EVENTS.json", help="a file of events, or - to read them")
        parser.add_argument(
            "--on", type=date.fromisoformat, metavar="DATE", help="as things stand on that day's evening"
        )
        parser.add_argument("--language", choices=["fr", "nl", "de", "en"], default="en", help="of the arithmetic")
        parser.add_argument("--schema", action="store_true", help="print the JSON Schema of the events")

    def handle(self, *, events: str | None, on: date | None, language: str, schema: bool, **_options: Any) -> None:
        if schema:
            self.stdout.write(json.dumps(clock_case.Case.model_json_schema(), indent=2, ensure_ascii=False))
            return
        if events is None:
            raise CommandError("Name a file of events, - to read them from standard input, or --schema.")
        case = told.read(events, clock_case.Case, what="events")
        found = told.clocks_of(case, on=on or law_day())
        with translation.override(language):
            self.stdout.write(json.dumps([clock_case.row(each) for each in found], indent=2, ensure_ascii=False))
