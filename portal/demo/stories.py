"""Believable dossiers made through the services, for tests, the demo and the bench: their journal is true.

The story is always the same: Muster Automation AG in Eupen wants Ravi Beispiel, an engineer who lives in India, on an
EU Blue Card. Change what matters with keyword arguments.
"""

import io
from copy import deepcopy
from datetime import UTC, datetime, timedelta
from typing import Any

import pikepdf

from applications import calendar, files
from applications.actors import Actor
from applications.models import ActorName, Dossier, EstablishmentUnit, Organisation, Signatory
from applications.selectors import desk_file, filing_check
from applications.services import acts, completeness, documents, drafting, posting, reviews, submission, terms
from applications.vocabulary import ActKind, ApplicationKind, Authority, Capacity, OrganisationKind, Outcome, Role, Term
from exchange import delivery, demo_seals, receipts

FILED_AT = datetime(2025, 3, 3, 9, 0, tzinfo=UTC)

ANSWERS: dict[str, Any] = {
    "employer": {
        "identity": "ENTERPRISE",
        "name": "Muster Automation AG",
        "enterprise_number": "0123456749",
        "seat_in_belgium": True,
        "seat_nis_code": "63023",
        "establishment_count": 1,
        "contact_name": "Karin Erfunden",
        "contact_email": "hr@muster-automation.example",
    },
    "worker": {
        "family_name": "Beispiel",
        "given_names": "Ravi",
        "birth_date": "1985-07-30",
        "birth_place": "Pune",
        "birth_country": "IN",
        "sex": "M",
        "nationalities": ["IN"],
        "travel_document": {
            "kind": "PASSPORT",
            "country": "IN",
            "number": "X0000000",
            "issued_on": "2020-08-10",
            "expires_on": "2030-08-09",
        },
        "email": "ravi@beispiel.example",
        "language": "en",
    },
    "job": {
        "title": "Softwareentwicklungsingenieur",
        "description": "Entwirft und prüft die Steuerung der Fertigungslinien.",
        "ict_role": "NONE",
        "highly_qualified": True,
        "engagement": "INDEFINITE",
        "start_on": "2025-06-02",
        "yearly_gross": "69300.00",
        "weekly_hours": "38",
        "regulated_profession": False,
        "signed_by_both": True,
        "establishment_number": "2123456791",
        "establishment_nis_code": "63023",
        "workplaces": [{"nis_code": "63023", "share_percent": 100}],
        "employed_under_art9_6": False,
    },
    "qualification": {
        "route": "DIPLOMA",
        "higher_education_years": 4,
        "recognised_institution": True,
        "diploma_language": "en",
        "translated_into_german": True,
        "legalisation": "BY_POST",
    },
    "residence": {
        "in_belgium": False,
        "country": "IN",
        "street": "12 MG Road",
        "city": "Pune",
        "post_code": "new-delhi",
    },
    "fee": {"paid": True, "reference": "Beispiel Ravi IN 30/07/1985"},
}

STATED = {Term.MONTHS: "3", Term.CARD: "A", Term.LABOUR_MARKET: "LIMITED"}

OFFICERS = {"ralf": "Ralf Beispiel", "jan": "Jan Niemand", "lena": "Lena Muster", "odile": "Odile Personne"}

IN_BELGIUM = {
    "residence": {
        "in_belgium": True,
        "stay_kind": "LONG_STAY",
        "right_of_stay_valid": True,
        "country": "BE",
        "street": "Klosterstraße 3",
        "postal_code": "4700",
        "city": "Eupen",
        "commune_nis_code": "63023",
    }
}


def a_pdf(words: str = "Specimen") -> bytes:
    """A small sound PDF of one page that says what it is."""
    pdf = pikepdf.new()
    page = pdf.add_blank_page(page_size=(595, 842))
    font = pikepdf.Dictionary(Type=pikepdf.Name.Font, Subtype=pikepdf.Name.Type1, BaseFont=pikepdf.Name.Helvetica)
    page.Resources = pikepdf.Dictionary(Font=pikepdf.Dictionary(F1=font))
    shown = "".join(c for c in words if c.isalnum() or c in " _-").replace("_", " ")
    lines = f"BT /F1 12 Tf 72 760 Td (SPECIMEN - NOT A REAL DOCUMENT) Tj /F1 26 Tf 0 -60 Td ({shown}) Tj ET"
    page.Contents = pdf.make_stream(lines.encode("latin-1", "replace"))
    pdf.docinfo["/Title"] = words
    kept = io.BytesIO()
    pdf.save(kept)
    return kept.getvalue()


