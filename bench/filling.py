"""A nation's dossiers by COPY, in seconds: for the bench and for the plans of queries.

Four work authorities and the federal one, 60 % of the dossiers closed, a fifth of the open ones without a running
clock. The journal is there because the database insists: no state without an entry. What queries of lists never read
(facts, evaluations, documents) is left out. Everything follows from the number of rows: two runs fill alike.
"""

import random
import uuid
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import UTC, date, datetime, timedelta
from typing import Any

from psycopg import Connection, sql

from applications import journal_schema, references
from applications.models.work_item import NO_DUE_DAY
from applications.vocabulary import Authority, Capacity, EntryKind, Stage, State, Track, WaitingFor

TODAY = date(2026, 6, 1)
NOW = datetime(2026, 6, 1, 9, 0, tzinfo=UTC)
FIRST_ID = 1_000  # room below for rows that the bench files by itself
EMPLOYERS = 500
OFFICERS = 20
CLOCKS_EACH = 4
CATEGORIES = (("eu_blue_card", 0.3), ("single_permit", 0.7))
DESKS = (
    (Authority.FLANDERS, 0.58),
    (Authority.WALLONIA, 0.20),
    (Authority.BRUSSELS, 0.17),
    (Authority.OSTBELGIEN, 0.05),
)
WORK_STAGES = ((Stage.INTAKE, 0.3), (Stage.WAITING, 0.25), (Stage.REVIEW, 0.3), (Stage.SIGN, 0.1), (Stage.ISSUED, 0.05))
FAMILY = (
    "Beispiel", "Erfunden", "Voorbeeld", "Verzonnen", "Exemple", "Fictif", "Muster", "Probe", "Núñez", "Çelik", "Øster",
    "Kowalska", "Sharma", "Nguyễn", "Okonkwo", "Haddad", "Ivanova", "Santos", "Yamada", "Lindqvist",
)  # fmt: skip
SYLLABLES = ("ba", "ri", "no", "ke", "lu", "ta", "mi", "so", "ve", "da", "pe", "go", "ha", "zu", "fi", "le")
COLUMNS = {
    "applications_organisation": """
        id key kind name language email identity enterprise_number register_country register_number authority nis_code
        post_code teams""",
    "applications_person": "id key birth_place birth_country sex nationalities stateless language email",
    "applications_dossier": """
        id key reference state category kind authority language workspace_id employer_id worker_id post_code
        commune_nis_code opened_at opened_by filer_capacity submitted_at""",
    "applications_journalentry": """
        dossier_id kind at actor_key capacity organisation_key track state_before state_after basis payload""",
    "applications_workitem": """
        dossier_id authority track stage waiting_for due_on assignee team reference category worker_name employer_name
        search_name opened_at closed_at""",
    "applications_deadline": "dossier_id track rule version starts_on due_on ended_on ended_as",
    "applications_notification": """
        parcel_key dossier_id what role addressee_key counts_by posted_at notified_at""",
    "exchange_addressee": "id key kind channel email language active",
    "exchange_parcel": """
        key kind schema_version addressee_id posted_to subject_reference language payload posted_at state due_at sent_at
        available_at""",
}


@dataclass(frozen=True, slots=True)
class Filed:
    """One dossier, as all tables tell it."""

    id: int
    reference: str
    authority: Authority
    category: str
    state: State
    submitted_at: datetime
    employer: int
    worker_name: str


def fill(connection: Connection[Any], *, dossiers: int) -> None:
    """Fill an empty database with so many dossiers and two work items each. Commits; the owner then calls `settle`."""
    chance = random.Random(dossiers)
    filed = [_filed(number, chance) for number in range(dossiers)]
    rows: dict[str, Iterable[Sequence[Any]]] = {
        "applications_organisation": _organisations(),
        "applications_person": (_person(dossier) for dossier in filed),
        "applications_dossier": (_dossier(dossier) for dossier in filed),
        "applications_journalentry": (entry for dossier in filed for entry in _entries(dossier)),
        "applications_workitem": (item for dossier in filed for item in _work_items(dossier, chance)),
        "applications_deadline": (_deadline(dossier) for dossier in filed),
        "applications_notification": (told for dossier in filed for told in _notifications(dossier)),
        "exchange_addressee": _addressees(),
        "exchange_parcel": (_parcel(dossier, number) for number, dossier in enumerate(filed)),
    }
    _copy_in(connection, rows)


