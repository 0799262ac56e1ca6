"""What a draft of law would change: the draft is run over the facts that the desks have judged.

Both answers are made anew, by the law in force here and by the draft, on the same facts and the same days: what law or
engine changed since an application was judged is no merit of the draft. Nothing is written but the count itself.

A count of a whole country goes in strides. Each is one transaction that notes how far it came, so that a worker that
is killed loses a few seconds of it, and that the post goes on in between.
"""

import hashlib
import logging
from collections.abc import Callable, Iterable, Sequence
from datetime import date, datetime, timedelta
from typing import Any

from django.conf import settings
from django.db import transaction
from django.utils.translation import gettext_lazy as _
from pydantic import ValidationError

from applications import calendar, policies, rulebook
from applications.actors import Actor
from applications.models import LawSimulation
from applications.rulebook import comparing, drafts
from applications.rulebook.drafts import DraftFile
from applications.rulebook.facts import Facts
from applications.rulebook.model import Days
from applications.selectors import judged_facts
from applications.selectors.judged_facts import Judged
from applications.services import simulation_tally
from applications.services.refusals import NotAllowed
from applications.services.simulation_tally import Tally
from applications.vocabulary import Authority, SimulationState
from exchange import wake

logger = logging.getLogger(__name__)

TASK = "applications.simulate_law"
STRIDE = 1000
AT_ONCE = 3


@transaction.atomic
def request(*, files: Sequence[DraftFile], as_if_on: date | None, by: Actor, at: datetime) -> LawSimulation:
    """Have a draft of one's own authority's law counted; `as_if_on` judges all as if filed and decided on that day.

    Raises NotAllowed with a sentence, and UnsoundLaw with every fault where the draft cannot be read as law.
    """
    if not (verdict := policies.may_simulate_law(by)):
        raise NotAllowed(verdict.why)
    if not files or any(file.authority != by.authority for file in files):
        raise NotAllowed(_("You can try out rules of your own authority only."))
    drafts.load(files)
    waiting = LawSimulation.objects.select_for_update().filter(authority=by.authority, finished_at=None)
    if len(waiting) >= AT_ONCE:
        raise NotAllowed(
            _("%(number)d drafts of your authority are being counted. Wait for one of them, then try this one.")
            % {"number": AT_ONCE}
        )
    row = LawSimulation.objects.create(
        authority=by.authority,
        asked_at=at,
        asked_by=by.key,
        files=[{"authority": str(file.authority), "name": file.name, "text": file.text} for file in files],
        as_if_on=as_if_on,
        until_evaluation=judged_facts.newest(),
        keep_until=calendar.day_of(at) + timedelta(days=settings.SIMULATION_DAYS),
    )
    digest = hashlib.sha256(repr([(file.name, file.text) for file in files]).encode()).hexdigest()
    logger.info("draft of law %s of %s is tried out by %s (simulation %d)", digest, by.authority, by.key, row.pk)
    wake.on_commit(TASK)
    return row


@transaction.atomic
def proceed(*, at: datetime, stride: int = STRIDE) -> bool:
    """Take the oldest count that nobody else is at one stride further; False when there is none left to do.

    A draft whose values a criterion cannot use ends as FAILED, and says which rule.
    """
    waiting = LawSimulation.objects.filter(finished_at=None).order_by("id")
    row = waiting.select_for_update(skip_locked=True).first()
    if row is None:
        return False
    tally = Tally.from_json(row.tally)
    try:
        draft = drafts.load(DraftFile(**(file | {"authority": Authority(file["authority"])})) for file in row.files)
        last = _count(
            tally,
            judged_facts.after(row.after_dossier, until_evaluation=row.until_evaluation, limit=stride),
            draft=draft,
            as_if_on=row.as_if_on,
        )
    except rulebook.UnsoundLaw as unsound:
        row.state, row.faults = SimulationState.FAILED, [str(fault) for fault in unsound.faults]
        row.tally, row.finished_at = {}, at
        row.save()
        return True
    if last is None:
        row.state, row.report, row.tally = SimulationState.DONE, simulation_tally.report(tally), {}
        row.finished_at, row.percent = at, 100
    else:
        row.after_dossier, row.tally = last, tally.as_json()
        row.percent = _percent(last, until_evaluation=row.until_evaluation)
    row.save()
    return True


@transaction.atomic
def count(
    *, draft: rulebook.Rulebook, as_if_on: date | None, say: Callable[[int], None] | None = None
) -> dict[str, Any]:
    """The same in one go, for the command: nothing is stored. `say` hears how far it is, in percent."""
    tally, last, until = Tally(), 0, judged_facts.newest()
    while True:
        stride = judged_facts.after(last, until_evaluation=until, limit=STRIDE)
        came_to = _count(tally, stride, draft=draft, as_if_on=as_if_on)
        if came_to is None:
            return simulation_tally.report(tally)
        last = came_to
        if say is not None:
            say(_percent(last, until_evaluation=until))


@transaction.atomic
def expire(*, at: datetime) -> int:
    """Delete counts whose time is over, with the drafts; answers how many."""
    number, _each = LawSimulation.objects.filter(keep_until__lt=calendar.day_of(at)).delete()
    return number


def _count(tally: Tally, cases: Iterable[Judged], *, draft: rulebook.Rulebook, as_if_on: date | None) -> int | None:
    """Add cases to a tally; answers the last dossier, None where there was none."""
    law, last = rulebook.rulebook(), None
    as_if = Days(on=as_if_on, filing=as_if_on, decision=as_if_on) if as_if_on else None
    for case in cases:
        last = case.dossier_id
        try:
            facts = Facts.model_validate(case.facts)
        except ValidationError:
            logger.warning("the facts of dossier %d are not those of today's description; left out", last)
            continue
        changes = comparing.changes(facts, before=law, after=draft, authority=case.authority, days=as_if or case.days)
        tally.add((case.authority, case.category), simulation_tally.nationality_of(facts.worker), changes)
    return last


def _percent(last: int, *, until_evaluation: int) -> int:
    first, end = judged_facts.span(until_evaluation=until_evaluation)
    return min(99, 100 * (last - first + 1) // max(1, end - first + 1))
