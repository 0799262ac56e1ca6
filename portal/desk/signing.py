"""The letters of the desk that wait for a signature, signed or made ready many at a time (P11).

Each is done in a transaction of its own. What could not be done is told apart, and stays on the list.
"""

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import date

from django.contrib import messages
from django.core import signing as cursors
from django.core.exceptions import ObjectDoesNotExist
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_POST, require_safe

from applications import references
from applications.actors import Actor
from applications.now import law_now
from applications.selectors import dossiers, to_sign
from applications.selectors.to_sign import ToSign
from applications.selectors.work_items import Position
from applications.services import signing_many
from applications.services.signing_many import Chosen, Told
from applications.vocabulary import ActKind, Capacity
from portal.accounts.access import actor_required
from portal.ui.parts import Empty, Link, Paging
from portal.ui.templatetags.ui import day

SALT = "desk.signing"


@dataclass(frozen=True, slots=True)
class Line:
    """One letter as the list shows it: what it is, how it stands, and the way to it."""

    row: ToSign
    kind: str
    href: str
    letter_href: str
    tone: str
    icon: str
    state: str

    @property
    def value(self) -> str:
        """What the tick sends: the dossier, and the letter that was shown for it."""
        return f"{self.row.reference} {self.row.sha256}"


@require_safe
@actor_required(Capacity.OFFICER)
def letters_to_sign(request: HttpRequest) -> HttpResponse:
    """A page of the letters, earliest day first."""
    actor: Actor = request.actor
    after = _position(request.GET.get("after", ""))
    rows = to_sign.of(actor, on=request.law_day, after=after)
    here = reverse("desk:signing")
    page = Paging(first_href=here if after else "")
    if len(rows) > to_sign.PAGE:
        rows = rows[: to_sign.PAGE]
        due_on, row_id = rows[-1].position
        last = cursors.dumps([due_on.isoformat(), row_id], salt=SALT)
        page = Paging(next_href=f"{here}?after={last}", first_href=page.first_href)
    nothing = Empty(
        _("No letter waits for a signature"),
        _("A letter appears here once a review is concluded, an act is corrected, or an applicant's time has ended."),
        Link(reverse("desk:queue"), _("Work list")),
        icon="tick",
    )
    context = {
        "actor": actor,
        "lines": [_line(row) for row in rows],
        "page": page,
        "nothing": nothing,
        "back_to": request.get_full_path(),
    }
    return render(request, "desk/signing.html", context)


@require_POST
@actor_required(Capacity.OFFICER)
def sign_many(request: HttpRequest) -> HttpResponse:
    """Sign the chosen letters as they were shown."""

    def said(count: int) -> str:
        return ngettext(
            "%(count)d letter is signed. It is sealed and sent.",
            "%(count)d letters are signed. They are sealed and sent.",
            count,
        )

    return _do(request, signing_many.sign, said)


@require_POST
@actor_required(Capacity.OFFICER)
def make_many_ready(request: HttpRequest) -> HttpResponse:
    """Render the chosen letters; then they can be looked at and signed."""

    def said(count: int) -> str:
        return ngettext("%(count)d letter is ready.", "%(count)d letters are ready.", count)

    return _do(request, signing_many.make_ready, said)


def _do(request: HttpRequest, verb: Callable[..., list[Told]], said: Callable[[int], str]) -> HttpResponse:
    chosen, unknown = [], 0
    for each in _chosen(request):
        if each is None:
            unknown += 1
        else:
            chosen.append(each)
    told = verb(chosen=chosen, by=request.actor, at=law_now())
    done = sum(each.is_done for each in told)
    if done:
        messages.success(request, said(done) % {"count": done})
    for each in told:
        if not each.is_done:
            messages.warning(request, f"{each.reference}: {each.why}")
    if unknown:
        messages.warning(request, _("One of the dossiers chosen is not on this desk."))
    if not told and not unknown:
        messages.info(request, _("Choose at least one letter first."))
    return redirect(_own_page(request))


def _chosen(request: HttpRequest) -> Iterator[Chosen | None]:
    """What was ticked, at most a page of it; None for what is not on this desk."""
    for ticked in request.POST.getlist("chosen")[: to_sign.PAGE]:
        reference, _space, sha256 = ticked.partition(" ")
        try:
            dossier = dossiers.get_for(request.actor, str(references.parse(reference)))
        except (references.InvalidReference, ObjectDoesNotExist):
            yield None
        else:
            yield Chosen(dossier_id=dossier.pk, reference=str(dossier.reference), seen_sha256=sha256)


def _line(row: ToSign) -> Line:
    kind = str(ActKind(row.kind).label) if row.kind else ""
    if row.is_correction:
        kind = _("Correction: %(act)s") % {"act": kind}
    href = reverse("desk:dossier", args=[row.reference])
    letter = reverse("desk:letter", args=[row.reference, row.act_id]) if row.sha256 else ""
    tone, icon, state = _standing(row)
    return Line(row, kind, href, letter, tone, icon, state)


def _standing(row: ToSign) -> tuple[str, str, str]:
    if not row.sha256:
        return "", "open", _("To be made ready")
    if row.came_in_at is not None:
        return "warn", "mail", _("A paper came in: read it first")
    if not row.is_of_today:
        return "warn", "clock", _("Of %(day)s: make it ready again") % {"day": day(row.prepared_at)}
    if not row.is_mine:
        return "", "person", _("Ready, for another signatory")
    return "good", "full", _("Ready to sign")


def _position(cursor: str) -> Position | None:
    """Where the page before ended. A cursor that is not ours leads to the first page."""
    try:
        due_on, row_id = cursors.loads(cursor, salt=SALT)
    except cursors.BadSignature:
        return None
    return date.fromisoformat(due_on), row_id


def _own_page(request: HttpRequest) -> str:
    here = reverse("desk:signing")
    back = request.POST.get("back", "")
    return back if back == here or back.startswith(f"{here}?") else here
