"""Verifying the journal without a database: `python -m applications.journal_chain EXPORT.jsonl`.

Each entry's hash is sha256 over its columns, each length-prefixed in UTF-8 bytes, instants as integer microseconds;
the previous entry's hash is one of the columns. `manage.py verify_journal --export` writes the lines read here. A tail
that was cut off is found against heads that were written down elsewhere (`--heads`).
"""

import hashlib
import json
import sys
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from itertools import groupby
from pathlib import Path
from typing import Any

EPOCH = datetime.fromisoformat("1970-01-01T00:00:00+00:00")
COLUMNS = (
    "dossier_id", "seq", "prev", "kind", "at", "recorded_at", "actor_key", "capacity", "organisation_key", "track",
    "state_before", "state_after", "basis", "payload",
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class Fault:
    """What is wrong with a chain, and where it begins to be."""

    dossier_id: int
    seq: int
    code: str  # HASH, PREV, GAP, STATE, HEAD

    def __str__(self) -> str:
        return f"dossier {self.dossier_id}, entry {self.seq}: {self.code}"


def microseconds(instant: datetime) -> int:
    """Whole microseconds since 1970 in UTC, whatever the time zone of the value."""
    return (instant - EPOCH) // timedelta(microseconds=1)


def digest(entry: Mapping[str, Any]) -> str:
    """The hash an entry must carry. `at` and `recorded_at` are integer microseconds."""
    whole = "".join(_prefixed(str(entry[name])) for name in COLUMNS)
    return hashlib.sha256(whole.encode()).hexdigest()


def faults(entries: Iterable[Mapping[str, Any]], *, heads: Mapping[str, Any] | None = None) -> Iterator[Fault]:
    """Everything wrong in entries ordered by dossier and number. `heads` maps a dossier's id to its [seq, hash]."""
    expected = dict(heads or {})
    for dossier_id, chain in groupby(entries, key=lambda entry: int(entry["dossier_id"])):
        seq, prev, state = 0, "", "DRAFT"
        for entry in chain:
            seq += 1
            if entry["seq"] != seq:
                yield Fault(dossier_id, seq, "GAP")
                seq = entry["seq"]
            if entry["prev"] != prev:
                yield Fault(dossier_id, seq, "PREV")
            if entry["state_before"] != state:
                yield Fault(dossier_id, seq, "STATE")
            if digest(entry) != entry["hash"]:
                yield Fault(dossier_id, seq, "HASH")
            prev, state = entry["hash"], entry["state_after"]
            if (head := expected.get(str(dossier_id))) and head[0] == seq and head[1] != prev:
                yield Fault(dossier_id, seq, "HEAD")
        head = expected.pop(str(dossier_id), None)
        if head and head[0] > seq:
            yield Fault(dossier_id, head[0], "HEAD")
    for missing, head in expected.items():
        yield Fault(int(missing), head[0], "HEAD")


def _prefixed(value: str) -> str:
    return f"{len(value.encode())}:{value}"


def main(path: str) -> int:
    """Verify an exported journal; prints each fault and answers how many there are, at most 1."""
    with Path(path).open(encoding="utf-8") as lines:
        found = list(faults(json.loads(line) for line in lines))
    sys.stdout.writelines(f"{fault}\n" for fault in found)
    sys.stdout.write("journal: broken\n" if found else "journal: sound\n")
    return 1 if found else 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1]))
