"""Filing while web workers are killed, while PostgreSQL crashes, and a hundred times at once.

The acknowledgement is the answer that leads to the receipt and names the reference. What was acknowledged is there
whole; what stayed unknown is there whole or not at all; asking again with the same draft never makes a second dossier.
"""

import random
import re
import threading
import time
from collections.abc import Callable, Collection, Iterable

import httpx

from portal.chaos.clients import Log, Unknown, work
from portal.chaos.ground import Ground
from portal.chaos.killing import Killer, children, evenly
from portal.chaos.verdict import Verdict
from portal.demo.copies import Copy
from portal.embedded import postgres

REFERENCE = re.compile(r"/applications/(WB-[0-9-]+)/receipt")
SET = ("facts", "evaluations", "entries", "items", "deadlines", "notifications", "names", "passports", "parcels")
WHOLE = """
SELECT d.id, d.state, coalesce(d.reference, ''),
    (SELECT count(*) FROM applications_factsversion f WHERE f.dossier_id = d.id),
    (SELECT count(*) FROM applications_evaluation e WHERE e.dossier_id = d.id),
    (SELECT count(*) FROM applications_journalentry j WHERE j.dossier_id = d.id),
    (SELECT count(*) FROM applications_workitem w WHERE w.dossier_id = d.id),
    (SELECT count(*) FROM applications_deadline l WHERE l.dossier_id = d.id),
    (SELECT count(*) FROM applications_notification n WHERE n.dossier_id = d.id),
    (SELECT count(*) FROM applications_personname n WHERE n.person_id = d.worker_id),
    (SELECT count(*) FROM applications_traveldocument t WHERE t.person_id = d.worker_id),
    (SELECT count(*) FROM exchange_parcel p WHERE p.subject_reference = d.reference),
    (SELECT count(*) FROM applications_draft r WHERE r.dossier_id = d.id)
FROM applications_dossier d WHERE d.id = ANY(%s)
"""
ORPHANS = """
SELECT (SELECT count(*) FROM applications_person p WHERE NOT EXISTS
        (SELECT FROM applications_dossier d WHERE d.worker_id = p.id))
    + (SELECT count(*) FROM exchange_parcel p WHERE starts_with(p.key, 'WB-') AND NOT EXISTS
        (SELECT FROM applications_dossier d WHERE d.reference = p.subject_reference))
"""


def filing(ground: Ground) -> Verdict:
    """Web workers are killed in the middle of filings."""
    verdict, log = Verdict(name="filing"), Log()
    kills = ground.pick(60, 6)
    standard, waiting = drafts(ground, ground.pick(400, 30))
    web = ground.system.processes.running["web"].pid
    so_far = evenly(kills, work=len(waiting), done=lambda: len(log.acknowledged) + log.unknown)
    killer = Killer(lambda: children(web), kills=kills, pause=(0, 0.1), due=so_far, all_at_once=True)
    killer.start()
    file(ground, waiting, log)
    verdict.kills = killer.call_off()
    before_asking_again = dict(log.acknowledged)
    census(ground, verdict, standard, waiting, told=before_asking_again, unknown=log.open)
    file(ground, [draft for draft in waiting if draft.id in log.open], log, insist=True)
    census(ground, verdict, standard, waiting, told=log.acknowledged, unknown=log.open)
    verdict.acknowledged, verdict.unknown = len(log.acknowledged), log.unknown
    verdict.insist(verdict.kills >= ground.pick(50, 5), "the drafts were used up before the last kills")
    verdict.insist(log.unknown > 0, "no kill met a filing: it proves nothing")
    verdict.insist(not log.refused, f"a filing was refused: {list(log.refused.values())[:1]}")
    return verdict


def same(ground: Ground) -> Verdict:
    """One draft, filed by a hundred clients at the same moment."""
    verdict, log = Verdict(name="same"), Log()
    clients = ground.pick(100, 24)
    standard, [draft] = drafts(ground, 1)
    answers: list[str] = []
    together = threading.Barrier(clients)

    def ask(client: httpx.Client, about: int, log: Log) -> None:
        together.wait(timeout=60)
        answers.append(_submit(client, draft))
        log.tell(about, answers[-1])

    work(range(clients), ask, client=ground.client("employer"), log=log, at_once=clients)
    verdict.acknowledged, verdict.unknown = len(answers), log.unknown
    verdict.duplicates = len(set(answers)) - 1 if answers else 0
    verdict.insist(len(answers) == clients, f"only {len(answers)} of {clients} clients were answered")
    census(ground, verdict, standard, [draft], told={draft.id: answers[0] if answers else ""})
    return verdict