def fill_with_clocks(connection: Connection[Any], *, clocks: int) -> None:
    """A lean nation for the clocks: dossiers under review with four open ones each, due within two years of `TODAY`."""
    chance = random.Random(clocks)
    filed = [
        replace(_filed(number, chance), state=State.UNDER_REVIEW, submitted_at=NOW - timedelta(minutes=number % 90_000))
        for number in range(-(-clocks // CLOCKS_EACH))
    ]
    rows: dict[str, Iterable[Sequence[Any]]] = {
        "applications_organisation": _organisations(),
        "applications_person": map(_person, filed),
        "applications_dossier": map(_dossier, filed),
        "applications_journalentry": (entry for dossier in filed for entry in _entries(dossier)),
        "applications_deadline": (row for dossier in filed for row in _open_clocks(dossier, chance)),
    }
    _copy_in(connection, rows)


def _copy_in(connection: Connection[Any], rows: Mapping[str, Iterable[Sequence[Any]]]) -> None:
    for table, given in rows.items():
        statement = sql.SQL("COPY {} ({}) FROM STDIN").format(
            sql.Identifier(table), sql.SQL(", ").join(map(sql.Identifier, COLUMNS[table].split()))
        )
        with connection.cursor() as cursor, cursor.copy(statement) as copy:
            for row in given:
                copy.write_row(row)
    connection.commit()


def settle(owner: Connection[Any]) -> None:
    """Let the planner know what is there, and the sequences what is taken. Outside a transaction, as the owner."""
    for table in ("applications_organisation", "applications_person", "applications_dossier", "exchange_addressee"):
        owner.execute(
            sql.SQL("SELECT setval(pg_get_serial_sequence({}, 'id'), (SELECT max(id) FROM {}))").format(
                sql.Literal(table), sql.Identifier(table)
            )
        )
    owner.execute("SELECT setval('applications_reference_number', (SELECT count(*) + 1 FROM applications_dossier))")
    owner.execute("VACUUM (ANALYZE)")


def _filed(number: int, chance: random.Random) -> Filed:
    is_closed = chance.random() < 0.6
    state = chance.choice((State.GRANTED, State.GRANTED, State.REFUSED)) if is_closed else State.UNDER_REVIEW
    if not is_closed and chance.random() < 0.3:
        state = State.SUBMITTED
    days = chance.randrange(120, 1500) if is_closed else chance.randrange(120)
    submitted_at = NOW - timedelta(days=days, minutes=chance.randrange(480))
    given = "".join(chance.choice(SYLLABLES) for _ in range(3)).title()
    family = chance.choice(FAMILY) + chance.choice(SYLLABLES) + chance.choice(SYLLABLES)
    return Filed(
        id=FIRST_ID + number,
        reference=references.make(year=submitted_at.year, number=number + 1),
        authority=_drawn(DESKS, chance),
        category=_drawn(CATEGORIES, chance),
        state=state,
        submitted_at=submitted_at,
        employer=FIRST_ID + chance.randrange(EMPLOYERS),
        worker_name=f"{family}, {given}",
    )


def _organisations() -> Iterator[Sequence[Any]]:
    for number in range(EMPLOYERS):
        enterprise = f"0{number:09d}"
        yield (FIRST_ID + number, f"employer:{enterprise}", "EMPLOYER", _employer_name(FIRST_ID + number), "fr", "",
               "ENTERPRISE", enterprise, "", "", "", "", "", [])  # fmt: skip


def _person(d: Filed) -> Sequence[Any]:
    return d.id, uuid.UUID(int=d.id), "", "IN", "", ["IN"], False, "en", ""


def _dossier(d: Filed) -> Sequence[Any]:
    key = uuid.UUID(int=d.id)
    return (d.id, key, d.reference, d.state, d.category, "FIRST", d.authority, "fr", d.employer, d.employer, d.id,
            "new-delhi", "63023", d.submitted_at, "karin", Capacity.EMPLOYER, d.submitted_at)  # fmt: skip


def _employer_name(employer: int) -> str:
    return (
        f"{FAMILY[employer % len(FAMILY)]} {SYLLABLES[employer // 7 % 16]}{SYLLABLES[employer // 3 % 16]} {employer} NV"
    )


def _entries(dossier: Filed) -> Iterator[Sequence[Any]]:
    steps = [(EntryKind.SUBMITTED, State.DRAFT, State.SUBMITTED, SUBMITTED)]
    if dossier.state != State.SUBMITTED:
        steps.append((EntryKind.COMPLETE_DECLARED, State.SUBMITTED, State.UNDER_REVIEW, COMPLETE))
    if dossier.state in (State.GRANTED, State.REFUSED):
        steps.append((EntryKind.ACT_SIGNED, State.UNDER_REVIEW, dossier.state, SIGNED))
    for days, (kind, before, after, payload) in enumerate(steps):
        at = dossier.submitted_at + timedelta(days=days)
        yield dossier.id, kind, at, "lena", Capacity.OFFICER, "authority:federal", "", before, after, "P8", payload


def _work_items(dossier: Filed, chance: random.Random) -> Iterator[Sequence[Any]]:
    employer = _employer_name(dossier.employer)
    search = references.search_name(f"{dossier.worker_name} {employer}")
    for authority, track in ((dossier.authority, Track.WORK), (Authority.FEDERAL, Track.RESIDENCE)):
        closed_at = (
            dossier.submitted_at + timedelta(days=80) if dossier.state in (State.GRANTED, State.REFUSED) else None
        )
        stage, due_on = Stage.DONE, NO_DUE_DAY
        if closed_at is None:
            stage = _drawn(WORK_STAGES, chance)
            if stage == Stage.INTAKE and authority == Authority.FEDERAL:
                stage = Stage.TICK
            if chance.random() < 0.8:
                due_on = dossier.submitted_at.date() + timedelta(days=90)
        waiting_for = WaitingFor.APPLICANT if stage == Stage.WAITING else WaitingFor.NOBODY
        assignee = f"{authority}-{chance.randrange(OFFICERS)}" if chance.random() < 0.5 else ""
        yield (dossier.id, authority, track, stage, waiting_for, due_on, assignee, "", dossier.reference,
               dossier.category, dossier.worker_name, employer, search, dossier.submitted_at, closed_at)  # fmt: skip


def _deadline(dossier: Filed) -> Sequence[Any]:
    starts_on = dossier.submitted_at.date()
    due_on = starts_on + timedelta(days=90)
    ended_on = starts_on + timedelta(days=80) if dossier.state in (State.GRANTED, State.REFUSED) else None
    rule = f"{dossier.authority}.decision"
    return dossier.id, Track.WORK, rule, f"{rule}@2024-01-01", starts_on, due_on, ended_on, "MET" if ended_on else ""


def _open_clocks(dossier: Filed, chance: random.Random) -> Iterator[Sequence[Any]]:
    for nth, track in enumerate((Track.WORK, Track.RESIDENCE, Track.OVERALL, Track.WORK)):
        starts_on, rule = dossier.submitted_at.date(), f"{dossier.authority}.bench_{nth}"
        due_on = starts_on + timedelta(days=chance.randrange(100, 730))
        yield dossier.id, track, rule, f"{rule}@2024-01-01", starts_on, due_on, None, ""


def _notifications(dossier: Filed) -> Iterator[Sequence[Any]]:
    """A grant goes to one of twenty posts and one of five hundred communes."""
    if dossier.state == State.GRANTED:
        at = dossier.submitted_at + timedelta(days=80)
        for role, to in (("POST", f"post:{dossier.id % 20}"), ("COMMUNE", f"commune:{dossier.id % 500:05d}")):
            key = f"{dossier.reference}/residence_act/{role.lower()}"
            yield key, dossier.id, "RESIDENCE_ACT", role, to, "ACKNOWLEDGED", at, at


def _addressees() -> Iterator[Sequence[Any]]:
    for number in range(EMPLOYERS):
        yield FIRST_ID + number, f"employer:0{number:09d}", "EMPLOYER", "INBOX", "", "fr", True


def _parcel(dossier: Filed, number: int) -> Sequence[Any]:
    """The newest two in a hundred are still to be carried."""
    is_waiting = number % 50 == 0
    sent_at = None if is_waiting else dossier.submitted_at
    return (f"{dossier.reference}/receipt/filer", "RECEIPT_OF_FILING", 1, dossier.employer,
            f"employer:0{dossier.employer - FIRST_ID:09d}", dossier.reference, "fr", "{}", dossier.submitted_at,
            "QUEUED" if is_waiting else "SENT", dossier.submitted_at, sent_at, sent_at)  # fmt: skip


def _drawn(shares: Sequence[tuple[Any, float]], chance: random.Random) -> Any:
    return chance.choices([value for value, _share in shares], [share for _value, share in shares])[0]


SUBMITTED = journal_schema.canonical(
    EntryKind.SUBMITTED,
    {"category": "eu_blue_card", "kind": "FIRST", "authority": "flanders", "because": "WORKPLACE", "facts_version": 1,
     "facts_sha256": "0" * 64, "evaluation": 1, "documents": [], "warnings": []},
)  # fmt: skip
COMPLETE = journal_schema.canonical(EntryKind.COMPLETE_DECLARED, {"tracks": ["WORK", "RESIDENCE"]})
SIGNED = journal_schema.canonical(
    EntryKind.ACT_SIGNED, {"act": 1, "kind": "ANNEX_46", "language": "fr", "sha256": "0" * 64, "signatory": 1}
)
