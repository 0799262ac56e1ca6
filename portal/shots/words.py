"""What is not translated: entries of the catalogues, and sentences that were shown without one."""

import json
import re
import subprocess
from collections.abc import Iterable, Sequence
from pathlib import Path

from django.conf import settings
from django.conf.locale import LANG_INFO
from django.utils.translation import override
from django_countries import countries

SHOWN = 5
KEY = re.compile(
    r"\w+(\.\w+)+"
)  # the code of a rule and what is asked of it; several are tried until one has a sentence
ENTRY = re.compile(r'^msgid ((?:".*"\n)+)', re.MULTILINE)


def faults(languages: Iterable[str], *, noted: Path) -> list[str]:
    """One sentence per catalogue with gaps, and one per language for what the pages missed while they were shown."""
    found = []
    for language in languages:
        for folder in settings.LOCALE_PATHS:
            catalogue = Path(folder) / language / "LC_MESSAGES" / "django.po"
            found += _in_catalogue(catalogue.relative_to(settings.BASE_DIR), required=language != "en")
        missed = sorted({said for spoken, said in _noted(noted) if spoken == language} - _names_of_libraries())
        if missed:
            found.append(f"{len(missed)} sentences were shown without a translation into {language}: {_some(missed)}")
    return found


def _in_catalogue(path: Path, *, required: bool) -> list[str]:
    whole = settings.BASE_DIR / path
    if not whole.exists():
        return [f"{path} is missing"] if required else []
    if not required:
        return []
    gaps = {kind: _entries(whole, kind) for kind in ("untranslated", "only-fuzzy")}
    return [
        f"{path} has {len(entries)} {kind.removeprefix('only-')} entries: {_some(entries)}"
        for kind, entries in gaps.items()
        if entries
    ]


def _entries(path: Path, kind: str) -> list[str]:
    """The messages of that kind, as gettext's own tool finds them."""
    done = subprocess.run(
        ["msgattrib", f"--{kind}", "--no-obsolete", str(path)], capture_output=True, text=True, check=True
    )
    joined = ("".join(re.findall(r'"(.*)"', entry)) for entry in ENTRY.findall(done.stdout))
    return [message for message in joined if message]


def _names_of_libraries() -> set[str]:
    """Countries and languages whose names their libraries have not translated everywhere: not ours to mend."""
    with override("en"):
        return {str(name) for _code, name in countries} | {
            info["name"] for info in LANG_INFO.values() if "name" in info
        }


def _noted(path: Path) -> Iterable[tuple[str, str]]:
    if not path.exists():
        return []
    notes = map(json.loads, path.read_text().splitlines())
    return {(language, said) for language, said in notes if not KEY.fullmatch(said)}


def _some(messages: Sequence[str]) -> str:
    more = f" and {len(messages) - SHOWN} more" if len(messages) > SHOWN else ""
    return ", ".join(f"“{message[:70]}”" for message in messages[:SHOWN]) + more
