"""Every word the domain enumerates, once. Values are upper-case and stored; labels are translated.

Add a member only if somebody acts differently because of it. Codes of authorities and categories are
lower-case because they name folders and files of law.
"""

from django.db.models import TextChoices
from django.utils.translation import gettext_lazy as _


class Authority(TextChoices):
    """Who decides. The first four decide on work, each for its territory; the federal one on residence."""

    FLANDERS = "flanders", _("Flanders")
    WALLONIA = "wallonia", _("Wallonia")
    BRUSSELS = "brussels", _("Brussels-Capital")
    OSTBELGIEN = "ostbelgien", _("German-speaking Community")
    FEDERAL = "federal", _("Immigration Office")


WORK_AUTHORITIES = (Authority.FLANDERS, Authority.WALLONIA, Authority.BRUSSELS, Authority.OSTBELGIEN)


class Track(TextChoices):
    """What is being decided. OVERALL is the joint term beside the two: it has clocks but no review."""

    WORK = "WORK", _("Work")
    RESIDENCE = "RESIDENCE", _("Residence")
    OVERALL = "OVERALL", _("Whole application")


class State(TextChoices):
    """Where a dossier stands. Add a member only if somebody acts differently because of it."""

    DRAFT = "DRAFT", _("Draft")
    SUBMITTED = "SUBMITTED", _("Submitted")
    INCOMPLETE = "INCOMPLETE", _("Documents awaited")
    UNDER_REVIEW = "UNDER_REVIEW", _("Under review")
    GRANTED = "GRANTED", _("Granted")
    REFUSED = "REFUSED", _("Refused")
    INADMISSIBLE = "INADMISSIBLE", _("Inadmissible")
    WITHDRAWN = "WITHDRAWN", _("Withdrawn")
    WITHOUT_OBJECT = "WITHOUT_OBJECT", _("Closed without object")


CLOSED_STATES = frozenset({State.GRANTED, State.REFUSED, State.INADMISSIBLE, State.WITHDRAWN, State.WITHOUT_OBJECT})


class Certainty(TextChoices):
    """How sure we are of a rule. Only VERIFIED may have an effect by itself (P11, P12)."""

    VERIFIED = "VERIFIED", _("read in full in the official text")
    SOURCED = "SOURCED", _("found on a public page")
    UNVERIFIED = "UNVERIFIED", _("not verified")


class Result(TextChoices):
    """The outcome of one rule for one dossier. A finding explains, it never decides."""

    MET = "MET", _("Met")
    NOT_MET = "NOT_MET", _("Not met")
    NOT_APPLICABLE = "NOT_APPLICABLE", _("Not applicable")
    UNKNOWN = "UNKNOWN", _("Not known yet")
    FOR_OFFICER = "FOR_OFFICER", _("For an officer to judge")


class ApplicationKind(TextChoices):
    """What is asked for, within a category."""

    FIRST = "FIRST", _("First application")
    RENEWAL = "RENEWAL", _("Renewal")
    LONG_TERM_MOBILITY = "LONG_TERM_MOBILITY", _("Long-term mobility")


class Capacity(TextChoices):
    """In which capacity a person acts right now. One person may hold several; they choose at sign-in."""

    EMPLOYER = "EMPLOYER", _("Employer")
    MANDATARY = "MANDATARY", _("Mandatary")
    WORKER = "WORKER", _("Worker")
    CITIZEN = "CITIZEN", _("For oneself")  # the profile so called of the country's sign-in, whatever the nationality
    OFFICER = "OFFICER", _("Officer")
    POST = "POST", _("Diplomatic post")
    COMMUNE = "COMMUNE", _("Commune")
    INSPECTOR = "INSPECTOR", _("Inspectorate")
    COUNTER = "COUNTER", _("Enterprise counter")
    SYSTEM = "SYSTEM", _("The platform")


class Assurance(TextChoices):
    """How sure we are who somebody is: a mailbox and passport data, or the sign-in of the country (P20)."""

    LOW = "low", _("By invitation and e-mail")
    SUBSTANTIAL = "substantial", _("By the country's sign-in")


