"""A draft of law given to a command: which files it has and whose they are; and what it would change, in lines."""

from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any

from django.core.management.base import CommandError

from applications.rulebook import drafts
from applications.rulebook.drafts import DraftFile
from applications.services import simulation_csv
from applications.vocabulary import Authority


def read(name: str, *, authority: str | None) -> list[DraftFile]:
    """A file, or every TOML file of a folder and what lies in it. Raises CommandError and UnsoundLaw.

    Whose law a file is says `authority`, else the last folder of its path that carries an authority's name.
    """
    path = Path(name)
    paths = sorted(path.rglob("*.toml")) if path.is_dir() else [path]
    if not paths:
        raise CommandError(f"{name} has no file that ends in .toml.")
    files = [_file(each, authority) for each in paths]
    if len({(file.authority, file.name) for file in files}) < len(files):
        raise CommandError(f"{name} has two files of the same authority and name: only one of them can be law.")
    return files


def told(report: Mapping[str, Any]) -> Iterator[str]:
    """The report for a person at a terminal."""
    for group in report["groups"]:
        yield f"{group['authority']}, {group['category']}: {_numbers(group)}"
    for rule in report["rules"]:
        yield (
            f"    {rule['authority']}, {rule['category']}: {rule['rule']}: "
            f"{rule['before']} → {rule['after']}: {simulation_csv.number(rule['dossiers'])}"
        )
    for nationality in report["nationalities"]:
        yield f"{nationality['nationality']}, all authorities: {_numbers(nationality)}"
    yield f"Total of the groups shown: {_numbers(report['total'])}"


def _file(path: Path, authority: str | None) -> DraftFile:
    named = [part for part in path.absolute().parts[:-1] if part in Authority.values]
    whose = authority or (named[-1] if named else "")
    if not whose:
        raise CommandError(f"Whose law is {path}? Put it into a folder of that name, or say --authority.")
    try:
        content = path.read_bytes()
    except OSError as error:
        raise CommandError(f"{path} cannot be read: {error.strerror}.") from None
    return drafts.draft_file(authority=Authority(whose), name=path.name, content=content)


def _numbers(line: Mapping[str, Any]) -> str:
    dossiers, changed, findings = (simulation_csv.number(line[name]) for name in ("dossiers", "changed", "findings"))
    return f"{dossiers} applications, {changed} answered otherwise, {findings} findings"
