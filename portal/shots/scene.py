"""The dossiers that the pages are shown with: the demo's own, and a few turns more that only a contact sheet needs."""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from typing import Any
from uuid import UUID

from django.core.files.uploadedfile import SimpleUploadedFile

from applications.actors import Actor
from applications.models import Dossier, Mandate, Organisation, PersonName
from applications.selectors import addressees, case_file
from applications.services import (
    acts,
    amending,
    completeness,
    invitation_keys,
    invitations,
    mandates,
    naming,
    paper,
    reaching,
    reading,
    rectifying,
    reopening,
    reviews,
    statements,
    terms,
    unavailability,
)
from applications.services.mandate_terms import Holder, Terms
from applications.services.rectifying import Correction
from applications.vocabulary import (
    ActKind,
    ActState,
    ApplicationKind,
    Capacity,
    EmployerIdentity,
    MandateScope,
    Outcome,
    Relation,
    Role,
    Term,
    Track,
)
from exchange import addressees as addressees_known
from exchange import registered, selectors
from exchange.vocabulary import Channel
from portal.accounts import memberships, seeding
from portal.accounts.models import User
from portal.demo import dossiers, stories
from portal.shots import drafts_of_law
from portal.ui import information

DAY = timedelta(days=1)
MOST_PARCELS = 50


@dataclass(frozen=True, slots=True, kw_only=True)
class Scene:
    """What can be shown: drafts by their key, filed dossiers by their reference, parcels by who receives them."""

    empty_draft: UUID
    full_draft: UUID
    filed: str
    to_complete: str
    with_gaps: str
    asked: str
    under_review: str
    work_granted: str
    granted: str
    at_home: str
    refused: str
    corrected: str
    reopened: str
    terms_lacking: str
    terms_stated: str
    work_to_sign: str
    residence_to_sign: str
    unreached: str
    missed_notice: int
    letter: int
    closure: int
    counted_draft: int
    failed_draft: int
    paper_draft: UUID
    by_mandatary: str
    amended: str
    mandatary_draft: UUID
    mandate: UUID
    asserted: UUID
    parcels: Mapping[str, tuple[str, ...]]
    invitation: str
    invited: UUID
    joined_draft: UUID
    own: str


def prepare(*, now: datetime) -> Scene:
    """Add what the demo has not got, and find everything. `now` is the law time of the pages."""
    cast = dossiers.people()
    full = stories.draft(
        at=now,
        by=cast["employer"],
        worker=dossiers.worker("Vollständig", "Mei", "C1111111"),
        job={"start_on": (now + 120 * DAY).date().isoformat()},
    )
    stories.attach_everything(full, by=cast["employer"], at=now)
    mandate, asserted = _mandates(cast, now)
    waiting = Dossier.objects.get(reference=_named("Beispiel"))
    invitation = invitations.invite(
        dossier_id=waiting.pk, email="ravi@demo.example", language="en", by=cast["employer"], at=now
    )
    return Scene(
        invitation=invitation_keys.token_of(invitation.nonce),
        invited=waiting.key,
        joined_draft=_joined_draft(cast, now),
        own=_named("Modelo"),
        by_mandatary=_by_mandatary(cast, now),
        amended=_amended(cast, now),
        mandatary_draft=stories.draft(
            at=now, by=cast["mandatary"], worker=dossiers.worker("Concept", "Noor", "D1212121")
        ).key,
        mandate=mandate.key,
        asserted=asserted.key,
        empty_draft=Dossier.objects.get(state="DRAFT", draft__answers__worker__family_name="Entwurf").key,
        full_draft=full.key,
        filed=_named("Beispiel"),
        to_complete=_to_complete(cast, now),
        with_gaps=_named("Muestra"),
        asked=_named("Örnek"),
        under_review=_named("Contoh"),
        work_granted=_named("Voorbeeld"),
        granted=_named("Exemplo"),
        at_home=_named("Primer"),
        refused=_refused(cast, now, "Vzorová", "N2222222"),
        corrected=_corrected(cast, now),
        reopened=_reopened(cast, now),
        terms_lacking=_duration(cast, now, "Ohnefrist", "D1010101"),
        terms_stated=_duration(cast, now, "Mitfrist", "D2020202", is_stated=True),
        work_to_sign=_work_to_sign(cast, now),
        residence_to_sign=_residence_to_sign(cast, now),
        **_unreached(cast, now),
        paper_draft=_paper(cast, now),
        closure=_closure(cast, now),
        counted_draft=drafts_of_law.counted(now),
        failed_draft=drafts_of_law.failed(now),
        parcels={
            subject: _parcels(cast[subject]) for subject in ("employer", "mandatary", "worker", "post", "commune")
        },
    )


