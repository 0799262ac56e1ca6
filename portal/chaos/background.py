"""The worker is killed at its work, and the queue's server forgets everything and goes away for a minute."""

import threading
import time

from applications import files
from applications.models import Act
from applications.now import law_now
from applications.services import acts
from exchange import seal
from portal import system
from portal.chaos import deciding, dispatching, filing, lapsing
from portal.chaos.clients import Log
from portal.chaos.ground import Ground
from portal.chaos.killing import Killer, children
from portal.chaos.verdict import Verdict
from portal.embedded import valkey

DOMAIN = "worker.example"
RESTS = 0.1
"""Seconds between two filings of one client: they last longer than the queue is away, on the quickest machine too."""
RESUMES_WITHIN = 15
"""Seconds. Beat rings every five; left to itself the worker would look for its queue after half a minute."""
SEALS = """
SELECT a.id, a.state, (SELECT count(*) FROM applications_journalentry j
    WHERE j.dossier_id = a.dossier_id AND j.kind = 'ACT_SEALED') FROM applications_act a WHERE a.id = ANY(%s)
"""
SHOWN = "SELECT count(*) FROM exchange_receipt WHERE kind = 'AVAILABLE'"
WAITING = "SELECT count(*) FROM exchange_parcel WHERE available_at IS NULL"


def worker(ground: Ground) -> Verdict:
    """Killed while it seals, delivers and looks at deadlines: one of its processes at a time, and once altogether."""
    verdict = Verdict(name="worker")
    ground.start_background()
    due = [made.id for made in ground.copy(ground.overdue, ground.pick(200, 20))]
    signed = _signed(ground, ground.pick(20, 3))
    parcels = dispatching.post("worker", pages=ground.pick(3_000, 300), calls=ground.pick(40, 4), domain=DOMAIN)
    processes = ground.system.processes
    for restarted in (False, True):
        if restarted:  # one whose processes die while it starts gives up, and leaves that to whoever runs it
            processes.kill("worker")
            system.start_worker(processes)
            processes.wait_until_ready()
            verdict.kills += 1
        main = processes.running["worker"].pid
        killer = Killer(lambda pid=main: children(pid), kills=ground.pick(15, 2), pause=(0.1, 0.5))
        killer.start()
        killer.join()
        verdict.kills += killer.kills
    ground.wait(
        lambda: (
            ground.one(dispatching.WAITING, ["worker/"]) == 0
            and lapsing.lapsed(ground, due) >= len(due)
            and all(state == "SEALED" for _id, state, _entries in ground.sql(SEALS, [signed]))
        ),
        seconds=180,
        what="everything to be sealed, delivered and looked at",
    )
    verdict.acknowledged = len(due) + len(signed) + len(parcels)
    verdict.bound = verdict.kills
    dispatching.count(ground, verdict, parcels, prefix="worker/", domain=DOMAIN)
    lapsing.census(ground, verdict, due)
    for act_id, _state, entries in ground.sql(SEALS, [signed]):
        verdict.lost += entries < 1
        verdict.duplicates += entries > 1
        letter = files.read(Act.objects.get(pk=act_id).sealed_key)
        verdict.insist(seal.verify(letter).good, f"the seal of act {act_id} is not good")
    return verdict


def queue(ground: Ground) -> Verdict:
    """Valkey forgets everything, then is away while clients file. Nobody notices, and the post goes on afterwards."""
    verdict, log = Verdict(name="queue"), Log()
    ground.start_background()
    standard, drafts = filing.drafts(ground, ground.pick(1_500, 200))
    over = threading.Event()
    steadily = {"at_once": 2, "rest": RESTS, "until": over.is_set}
    at_work = threading.Thread(target=lambda: filing.file(ground, drafts, log, **steadily))
    at_work.start()
    ground.wait(lambda: len(log.acknowledged) >= 5, seconds=60, what="the first filings")
    valkey.forget_everything(ground.place)
    time.sleep(1)
    valkey.stop(ground.place)
    verdict.kills = 2
    before = len(log.acknowledged)
    time.sleep(ground.pick(60, 4))
    verdict.insist(len(log.acknowledged) > before, "nothing could be filed without the queue")
    shown = ground.one(SHOWN)
    verdict.insist(ground.one(WAITING) > 0, "nothing waited for the queue: it proves nothing")
    valkey.start(ground.place)
    resumed = ground.wait(lambda: ground.one(SHOWN) > shown, seconds=120, what="the post to go on")
    verdict.insist(resumed < RESUMES_WITHIN, f"the post went on only {resumed:.1f} s after the queue was back")
    over.set()
    at_work.join()
    ground.wait(lambda: ground.one(WAITING) == 0, seconds=120, what="all parcels to be shown")
    filing.census(ground, verdict, standard, drafts, told=log.acknowledged, unknown=log.open)
    verdict.acknowledged, verdict.unknown = len(log.acknowledged), log.unknown
    verdict.insist(log.unknown == 0, f"{log.unknown} filings failed")
    return verdict


def _signed(ground: Ground, number: int) -> list[int]:
    """Acts that are signed and wait for their seal."""
    by = ground.people[deciding.SIGNATORY]
    letters = deciding.make_letters(ground, ground.copy(ground.concluded, number))
    return [
        acts.sign(dossier_id=dossier_id, seen_sha256=sha256, by=by, at=law_now()).pk
        for dossier_id, (_reference, sha256) in letters.items()
    ]
