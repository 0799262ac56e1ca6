"""Filing against its limit: one statement that writes the same rows into the same tables, past the same triggers.

Both commit durably and find a draft with ten papers. Outside, because the limit has nothing to compare with: judging
the application (its papers read for that), wording the letter, and ringing for delivery after the commit. Everything
else the product does (rights, the lock, clocks, the journal's schema) is within its time and spared the limit.
"""

import itertools
import time
import uuid
from collections.abc import Callable, Iterator
from contextlib import ExitStack, contextmanager
from copy import deepcopy
from datetime import UTC, datetime
from typing import Any
from unittest import mock

import psycopg
from psycopg.rows import dict_row
from psycopg.types.json import Jsonb

from applications import files, notices, references
from applications.actors import Actor
from applications.models import Dossier
from applications.rulebook.evaluation import Evaluation
from applications.selectors import filing_check
from applications.services import documents, drafting, submission
from applications.vocabulary import ApplicationKind
from bench.databases import Database
from bench.frame import Goal, Measure, interleaved
from exchange import wake
from portal.demo import stories

DOCUMENTS = 10
AT = datetime(2025, 3, 3, 9, 0, tzinfo=UTC)
NUMBERS = itertools.count(9_000_000)  # of the limit's references, far from the product's

LIMIT = """
WITH locked AS (
    SELECT id FROM applications_dossier WHERE id = %(dossier)s AND state = 'DRAFT' FOR UPDATE
), person AS (
    INSERT INTO applications_person (key, birth_year, birth_month, birth_day, birth_place, birth_country, sex,
        nationalities, stateless, language, email)
    SELECT %(person)s, 1985, 7, 30, 'Pune', 'IN', 'M', ARRAY['IN'], false, 'en', 'ravi@beispiel.example' FROM locked
    RETURNING id
), name AS (
    INSERT INTO applications_personname (person_id, family_name, given_names, original_script, valid_from)
    SELECT id, 'Beispiel', 'Ravi', '', %(on)s FROM person
), passport AS (
    INSERT INTO applications_traveldocument (person_id, kind, country, number, issued_on, expires_on)
    SELECT id, 'PASSPORT', 'IN', 'X0000000', %(on)s, %(on)s FROM person
), facts AS (
    INSERT INTO applications_factsversion (dossier_id, number, facts, recorded_at, recorded_by, capacity,
        reason)
    SELECT %(dossier)s, 1, %(facts)s, %(at)s, 'karin', 'EMPLOYER', '' FROM locked RETURNING id
), evaluation AS (
    INSERT INTO applications_evaluation (dossier_id, facts_version_id, tree, revision, made_at)
    SELECT %(dossier)s, id, %(tree)s, %(revision)s, %(at)s FROM facts
), draft AS (
    DELETE FROM applications_draft WHERE dossier_id = %(dossier)s
), filed AS (
    UPDATE applications_dossier d SET state = 'SUBMITTED', reference = %(reference)s, authority = 'ostbelgien',
        authority_because = %(because)s, submitted_at = %(at)s, language = 'de', employer_id = d.workspace_id,
        worker_id = person.id, post_code = 'new-delhi', commune_nis_code = ''
    FROM person WHERE d.id = %(dossier)s
), entry AS (
    INSERT INTO applications_journalentry (dossier_id, seq, prev, hash, kind, at, actor_key, capacity,
        organisation_key, track, state_before, state_after, basis, payload)
    SELECT %(dossier)s, 0, '', '', 'SUBMITTED', %(at)s, 'karin', 'EMPLOYER', 'employer:0123456749', '', 'DRAFT',
        'SUBMITTED', 'P16', %(payload)s FROM locked
), items AS (
    INSERT INTO applications_workitem (dossier_id, authority, track, stage, waiting_for, due_on, assignee, team,
        reference, category, worker_name, employer_name, search_name, opened_at)
    SELECT %(dossier)s, i.authority, i.track, i.stage, '', i.due_on, '', '', %(reference)s, 'eu_blue_card',
        'Beispiel, Ravi', 'Muster Automation AG', 'beispiel ravi muster automation ag 0123456749', %(at)s
    FROM locked, unnest(%(item_authorities)s::text[], %(item_tracks)s::text[], %(item_stages)s::text[],
        %(item_days)s::date[]) AS i(authority, track, stage, due_on)
), deadlines AS (
    INSERT INTO applications_deadline (dossier_id, track, rule, version, starts_on, due_on, ended_as)
    SELECT %(dossier)s, d.track, d.rule, d.version, d.starts_on, d.due_on, ''
    FROM locked, unnest(%(deadline_tracks)s::text[], %(deadline_rules)s::text[], %(deadline_versions)s::text[],
        %(deadline_starts)s::date[], %(deadline_days)s::date[]) AS d(track, rule, version, starts_on, due_on)
), addressees AS (
    INSERT INTO exchange_addressee (key, kind, channel, email, language, active)
    SELECT * FROM (VALUES ('employer:0123456749', 'EMPLOYER', 'INBOX', '', 'de', true),
        (%(worker)s, 'WORKER', 'INBOX_AND_EMAIL', 'ravi@beispiel.example', 'en', true)) AS told
    ON CONFLICT (key) DO UPDATE SET kind = excluded.kind, channel = excluded.channel, email = excluded.email,
        language = excluded.language, active = excluded.active
    RETURNING id, key, language
), parcels AS (
    INSERT INTO exchange_parcel (key, kind, schema_version, addressee_id, posted_to, subject_reference, language,
        payload, posted_at, state)
    SELECT %(reference)s || '/receipt/' || key, 'RECEIPT_OF_FILING', 1, id, key, %(reference)s, language,
        %(notice)s, %(at)s, 'QUEUED' FROM addressees
), notified AS (
    INSERT INTO applications_notification (parcel_key, dossier_id, what, role, addressee_key, counts_by, posted_at)
    SELECT %(reference)s || '/receipt/' || key, %(dossier)s, 'RECEIPT', split_part(key, ':', 1), key, 'AVAILABLE',
        %(at)s FROM addressees
)
SELECT count(*) FROM locked
"""

