"""A signed act that does not stay as it is: an error in it is corrected, or it no longer stands at all (P13)."""

from portal.walkthrough.answers import ABROAD, AT_HOME
from portal.walkthrough.granting import OFFICE, REGION
from portal.walkthrough.story import PDF, Walk
from portal.walkthrough.visitor import Page, Visitor, told

REPLACED = "This letter was issued, and has been replaced since"
UNDONE = "This letter was issued, and no longer stands"
ISSUED = "This is the letter as it was issued"


def rectified(walk: Walk) -> None:
    """A name is wrong in annex 46: a corrected one takes its place, and everybody who had the old one gets it."""
    reference = _granted(walk, "Fehlr", "Ravi", ABROAD)
    old = walk.fetch_letter("employer", reference, "residence_act")
    walk.acknowledge("post", reference)
    jan = walk.as_("federal-signatory")
    answers = {"said": "Der Familienname lautet Fehler.", "fact-worker-family_name": "Fehler"}
    jan.submit(jan.get(f"/desk/{reference}/rectify"), answers, action="/rectify")
    walk.tell("Immigration Office", "corrects the name, and makes the letter ready", reference)
    walk.sign(reference, *OFFICE, "RESIDENCE_ACT")
    new = walk.fetch_letter("employer", reference, "residence_act/2")
    walk.acknowledge("post", reference, kind="residence_act/2")
    told(_verify(walk, reference, old), REPLACED)
    told(_verify(walk, reference, new), ISSUED)
    walk.tell("anybody", "verifies both letters: the old one is replaced, the new one counts", reference)


def appeal_upheld(walk: Walk) -> None:
    """The region refused, the appeal is upheld: both desks examine anew, in new periods, and say yes."""
    reference = _under_review(walk, "Berufung", "Eins", AT_HOME)
    walk.decide(reference, *REGION, "WORK_ACT", outcome="unfavourable")
    letter = walk.fetch_letter("employer", reference, "work_act", can_be_contested=True)
    _reopen(walk, reference, REGION, reason="APPEAL_UPHELD", basis="Entscheidung über den Einspruch, Nr. 17")
    told(_verify(walk, reference, letter), UNDONE)
    walk.tell("anybody", "verifies the refusal: it no longer stands", reference)
    walk.decide(reference, *REGION, "WORK_ACT")
    walk.decide(reference, *OFFICE, "RESIDENCE_ACT")


def grant_withdrawn(walk: Walk) -> None:
    """The Immigration Office takes its own annex 46 back: the commune hears of it, and annex 48 follows."""
    reference = _granted(walk, "Rücknahme", "Eins", AT_HOME)
    walk.acknowledge("commune", reference)
    _reopen(walk, reference, OFFICE, reason="OWN_WITHDRAWAL", basis="Le passeport était celui d'une autre personne.")
    petra = walk.as_("commune")
    page = petra.wait_for("/inbox/", lambda p: p.find_link(f"{reference}/reopened") is not None, what="the news")
    petra.get(page.link(f"{reference}/reopened"))
    walk.tell("commune", "reads that the permit has ended", reference)
    walk.decide(reference, *OFFICE, "RESIDENCE_ACT", outcome="unfavourable")
    walk.fetch_letter("employer", reference, "residence_act", can_be_contested=True)


def _reopen(walk: Walk, reference: str, desk: tuple[str, str], *, reason: str, basis: str) -> None:
    subject, who = desk
    officer = walk.as_(subject)
    page = officer.get(f"/desk/{reference}/reopen")
    page = officer.submit(page, {"reason": reason, "basis": basis}, action="/reopen")
    told(page, "The application is reopened. New periods run from today, and everybody who had the decision is told.")
    walk.tell(who, f"reopens it: {reason}", reference)


def _verify(walk: Walk, reference: str, letter: bytes) -> Page:
    """Somebody who holds a copy, and no account, asks whether it is the real one."""
    anybody = Visitor(walk.url)
    page = anybody.get(f"/verify/{reference}")
    return anybody.submit(page, {"letter": None}, field="sha256", files={"letter": ("letter.pdf", letter, PDF)})


def _granted(walk: Walk, family: str, given: str, residence: dict[str, str]) -> str:
    reference = _under_review(walk, family, given, residence)
    walk.decide(reference, *REGION, "WORK_ACT")
    walk.decide(reference, *OFFICE, "RESIDENCE_ACT")
    return reference


def _under_review(walk: Walk, family: str, given: str, residence: dict[str, str]) -> str:
    reference = walk.file({"family_name": family, "given_names": given}, residence)
    walk.tick(reference)
    walk.declare_complete(reference)
    return reference
