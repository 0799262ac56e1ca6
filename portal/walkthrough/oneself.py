"""What only the worker may file, by the worker (P28): no employer takes part, and none is told."""

from portal.walkthrough.answers import AT_HOME, WORKER
from portal.walkthrough.granting import OFFICE, REGION
from portal.walkthrough.story import Walk
from portal.walkthrough.visitor import WalkFailed

WHO = "citizen"


def without_limit(walk: Walk) -> None:
    """The worker files for a permit without limit of time where she lives; her employer never hears of it."""
    page = walk.open_draft(WHO, category="unlimited_single_permit")
    amina = walk.as_(WHO)
    for step, values in (
        ("worker", {**WORKER, "family_name": "Modelo", "given_names": "Amina"}),
        ("residence", AT_HOME),
    ):
        page = amina.submit(page, values, action=f"/{step}")
    walk.tell(WHO, "answers who she is and where she lives; neither employer nor job is asked for")
    reference = walk.hand_in(page, WHO, room="applications")
    for subject in ("employer", "worker"):
        if walk.as_(subject).finds(f"/applications/{reference}"):
            raise WalkFailed(f"{subject} finds {reference}, which is hers alone")
    walk.tell("employer", "finds nothing of it")
    walk.declare_complete(reference)
    walk.conclude(reference, *REGION, "favourable")
    walk.state_terms(reference, *REGION, months=60)
    walk.make_ready(reference, *REGION)
    walk.sign(reference, *REGION, "WORK_ACT")
    walk.decide(reference, *OFFICE, "RESIDENCE_ACT")
    walk.fetch_letter(WHO, reference, "residence_act")
    walk.acknowledge("commune", reference)
    walk.report("commune", reference, "CARD_DELIVERED")
