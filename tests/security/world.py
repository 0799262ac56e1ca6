"""A small country for the tests of this folder: fifteen people, five dossiers, made once and never changed for good.

Every name, number and file that not everybody may see carries a word of its own, so that a page which shows too much
gives itself away. Each request happens inside a savepoint that is rolled back: the next finds the country as it was.
"""

from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from typing import Any

from django.core import mail
from django.core.cache import cache
from django.core.files.uploadedfile import SimpleUploadedFile
from django.core.mail import EmailMessage
from django.db import transaction
from django.http import HttpResponse
from django.test import Client

from applications import calendar, files
from applications.actors import Actor
from applications.models import Dossier, Mandate
from applications.now import law_now, law_today
from applications.selectors import filing_check
from applications.services import (
    completeness,
    desk,
    destination,
    documents,
    mandates,
    statements,
    submission,
    translating,
)
from applications.services.mandate_terms import Holder, Terms
from applications.vocabulary import Capacity, MandateScope, Outcome, Role
from exchange import registered
from portal.accounts import choosing, demo, memberships, seeding
from portal.accounts.models import Membership, User
from tests import stories
from tests.security import canaries

# Who there is, in the order of the matrix. The second of a kind stands beside the dossiers, not in them.
ROLES = (
    "anonymous", "employer", "employer-2", "mandatary", "citizen", "worker", "worker-2", "region-handler",
    "region-signatory", "brussels", "federal", "post", "post-2", "commune", "commune-2",
)  # fmt: skip
BODIES = ("employer", "employer-2", "mandatary")
FILERS = (*BODIES, "citizen")
WORKERS = ("worker", "worker-2")
REGION = ("region-handler", "region-signatory")
OFFICERS = (*REGION, "brussels", "federal")
OFFICES = ("post", "post-2", "commune", "commune-2")
EVERYBODY = ROLES[1:]

DOSSIERS = ("own_draft", "foreign_draft", "filed_own", "filed_foreign", "granted")
# Which of them exist for whom. To everybody else they are what nobody has ever heard of.
KNOWN: Mapping[str, tuple[str, ...]] = {
    "employer": ("own_draft", "filed_own", "granted"),
    "employer-2": ("filed_foreign",),
    "mandatary": ("foreign_draft",),
    "worker": ("granted",),
    "worker-2": ("filed_foreign",),
    "region-handler": ("filed_own", "granted"),
    "region-signatory": ("filed_own", "granted"),
    "brussels": ("filed_foreign",),
    "federal": ("filed_own", "filed_foreign", "granted"),
    "post": ("granted",),
    "commune": ("granted",),
}
PARCELS = ("filer", "worker", "post", "commune")
ADDRESSEES = {"employer": "filer", "worker": "worker", "post": "post", "commune": "commune"}

DEMO_NAMES = {"brussels": "brussels-handler", "federal": "federal-handler"}
SECONDS = {
    "employer-2": ("employer:0200065765", Capacity.EMPLOYER, Role.FILER),
    "post-2": ("post:london", Capacity.POST, Role.AGENT),
    "commune-2": ("commune:63040", Capacity.COMMUNE, Role.AGENT),
}
UNKNOWN = (*WORKERS, *SECONDS)  # accounts that no provider vouches for
SINCE = date(2024, 1, 1)

# What gives a page away: a word for each thing that the disclosure table keeps from somebody. Facts: `canaries`.
NOTES = {"region-handler": "Kanarinotiz der Region", "federal": "Kanarinotiz des Amtes"}
MANDATE_WORD = "kanari-vollmacht"
FLAG = "kanari-einspruch"  # what the worker says is wrong: for the two desks alone
FILE_WORDS = {
    "diploma": "kanari-diplom",
    "contract_or_offer": "kanari-vertrag",
    "medical_certificate": "kanari-medizin",
    "criminal_record": "kanari-strafregister",
    "travel_document": "kanari-reisepass",
}


