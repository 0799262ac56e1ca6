"""Questions during the examination (P5), each desk on its own track: an answer, or silence and a decision."""

from portal.walkthrough.answers import ABROAD
from portal.walkthrough.granting import OFFICE, REGION
from portal.walkthrough.story import Walk

LONG_ENOUGH = 20
PAPER = {"WORK": "contract_or_offer", "RESIDENCE": "sickness_insurance"}
DESK = {"WORK": ("region-handler", "region"), "RESIDENCE": ("federal-handler", "Immigration Office")}


def answered(walk: Walk) -> None:
    """Both desks ask for a paper of their own; each is answered apart, and both go on to a yes."""
    reference = _under_review(walk, "Exemplo", "João")
    for track in PAPER:
        _ask(walk, reference, track)
    for track in PAPER:
        _answer(walk, reference, track)
    walk.decide(reference, *REGION, "WORK_ACT")
    walk.decide(reference, *OFFICE, "RESIDENCE_ACT")


def silent_on_work(walk: Walk) -> None:
    """Nobody answers the region: when the time is over it decides on the file as it stands."""
    reference = _under_review(walk, "Primer", "Olena")
    _ask(walk, reference, "WORK")
    walk.let_days_pass(LONG_ENOUGH)
    walk.decide(reference, *REGION, "WORK_ACT", outcome="unfavourable")


def silent_on_residence(walk: Walk) -> None:
    """Nobody answers the Immigration Office, which may ask again; the region was never held up."""
    reference = _under_review(walk, "Mfano", "Amina")
    _ask(walk, reference, "RESIDENCE")
    walk.decide(reference, *REGION, "WORK_ACT")
    walk.let_days_pass(LONG_ENOUGH)
    _ask(walk, reference, "RESIDENCE")
    _answer(walk, reference, "RESIDENCE")
    walk.decide(reference, *OFFICE, "RESIDENCE_ACT")


def _under_review(walk: Walk, family: str, given: str) -> str:
    reference = walk.file({"family_name": family, "given_names": given}, ABROAD)
    walk.tick(reference)
    walk.declare_complete(reference)
    return reference


def _ask(walk: Walk, reference: str, track: str) -> None:
    subject, who = DESK[track]
    officer, code = walk.as_(subject), PAPER[track]
    page = officer.get(f"/desk/{reference}/ask")
    officer.submit(page, {f"ask-{code}": "on", f"reason-{code}": "Seite 2 ist unleserlich."}, action="/ask")
    walk.tell(who, f"asks for {code} while it examines", reference)
    walk.wait_for(reference, "NOTIFIED.PIECES.FILER")


def _answer(walk: Walk, reference: str, track: str) -> None:
    karin = walk.as_("employer")
    walk.upload(reference, PAPER[track])
    page = karin.get(f"/applications/{reference}")
    karin.press(page, name="track", value=track)
    walk.tell("employer", f"answers on {track.lower()}", reference)
