"""The words of the post office, once. It has its own, because it knows nobody else's."""

from django.db.models import TextChoices
from django.utils.translation import gettext_lazy as _


class AddresseeKind(TextChoices):
    """Who can receive a notice. Every one of them has an inbox page."""

    EMPLOYER = "EMPLOYER", _("Employer")
    MANDATARY = "MANDATARY", _("Mandatary")
    WORKER = "WORKER", _("Worker")
    AUTHORITY = "AUTHORITY", _("Authority")
    POST = "POST", _("Diplomatic post")
    COMMUNE = "COMMUNE", _("Commune")


class Channel(TextChoices):
    """How an addressee is reached; read when a parcel is delivered, not when it is posted.

    With INBOX_AND_EMAIL the inbox page counts at once and the e-mail only calls. With EMAIL the page counts once
    the call has gone out. The e-mail never carries content. With REGISTERED the parcel leaves the house on paper.
    """

    INBOX = "INBOX", _("Inbox page")
    EMAIL = "EMAIL", _("E-mail, then inbox page")
    INBOX_AND_EMAIL = "INBOX_AND_EMAIL", _("Inbox page and e-mail")
    REGISTERED = "REGISTERED", _("Registered letter")


class ParcelState(TextChoices):
    """Where a parcel stands in the outbox. READ and the like are receipts, not states.

    ON_PAPER has left the lanes of this machine: what becomes of it is told by its `RegisteredLetter`.
    """

    QUEUED = "QUEUED", _("Waiting")
    LEASED = "LEASED", _("Being delivered")
    SENT = "SENT", _("Delivered")
    DEAD = "DEAD", _("Given up")
    ON_PAPER = "ON_PAPER", _("By registered letter")


class ReceiptKind(TextChoices):
    """What is known to have happened to a parcel. Each happens at most once per dispatch.

    SENT says that something left the house (an e-mail); a parcel shown on an inbox page is AVAILABLE only.
    """

    SENT = "SENT", _("Sent")
    AVAILABLE = "AVAILABLE", _("Available in the inbox")
    READ = "READ", _("Opened by the addressee")
    ACKNOWLEDGED = "ACKNOWLEDGED", _("Acknowledged by the addressee")
    FAILED = "FAILED", _("Could not be delivered")
    POSTED = "POSTED", _("Registered letter posted")
    DELIVERED = "DELIVERED", _("Registered letter delivered")
    RETURNED = "RETURNED", _("Registered letter came back")


class NoticeKind(TextChoices):
    """What a notice says. One frozen dataclass each, in `exchange.contracts`."""

    RECEIPT_OF_FILING = "RECEIPT_OF_FILING", _("Application received")
    DOCUMENTS_ASKED = "DOCUMENTS_ASKED", _("Documents are asked")
    COMPLETENESS = "COMPLETENESS", _("The application is complete")
    INADMISSIBILITY = "INADMISSIBILITY", _("The application is inadmissible")
    WORK_DECISION = "WORK_DECISION", _("Decision on work")
    COMBINED_GRANT = "COMBINED_GRANT", _("Combined permit granted (annex 46)")
    RESIDENCE_REFUSAL = "RESIDENCE_REFUSAL", _("Residence refused (annex 48)")
    VISA_INSTRUCTION = "VISA_INSTRUCTION", _("Visa to issue")
    COMMUNE_INSTRUCTION = "COMMUNE_INSTRUCTION", _("Person to register, card to issue")
    DECISION_UNDONE = "DECISION_UNDONE", _("A decision no longer stands")
    NEWS = "NEWS", _("News of the application")
    MANDATE = "MANDATE", _("News of a mandate")


class NewsTopic(TextChoices):
    """Milestones that start no clock and need no letter."""

    VISA_ISSUED = "VISA_ISSUED", _("The visa has been issued")
    ARRIVED = "ARRIVED", _("The worker has arrived in Belgium")
    REGISTERED = "REGISTERED", _("The worker is registered at the commune")
    CARD_DELIVERED = "CARD_DELIVERED", _("The card has been delivered")
    DOCUMENTS_SUPPLIED = "DOCUMENTS_SUPPLIED", _("The documents asked have arrived")
    CLOSED = "CLOSED", _("The application is closed")
    HANDED_OVER = "HANDED_OVER", _("Another office has taken over")
    TAKEN_BACK = "TAKEN_BACK", _("The decision is yours again")
    NOT_NEEDED = "NOT_NEEDED", _("The visa is not needed any more")
    DRAFT_EXPIRES = "DRAFT_EXPIRES", _("A draft will be deleted")
    REPRESENTED = "REPRESENTED", _("Somebody acts for the employer now")
    REPRESENTATION_ENDED = "REPRESENTATION_ENDED", _("The employer acts for itself again")
    EMPLOYER_REPLACED = "EMPLOYER_REPLACED", _("Another body stands in the employer's place")
    FACTS_CHANGED = "FACTS_CHANGED", _("Facts of the application were changed")


class MandateTopic(TextChoices):
    """What happened to a mandate, for the two between whom it is."""

    GIVEN = "GIVEN", _("A mandate was given")
    ASSERTED = "ASSERTED", _("A firm says that it has a mandate")
    CONFIRMED = "CONFIRMED", _("A mandate was confirmed")
    SUBSTITUTED = "SUBSTITUTED", _("A mandatary is replaced for some time")
    HANDED_OVER = "HANDED_OVER", _("A mandate names another person")
    REVOKED = "REVOKED", _("A mandate was revoked")
    LAID_DOWN = "LAID_DOWN", _("A mandate was laid down")


class Unit(TextChoices):
    """In what a period is counted."""

    DAYS = "DAYS", _("days")
    WORKING_DAYS = "WORKING_DAYS", _("working days")
    MONTHS = "MONTHS", _("months")


class LabourMarket(TextChoices):
    """The mention printed on the permit and the card."""

    UNLIMITED = "UNLIMITED", _("Labour market: unlimited")
    LIMITED = "LIMITED", _("Labour market: limited")
    NO = "NO", _("Labour market: no")


class StartOfWork(TextChoices):
    """From when work may start, as the grant prints it (P15)."""

    ON_NOTIFICATION = "ON_NOTIFICATION", _("from the notification of this decision")
    ON_REGISTRATION = "ON_REGISTRATION", _("from the registration at the commune")
    ON_ARRIVAL_WITH_VISA = (
        "ON_ARRIVAL_WITH_VISA",
        _("from the arrival in Belgium with the visa"),
    )


class CommuneTask(TextChoices):
    """What the commune is asked to do with a decision."""

    REGISTER_AND_ISSUE_CARD = (
        "REGISTER_AND_ISSUE_CARD",
        _("Register the person and issue the card"),
    )
    ISSUE_CARD = "ISSUE_CARD", _("Issue the card")
    SERVE_DECISION = "SERVE_DECISION", _("Serve the decision")


class LetterKind(TextChoices):
    """The letters, one whole template per legal language each."""

    COMPLETENESS = "completeness", _("Notice of completeness")
    DOCUMENTS_ASKED = "documents_asked", _("Request for documents")
    WORK_GRANT = "work_grant", _("Favourable work decision")
    WORK_REFUSAL = "work_refusal", _("Refusal of the work authorisation")
    ANNEX_46 = "annex_46", _("Annex 46")
    ANNEX_47 = "annex_47", _("Annex 47")
    ANNEX_48 = "annex_48", _("Annex 48")
    INADMISSIBLE = "inadmissible", _("Inadmissibility")