@dataclass(frozen=True)
class World:
    """The people as clients, the dossiers and what hangs on them, and the e-mails that went out meanwhile."""

    clients: dict[str, Client]
    actors: dict[str, Actor]
    dossiers: dict[str, Dossier]
    mails: list[EmailMessage]
    mandate: Mandate

    def ask(self, role: str, method: str, path: str, data: Any = None, **more: Any) -> HttpResponse:
        """One request whose traces are gone afterwards. Whatever the page raises comes out."""
        cache.clear()
        with undone(), self.same_cookies(role):
            answer = getattr(self.clients[role], method)(path, data, **more)
            if answer.streaming:
                answer.read_bytes = b"".join(answer.streaming_content)
        return answer

    @contextmanager
    def same_cookies(self, role: str) -> Iterator[None]:
        """What a page gives or takes away by cookie (a message, the session itself) is undone too."""
        client = self.clients[role]
        before = client.cookies.copy()
        try:
            yield
        finally:
            client.cookies = before


@contextmanager
def undone() -> Iterator[None]:
    """What happens inside has not happened."""
    with transaction.atomic():
        try:
            yield
        finally:
            transaction.set_rollback(True)


def build() -> World:
    """All of it, in the caller's transaction."""
    at = datetime.combine(law_today() - timedelta(days=60), time(9, 30), tzinfo=calendar.BELGIUM)
    sent_before = len(mail.outbox)
    stories.cast()
    seeding.ensure_organisation(seeding.MANDATARY)
    actors = {role: _member(role).as_actor() for role in ROLES if role not in ("anonymous", *WORKERS)}
    dossiers = {
        "own_draft": _draft(actors["employer"], at, "draft"),
        "foreign_draft": _draft(actors["mandatary"], at, "foreign"),
        "filed_own": _filed(actors["employer"], at + timedelta(days=50), "filed"),
        "filed_foreign": _filed(actors["employer-2"], at + timedelta(days=50), "brussels", **IN_BRUSSELS),
        "granted": _granted(actors, at),
    }
    registered.send(key=f"{dossiers['filed_own'].reference}/receipt/filer", address="Kanarienweg 1\n4700 Eupen", at=at)
    people = {"worker": dossiers["granted"].worker, "worker-2": dossiers["filed_foreign"].worker}
    clients = {"anonymous": Client(headers={"accept-language": "en"})}
    for role in EVERYBODY:
        membership = _worker(role, people[role]) if role in WORKERS else _member(role)
        actors[role] = membership.as_actor()
        clients[role] = _signed_in(membership)
    statements.flag(
        dossier_id=dossiers["granted"].pk, path="job.yearly_gross", text=FLAG, by=actors["worker"], at=law_now()
    )
    return World(clients, actors, dossiers, mail.outbox[sent_before:], _mandate(actors, at))


IN_BRUSSELS: dict[str, Any] = {
    "employer": {"name": "Zweite Firma AG", "enterprise_number": "0200065765", "seat_nis_code": "21004"},
    "worker": {"family_name": "Fremd", "given_names": "Ida"},
    "job": {
        "establishment_nis_code": "21004",
        "establishment_number": None,
        "workplaces": [{"nis_code": "21004", "share_percent": 100}],
    },
}


def _mandate(actors: Mapping[str, Actor], at: datetime) -> Mandate:
    """Between the employer and the mandatary's firm, for a kind of application that nobody here files."""
    firm = actors["mandatary"]
    return mandates.give(
        principal_id=actors["employer"].organisation_id,
        firm_id=firm.organisation_id,
        holder=Holder(firm.key, firm.organisation),
        terms=Terms(scope=MandateScope.CATEGORIES, categories=["single_permit"], valid_from=at.date()),
        upload=SimpleUploadedFile(f"{MANDATE_WORD}.pdf", stories.a_pdf()),
        by=actors["employer"],
        at=at,
    )


def _draft(by: Actor, at: datetime, tag: str) -> Dossier:
    dossier = stories.draft(at=at, by=by)
    _attach(dossier, by=by, at=at, tag=tag)
    return dossier


def _filed(by: Actor, at: datetime, tag: str, **changes: Any) -> Dossier:
    dossier = stories.draft(at=at, by=by, **changes)
    _attach(dossier, by=by, at=at, tag=tag)
    return submission.submit(dossier_id=dossier.pk, by=by, at=at)


