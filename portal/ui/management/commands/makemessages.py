from pathlib import Path
from typing import Any, ClassVar

from django.core.management.commands import makemessages

HOUSEKEEPING = ('"POT-Creation-Date', '"Report-Msgid-Bugs-To')


class Command(makemessages.Command):
    """Collect the strings of pages and services into `locale/`, and only there.

    The catalogues beside the law (`applications/locale`, `regions/…/locale`, `federal/locale`) are keyed by rule codes
    and written by hand; Django's own command would mark all they hold as obsolete.
    """

    msgmerge_options: ClassVar[list[str]] = [*makemessages.Command.msgmerge_options, "--no-fuzzy-matching"]
    help = "Collect the strings of pages and services into locale/ for fr, nl and de. English is the source."

    def handle(self, *args: Any, **options: Any) -> None:
        options["locale"] = options["locale"] or ["fr", "nl", "de"]
        options["ignore_patterns"] += [".venv", "var", "tests", "bench"]
        options.update(no_location=True, no_obsolete=True, no_wrap=True)
        super().handle(*args, **options)

    def find_files(self, root: str) -> list[makemessages.TranslatableFile]:
        found = super().find_files(root)
        return sorted(type(each)(each.dirpath, each.file, self.default_locale_path) for each in found)

    def write_po_file(self, potfile: str, locale: str) -> None:
        """Leave out the hour of the last collection, which would make two branches that add strings differ."""
        super().write_po_file(potfile, locale)
        catalogue = Path(potfile).parent / locale / "LC_MESSAGES" / f"{self.domain}.po"
        lines = catalogue.read_text(encoding="utf-8").splitlines(keepends=True)
        catalogue.write_text("".join(line for line in lines if not line.startswith(HOUSEKEEPING)), encoding="utf-8")
