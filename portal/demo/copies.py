"""A dossier made through the services, copied thousands of times by COPY: rows that the services could have left.

Every row of the dossier is read once as COPY writes it; what makes it this dossier's (numbers, reference, keys) becomes
a blank, and each copy fills the blanks in. The journal's chain is made by its trigger. Two things are not copied: the
parcels of the past, which no clock reads any more, and the bytes behind papers and letters.
"""

import re
import uuid
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

import psycopg
from django.db.models import Model
from psycopg import sql

from applications import models, references
from exchange.models import Addressee

MINE = "dossier_id = {dossier}"
OF_DOCUMENTS = "document_id IN (SELECT id FROM applications_document WHERE dossier_id = {dossier})"
OF_REQUESTS = "request_id IN (SELECT id FROM applications_documentrequest WHERE dossier_id = {dossier})"
ROWS: dict[type[Model], str] = {  # in the order in which they may refer to each other
    models.Person: "id = {worker}",
    models.PersonName: "person_id = {worker}",
    models.PersonIdentifier: "person_id = {worker}",
    models.TravelDocument: "person_id = {worker}",
    Addressee: "key = {addressee}",
    models.Dossier: "id = {dossier}",
    models.Draft: MINE,
    models.FactsVersion: MINE,
    models.Evaluation: MINE,
    models.Document: MINE,
    models.DocumentVersion: OF_DOCUMENTS,
    models.DocumentRequest: MINE,
    models.RequestLine: OF_REQUESTS,
    models.ResidenceTick: MINE,
    models.Review: MINE,
    models.Act: MINE,
    models.JournalEntry: MINE,
    models.Notification: MINE,
    models.WorkItem: MINE,
    models.Deadline: MINE,
}
NUMBERED = {  # others refer to these; the rest gets its numbers from the database
    models.Person, models.Dossier, models.FactsVersion, models.Evaluation, models.Document, models.DocumentVersion,
    models.DocumentRequest, models.Review, models.Act,
}  # fmt: skip
BY_TRIGGER = {"seq", "prev", "hash", "recorded_at"}
IN_PAYLOADS = {
    "request": models.DocumentRequest, "act": models.Act, "review": models.Review, "evaluation": models.Evaluation,
}  # fmt: skip


@dataclass(frozen=True, slots=True)
class Copy:
    """One of them. A draft's reference is one that nobody will ever have."""

    id: int
    key: str
    reference: str


@dataclass(frozen=True, slots=True)
class Template:
    """The rows of one dossier with blanks; `blanks` counts the numbers that a copy needs of each sequence."""

    year: int
    lines: dict[type[Model], list[str]]
    columns: dict[type[Model], list[str]]
    blanks: dict[type[Model], list[str]]


def template(connection: psycopg.Connection[Any], dossier: models.Dossier) -> Template:
    """Read the dossier as it stands, filed or still a draft."""
    worker = dossier.worker
    given = {
        "dossier": dossier.pk, "worker": worker and worker.pk, "addressee": worker and worker.addressee_key,
    }  # fmt: skip
    literals = {name: sql.Literal(value) for name, value in given.items()}
    columns = {model: _columns(model) for model in ROWS}
    found = {
        model: _read(connection, model, columns[model], sql.SQL(where).format(**literals))
        for model, where in ROWS.items()
    }
    words = {str(dossier.key): "%(key)s"}
    if worker is not None and dossier.reference:
        words |= {dossier.reference: "%(reference)s", str(worker.key): "%(person)s"}
    return Template(
        year=(dossier.submitted_at or dossier.opened_at).year,
        columns=columns,
        lines={of: [_with_blanks(of, columns[of], row, words) for row in rows] for of, rows in found.items()},
        blanks={of: [_blank(of, row[0]) for row in rows] for of, rows in found.items() if of in NUMBERED},
    )


