"""The work list: views as tabs, search, and taking several dossiers at once."""

from datetime import date
from functools import partial
from typing import Any
from urllib.parse import urlencode

from django.contrib import messages
from django.core import signing
from django.core.exceptions import ObjectDoesNotExist
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_POST, require_safe

from applications import references, rulebook
from applications.actors import Actor
from applications.now import law_now
from applications.rulebook import sentences
from applications.selectors import dossiers, work_items
from applications.services import desk
from applications.services.refusals import NotAllowed
from applications.vocabulary import Authority, Capacity, Stage
from portal.accounts.access import actor_required
from portal.desk import queue_rows
from portal.ui.parts import Empty, Link, Paging, Tab

SALT = "desk.queue"
MOST_CHOSEN = work_items.PAGE
STAGES = (Stage.WAITING, Stage.REVIEW, Stage.SIGN, Stage.ISSUED)


@require_safe
@actor_required(Capacity.OFFICER)
def queue(request: HttpRequest) -> HttpResponse:
    """A page of the actor's desk, earliest day first, or what a search found."""
    actor: Actor = request.actor
    typed = request.GET.get("q", "").strip()
    view, choice = chosen(request, actor)
    if typed:
        rows, page = work_items.search(actor, typed), Paging()
        if len(rows) == 1 and references.valid(typed):
            return redirect("desk:dossier", reference=rows[0].reference)
    else:
        rows, page = _page(request, actor, choice)
    context = {
        "actor": actor,
        "typed": typed,
        "too_short": bool(typed) and len(references.search_name(typed)) < work_items.FEWEST_LETTERS,
        "tabs": _tabs(actor, "" if typed else view),
        "category": choice.category,
        "categories": partial(_categories, choice.category),
        "columns": partial(queue_rows.columns, actor),
        "rows": queue_rows.html(rows, on=request.law_day),
        "shown": ngettext("%(count)d dossier, earliest day first", "%(count)d dossiers, earliest day first", len(rows))
        % {"count": len(rows)},
        "page": page,
        "back_to": request.get_full_path(),
        "nothing": None if rows else _nothing(typed),
    }
    return render(request, "desk/queue.html", context)


@require_POST
@actor_required(Capacity.OFFICER)
def assign(request: HttpRequest) -> HttpResponse:
    """Take the chosen dossiers, or give them back. Each is told apart: what a colleague took meanwhile stays his."""
    actor: Actor = request.actor
    to = "" if request.POST.get("to") == "nobody" else actor.key
    done, refused = 0, []
    for chosen_row in request.POST.getlist("chosen")[:MOST_CHOSEN]:
        reference, _space, shown = chosen_row.partition(" ")
        try:
            dossier = dossiers.get_for(actor, str(references.parse(reference)))
            desk.assign(dossier_id=dossier.pk, to=to, by=actor, at=law_now(), expected=shown)
        except NotAllowed as refusal:
            refused.append(f"{reference}: {refusal}")
        except (references.InvalidReference, ObjectDoesNotExist):
            refused.append(_("One of the dossiers chosen is not on this desk."))
        else:
            done += 1
    if done:
        said = (
            ngettext("%(count)d dossier is yours now.", "%(count)d dossiers are yours now.", done)
            if to
            else ngettext("%(count)d dossier belongs to nobody now.", "%(count)d dossiers belong to nobody now.", done)
        )
        messages.success(request, said % {"count": done})
    for sentence in refused:
        messages.warning(request, sentence)
    if not done and not refused:
        messages.info(request, _("Choose at least one dossier first."))
    return redirect(_own_page(request))


def chosen(request: HttpRequest, actor: Actor) -> tuple[str, work_items.Choice]:
    """Which view is asked for; what nobody knows is the whole list."""
    view = request.GET.get("view", "")
    category = request.GET.get("category", "")
    if category in rulebook.rulebook().categories:
        return "category", work_items.Choice(category=category)
    if view == "mine":
        return view, work_items.Choice(assignee=actor.key)
    if view == "nobody":
        return view, work_items.Choice(nobody=True)
    if view in Stage.values:
        return view, work_items.Choice(stage=view)
    return "", work_items.Choice()


def _page(request: HttpRequest, actor: Actor, choice: work_items.Choice) -> tuple[list[work_items.Row], Paging]:
    after = _position(request.GET.get("after", ""))
    rows = work_items.queue(actor, choice, after=after)
    kept = {name: request.GET[name] for name in ("view", "category") if request.GET.get(name)}
    here = reverse("desk:queue")
    page = Paging(first_href=_with(here, kept) if after else "")
    if len(rows) > work_items.PAGE:
        rows = rows[: work_items.PAGE]
        last = signing.dumps([rows[-1].due_on.isoformat(), rows[-1].id], salt=SALT)
        page = Paging(next_href=_with(here, {**kept, "after": last}), first_href=page.first_href)
    return rows, page


def _position(cursor: str) -> work_items.Position | None:
    """Where the page before ended. A cursor that is not ours leads to the first page."""
    if not cursor:
        return None
    try:
        day, row_id = signing.loads(cursor, salt=SALT)
    except signing.BadSignature:
        return None
    return date.fromisoformat(day), row_id


def _tabs(actor: Actor, view: str) -> list[Tab]:
    views: list[tuple[str, Any, work_items.Choice | None]] = [
        ("", _("All open"), work_items.Choice()),
        ("mine", _("My work"), work_items.Choice(assignee=actor.key)),
        ("nobody", _("Nobody's"), work_items.Choice(nobody=True)),
    ]
    first = Stage.TICK if actor.authority == Authority.FEDERAL else Stage.INTAKE
    views += [(str(stage), stage.label, work_items.Choice(stage=stage)) for stage in (first, *STAGES)]
    counts = work_items.capped_counts(actor.authority, [choice for _name, _label, choice in views])
    here = reverse("desk:queue")
    return [
        Tab(f"{here}?view={name}" if name else here, label, _capped(count), is_current=name == view)
        for (name, label, _choice), count in zip(views, counts, strict=True)
    ]


def _capped(count: int) -> str:
    return f"{work_items.COUNT_CAP}+" if count > work_items.COUNT_CAP else str(count)


def _categories(current: str) -> list[tuple[str, str, bool]]:
    return [(code, sentences.title(code), code == current) for code in rulebook.rulebook().categories]


def _nothing(typed: str) -> Empty:
    everything = Link(reverse("desk:queue"), _("All open dossiers"))
    if typed:
        return Empty(
            _("Nothing found"),
            _("Type a whole reference, or at least three letters of the worker's or the employer's name."),
            everything,
            icon="search",
        )
    return Empty(
        _("Nothing to do here"), _("A dossier appears as soon as one is filed or moves on to this step."), everything
    )


def _own_page(request: HttpRequest) -> str:
    """Back to the view the officer was in: an address of the work list, or the whole list."""
    here = reverse("desk:queue")
    back = request.POST.get("back", "")
    return back if back == here or back.startswith(f"{here}?") else here


def _with(here: str, query: dict[str, str]) -> str:
    return f"{here}?{urlencode(query)}" if query else here