SAME_ROWS = """
SELECT (SELECT count(*) FROM applications_factsversion WHERE dossier_id = %(id)s) AS facts,
    (SELECT count(*) FROM applications_evaluation WHERE dossier_id = %(id)s) AS evaluations,
    (SELECT count(*) FROM applications_journalentry WHERE dossier_id = %(id)s) AS entries,
    (SELECT count(*) FROM applications_workitem WHERE dossier_id = %(id)s) AS items,
    (SELECT count(*) FROM applications_deadline WHERE dossier_id = %(id)s) AS deadlines,
    (SELECT count(*) FROM applications_notification WHERE dossier_id = %(id)s) AS notifications,
    (SELECT count(*) FROM applications_personname n JOIN applications_dossier d ON d.worker_id = n.person_id
        WHERE d.id = %(id)s) AS names,
    (SELECT count(*) FROM applications_traveldocument p JOIN applications_dossier d ON d.worker_id = p.person_id
        WHERE d.id = %(id)s) AS passports,
    (SELECT count(*) FROM exchange_parcel p JOIN applications_dossier d ON d.reference = p.subject_reference
        WHERE d.id = %(id)s) AS parcels,
    (SELECT count(*) FROM applications_draft WHERE dossier_id = %(id)s) AS drafts
"""


class DifferentRows(AssertionError):
    """The limit does not write what the product writes, so that comparing them would prove nothing."""


def goals(database: Database, *, rounds: int) -> list[Goal]:
    """Applications filed in a second by one process."""
    database.use()
    stories.cast()
    by = stories.employer_actor()
    with psycopg.connect(database.url, autocommit=True) as limit, _outside() as outside:
        made = submission.submit(dossier_id=_draft(by), by=by, at=AT)
        statement = _statement(limit, made)
        written = _draft(by)
        statement(written)
        _compare(limit, made.pk, written)
        seconds = interleaved(
            {
                "limit": Measure(prepare=lambda: _draft(by), run=statement),
                "ours": Measure(
                    prepare=lambda: _draft(by),
                    run=lambda dossier_id: submission.submit(dossier_id=dossier_id, by=by, at=AT),
                    less=outside,
                ),
            },
            rounds=rounds,
        )
    return [
        Goal(
            name="submit with 10 documents, dossiers/s against one statement",
            limit=1 / seconds["limit"],
            ours=1 / seconds["ours"],
            at_least=0.35,
        )
    ]


