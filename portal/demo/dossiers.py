"""The dossiers on the demo's desks: one at each turn of the procedure, so that every page has something to show.

They are made by the same services as real ones, a few weeks back in law time, by the demo's own people.
"""

from collections.abc import Callable
from datetime import datetime, timedelta
from typing import Any

from applications.actors import Actor
from applications.models import Dossier
from applications.rulebook import rulebook
from applications.services import completeness, declarations, desk, drafting, reviews, submission
from applications.vocabulary import ApplicationKind, DeclarationKind, Outcome
from portal.accounts import demo, seeding
from portal.accounts.models import Membership
from portal.demo import stories

DAY = timedelta(days=1)
SHORT, WITHOUT_LIMIT = "work_permit_90", "unlimited_single_permit"
PLACES = {"flanders": "11002", "wallonia": "62063", "brussels": "21004", "ostbelgien": "63023"}


def people() -> dict[str, Actor]:
    """The demo's people as actors, by subject."""
    seeding.seed()
    found = {}
    for account in demo.ACCOUNTS:
        place = Membership.objects.select_related("user", "organisation", "person").filter(
            user__socialaccount__uid=account.subject
        )
        if (membership := place.first()) is not None:
            found[account.subject] = membership.as_actor()
    return found


def make(*, now: datetime) -> list[Dossier]:
    """One dossier at each turn. `now` is the demo's law time; nothing lies after it."""
    cast = people()
    tellers: tuple[Callable[[dict[str, Actor], datetime], Dossier], ...] = (
        _carded, _granted, _work_granted, _under_review, _asked, _filed, _filed_with_gaps, _draft,
    )  # fmt: skip
    made = [tell(cast, now) for tell in tellers]
    made += _announced(cast, now)
    seeding.ensure_memberships()  # the worker's place exists once a dossier names her number
    return made


def worker(family: str, given: str, number: str, *, email: str = "", **more: Any) -> dict[str, Any]:
    """A worker of his own name and passport; the rest as in the story."""
    document = {
        "kind": "PASSPORT", "country": "IN", "number": number, "issued_on": "2022-01-10", "expires_on": "2032-01-09",
    }  # fmt: skip
    return {"family_name": family, "given_names": given, "travel_document": document, "email": email, **more}


ANANYA = worker(
    "Voorbeeld", "Ananya", "Z1234567", email="worker@demo.example", sex="F", birth_date="1985-07-30",
    bis_number=demo.WORKER_NUMBER,
)  # fmt: skip


def _story(cast: dict[str, Actor], at: datetime, **changes: Any) -> Dossier:
    start = (at + 120 * DAY).date().isoformat()
    changes["job"] = {"start_on": start, **changes.get("job", {})}
    dossier = stories.filed_dossier(at=at, by=cast["employer"], **changes)
    stories.carry_post(at)
    return dossier


def _complete(cast: dict[str, Actor], dossier: Dossier, at: datetime) -> Dossier:
    stories.tick_everything(dossier, at=at, by=cast["federal-handler"])
    handler = cast["region-handler"]
    desk.assign(dossier_id=dossier.pk, to=handler.key, by=handler, at=at + timedelta(minutes=20))
    completeness.declare_complete(dossier_id=dossier.pk, by=handler, at=at + timedelta(hours=1))
    stories.carry_post(at + timedelta(hours=1))
    dossier.refresh_from_db()
    return dossier


def _draft(cast: dict[str, Actor], now: datetime) -> Dossier:
    at = now - timedelta(hours=3)
    by = cast["employer"]
    dossier = drafting.open_draft(category="eu_blue_card", kind=ApplicationKind.FIRST, by=by, at=at)
    answers = {
        "employer": stories.ANSWERS["employer"],
        "worker": {"family_name": "Entwurf", "given_names": "Lin", "nationalities": ["CN"], "birth_country": "CN"},
    }
    drafting.save_step(dossier_id=dossier.pk, step="worker", answers=answers, typed={}, by=by, at=at)
    return dossier


def _filed(cast: dict[str, Actor], now: datetime) -> Dossier:
    return _story(cast, now - 2 * DAY, worker=worker("Beispiel", "Ravi", "X0000000"))


def _announced(cast: dict[str, Actor], now: datetime) -> list[Dossier]:
    """Before each authority whose switch for announced law is on (P28): a work permit of at most ninety days, and a
    permit without limit of time that the worker filed herself.
    """
    found = []
    for authority in rulebook().category(SHORT).open_at:
        place = PLACES[authority]
        found.append(
            _story(
                cast,
                now - 3 * DAY,
                category=SHORT,
                worker=worker("Halimbawa", "Jose", "C5550001", nationalities=["PH"], birth_country="PH"),
                job={
                    "engagement": "FIXED_TERM",
                    "duration_months": 2,
                    "establishment_nis_code": place,
                    "establishment_number": None,
                    "workplaces": [{"nis_code": place, "share_percent": 100}],
                },
            )
        )
        found.append(_own(cast, now - 2 * DAY, place))
    return found


