"""Both authorities say yes: to somebody abroad, to somebody who is here, and to somebody a commune calls for."""

from portal.walkthrough.answers import ABROAD, AT_HOME
from portal.walkthrough.story import Walk
from portal.walkthrough.visitor import told

REGION, OFFICE = ("region-signatory", "region"), ("federal-signatory", "Immigration Office")


def abroad(walk: Walk) -> None:
    """A worker abroad: a paper is asked for and supplied, then visa, arrival, registration, card."""
    reference = walk.file(
        {"family_name": "Beispiel", "given_names": "Ravi"}, ABROAD, leave_out=("diploma_translation",)
    )
    walk.ask(reference, "diploma_translation")
    walk.supply(reference, "diploma_translation")
    walk.tick(reference)
    walk.declare_complete(reference)
    walk.assess(reference)
    walk.decide(reference, *REGION, "WORK_ACT")
    walk.fetch_letter("employer", reference, "work_act")
    walk.decide(reference, *OFFICE, "RESIDENCE_ACT")
    walk.fetch_letter("employer", reference, "residence_act")
    walk.acknowledge("post", reference)
    walk.report("post", reference, "VISA_ISSUED")
    walk.announce("post", reference)
    walk.acknowledge("commune", reference)
    walk.report("commune", reference, "ARRIVED")
    walk.report("commune", reference, "REGISTERED")
    walk.report("commune", reference, "CARD_DELIVERED")


def in_belgium(walk: Walk) -> None:
    """A worker who is here already: the commune hears of it at once, and no post does."""
    reference = walk.file({"family_name": "Muestra", "given_names": "Camila"}, AT_HOME)
    walk.tick(reference)
    walk.declare_complete(reference)
    walk.decide(reference, *REGION, "WORK_ACT")
    walk.decide(reference, *OFFICE, "RESIDENCE_ACT")
    walk.fetch_letter("employer", reference, "residence_act")
    walk.acknowledge("commune", reference)
    walk.report("commune", reference, "REGISTERED")
    walk.report("commune", reference, "CARD_DELIVERED")


def claimed(walk: Walk) -> None:
    """Nobody said where the worker lives: the commune calls for the decision, by reference and birth date (P29)."""
    reference = walk.file({"family_name": "Contoh", "given_names": "Siti"}, ABROAD)
    walk.tick(reference)
    walk.declare_complete(reference)
    walk.decide(reference, *REGION, "WORK_ACT")
    walk.decide(reference, *OFFICE, "RESIDENCE_ACT")
    petra = walk.as_("commune")
    asked = {"reference": reference, "born": "1985-07-29"}
    page = petra.submit(petra.get("/partner/claim"), asked, action="/claim", expect=422)
    told(page, "No decision that you could take over fits this reference and birth date.")
    walk.tell("commune", "calls for it with a wrong birth date, and learns nothing", reference)
    petra.submit(petra.get("/partner/claim"), asked | {"born": "1985-07-30"}, action="/claim")
    walk.tell("commune", "calls for it by reference and birth date", reference)
    walk.acknowledge("commune", reference)
    walk.report("commune", reference, "ARRIVED")