def _joined_draft(cast: Mapping[str, Actor], now: datetime) -> UUID:
    """A draft into which the demo's worker has come; beside it readers of a filed one, and an objection to another."""
    watched = Dossier.objects.get(reference=_named("Voorbeeld"))
    for hours, subject in enumerate(("region-handler", "federal-handler", "employer")):
        at = now - timedelta(hours=hours)
        reading.record(dossier_id=watched.pk, by=cast[subject], what="page", at=at)
    draft = stories.draft(
        at=now, by=cast["employer"], worker=dossiers.worker("Voorbeeld", "Ananya", "Z7654321", birth_date="1985-07-30")
    )
    worker = cast["worker"]
    Dossier.objects.filter(pk=draft.pk).update(worker_id=worker.person_id)
    filed = Dossier.objects.get(reference=_named("Contoh"))
    guest = invitations.invite(
        dossier_id=filed.pk, email="contoh@demo.example", language="nl", by=cast["employer"], at=now,
        representative="Sri Contoh", relation=Relation.PARENT,
    )  # fmt: skip
    person = filed.worker
    assert person is not None
    actor = replace(worker, key="guest", person_id=person.pk, organisation_key=person.addressee_key)
    stated = case_file.of(filed).facts.worker
    invitations.accept(
        token=invitation_keys.token_of(guest.nonce),
        document_number=stated.travel_document.number or "",
        birth_date=stated.birth_date or "",
        notice=information.VERSION,
        at=now,
        welcome=lambda _guest: actor,
    )
    statements.flag(
        dossier_id=filed.pk, path="job.yearly_gross", text="I was told 60,000 euros a year.", by=actor, at=now
    )
    return draft.key


def _named(family_name: str) -> str:
    """The reference of the demo's dossier for a worker of that name."""
    person = PersonName.objects.filter(family_name=family_name).latest("id").person_id
    return Dossier.objects.filter(worker_id=person, reference__isnull=False).latest("id").reference or ""


def _filed_and_ticked(cast: Mapping[str, Actor], family_name: str, number: str, at: datetime) -> Dossier:
    """One more dossier of which the Immigration Office has every paper."""
    dossier = stories.filed_dossier(
        at=at,
        by=cast["employer"],
        worker=dossiers.worker(family_name, "Kim", number),
        job={"start_on": (at + 120 * DAY).date().isoformat()},
    )
    stories.carry_post(at)
    stories.tick_everything(dossier, at=at, by=cast["federal-handler"])
    return dossier


def _to_complete(cast: Mapping[str, Actor], now: datetime) -> str:
    """Nothing is missing: the region can declare it complete."""
    return _filed_and_ticked(cast, "Példa", "H5555555", now - 3 * DAY).reference or ""


def _under_review(cast: Mapping[str, Actor], family_name: str, number: str, at: datetime) -> Dossier:
    """One more dossier that both desks examine."""
    dossier = _filed_and_ticked(cast, family_name, number, at)
    completeness.declare_complete(dossier_id=dossier.pk, by=cast["region-handler"], at=at)
    stories.carry_post(at)
    dossier.refresh_from_db()
    return dossier


