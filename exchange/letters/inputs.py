"""What a letter is made of. Texts that come from a rule or an officer arrive in the letter's language.

`Appeal`, `Period`, `Person` and `AskedDocument` are those of the notices: letter and inbox page say the same.
"""

import hashlib
import json
from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace
from datetime import date
from functools import cache
from typing import Any, ClassVar

from pydantic import TypeAdapter

from exchange.contracts import Appeal, AskedDocument, Period, Person
from exchange.vocabulary import LabourMarket, LetterKind, StartOfWork

type_adapter: Callable[[Any], TypeAdapter[Any]] = cache(TypeAdapter)


@dataclass(frozen=True, slots=True, kw_only=True)
class Sender:
    """The authority in whose name the letter goes out; `authority` is its code and gives the stripe its colour."""

    authority: str
    name: str
    department: str = ""
    address: tuple[str, ...] = ()
    email: str = ""
    phone: str = ""
    website: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Signature:
    """Who signed, as what, and by what delegation he may (P12)."""

    name: str
    capacity: str
    delegation: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Subject:
    """Whom and what the letter is about; empty lines are not printed."""

    worker: Person
    employer_name: str = ""
    employer_number: str = ""
    job_title: str = ""
    place_of_work: str = ""
    category: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Ground:
    """A reason of fact or law, with the article it rests on."""

    text: str
    article: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Office:
    """Who takes over after a grant: the diplomatic post abroad or the commune in Belgium."""

    is_post: bool
    name: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Completeness:
    kind: ClassVar[LetterKind] = LetterKind.COMPLETENESS

    complete_on: date
    decide_within: Period | None = None
    overall_within: Period | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class DocumentsRequest:
    """`examined_meanwhile`: asked during the examination (P5), not for completeness; silence then means otherwise."""

    kind: ClassVar[LetterKind] = LetterKind.DOCUMENTS_ASKED

    documents: tuple[AskedDocument, ...]
    supply_within: Period
    examined_meanwhile: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class WorkGrant:
    """The region's favourable act (P9). With `renewal` it is also the day on which work may go on."""

    kind: ClassVar[LetterKind] = LetterKind.WORK_GRANT

    labour_market: LabourMarket
    valid_from: date | None = None
    valid_until: date | None = None
    renewal: bool = False
    grounds: tuple[Ground, ...] = ()
    conditions: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class WorkRefusal:
    kind: ClassVar[LetterKind] = LetterKind.WORK_REFUSAL

    grounds: tuple[Ground, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Annex46:
    """The combined permit (P8, P15). `work_act` names the region's act: authority, number and day."""

    kind: ClassVar[LetterKind] = LetterKind.ANNEX_46

    card: str
    labour_market: LabourMarket
    start_of_work: StartOfWork
    work_act: str
    office: Office
    start_of_work_days: int | None = None
    valid_from: date | None = None
    valid_until: date | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Annex47:
    """The combined permit by silence (P11): nobody decided until `time_ended_on`, and `article` says what follows."""

    kind: ClassVar[LetterKind] = LetterKind.ANNEX_47

    card: str
    labour_market: LabourMarket
    start_of_work: StartOfWork
    office: Office
    time_ended_on: date
    article: str = ""
    start_of_work_days: int | None = None
    valid_from: date | None = None
    valid_until: date | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Annex48:
    kind: ClassVar[LetterKind] = LetterKind.ANNEX_48

    grounds: tuple[Ground, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Inadmissible:
    """Signed by an officer after the applicant's time ran out, or for another ground (P11)."""

    kind: ClassVar[LetterKind] = LetterKind.INADMISSIBLE

    grounds: tuple[Ground, ...] = ()
    missing: tuple[AskedDocument, ...] = ()
    asked_on: date | None = None
    time_ended_on: date | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Rectified:
    """The act that this one corrects and replaces (P13). `decided_on` is the day of the decision itself, which stands;
    `correction` says what was wrong, in the words of the officer and the language of the act.
    """

    number: str
    dated_on: date
    decided_on: date
    correction: str


Content = Completeness | DocumentsRequest | WorkGrant | WorkRefusal | Annex46 | Annex47 | Annex48 | Inadmissible


@dataclass(frozen=True, slots=True, kw_only=True)
class LetterInput:
    """Everything a letter prints. Its `digest` is kept with the preview: if the input changes, so does the digest.

    `own_words` is the authority's dated paragraph (`LetterText`) with its placeholders still in. A letter never prints
    a certainty mark; `demo` prints that the whole letter is a demonstration. `binding_language` marks a translation and
    says which text binds.
    """

    reference: str
    number: str
    dated_on: date
    sender: Sender
    addressee: tuple[str, ...]
    subject: Subject
    content: Content
    signature: Signature
    site_url: str
    legal_basis: tuple[str, ...] = ()
    appeal: Appeal | None = None
    own_words: str = ""
    place: str = ""
    handled_by: str = ""
    binding_language: str = ""
    rectifies: Rectified | None = None
    demo: bool = False

    @property
    def kind(self) -> LetterKind:
        return self.content.kind

    @property
    def authentic(self) -> bool:
        """Whether this text binds; a translation never does (P14)."""
        return not self.binding_language

    @property
    def decided_on(self) -> date:
        """The day of the decision: a correction is dated later and decides nothing anew."""
        return self.rectifies.decided_on if self.rectifies else self.dated_on

    @property
    def verify_url(self) -> str:
        return f"{self.site_url.rstrip('/')}/verify/{self.reference}"

    def placeholders(self) -> Mapping[str, str]:
        """What `own_words` may name; the same names as `LetterText` allows."""
        return {
            "reference": self.reference,
            "worker": self.subject.worker.name,
            "employer": self.subject.employer_name,
            "category": self.subject.category,
            "dated_on": self.dated_on.strftime("%d.%m.%Y"),
        }

    def digest(self, *, language: str) -> str:
        """sha256 over the canonical input."""
        fields: dict[str, Any] = type_adapter(type(self)).dump_python(self, mode="json")
        canonical = json.dumps([self.kind.value, language, fields], sort_keys=True, ensure_ascii=False)
        return hashlib.sha256(canonical.encode()).hexdigest()

    def substance(self, *, language: str) -> str:
        """The digest of what the letter says, whoever signs it, on whatever day and under whatever number."""
        nobody = Signature(name="", capacity="")
        bare = replace(self, number="", dated_on=date.min, signature=nobody, rectifies=None, place="", handled_by="")
        return bare.digest(language=language)
