"""Keeping what somebody types, as typed and as understood, from one or from two open windows.

Beside the answers a draft keeps, per step, the posted fields, the window they came from and whether the step is whole.
A window carries a name of its own and the name of the window that had saved the step last when it was opened: anybody
else in between means that the draft has moved on. The draft's revision guards the moment between reading and writing.
"""

import secrets
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime
from types import MappingProxyType
from typing import TYPE_CHECKING, Any

from django.http import QueryDict

from applications.actors import Actor
from applications.services import drafting
from portal.applicant.forms import FORMS, StepForm, asked
from portal.ui.forms import More

if TYPE_CHECKING:
    from applications.models import Dossier


@dataclass(frozen=True, slots=True)
class Window:
    """One open page of one step."""

    name: str
    opened: str

    @classmethod
    def new(cls, dossier: "Dossier", step: str) -> "Window":
        return cls(secrets.token_urlsafe(9), last_window(dossier, step))

    @classmethod
    def of(cls, posted: QueryDict) -> "Window":
        return cls(_storable(posted.get("window", ""))[:40], _storable(posted.get("opened", ""))[:40])

    def after(self, dossier: "Dossier", step: str) -> "Window":
        """The same window once its reader has been told what happened in the other one."""
        return Window(self.name or secrets.token_urlsafe(9), last_window(dossier, step))


def last_window(dossier: "Dossier", step: str) -> str:
    """Which window saved this step last."""
    name: str = dossier.draft.typed.get(step, {}).get("window", "")
    return name


def is_done(dossier: "Dossier", step: str, *, wanted: Mapping[str, tuple[str, ...]]) -> bool:
    """Whether nothing was wrong or missing in the step when it was saved last, here or by other means.

    A step without a question that must be answered is done once it has been seen.
    """
    record = dossier.draft.typed.get(step, {})
    form, answers = FORMS[step], dossier.draft.answers
    if "done" in record:
        return bool(record["done"])
    return form.is_answered(answers, wanted) if form.needs else False


def typed(dossier: "Dossier", step: str) -> QueryDict | None:
    """What was posted last in this step, to be shown again as it was."""
    fields = dossier.draft.typed.get(step, {}).get("fields")
    if not fields:
        return None
    posted = QueryDict(mutable=True)
    for name, values in fields.items():
        posted.setlist(name, values)
    return posted


def form_of(
    dossier: "Dossier",
    step: str,
    data: QueryDict | None,
    *,
    on: date,
    articles: Mapping[str, More] = MappingProxyType({}),
) -> StepForm:
    """The form of a step, filled with what is given, else with the answers of the draft."""
    answers = dossier.draft.answers
    return FORMS[step](
        data,
        answers=answers,
        category=dossier.category,
        kind=dossier.kind,
        on=on,
        asked=asked(dossier, answers, on=on),
        articles=articles,
    )


def keep(dossier: "Dossier", step: str, form: StepForm, *, window: Window, by: Actor, at: datetime) -> None:
    """Save a step whatever is wrong with it. Raises NotAllowed, DraftMovedOn: nothing was written then."""
    done = form.is_valid()
    fields = {name: [_storable(value) for value in form.data.getlist(name)] for name in form.data if form.asks(name)}
    record: dict[str, Any] = {"fields": fields, "window": window.name, "done": done}
    for last_try in (False, True):
        last = last_window(dossier, step)
        if last and last not in (window.name, window.opened):
            raise drafting.DraftMovedOn
        try:
            drafting.save_step(
                dossier_id=dossier.pk,
                step=step,
                answers=form.answers,
                typed=record,
                by=by,
                at=at,
                revision=dossier.draft.revision,
            )
            return
        except drafting.DraftMovedOn:  # another step was saved meanwhile, or this window's own last save came in
            if last_try:
                raise
            dossier.draft.refresh_from_db()


def _storable(text: str) -> str:
    """What was typed without the one character that no database keeps."""
    return text.replace("\x00", "")
