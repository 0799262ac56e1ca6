"""One parcel: opened, acknowledged, its letter handed out."""

from dataclasses import dataclass

from django.contrib import messages
from django.http import FileResponse, Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.functional import Promise
from django.utils.http import url_has_allowed_host_and_scheme
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_GET, require_POST

from applications import files, policies
from applications.now import law_now
from applications.selectors import addressees, letters
from applications.services import reading
from applications.services.refusals import NotAllowed
from exchange import selectors
from portal.accounts.access import actor_required
from portal.inbox import telling
from portal.inbox.lists import ADDRESSEES, OFFICES
from portal.ui import parcels, parts

RETRY_SECONDS = 5


@dataclass(frozen=True, slots=True)
class Enclosure:
    """A letter in the parcel; without its seal it cannot be taken out yet."""

    title: Promise | str
    language: str
    href: str
    is_sealed: bool
    no_longer: Promise | str
    translations: tuple["Other", ...]


@dataclass(frozen=True, slots=True)
class Other:
    """The letter in another language, for information (P14)."""

    language: str
    href: str


@actor_required(*ADDRESSEES)
@never_cache
@require_GET
def parcel(request: HttpRequest, key: str) -> HttpResponse:
    """What the notice says, its letter, where to appeal and until when. Opening it leaves the receipt "read"."""
    try:
        item = parcels.open_parcel(key=key, by=request.actor, at=law_now())
    except parcels.UnknownParcel:
        raise Http404 from None
    enclosed = letters.enclosed(attachment.file_key for attachment in item.notice.attachments)
    return render(
        request,
        "inbox/parcel.html",
        {
            "line": item.line,
            "told": telling.of(item, letters.find_served(key)),
            "enclosures": [_enclosure(key, letter) for letter in enclosed],
            "acknowledge": _acknowledge(request, item.line),
        },
    )


@actor_required(*OFFICES)
@require_POST
def acknowledge(request: HttpRequest, key: str) -> HttpResponse:
    """The office takes the decision over. A second time changes nothing and says so."""
    try:
        first = parcels.acknowledge(key=key, by=request.actor, at=law_now())
    except parcels.UnknownParcel:
        raise Http404 from None
    except NotAllowed as refusal:
        messages.error(request, str(refusal))
    else:
        said = _("You have taken this decision over.") if first else _("This had been acknowledged before.")
        messages.success(request, said)
    return redirect(_back(request) or reverse("inbox:parcel", args=[key]))


@actor_required(*ADDRESSEES)
@never_cache
@require_GET
def letter(request: HttpRequest, key: str, act_id: int) -> HttpResponse:
    """The sealed letter, for an addressee of a parcel that carries it; a page that says so until the seal is on."""
    item, wanted = _carried(request, key, act_id)
    if not wanted.is_sealed:
        waiting = render(request, "inbox/being_sealed.html", {"line": item.line, "here": request.path}, status=202)
        waiting["Retry-After"] = str(RETRY_SECONDS)
        return waiting
    reading.record(dossier_id=wanted.dossier_id, by=request.actor, what=f"letter:{act_id}", at=law_now())
    return _pdf(wanted.file_key, name=wanted.name)


@actor_required(*ADDRESSEES)
@never_cache
@require_GET
def translation(request: HttpRequest, key: str, act_id: int, language: str) -> HttpResponse:
    """A translation of that letter, for who may have the letter: for information, never in its stead (P14)."""
    _item, wanted = _carried(request, key, act_id)
    found = next((each for each in wanted.translations if each.language == language), None)
    if found is None:
        raise Http404
    reading.record(dossier_id=wanted.dossier_id, by=request.actor, what=f"translation:{act_id}", at=law_now())
    return _pdf(found.file_key, name=found.name)


def _carried(request: HttpRequest, key: str, act_id: int) -> tuple[selectors.InboxItem, letters.Letter]:
    """The parcel and its letter; 404 when the parcel is not the reader's or does not carry it."""
    try:
        item = selectors.parcel_for(addressees.keys_for(request.actor), key)
        wanted = letters.get(f"{letters.PREFIX}{act_id}")
    except (selectors.UnknownParcel, letters.UnknownLetter):
        raise Http404 from None
    if f"{letters.PREFIX}{act_id}" not in [attachment.file_key for attachment in item.notice.attachments]:
        raise Http404
    return item, wanted


def _pdf(file_key: str, *, name: str) -> FileResponse:
    stream = files.open_stored(file_key)
    answer = FileResponse(stream, content_type="application/pdf", as_attachment=True, filename=name)
    answer["X-Content-Type-Options"] = "nosniff"
    return answer


def _enclosure(key: str, enclosed: letters.Letter) -> Enclosure:
    href = reverse("inbox:letter", args=[key, enclosed.act_id])
    others = tuple(
        Other(each.language, reverse("inbox:translation", args=[key, enclosed.act_id, each.language]))
        for each in enclosed.translations
    )
    no_longer = telling.no_longer(enclosed)
    return Enclosure(telling.letter_title(enclosed), enclosed.language, href, enclosed.is_sealed, no_longer, others)


def _acknowledge(request: HttpRequest, line: selectors.InboxLine) -> parts.Action | None:
    if line.kind not in selectors.TO_ACKNOWLEDGE or line.acknowledged_at or request.actor.capacity not in OFFICES:
        return None
    verdict = policies.may_acknowledge(request.actor)
    return parts.Action(
        gettext_lazy("Acknowledge"),
        reverse("inbox:acknowledge", args=[line.key]),
        is_allowed=bool(verdict),
        why=verdict.why or gettext_lazy("From then on the decision counts as notified to your office."),
    )


def _back(request: HttpRequest) -> str:
    """The page that carried the button, if it is one of ours."""
    wanted = str(request.POST.get("next", ""))
    is_ours = wanted.startswith("/") and url_has_allowed_host_and_scheme(wanted, allowed_hosts={request.get_host()})
    return wanted if is_ours else ""