def database(ground: Ground) -> Verdict:
    """PostgreSQL is crashed again and again while clients file; each asks again until he is answered."""
    verdict, log = Verdict(name="database"), Log()
    crashes = ground.pick(5, 1)
    standard, waiting = drafts(ground, ground.pick(900, 250))
    over = threading.Event()
    at_work = threading.Thread(target=lambda: file(ground, waiting, log, insist=True, until=over.is_set), daemon=True)
    at_work.start()
    recoveries = []
    for _ in range(crashes):
        answered = len(log.answered_at)
        ground.wait(lambda n=answered: len(log.answered_at) >= n + 8, seconds=60, what="filings before a crash")
        time.sleep(random.uniform(0, 0.1))
        postgres.crash(ground.place)
        verdict.kills += 1
        postgres.start(ground.place, durable=True)
        up = time.monotonic()
        ground.wait(lambda at=up: any(a > at for a in list(log.answered_at)), seconds=60, what="a filing after a crash")
        recoveries.append(next(a for a in list(log.answered_at) if a > up) - up)
    over.set()
    at_work.join()
    ground.forget_connections()
    census(ground, verdict, standard, waiting, told=log.acknowledged, unknown=log.open)
    verdict.acknowledged, verdict.unknown = len(log.acknowledged), log.unknown
    verdict.insist(max(recoveries) < 10, f"filing worked again only after {max(recoveries):.1f} s")
    verdict.insist(log.unknown > 0, "no crash met a filing: it proves nothing")
    return verdict


def drafts(ground: Ground, number: int) -> tuple[tuple[int, ...], list[Copy]]:
    """Drafts to file, and how many rows one of them has of each kind once it is filed in peace."""
    first, *others = ground.copy(ground.drafts, number + 1)
    with ground.client("employer")() as client:
        _submit(client, first)
    [(_id, _state, _reference, *rows)] = ground.sql(WHOLE, [[first.id]])
    return tuple(rows), others


def file(
    ground: Ground,
    waiting: Iterable[Copy],
    log: Log,
    *,
    at_once: int = 4,
    insist: bool = False,
    rest: float = 0,
    until: Callable[[], bool] = bool,
) -> None:
    """Let clients file drafts through the page."""
    by_id = {draft.id: draft for draft in waiting}
    work(
        by_id,
        lambda client, about, log: log.tell(about, _submit(client, by_id[about])),
        client=ground.client("employer"),
        log=log,
        at_once=at_once,
        insist=insist,
        rest=rest,
        until=until,
    )


def _submit(client: httpx.Client, draft: Copy) -> str:
    """The reference that the answer names. Raises Unknown."""
    answer = client.post(f"/applications/draft/{draft.key}/check")
    if found := REFERENCE.search(answer.headers.get("Location", "")):
        return found.group(1)
    raise Unknown(f"{answer.status_code} {answer.text[:200]}")


def census(
    ground: Ground,
    verdict: Verdict,
    standard: tuple[int, ...],
    asked: Collection[Copy],
    *,
    told: dict[int, str],
    unknown: Collection[int] = (),
) -> None:
    """What was acknowledged is whole; what was not is whole, or a draft that lacks nothing."""
    untouched = (0,) * len(SET) + (1,)
    found = {
        number: (state, reference, tuple(rows))
        for number, state, reference, *rows in ground.sql(WHOLE, [[draft.id for draft in asked]])
    }
    for draft in asked:
        state, reference, rows = found[draft.id]
        if draft.id in told:
            verdict.lost += reference != told[draft.id] or any(a < b for a, b in zip(rows, standard, strict=True))
            verdict.duplicates += any(a > b for a, b in zip(rows, standard, strict=True))
        elif rows != standard:
            verdict.insist(state == "DRAFT" and rows == untouched, f"dossier {draft.id} is there in part: {rows}")
        elif draft.id not in unknown:
            verdict.insist(state == "DRAFT", f"dossier {draft.id} was filed although nobody asked")
    verdict.insist(ground.one(ORPHANS) == 0, "rows are left of a filing that was cut off")
