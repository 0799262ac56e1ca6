"""Ask the rulebook about one application described in JSON. Needs no database."""

import json
from argparse import ArgumentParser
from datetime import date
from typing import Any

from django.core.management.base import BaseCommand, CommandError

from applications import assessment, rulebook
from applications.management import told
from applications.management.today import law_day
from applications.rulebook.facts import Facts


class Command(BaseCommand):
    help = (
        "Prints, as JSON, which authority decides on an application and why, the documents, findings and deadlines. "
        "--schema prints what the facts may be, field by field."
    )
    requires_system_checks: list[str] = []

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("facts", nargs="?", metavar="FACTS.json", help="a file of facts, or - to read them")
        parser.add_argument("--on", type=date.fromisoformat, metavar="DATE", help="day for what has no day yet")
        parser.add_argument("--schema", action="store_true", help="print the JSON Schema of the facts")

    def handle(self, *, facts: str | None, on: date | None, schema: bool, **_options: Any) -> None:
        if schema:
            self.stdout.write(_printed(Facts.model_json_schema()))
            return
        if facts is None:
            raise CommandError("Name a file of facts, - to read them from standard input, or --schema.")
        given = told.read(facts, Facts, what="facts")
        days = rulebook.Days(on=on or law_day(), filing=given.filed_on, decision=given.decided_on)
        try:
            answer = assessment.assess(given, days=days)
        except rulebook.UnknownCategory as unknown:
            known = ", ".join(sorted(rulebook.rulebook().categories))
            raise CommandError(f"category: no law is known for {unknown}. Known are: {known}.") from None
        except rulebook.UnsoundLaw as unsound:
            raise CommandError(f"The law does not load:\n{unsound}") from None
        self.stdout.write(_printed(answer.as_json()))


def _printed(value: Any) -> str:
    return json.dumps(value, indent=2, ensure_ascii=False)
