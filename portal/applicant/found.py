"""The dossier an address names, or the 404 that unknown and forbidden share."""

import uuid
from typing import TYPE_CHECKING

from django.core.exceptions import ObjectDoesNotExist
from django.http import Http404, HttpRequest

from applications import references
from applications.selectors import dossiers
from applications.vocabulary import Capacity

if TYPE_CHECKING:
    from applications.models import Dossier

BODIES = (Capacity.EMPLOYER, Capacity.MANDATARY)
FILERS = (*BODIES, Capacity.CITIZEN)
READERS = (*FILERS, Capacity.WORKER)
FILLERS = (*FILERS, Capacity.OFFICER)  # an officer types what came on paper (P24), and finds nothing else here


def home(request: HttpRequest) -> str:
    """The name of the list a draft belongs to: one's own applications, or the papers the authority registers."""
    return "desk:on_paper" if request.actor.capacity == Capacity.OFFICER else "applicant:dossiers"


def filed(request: HttpRequest, *, is_new: bool = False) -> str:
    """The name of the page of what has been filed; just filed, the applicant gets his receipt first."""
    if request.actor.capacity == Capacity.OFFICER:
        return "desk:dossier"
    return "applicant:receipt" if is_new else "applicant:dossier"


def by_key(request: HttpRequest, key: uuid.UUID) -> "Dossier":
    """The draft or dossier of that key, if it is the actor's."""
    try:
        return dossiers.get_draft_for(request.actor, key)
    except ObjectDoesNotExist:
        raise Http404 from None


def by_reference(request: HttpRequest, reference: str) -> "Dossier":
    """The filed dossier of that reference, if the actor may see it."""
    try:
        return dossiers.get_for(request.actor, str(references.parse(reference)))
    except (references.InvalidReference, ObjectDoesNotExist):
        raise Http404 from None
