"""After the grant the worker turns out to be elsewhere: another post, another commune (P29)."""

from portal.walkthrough.answers import ABROAD
from portal.walkthrough.granting import OFFICE, REGION
from portal.walkthrough.story import Walk
from portal.walkthrough.visitor import told

MOVED = "Another commune has taken over. Reports are its to make now."


def somewhere_else(walk: Walk) -> None:
    """The post is not competent and sends the decision on; the worker then lives in another commune than announced."""
    reference = walk.file({"family_name": "Umzug", "given_names": "Eins"}, ABROAD)
    walk.tick(reference)
    walk.declare_complete(reference)
    walk.decide(reference, *REGION, "WORK_ACT")
    walk.decide(reference, *OFFICE, "RESIDENCE_ACT")
    mira, petra = walk.as_("post"), walk.as_("commune")
    page = mira.get(f"/partner/{reference}")
    other = page.form(action="/post").xpath(".//select[@name='post_code']/option[@value!='']/@value")[0]
    mira.submit(page, {"post_code": other, "reason": "JURISDICTION"}, action="/post")
    walk.tell("post", f"is not competent, and sends the decision on to {other}", reference)
    mira.get(f"/partner/{reference}", expect=404)
    walk.tell("post", "opens it once more, and there is nothing", reference)
    _name(walk, reference, "4700 Eupen")
    walk.acknowledge("commune", reference)
    _name(walk, reference, "4000 Liège")
    told(petra.get(f"/partner/{reference}"), MOVED)
    walk.tell("commune", "reads that another commune has taken over", reference)


def _name(walk: Walk, reference: str, commune: str) -> None:
    odile = walk.as_("federal-handler")
    page = odile.submit(odile.get(f"/desk/{reference}/destination"), {"commune": commune}, field="commune")
    told(page, "Noted. The commune that had the decision is told to stop, the new one gets it.")
    walk.tell("Immigration Office", f"notes that the worker will live in {commune}", reference)
