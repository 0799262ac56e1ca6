"""The story of a dossier in plain words, from its journal: what happened, who did it, by which rule.

Officers are shown as their authority, never by name (P30). Each reader gets the entries that concern him; internal
steps (assignments, previews, provisional assessments) stay with the desks.
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from applications.actors import Actor
from applications.disclosure import Viewer, viewer_of
from applications.models import Dossier, JournalEntry
from applications.vocabulary import ActKind, ClosureReason, DeclarationKind, EntryKind, Intake, UndoneBecause

DESKS = frozenset({Viewer.WORK_AUTHORITY, Viewer.FEDERAL})
INTERNAL = frozenset({
    EntryKind.ASSIGNED, EntryKind.ACT_PREVIEWED, EntryKind.DOCUMENT_SCANNED, EntryKind.READDRESSED,
    EntryKind.ACT_LANGUAGE_CHANGED, EntryKind.RECTIFICATION_PREPARED, EntryKind.RECTIFICATION_DROPPED,
})  # fmt: skip

FOR_DESKS = frozenset({
    EntryKind.CONCLUDED, EntryKind.RESIDENCE_TICKED, EntryKind.ACT_SEALED, EntryKind.GRANT_PROPOSED,
    EntryKind.TERMS_STATED,
})  # fmt: skip
"""What both desks know and nobody else: none of it decides anything."""

BETWEEN_WORKER_AND_DESKS = frozenset({EntryKind.FACTS_CONFIRMED, EntryKind.FACT_FLAGGED, EntryKind.WORKER_LINKED})
"""Not even that there is one is told to anybody else: where a confirmation were shown, its absence would tell."""

SENTENCES: dict[str, Promise] = {
    "SUBMITTED": _("The application was filed."),
    "SUBMITTED.PAPER": _("The application was received on paper; the work authority registered it."),
    "DOCUMENT_ADDED.PAPER": _("A document that came by post was registered."),
    "DOCUMENT_ADDED": _("A document was added."),
    "DOCUMENT_SCANNED": _("A document was scanned for viruses."),
    "RESIDENCE_TICKED": _("The Immigration Office checked the residence papers."),
    "DOCUMENTS_ASKED": _("Documents were asked for."),
    "DOCUMENTS_SUPPLIED": _("The documents asked for were handed in."),
    "COMPLETE_DECLARED": _("The application was declared complete. Both authorities examine it at the same time."),
    "NOTIFIED.COMPLETENESS": _("Completeness was notified."),
    "NOTIFIED.COMPLETENESS.FILER": _("Completeness was notified. The time to decide runs from here."),
    "NOTIFIED.REQUEST": _("The request for documents was notified."),
    "NOTIFIED.REQUEST.FILER": _("The request for documents was notified. The time to answer runs from here."),
    "NOTIFIED.WORK_ACT": _("The decision on work was notified."),
    "NOTIFIED.RESIDENCE_ACT": _("The combined decision was notified."),
    "ASSIGNED": _("The dossier was given to an officer."),
    "CONCLUDED": _("A review was concluded."),
    "CONCLUDED.provisional": _("The Immigration Office recorded a provisional assessment."),
    "ACT_PREVIEWED": _("The letter was made ready."),
    "ACT_SIGNED.WORK_GRANT": _("The work authority decided favourably."),
    "ACT_SIGNED.WORK_REFUSAL": _("The work authority refused the work authorisation."),
    "ACT_SIGNED.ANNEX_46": _("The Immigration Office granted the combined permit (annex 46)."),
    "ACT_SIGNED.ANNEX_47": _(
        "The Immigration Office attested that the combined permit is granted, since nobody decided in time (annex 47)."
    ),
    "ACT_SIGNED.ANNEX_48": _("The Immigration Office refused residence (annex 48)."),
    "ACT_SIGNED.INADMISSIBLE": _("The application was declared inadmissible."),
    "ACT_SEALED": _("The letter was sealed."),
    "DECLARED.VISA_ISSUED": _("The diplomatic post reported that the visa was issued."),
    "DECLARED.ARRIVED": _("The commune reported that the worker arrived."),
    "DECLARED.REGISTERED": _("The commune registered the worker."),
    "DECLARED.CARD_DELIVERED": _("The commune delivered the card."),
    "NOTIFIED.INADMISSIBILITY": _("The inadmissibility was notified."),
    "PERIOD_LAPSED": _("The time to send the documents asked for ended."),
    "GRANT_PROPOSED": _("The time to decide ended unused. An attestation was made ready; an officer decides on it."),
    "WITHDRAWN": _("The applicant withdrew the application."),
    "PIECES_ASKED": _("Further documents were asked for. The examination goes on."),
    "PIECES_ANSWERED": _("The further documents asked for were handed in."),
    "NOTIFIED.PIECES": _("The request for documents was notified."),
    "CLOSED_WITHOUT_OBJECT": _("The work authority closed the application without object."),
    "ACT_LANGUAGE_CHANGED": _("The language of an act was changed."),
    "TERMS_STATED": _("An officer stated what no rule gives: how long the grant lasts, its card or its mention."),
    "RECTIFICATION_PREPARED": _("The correction of an act was made ready."),
    "RECTIFICATION_DROPPED": _("The correction of an act was dropped."),
    "ACT_RECTIFIED": _("An error in a decision was corrected. The new letter takes the place of the old one."),
    "REOPENED": _("The decision no longer stands, and the application is taken up again."),
    "NOTIFIED.REOPENED": _("It was notified that the application is taken up again."),
    "TRANSLATION_ADDED": _("A translation of a decision was added. It is not authentic."),
    "READDRESSED": _("A notice was sent on to another addressee."),
    "NOTIFICATION_FAILED": _("A notice could not be delivered."),
    "CHANNEL_CHOSEN": _("A notice is being sent another way."),
    "LETTER_POSTED": _("A registered letter was posted."),
    "REPRESENTED": _("A mandatary acts for the employer from here on."),
    "MANDATE_CONFIRMED": _("The employer confirmed the mandate."),
    "MANDATE_SUBSTITUTED": _("The mandatary named another person of the firm to stand in for some days."),
    "MANDATE_HANDED_OVER": _("The mandate was handed over to another person of the firm."),
    "MANDATE_ENDED.REVOKED": _("The employer revoked the mandate and is the applicant again. No clock moved."),
    "MANDATE_ENDED.LAID_DOWN": _(
        "The firm laid the mandate down; the employer is the applicant again. No clock has moved."
    ),
    "EMPLOYER_REPLACED.CURATOR": _("A curator stands in the employer's place."),
    "EMPLOYER_REPLACED.SUCCESSOR": _("A successor stands in the employer's place."),
    "FACTS_AMENDED": _("The applicant changed facts of the application. No clock moved."),
    "FACTS_AMENDED.clerical": _("An officer corrected a clerical error in the facts. No clock moved."),
    "WORKER_INVITED": _("The worker was invited to follow the application."),
    "WORKER_JOINED": _("The worker accepted the invitation."),
    "WORKER_JOINED.represented": _("The worker's legal representative accepted the invitation."),
    "WORKER_LINKED": _(
        "The worker signed in with a national or bis number; earlier steps stay under the first account."
    ),
    "FACTS_CONFIRMED": _("The worker confirmed the facts stated in his or her name."),
    "FACT_FLAGGED": _("The worker said that a stated fact is wrong."),
}

ROLES: dict[str, Promise] = {
    "FILER": _("to the applicant"),
    "EMPLOYER": _("to the employer"),
    "WORKER": _("to the worker"),
    "POST": _("to the diplomatic post"),
    "COMMUNE": _("to the commune"),
}


@dataclass(frozen=True, slots=True)
class Told:
    """One line of the story. `organisation_key` and `capacity` say who; `detail` adds to whom, where it matters."""

    seq: int
    at: datetime
    kind: str
    sentence: Promise | str
    detail: Promise | str
    capacity: str
    organisation_key: str
    track: str
    basis: str
    said: dict[str, Any]


def of(dossier: Dossier, actor: Actor) -> list[Told]:
    """The story as this reader sees it, newest first."""
    return [told(entry) for entry in entries(dossier) if _is_shown(entry, actor)]


def entries(dossier: Dossier) -> list[JournalEntry]:
    """The whole journal, newest first."""
    return list(dossier.journal.order_by("-seq"))


def _is_shown(entry: JournalEntry, actor: Actor) -> bool:
    viewer = viewer_of(actor)
    if entry.kind in BETWEEN_WORKER_AND_DESKS and viewer not in DESKS:
        return viewer is Viewer.WORKER or entry.actor_key == actor.key
    if viewer in DESKS:
        own = entry.organisation_key == actor.organisation_key
        return entry.kind not in INTERNAL or own
    if entry.kind in INTERNAL or entry.kind in FOR_DESKS:
        return False
    if viewer in (Viewer.POST, Viewer.COMMUNE):
        return entry.kind in (EntryKind.ACT_SIGNED, EntryKind.ACT_RECTIFIED, EntryKind.REOPENED, EntryKind.DECLARED)
    return viewer is not None


def told(entry: JournalEntry) -> Told:
    """An entry in words, whoever reads it."""
    said = entry.said
    name, detail = NAMED.get(EntryKind(entry.kind), _plain)(entry.kind, said)
    return Told(
        entry.seq, entry.at, entry.kind, SENTENCES.get(name, EntryKind(entry.kind).label), detail, entry.capacity,
        entry.organisation_key, entry.track, entry.basis, said,
    )  # fmt: skip


Named = tuple[str, "Promise | str"]
"""Under which name the sentence stands, and what is added to it."""


def _plain(kind: str, said: Mapping[str, Any]) -> Named:
    return kind, ""


def _notified(kind: str, said: Mapping[str, Any]) -> Named:
    name = f"NOTIFIED.{said['what']}"
    special = f"{name}.{said['role']}"
    return special if special in SENTENCES else name, ROLES.get(said["role"], "")


def _submitted(kind: str, said: Mapping[str, Any]) -> Named:
    return ("SUBMITTED.PAPER" if said.get("intake") == Intake.PAPER else kind), ""


def _document(kind: str, said: Mapping[str, Any]) -> Named:
    return ("DOCUMENT_ADDED.PAPER" if said.get("received_on") else kind), ""


def _about_a_parcel(kind: str, said: Mapping[str, Any]) -> Named:
    return kind, ROLES.get(said["role"], "")


def _concluded(kind: str, said: Mapping[str, Any]) -> Named:
    return ("CONCLUDED.provisional" if said["provisional"] else kind), ""


NAMED: Mapping[EntryKind, Callable[[str, Mapping[str, Any]], Named]] = {
    EntryKind.NOTIFIED: _notified,
    EntryKind.SUBMITTED: _submitted,
    EntryKind.DOCUMENT_ADDED: _document,
    EntryKind.NOTIFICATION_FAILED: _about_a_parcel,
    EntryKind.CHANNEL_CHOSEN: _about_a_parcel,
    EntryKind.LETTER_POSTED: _about_a_parcel,
    EntryKind.CONCLUDED: _concluded,
    EntryKind.ACT_SIGNED: lambda kind, said: (f"{kind}.{said['kind']}", ActKind(said["kind"]).label),
    EntryKind.DECLARED: lambda kind, said: (f"{kind}.{said['kind']}", DeclarationKind(said["kind"]).label),
    EntryKind.ACT_RECTIFIED: lambda kind, said: (kind, ActKind(said["kind"]).label),
    EntryKind.TRANSLATION_ADDED: lambda kind, said: (kind, ActKind(said["kind"]).label),
    EntryKind.WORKER_JOINED: lambda kind, said: (f"{kind}.represented" if said["represented"] else kind, ""),
    EntryKind.MANDATE_ENDED: lambda kind, said: (f"{kind}.{said['ending']}", ""),
    EntryKind.EMPLOYER_REPLACED: lambda kind, said: (f"{kind}.{said['why']}", ""),
    EntryKind.FACTS_AMENDED: lambda kind, said: (f"{kind}.clerical" if said["clerical"] else kind, ""),
    EntryKind.REOPENED: lambda kind, said: (kind, UndoneBecause(said["reason"]).label),
    EntryKind.CLOSED_WITHOUT_OBJECT: lambda kind, said: (kind, ClosureReason(said["reason"]).label),
}
