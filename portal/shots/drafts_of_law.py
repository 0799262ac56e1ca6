"""Two drafts of law that were tried out, for the contact sheet: the demo has too few dossiers to show a number."""

from datetime import datetime, timedelta
from typing import Any

from applications.models import LawSimulation
from applications.rulebook.comparing import Change
from applications.services import simulation_tally
from applications.vocabulary import Authority, Result, SimulationState

DAY = timedelta(days=1)


def counted(now: datetime) -> int:
    """What a draft would change in a country larger than the demo's, all of it invented."""
    tally = simulation_tally.Tally()
    raised = Change("ostbelgien.blue_card.salary", Result.MET, Result.NOT_MET)
    asked = Change("ostbelgien.blue_card.qualification", Result.UNKNOWN, Result.FOR_OFFICER)
    for number in range(460):
        group = ("ostbelgien", "eu_blue_card" if number % 4 else "seasonal")
        changes = [] if number % 4 == 0 or number % 5 else [raised, asked][: 1 + number % 2]
        tally.add(group, ("IN", "MA", "TR", "US", "IN")[number % 5] if number else "PE", changes)
    for number in range(7):
        tally.add(("ostbelgien", "researcher"), "BR", [raised] if number else [])
    return _row(now, state=SimulationState.DONE, report=simulation_tally.report(tally), percent=100).pk


def failed(now: datetime) -> int:
    """A draft whose values a criterion could not use."""
    fault = (
        "regions/ostbelgien/rules/blue_card.toml:92: ostbelgien.blue_card.salary: "
        "its criterion cannot use these values (KeyError)"
    )
    return _row(now, state=SimulationState.FAILED, faults=[fault]).pk


def _row(now: datetime, **fields: Any) -> LawSimulation:
    return LawSimulation.objects.create(
        authority=Authority.OSTBELGIEN,
        asked_at=now,
        asked_by="region-handler",
        files=[{"authority": "ostbelgien", "name": "blue_card.toml", "text": ""}],
        as_if_on=now.date(),
        until_evaluation=0,
        finished_at=now,
        keep_until=now.date() + 30 * DAY,
        **fields,
    )