class Role(TextChoices):
    """What a member may do inside an organisation, beside what its capacity gives."""

    FILER = "FILER", _("Files applications")
    CASE_HANDLER = "CASE_HANDLER", _("Handles dossiers")
    SIGNATORY = "SIGNATORY", _("Signs acts")
    COORDINATOR = "COORDINATOR", _("Distributes work")
    AGENT = "AGENT", _("Handles incoming decisions")
    READER = "READER", _("Reads only")
    POLICY = "POLICY", _("Prepares rules")


class OrganisationKind(TextChoices):
    """What an organisation is to the platform."""

    EMPLOYER = "EMPLOYER", _("Employer")
    MANDATARY = "MANDATARY", _("Mandatary's firm")
    PERSON = "PERSON", _("A person who files for himself or herself")
    AUTHORITY = "AUTHORITY", _("Authority")
    INSPECTORATE = "INSPECTORATE", _("Inspectorate")
    COMMUNE = "COMMUNE", _("Commune")
    POST = "POST", _("Diplomatic post")
    COUNTER = "COUNTER", _("Enterprise counter")


class EmployerIdentity(TextChoices):
    """By what an employer is known (P18): a union, since not every employer has an enterprise number."""

    ENTERPRISE = "ENTERPRISE", _("Belgian enterprise number")
    FOREIGN_REGISTER = "FOREIGN_REGISTER", _("Foreign register number")
    HOUSEHOLD = "HOUSEHOLD", _("Household")
    MISSION = "MISSION", _("Diplomatic mission or international organisation")
    IN_FORMATION = "IN_FORMATION", _("Company in formation")


class Intake(TextChoices):
    """How an application reached us (P24). On paper, an officer typed it, and the day of receipt is the filing day."""

    ELECTRONIC = "ELECTRONIC", _("Through the platform")
    PAPER = "PAPER", _("On paper")


class IdentifierScheme(TextChoices):
    """Numbers a person may carry, each dated (P17)."""

    NATIONAL = "NATIONAL", _("National register number")
    BIS = "BIS", _("Bis number")
    IMMIGRATION_OFFICE = "IMMIGRATION_OFFICE", _("Immigration Office file number")


class InvitationState(TextChoices):
    """What became of an invitation. Expired and locked are read from its day and its tries: they are no states."""

    OPEN = "OPEN", _("Waiting")
    ACCEPTED = "ACCEPTED", _("Accepted")
    REVOKED = "REVOKED", _("Withdrawn")


class Relation(TextChoices):
    """As what somebody holds the door of a worker who cannot act alone (P17)."""

    PARENT = "PARENT", _("Parent")
    GUARDIAN = "GUARDIAN", _("Guardian")


class StatementKind(TextChoices):
    """What the worker says of the facts stated in his name."""

    CONFIRMED = "CONFIRMED", _("This is right")
    WRONG = "WRONG", _("This is wrong")


class ScanStatus(TextChoices):
    """What the virus scanner said of a stored file."""

    PENDING = "PENDING", _("Being scanned")
    CLEAN = "CLEAN", _("Scanned, clean")
    INFECTED = "INFECTED", _("Infected, withdrawn")
    NOT_SCANNED = "NOT_SCANNED", _("Not scanned (demo)")


class Stage(TextChoices):
    """What a desk has to do with a dossier now."""

    INTAKE = "INTAKE", _("Check completeness")
    TICK = "TICK", _("Tick residence papers")
    WAITING = "WAITING", _("Waiting")
    REVIEW = "REVIEW", _("Examine")
    SIGN = "SIGN", _("Sign")
    ISSUED = "ISSUED", _("Issued, awaiting delivery")
    DONE = "DONE", _("Done")


class WaitingFor(TextChoices):
    """Whom a desk is waiting for."""

    NOBODY = "", _("Nobody")
    APPLICANT = "APPLICANT", _("Applicant")
    OTHER_DESK = "OTHER_DESK", _("The other authority")


