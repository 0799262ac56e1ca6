"""Two schedulers look at the same deadlines and are killed: each lapse is prepared once, and none is missed."""

from collections.abc import Collection

from portal.chaos import twins
from portal.chaos.ground import Ground
from portal.chaos.verdict import Verdict

LAPSES = """
SELECT count(*) FROM applications_journalentry WHERE kind = 'PERIOD_LAPSED' AND dossier_id = ANY(%s)
"""
CENSUS = """
SELECT d.id,
    (SELECT count(*) FROM applications_journalentry j WHERE j.dossier_id = d.id AND j.kind = 'PERIOD_LAPSED'),
    (SELECT count(*) FROM applications_act a WHERE a.dossier_id = d.id AND a.state = 'PREPARED'),
    (SELECT count(*) FROM applications_deadline l WHERE l.dossier_id = d.id AND l.ended_as = 'LAPSED'
        AND l.rule = 'ostbelgien.blue_card.supply'),
    (SELECT count(*) FROM applications_workitem w WHERE w.dossier_id = d.id AND w.stage = 'SIGN')
FROM applications_dossier d WHERE d.id = ANY(%s)
"""
ONCE = (1, 1, 1, 1)


def sweeps(ground: Ground) -> Verdict:
    """Kills all along the sweep."""
    verdict = Verdict(name="sweeps")
    due = [made.id for made in ground.copy(ground.overdue, ground.pick(600, 60))]
    kills = ground.pick(50, 6)
    with twins.at_work("sweep", environment=ground.system.environment) as parent:
        verdict.kills = twins.kill_along(parent, kills, work=len(due), done=lambda: lapsed(ground, due))
        ground.wait(lambda: lapsed(ground, due) >= len(due), seconds=120, what="the schedulers to handle all")
    verdict.acknowledged = len(due)
    census(ground, verdict, due)
    verdict.insist(verdict.kills == kills, "the deadlines were handled before the last kill")
    return verdict


def lapsed(ground: Ground, due: Collection[int]) -> int:
    """How many are handled so far."""
    return int(ground.one(LAPSES, [list(due)]))


def census(ground: Ground, verdict: Verdict, due: Collection[int]) -> None:
    """Each lapse is in the journal, has its act to sign, its ended row and its line on the desk: once."""
    for _id, *counts in ground.sql(CENSUS, [list(due)]):
        verdict.lost += any(have < want for have, want in zip(counts, ONCE, strict=True))
        verdict.duplicates += any(have > want for have, want in zip(counts, ONCE, strict=True))
