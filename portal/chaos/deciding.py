"""Deciding while web workers are killed, and two officers who decide the same dossiers at the same moment.

A signature is acknowledged by the sentence that says so. Whatever happened in between: one act, one entry, one set of
parcels for each dossier, and whoever came second reads why.
"""

import itertools
import threading
from collections.abc import Callable, Collection

import httpx

from applications.models import Dossier
from applications.now import law_now
from applications.selectors import case_file
from applications.services import acts, reviews
from applications.vocabulary import Outcome, Track
from portal.chaos.clients import Log, Unknown, work
from portal.chaos.ground import Ground
from portal.chaos.killing import Killer, children
from portal.chaos.verdict import Verdict
from portal.demo import stories
from portal.demo.copies import Copy
from portal.walkthrough.visitor import Page

SIGNATORY, HANDLER = "region-signatory", "region-handler"
GROUND = "ostbelgien.blue_card.salary"
SIGNED, BEFORE = "Signed: ", "signed already"
PARCELS_OF_AN_ACT = 2  # to whoever filed, and to the worker
CENSUS = """
SELECT d.id,
    (SELECT count(*) FROM applications_act a
        WHERE a.dossier_id = d.id AND a.track = 'WORK' AND a.signed_at IS NOT NULL),
    (SELECT count(*) FROM applications_journalentry j WHERE j.dossier_id = d.id AND j.kind = 'ACT_SIGNED'),
    (SELECT count(*) FROM exchange_parcel p WHERE starts_with(p.key, d.reference || '/work_act/')),
    (SELECT count(*) FROM applications_notification n WHERE n.dossier_id = d.id AND n.what = 'WORK_ACT'),
    (SELECT count(*) FROM applications_journalentry j WHERE j.dossier_id = d.id AND j.kind = 'CONCLUDED')
FROM applications_dossier d WHERE d.id = ANY(%s)
"""
ONCE = (1, 1, PARCELS_OF_AN_ACT, PARCELS_OF_AN_ACT, 1)


def signing(ground: Ground) -> Verdict:
    """Web workers are killed in the middle of signatures; officers ask again until they are told that it is signed."""
    verdict, log = Verdict(name="signing"), Log()
    letters = make_letters(ground, ground.copy(ground.concluded, ground.pick(60, 4)))
    signatory = ground.client(SIGNATORY)
    web = ground.system.processes.running["web"].pid
    asked = itertools.count(1)
    begun = [0]
    killer = Killer(
        lambda: children(web),
        kills=ground.pick(55, 4),
        pause=(0.01, 0.12),
        due=lambda kills: begun[0] > kills,  # one for each signature that has begun
        all_at_once=True,
    )

    def sign(client: httpx.Client, about: int, log: Log) -> None:
        begun[0] = next(asked)
        told = _sign(client, letters[about])
        if SIGNED not in told and BEFORE not in told:
            raise Unknown(told)
        log.tell(about, told)

    killer.start()
    work(letters, sign, client=signatory, log=log, insist=True)
    verdict.kills = killer.call_off()
    verdict.acknowledged, verdict.unknown = len(log.acknowledged), log.unknown
    _census(ground, verdict, log.acknowledged)
    verdict.insist(verdict.kills >= ground.pick(50, 3), f"only {verdict.kills} kills before everything was signed")
    verdict.insist(log.unknown > 0, "no kill met a signature: it proves nothing")
    return verdict


def officers(ground: Ground) -> Verdict:
    """One grants, one refuses; then the signatory signs from two windows. Two hundred dossiers, always both at once."""
    verdict, log = Verdict(name="officers"), Log()
    dossiers = {made.id: made for made in ground.copy(ground.examined, ground.pick(200, 6))}
    yes, no = _forms(ground, next(iter(dossiers)))
    _race(
        dossiers,
        lambda client, about: _conclude(client, dossiers[about], "favourable", yes),
        lambda client, about: _conclude(client, dossiers[about], "unfavourable", no),
        clients=(ground.client(HANDLER), ground.client(SIGNATORY)),
        log=log,
    )
    verdict.acknowledged = len(log.acknowledged)
    sentences = [sentence for told in log.refused.values() for sentence in told]
    verdict.insist(len(sentences) == len(dossiers), f"{len(sentences)} of {len(dossiers)} were told who was first")
    verdict.insist(all("concluded already" in told for told in sentences), f"a refusal says: {sentences[:1]}")
    letters = make_letters(ground, list(dossiers.values()))
    signatures = Log()
    _race(
        letters,
        lambda client, about: _signature(client, letters[about]),
        lambda client, about: _signature(client, letters[about]),
        clients=(ground.client(SIGNATORY), ground.client(SIGNATORY)),
        log=signatures,
    )
    verdict.unknown = log.unknown + signatures.unknown
    refused = sum(len(told) for told in signatures.refused.values())
    verdict.insist(refused == len(dossiers), f"{refused} of {len(dossiers)} second signatures were refused")
    verdict.lost += len(dossiers) - len(log.acknowledged)
    _census(ground, verdict, dossiers)
    return verdict


