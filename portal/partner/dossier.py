"""One decision as the office that carries it out sees it: acknowledge, report, say where the worker will live."""

from dataclasses import dataclass

from django.contrib import messages
from django.core.exceptions import ObjectDoesNotExist
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_GET, require_http_methods

from applications import policies
from applications.actors import Actor
from applications.now import law_now, law_today
from applications.selectors import dossiers, letters, partner_lists
from applications.selectors.partner_lists import Standing
from applications.services import declarations, destination
from applications.services.refusals import NotAllowed
from applications.vocabulary import ActKind, Capacity, DeclarationKind
from exchange.selectors import InboxItem
from portal.accounts.access import actor_required
from portal.accounts.kept_posts import kept_post
from portal.partner import steps
from portal.partner.forms import AnnounceForm, ReportForm
from portal.partner.lists import OFFICES
from portal.ui import communes as commune_lines
from portal.ui import instructions, parcels, parts, posts
from portal.ui.posts import NamePostForm

REPORTED: dict[DeclarationKind, Promise] = {
    DeclarationKind.VISA_ISSUED: gettext_lazy("The visa was issued."),
    DeclarationKind.ARRIVED: gettext_lazy("The person arrived in Belgium."),
    DeclarationKind.REGISTERED: gettext_lazy("The person was registered."),
    DeclarationKind.CARD_DELIVERED: gettext_lazy("The card was handed over."),
}
SPARED = gettext_lazy("Nothing is asked of your post any more. What happens is for others to report.")
MOVED = gettext_lazy("Another commune has taken over. Reports are its to make now.")
ACKNOWLEDGE_FIRST = gettext_lazy("Acknowledge the decision first; then report what happened.")


@dataclass(frozen=True, slots=True)
class Opened:
    """A decision on the table: where it stands and the instruction that came with it."""

    standing: Standing
    item: InboxItem

    @property
    def is_acknowledged(self) -> bool:
        return self.item.line.acknowledged_at is not None

    @property
    def why_not_report(self) -> Promise | str:
        """Why nothing can be reported now; empty when it can."""
        if self.standing.taken_over:
            return SPARED if self.standing.parcel_key.endswith("/post") else MOVED
        return "" if self.is_acknowledged else ACKNOWLEDGE_FIRST


@actor_required(*OFFICES)
@never_cache
@require_GET
def dossier(request: HttpRequest, reference: str) -> HttpResponse:
    """The person, the decision, and the next step."""
    return _looked_at(request, _opened(request, reference))


@actor_required(*OFFICES)
@never_cache
@require_http_methods(["GET", "POST"])
def report(request: HttpRequest, reference: str) -> HttpResponse:
    """Write down what happened; applicant and worker are told. The address itself shows the decision."""
    opened = _opened(request, reference)
    if request.method == "GET":
        return _looked_at(request, opened)
    course = partner_lists.COURSE[request.actor.capacity]
    form = ReportForm(request.POST, kinds=course, today=law_today())
    if not form.is_valid():
        return _page(request, opened, report_form=form, status=422)
    if opened.why_not_report:
        form.add_error(None, str(opened.why_not_report))
        return _page(request, opened, report_form=form, status=422)
    try:
        declarations.declare(
            dossier_id=opened.standing.dossier_id,
            kind=DeclarationKind(form.cleaned_data["kind"]),
            happened_on=form.cleaned_data["happened_on"],
            by=request.actor,
            at=law_now(),
        )
    except NotAllowed as refusal:
        form.add_error(None, str(refusal))
        return _page(request, opened, report_form=form, status=422)
    messages.success(request, _("Reported. The applicant and the worker have been told."))
    return redirect("partner:dossier", reference=reference)


@actor_required(Capacity.POST)
@never_cache
@require_http_methods(["GET", "POST"])
def announce(request: HttpRequest, reference: str) -> HttpResponse:
    """The commune takes over as soon as the post says which one it is (P29)."""
    opened = _opened(request, reference)
    if request.method == "GET":
        return _looked_at(request, opened)
    form = AnnounceForm(request.POST)
    if not form.is_valid():
        return _page(request, opened, announce_form=form, status=422)
    try:
        destination.announce_commune(
            dossier_id=opened.standing.dossier_id,
            nis_code=form.cleaned_data["commune"],
            by=request.actor,
            at=law_now(),
        )
    except NotAllowed as refusal:
        form.add_error(None, str(refusal))
        return _page(request, opened, announce_form=form, status=422)
    commune = commune_lines.name_of(form.cleaned_data["commune"])
    messages.success(request, _("Noted: the worker will live in %(commune)s.") % {"commune": commune})
    return redirect("partner:dossier", reference=reference)


@actor_required(Capacity.POST)
@never_cache
@require_http_methods(["GET", "POST"])
def redirect_post(request: HttpRequest, reference: str) -> HttpResponse:
    """The post is not competent: another one gets the decision, and this one has nothing more to do (P29)."""
    opened = _opened(request, reference)
    if request.method == "GET":
        return _looked_at(request, opened)
    form = NamePostForm(request.POST, without=_own_post(request.actor))
    if not form.is_valid():
        return _page(request, opened, post_form=form, status=422)
    try:
        destination.name_post(
            dossier_id=opened.standing.dossier_id, **form.cleaned_data, by=request.actor, at=law_now()
        )
    except NotAllowed as refusal:
        form.add_error(None, str(refusal))
        return _page(request, opened, post_form=form, status=422)
    messages.success(
        request, _("The decision is sent on to %(post)s.") % {"post": posts.name_of(form.cleaned_data["post_code"])}
    )
    return redirect("partner:list")


