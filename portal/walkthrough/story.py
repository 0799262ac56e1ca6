"""What happens in the walkthrough, step by step, each person through his own pages."""

import time
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from datetime import date, timedelta
from typing import TYPE_CHECKING

from portal.demo.stories import a_pdf
from portal.walkthrough.answers import EMPLOYER, JOB, WORKER, day_fields
from portal.walkthrough.visitor import PATIENCE_SECONDS, Page, Visitor, WalkFailed, told

if TYPE_CHECKING:
    from portal.walkthrough.records import Due

PDF = "application/pdf"


@dataclass
class Walk:
    """The people of one walkthrough and what they have done.

    `today` is the day of law time; `pass_days` moves it on and has the deadlines that ran out looked at. `ring` wakes
    the worker for what it does by the clock every few seconds; who is not in a hurry waits for that. `journal`
    names the entries of a dossier in order, a notification with what and to whom: "NOTIFIED.REQUEST.FILER".
    `letter_is_good` answers a sentence about a letter's text and seal, or raises; a language says in which it must be.
    `ring` has the receipts of the post taken in at once, which the clock would do every few seconds.
    `deadlines` are the days of a dossier, ended ones too; `mails` the messages to an address, the oldest first.
    """

    url: str
    today: Callable[[], date]
    pass_days: Callable[[int], None]
    ring: Callable[[], None]
    journal: Callable[[str], list[str]]
    letter_is_good: Callable[[bytes, str, str], str]
    deadlines: Callable[[str], list["Due"]]
    mails: Callable[[str], list[str]]
    say: Callable[[str], None]
    people: dict[str, Visitor] = field(default_factory=dict)
    filed: list[str] = field(default_factory=list)

    def as_(self, subject: str) -> Visitor:
        """That person, signed in."""
        if subject not in self.people:
            self.people[subject] = Visitor(self.url)
            self.people[subject].sign_in(subject)
        return self.people[subject]

    def tell(self, who: str, what: str, reference: str = "") -> None:
        """One line of the story, with the number the journal has reached."""
        number = f"#{len(self.journal(reference))}" if reference else ""
        self.say(f"{number:>5}  {who:<17} {what}")

    def wait_for(self, reference: str, entry: str, *, times: int = 1) -> None:
        """Wait until the worker has written that entry, so many times. Raises WalkFailed after a minute."""
        self.wait_until(lambda: self.journal(reference).count(entry) >= times, what=f"{entry} of {reference}")

    def wait_until(self, came_true: Callable[[], bool], *, what: str) -> None:
        """Wait for what the worker was to do. Raises WalkFailed after a minute."""
        limit = time.monotonic() + PATIENCE_SECONDS
        while not came_true():
            if time.monotonic() > limit:
                raise WalkFailed(f"waited {PATIENCE_SECONDS:.0f} s for {what}")
            self.ring()
            time.sleep(0.4)

    def let_days_pass(self, days: int) -> None:
        """Nobody does anything for that long."""
        self.pass_days(days)
        self.say(f"       ({days} days go by: it is {self.today():%-d %B %Y})")

    # --- Filing ---------------------------------------------------------------------------------------------------

    def file(
        self,
        worker: Mapping[str, str],
        residence: Mapping[str, str],
        *,
        leave_out: tuple[str, ...] = (),
        with_papers: bool = True,
        by: str = "employer",
        category: str = "eu_blue_card",
    ) -> str:
        """Fill in every step, upload every paper but those left out, file; answers the reference."""
        page = self.open_draft(by, category=category)
        page = self.fill_in(page, by, {"employer": EMPLOYER, "worker": worker, "residence": residence})
        if with_papers:
            page = self._upload_all(self.as_(by), page, leave_out=leave_out)
        reference = self.hand_in(page, by, room="applications")
        receipt = self.as_(by).get(f"/applications/{reference}/receipt.json")
        if reference.encode() not in receipt.content:
            raise WalkFailed("the receipt does not name the application")
        return reference

    def open_draft(self, by: str, *, category: str = "eu_blue_card") -> Page:
        """A draft that nothing is answered in."""
        visitor = self.as_(by)
        chosen = {"category": category, "kind": "FIRST"}
        page = visitor.submit(visitor.get("/applications/new"), chosen, action="/applications/new")
        self.tell(by, "opens a draft")
        return page

    def fill_in(self, page: Page, by: str, answers: Mapping[str, Mapping[str, str]]) -> Page:
        """Answer step after step; who is not described otherwise is as always."""
        visitor = self.as_(by)
        start = day_fields("start_on", self.today() + timedelta(days=60))
        for step, values in (
            ("employer", answers["employer"]),
            ("worker", {**WORKER, **answers["worker"]}),
            ("job", {**JOB, **start}),
            ("residence", answers["residence"]),
        ):
            page = visitor.submit(page, values, action=f"/{step}")
            if page.url.split("?")[0].endswith(f"/{step}"):
                raise WalkFailed(f"the step {step} did not let us on: {page.complaints()}")
        self.tell(by, "answers employer, worker, job and residence")
        return page

    def hand_in(self, page: Page, by: str, *, room: str) -> str:
        """Look at everything once more and file; it goes on in that room, under its reference."""
        visitor = self.as_(by)
        page = visitor.submit(visitor.get(page.link("/check")), action="/check")
        reference = page.url.split(f"/{room}/")[1].split("/")[0].split("?")[0]
        self.filed.append(reference)
        self.tell(by, f"files {reference}: the window receives", reference)
        return reference

    def _upload_all(self, visitor: Visitor, page: Page, *, leave_out: tuple[str, ...]) -> Page:
        """Each slot of the page that has no file yet gets one, except those left out."""
        sent = 0
        for action in self._slots(page):
            code = action.rsplit("/", 2)[-2]
            if code in leave_out:
                continue
            page = self.put(visitor, page, code)
            sent += 1
        self.tell("", f"and uploads {sent} papers")
        return page

    def _slots(self, page: Page) -> list[str]:
        return [form.get("action").split("?")[0] for form in page.tree.forms if "/upload" in (form.get("action") or "")]

    def put(self, visitor: Visitor, page: Page, code: str) -> Page:
        """Put a paper into its slot on the page."""
        action = f"/documents/{code}/upload"
        form = page.form(action=action)
        name = next(control.get("name") for control in form.inputs if control.get("type") == "file")
        return visitor.submit(page, {name: None}, action=action, files={name: (f"{code}.pdf", a_pdf(code), PDF)})

    # --- Completeness ---------------------------------------------------------------------------------------------

    def tick(self, reference: str) -> None:
        """The Immigration Office finds every residence paper there."""
        odile = self.as_("federal-handler")
        page = odile.get(f"/desk/{reference}/tick")
        ticks = {name: "here" for name in page.form(action="/tick").fields if name.startswith("tick-")}
        odile.submit(page, ticks, action="/tick")
        self.tell("Immigration Office", f"ticks {len(ticks)} residence papers", reference)

    def ask(self, reference: str, code: str) -> None:
        """The region asks for one paper; the applicant is notified by the real post."""
        self.send_request(reference, code)
        self.wait_for(reference, "NOTIFIED.REQUEST.FILER")
        self.tell("post office", "the applicant is notified, his time runs", reference)

    def send_request(self, reference: str, code: str) -> None:
        """The region asks for one paper; nobody has been told yet."""
        lena = self.as_("region-handler")
        page = lena.get(f"/desk/{reference}/ask")
        lena.submit(page, {f"ask-{code}": "on", f"reason-{code}": "Bitte nachreichen."}, action="/ask")
        self.tell("region", f"asks for one document: {code}", reference)

    def supply(self, reference: str, *codes: str) -> None:
        """The applicant uploads what was asked and sends the answer."""
        karin = self.as_("employer")
        for code in codes:
            self.upload(reference, code)
        karin.submit(karin.get(f"/applications/{reference}"), action="/answer")
        self.tell("employer", "hands it in", reference)

    def upload(self, reference: str, code: str) -> None:
        """The applicant adds one paper to what was asked, and sends no answer yet."""
        karin = self.as_("employer")
        self.put(karin, karin.get(f"/applications/{reference}"), code)

    def declare_complete(self, reference: str) -> None:
        """The region declares the file complete; both clocks start with the notification."""
        lena = self.as_("region-handler")
        lena.submit(lena.get(f"/desk/{reference}/complete"), action="/complete")
        self.tell("region", "declares the application complete", reference)
        self.wait_for(reference, "NOTIFIED.COMPLETENESS.FILER")
        self.tell("post office", "completeness is notified, the time to decide runs", reference)

    # --- Decisions ------------------------------------------------------------------------------------------------

    def assess(self, reference: str, outcome: str = "FAVOURABLE") -> None:
        """The Immigration Office thinks aloud before the regional yes (P10)."""
        odile = self.as_("federal-handler")
        odile.submit(odile.get(f"/desk/{reference}/assess"), {"outcome": outcome}, action="/assess")
        self.tell("Immigration Office", f"records a provisional assessment: {outcome.lower()}", reference)

    def decide(self, reference: str, subject: str, who: str, what: str, *, outcome: str = "favourable") -> None:
        """Conclude, make the letter ready, look at it, sign it; the worker seals and delivers."""
        self.conclude(reference, subject, who, outcome)
        self.make_ready(reference, subject, who)
        self.sign(reference, subject, who, what)

    def conclude(self, reference: str, subject: str, who: str, outcome: str) -> None:
        """Say yes, or no on one ground; and for each rule that is open, what was relied on."""
        officer = self.as_(subject)
        page = officer.get(f"/desk/{reference}/conclude/{outcome}")
        form = page.form(action=f"/{outcome}")
        answers: dict[str, object] = {
            name: "Belgisches Staatsblatt" for name in form.fields if name.startswith(("source-", "reason-"))
        }
        if outcome == "unfavourable":
            answers["grounds"] = [form.xpath(".//input[@name='grounds']/@value")[0]]
        page = officer.submit(page, answers, action=f"/{outcome}", expect=None)
        if page.status == 422:  # the ground chosen rests on a rule that nobody verified: now he is asked for it
            form = page.form(action=f"/{outcome}")
            sources = {name: "Belgisches Staatsblatt" for name in form.fields if name.startswith("source-")}
            officer.submit(page, sources, action=f"/{outcome}")
        self.tell(who, f"concludes {outcome.removesuffix('e')}y", reference)

    def state_terms(self, reference: str, subject: str, who: str, *, months: int) -> None:
        """Say how long the grant lasts, where no rule does, and on what that rests."""
        officer = self.as_(subject)
        page = officer.get(f"/desk/{reference}/terms")
        stated = {"months": str(months), "source-months": "Belgisches Staatsblatt"}
        page = officer.submit(page, stated, action="/terms")
        told(page, "It is stated, and marked as not verified. Make the letter ready next: it prints what you stated.")
        self.tell(who, f"states that it lasts {months} months, since no rule says it", reference)

    def make_ready(self, reference: str, subject: str, who: str) -> None:
        """Have the letter made, as it will be issued, and read it."""
        officer = self.as_(subject)
        officer.submit(officer.get(f"/desk/{reference}"), action="/letter")
        self.tell(who, "makes the letter ready and reads it", reference)

    def sign(self, reference: str, subject: str, who: str, what: str) -> None:
        """Sign the letter that was read; the worker seals and delivers it."""
        officer, entry = self.as_(subject), f"NOTIFIED.{what}.FILER"
        before = self.journal(reference).count(entry)  # an act in the place of another is notified again
        officer.submit(officer.get(f"/desk/{reference}/sign"), action="/sign", field="sha256")
        self.tell(who, "signs", reference)
        self.wait_for(reference, entry, times=before + 1)
        self.tell("worker and post", "sealed, delivered, notified", reference)

    def fetch_letter(
        self, subject: str, reference: str, kind: str, *, can_be_contested: bool = False, language: str = ""
    ) -> bytes:
        """Open the newest parcel about the decision in the inbox, fetch its letter, check its text and its seal."""
        visitor = self.as_(subject)
        page = visitor.wait_for(
            "/inbox/", lambda shown: shown.find_link(f"{reference}/{kind}") is not None, what=f"the parcel {kind}"
        )
        parcel = visitor.get(page.link(f"{reference}/{kind}"))
        if can_be_contested:
            told(parcel, "You can contest this decision")
        letter = visitor.wait_for(parcel.link("/letter/"), lambda shown: shown.media_type == PDF, what="the letter")
        self.tell(subject, f"fetches the letter: {self.letter_is_good(letter.content, reference, language)}")
        return letter.content

    # --- Life goes on ---------------------------------------------------------------------------------------------

    def acknowledge(self, subject: str, reference: str, *, kind: str = "") -> None:
        """A post or commune opens its parcel and takes it over; only that counts as notification."""
        visitor, part = self.as_(subject), f"{reference}/{kind}"
        page = visitor.wait_for("/inbox/", lambda shown: shown.find_link(part) is not None, what="the instruction")
        entry = f"NOTIFIED.RESIDENCE_ACT.{subject.upper()}"
        before = self.journal(reference).count(entry)
        visitor.submit(visitor.get(page.link(part)), action="/acknowledge")
        self.wait_for(reference, entry, times=before + 1)
        self.tell(subject, "acknowledges", reference)

    def report(self, subject: str, reference: str, kind: str) -> None:
        """A post or commune reports what happened today."""
        visitor = self.as_(subject)
        page = visitor.get(f"/partner/{reference}")
        visitor.submit(page, {"kind": kind, **day_fields("happened_on", self.today())}, action="/report")
        self.tell(subject, f"reports {kind}", reference)

    def announce(self, subject: str, reference: str) -> None:
        """The post says in which commune the worker will live; the commune takes over."""
        visitor = self.as_(subject)
        page = visitor.get(f"/partner/{reference}")
        visitor.submit(page, {"commune": "4700 Eupen"}, field="commune")
        self.tell(subject, "says that the worker will live in Eupen", reference)
