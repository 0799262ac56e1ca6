"""Who acts for the employer, and who is the employer: both may change in the middle, and no clock does (P13, P19)."""

from typing import TYPE_CHECKING

from portal.demo.stories import a_pdf
from portal.walkthrough.answers import ABROAD, day_fields
from portal.walkthrough.story import PDF, Walk
from portal.walkthrough.visitor import WalkFailed

if TYPE_CHECKING:
    from portal.walkthrough.records import Due

ASKED = "diploma_translation"
MANDATE = {"firm": "0899.999.949", "person": "Joris Verzonnen", "resides": "yes", "scope": "ALL"}
SUCCESSOR = {
    "why": "SUCCESSOR",
    "name": "Nachfolge AG",
    "number": "0200.065.765",
    "reason": "Urteil des Unternehmensgerichts Eupen vom 3. März",
}


def mandate_revoked(walk: Walk) -> None:
    """A lawyer files under a mandate that is revoked in the middle: he is out at once, the employer answers."""
    karin, joris = walk.as_("employer"), walk.as_("mandatary")
    page = karin.get("/applications/mandates/new")
    terms = {**MANDATE, **day_fields("valid_from", walk.today()), "paper": None}
    paper = {"paper": ("vollmacht.pdf", a_pdf("Vollmacht"), PDF)}
    mandate = karin.submit(page, terms, action="/mandates/new", files=paper).url.split("?")[0]
    walk.tell("employer", "gives a mandate to Joris Verzonnen and his firm")
    worker = {"family_name": "Vollmacht", "given_names": "Eins"}
    reference = walk.file(worker, ABROAD, leave_out=(ASKED,), by="mandatary")
    walk.ask(reference, ASKED)
    days = walk.deadlines(reference)
    karin.submit(karin.get(f"{mandate}/end"), action="/end")
    walk.tell("employer", "revokes it while a paper is awaited", reference)
    joris.get(f"/applications/{reference}", expect=404)
    walk.tell("mandatary", "opens the application, and there is none", reference)
    _no_clock_moved(walk, reference, days)
    walk.supply(reference, ASKED)


def employer_replaced(walk: Walk) -> None:
    """The business is taken over while a paper is awaited: the successor is written to, the former employer is out."""
    worker = {"family_name": "Übernahme", "given_names": "Eins"}
    reference = walk.file(worker, ABROAD, with_papers=False)
    walk.ask(reference, ASKED)
    days = walk.deadlines(reference)
    lena = walk.as_("region-handler")
    lena.submit(lena.get(f"/desk/{reference}/employer"), SUCCESSOR, action="/employer")
    walk.tell("region", "writes the successor down, with the judgment", reference)
    walk.as_("employer").get(f"/applications/{reference}", expect=404)
    walk.tell("employer", "opens the application, and there is none", reference)
    _no_clock_moved(walk, reference, days)
    if SUCCESSOR["name"] not in lena.get(f"/desk/{reference}/data").text:
        raise WalkFailed(f"{reference} does not name its new employer")


def _no_clock_moved(walk: Walk, reference: str, days: list["Due"]) -> None:
    if walk.deadlines(reference) != days:
        raise WalkFailed(f"the days of {reference} moved from {days} to {walk.deadlines(reference)}")
    walk.tell("platform", "has moved no clock", reference)
