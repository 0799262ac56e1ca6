"""What somebody does at some turn, and with what: the steps that the scenes are made of."""

from datetime import date, datetime, timedelta
from typing import Any

from django.core.files.uploadedfile import SimpleUploadedFile

from applications import calendar, files
from applications.actors import Actor
from applications.models import Act, Dossier, Mandate, Organisation
from applications.models.act import IN_FORCE
from applications.selectors import case_file
from applications.services import acts, documents, mandates, paper, reopening, reviews, sweeping
from applications.services.mandate_terms import Holder, Terms
from applications.services.rectifying import Correction
from applications.vocabulary import ApplicationKind, Authority, EmployerIdentity, MandateScope, Outcome, Term, Track
from tests import stories
from tests.procedure.people import lawyer

START = stories.FILED_AT
ASKED = ("diploma", "contract_or_offer")  # the first has come in again, the second has not
PIECES = {"WORK": "diploma", "RESIDENCE": "sickness_insurance"}
DAY = timedelta(days=1)
EMPLOYER = "employer:0123456749"
ADDRESS = "Muster Automation AG\nIndustriestraße 12\n4700 Eupen"
SLIPS = (f"RR{number:09}BE" for number in range(1, 1_000_000))
MISSPELT = Correction(said="Der Familienname war falsch geschrieben.", facts={"worker.family_name": "Beispielmann"})
FROM_PAPER: dict[str, Any] = {
    "category": "eu_blue_card",
    "kind": ApplicationKind.FIRST,
    "received_on": calendar.day_of(START),
    "employer": paper.Employer(
        identity=EmployerIdentity.ENTERPRISE, name="Muster Automation AG", enterprise_number="0123456749"
    ),
    "reply_address": ADDRESS,
}
LASTS: dict[str, Any] = {"given": {Term.MONTHS: "12"}, "sources": {Term.MONTHS: "Rundschreiben"}}
APPEAL: dict[str, Any] = {"reason": "APPEAL_UPHELD", "basis": "Beschluss 12/2025"}
INVITATION: dict[str, Any] = {"email": "ravi@beispiel.example", "language": "en"}


def upload(dossier: Dossier, code: str, *, at: datetime, by: Actor | None = None) -> None:
    """One paper more, as the applicant sends it."""
    content = stories.a_pdf(f"again {code}")
    key, digest = files.keep(content)
    known = dossier.documents.filter(code=code).first()
    documents.record(
        dossier_id=dossier.pk,
        code=code,
        track=known.track if known else "WORK",
        sealed=known.sealed if known else False,
        stored=files.Stored(key, digest, len(content), "application/pdf", 1),
        name=f"{code}.pdf",
        by=by or stories.employer_actor(),
        at=at,
    )


def a_file() -> SimpleUploadedFile:
    """A small PDF as a browser sends it."""
    return SimpleUploadedFile("paper.pdf", stories.a_pdf(), content_type="application/pdf")


def sweep(dossier: Dossier, *, at: datetime) -> None:
    """What the sweep does to that dossier; a whole one would end the periods of every other turn."""
    sweeping._bring_in_line(dossier.pk, until=sweeping._last_day_over(calendar.day_of(at)), at=at)


def conclude(dossier: Dossier, by: Actor, at: datetime, outcome: Outcome = Outcome.FAVOURABLE) -> None:
    """Conclude the desk's review; whatever is open rests on what the officer says he read."""
    reviews.conclude(dossier_id=dossier.pk, by=by, at=at, **conclusion(dossier, by, outcome))


def conclusion(dossier: Dossier, by: Actor, outcome: Outcome) -> dict[str, object]:
    """Outcome, grounds and sources, as a page would send them."""
    if outcome == Outcome.FAVOURABLE:
        return {"outcome": outcome, "sources": dict.fromkeys(stories.unsettled_codes(dossier, by), "read")}
    track = "RESIDENCE" if by.authority == Authority.FEDERAL else "WORK"
    ground = next(f.code for f in case_file.of(dossier).evaluation.findings if f.track == track)
    return {"outcome": outcome, "grounds": [ground], "sources": {ground: "read"}}


def sign(dossier: Dossier, track: str, by: Actor, at: datetime) -> None:
    """Sign the letter that is ready."""
    letter = dossier.acts.get(track=track, state="PREVIEWED")
    acts.sign(dossier_id=dossier.pk, seen_sha256=letter.sha256, by=by, at=at)


def seal(dossier: Dossier, at: datetime) -> None:
    """What the platform does after a signature."""
    for act in dossier.acts.filter(state="SIGNED"):
        acts.append_seal(act_id=act.pk, at=at)


def reopen(dossier: Dossier, track: str, by: Actor, at: datetime) -> None:
    """Undo the act by which the dossier ended."""
    act = find_standing(dossier, track)
    assert act is not None
    reopening.reopen(dossier_id=dossier.pk, act_id=act.pk, by=by, at=at, **APPEAL)
    dossier.refresh_from_db()


def closed_from(on: date, *, days: int = 5, moves_due: bool = False) -> dict[str, Any]:
    """So many days on which the region could not be reached, as its page would send them."""
    until = on + timedelta(days=days - 1)
    return {"tracks": [Track.WORK], "from_on": on, "until_on": until, "reason": "OUTAGE", "moves_due": moves_due}


def written_down(key: str) -> Mandate:
    """A mandate to that person, which his firm holds on paper; the employer has not confirmed it."""
    by = lawyer(key)
    principal = Organisation.objects.get(key=EMPLOYER)
    known = Mandate.objects.filter(principal=principal, firm_id=by.organisation_id, holder_key=key, ended_at=None)
    return known.first() or mandates.give(
        principal_id=principal.pk,
        firm_id=by.organisation,
        holder=Holder(key, by.organisation),
        terms=Terms(scope=MandateScope.ALL, valid_from=calendar.day_of(START), resides_in_belgium=True),
        upload=a_file(),
        by=by,
        at=START,
    )


def find_standing(dossier: Dossier, track: str) -> Act | None:
    """The act of that track that is in force."""
    return Act.objects.filter(dossier=dossier, track=track, state__in=IN_FORCE).first()