def make_letters(ground: Ground, dossiers: Collection[Copy]) -> dict[int, tuple[str, str]]:
    """The letter of each concluded dossier, ready to be signed: its reference and the fingerprint that was seen."""
    by = ground.people[SIGNATORY]
    return {
        made.id: (made.reference, acts.preview(dossier_id=made.id, by=by, at=law_now()).sha256) for made in dossiers
    }


# --- Inside ----------------------------------------------------------------------------------------------------------


def _race(
    subjects: Collection[int],
    first: Callable[[httpx.Client, int], tuple[bool, str]],
    second: Callable[[httpx.Client, int], tuple[bool, str]],
    *,
    clients: tuple[Callable[[], httpx.Client], Callable[[], httpx.Client]],
    log: Log,
) -> None:
    """Two people, each at his own window, press at the same moment for one dossier after the other."""
    together = threading.Barrier(2)

    def officer(press: Callable[[httpx.Client, int], tuple[bool, str]], client: Callable[[], httpx.Client]) -> None:
        def ask(mine: httpx.Client, about: int, log: Log) -> None:
            together.wait(timeout=60)
            done, sentence = press(mine, about)
            (log.tell if done else log.refuse)(about, sentence)

        work(subjects, ask, client=client, log=log, at_once=1)

    pair = [threading.Thread(target=officer, args=each) for each in zip((first, second), clients, strict=True)]
    for thread in pair:
        thread.start()
    for thread in pair:
        thread.join()


def _forms(ground: Ground, dossier_id: int) -> tuple[dict[str, str], dict[str, str]]:
    """What the two officers fill in: the same for every copy."""
    dossier = Dossier.objects.get(pk=dossier_id)
    relied = stories.unsettled_codes(dossier, ground.people[SIGNATORY])
    needed = reviews.unsettled(case_file.of(dossier), Track.WORK, Outcome.UNFAVOURABLE, [GROUND])
    yes = {f"source-{code}": "Belgisches Staatsblatt" for code in relied}
    no = {f"source-{code}": "Belgisches Staatsblatt" for code in needed}
    return yes, {"grounds": GROUND, f"reason-{GROUND}": "Der Bonus steht nicht fest.", **no}


def _conclude(client: httpx.Client, dossier: Copy, outcome: str, form: dict[str, str]) -> tuple[bool, str]:
    """Whether it was done, and else the sentence of the refusal. Raises Unknown for any other answer."""
    answer = client.post(f"/desk/{dossier.reference}/conclude/{outcome}", data=form)
    if answer.status_code == 302:
        return True, ""
    told = Page(str(answer.url), answer.status_code, answer.content, "text/html").complaints()
    if answer.status_code == 409 and told:
        return False, told
    raise Unknown(f"{answer.status_code} {told}")


def _signature(client: httpx.Client, letter: tuple[str, str]) -> tuple[bool, str]:
    told = _sign(client, letter)
    if SIGNED not in told and BEFORE not in told:
        raise Unknown(told)
    return SIGNED in told, told


def _sign(client: httpx.Client, letter: tuple[str, str]) -> str:
    """What the page says after the signature. Raises Unknown when there is no page."""
    reference, sha256 = letter
    answer = client.post(f"/desk/{reference}/sign", data={"sha256": sha256})
    if answer.status_code != 302:
        raise Unknown(f"{answer.status_code}")
    answer = client.get(answer.headers["Location"])
    if answer.status_code != 200:
        raise Unknown(f"{answer.status_code}")
    return Page(str(answer.url), answer.status_code, answer.content, "text/html").text


def _census(ground: Ground, verdict: Verdict, subjects: Collection[int]) -> None:
    """One act, one entry, one set of parcels, one conclusion."""
    found = {number: tuple(counts) for number, *counts in ground.sql(CENSUS, [list(subjects)])}
    for number in subjects:
        counts = found.get(number, (0,) * len(ONCE))
        verdict.lost += any(have < due for have, due in zip(counts, ONCE, strict=True))
        verdict.duplicates += any(have > due for have, due in zip(counts, ONCE, strict=True))
