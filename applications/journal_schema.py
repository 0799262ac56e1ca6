"""What each kind of journal entry may say: one closed schema per kind.

Codes, days, row ids and hashes only. Names, numbers of persons and free text never enter the journal, so that a
person's data can be erased while the chain stays true. `canonical` is the one way to the text that is hashed.
"""

from datetime import date
from typing import Annotated, Any

import rfc8785
from pydantic import BaseModel, ConfigDict, StringConstraints

from applications.vocabulary import EntryKind

Code = Annotated[str, StringConstraints(pattern=r"^[A-Za-z0-9_.@:-]{1,120}$")]
Hash = Annotated[str, StringConstraints(pattern=r"^[0-9a-f]{64}$")]


class Payload(BaseModel):
    """An entry's payload: closed and immutable."""

    model_config = ConfigDict(extra="forbid", frozen=True)


class Submitted(Payload):
    category: Code
    kind: Code
    authority: Code
    because: Code
    facts_version: int
    facts_sha256: Hash
    evaluation: int
    documents: list[Hash]
    warnings: list[Code]
    intake: Code = "ELECTRONIC"
    mandate: int | None = None
    notice: Code | None = None


class DocumentAdded(Payload):
    document: Code
    version: int
    sha256: Hash
    received_on: date | None = None


class DocumentScanned(Payload):
    version: int
    status: Code


class ResidenceTicked(Payload):
    present: list[Code]
    missing: list[Code]


class DocumentsAsked(Payload):
    request: int
    codes: list[Code]
    askers: list[Code]


class DocumentsSupplied(Payload):
    request: int
    versions: list[int]


class CompleteDeclared(Payload):
    tracks: list[Code]
    without_tick: bool = False


class Notified(Payload):
    what: Code
    role: Code
    by: Code
    parcel: Hash
    act: int | None = None
    request: int | None = None


class Assigned(Payload):
    authority: Code
    assignee: Code | None = None


class Concluded(Payload):
    review: int
    outcome: Code
    provisional: bool
    grounds: list[Code]
    evaluation: int | None = None
    sources_given: list[Code] = []


class ActStep(Payload):
    act: int
    kind: Code
    language: Code
    sha256: Hash


class ActSigned(ActStep):
    signatory: int


class ActSealed(ActStep):
    sealed_sha256: Hash


class Declared(Payload):
    kind: Code
    happened_on: date


class Readdressed(Payload):
    role: Code
    to: Code
    reason: Code | None = None


class Withdrawn(Payload):
    """Nothing to add: the applicant need not say why."""


class PeriodLapsed(Payload):
    """The applicant's time ended unused: which request, by which rule, on which last day, what had not come."""

    request: int
    rule: Code
    ended_on: date
    missing: list[Code]


class GrantProposed(Payload):
    """The time to decide ended in silence: by which rule, on which last day (P11)."""

    rule: Code
    ended_on: date


class PiecesAsked(Payload):
    request: int
    codes: list[Code]
    asker: Code


class ClosedWithoutObject(Payload):
    reason: Code
    signatory: int


class LanguageChanged(Payload):
    """`choice` is the row that holds the reason; `before` is None where no rule said anything."""

    choice: int
    before: Code | None
    after: Code


class TermsStated(Payload):
    """`statement` is the row that holds what the officer relied on; None is what a rule gives, or nobody needs."""

    statement: int
    months: int | None = None
    card: Code | None = None
    labour_market: Code | None = None


class RectificationStep(Payload):
    act: int
    kind: Code
    rectifies: int


class Rectified(ActSigned):
    """`facts_version` and `evaluation` were written with it, when facts were corrected; `corrected` are their paths."""

    rectifies: int
    facts_version: int | None = None
    evaluation: int | None = None
    corrected: list[Code] = []


class Reopened(Payload):
    """`undone` are the acts that no longer stand, `tracks` those examined anew; `reopening` holds the basis."""

    reopening: int
    reason: Code
    act: int
    kind: Code
    undone: list[int]
    tracks: list[Code]
    signatory: int


class TranslationAdded(Payload):
    translation: int
    act: int
    kind: Code
    language: Code
    origin: Code
    sha256: Hash


class AboutParcel(Payload):
    """Which parcel, for whom, of which legal event."""

    what: Code
    role: Code
    parcel: Hash
    act: int | None = None
    request: int | None = None


class NotificationFailed(AboutParcel):
    """`by` is the receipt: FAILED or RETURNED."""

    by: Code


class ChannelChosen(AboutParcel):
    channel: Code


class LetterPosted(AboutParcel):
    """The slip's number is kept by the post office; here stands its hash."""

    posted_on: date
    slip: Hash


