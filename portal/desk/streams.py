"""The bytes of papers and letters: checked by policy, written down, and shown in a frame of this site alone."""

from csp.constants import SELF
from csp.decorators import csp_replace
from django.core.exceptions import ObjectDoesNotExist, PermissionDenied
from django.http import FileResponse, Http404, HttpRequest, HttpResponse
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.clickjacking import xframe_options_sameorigin
from django.views.decorators.http import require_safe

from applications import files, policies
from applications.now import law_now
from applications.selectors import desk_file, mandates
from applications.services import reading
from applications.vocabulary import Capacity, ScanStatus
from portal.accounts.access import actor_required
from portal.desk import opening, papers

framed = csp_replace({"frame-ancestors": [SELF]})


@require_safe
@never_cache
@xframe_options_sameorigin
@framed
@actor_required(Capacity.OFFICER)
def paper(request: HttpRequest, reference: str, version_id: int) -> HttpResponse:
    """One version of a paper. Of what is sealed or the other desk's, only its readers get a byte (P20, P21)."""
    dossier = opening.found(request, reference)
    try:
        version = desk_file.version(dossier, version_id)
    except ObjectDoesNotExist:
        raise Http404 from None
    papers.refuse_unless_readable(
        request.actor, track=version.document.track, sealed=version.document.sealed, scan_status=version.scan_status
    )
    reading.record(dossier_id=dossier.pk, by=request.actor, what=f"document:{version.pk}", at=law_now())
    return _stream(request, version.file_key, name=version.original_name, media_type=version.media_type)


@require_safe
@never_cache
@xframe_options_sameorigin
@framed
@actor_required(Capacity.OFFICER)
def letter(request: HttpRequest, reference: str, act_id: int) -> HttpResponse:
    """The letter of an act: sealed if it is, else the bytes that will be signed. Drafts stay at their own desk."""
    dossier = opening.found(request, reference)
    try:
        act = desk_file.act_of(dossier, act_id)
    except ObjectDoesNotExist:
        raise Http404 from None
    if not act.preview_key or (act.signed_at is None and act.track != policies.track_of(request.actor.authority)):
        raise Http404
    reading.record(dossier_id=dossier.pk, by=request.actor, what=f"letter:{act.pk}", at=law_now())
    name = f"{dossier.reference}-{act.kind.lower()}.pdf"
    return _stream(request, act.sealed_key or act.preview_key, name=name, media_type="application/pdf")


@require_safe
@never_cache
@xframe_options_sameorigin
@framed
@actor_required(Capacity.OFFICER)
def mandate(request: HttpRequest, reference: str) -> HttpResponse:
    """The signed paper of the mandate under which somebody acts in this dossier."""
    dossier = opening.found(request, reference)
    found = mandates.find_of(dossier)
    if found is None or not found.has_paper:
        raise Http404
    if found.evidence_scan in (ScanStatus.PENDING, ScanStatus.INFECTED):
        raise PermissionDenied(_("This file cannot be opened: it is still being scanned, or carries a virus."))
    reading.record(dossier_id=dossier.pk, by=request.actor, what=f"mandate:{found.pk}", at=law_now())
    return _stream(request, found.evidence_key, name=found.evidence_name, media_type=found.evidence_type)


@require_safe
@never_cache
@xframe_options_sameorigin
@framed
@actor_required(Capacity.OFFICER)
def translation(request: HttpRequest, reference: str, translation_id: int) -> HttpResponse:
    """A translation of an act, once the scanner has seen it (P14)."""
    dossier = opening.found(request, reference)
    try:
        row = desk_file.translation_of(dossier, translation_id)
    except ObjectDoesNotExist:
        raise Http404 from None
    if not row.is_readable:
        raise PermissionDenied(_("This file is still being scanned for viruses. Try again in a minute."))
    reading.record(dossier_id=dossier.pk, by=request.actor, what=f"translation:{row.pk}", at=law_now())
    name = f"{dossier.reference}-{row.act.kind.lower()}-{row.language}.pdf"
    return _stream(request, row.file_key, name=name, media_type="application/pdf")


def _stream(request: HttpRequest, file_key: str, *, name: str, media_type: str) -> FileResponse:
    try:
        stream = files.open_stored(file_key)
    except FileNotFoundError:
        raise PermissionDenied(
            _("This file cannot be found in the store. Tell the people who run the platform.")
        ) from None
    response = FileResponse(stream, as_attachment="download" in request.GET, filename=name, content_type=media_type)
    response["X-Content-Type-Options"] = "nosniff"
    return response