class Outcome(TextChoices):
    """How a review was concluded."""

    FAVOURABLE = "FAVOURABLE", _("Favourable")
    UNFAVOURABLE = "UNFAVOURABLE", _("Unfavourable")


class ActKind(TextChoices):
    """The signed acts (P8, P9, P11). One per track; the combined act exists for grants only."""

    WORK_GRANT = "WORK_GRANT", _("Favourable work decision")
    WORK_REFUSAL = "WORK_REFUSAL", _("Refusal of the work authorisation")
    ANNEX_46 = "ANNEX_46", _("Annex 46: combined permit granted")
    ANNEX_47 = "ANNEX_47", _("Annex 47: combined permit granted by silence")
    ANNEX_48 = "ANNEX_48", _("Annex 48: residence refused")
    INADMISSIBLE = "INADMISSIBLE", _("Inadmissibility")


ACT_OF = {
    (Track.WORK, Outcome.FAVOURABLE): ActKind.WORK_GRANT,
    (Track.WORK, Outcome.UNFAVOURABLE): ActKind.WORK_REFUSAL,
    (Track.RESIDENCE, Outcome.FAVOURABLE): ActKind.ANNEX_46,
    (Track.RESIDENCE, Outcome.UNFAVOURABLE): ActKind.ANNEX_48,
}
"""Which act the conclusion of a review leads to."""

PERMITS = frozenset({ActKind.ANNEX_46, ActKind.ANNEX_47})
"""The acts that make a permit. One follows from both reviews, the other from the silence of both authorities."""


class Term(TextChoices):
    """What a grant gives beside the yes. A rule gives it, else an officer states it."""

    MONTHS = "MONTHS", _("Duration")
    CARD = "CARD", _("Card")
    LABOUR_MARKET = "LABOUR_MARKET", _("Labour-market mention")


class ActState(TextChoices):
    """PREVIEWED stores the bytes that will be issued; SIGNED is the decision; SEALED adds the seal."""

    PREPARED = "PREPARED", _("Prepared")
    PREVIEWED = "PREVIEWED", _("Preview ready")
    SIGNED = "SIGNED", _("Signed")
    SEALED = "SEALED", _("Signed and sealed")
    SUPERSEDED = "SUPERSEDED", _("Superseded")


class Ending(TextChoices):
    """How a deadline ended."""

    MET = "MET", _("Met")
    LAPSED = "LAPSED", _("Lapsed")
    STOPPED = "STOPPED", _("Stopped")


class DeclarationKind(TextChoices):
    """What a post or a commune reports back after the decision (P29)."""

    VISA_ISSUED = "VISA_ISSUED", _("Visa issued")
    ARRIVED = "ARRIVED", _("Arrived in Belgium")
    REGISTERED = "REGISTERED", _("Registered at the commune")
    CARD_DELIVERED = "CARD_DELIVERED", _("Card delivered")


class NotificationKind(TextChoices):
    """By what fact an addressee counts as notified (P1). Which one counts is a rule value per authority."""

    AVAILABLE = "AVAILABLE", _("Available in the inbox")
    READ = "READ", _("Opened by the addressee")
    ACKNOWLEDGED = "ACKNOWLEDGED", _("Acknowledged by the addressee")
    POSTED = "POSTED", _("Registered letter posted")
    DELIVERED = "DELIVERED", _("Registered letter delivered")


class Alarm(TextChoices):
    """What an officer has to see before anything else on his work list."""

    UNREACHED = "UNREACHED", _("Not reached")


class ClosureReason(TextChoices):
    """Why nothing is left to decide (P13). An officer chooses one; there is no other."""

    DEATH = "DEATH", _("The worker has died")
    BANKRUPTCY = "BANKRUPTCY", _("The employer is bankrupt")
    NATURALISED = "NATURALISED", _("The worker has become a citizen and needs no permit")
    DUPLICATE = "DUPLICATE", _("The same application was filed twice")
    START_DATE_SPENT = "START_DATE_SPENT", _("The day on which work was to start has passed")