class OfMandate(Payload):
    """The mandate's row; who it names stands there, behind a key that can be erased."""

    mandate: int


class MandateSubstituted(OfMandate):
    substitute: int
    valid_from: date
    valid_until: date


class MandateHandedOver(OfMandate):
    to: int


class MandateEnded(OfMandate):
    """`parcels` is how many notices had not become available to the firm and were sent on."""

    ending: Code
    parcels: int


class FactsChanged(Payload):
    """A new version of the facts with its evaluation. `changed` are paths of facts, never their values."""

    facts_version: int
    facts_sha256: Hash
    evaluation: int
    changed: list[Code]


class FactsAmended(FactsChanged):
    clerical: bool = False


class EmployerReplaced(FactsChanged):
    why: Code
    organisation: int
    document: int | None = None


class WorkerInvited(Payload):
    invitation: int


class WorkerJoined(Payload):
    invitation: int
    represented: bool


class WorkerLinked(Payload):
    """Two actor keys of one person: the entries under the earlier one stay as they are (P17)."""

    earlier: Code
    scheme: Code


class FactsConfirmed(Payload):
    statement: int
    facts_version: int


class FactFlagged(FactsConfirmed):
    path: Code


SCHEMAS: dict[EntryKind, type[Payload]] = {
    EntryKind.SUBMITTED: Submitted,
    EntryKind.DOCUMENT_ADDED: DocumentAdded,
    EntryKind.DOCUMENT_SCANNED: DocumentScanned,
    EntryKind.RESIDENCE_TICKED: ResidenceTicked,
    EntryKind.DOCUMENTS_ASKED: DocumentsAsked,
    EntryKind.DOCUMENTS_SUPPLIED: DocumentsSupplied,
    EntryKind.COMPLETE_DECLARED: CompleteDeclared,
    EntryKind.NOTIFIED: Notified,
    EntryKind.ASSIGNED: Assigned,
    EntryKind.CONCLUDED: Concluded,
    EntryKind.ACT_PREVIEWED: ActStep,
    EntryKind.ACT_SIGNED: ActSigned,
    EntryKind.ACT_SEALED: ActSealed,
    EntryKind.DECLARED: Declared,
    EntryKind.READDRESSED: Readdressed,
    EntryKind.WITHDRAWN: Withdrawn,
    EntryKind.PERIOD_LAPSED: PeriodLapsed,
    EntryKind.GRANT_PROPOSED: GrantProposed,
    EntryKind.PIECES_ASKED: PiecesAsked,
    EntryKind.PIECES_ANSWERED: DocumentsSupplied,
    EntryKind.CLOSED_WITHOUT_OBJECT: ClosedWithoutObject,
    EntryKind.ACT_LANGUAGE_CHANGED: LanguageChanged,
    EntryKind.TERMS_STATED: TermsStated,
    EntryKind.RECTIFICATION_PREPARED: RectificationStep,
    EntryKind.RECTIFICATION_DROPPED: RectificationStep,
    EntryKind.ACT_RECTIFIED: Rectified,
    EntryKind.REOPENED: Reopened,
    EntryKind.TRANSLATION_ADDED: TranslationAdded,
    EntryKind.NOTIFICATION_FAILED: NotificationFailed,
    EntryKind.CHANNEL_CHOSEN: ChannelChosen,
    EntryKind.LETTER_POSTED: LetterPosted,
    EntryKind.REPRESENTED: OfMandate,
    EntryKind.MANDATE_CONFIRMED: OfMandate,
    EntryKind.MANDATE_SUBSTITUTED: MandateSubstituted,
    EntryKind.MANDATE_HANDED_OVER: MandateHandedOver,
    EntryKind.MANDATE_ENDED: MandateEnded,
    EntryKind.EMPLOYER_REPLACED: EmployerReplaced,
    EntryKind.FACTS_AMENDED: FactsAmended,
    EntryKind.WORKER_INVITED: WorkerInvited,
    EntryKind.WORKER_JOINED: WorkerJoined,
    EntryKind.WORKER_LINKED: WorkerLinked,
    EntryKind.FACTS_CONFIRMED: FactsConfirmed,
    EntryKind.FACT_FLAGGED: FactFlagged,
}


def canonical(kind: EntryKind, payload: dict[str, Any]) -> str:
    """The payload as canonical JSON text (RFC 8785). Raises `pydantic.ValidationError` for what the schema lacks."""
    checked = SCHEMAS[kind].model_validate(payload)
    return rfc8785.dumps(checked.model_dump(mode="json")).decode()
