"""What the worker says of the facts stated in his name: to both desks, and to nobody else (P20).

Whoever filed learns neither of a flag nor of a confirmation: were one of them shown, its absence would tell.
"""

from datetime import datetime

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from applications import disclosure, policies
from applications.actors import Actor
from applications.models import Dossier, WorkerStatement
from applications.rulebook.facts import paths
from applications.selectors import case_file
from applications.services import progress
from applications.services.refusals import NotAllowed, Stale
from applications.vocabulary import EntryKind, StatementKind

LONGEST_TEXT = 2000


@transaction.atomic
def confirm(*, dossier_id: int, facts_version: int, by: Actor, at: datetime) -> WorkerStatement:
    """The worker confirms all that is stated. `facts_version` is the number he has read. Raises NotAllowed, Stale."""
    dossier = progress.lock(dossier_id)
    _may_speak(dossier, by)
    in_force = case_file.of(dossier).facts_version
    if in_force.number != facts_version:
        raise Stale(_("What is stated was changed since you opened this page. Read it again, then confirm."))
    statement = WorkerStatement.objects.create(
        dossier=dossier, facts_version=in_force, kind=StatementKind.CONFIRMED, said_at=at, said_by=by.key
    )
    progress.note(
        dossier,
        EntryKind.FACTS_CONFIRMED,
        by=by,
        at=at,
        basis="P20",
        payload={"statement": statement.pk, "facts_version": in_force.number},
    )
    return statement


@transaction.atomic
def flag(*, dossier_id: int, path: str, text: str, by: Actor, at: datetime) -> WorkerStatement:
    """The worker says that one fact is wrong, and how. Both desks read it. Raises NotAllowed."""
    dossier = progress.lock(dossier_id)
    _may_speak(dossier, by)
    group = disclosure.group_of_fact(path)
    if path not in paths() or group is None or disclosure.sight(by, group) is disclosure.Sight.NONE:
        raise NotAllowed(_("Choose what is wrong from the list."))
    words = text.strip()
    if not words:
        raise NotAllowed(_("Say in a few words what is wrong and how it should be."))
    if len(words) > LONGEST_TEXT:
        raise NotAllowed(_("Use fewer words: at most %(most)d characters.") % {"most": LONGEST_TEXT})
    in_force = case_file.of(dossier).facts_version
    statement = WorkerStatement.objects.create(
        dossier=dossier,
        facts_version=in_force,
        kind=StatementKind.WRONG,
        path=path,
        text=words,
        said_at=at,
        said_by=by.key,
    )
    progress.note(
        dossier,
        EntryKind.FACT_FLAGGED,
        by=by,
        at=at,
        basis="P20",
        payload={"statement": statement.pk, "facts_version": in_force.number, "path": path},
    )
    return statement


def _may_speak(dossier: Dossier, by: Actor) -> None:
    if not (verdict := policies.may_speak_of_facts(by, dossier)):
        raise NotAllowed(verdict.why)
