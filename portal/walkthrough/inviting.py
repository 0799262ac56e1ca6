"""The worker's door (P20): by an invitation in the mail, low assurance, limited acts."""

import re

from portal.walkthrough.answers import ABROAD, WORKER
from portal.walkthrough.story import Walk
from portal.walkthrough.visitor import Visitor, WalkFailed, told

MAIL = "ravi.einladung@worker.example"
SEALED = "medical_certificate"
WORD = "Vereinbart waren 72.000 Euro im Jahr."


def worker_comes_in(walk: Walk) -> None:
    """The worker follows the link of an e-mail, sends what only the authorities read, and says what is wrong."""
    worker = {"family_name": "Einladung", "given_names": "Ravi"}
    reference = walk.file(worker, ABROAD, leave_out=(SEALED,))
    karin, ravi = walk.as_("employer"), Visitor(walk.url)
    page = karin.get(karin.get(f"/applications/{reference}").link("/worker"))
    karin.submit(page, {"email": MAIL, "language": "en"}, field="email")
    walk.tell("employer", "invites the worker", reference)
    walk.wait_until(lambda: bool(walk.mails(MAIL)), what="the invitation")
    page = ravi.get(_link_in(walk.mails(MAIL)[-1]))
    page = ravi.submit(page, {"document_number": "Y9", **_born()}, action="/invitation", expect=422)
    page = ravi.submit(page, {"document_number": "x 000-0000", **_born()}, action="/invitation")
    told(page, "You are in. From now on you sign in with a code by e-mail, or with a passkey.")
    walk.tell("worker", "mistypes the passport number, then comes in by it", reference)
    walk.put(ravi, ravi.get(f"/applications/{reference}/documents"), SEALED)
    if f"{SEALED}.pdf" in karin.get(f"/applications/{reference}/documents").text:
        raise WalkFailed(f"the employer reads the file name of a sealed paper of {reference}")
    walk.tell("worker", f"sends the {SEALED}, of which the employer sees that it came", reference)
    page = ravi.submit(ravi.get(f"/applications/{reference}/stated"), action="/stated/right")
    told(page, "Noted: you confirmed what is stated. Both authorities read it.")
    ravi.submit(page, {"path": "job.yearly_gross", "text": WORD}, action="/stated/wrong")
    walk.tell("worker", "confirms what is stated, then finds that the pay is wrong", reference)
    for officer in ("region-handler", "federal-handler"):
        if WORD not in walk.as_(officer).get(f"/desk/{reference}/worker").text:
            raise WalkFailed(f"{officer} does not read what the worker of {reference} said")
    if WORD in karin.get(f"/applications/{reference}").text:
        raise WalkFailed(f"the employer reads what the worker of {reference} said")
    walk.tell("both desks", "read it; the employer does not", reference)


def _born() -> dict[str, str]:
    return {name: value for name, value in WORKER.items() if name.startswith("birth_date_")}


def _link_in(message: str) -> str:
    found = re.search(r"https?://\S+/accounts/invitation\?t=\S+", message)
    if found is None:
        raise WalkFailed(f"the invitation has no link: {message}")
    return found[0]
