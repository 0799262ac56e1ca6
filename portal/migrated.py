"""Has anything changed that a migration, or a new set of packages, would change in a database?"""

import hashlib
from pathlib import Path

from portal import databases

ROOT = Path(__file__).resolve().parent.parent
PACKAGES = ("applications", "exchange", "regions", "federal", "portal")


def fingerprint() -> str:
    """Differs when a migrated database would. Lets tests and the demo skip migrating what is migrated already."""
    digest = hashlib.sha256((ROOT / "requirements.txt").read_bytes())
    digest.update(databases.PREPARATION.read_bytes())
    for package in PACKAGES:
        for path in sorted((ROOT / package).rglob("migrations/**/*")):
            if path.suffix in {".py", ".sql"}:
                digest.update(str(path.relative_to(ROOT)).encode())
                digest.update(path.read_bytes())
    return digest.hexdigest()[:16]