def _draft(by: Actor) -> int:
    """A draft with every answer and ten papers, which submit finds and does not write."""
    dossier = drafting.open_draft(category="eu_blue_card", kind=ApplicationKind.FIRST, by=by, at=AT)
    answers = deepcopy(stories.ANSWERS)
    drafting.save_step(dossier_id=dossier.pk, step="all", answers=answers, typed={}, by=by, at=AT)
    check = filing_check.check(Dossier.objects.get(pk=dossier.pk), on=AT.date())
    for line in check.lines[:DOCUMENTS]:
        documents.record(
            dossier_id=dossier.pk,
            code=line.need.code,
            track=line.need.track,
            sealed=line.need.sealed,
            stored=files.Stored(uuid.uuid4().hex, "0" * 64, 1, "application/pdf", 1),
            name="paper.pdf",
            by=by,
            at=AT,
        )
    return dossier.pk


def _statement(connection: psycopg.Connection[Any], made: Dossier) -> Callable[[int], None]:
    """The limit, with everything it writes taken from a dossier that the product has filed."""
    with connection.cursor(row_factory=dict_row) as cursor:

        def rows(query: str) -> list[dict[str, Any]]:
            return cursor.execute(query, [made.pk]).fetchall()

        facts = rows("SELECT facts FROM applications_factsversion WHERE dossier_id = %s")[0]
        tree = rows("SELECT tree, revision FROM applications_evaluation WHERE dossier_id = %s")[0]
        entry = rows("SELECT payload FROM applications_journalentry WHERE dossier_id = %s")[0]
        items = rows("SELECT * FROM applications_workitem WHERE dossier_id = %s ORDER BY id")
        deadlines = rows("SELECT * FROM applications_deadline WHERE dossier_id = %s ORDER BY id")
        parcel = rows("SELECT p.payload FROM exchange_parcel p JOIN applications_dossier d"
                      " ON d.reference = p.subject_reference WHERE d.id = %s LIMIT 1")[0]  # fmt: skip
    same: dict[str, Any] = {
        "on": AT.date(),
        "at": AT,
        "facts": Jsonb(facts["facts"]),
        "tree": Jsonb(tree["tree"]),
        "revision": tree["revision"],
        "because": Jsonb(made.authority_because),
        "payload": entry["payload"],
        "notice": Jsonb(parcel["payload"]),
        **_columns("item", items, authorities="authority", tracks="track", stages="stage", days="due_on"),
        **_columns(
            "deadline", deadlines, tracks="track", rules="rule", versions="version", starts="starts_on", days="due_on"
        ),
    }

    def file(dossier_id: int) -> None:
        person = uuid.uuid4()
        reference = references.make(year=AT.year, number=next(NUMBERS))
        mine = {"dossier": dossier_id, "person": person, "worker": f"worker:{person}", "reference": reference}
        connection.execute(LIMIT, {**same, **mine})

    return file


def _columns(what: str, rows: list[dict[str, Any]], **named: str) -> dict[str, list[Any]]:
    """The columns of several rows as the arrays that `unnest` takes."""
    return {f"{what}_{name}": [row[column] for row in rows] for name, column in named.items()}


def _compare(connection: psycopg.Connection[Any], made: int, written: int) -> None:
    counts = [connection.execute(SAME_ROWS, {"id": dossier_id}).fetchone() for dossier_id in (made, written)]
    if counts[0] != counts[1]:
        raise DifferentRows(f"the product wrote {counts[0]}, the limit {counts[1]}")


@contextmanager
def _outside() -> Iterator[Callable[[], float]]:
    """While it lasts, judging, wording and ringing are timed; answers the seconds spent there since last asked."""
    places = ((filing_check, "check"), (Evaluation, "as_json"), (notices, "receipt"), (wake, "_ring"))
    spent = [0.0]

    def timed(done: Callable[..., Any]) -> Callable[..., Any]:
        def wrapped(*given: Any, **named: Any) -> Any:
            before = time.perf_counter()
            try:
                return done(*given, **named)
            finally:
                spent[0] += time.perf_counter() - before

        return wrapped

    def since() -> float:
        seconds, spent[0] = spent[0], 0.0
        return seconds

    with ExitStack() as stack:
        for place, name in places:
            stack.enter_context(mock.patch.object(place, name, timed(getattr(place, name))))
        yield since