def _refused(cast: Mapping[str, Actor], now: datetime, family_name: str, number: str) -> str:
    """The region said no: signed, sealed and delivered."""
    dossier = _under_review(cast, family_name, number, now - 30 * DAY)
    officer = cast["region-signatory"]
    ground = next(found.code for found in case_file.of(dossier).evaluation.findings if found.track == Track.WORK)
    reviews.conclude(
        dossier_id=dossier.pk,
        outcome=Outcome.UNFAVOURABLE,
        grounds=[ground],
        reasons={ground: "Der Vertrag trägt nur eine Unterschrift."},
        sources={ground: "Belgisches Staatsblatt"},
        by=officer,
        at=now - 3 * DAY,
    )
    act = acts.preview(dossier_id=dossier.pk, by=officer, at=now - 3 * DAY)
    acts.sign(dossier_id=dossier.pk, seen_sha256=act.sha256, by=officer, at=now - 3 * DAY)
    for act_id in acts.to_seal(limit=10):
        acts.append_seal(act_id=act_id, at=now - 3 * DAY)
    stories.carry_post(now - 3 * DAY)
    return dossier.reference or ""


def _reopened(cast: Mapping[str, Actor], now: datetime) -> str:
    """A refusal undone on appeal: both desks examine anew."""
    reference = _refused(cast, now, "Näidis", "E6666666")
    dossier = Dossier.objects.get(reference=reference)
    officer = cast["region-signatory"]
    act = dossier.acts.get(kind=ActKind.WORK_REFUSAL)
    basis = "Entscheidung des Ministers vom 12. des Monats über den Widerspruch, Nr. 17."
    reopening.reopen(
        dossier_id=dossier.pk, act_id=act.pk, reason="APPEAL_UPHELD", basis=basis, by=officer, at=now - DAY
    )
    stories.carry_post(now - DAY)
    return reference


def _corrected(cast: Mapping[str, Actor], now: datetime) -> str:
    """An annex 46 corrected once, with another correction ready to be signed."""
    dossier = _under_review(cast, "Napaka", "S7777777", now - 60 * DAY)
    stories.decide(dossier, cast["region-signatory"], at=now - 30 * DAY)
    officer = cast["federal-signatory"]
    stories.decide(dossier, officer, at=now - 20 * DAY)
    for name, at in (("Napáka", now - 10 * DAY), ("Napaková", now)):
        shown = dossier.acts.get(kind=ActKind.ANNEX_46, state=ActState.SEALED)
        correction = Correction(said="Der Familienname.", facts={"worker.family_name": name})
        act = rectifying.prepare(dossier_id=dossier.pk, act_id=shown.pk, correction=correction, by=officer, at=at)
        if at == now:
            break
        act.refresh_from_db()
        acts.sign(dossier_id=dossier.pk, seen_sha256=act.sha256, by=officer, at=at)
        acts.append_seal(act_id=act.pk, at=at)
        stories.carry_post(at)
    return dossier.reference or ""


def _duration(
    cast: Mapping[str, Actor], now: datetime, family_name: str, number: str, *, is_stated: bool = False
) -> str:
    """Seasonal work for which the region said yes: no rule says how long, one says how long at most."""
    filed, end = now - 30 * DAY, (now + 200 * DAY).date().isoformat()
    job = {"nature": "SEASONAL", "engagement": "FIXED_TERM", "end_on": end, "highly_qualified": False}
    dossier = stories.filed_dossier(
        at=filed,
        by=cast["employer"],
        category="seasonal",
        worker=dossiers.worker(family_name, "Kim", number),
        job={"start_on": (now + 60 * DAY).date().isoformat(), **job},
        seasonal={"is_seasonal": True, "days_in_365": 140},
    )
    stories.carry_post(filed)
    stories.tick_everything(dossier, at=filed, by=cast["federal-handler"])
    completeness.declare_complete(dossier_id=dossier.pk, by=cast["region-handler"], at=filed)
    stories.carry_post(filed)
    officer, at = cast["region-signatory"], now - 1 * DAY
    sources = dict.fromkeys(stories.unsettled_codes(dossier, officer), "Belgisches Staatsblatt")
    reviews.conclude(dossier_id=dossier.pk, outcome=Outcome.FAVOURABLE, by=officer, at=at, sources=sources)
    if is_stated:
        given, relied = {Term.MONTHS: "4"}, {Term.MONTHS: "Ministerialerlass vom 3. März 2025, Artikel 2"}
        terms.state(dossier_id=dossier.pk, given=given, sources=relied, by=officer, at=at)
    return dossier.reference or ""


