"""Filling in an application before it is filed. Nothing here is law yet, and nothing typed is lost."""

from datetime import datetime
from functools import partial
from typing import Any

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from applications import calendar, files, policies, rulebook
from applications.actors import Actor
from applications.models import Document, DocumentVersion, Dossier, Draft
from applications.rulebook.codes import FILES_AS
from applications.services.refusals import NotAllowed
from applications.vocabulary import ApplicationKind


class DraftMovedOn(ValueError):
    """Another window saved the same step in between."""

    def __str__(self) -> str:
        return str(_("This draft was changed in another window. Your text is still here: check it and save again."))


@transaction.atomic
def open_draft(*, category: str, kind: ApplicationKind, by: Actor, at: datetime) -> Dossier:
    """Open an application for the actor's organisation. Raises NotAllowed."""
    described = rulebook.rulebook().category(category)
    if not (verdict := policies.may_open_draft(by)):
        raise NotAllowed(verdict.why)
    if not described.is_offered(authority=None, on=calendar.day_of(at)):
        raise NotAllowed(
            _(
                "This application cannot be filed here yet: the law is announced, its first day is not known "
                "(agreement of 31 January 2025). Until then it goes to the authority in the way used so far."
            )
        )
    if not (verdict := policies.may_open_draft(by, filers=described.filers)):
        raise NotAllowed(verdict.why)
    dossier = Dossier.objects.create(
        category=category,
        kind=kind,
        workspace_id=by.organisation,
        opened_at=at,
        opened_by=by.key,
        filer_capacity=by.capacity,
    )
    Draft.objects.create(dossier=dossier, saved_at=at, answers={"filer": str(FILES_AS[by.capacity])})
    return dossier


@transaction.atomic
def save_step(
    *,
    dossier_id: int,
    step: str,
    answers: dict[str, Any],
    typed: dict[str, Any],
    by: Actor,
    at: datetime,
    revision: int | None = None,
) -> Draft:
    """Keep what one step of the form holds: what was understood as facts, and what was typed as it was typed.

    `answers` replaces the top-level parts it names and the facts inside them it names. `revision`, where given, is the
    one the page was opened with. Raises NotAllowed, DraftMovedOn.
    """
    draft = Draft.objects.select_for_update(of=("self",)).select_related("dossier").filter(pk=dossier_id).first()
    if draft is None:
        raise NotAllowed(_("This application has been filed. What was filed is kept as it was."))
    if not (verdict := policies.may_edit_draft(by, draft.dossier)):
        raise NotAllowed(verdict.why)
    if revision is not None and revision != draft.revision:
        raise DraftMovedOn
    for part, value in answers.items():
        if isinstance(value, dict):
            draft.answers[part] = {**draft.answers.get(part, {}), **value}
        else:
            draft.answers[part] = value
    draft.typed[step] = typed
    draft.revision += 1
    draft.saved_at, draft.reminded_at = at, None
    draft.save()
    return draft


@transaction.atomic
def discard(*, dossier_id: int, by: Actor) -> None:
    """Throw a draft away with its files. Raises NotAllowed for anything filed."""
    dossier = Dossier.objects.select_for_update(of=("self",)).get(pk=dossier_id)
    if not (verdict := policies.may_edit_draft(by, dossier)):
        raise NotAllowed(verdict.why)
    remove(dossier)


def touch(dossier: Dossier, *, at: datetime) -> None:
    """A paper came in or went: the draft has been changed, in the caller's transaction."""
    Draft.objects.filter(dossier=dossier).update(saved_at=at, reminded_at=None)


def remove(dossier: Dossier) -> None:
    """Delete a locked draft with its files, in the caller's transaction; the bytes go once it is committed."""
    keys = list(DocumentVersion.objects.filter(document__dossier=dossier).values_list("file_key", flat=True))
    Document.objects.filter(dossier=dossier).delete()
    dossier.delete()
    for key in keys:
        transaction.on_commit(partial(files.forget, key))
