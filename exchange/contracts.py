"""What the post office carries: frozen notices, each with what its recipient's letter and inbox page need, no more.

The sender minimises a notice before it is posted. A notice is stored as JSON with its kind and `schema_version`;
change a field's meaning and the version goes up, and `from_payload` still has to read what lies in the outbox.
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import date, datetime
from functools import cache
from typing import Any, ClassVar, cast

from pydantic import ConfigDict, TypeAdapter, ValidationError

from exchange.vocabulary import (
    CommuneTask,
    LabourMarket,
    MandateTopic,
    NewsTopic,
    NoticeKind,
    StartOfWork,
    Unit,
)

STRICT = ConfigDict(extra="forbid")
type_adapter: Callable[[Any], TypeAdapter[Any]] = cache(TypeAdapter)


class UnreadableNotice(ValueError):
    """The stored payload is of a kind or version this code does not know, or lacks a field."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Attachment:
    """A stored file, named by its key. The post office carries the key and never opens the file."""

    __pydantic_config__: ClassVar[ConfigDict] = STRICT

    file_key: str
    sha256: str
    name: str
    media_type: str = "application/pdf"


@dataclass(frozen=True, slots=True, kw_only=True)
class Appeal:
    """Where and until when the decision can be contested; `certainty` is for screens, letters do not print it."""

    __pydantic_config__: ClassVar[ConfigDict] = STRICT

    body: str
    within: int
    unit: Unit
    language: str
    article: str
    certainty: str
    how: str = ""
    address: str = ""
    from_signature: bool = False  # counted from the day of the signed letter, not from notification


@dataclass(frozen=True, slots=True, kw_only=True)
class Period:
    """A period somebody has, counted from notification unless the article says otherwise."""

    __pydantic_config__: ClassVar[ConfigDict] = STRICT

    count: int
    unit: Unit
    article: str
    certainty: str
    from_sending: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class AskedDocument:
    """One line of a request. `asked_by` is the authority that needs it: two desks ask in one letter."""

    __pydantic_config__: ClassVar[ConfigDict] = STRICT

    code: str
    title: str
    article: str
    asked_by: str
    remark: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Person:
    """Who stands at the counter: enough for a post or a commune to recognise the worker, nothing about the job.

    `born` is text because a birth date may be incomplete (P17).
    """

    __pydantic_config__: ClassVar[ConfigDict] = STRICT

    name: str
    born: str
    nationality: str
    travel_document: str = ""
    national_number: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Notice:
    """What every notice has: the dossier's reference, the language of the addressee, and who speaks."""

    __pydantic_config__: ClassVar[ConfigDict] = STRICT
    kind: ClassVar[NoticeKind]
    schema_version: ClassVar[int] = 1

    reference: str
    language: str
    authority: str
    replaces_letter_of: date | None = None  # the letter enclosed corrects the one of that day and takes its place (P13)
    attachments: tuple[Attachment, ...] = ()
    appeal: Appeal | None = None

    def to_payload(self) -> dict[str, Any]:
        """Plain JSON values, the same for an equal notice."""
        fields = type_adapter(type(self)).dump_python(self, mode="json")
        return {
            "kind": self.kind.value,
            "schema_version": self.schema_version,
            **fields,
        }


