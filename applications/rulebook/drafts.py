"""Law that is not law yet: files that somebody drafted, read in the place of those that are registered.

The reader is the same, and so are its faults: file, line, rule and reason. Nothing that is registered changes, and
nobody but who loaded the draft is judged by it.
"""

import re
import tomllib
from collections.abc import Iterable
from dataclasses import dataclass, replace
from functools import lru_cache
from pathlib import Path
from tempfile import TemporaryDirectory

from applications.rulebook import registry
from applications.rulebook.book import Rulebook
from applications.rulebook.loader import Fault, LawFolder, UnsoundLaw
from applications.vocabulary import Authority

NAME = re.compile(r"[a-z0-9_]{1,60}\.toml")
LARGEST = 512 * 1024
"""Of one file, in bytes; the largest of the registered ones has 20 kB."""


@dataclass(frozen=True, slots=True, kw_only=True)
class DraftFile:
    """A file of law as drafted: in the place of the authority's file of that name, or beside the others."""

    authority: Authority
    name: str
    text: str


def draft_file(*, authority: Authority, name: str, content: bytes) -> DraftFile:
    """Take a file in as it was sent. Raises UnsoundLaw where it is none that can be read at all."""
    code = f"{authority.value}.{name.removesuffix('.toml')}"
    if not NAME.fullmatch(name):
        reason = "a file of law is named in small letters, figures and _, and ends in .toml"
        raise UnsoundLaw([Fault(name, 1, authority.value, reason)])
    if len(content) > LARGEST:
        raise UnsoundLaw([Fault(name, 1, code, f"is larger than {LARGEST // 1024} kB")])
    try:
        text = content.decode("utf-8-sig").replace("\r\n", "\n")
        tomllib.loads(text)
    except UnicodeDecodeError as error:
        line = content.count(b"\n", 0, error.start) + 1
        raise UnsoundLaw([Fault(name, line, code, "is not written in UTF-8")]) from None
    except tomllib.TOMLDecodeError:
        pass  # the reader says where
    except (ValueError, RecursionError):
        raise UnsoundLaw([Fault(name, 1, code, "nests too deeply, or has a number too long to be read")]) from None
    return DraftFile(authority=authority, name=name, text=text)


def load(files: Iterable[DraftFile]) -> Rulebook:
    """The registered law with these files in it. Raises UnsoundLaw with every fault of every file."""
    return _load(tuple(files), registry.registered())


@lru_cache(maxsize=4)
def _load(files: tuple[DraftFile, ...], folders: tuple[LawFolder, ...]) -> Rulebook:
    known = {folder.authority for folder in folders}
    if strangers := [file for file in files if file.authority not in known]:
        raise UnsoundLaw([Fault(file.name, 1, file.authority.value, "no law of it is known") for file in strangers])
    with TemporaryDirectory(prefix="draft-law-") as root:
        drafted = [_with(folder, files, Path(root)) for folder in folders]
        try:
            return registry.load(drafted)
        except UnsoundLaw as unsound:
            if not _only_stand_ins(unsound, drafted):
                raise
        return registry.load(replace(folder, demo=None) for folder in drafted)


def _with(folder: LawFolder, files: Iterable[DraftFile], root: Path) -> LawFolder:
    """The folder copied, with what was drafted for it; its path ends as the registered one does, as faults name it."""
    ours = [file for file in files if file.authority == folder.authority]
    if not ours:
        return folder
    place = root.joinpath(*folder.rules.parts[-3:])
    place.mkdir(parents=True)
    for path in folder.rules.glob("*.toml"):
        place.joinpath(path.name).write_bytes(path.read_bytes())
    for file in ours:
        place.joinpath(file.name).write_text(file.text, encoding="utf-8")
    return replace(folder, rules=place)


def _only_stand_ins(unsound: UnsoundLaw, folders: Iterable[LawFolder]) -> bool:
    """Whether a draft gives what an invented value of the demo stood in for: then the invented ones stand back."""
    invented = {"/".join(path.parts[-4:]) for folder in folders if folder.demo for path in folder.demo.glob("*.toml")}
    return all(fault.file.lstrip("/") in invented for fault in unsound.faults)
