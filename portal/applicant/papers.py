"""Taking files in and handing them out, one paper at a time.

An upload is on disk before it is looked at and is never held in memory; a refusal comes back on its own slot with the
sentence that says what to do. A download streams what `papers.may_open` allows and is written down (feature 130).
"""

import uuid
from typing import TYPE_CHECKING

from django.contrib import messages
from django.core.exceptions import ObjectDoesNotExist, PermissionDenied
from django.core.files.uploadedfile import UploadedFile
from django.http import FileResponse, Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_POST

from applications import files
from applications.now import law_now, law_today
from applications.rulebook import sentences
from applications.selectors import case_file, filing_check, papers
from applications.services import documents, reading
from applications.services.refusals import NotAllowed
from applications.vocabulary import Capacity
from portal.accounts.access import actor_required
from portal.applicant import filling, following, found, part

if TYPE_CHECKING:
    from applications.models import Dossier

# Whatever a file contains, a browser that opens it all the same runs and loads nothing.
LOCKED_UP = "default-src 'none'; style-src 'unsafe-inline'; img-src 'self' data:; frame-ancestors 'none'; sandbox"


@require_POST
@actor_required(*found.FILLERS, Capacity.WORKER)
def upload(request: HttpRequest, key: uuid.UUID, code: str) -> HttpResponse:
    """Take a file in for one line of the checklist."""
    dossier = found.by_key(request, key)
    sent = request.FILES.get("file")
    if sent is None:
        return _refused(request, dossier, code, _("Choose a file first, then send it."))
    try:
        _attach(request, dossier, code, sent)
    except (files.FileRefused, NotAllowed) as refusal:
        return _refused(request, dossier, code, str(refusal))
    messages.success(request, _("Received: %(title)s.") % {"title": sentences.title(code)})
    return redirect(_place(request, dossier, code))


@require_POST
@actor_required(*found.FILLERS)
def remove(request: HttpRequest, key: uuid.UUID, code: str) -> HttpResponse:
    """Take a paper out of a draft again."""
    dossier = found.by_key(request, key)
    try:
        documents.remove(dossier_id=dossier.pk, code=code, by=request.actor, at=law_now())
    except NotAllowed as refusal:
        messages.error(request, str(refusal))
    return redirect(_place(request, dossier, code))


@require_GET
@actor_required(*found.READERS, Capacity.OFFICER)
def document(request: HttpRequest, key: uuid.UUID, version_id: int) -> FileResponse:
    """Hand out one version of a paper."""
    try:
        version = papers.get_version_for(request.actor, key, version_id)
    except ObjectDoesNotExist:
        raise Http404 from None
    if not (verdict := papers.may_open(request.actor, version)):
        raise PermissionDenied(verdict.why)
    reading.record(
        dossier_id=version.document.dossier_id, by=request.actor, what=f"document:{version.pk}", at=law_now()
    )
    return FileResponse(
        files.open_stored(version.file_key),
        as_attachment=True,
        filename=version.original_name,
        content_type=version.media_type,
        headers={
            "Content-Security-Policy": LOCKED_UP,
            "X-Content-Type-Options": "nosniff",
            "Cache-Control": "private, no-store",
        },
    )


def _attach(request: HttpRequest, dossier: "Dossier", code: str, sent: UploadedFile) -> None:
    """Keep the file under the track and the seal that the rules give it. Raises FileRefused, NotAllowed."""
    if dossier.is_draft:
        check = filing_check.check(dossier, on=law_today())
    else:
        file = case_file.of(dossier)
        check = filing_check.of_facts(file.facts, {}, on=law_today())
    track, sealed = documents.track_and_seal(code, check.lines)
    documents.attach(
        dossier_id=dossier.pk, code=code, track=track, sealed=sealed, upload=sent, by=request.actor, at=law_now()
    )


def _refused(request: HttpRequest, dossier: "Dossier", code: str, sentence: str) -> HttpResponse:
    """The page the slot stands on, with the sentence on the slot."""
    errors = {code: [sentence]}
    if request.actor.capacity == Capacity.WORKER:
        page = part.page if dossier.is_draft else following.documents_page
        return page(request, dossier, errors=errors, status=422)
    if dossier.is_draft:
        return filling.documents_page(request, dossier, errors=errors, status=422)
    if _is_asked(dossier, code):
        return following.page(request, dossier, errors=errors, status=422)
    return following.documents_page(request, dossier, errors=errors, status=422)


def _place(request: HttpRequest, dossier: "Dossier", code: str) -> str:
    """The page to come back to, at the slot."""
    anchor = "slot-" + "".join(sign if sign.isalnum() else "-" for sign in code)
    if request.actor.capacity == Capacity.WORKER:
        name, of = ("part", dossier.key) if dossier.is_draft else ("filed_documents", dossier.reference)
        return f"{reverse(f'applicant:{name}', args=[of])}#{anchor}"
    if dossier.is_draft:
        return f"{filling.documents_href(dossier)}#{anchor}"
    if _is_asked(dossier, code):
        return f"{following.href(dossier)}#{anchor}"
    return f"{reverse('applicant:filed_documents', args=[dossier.reference])}#{anchor}"


def _is_asked(dossier: "Dossier", code: str) -> bool:
    """Whether an open request names the paper: then its slot stands on the dossier's own page."""
    return code in papers.asked_codes(dossier)