def _work_to_sign(cast: Mapping[str, Actor], now: datetime) -> str:
    """The region has concluded, and its letter lies ready."""
    dossier = _under_review(cast, "Mustafić", "B3333333", now - 50 * DAY)
    return _make_ready(dossier, cast["region-signatory"], now)


def _residence_to_sign(cast: Mapping[str, Actor], now: datetime) -> str:
    """The regional yes is notified, the Immigration Office's letter lies ready."""
    dossier = _under_review(cast, "Παράδειγμα", "G4444444", now - 60 * DAY)
    stories.decide(dossier, cast["region-signatory"], at=now - 20 * DAY)
    return _make_ready(dossier, cast["federal-signatory"], now)


def _unreached(cast: Mapping[str, Actor], now: datetime) -> dict[str, Any]:
    """The notice of completeness came back from the applicant; the worker's copy waits to be posted."""
    dossier = _filed_and_ticked(cast, "Exempelsson", "S6666666", now - 20 * DAY)
    officer, address = cast["region-handler"], "Muster Automation AG\nIndustriestraße 12\n4700 Eupen"
    Dossier.objects.filter(pk=dossier.pk).update(reply_address=address)
    worker = dossier.worker.addressee_key
    addressees_known.reach(key=worker, channel=Channel.REGISTERED, postal_address="Kim Exempelsson\nPune, India")
    completeness.declare_complete(dossier_id=dossier.pk, by=officer, at=now - 18 * DAY)
    stories.carry_post(now - 18 * DAY)
    ours = dossier.notifications.filter(what="COMPLETENESS")
    missed, copy = ours.get(role="FILER"), ours.get(role="WORKER")
    letters = registered.of_parcels([missed.parcel_key, copy.parcel_key])
    letter, day = letters[missed.parcel_key], (now - 17 * DAY).date()
    reaching.enter_posting(letter_id=letter.id, slip_number="RR482910377BE", posted_on=day, by=officer, at=now)
    reaching.enter_end(letter_id=letter.id, on=day + 6 * DAY, arrived=False, by=officer, at=now)
    stories.carry_post(now)
    return {"unreached": dossier.reference, "missed_notice": missed.pk, "letter": letters[copy.parcel_key].id}


def _paper(cast: Mapping[str, Actor], now: datetime) -> UUID:
    """An application on paper that an officer has begun to type."""
    dossier = paper.open_application(
        category="eu_blue_card",
        kind=ApplicationKind.FIRST,
        received_on=(now - 2 * DAY).date(),
        employer=paper.Employer(identity=EmployerIdentity.HOUSEHOLD, name="Familie Papier"),
        reply_address="Familie Papier\nKirchstraße 5\n4780 Sankt Vith",
        by=cast["region-handler"],
        at=now,
    )
    return dossier.key


def _closure(cast: Mapping[str, Actor], now: datetime) -> int:
    """An outage of the last days, put on record by the coordinator."""
    first = (now - 4 * DAY).date()
    (record,) = unavailability.record(
        tracks=["WORK"], from_on=first, until_on=first + DAY, reason="OUTAGE", moves_due=False,
        by=cast["region-handler"], at=now,
    )  # fmt: skip
    return record.pk


def _make_ready(dossier: Dossier, officer: Actor, at: datetime) -> str:
    sources = dict.fromkeys(stories.unsettled_codes(dossier, officer), "Belgisches Staatsblatt")
    reviews.conclude(dossier_id=dossier.pk, outcome=Outcome.FAVOURABLE, by=officer, at=at, sources=sources)
    acts.preview(dossier_id=dossier.pk, by=officer, at=at)
    return dossier.reference or ""


