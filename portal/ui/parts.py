"""What the components show: plain values that a room builds from the domain and a template prints.

A room translates once, in its view or in a module of its own beside the view; templates then hold no reasoning.
Every optional part has a default, so that a strict template never meets a missing name. `tone` is always one of
"" | "good" | "bad" | "warn" | "now"; the words beside it say the same, because colour never speaks alone.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal
from zlib import crc32

from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

Words = str | Promise
VERIFIED = "VERIFIED"


@dataclass(frozen=True, slots=True)
class Link:
    """Somewhere to go. Doing something is an Action."""

    href: str
    label: Words


@dataclass(frozen=True, slots=True)
class Segment:
    """A stretch of a clock's strip, in days: "run" or "pause"; what is not covered is still to come."""

    kind: str
    start: Decimal | float | int
    length: Decimal | float | int

    def in_words(self) -> str:
        days = int(self.length)
        if self.kind == "pause":
            return ngettext("%(days)d day paused", "%(days)d days paused", days) % {"days": days}
        return ngettext("%(days)d day run", "%(days)d days run", days) % {"days": days}


@dataclass(frozen=True, slots=True)
class SumRow:
    """A line of the arithmetic that leads to the date."""

    label: Words
    value: Words
    is_total: bool = False


@dataclass(frozen=True, slots=True)
class Clock:
    """One legal term: its day, its strip and its sum. `day` is None while it has not started."""

    title: Words
    authority: str = ""
    day: int | None = None
    total: int | None = None
    strip: Sequence[Segment] = ()
    ends: Sequence[Words] = ()
    sum: Sequence[SumRow] = ()
    due_on: date | None = None
    article: Words = ""
    certainty: str = VERIFIED
    source: str = ""
    rule: str = ""  # its code or version: the article leads to its page
    note: Words = ""
    tone: str = ""
    state: Words = ""

    @property
    def span(self) -> float:
        """The width of the strip: the term and the pauses that lengthen it, so that the end is the due day."""
        paused = sum(float(part.length) for part in self.strip if part.kind == "pause")
        return max(float(self.total or 0) + paused, self.today, 1.0)

    @property
    def today(self) -> float:
        return max((float(part.start) + float(part.length) for part in self.strip), default=0.0)

    @property
    def needle(self) -> float:
        return self.span / 160

    @property
    def needle_at(self) -> float:
        return max(min(self.today, self.span) - self.needle / 2, 0)

    @property
    def strip_in_words(self) -> str:
        """What the picture says, for those who do not see it."""
        parts = [part.in_words() for part in self.strip]
        left = int(self.span - self.today)
        parts.append(ngettext("%(days)d day to go", "%(days)d days to go", left) % {"days": left})
        return ", ".join(parts)


@dataclass(frozen=True, slots=True)
class TrackStep:
    """A step of a review: "good" is done, "now" is where it stands, "" is still to come."""

    label: Words
    detail: Words = ""
    tone: str = ""


@dataclass(frozen=True, slots=True)
class TrackView:
    """One of the two reviews, at most four steps."""

    title: Words
    authority: str
    steps: Sequence[TrackStep]


@dataclass(frozen=True, slots=True)
class StoryItem:
    """One thing that happened, in a whole sentence; newest first in the story."""

    on: date | datetime
    title: Words
    text: Words = ""
    links: Sequence[Link] = ()
    authority: str = ""
    article: Words = ""


@dataclass(frozen=True, slots=True)
class Cond:
    """A condition, finding or document: mark, sentence, reason, state, article. Use `of_result` for findings."""

    title: Words
    tone: str = ""
    state: Words = ""
    why: Words = ""
    meta: Words = ""
    article: Words = ""
    certainty: str = VERIFIED
    source: str = ""
    unsure_of: str = ""
    rule: str = ""  # its code or version: the article leads to its page
    links: Sequence[Link] = ()
    actions: Sequence["Action"] = ()
    authority: str = ""
    anchor: str = ""
    icon: str = ""

    @property
    def mark(self) -> str:
        return self.icon or MARKS.get(self.tone, "document")


MARKS = {"good": "tick", "bad": "cross", "warn": "question", "now": "clock"}
RESULT_TONES = {"MET": "good", "NOT_MET": "bad", "UNKNOWN": "warn", "FOR_OFFICER": "warn", "NOT_APPLICABLE": ""}
RESULT_ICONS = {"NOT_APPLICABLE": "dash", "FOR_OFFICER": "person"}


@dataclass(frozen=True, slots=True)
class Fact:
    """A term and its value, read and not edited. `is_reference` prints it in the face for numbers people copy."""

    label: Words
    value: Words
    is_reference: bool = False
    certainty: str = VERIFIED
    link: Link | None = None


@dataclass(frozen=True, slots=True)
class Tab:
    """A saved view of the queue or a part of a dossier. `count` is capped words such as "100+" or ""."""

    href: str
    label: Words
    count: Words | int = ""
    is_current: bool = False


@dataclass(frozen=True, slots=True)
class Stage:
    """A step of a form. A step already passed carries its link."""

    label: Words
    href: str = ""
    is_done: bool = False
    is_current: bool = False