def organisation(kind: OrganisationKind, key: str, name: str, **fields: Any) -> Organisation:
    """The organisation of that key, made and reachable."""
    found, _made = Organisation.objects.get_or_create(key=key, defaults={"kind": kind, "name": name, **fields})
    posting.register_organisation(found)
    return found


def cast() -> None:
    """The organisations, names and signatories that every story needs."""
    demo_seals.make(names={Authority.OSTBELGIEN: "Ostbelgien", Authority.FEDERAL: "Immigration Office"}, at=FILED_AT)
    employer = organisation(
        OrganisationKind.EMPLOYER,
        "employer:0123456749",
        "Muster Automation AG",
        identity="ENTERPRISE",
        enterprise_number="0123456749",
        language="de",
    )
    EstablishmentUnit.objects.get_or_create(
        number="2123456791", defaults={"organisation": employer, "nis_code": "63023", "postal_code": "4700"}
    )
    for authority, name in (
        (Authority.OSTBELGIEN, "Ministerium der Deutschsprachigen Gemeinschaft"),
        (Authority.FEDERAL, "Ausländeramt"),
        (Authority.BRUSSELS, "Bruxelles Économie et Emploi"),
    ):
        organisation(OrganisationKind.AUTHORITY, f"authority:{authority}", name, authority=authority)
    organisation(OrganisationKind.POST, "post:new-delhi", "New Delhi", post_code="new-delhi", language="en")
    organisation(OrganisationKind.COMMUNE, "commune:63023", "Eupen", nis_code="63023", language="de")
    for authority, key, kinds in (
        (Authority.OSTBELGIEN, "ralf", [ActKind.WORK_GRANT, ActKind.WORK_REFUSAL, ActKind.INADMISSIBLE]),
        (Authority.FEDERAL, "jan", [ActKind.ANNEX_46, ActKind.ANNEX_47, ActKind.ANNEX_48]),
    ):
        Signatory.objects.get_or_create(
            authority=authority,
            actor_key=key,
            defaults={
                "title": "Fachbereichsleiter",
                "act_kinds": kinds,
                "delegation": "demo delegation",
                "valid_from": calendar.day_of(FILED_AT),
            },
        )
    for key, name in OFFICERS.items():
        ActorName.objects.get_or_create(actor_key=key, defaults={"display_name": name})


def employer_actor(key: str = "karin") -> Actor:
    """The HR manager of Muster Automation AG."""
    return _actor(key, Capacity.EMPLOYER, "employer:0123456749", {Role.FILER}, language="de")


def officer(key: str, authority: Authority = Authority.OSTBELGIEN, *, signs: bool = False) -> Actor:
    """An officer of an authority: "lena" and "ralf" in Eupen, "odile" and "jan" at the Immigration Office."""
    roles = {Role.CASE_HANDLER} | ({Role.SIGNATORY} if signs else set())
    return _actor(key, Capacity.OFFICER, f"authority:{authority}", roles, authority=authority)


def post_actor(key: str = "mira") -> Actor:
    """Somebody at the post in New Delhi."""
    return _actor(key, Capacity.POST, "post:new-delhi", {Role.AGENT}, language="en")


def commune_actor(key: str = "petra") -> Actor:
    """Somebody at the commune of Eupen."""
    return _actor(key, Capacity.COMMUNE, "commune:63023", {Role.AGENT}, language="de")


def draft(
    *,
    at: datetime = FILED_AT,
    by: Actor | None = None,
    category: str = "eu_blue_card",
    kind: ApplicationKind = ApplicationKind.FIRST,
    **changes: dict[str, Any],
) -> Dossier:
    """A draft with every answer given; `changes` replace answers part by part."""
    if by is None:
        cast()
        by = employer_actor()
    dossier = drafting.open_draft(category=category, kind=kind, by=by, at=at)
    answers = deepcopy(ANSWERS)
    for part, values in changes.items():
        if part == "residence":
            answers[part] = values
        else:
            answers[part] = {**answers.get(part, {}), **values}
    drafting.save_step(dossier_id=dossier.pk, step="all", answers=answers, typed={}, by=by, at=at)
    return Dossier.objects.get(pk=dossier.pk)


def attach_everything(dossier: Dossier, *, by: Actor, at: datetime, leave_out: tuple[str, ...] = ()) -> None:
    """A small PDF for each required line of the checklist."""
    for line in filing_check.check(dossier, on=calendar.day_of(at)).lines:
        if line.need.required and line.need.code not in leave_out:
            content = a_pdf(line.need.code)
            key, digest = files.keep(content)  # known to be sound: no need to inspect it once more
            documents.record(
                dossier_id=dossier.pk,
                code=line.need.code,
                track=line.need.track,
                sealed=line.need.sealed,
                stored=files.Stored(key, digest, len(content), "application/pdf", 1),
                name=f"{line.need.code}.pdf",
                by=by,
                at=at,
            )


