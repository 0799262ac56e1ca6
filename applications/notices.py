"""What is told to whom: the facts of a dossier cut down to what each recipient's notice needs (`disclosure`).

Nothing here decides or posts; services do. Titles of papers are rendered in the recipient's language, since a letter
quotes them.
"""

from collections.abc import Iterable, Sequence
from datetime import date

from django.utils import translation
from django.utils.translation import gettext as _

from applications import disclosure, rulebook, territory
from applications.calendar import day_of
from applications.models import Act, Dossier, Mandate, Permit, RequestLine
from applications.rulebook import sentences
from applications.rulebook.facts import Facts
from applications.rulebook.model import ClockEvent, ClockRule
from exchange import contracts
from exchange.vocabulary import CommuneTask, LabourMarket, MandateTopic, NewsTopic, StartOfWork, Unit


def worker_name(facts: Facts) -> str:
    """As the travel document writes it: family name first; a single name stands alone."""
    parts = [facts.worker.family_name, facts.worker.given_names]
    return ", ".join(part for part in parts if part) or "?"


def employer_name(facts: Facts) -> str:
    """The employer's name, "?" while it is not known; empty where no employer takes part."""
    return facts.employer.name or ("?" if rulebook.rulebook().category(facts.category).has_employer else "")


def titles(codes: Iterable[str], *, language: str) -> tuple[str, ...]:
    """The names of papers or rules in one language."""
    with translation.override(language):
        return tuple(sentences.title(code) for code in codes)


def receipt(
    dossier: Dossier, facts: Facts, *, language: str, received: int, missing: Sequence[str]
) -> contracts.Notice:
    """To the applicant: the window has received (P16)."""
    assert dossier.reference and dossier.submitted_at
    return contracts.ReceiptOfFiling(
        reference=dossier.reference,
        language=language,
        authority=dossier.authority,
        filed_at=dossier.submitted_at,
        category=dossier.category,
        worker_name=worker_name(facts),
        employer_name=employer_name(facts),
        documents_received=received,
        documents_missing=titles(missing, language=language),
    )


def asked(
    dossier: Dossier,
    facts: Facts,
    lines: Sequence[tuple[RequestLine, str]],
    *,
    language: str,
    rule: ClockRule,
    on: date,
    examined_by: str = "",
) -> contracts.Notice:
    """To the applicant: one request for both desks, or that of the desk which examines already (P5).

    `lines` come with the article of each paper.
    """
    with translation.override(language):
        documents = tuple(
            contracts.AskedDocument(
                code=line.code,
                title=sentences.title(line.code),
                article=article,
                asked_by=line.authority,
                remark=line.reason,
            )
            for line, article in lines
        )
    return contracts.DocumentsAsked(
        reference=str(dossier.reference),
        language=language,
        authority=examined_by or dossier.authority,
        asked_on=on,
        examined_meanwhile=bool(examined_by),
        worker_name=worker_name(facts),
        documents=documents,
        supply_within=period(rule),
    )


def complete(dossier: Dossier, facts: Facts, *, language: str, rule: ClockRule | None, on: date) -> contracts.Notice:
    """To the applicant: the time to decide starts when this is available."""
    return contracts.CompletenessNotice(
        reference=str(dossier.reference),
        language=language,
        authority=dossier.authority,
        complete_on=on,
        worker_name=worker_name(facts),
        decide_within=period(rule) if rule else None,
    )


def work_decision(
    dossier: Dossier, facts: Facts, act: Act, *, language: str, on: date, appeal: contracts.Appeal | None
) -> contracts.Notice:
    """To employer and worker: the region's own act (P9)."""
    return contracts.WorkDecision(
        reference=str(dossier.reference),
        language=language,
        authority=dossier.authority,
        favourable=act.kind == "WORK_GRANT",
        decided_on=on,
        category=dossier.category,
        worker_name=worker_name(facts),
        employer_name=employer_name(facts),
        articles=tuple(act.grounds.get("articles", ())),
        attachments=(letter_of(act),),
        replaces_letter_of=_replaced(act),
        appeal=appeal,
    )


def inadmissibility(
    dossier: Dossier, facts: Facts, act: Act, *, language: str, on: date, appeal: contracts.Appeal | None
) -> contracts.Notice:
    """To applicant and worker: an officer signed that the application cannot be examined (P11)."""
    missing = titles(act.grounds["codes"], language=language)
    with translation.override(language):
        grounds = tuple(_("Not received: %(title)s") % {"title": title} for title in missing)
    return contracts.Inadmissibility(
        reference=str(dossier.reference),
        language=language,
        authority=act.authority,
        decided_on=on,
        worker_name=worker_name(facts),
        grounds=grounds,
        attachments=(letter_of(act),),
        replaces_letter_of=_replaced(act),
        appeal=appeal,
    )


def residence_refusal(
    dossier: Dossier, facts: Facts, act: Act, *, language: str, on: date, appeal: contracts.Appeal | None
) -> contracts.Notice:
    """To applicant and worker: annex 48, the Immigration Office's own act (P8)."""
    return contracts.ResidenceRefusal(
        reference=str(dossier.reference),
        language=language,
        authority="federal",
        decided_on=on,
        worker_name=worker_name(facts),
        attachments=(letter_of(act),),
        replaces_letter_of=_replaced(act),
        appeal=appeal,
    )