class UndoneBecause(TextChoices):
    """Why a signed act no longer stands (P13). A correction puts another act in its place; three reasons reopen the
    application; an act that rested on one undone falls with it.
    """

    CORRECTED = "CORRECTED", _("An error in it was corrected")
    APPEAL_UPHELD = "APPEAL_UPHELD", _("An appeal against it was upheld")
    ANNULLED = "ANNULLED", _("A court annulled it")
    OWN_WITHDRAWAL = "OWN_WITHDRAWAL", _("The authority withdrew it itself")
    LOST_BASIS = "LOST_BASIS", _("The decision on work that it rests on no longer stands")


REOPENING_REASONS = (UndoneBecause.APPEAL_UPHELD, UndoneBecause.ANNULLED, UndoneBecause.OWN_WITHDRAWAL)


class TranslationOrigin(TextChoices):
    """Where a translation of an act comes from. Neither is authentic (P14)."""

    RENDERED = "RENDERED", _("Made by the platform from what the act was made from")
    UPLOADED = "UPLOADED", _("Translated elsewhere and uploaded")


class RedirectReason(TextChoices):
    """Why another post carries the decision out (P29)."""

    JURISDICTION = "JURISDICTION", _("The worker lives outside the jurisdiction of this post")
    WORKER_MOVED = "WORKER_MOVED", _("The worker has moved to another country")
    OFFICE_CLOSED = "OFFICE_CLOSED", _("The post is closed")


class UnavailabilityReason(TextChoices):
    """Why an authority could not be reached (P6). Public holidays are the calendar's, not records of an authority."""

    OUTAGE = "OUTAGE", _("Outage of the platform or of the authority's own systems")
    STRIKE = "STRIKE", _("Strike")
    CLOSURE = "CLOSURE", _("Closing day of the authority")


class MandateScope(TextChoices):
    """What a mandate is for (P19)."""

    ALL = "ALL", _("All applications")
    CATEGORIES = "CATEGORIES", _("Applications of chosen kinds")
    DOSSIERS = "DOSSIERS", _("Chosen applications that are filed")


class MandateEnding(TextChoices):
    """How a mandate ended before its last day. Only HANDED_OVER leaves the open applications with the firm."""

    REVOKED = "REVOKED", _("Revoked by the employer")
    LAID_DOWN = "LAID_DOWN", _("Laid down by the firm")
    HANDED_OVER = "HANDED_OVER", _("Handed over to another person")


class MandateGap(TextChoices):
    """What a mandate lacks for an application: each is warned and filed anyway (P16)."""

    MISSING = "MISSING", _("No mandate is named")
    FOREIGN_EMPLOYER = "FOREIGN_EMPLOYER", _("An employer without a seat in Belgium files by itself")
    OTHER_EMPLOYER = "OTHER_EMPLOYER", _("The mandate was given by another employer")
    NOT_YET = "NOT_YET", _("The mandate has not begun yet")
    EXPIRED = "EXPIRED", _("The mandate has run out")
    ENDED = "ENDED", _("The mandate has ended")
    OUT_OF_SCOPE = "OUT_OF_SCOPE", _("The mandate is for other applications")
    OTHER_PERSON = "OTHER_PERSON", _("The mandate names another person")
    NOT_CONFIRMED = "NOT_CONFIRMED", _("The employer has not confirmed the mandate")
    NO_PAPER = "NO_PAPER", _("No signed paper of the mandate is here")
    ABROAD = "ABROAD", _("The person named does not reside in Belgium")
    RESIDENCE_UNKNOWN = "RESIDENCE_UNKNOWN", _("It is not said whether the person named resides in Belgium")


class SimulationState(TextChoices):
    """What became of a draft of law that is run over what has been judged."""

    WAITING = "WAITING", _("Being counted")
    DONE = "DONE", _("Counted")
    FAILED = "FAILED", _("Could not be counted")


class EmployerChange(TextChoices):
    """Why another body stands in the employer's place (P13)."""

    CURATOR = "CURATOR", _("A curator acts for the bankrupt employer")
    SUCCESSOR = "SUCCESSOR", _("A successor has taken the business over")