def _granted(actors: Mapping[str, Actor], at: datetime) -> Dossier:
    """Granted, post and commune told; every fact, note and paper carries a word of its own."""
    employer = actors["employer"]
    dossier = stories.draft(at=at, by=employer, **_planted())
    _attach(dossier, by=employer, at=at, tag="granted")
    submission.submit(dossier_id=dossier.pk, by=employer, at=at)
    stories.tick_everything(dossier, at=at + timedelta(hours=1), by=actors["federal"])
    completeness.declare_complete(dossier_id=dossier.pk, by=actors["region-handler"], at=at + timedelta(hours=2))
    stories.carry_post(at + timedelta(hours=2))
    dossier.refresh_from_db()
    for role, text in NOTES.items():
        desk.write_note(dossier_id=dossier.pk, text=text, by=actors[role], at=at + timedelta(days=9))
    stories.decide(dossier, actors["region-signatory"], at=at + timedelta(days=10), outcome=Outcome.FAVOURABLE)
    office = _member("federal-signatory").as_actor()
    stories.decide(dossier, office, at=at + timedelta(days=20))
    act = dossier.acts.get(kind="ANNEX_46")
    translating.render(
        dossier_id=dossier.pk, act_id=act.pk, language="fr", words={}, by=office, at=at + timedelta(days=20)
    )
    destination.announce_commune(dossier_id=dossier.pk, nis_code="63023", by=employer, at=at + timedelta(days=21))
    stories.carry_post(at + timedelta(days=21))
    dossier.refresh_from_db()
    return dossier


def _planted() -> dict[str, dict[str, Any]]:
    """The story's answers with a canary in place of every fact that can carry one."""
    planted = canaries.answers()
    passport = {**stories.ANSWERS["worker"]["travel_document"], **planted["worker"].pop("travel_document")}
    planted["worker"]["travel_document"] = passport
    planted["residence"] = {**stories.ANSWERS["residence"], **planted["residence"]}
    planted["fee"]["paid"] = True
    return planted


def _attach(dossier: Dossier, *, by: Actor, at: datetime, tag: str) -> None:
    """A small PDF per required line, named by its telling word and whose it is, with the same words inside."""
    for line in filing_check.check(dossier, on=calendar.day_of(at)).lines:
        if not line.need.required:
            continue
        word = f"{FILE_WORDS.get(line.need.code, line.need.code)}-{tag}"
        content = stories.a_pdf() + f"\n% {word}\n".encode()
        key, digest = files.keep(content)
        documents.record(
            dossier_id=dossier.pk,
            code=line.need.code,
            track=line.need.track,
            sealed=line.need.sealed,
            stored=files.Stored(key, digest, len(content), "application/pdf", 1),
            name=f"{word}.pdf",
            by=by,
            at=at,
        )


def _member(role: str) -> Membership:
    """The place of one of the demo's people, or of the second of its kind."""
    if role not in SECONDS:
        user = seeding.ensure_account(demo.find(DEMO_NAMES.get(role, role)))
        return Membership.objects.select_related("user", "organisation", "person").get(user=user)
    key, capacity, own = SECONDS[role]
    if capacity == Capacity.EMPLOYER:
        organisation = stories.organisation(
            "EMPLOYER", key, "Zweite Firma AG", identity="ENTERPRISE", enterprise_number="0200065765", language="de"
        )
    else:
        organisation = seeding.ensure_organisation(key)
    user, _made = User.objects.get_or_create(display_name=role, defaults={"language": "en"})
    return memberships.grant(user=user, organisation=organisation, capacity=capacity, roles=[own], on=SINCE)


def _worker(role: str, person: Any) -> Membership:
    user, _made = User.objects.get_or_create(display_name=role, defaults={"language": "en"})
    return memberships.grant_worker(user=user, person=person, on=SINCE)


def _signed_in(membership: Membership) -> Client:
    client = Client(headers={"accept-language": "en"})
    client.force_login(membership.user, backend="portal.accounts.backend.AccountBackend")
    session = client.session
    session[choosing.SESSION_KEY] = membership.pk
    session.save()
    return client
