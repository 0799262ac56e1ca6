"""The tables of the dossier, one subject per file. What must always hold is a constraint or a trigger, not a habit."""

from applications.models.access_log import AccessLog
from applications.models.act import Act
from applications.models.actor_name import ActorName
from applications.models.deadline import Deadline
from applications.models.declaration import Declaration
from applications.models.document import Document, DocumentVersion
from applications.models.document_request import DocumentRequest, RequestLine
from applications.models.dossier import Dossier
from applications.models.draft import Draft
from applications.models.establishment_unit import EstablishmentUnit
from applications.models.evaluation import Evaluation
from applications.models.expired_drafts import ExpiredDrafts
from applications.models.facts_version import FactsVersion
from applications.models.invitation import Invitation
from applications.models.journal import JournalEntry
from applications.models.language_choice import LanguageChoice
from applications.models.law_simulation import LawSimulation
from applications.models.mandate import Mandate, MandateDossier, MandateSubstitute
from applications.models.message import Message
from applications.models.notification import Notification, ReceiptCursor
from applications.models.organisation import Organisation
from applications.models.permit import Permit
from applications.models.person import Person, PersonIdentifier, PersonName, TravelDocument
from applications.models.reopening import Reopening
from applications.models.residence_tick import ResidenceTick
from applications.models.review import Review
from applications.models.signatory import Signatory
from applications.models.terms_statement import TermsStatement
from applications.models.translation import Translation
from applications.models.unavailability import Unavailability
from applications.models.work_item import WorkItem
from applications.models.worker_statement import WorkerStatement

__all__ = [
    "AccessLog",
    "Act",
    "ActorName",
    "Deadline",
    "Declaration",
    "Document",
    "DocumentRequest",
    "DocumentVersion",
    "Dossier",
    "Draft",
    "EstablishmentUnit",
    "Evaluation",
    "ExpiredDrafts",
    "FactsVersion",
    "Invitation",
    "JournalEntry",
    "LanguageChoice",
    "LawSimulation",
    "Mandate",
    "MandateDossier",
    "MandateSubstitute",
    "Message",
    "Notification",
    "Organisation",
    "Permit",
    "Person",
    "PersonIdentifier",
    "PersonName",
    "ReceiptCursor",
    "Reopening",
    "RequestLine",
    "ResidenceTick",
    "Review",
    "Signatory",
    "TermsStatement",
    "Translation",
    "TravelDocument",
    "Unavailability",
    "WorkItem",
    "WorkerStatement",
]