def _own(cast: dict[str, Actor], at: datetime, place: str) -> Dossier:
    """What only the worker may file, where she lives."""
    by = cast["citizen"]
    dossier = drafting.open_draft(category=WITHOUT_LIMIT, kind=ApplicationKind.FIRST, by=by, at=at)
    answers = {
        "worker": {
            **stories.ANSWERS["worker"],
            **worker("Modelo", "Amina", "M7770001", email="citizen@demo.example", language="fr", sex="F"),
            "nationalities": ["MA"],
            "birth_country": "MA",
            "birth_place": "Fès",
        },
        "residence": {**stories.IN_BELGIUM["residence"], "commune_nis_code": place},
    }
    drafting.save_step(dossier_id=dossier.pk, step="all", answers=answers, typed={}, by=by, at=at)
    stories.attach_everything(dossier, by=by, at=at)
    return submission.submit(dossier_id=dossier.pk, by=by, at=at)


def _filed_with_gaps(cast: dict[str, Actor], now: datetime) -> Dossier:
    return _story(
        cast,
        now - 6 * DAY,
        leave_out=("diploma_translation", "criminal_record"),
        worker=worker("Muestra", "Camila", "P7654321", nationalities=["CO"], birth_country="CO"),
        job={"engagement": "FIXED_TERM", "duration_months": 8, "yearly_gross": "61200.00"},
    )


def _asked(cast: dict[str, Actor], now: datetime) -> Dossier:
    dossier = _story(
        cast,
        now - 12 * DAY,
        leave_out=("diploma_translation",),
        worker=worker("Örnek", "Deniz", "U2345678", nationalities=["TR"], birth_country="TR"),
    )
    stories.tick_everything(dossier, at=now - 10 * DAY, by=cast["federal-handler"])
    completeness.ask(
        dossier_id=dossier.pk,
        asks=[completeness.Ask(code="diploma_translation", reason="Bitte die deutsche Übersetzung des Diploms.")],
        by=cast["region-handler"],
        at=now - 9 * DAY,
    )
    stories.carry_post(now - 9 * DAY)
    return dossier


def _under_review(cast: dict[str, Actor], now: datetime) -> Dossier:
    dossier = _story(
        cast, now - 40 * DAY, worker=worker("Contoh", "Siti", "A3456789", nationalities=["ID"], birth_country="ID")
    )
    dossier = _complete(cast, dossier, now - 36 * DAY)
    reviews.assess_provisionally(
        dossier_id=dossier.pk, outcome=Outcome.FAVOURABLE, by=cast["federal-handler"], at=now - 20 * DAY
    )
    return dossier


def _work_granted(cast: dict[str, Actor], now: datetime) -> Dossier:
    dossier = _complete(cast, _story(cast, now - 55 * DAY, worker=ANANYA), now - 52 * DAY)
    stories.decide(dossier, cast["region-signatory"], at=now - 12 * DAY)
    return dossier


def _granted(cast: dict[str, Actor], now: datetime) -> Dossier:
    dossier = _story(
        cast, now - 80 * DAY, worker=worker("Exemplo", "João", "F4567890", nationalities=["BR"], birth_country="BR")
    )
    dossier = _complete(cast, dossier, now - 77 * DAY)
    stories.decide(dossier, cast["region-signatory"], at=now - 30 * DAY)
    stories.decide(dossier, cast["federal-signatory"], at=now - 3 * DAY)
    return dossier


def _carded(cast: dict[str, Actor], now: datetime) -> Dossier:
    dossier = _story(
        cast,
        now - 100 * DAY,
        worker=worker("Primer", "Olena", "E5678901", nationalities=["UA"], birth_country="UA"),
        **stories.IN_BELGIUM,
    )
    dossier = _complete(cast, dossier, now - 96 * DAY)
    stories.decide(dossier, cast["region-signatory"], at=now - 60 * DAY)
    stories.decide(dossier, cast["federal-signatory"], at=now - 50 * DAY)
    declarations.declare(
        dossier_id=dossier.pk,
        kind=DeclarationKind.REGISTERED,
        happened_on=(now - 45 * DAY).date(),
        by=cast["commune"],
        at=now - 44 * DAY,
    )
    stories.carry_post(now - 44 * DAY)
    return dossier
