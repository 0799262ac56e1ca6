from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser

from applications.now import law_today
from applications.selectors import whole_journal
from applications.services import replaying


class Command(BaseCommand):
    """Rebuild states, deadlines, reviews, acts and work items from the journal and compare with the rows."""

    help = __doc__

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("--check", action="store_true", help="compare and fail on a difference (the only mode)")

    def handle(self, *_args: Any, **_options: Any) -> None:
        found = list(replaying.differences(on=law_today()))
        if found:
            raise CommandError("\n".join(["the rows do not follow from the journal:", *found]))
        dossiers = len(whole_journal.heads())
        self.stdout.write(
            f"replay: states, deadlines, reviews, acts and work items of {dossiers} dossiers follow from the journal"
        )
