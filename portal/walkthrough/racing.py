"""Two officers press at the same moment: one is first, the other is told, and the journal has one entry."""

import threading
from collections.abc import Callable

from portal.walkthrough.answers import ABROAD
from portal.walkthrough.story import Walk
from portal.walkthrough.visitor import Page, WalkFailed, told


def two_officers(walk: Walk) -> None:
    """First both take the dossier, then both declare it complete."""
    reference = walk.file({"family_name": "Wettlauf", "given_names": "Zwei"}, ABROAD)
    people = [walk.as_("region-handler"), walk.as_("region-signatory")]
    pages = [person.get(f"/desk/{reference}") for person in people]
    answers = _at_once(
        *(
            lambda person=person, page=page: person.submit(page, {"to": "me"}, action="/take", field="expected")
            for person, page in zip(people, pages, strict=True)
        )
    )
    _one_is_told(walk, reference, answers, "ASSIGNED", "Somebody else has taken this dossier in between.")
    walk.tell("region", "two officers take it at once: one has it, the other is told", reference)

    walk.tick(reference)
    pages = [person.get(f"/desk/{reference}/complete") for person in people]
    answers = _at_once(
        *(
            lambda person=person, page=page: person.submit(page, action="/complete", expect=None)
            for person, page in zip(people, pages, strict=True)
        )
    )
    refused = [page for page in answers if page.status != 200]  # the other sees the same words beside a closed button
    _one_is_told(walk, reference, refused, "COMPLETE_DECLARED", "The application has already been declared complete.")
    walk.tell("region", "both declare it complete at once: it is complete once", reference)
    walk.wait_for(reference, "NOTIFIED.COMPLETENESS.FILER")


def _one_is_told(walk: Walk, reference: str, answers: list[Page], entry: str, sentence: str) -> None:
    if walk.journal(reference).count(entry) != 1:
        raise WalkFailed(f"{entry} was written {walk.journal(reference).count(entry)} times")
    refused = 0
    for page in answers:
        try:
            told(page, sentence)
        except WalkFailed:
            continue
        refused += 1
    if refused != 1:
        raise WalkFailed(f"{refused} of {len(answers)} were told {sentence!r}")


def _at_once(*presses: Callable[[], Page]) -> list[Page]:
    """All press when all are ready; what each saw."""
    start, answers = threading.Barrier(len(presses)), list[Page]()

    def press(one: Callable[[], Page]) -> None:
        start.wait()
        answers.append(one())

    threads = [threading.Thread(target=press, args=(one,)) for one in presses]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(timeout=60)
    return answers
