"""Print the workflow as the table the README shows, or check that the README still shows it."""

from argparse import ArgumentParser
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError

from applications import workflow

BEGIN = "<!-- workflow: begin, printed by show_workflow -->"
END = "<!-- workflow: end -->"


class Command(BaseCommand):
    help = "Prints which steps a dossier may take, as a Markdown table."

    def add_arguments(self, parser: ArgumentParser) -> None:
        group = parser.add_mutually_exclusive_group()
        group.add_argument("--check", type=Path, metavar="FILE", help="fail when the table between the markers differs")
        group.add_argument("--write", type=Path, metavar="FILE", help="replace the table between the markers")

    def handle(self, *, check: Path | None = None, write: Path | None = None, **_options: Any) -> None:
        if write:
            before, _old, after = split(write)
            write.write_text(f"{before}{BEGIN}\n{table()}\n{END}{after}", encoding="utf-8")
        elif check is None:
            self.stdout.write(table())
        elif split(check)[1].strip() != table():
            raise CommandError(f"{check} shows another workflow than the code: run show_workflow --write {check}")


def table() -> str:
    """Step, from, to and basis, one row each, in the order a dossier meets them."""
    rows = [f"| {row.name} | {row.source.value} | {row.target.value} | {row.basis} |" for row in workflow.STEPS]
    return "\n".join(["| Step | From | To | Basis |", "|---|---|---|---|", *rows])


def split(file: Path) -> tuple[str, str, str]:
    """What stands before, between and after the markers."""
    before, found_begin, rest = file.read_text(encoding="utf-8").partition(BEGIN)
    shown, found_end, after = rest.partition(END)
    if not (found_begin and found_end):
        raise CommandError(f"{file} lacks the markers {BEGIN} and {END}")
    return before, shown, after