@dataclass(frozen=True, slots=True)
class QueueColumn:
    """A column of the work list.

    `on_phone` says where a cell goes in the two lines of a narrow row: "start" and "end" on the first line (the
    reference and the days left), "name" and "more" on the second, "" nowhere. The first column of `Queue.columns`
    is the row's header and its link.
    """

    label: Words
    on_phone: str = ""
    is_optional: bool = False
    is_cut: bool = False
    sort_href: str = ""
    sorted: str = ""  # "ascending" | "descending"


@dataclass(frozen=True, slots=True)
class QueueCell:
    """What stands in a cell. `strong` makes the text a figure that counts, as for the days left."""

    text: Words
    icon: str = ""
    tone: str = ""
    detail: Words = ""
    strong: bool = False


@dataclass(frozen=True, slots=True)
class QueueRow:
    """One dossier on the list: `key` is posted when the row is chosen."""

    key: str
    reference: str
    href: str
    cells: Sequence[QueueCell]
    is_chosen: bool = False
    is_current: bool = False
    can_be_chosen: bool = True


@dataclass(frozen=True, slots=True)
class Queue:
    """The desk's table. `chosen_name` is the name of the tick boxes; empty when rows cannot be chosen."""

    label: Words
    columns: Sequence[QueueColumn]
    rows: Sequence[QueueRow]
    chosen_name: str = ""
    form_id: str = "bulk"


@dataclass(frozen=True, slots=True)
class Paging:
    """Forward only, by key: no page numbers, no total that would have to be counted."""

    next_href: str = ""
    first_href: str = ""
    shown: Words = ""


@dataclass(frozen=True, slots=True)
class Action:
    """Something one may or may not do. Never hidden, never grey without its reason (`why`).

    "post" prints a small form with the CSRF token, "get" a link that looks like a button, "submit" a button of the
    form around it or named by `form` (with `name` and `value`).
    """

    label: Words
    href: str = ""
    method: str = "post"
    kind: str = ""  # "" the one main action | "quiet" | "refuse"
    is_allowed: bool = True
    why: Words = ""
    key: str = ""
    name: str = ""
    value: str = ""
    form: str = ""

    @property
    def reason_id(self) -> str:
        """Ties the reason to its button; two equal actions with equal reasons need no telling apart."""
        return f"why-{hash_words(f'{self.label}{self.why}{self.href}{self.name}{self.value}')}"


def hash_words(words: Words) -> int:
    """A number that stays the same from one process to the next, for ids in a page."""
    return crc32(str(words).encode())


@dataclass(frozen=True, slots=True)
class StoredFile:
    """A file in a slot: what was received and how the scanner judged it."""

    name: str
    size: int
    at: datetime | None = None
    href: str = ""
    fingerprint: str = ""
    scan: Words = ""
    tone: str = "good"
    remove_href: str = ""


@dataclass(frozen=True, slots=True)
class UploadSlot:
    """A line of the checklist that takes a file.

    `is_sealed`: closed to all but the worker and the Immigration Office (P20); `is_blind` to whoever hands it over too.
    """

    code: str
    title: Words
    action: str
    why: Words = ""
    article: Words = ""
    certainty: str = VERIFIED
    source: str = ""
    rule: str = ""
    accept: str = ".pdf,.jpg,.jpeg,.png"
    limit: Words = ""
    files: Sequence[StoredFile] = ()
    errors: Sequence[Words] = ()
    is_required: bool = True
    is_sealed: bool = False
    is_blind: bool = True
    is_open: bool = True
    name: str = "file"

    @property
    def anchor(self) -> str:
        return "slot-" + "".join(letter if letter.isalnum() else "-" for letter in self.code)

    @property
    def tone(self) -> str:
        if self.errors:
            return "bad"
        if self.files:
            return "good"
        return "warn" if self.is_required else ""

    @property
    def state(self) -> str:
        if self.errors:
            return _("Not accepted")
        if self.files:
            return _("Uploaded")
        return _("Missing") if self.is_required else _("Not required")


@dataclass(frozen=True, slots=True)
class ViewerDoc:
    """A document beside its data. `kind`: "pdf" | "image" | "" (only a link, for what must not be shown)."""

    title: Words
    href: str = ""
    download_href: str = ""
    kind: str = "pdf"
    facts: Words = ""
    fingerprint: str = ""
    position: Words = ""
    previous: Link | None = None
    next: Link | None = None
    tone: str = ""
    state: Words = ""
    closed_because: Words = ""


@dataclass(frozen=True, slots=True)
class Message:
    """One message of a conversation, oldest first."""

    author: Words
    at: datetime
    text: str
    is_ours: bool = False
    authority: str = ""
    links: Sequence[Link] = ()


@dataclass(frozen=True, slots=True)
class Difference:
    """A value that changed between two versions."""

    label: Words
    before: Words = ""
    after: Words = ""


@dataclass(frozen=True, slots=True)
class Confirmation:
    """The page after something has been done: what, under which number, what comes next."""

    title: Words
    lede: Words = ""
    reference: str = ""
    facts: Sequence[Fact] = ()
    next_steps: Sequence[Words] = ()
    links: Sequence[Link] = ()


@dataclass(frozen=True, slots=True)
class Empty:
    """Why there is nothing here, and what would fill it."""

    title: Words
    text: Words = ""
    link: Link | None = None
    icon: str = "document"


@dataclass(frozen=True, slots=True)
class Door:
    """A way in, on the home page."""

    href: str
    title: Words
    text: Words