@dataclass(frozen=True, slots=True, kw_only=True)
class ReceiptOfFiling(Notice):
    """To the applicant: the window has received (P16)."""

    kind: ClassVar[NoticeKind] = NoticeKind.RECEIPT_OF_FILING

    filed_at: datetime
    category: str
    worker_name: str
    employer_name: str
    documents_received: int
    documents_missing: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class DocumentsAsked(Notice):
    """To the applicant: one request for both desks. The period runs from notification (P1).

    `examined_meanwhile`: asked during the examination (P5), by one desk; the period runs from `asked_on`.
    """

    kind: ClassVar[NoticeKind] = NoticeKind.DOCUMENTS_ASKED

    asked_on: date
    worker_name: str
    documents: tuple[AskedDocument, ...]
    supply_within: Period
    examined_meanwhile: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class CompletenessNotice(Notice):
    """To the applicant: the file is complete; the time to decide runs from the notification of this."""

    kind: ClassVar[NoticeKind] = NoticeKind.COMPLETENESS

    complete_on: date
    worker_name: str
    decide_within: Period | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Inadmissibility(Notice):
    """To the applicant: an officer signed that the file cannot be examined (P11)."""

    kind: ClassVar[NoticeKind] = NoticeKind.INADMISSIBILITY

    decided_on: date
    worker_name: str
    grounds: tuple[str, ...] = ()
    articles: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class WorkDecision(Notice):
    """To employer and worker: the region's own act, favourable or not (P8, P9)."""

    kind: ClassVar[NoticeKind] = NoticeKind.WORK_DECISION

    favourable: bool
    decided_on: date
    category: str
    worker_name: str
    employer_name: str
    articles: tuple[str, ...] = ()
    grounds: tuple[str, ...] = ()
    valid_from: date | None = None
    valid_until: date | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class CombinedGrant(Notice):
    """To employer and worker: annex 46, the combined permit (P8, P15)."""

    kind: ClassVar[NoticeKind] = NoticeKind.COMBINED_GRANT

    decided_on: date
    category: str
    worker_name: str
    employer_name: str
    card: str
    labour_market: LabourMarket
    start_of_work: StartOfWork
    start_of_work_days: int | None = None
    valid_from: date | None = None
    valid_until: date | None = None
    office_name: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class ResidenceRefusal(Notice):
    """To worker and employer: annex 48, the Immigration Office's own refusal (P8)."""

    kind: ClassVar[NoticeKind] = NoticeKind.RESIDENCE_REFUSAL

    decided_on: date
    worker_name: str
    articles: tuple[str, ...] = ()
    grounds: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class VisaInstruction(Notice):
    """To the diplomatic post: issue the visa on the attached annex 46. No salary, no diploma, no employer's papers."""

    kind: ClassVar[NoticeKind] = NoticeKind.VISA_INSTRUCTION

    decided_on: date
    person: Person
    visa: str
    category: str
    employer_name: str
    valid_from: date | None = None
    valid_until: date | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class CommuneInstruction(Notice):
    """To the commune: whom to register and which card to issue (P15, P29). Nothing about pay or qualification."""

    kind: ClassVar[NoticeKind] = NoticeKind.COMMUNE_INSTRUCTION

    decided_on: date
    task: CommuneTask
    person: Person
    address: str
    card: str
    labour_market: LabourMarket
    category: str
    employer_name: str
    valid_from: date | None = None
    valid_until: date | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class DecisionUndone(Notice):
    """To everybody who had the decision: it no longer stands, and the application is examined anew (P13).

    `decision` is the code of the act that is undone, `reason` the code of why; a post or a commune stops.
    """

    kind: ClassVar[NoticeKind] = NoticeKind.DECISION_UNDONE

    decision: str
    decided_on: date
    number: str
    reason: str
    undone_on: date
    worker_name: str
    ends_permit: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class News(Notice):
    """To whoever follows the dossier: a milestone with a day."""

    kind: ClassVar[NoticeKind] = NoticeKind.NEWS

    topic: NewsTopic
    happened_on: date
    worker_name: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class MandateNews(Notice):
    """To an employer and a firm: what happened to a mandate between them. No application and no person is named.

    `reference` is the mandate's number; `authority` is empty, since no authority speaks. `valid_until` is exclusive.
    """

    kind: ClassVar[NoticeKind] = NoticeKind.MANDATE

    topic: MandateTopic
    happened_on: date
    principal_name: str
    firm_name: str
    valid_from: date
    valid_until: date | None = None


NOTICES: dict[str, type[Notice]] = {
    notice.kind.value: notice
    for notice in (
        ReceiptOfFiling,
        DocumentsAsked,
        CompletenessNotice,
        Inadmissibility,
        WorkDecision,
        CombinedGrant,
        ResidenceRefusal,
        VisaInstruction,
        CommuneInstruction,
        DecisionUndone,
        News,
        MandateNews,
    )
}


def from_payload(payload: Mapping[str, Any]) -> Notice:
    """The notice that was stored. Raises UnreadableNotice rather than guess."""
    fields = dict(payload)
    kind, version = fields.pop("kind", None), fields.pop("schema_version", None)
    notice = NOTICES.get(cast(str, kind))
    if notice is None or version != notice.schema_version:
        raise UnreadableNotice(f"kind {kind!r}, version {version!r}")
    try:
        return cast(Notice, type_adapter(notice).validate_python(fields))
    except ValidationError as problem:
        raise UnreadableNotice(str(problem)) from problem
