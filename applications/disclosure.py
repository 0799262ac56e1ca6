"""Who may see what of a dossier: a table, read by selectors, notices and downloads alike.

A viewer is a capacity, refined by the authority an officer belongs to and by how sure we are of a worker. What the
table does not name is not shown.
Sealed slots (medical certificate, criminal record; P20) are content for the worker and the Immigration Office alone;
residence papers are metadata for the region (P21).
"""

from enum import StrEnum

from applications.actors import Actor
from applications.vocabulary import Assurance, Authority, Capacity, Track


class Viewer(StrEnum):
    """The kinds of reader the table distinguishes."""

    APPLICANT = "APPLICANT"
    WORKER = "WORKER"
    INVITED_WORKER = "INVITED_WORKER"
    WORK_AUTHORITY = "WORK_AUTHORITY"
    FEDERAL = "FEDERAL"
    POST = "POST"
    COMMUNE = "COMMUNE"


class Group(StrEnum):
    """The groups of facts and things that are disclosed together."""

    IDENTITY = "IDENTITY"
    CONTACT = "CONTACT"
    TRAVEL_DOCUMENT = "TRAVEL_DOCUMENT"
    NUMBERS = "NUMBERS"
    EMPLOYMENT = "EMPLOYMENT"
    PAY = "PAY"
    QUALIFICATION = "QUALIFICATION"
    RESIDENCE = "RESIDENCE"
    MOBILITY = "MOBILITY"
    FEE = "FEE"
    WORK_PAPERS = "WORK_PAPERS"
    RESIDENCE_PAPERS = "RESIDENCE_PAPERS"
    SEALED_PAPERS = "SEALED_PAPERS"
    DECISION = "DECISION"


class Sight(StrEnum):
    """How much is seen: everything, that it exists, or nothing."""

    FULL = "FULL"
    METADATA = "METADATA"
    NONE = "NONE"


F, M = Sight.FULL, Sight.METADATA
G, V = Group, Viewer

TABLE: dict[Viewer, dict[Group, Sight]] = {
    V.APPLICANT: {
        G.IDENTITY: F, G.CONTACT: F, G.TRAVEL_DOCUMENT: F, G.NUMBERS: F, G.EMPLOYMENT: F, G.PAY: F, G.QUALIFICATION: F,
        G.RESIDENCE: F, G.MOBILITY: F, G.FEE: F, G.WORK_PAPERS: F, G.RESIDENCE_PAPERS: F, G.SEALED_PAPERS: M,
        G.DECISION: F,
    },
    V.WORKER: dict.fromkeys(G, F),
    V.INVITED_WORKER: dict.fromkeys(G, F)
    | dict.fromkeys((G.NUMBERS, G.TRAVEL_DOCUMENT, G.WORK_PAPERS, G.RESIDENCE_PAPERS, G.SEALED_PAPERS), M),
    V.WORK_AUTHORITY: {
        G.IDENTITY: F, G.CONTACT: F, G.NUMBERS: F, G.TRAVEL_DOCUMENT: M, G.EMPLOYMENT: F, G.PAY: F, G.QUALIFICATION: F,
        G.RESIDENCE: F, G.MOBILITY: F, G.FEE: M, G.WORK_PAPERS: F, G.RESIDENCE_PAPERS: M, G.SEALED_PAPERS: M,
        G.DECISION: F,
    },
    V.FEDERAL: dict.fromkeys(G, F) | {G.WORK_PAPERS: M},
    V.POST: {G.IDENTITY: F, G.TRAVEL_DOCUMENT: F, G.DECISION: F},
    V.COMMUNE: {G.IDENTITY: F, G.NUMBERS: F, G.RESIDENCE: F, G.DECISION: F},
}  # fmt: skip


FACTS = {  # the longest beginning wins
    "worker": Group.IDENTITY,
    "worker.national_number": Group.NUMBERS,
    "worker.bis_number": Group.NUMBERS,
    "worker.email": Group.CONTACT,
    "worker.language": Group.CONTACT,
    "worker.travel_document": Group.TRAVEL_DOCUMENT,
    "employer": Group.EMPLOYMENT,
    "employer.contact": Group.CONTACT,
    "job": Group.EMPLOYMENT,
    "job.yearly_gross": Group.PAY,
    "job.monthly_gross": Group.PAY,
    "seasonal": Group.EMPLOYMENT,
    "transfer": Group.EMPLOYMENT,
    "research": Group.EMPLOYMENT,
    "placement": Group.EMPLOYMENT,
    "held": Group.EMPLOYMENT,
    "qualification": Group.QUALIFICATION,
    "residence": Group.RESIDENCE,
    "mobility": Group.MOBILITY,
    "fee": Group.FEE,
}


def viewer_of(actor: Actor) -> Viewer | None:
    """Which kind of reader the actor is; None for capacities that see no dossier."""
    match actor.capacity:
        case Capacity.EMPLOYER | Capacity.MANDATARY:
            return Viewer.APPLICANT
        case Capacity.CITIZEN:
            return Viewer.WORKER
        case Capacity.WORKER:
            return Viewer.INVITED_WORKER if actor.assurance == Assurance.LOW else Viewer.WORKER
        case Capacity.OFFICER:
            return Viewer.FEDERAL if actor.authority == Authority.FEDERAL else Viewer.WORK_AUTHORITY
        case Capacity.POST:
            return Viewer.POST
        case Capacity.COMMUNE:
            return Viewer.COMMUNE
    return None


def sight(actor: Actor, group: Group) -> Sight:
    """How much of a group the actor sees, in a dossier he may see at all."""
    viewer = viewer_of(actor)
    return TABLE[viewer].get(group, Sight.NONE) if viewer else Sight.NONE


def group_of_document(*, track: str, sealed: bool) -> Group:
    """The disclosure group of a document, from its track and whether its slot is sealed."""
    if sealed:
        return Group.SEALED_PAPERS
    return Group.RESIDENCE_PAPERS if track == Track.RESIDENCE else Group.WORK_PAPERS


def group_of_fact(path: str) -> Group | None:
    """The disclosure group a fact belongs to; None for what describes the application itself."""
    fits = [start for start in FACTS if path == start or path.startswith((f"{start}.", f"{start}_"))]
    return FACTS[max(fits, key=len)] if fits else None
