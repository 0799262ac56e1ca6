"""Around the signature: many letters in one go (P11), another language (P14), facts that change under the pen (P22)."""

from portal.walkthrough.answers import ABROAD
from portal.walkthrough.granting import REGION
from portal.walkthrough.story import PDF, Walk
from portal.walkthrough.visitor import Page, WalkFailed, told

ASKED = "diploma_translation"
LONG_ENOUGH = 20
LIST = "/desk/signing"
STALE = "The facts were changed on %(time)s, after this letter. Read them, then make the letter ready again."


def together(walk: Walk) -> None:
    """Two applicants let their time go by: both inadmissibilities are made ready and signed from one list."""
    references = [_asked(walk, "Stapel", given) for given in ("Eins", "Zwei")]
    walk.let_days_pass(LONG_ENOUGH)
    for reference in references:
        walk.wait_for(reference, "PERIOD_LAPSED")
    ralf = walk.as_("region-signatory")
    page = ralf.get(LIST)
    page = ralf.submit(page, {"chosen": _ticks(page, references)}, action="/sign", to=f"{LIST}/ready")
    walk.tell("region", "makes both letters ready from the list", references[0])
    ralf.submit(page, {"chosen": _ticks(page, references)}, action="/sign")
    walk.tell("region", "signs both in one go", references[0])
    for reference in references:
        walk.wait_for(reference, "NOTIFIED.INADMISSIBILITY.FILER")
        walk.tell("worker and post", "sealed, delivered, notified", reference)


def facts_amended(walk: Walk) -> None:
    """The employer changes the hours while a letter waits: who signs what he read is told, and concludes again."""
    reference = _under_review(walk, "Änderung", "Eins")
    days = walk.deadlines(reference)
    walk.conclude(reference, *REGION, "favourable")
    walk.make_ready(reference, *REGION)
    ralf, karin = walk.as_("region-signatory"), walk.as_("employer")
    read = ralf.get(f"/desk/{reference}/sign")
    page = karin.submit(karin.get(f"/applications/{reference}/amend/job"), {"weekly_hours": "36"}, field="seen")
    told(page, "This would change")
    karin.press(page, name="go", value="change")
    walk.tell("employer", "changes the weekly hours, having seen the difference", reference)
    if walk.deadlines(reference) != days:
        raise WalkFailed(f"a change of facts moved a clock: {walk.deadlines(reference)}")
    told(ralf.submit(read, action="/sign", field="sha256"), STALE)
    walk.tell("region", "signs the letter he has read, and is told that facts changed", reference)
    walk.decide(reference, *REGION, "WORK_ACT")


def another_language(walk: Walk) -> None:
    """The region decides in French, for a reason; the employer, who reads German, finds a translation beside it."""
    reference = _under_review(walk, "Langue", "Une")
    lena = walk.as_("region-handler")
    chosen = {"language": "fr", "reason": "Der Arbeitgeber hat um Französisch gebeten."}
    lena.submit(lena.get(f"/desk/{reference}/act-language"), chosen, action="/act-language")
    walk.tell("region", "makes its act in French, with a reason", reference)
    walk.decide(reference, *REGION, "WORK_ACT")
    walk.fetch_letter("employer", reference, "work_act", language="fr")
    page = lena.get(f"/desk/{reference}/translate")
    lena.submit(page, {"render-language": "de"}, action="/translate", field="render-language")
    walk.tell("region", "adds the German translation, marked as not authentic", reference)
    karin = walk.as_("employer")
    parcel = karin.get(karin.get("/inbox/").link(f"{reference}/work_act"))
    told(parcel, "%(title)s, translated: %(language)s")
    if karin.get(next(link for link in parcel.links("/letter/") if link.endswith("/de"))).media_type != PDF:
        raise WalkFailed(f"the translation of {reference} is no PDF")
    walk.tell("employer", "opens the translation beside the letter", reference)


def _asked(walk: Walk, family: str, given: str) -> str:
    reference = walk.file({"family_name": family, "given_names": given}, ABROAD, with_papers=False)
    walk.ask(reference, ASKED)
    return reference


def _under_review(walk: Walk, family: str, given: str) -> str:
    reference = walk.file({"family_name": family, "given_names": given}, ABROAD)
    walk.tick(reference)
    walk.declare_complete(reference)
    return reference


def _ticks(page: Page, references: list[str]) -> list[str]:
    """What the boxes of those dossiers send: the reference, and the letter that is shown for it."""
    boxes = page.tree.xpath("//input[@name='chosen']/@value")
    found = [value for value in boxes if value.partition(" ")[0] in references]
    if len(found) != len(references):
        raise WalkFailed(f"{references} are not all on the list to sign")
    return found