def filed_dossier(
    *, at: datetime = FILED_AT, by: Actor | None = None, leave_out: tuple[str, ...] = (), **changes: dict[str, Any]
) -> Dossier:
    """A dossier filed by the employer with every paper but those left out."""
    dossier = draft(at=at, by=by, **changes)
    by = by or employer_actor()
    attach_everything(dossier, by=by, at=at, leave_out=leave_out)
    return submission.submit(dossier_id=dossier.pk, by=by, at=at)


def complete_dossier(*, at: datetime = FILED_AT, **changes: dict[str, Any]) -> Dossier:
    """A dossier under review on both desks, completeness notified."""
    dossier = filed_dossier(at=at, **changes)
    tick_everything(dossier, at=at + timedelta(hours=1))
    completeness.declare_complete(dossier_id=dossier.pk, by=officer("lena"), at=at + timedelta(hours=2))
    carry_post(at + timedelta(hours=2))
    dossier.refresh_from_db()
    return dossier


def tick_everything(dossier: Dossier, *, at: datetime, by: Actor | None = None) -> None:
    """The Immigration Office finds every residence paper there."""
    ticks = [completeness.Tick(code=d.code, present=True) for d in dossier.documents.filter(track="RESIDENCE")]
    by = by or officer("odile", Authority.FEDERAL)
    completeness.tick_residence(dossier_id=dossier.pk, ticks=ticks, by=by, at=at)


def work_granted_dossier(*, at: datetime = FILED_AT, **changes: dict[str, Any]) -> Dossier:
    """A dossier with the regional yes signed and notified."""
    dossier = complete_dossier(at=at, **changes)
    decide(dossier, officer("ralf", signs=True), at=at + timedelta(days=10))
    return dossier


def granted_dossier(*, at: datetime = FILED_AT, **changes: dict[str, Any]) -> Dossier:
    """A granted dossier: both acts signed, sealed and in the post."""
    dossier = work_granted_dossier(at=at, **changes)
    decide(dossier, officer("jan", Authority.FEDERAL, signs=True), at=at + timedelta(days=20))
    return dossier


def decide(dossier: Dossier, by: Actor, *, at: datetime, outcome: Outcome = Outcome.FAVOURABLE) -> None:
    """Conclude, make the letter ready, sign, seal and carry the post."""
    sources = dict.fromkeys(unsettled_codes(dossier, by), "demo")
    reviews.conclude(dossier_id=dossier.pk, outcome=outcome, by=by, at=at, sources=sources)
    if outcome == Outcome.FAVOURABLE:
        state_terms(dossier, by, at=at)
    act = acts.preview(dossier_id=dossier.pk, by=by, at=at)
    acts.sign(
        dossier_id=dossier.pk, seen_sha256=act.sha256, by=by, at=at
    )  # the letter is of that day, even at midnight
    for act_id in acts.to_seal(limit=10):
        acts.append_seal(act_id=act_id, at=at + timedelta(minutes=6))
    carry_post(at + timedelta(minutes=7))
    dossier.refresh_from_db()


def state_terms(dossier: Dossier, by: Actor, *, at: datetime) -> None:
    """The officer says what no rule gives of his grant; nothing where rules give it all."""
    given = {term: STATED[term] for term in desk_file.of(dossier, by, on=calendar.day_of(at)).to_state}
    if given:
        sources = dict.fromkeys(given, "demo")
        terms.state(dossier_id=dossier.pk, given=given, sources=sources, by=by, at=at)


def unsettled_codes(dossier: Dossier, by: Actor) -> list[str]:
    """The rules for which a yes of this officer needs a source of his own."""
    from applications import policies
    from applications.selectors import case_file

    return reviews.unsettled(case_file.of(dossier), policies.track_of(by.authority), Outcome.FAVOURABLE, [])


def carry_post(at: datetime) -> None:
    """What the worker does every few seconds: deliver, stamp, take the receipts in."""
    from applications.services import notifications

    wall = datetime.now(UTC) + timedelta(seconds=1)  # noqa: TID251 - what is due in the post is wall time
    while delivery.deliver_due(now=wall, worker_id="story", at=at):
        pass
    receipts.stamp()
    while notifications.take_in():
        pass


def _actor(
    key: str, capacity: Capacity, organisation_key: str, roles: set[Role], *, authority: str = "", language: str = "en"
) -> Actor:
    row = Organisation.objects.get(key=organisation_key)
    return Actor(
        key=key,
        capacity=capacity,
        organisation_id=row.pk,
        organisation_key=row.key,
        authority=authority,
        roles=frozenset(roles),
        language=language,
    )