def _mandates(cast: Mapping[str, Actor], now: datetime) -> tuple[Mandate, Mandate]:
    """One that the employer gave, with its paper and a colleague who stands in; one that the firm wrote down."""
    employer, lawyer = cast["employer"], cast["mandatary"]
    firm_id = lawyer.organisation
    colleague = User.objects.create(display_name="Hanne Verzinsel", language="nl")
    firm = Organisation.objects.get(pk=firm_id)
    memberships.grant(
        user=colleague, organisation=firm, capacity=Capacity.MANDATARY, roles=[Role.FILER], on=seeding.SINCE
    )
    given = mandates.give(
        principal_id=employer.organisation_id,
        firm_id=firm_id,
        holder=Holder(lawyer.key, firm_id),
        terms=Terms(scope=MandateScope.ALL, valid_from=(now - 30 * DAY).date(), resides_in_belgium=True),
        upload=SimpleUploadedFile("Vollmacht.pdf", stories.a_pdf("Vollmacht")),
        by=employer,
        at=now - 30 * DAY,
    )
    other = Holder(str(colleague.key), firm_id, str(colleague))
    naming.substitute(
        mandate_id=given.pk, to=other, valid_from=now.date(), last_day=(now + 9 * DAY).date(), by=lawyer, at=now
    )
    asserted = mandates.give(
        principal_id=employer.organisation_id,
        firm_id=firm_id,
        holder=other,
        terms=Terms(
            scope=MandateScope.CATEGORIES, categories=["eu_blue_card"], valid_from=(now - 5 * DAY).date(),
            last_day=(now + 300 * DAY).date(),
        ),
        upload=SimpleUploadedFile("Procuration signée.pdf", stories.a_pdf("Procuration")),
        by=lawyer,
        at=now - 5 * DAY,
    )  # fmt: skip
    stories.carry_post(now)
    return given, asserted


def _by_mandatary(cast: Mapping[str, Actor], now: datetime) -> str:
    """Filed by somebody whom the only mandate of that employer does not name."""
    dossier = stories.filed_dossier(
        at=now - 2 * DAY,
        by=cast["mandatary"],
        employer={"name": "Zweite Erfindung GmbH", "enterprise_number": "0200065765"},
        worker=dossiers.worker("Voorstel", "Iris", "V1313131"),
        job={"start_on": (now + 120 * DAY).date().isoformat()},
    )
    stories.carry_post(now - 2 * DAY)
    return dossier.reference or ""


def _amended(cast: Mapping[str, Actor], now: datetime) -> str:
    """Concluded by the region, then changed by the applicant."""
    dossier = _under_review(cast, "Ändermann", "W1414141", now - 40 * DAY)
    officer = cast["region-signatory"]
    sources = dict.fromkeys(stories.unsettled_codes(dossier, officer), "Belgisches Staatsblatt")
    reviews.conclude(dossier_id=dossier.pk, outcome=Outcome.FAVOURABLE, by=officer, at=now - 4 * DAY, sources=sources)
    answers = {
        "job": {"yearly_gross": "74500.00", "weekly_hours": "36", "title": "Leitende Entwicklungsingenieurin"},
        "worker": {"travel_document": {"number": "W1414142"}},
    }
    amending.amend(dossier_id=dossier.pk, answers=answers, by=cast["employer"], at=now - 2 * DAY)
    stories.carry_post(now - 2 * DAY)
    return dossier.reference or ""


def _parcels(actor: Actor) -> tuple[str, ...]:
    """The newest parcel of each kind that lies in somebody's inbox."""
    newest: dict[str, str] = {}
    for line in selectors.inbox(addressees.keys_for(actor), limit=MOST_PARCELS):
        newest.setdefault(line.kind, line.key)
    return tuple(newest.values())
