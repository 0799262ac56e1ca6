"""What the walkthrough reads behind the pages: the journal, whether it holds, and whether a letter is what it says."""

import email
import io
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from email import policy
from pathlib import Path

from pypdf import PdfReader

from applications import calendar, journal_chain
from applications.models import Deadline, Dossier, JournalEntry
from applications.now import law_today
from applications.selectors import timeline, whole_journal
from applications.services import replaying
from exchange import seal
from portal.walkthrough.visitor import WalkFailed


def names(reference: str) -> list[str]:
    """The entries of a dossier by name; a notification with what it was and to whom."""
    entries = JournalEntry.objects.filter(dossier__reference=reference).order_by("seq")
    return [
        f"NOTIFIED.{entry.said['what']}.{entry.said['role']}" if entry.kind == "NOTIFIED" else entry.kind
        for entry in entries
    ]


@dataclass(frozen=True, slots=True)
class Due:
    """A day that the law sets for somebody; `ended_as` is empty while it runs."""

    track: str
    rule: str
    starts_on: date
    due_on: date
    ended_as: str


def deadlines(reference: str) -> list[Due]:
    """Every day set in that dossier, in the order in which they were set."""
    rows = Deadline.objects.filter(dossier__reference=reference).order_by("id")
    return [Due(*row) for row in rows.values_list("track", "rule", "starts_on", "due_on", "ended_as")]


def mails(caught: Sequence[Path], *, to: str) -> list[str]:
    """The text of the messages to that address, in the order in which they were caught."""
    read = [email.message_from_bytes(path.read_bytes(), policy=policy.default) for path in caught]
    return [message.get_content() for message in read if to in str(message["To"])]


def lines(reference: str) -> Iterator[str]:
    """The journal of a dossier, line by line: number, day, who, what, by which rule."""
    for entry in JournalEntry.objects.filter(dossier__reference=reference).order_by("seq"):
        told = timeline.told(entry)
        who = f"{entry.capacity.lower()} {entry.organisation_key.partition(':')[2]}".strip()
        what = " ".join(str(part) for part in (told.sentence, told.detail) if part)
        yield f"{entry.seq:>5}  {calendar.day_of(entry.at)}  {who:<22} {what} [{entry.basis}]"


def check(reference: str, *, ends: str) -> None:
    """The chain holds, state, deadlines and work items follow from it, and the dossier stands where it should."""
    dossier = Dossier.objects.get(reference=reference)
    if dossier.state != ends:
        raise WalkFailed(f"{reference} should be {ends} and is {dossier.state}")
    found = [str(fault) for fault in journal_chain.faults(whole_journal.lines(dossier_id=dossier.pk))]
    found += replaying.of_one(dossier, on=law_today())
    if found:
        raise WalkFailed("\n".join([f"{reference} does not follow from its journal:", *found]))


def letter_is_good(letter: bytes, reference: str, language: str = "") -> str:
    """Check that a letter names its dossier, carries a good seal, and is in that language if one is given. Raises
    WalkFailed.
    """
    found = seal.verify(letter)
    if not found.good:
        raise WalkFailed(f"the seal of {reference} is not good: {found}")
    reader = PdfReader(io.BytesIO(letter))
    text = "\n".join(page.extract_text() for page in reader.pages)
    if reference not in text:
        raise WalkFailed(f"the letter does not name {reference}: {text[:300]}")
    if language and not str(reader.root_object.get("/Lang", "")).startswith(language):
        raise WalkFailed(f"the letter is in {reader.root_object.get('/Lang')}, not in {language}")
    title = next((line.strip() for line in text.splitlines() if line.strip()), "")
    return f"{len(reader.pages)} page(s), “{title}”, sealed by {found.signer}"
