import json
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser

from applications import journal_chain
from applications.selectors import whole_journal as journal


class Command(BaseCommand):
    """Verify the chains of the journal and that every dossier stands where its journal says."""

    help = __doc__

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument(
            "--export", type=Path, help="write the entries, one JSON line each, for a verifier elsewhere"
        )
        parser.add_argument("--write-heads", type=Path, help="write the head of each chain, to be kept elsewhere")
        parser.add_argument("--heads", type=Path, help="compare with heads written before: finds a tail cut off")

    def handle(self, *_args: Any, **options: Any) -> None:
        if path := options["export"]:
            with path.open("w", encoding="utf-8") as out:
                out.writelines(json.dumps(line) + "\n" for line in journal.lines())
        known = json.loads(options["heads"].read_text()) if options["heads"] else None
        found = [str(fault) for fault in journal_chain.faults(journal.lines(), heads=known)]
        found += [f"dossier {pk}: state differs from its journal" for pk in journal.disagreeing()]
        if found:
            raise CommandError("\n".join(["the journal is broken:", *found]))
        heads = journal.heads()
        if path := options["write_heads"]:
            path.write_text(json.dumps(heads))
        entries = sum(seq for seq, _hash in heads.values())
        self.stdout.write(f"journal: sound, {entries} entries of {len(heads)} dossiers")
