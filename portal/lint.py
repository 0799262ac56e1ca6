"""Everything that is judged without running the programme; all checks run, then the verdict."""

import os
import re
import subprocess
import sys
import time
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
PROGRAMS = Path(sys.executable).parent
STRICT = ("applications", "exchange", "regions", "federal")

# A lock file or a script that names an index works on one machine only. Written in pieces, not to find itself.
REGISTRY_HOST = re.compile("|".join(("pypi" + r"\.org", "python" + r"hosted\.org", "npm" + r"js\.(org|com)")))


def main(arguments: list[str]) -> int:
    """Run every check; 1 if any complains."""
    failed = [name for name, command in _checks().items() if not _passes(name, command)]
    if not _names_no_registry():
        failed.append("registry hosts")
    if failed:
        print(f"\n✗ {', '.join(failed)}: see above", flush=True)
        return 1
    print("\nAll checks pass.", flush=True)
    return 0


def _checks() -> dict[str, list[str]]:
    def program(name: str, *arguments: str) -> list[str]:
        return [str(PROGRAMS / name), *arguments]

    return {
        "ruff": program("ruff", "check", "--quiet", "."),
        "format": program("ruff", "format", "--check", "--quiet", "."),
        "mypy": program("mypy", *STRICT),
        "contracts": program("lint-imports", "--no-cache"),
        "templates": program("djlint", "templates", "--lint", "--quiet"),
        "migrations": [sys.executable, "manage.py", "makemigrations", "--check", "--dry-run", "--verbosity", "1"],
    }


def _passes(name: str, command: list[str]) -> bool:
    since = time.monotonic()
    environment = {**os.environ, "DJANGO_SETTINGS_MODULE": "portal.settings.test", "PYTHONWARNINGS": "ignore"}
    done = subprocess.run(
        command, cwd=ROOT, env=environment, stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True, check=False
    )
    print(f"{'✗' if done.returncode else '·'} {name} ({time.monotonic() - since:.0f} s)", flush=True)
    if done.returncode:
        print(done.stdout, flush=True)
    return done.returncode == 0


def _names_no_registry() -> bool:
    found = []
    for path in _committed():
        try:
            text = path.read_text()
        except (UnicodeDecodeError, FileNotFoundError):
            continue
        found += [f"{path}: {match.group()}" for match in REGISTRY_HOST.finditer(text)]
    print(f"{'✗' if found else '·'} registry hosts", *found, sep="\n" if found else "", flush=True)
    return not found


def _committed() -> list[Path]:
    command = ["git", "-c", "safe.directory=*", "ls-files", "-z"]
    listed = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, check=True)
    return [ROOT / name for name in listed.stdout.split("\0") if name]
