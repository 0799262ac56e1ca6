"""The applicant's time ends unused (P11): the clock prepares, an officer signs, and a late paper stops his hand.

Or the time to decide does, and an officer attests what silence granted.
"""

from portal.walkthrough.answers import ABROAD
from portal.walkthrough.granting import OFFICE, REGION
from portal.walkthrough.story import Walk
from portal.walkthrough.visitor import told

ASKED = "diploma_translation"
LONG_ENOUGH = 20
FOUR_MONTHS = 125
LATE = "A paper came in at %(time)s. Read it first, then make the letter ready again."


def inadmissible(walk: Walk) -> None:
    """Asked, notified, silent: recorded once, prepared by the platform, signed by an officer."""
    reference = _lapsed(walk, "Entwurf", "Lin")
    walk.make_ready(reference, *REGION)
    walk.sign(reference, *REGION, "INADMISSIBILITY")
    walk.fetch_letter("employer", reference, "inadmissibility", can_be_contested=True)


def late_paper(walk: Walk) -> None:
    """The paper comes after the end, before the signature: signing is refused, and the application goes on."""
    reference = _lapsed(walk, "Örnek", "Deniz")
    walk.make_ready(reference, *REGION)
    ralf = walk.as_("region-signatory")
    read = ralf.get(f"/desk/{reference}/sign")
    walk.upload(reference, ASKED)
    walk.tell("employer", "sends the paper after all", reference)
    told(ralf.submit(read, action="/sign", field="sha256"), LATE)
    walk.tell("region", "signs the letter he has read, and is told that a paper came in", reference)
    walk.tick(reference)
    walk.declare_complete(reference)


def granted_by_silence(walk: Walk) -> None:
    """Nobody decides on an ordinary permit in time: annex 47 is made ready, the Immigration Office signs it (P11)."""
    worker = {"family_name": "Stille", "given_names": "Eins"}
    reference = walk.file(worker, ABROAD, category="single_permit")
    walk.tick(reference)
    walk.declare_complete(reference)
    walk.let_days_pass(FOUR_MONTHS)
    walk.wait_for(reference, "GRANT_PROPOSED")
    walk.tell("platform", "finds that the time to decide ended, and makes an attestation ready", reference)
    jan = walk.as_("federal-signatory")
    told(jan.get(f"/desk/{reference}"), "The time to decide has ended unused")
    walk.state_terms(reference, *OFFICE, months=12)
    walk.make_ready(reference, *OFFICE)
    walk.sign(reference, *OFFICE, "RESIDENCE_ACT")
    walk.fetch_letter("employer", reference, "residence_act", language="de")
    walk.acknowledge("post", reference)
    walk.report("post", reference, "VISA_ISSUED")
    walk.announce("post", reference)
    walk.acknowledge("commune", reference)
    walk.report("commune", reference, "ARRIVED")


def _lapsed(walk: Walk, family: str, given: str) -> str:
    """An application whose applicant was asked for one paper and let his time go by."""
    reference = walk.file({"family_name": family, "given_names": given}, ABROAD, leave_out=(ASKED,))
    walk.tick(reference)
    walk.ask(reference, ASKED)
    walk.let_days_pass(LONG_ENOUGH)
    walk.wait_for(reference, "PERIOD_LAPSED")
    walk.tell("platform", "records that the time ended and prepares the act; nothing is decided", reference)
    return reference