class EntryKind(TextChoices):
    """What a journal entry records. One payload schema each, in `applications.journal_schema`."""

    SUBMITTED = "SUBMITTED", _("Application submitted")
    DOCUMENT_ADDED = "DOCUMENT_ADDED", _("Document added")
    DOCUMENT_SCANNED = "DOCUMENT_SCANNED", _("Document scanned")
    RESIDENCE_TICKED = "RESIDENCE_TICKED", _("Residence papers checked")
    DOCUMENTS_ASKED = "DOCUMENTS_ASKED", _("Documents asked")
    DOCUMENTS_SUPPLIED = "DOCUMENTS_SUPPLIED", _("Documents supplied")
    COMPLETE_DECLARED = "COMPLETE_DECLARED", _("Application complete")
    NOTIFIED = "NOTIFIED", _("Notified")
    ASSIGNED = "ASSIGNED", _("Assigned")
    CONCLUDED = "CONCLUDED", _("Review concluded")
    ACT_PREVIEWED = "ACT_PREVIEWED", _("Act previewed")
    ACT_SIGNED = "ACT_SIGNED", _("Act signed")
    ACT_SEALED = "ACT_SEALED", _("Act sealed")
    DECLARED = "DECLARED", _("Report from a post or commune")
    READDRESSED = "READDRESSED", _("Sent on")
    WITHDRAWN = "WITHDRAWN", _("Withdrawn by the applicant")
    PERIOD_LAPSED = "PERIOD_LAPSED", _("The applicant's time ended")
    GRANT_PROPOSED = "GRANT_PROPOSED", _("Grant by silence made ready")
    PIECES_ASKED = "PIECES_ASKED", _("Further documents asked")
    PIECES_ANSWERED = "PIECES_ANSWERED", _("Further documents supplied")
    CLOSED_WITHOUT_OBJECT = "CLOSED_WITHOUT_OBJECT", _("Closed without object")
    ACT_LANGUAGE_CHANGED = "ACT_LANGUAGE_CHANGED", _("Language of an act changed")
    TERMS_STATED = "TERMS_STATED", _("Terms of a grant stated")
    RECTIFICATION_PREPARED = "RECTIFICATION_PREPARED", _("Correction of an act prepared")
    RECTIFICATION_DROPPED = "RECTIFICATION_DROPPED", _("Correction of an act dropped")
    ACT_RECTIFIED = "ACT_RECTIFIED", _("Act corrected")
    REOPENED = "REOPENED", _("Reopened")
    TRANSLATION_ADDED = "TRANSLATION_ADDED", _("Translation added")
    NOTIFICATION_FAILED = "NOTIFICATION_FAILED", _("Could not be reached")
    CHANNEL_CHOSEN = "CHANNEL_CHOSEN", _("Sent another way")
    LETTER_POSTED = "LETTER_POSTED", _("Registered letter posted")
    REPRESENTED = "REPRESENTED", _("Taken up by a mandatary")
    MANDATE_CONFIRMED = "MANDATE_CONFIRMED", _("Mandate confirmed")
    MANDATE_SUBSTITUTED = "MANDATE_SUBSTITUTED", _("Mandatary replaced for some time")
    MANDATE_HANDED_OVER = "MANDATE_HANDED_OVER", _("Mandate handed over")
    MANDATE_ENDED = "MANDATE_ENDED", _("Mandate ended")
    EMPLOYER_REPLACED = "EMPLOYER_REPLACED", _("Another body in the employer's place")
    FACTS_AMENDED = "FACTS_AMENDED", _("Facts changed")
    WORKER_INVITED = "WORKER_INVITED", _("Worker invited")
    WORKER_JOINED = "WORKER_JOINED", _("Worker joined")
    WORKER_LINKED = "WORKER_LINKED", _("Worker's accounts linked")
    FACTS_CONFIRMED = "FACTS_CONFIRMED", _("Facts confirmed by the worker")
    FACT_FLAGGED = "FACT_FLAGGED", _("Fact flagged by the worker")