def combined_grant(
    dossier: Dossier, facts: Facts, act: Act, permit: Permit, *, language: str, on: date
) -> contracts.Notice:
    """To employer and worker: annex 46, from when work may start, the labour-market mention (P8, P15)."""
    return contracts.CombinedGrant(
        reference=str(dossier.reference),
        language=language,
        authority="federal",
        decided_on=on,
        category=dossier.category,
        worker_name=worker_name(facts),
        employer_name=employer_name(facts),
        card=permit.card,
        labour_market=LabourMarket(permit.labour_market),
        start_of_work=start_of_work(facts),
        valid_from=permit.valid_from,
        valid_until=permit.valid_until,
        attachments=(letter_of(act),),
        replaces_letter_of=_replaced(act),
    )


def visa_instruction(
    dossier: Dossier, facts: Facts, act: Act, permit: Permit, *, language: str, on: date
) -> contracts.Notice:
    """To the post: whom to give the visa. No pay, no diploma, no papers (P29)."""
    return contracts.VisaInstruction(
        reference=str(dossier.reference),
        language=language,
        authority="federal",
        decided_on=on,
        person=person(facts, disclosure.Viewer.POST),
        visa="D",
        category=dossier.category,
        employer_name=employer_name(facts),
        valid_from=permit.valid_from,
        valid_until=permit.valid_until,
        attachments=(letter_of(act),),
        replaces_letter_of=_replaced(act),
    )


def commune_instruction(
    dossier: Dossier, facts: Facts, act: Act, permit: Permit, *, language: str, on: date
) -> contracts.Notice:
    """To the commune: whom to register and which card to issue (P15, P29)."""
    residence = facts.residence
    if residence.in_belgium:
        address = [residence.street, residence.postal_code, residence.city]
    else:
        commune = territory.commune(residence.belgian_nis_code) if residence.belgian_nis_code else None
        address = [residence.belgian_street, residence.belgian_postal_code, commune.name(language) if commune else ""]
    return contracts.CommuneInstruction(
        reference=str(dossier.reference),
        language=language,
        authority="federal",
        decided_on=on,
        task=CommuneTask.REGISTER_AND_ISSUE_CARD,
        person=person(facts, disclosure.Viewer.COMMUNE),
        address=", ".join(part for part in address if part),
        card=permit.card,
        labour_market=LabourMarket(permit.labour_market),
        category=dossier.category,
        employer_name=employer_name(facts),
        valid_from=permit.valid_from,
        valid_until=permit.valid_until,
        attachments=(letter_of(act),),
        replaces_letter_of=_replaced(act),
    )


def undone(dossier: Dossier, act: Act, *, language: str, on: date, worker: str, ends_permit: bool) -> contracts.Notice:
    """To everybody who had the decision: it no longer stands, and why (P13)."""
    assert act.signed_at
    return contracts.DecisionUndone(
        reference=str(dossier.reference),
        language=language,
        authority=act.authority,
        decision=act.kind,
        decided_on=day_of(act.signed_at),
        number=act.number,
        reason=act.superseded_because,
        undone_on=on,
        worker_name=worker,
        ends_permit=ends_permit,
    )


def news(dossier: Dossier, topic: NewsTopic, *, language: str, on: date, worker: str) -> contracts.Notice:
    """To whoever follows the dossier: a milestone that starts no clock."""
    return contracts.News(
        reference=str(dossier.reference),
        language=language,
        authority=dossier.authority,
        topic=topic,
        happened_on=on,
        worker_name=worker,
    )


def mandate(given: Mandate, topic: MandateTopic, *, language: str, on: date) -> contracts.Notice:
    """To the employer and the firm: what happened to the mandate between them."""
    return contracts.MandateNews(
        reference=given.number,
        language=language,
        authority="",
        topic=topic,
        happened_on=on,
        principal_name=given.principal.name,
        firm_name=given.firm.name,
        valid_from=given.valid_from,
        valid_until=given.valid_until,
    )


def start_of_work(facts: Facts) -> StartOfWork:
    """From when work may start on the annex (P15): at once in Belgium, after the visa for who comes from abroad."""
    return StartOfWork.ON_NOTIFICATION if facts.residence.in_belgium else StartOfWork.ON_ARRIVAL_WITH_VISA


def letter_of(act: Act) -> contracts.Attachment:
    """The letter of an act: the previewed bytes until the seal is on them, the sealed ones after."""
    return contracts.Attachment(file_key=f"act:{act.pk}", sha256=act.sha256, name=f"{act.kind.lower()}.pdf")


def _replaced(act: Act) -> date | None:
    """The day of the letter that this one corrects and replaces."""
    return day_of(act.rectifies.signed_at) if act.rectifies is not None and act.rectifies.signed_at else None


def period(rule: ClockRule) -> contracts.Period:
    """A period of the law, as letters state it."""
    return contracts.Period(
        count=rule.length,
        unit=Unit(rule.unit),
        article=known(rule.article),
        certainty=rule.certainty,
        from_sending=ClockEvent.REQUEST_SENT in rule.starts_with,
    )


def known(article: str) -> str:
    """An article as letters print it: nothing where the rulebook says that none was found."""
    return "" if article == sentences.NOT_FOUND else article


def person(facts: Facts, viewer: disclosure.Viewer = disclosure.Viewer.FEDERAL) -> contracts.Person:
    """Who the worker is, cut down to what that viewer may see."""
    seen = disclosure.TABLE[viewer]
    worker = facts.worker
    passport = worker.travel_document
    shows_passport = seen.get(disclosure.Group.TRAVEL_DOCUMENT) == disclosure.Sight.FULL
    shows_numbers = seen.get(disclosure.Group.NUMBERS) == disclosure.Sight.FULL
    return contracts.Person(
        name=worker_name(facts),
        born=worker.birth_date or "",
        nationality=", ".join(worker.nationalities),
        travel_document=f"{passport.country or ''} {passport.number or ''}".strip() if shows_passport else "",
        national_number=(worker.national_number or worker.bis_number or "") if shows_numbers else "",
    )