def _own_post(actor: Actor) -> str:
    return actor.organisation_key.removeprefix("post:")


def _opened(request: HttpRequest, reference: str) -> Opened:
    """The decision, if it is addressed to this office and has arrived; the same 404 otherwise."""
    try:
        standing = partner_lists.get(request.actor, reference)
        item = parcels.open_parcel(key=standing.parcel_key, by=request.actor, at=law_now())
    except (ObjectDoesNotExist, parcels.UnknownParcel):
        raise Http404 from None
    return Opened(standing, item)


def _looked_at(request: HttpRequest, opened: Opened) -> HttpResponse:
    """The page as it is opened; what was typed when a session ended stands in its form again."""
    kept = kept_post(request)
    if kept and "happened_on_year" in kept:
        course = partner_lists.COURSE[request.actor.capacity]
        return _page(request, opened, report_form=ReportForm(kept, kinds=course, today=law_today()))
    if kept and "commune" in kept:
        return _page(request, opened, announce_form=AnnounceForm(kept))
    return _page(request, opened)


def _page(
    request: HttpRequest,
    opened: Opened,
    *,
    report_form: ReportForm | None = None,
    announce_form: AnnounceForm | None = None,
    post_form: NamePostForm | None = None,
    status: int = 200,
) -> HttpResponse:
    actor, standing, item = request.actor, opened.standing, opened.item
    if report_form is None and standing.still_open and not opened.why_not_report:
        report_form = ReportForm(kinds=_offered(standing), today=law_today())
    enclosed = letters.enclosed(attachment.file_key for attachment in item.notice.attachments)
    context = {
        "standing": standing,
        "line": item.line,
        "step": steps.of(standing, actor.capacity, is_acknowledged=opened.is_acknowledged),
        "acknowledge": None if opened.is_acknowledged else _acknowledge(actor, standing),
        "report": report_form,
        "why_not_report": opened.why_not_report if standing.still_open else "",
        "person": instructions.person(item.notice),
        "decision": instructions.decision(item.notice),
        "letters": [
            (reverse("inbox:letter", args=[standing.parcel_key, letter.act_id]), ActKind(letter.kind).label)
            for letter in enclosed
        ],
        "story": _story(opened),
        "is_post": actor.capacity == Capacity.POST,
        "name_post": post_form or _name_post(actor, standing),
        **(_destination(actor, standing, announce_form) if actor.capacity == Capacity.POST else {}),
    }
    return render(request, "partner/dossier.html", context, status=status)


def _offered(standing: Standing) -> list[DeclarationKind]:
    """The awaited report first, then what else is open."""
    return sorted(standing.still_open, key=lambda kind: kind != standing.next)


def _acknowledge(actor: Actor, standing: Standing) -> parts.Action:
    verdict = policies.may_acknowledge(actor)
    return parts.Action(
        gettext_lazy("Acknowledge"),
        reverse("inbox:acknowledge", args=[standing.parcel_key]),
        is_allowed=bool(verdict),
        why=verdict.why or gettext_lazy("From then on the decision counts as notified to your office."),
        name="next",
        value=reverse("partner:dossier", args=[standing.reference]),
    )


def _name_post(actor: Actor, standing: Standing) -> NamePostForm | None:
    """While the visa is not issued, the post that has the decision may find that another one is competent."""
    if actor.capacity != Capacity.POST or standing.taken_over or not standing.still_open:
        return None
    verdict = policies.may_name_post(actor, dossiers.get_for(actor, standing.reference), is_addressed=True)
    return NamePostForm(without=_own_post(actor)) if verdict else None


def _destination(actor: Actor, standing: Standing, form: AnnounceForm | None) -> dict[str, object]:
    """Where the worker will live, as far as it is known, and whether the post may say so."""
    code = standing.commune_nis_code
    verdict = policies.may_announce_commune(actor, dossiers.get_for(actor, standing.reference))
    return {
        "announce": (form or AnnounceForm()) if verdict else None,
        "why_not_announce": verdict.why,
        "commune": commune_lines.name_of(code) if code else "",
        "is_commune_told": bool(code) and partner_lists.is_addressed(standing.dossier_id, nis_code=code),
    }


def _story(opened: Opened) -> list[parts.StoryItem]:
    """What happened since the decision left, newest first; offices are named, people are not (P30)."""
    line = opened.item.line
    told = [
        parts.StoryItem(report.happened_on, REPORTED[report.kind], report.organisation)
        for report in reversed(opened.standing.reports)
    ]
    if line.acknowledged_at:
        told.append(parts.StoryItem(line.acknowledged_at, _("Your office took the decision over.")))
    return [*told, parts.StoryItem(line.available_at, _("The decision arrived."))]
