"""What goes and comes by post, and what happens when an authority is closed (P6, P24)."""

from datetime import date, timedelta
from typing import TYPE_CHECKING

from portal.demo.stories import a_pdf
from portal.walkthrough.answers import ABROAD, EMPLOYER, day_fields
from portal.walkthrough.story import PDF, Walk
from portal.walkthrough.visitor import Page, WalkFailed, told

if TYPE_CHECKING:
    from portal.walkthrough.records import Due

ASKED = "diploma_translation"
ON_PAPER = {"category": "eu_blue_card", "kind": "FIRST", "identity": "ENTERPRISE"}
BY_POST = {**EMPLOYER, "name": "Briefpost GmbH", "enterprise_number": "0400.123.416"}
OLD_ADDRESS = "Briefpost GmbH\nAlte Straße 1\n4700 Eupen"
NEW_ADDRESS = "Briefpost GmbH\nNeue Straße 2\n4700 Eupen"


def on_paper(walk: Walk) -> None:
    """An application came on paper three days ago: the region types it, and the day of its arrival counts."""
    reference = _typed(walk, {**EMPLOYER}, {"reply": "inbox"}, "Papier")
    came = walk.today() - timedelta(days=3)
    if not any(due.starts_on == came for due in walk.deadlines(reference)):
        raise WalkFailed(f"no clock of {reference} starts on {came}: {walk.deadlines(reference)}")
    told(walk.as_("employer").get(f"/applications/{reference}/receipt"), "Received on paper")
    walk.tell("employer", "finds it in the list, filed on the day it came", reference)


def letter_returned(walk: Walk) -> None:
    """A registered letter comes back: an alarm, another address, a slip, a delivery; the answer comes by post too."""
    reference = _typed(walk, BY_POST, {"reply": "letter", "address": OLD_ADDRESS}, "Rückläufer")
    lena, here = walk.as_("region-handler"), f"/desk/{reference}"
    walk.send_request(reference, ASKED)
    first = _posted(walk, reference, "RR 100 000 001 BE", besides=())
    _ended(walk, reference, first, "returned")
    walk.wait_for(reference, "NOTIFICATION_FAILED")
    page = lena.get(here)
    told(page, "%(who)s could not be reached on %(day)s")
    page = lena.submit(lena.get(page.link(f"{here}/post/")), {"way": "letter", "address": NEW_ADDRESS}, field="way")
    told(page, "The letter waits in the mail room to be printed. No clock changes until it counts as notified.")
    walk.tell("region", "is alarmed, and writes to another address", reference)
    second = _posted(walk, reference, "RR 100 000 002 BE", besides=(first,))
    _ended(walk, reference, second, "arrived")
    walk.wait_for(reference, "NOTIFIED.REQUEST.FILER")
    walk.tell("post office", "the applicant is notified, his time runs", reference)
    page = lena.get(f"{here}/add")
    answer = {"code": ASKED, **day_fields("received_on", walk.today()), "is_answer": "on", "file": None}
    lena.submit(page, answer, field="code", files={"file": ("scan.pdf", a_pdf(ASKED), PDF)})
    walk.tell("region", "registers the answer, which came by post", reference)
    if not _supply(walk, reference, ended_as="MET"):
        raise WalkFailed(f"the applicant's time was not met: {walk.deadlines(reference)}")
    walk.tell("platform", "has met the clock that the delivery started", reference)


def closed_on_the_last_day(walk: Walk) -> None:
    """The last day falls into a strike that lets days move: it moves behind it, and back once it is annulled."""
    reference = walk.file({"family_name": "Streik", "given_names": "Eins"}, ABROAD, with_papers=False)
    walk.ask(reference, ASKED)
    lena = walk.as_("region-handler")
    [due] = _supply(walk, reference, ended_as="")
    last = due.due_on + timedelta(days=2)
    days = {**day_fields("from_on", due.due_on), **day_fields("until_on", last)}
    record = {"reason": "STRIKE", "tracks": [due.track], "moves_due": "on", **days}
    page = lena.submit(lena.get("/desk/mail/unavailability"), record, field="reason")
    walk.tell("region", f"puts a strike on record, from {due.due_on:%-d %B} to {last:%-d %B}", reference)
    walk.wait_until(lambda: _last_day(walk, reference) > last, what=f"the last day of {reference} to move")
    told(
        lena.get(f"/desk/{reference}/deadlines"),
        "%(on)s to %(until)s: the authority could not be reached (%(authority)s: %(reason)s).",
    )
    walk.tell("platform", f"moves the last day to {_last_day(walk, reference):%-d %B}", reference)
    page = lena.get(page.link("/mail/unavailability/"))
    lena.submit(page, {"change": "annul", "because": "Der Streik fiel aus."}, field="because")
    walk.wait_until(lambda: _last_day(walk, reference) == due.due_on, what="the last day to move back")
    walk.tell("region", "annuls it, and the day is the old one", reference)


def _typed(walk: Walk, employer: dict[str, str], reply: dict[str, str], family: str) -> str:
    """Type an application that came three days ago."""
    lena = walk.as_("region-handler")
    known = {name: employer[name] for name in ("name", "enterprise_number")}
    came = day_fields("received_on", walk.today() - timedelta(days=3))
    page = lena.submit(lena.get("/desk/mail/paper/new"), {**ON_PAPER, **known, **reply, **came}, field="reply")
    walk.tell("region", "registers an application that came on paper three days ago")
    worker = {"family_name": family, "given_names": "Eins"}
    page = lena.get(page.link("/employer"))  # the form goes on behind what the envelope said already
    page = walk.fill_in(page, "region-handler", {"employer": employer, "worker": worker, "residence": ABROAD})
    return walk.hand_in(page, "region-handler", room="desk")


def _posted(walk: Walk, reference: str, slip: str, *, besides: tuple[str, ...]) -> str:
    """Print the letter that waits, hand it to the postal service, enter its slip; answers its address."""
    lena = walk.as_("region-handler")

    def waiting(page: Page) -> list[str]:
        letters = page.links_beside("Request for documents", "/mail/letters/")
        return [letter for letter in letters if letter not in besides]

    page = lena.wait_for(f"/desk/{reference}/post", lambda shown: bool(waiting(shown)), what="the registered letter")
    [letter] = waiting(page)
    if lena.get(f"{letter}/print").media_type != PDF:
        raise WalkFailed(f"the letter to {reference} cannot be printed")
    lena.submit(lena.get(letter), {"slip_number": slip}, field="slip_number")
    walk.tell("region", f"prints and posts a registered letter, slip {slip}", reference)
    return letter


def _ended(walk: Walk, reference: str, letter: str, end: str) -> None:
    lena = walk.as_("region-handler")
    scan = {"proof": ("slip.pdf", a_pdf("slip"), PDF)}
    lena.submit(lena.get(letter), {"end": end, "proof": None}, field="end", files=scan)
    walk.tell("region", f"enters that it {'came back' if end == 'returned' else 'was delivered'}", reference)


def _supply(walk: Walk, reference: str, *, ended_as: str) -> list["Due"]:
    """The applicant's days to supply what was asked, those that run or that ended so."""
    return [due for due in walk.deadlines(reference) if due.rule.endswith(".supply") and due.ended_as == ended_as]


def _last_day(walk: Walk, reference: str) -> date:
    [due] = _supply(walk, reference, ended_as="")
    return due.due_on
