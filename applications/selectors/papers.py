"""One version of one paper, and whether its bytes may be handed out now."""

import uuid

from applications import disclosure, policies
from applications.actors import Actor
from applications.models import DocumentVersion, Dossier, RequestLine
from applications.selectors import dossiers


def get_version_for(actor: Actor, key: uuid.UUID, version_id: int) -> DocumentVersion:
    """The version, in a dossier the actor sees. Raises `DocumentVersion.DoesNotExist` for all else."""
    own = dossiers.fillable_by(actor).filter(key=key).values("pk")
    versions = DocumentVersion.objects.select_related("document")
    return versions.get(pk=version_id, document__dossier__in=own)


def may_open(actor: Actor, version: DocumentVersion) -> policies.Verdict:
    """Whether the actor may open this version now."""
    document = version.document
    return policies.may_read_document(
        actor, track=document.track, sealed=document.sealed, scan_status=version.scan_status
    )


def may_know(actor: Actor, version: DocumentVersion) -> bool:
    """Whether the actor may know more of it than that it was received: its name and size."""
    document = version.document
    group = disclosure.group_of_document(track=document.track, sealed=document.sealed)
    return disclosure.sight(actor, group) is disclosure.Sight.FULL


def asked_codes(dossier: Dossier) -> frozenset[str]:
    """The papers that an open request names."""
    lines = RequestLine.objects.filter(request__dossier=dossier, request__answered_at=None, request__ended_at=None)
    return frozenset(lines.values_list("code", flat=True))