def make(connection: psycopg.Connection[Any], made_from: Template, *, times: int) -> list[Copy]:
    """Write so many copies, all or none, by a connection that commits each statement by itself."""
    with connection.transaction():
        numbers = {
            blank: taken
            for model, blanks in made_from.blanks.items()
            for blank, taken in zip(blanks, _take(connection, _sequence(model), times, len(blanks)), strict=True)
        }
        (filed,) = _take(connection, "applications_reference_number", times, 1)
        fillings = [
            {
                **{blank: taken[n] for blank, taken in numbers.items()},
                "reference": references.make(year=made_from.year, number=filed[n]),
                "key": uuid.uuid4(),
                "person": uuid.uuid4(),
            }
            for n in range(times)
        ]
        for model, lines in made_from.lines.items():
            if lines:
                block = "\n".join(lines) + "\n"
                with (
                    connection.cursor() as cursor,
                    cursor.copy(_copy(model, made_from.columns[model], "FROM STDIN")) as copy,
                ):
                    for filling in fillings:
                        copy.write(block % filling)
    [dossier] = made_from.blanks[models.Dossier]
    return [Copy(int(made[dossier]), str(made["key"]), str(made["reference"])) for made in fillings]


# --- Inside ----------------------------------------------------------------------------------------------------------


def _columns(model: type[Model]) -> list[str]:
    left_out = (BY_TRIGGER if model is models.JournalEntry else set()) | (set() if model in NUMBERED else {"id"})
    return [field.column for field in model._meta.concrete_fields if field.column not in left_out]


def _copy(model: type[Model], columns: Sequence[str], direction: str) -> sql.Composed:
    names = sql.SQL(", ").join(map(sql.Identifier, columns))
    return sql.SQL("COPY {} ({}) " + direction).format(sql.Identifier(model._meta.db_table), names)


def _read(
    connection: psycopg.Connection[Any], model: type[Model], columns: Sequence[str], where: sql.Composable
) -> list[list[str]]:
    statement = sql.SQL("COPY (SELECT {} FROM {} WHERE {} ORDER BY {}) TO STDOUT").format(
        sql.SQL(", ").join(map(sql.Identifier, columns)),
        sql.Identifier(model._meta.db_table),
        where,
        sql.Identifier(model._meta.pk.column),
    )
    with connection.cursor() as cursor, cursor.copy(statement) as copy:
        text = b"".join(bytes(block) for block in copy).decode()
    return [line.split("\t") for line in text.splitlines()]


def _with_blanks(model: type[Model], columns: Sequence[str], row: Sequence[str], words: dict[str, str]) -> str:
    fields = {field.column: field for field in model._meta.concrete_fields}
    values = []
    for column, value in zip(columns, row, strict=True):
        related = model if column == "id" else fields[column].related_model
        if related in NUMBERED and value != r"\N":
            values.append(f"%({_blank(related, value)})d")
            continue
        text = value.replace("%", "%%")
        for word, blank in words.items():
            text = text.replace(word, blank)
        if column == "file_key":  # unique, and nothing is kept under it
            text = uuid.uuid4().hex[:20] + "-%(key)s"
        values.append(_payload(text) if column == "payload" else text)
    return "\t".join(values)


def _payload(text: str) -> str:
    """Numbers of rows in what the journal says."""
    for name, model in IN_PAYLOADS.items():
        text = re.sub(rf'"{name}":(\d+)', lambda m, n=name, of=model: f'"{n}":%({_blank(of, m[1])})d', text)
    return text


def _blank(model: Any, number: str | int) -> str:
    return f"{model._meta.model_name}_{number}"


def _sequence(model: type[Model]) -> str:
    return f"{model._meta.db_table}_id_seq"


def _take(connection: psycopg.Connection[Any], sequence: str, times: int, each: int) -> list[list[int]]:
    """Numbers that nobody else will get: `each` lists of `times`."""
    if not each:
        return []
    rows = connection.execute("SELECT nextval(%s) FROM generate_series(1, %s)", [sequence, times * each]).fetchall()
    taken = [number for (number,) in rows]
    return [taken[start::each] for start in range(each)]
