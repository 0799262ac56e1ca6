"""Law that is not sound stops the start: gaps, overlaps, unknown keys, missing articles, unknown rules in coverage."""

from collections.abc import Sequence
from typing import Any

from django.core.checks import CheckMessage, Error

from applications.rulebook import coverage, registry
from applications.rulebook.loader import Fault, line_of


def faults() -> list[Fault]:
    """Everything wrong with the law of the registered authorities, and with what says what it covers."""
    folders = registry.registered()
    rules, categories, found = registry.read(folders)
    texts = [(path, folder.authority.value) for folder in folders for path in folder.coverage]
    for path, authority in (*texts, (registry.POPULATIONS, "applications")):
        try:
            covered = coverage.read(path)
        except ValueError as error:
            found.append(Fault(path.name, 1, authority, str(error)))
            continue
        for article in covered:
            for code in (*article.rules, *article.categories):
                if code not in rules and code not in categories:
                    line = line_of(path.read_text(encoding="utf-8"), f'"{code}"')
                    reason = f"article {article.article} names a rule or category that does not exist"
                    found.append(Fault(path.name, line, code, reason))
    return found


def law_is_sound(app_configs: Sequence[Any] | None, **_: Any) -> list[CheckMessage]:
    """Django's system check: one error per fault, with file, line, rule and reason."""
    return [Error(str(fault), id="rulebook.E001") for fault in faults()]
