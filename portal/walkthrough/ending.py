"""It ends before a decision: whoever filed gives up (P16), or nothing is left to decide (P13), in each open state; or
before it has begun, as a draft that nobody touches (P32).
"""

from portal.walkthrough.answers import ABROAD, EMPLOYER
from portal.walkthrough.story import Walk
from portal.walkthrough.visitor import told

PAPER = "diploma_translation"
KEPT, REMINDED = 90, 14
"""How many days a draft is kept, and how long before its end the reminder goes out."""


def withdrawn_while_filed(walk: Walk) -> None:
    """Given up before anybody has looked."""
    _withdraw(walk, _filed(walk, "Zurück", "Eins"))


def withdrawn_while_documents_are_awaited(walk: Walk) -> None:
    """Given up instead of sending what was asked."""
    _withdraw(walk, _asked(walk, "Zurück", "Zwei"))


def withdrawn_under_review(walk: Walk) -> None:
    """Given up while both authorities examine: both reviews end without object."""
    _withdraw(walk, _under_review(walk, "Zurück", "Drei"))


def closed_while_filed(walk: Walk) -> None:
    """The same application was filed twice: the region closes the second."""
    _close(walk, _filed(walk, "Doppelt", "Eins"), "DUPLICATE")


def closed_while_documents_are_awaited(walk: Walk) -> None:
    """The employer goes bankrupt while papers are awaited."""
    _close(walk, _asked(walk, "Konkurs", "Eins"), "BANKRUPTCY")


def closed_under_review(walk: Walk) -> None:
    """The worker dies while both authorities examine."""
    _close(walk, _under_review(walk, "Verstorben", "Eins"), "DEATH")


def draft_forgotten(walk: Walk) -> None:
    """A draft that nobody touches: its filer is reminded in time, then it is deleted (P32)."""
    karin = walk.as_("employer")
    draft = karin.submit(walk.open_draft("employer"), EMPLOYER, action="/employer").url.rpartition("/")[0]
    walk.let_days_pass(KEPT - REMINDED)
    page = karin.wait_for("/inbox/", lambda shown: shown.find_link("draft/") is not None, what="the reminder")
    karin.get(page.link("draft/"))
    walk.tell("employer", "reads until when the draft is kept")
    karin.get(f"{draft}/worker")
    walk.let_days_pass(REMINDED + 1)
    walk.wait_until(lambda: not karin.finds(f"{draft}/worker"), what="the draft to go")
    walk.tell("platform", "deletes the draft")


def _withdraw(walk: Walk, reference: str) -> None:
    karin = walk.as_("employer")
    karin.submit(karin.get(f"/applications/{reference}"), action="/withdraw")
    walk.tell("employer", "withdraws the application", reference)
    _is_over(walk, reference)


def _close(walk: Walk, reference: str, reason: str) -> None:
    ralf = walk.as_("region-signatory")
    ralf.submit(ralf.get(f"/desk/{reference}/close"), {"reason": reason}, action="/close")
    walk.tell("region", f"closes it without object: {reason}", reference)
    _is_over(walk, reference)


def _is_over(walk: Walk, reference: str) -> None:
    """Nobody can do anything more; whoever tries is told."""
    page = walk.as_("employer").get(f"/applications/{reference}/documents")
    told(page, "This application is closed; documents can no longer be added.")


def _filed(walk: Walk, family: str, given: str) -> str:
    """Filed without a single paper: the window receives it all the same (P16)."""
    return walk.file({"family_name": family, "given_names": given}, ABROAD, with_papers=False)


def _asked(walk: Walk, family: str, given: str) -> str:
    reference = _filed(walk, family, given)
    walk.ask(reference, PAPER)
    return reference


def _under_review(walk: Walk, family: str, given: str) -> str:
    reference = walk.file({"family_name": family, "given_names": given}, ABROAD)
    walk.tick(reference)
    walk.declare_complete(reference)
    return reference
