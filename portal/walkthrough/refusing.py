"""A no, and in which order the two authorities came to it (P8, P10): an act and an appeal for each track."""

from portal.walkthrough.answers import ABROAD, AT_HOME
from portal.walkthrough.granting import OFFICE, REGION
from portal.walkthrough.story import Walk
from portal.walkthrough.visitor import WalkFailed, told


def work(walk: Walk) -> None:
    """The region refuses while residence is pending: residence ends without object, there is no annex 48."""
    reference = _under_review(walk, "Refus", "Un", AT_HOME)
    walk.decide(reference, *REGION, "WORK_ACT", outcome="unfavourable")
    walk.fetch_letter("employer", reference, "work_act", can_be_contested=True)
    _has_no_annex_48(walk, reference)


def residence(walk: Walk) -> None:
    """The region says yes, the Immigration Office no: annex 48, with an appeal of its own."""
    reference = _under_review(walk, "Refus", "Deux", ABROAD)
    walk.decide(reference, *REGION, "WORK_ACT")
    walk.decide(reference, *OFFICE, "RESIDENCE_ACT", outcome="unfavourable")
    walk.fetch_letter("employer", reference, "residence_act", can_be_contested=True)


def residence_assessed_first(walk: Walk) -> None:
    """Residence thinks no before the regional yes, notifies nobody, and changes its mind after it."""
    reference = _under_review(walk, "Primero", "Residencia", ABROAD)
    walk.assess(reference, "UNFAVOURABLE")
    office = walk.as_("federal-signatory")
    page = office.get(f"/desk/{reference}/conclude/unfavourable")
    told(page, "The work decision comes first. Until then you can record a provisional assessment.")
    walk.tell("Immigration Office", "cannot conclude before the region", reference)
    walk.decide(reference, *REGION, "WORK_ACT")
    walk.decide(reference, *OFFICE, "RESIDENCE_ACT")


def both(walk: Walk) -> None:
    """Both think no: the region's act is the only one, and the Office's assessment stays its own."""
    reference = _under_review(walk, "Doppelt", "Nein", ABROAD)
    walk.assess(reference, "UNFAVOURABLE")
    walk.decide(reference, *REGION, "WORK_ACT", outcome="unfavourable")
    _has_no_annex_48(walk, reference)


def _under_review(walk: Walk, family: str, given: str, residence: dict[str, str]) -> str:
    reference = walk.file({"family_name": family, "given_names": given}, residence)
    walk.tick(reference)
    walk.declare_complete(reference)
    return reference


def _has_no_annex_48(walk: Walk, reference: str) -> None:
    """The Office's verbs are closed, and its track has no signature."""
    page = walk.as_("federal-signatory").get(f"/desk/{reference}")
    if page.find_form(action="/letter") is not None or walk.journal(reference).count("ACT_SIGNED") != 1:
        raise WalkFailed(f"{reference} has an act on residence although work was refused")
    walk.tell("Immigration Office", "has nothing left to decide: no annex 48", reference)
