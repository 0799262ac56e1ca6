"""Several writes in one trip to the database.

A verb that opens a dossier writes a dozen tables. One trip each would cost more than the writing, and more the busier
the machine is. `Writes` gathers statements and sends them as one command, in the order given. Nothing comes back, so
rows that others refer to take their number from `reserve` first.
"""

from collections.abc import Sequence
from datetime import date
from typing import Any
from uuid import UUID

from django.db import connection
from django.db.models import JSONField, Model

PLAIN = frozenset({str, int, bool, type(None), UUID, date})  # the driver writes these as they are


class Writes:
    """Statements to be sent together, in the caller's transaction."""

    def __init__(self) -> None:
        self._statements: list[tuple[str, Sequence[Any]]] = []

    def insert(self, rows: Sequence[Model]) -> None:
        """New rows of one table. Those without a number get one from the database and never learn it."""
        if not rows:
            return
        model, is_numbered = type(rows[0]), rows[0].pk is not None
        fields = [field for field in model._meta.concrete_fields if is_numbered or not field.primary_key]
        names, row = ", ".join(map(_column, fields)), f"({', '.join(['%s'] * len(fields))})"
        self._add(
            f"INSERT INTO {_name(model)} ({names}) VALUES {', '.join([row] * len(rows))}",  # noqa: S608 - names of columns
            [_value(field, row) for row in rows for field in fields],
        )

    def update(self, row: Model, columns: Sequence[str]) -> None:
        """Those columns of a row that is there and locked."""
        fields: list[Any] = [row._meta.get_field(name) for name in columns]
        changes = ", ".join(f"{_column(field)} = %s" for field in fields)
        self._add(
            f"UPDATE {_name(row)} SET {changes} WHERE {_column(row._meta.pk)} = %s",  # noqa: S608 - names of columns
            [*(_value(field, row) for field in fields), row.pk],
        )

    def delete(self, row: Model) -> None:
        """A row that nothing refers to."""
        self._add(f"DELETE FROM {_name(row)} WHERE {_column(row._meta.pk)} = %s", [row.pk])  # noqa: S608 - names of columns

    def send(self) -> None:
        """Write everything gathered so far. The values are put in one statement at a time, so that the driver
        remembers how each is taken apart, and by one cursor: opening one costs as much as the putting in.
        """
        if self._statements:
            with connection.cursor() as cursor:
                cursor.execute(";\n".join(cursor.mogrify(*statement) for statement in self._statements))
        self._statements = []

    def _add(self, statement: str, params: Sequence[Any]) -> None:
        self._statements.append((statement, params))


def _name(model: Model | type[Model]) -> str:
    return f'"{model._meta.db_table}"'


def _column(field: Any) -> str:
    return f'"{field.column}"'


def _value(field: Any, row: Model) -> Any:
    value = getattr(row, field.attname)
    is_plain = type(value) in PLAIN and not isinstance(field, JSONField)
    return value if is_plain else field.get_db_prep_save(value, connection)


def reserve(*sequences: str) -> list[int]:
    """The next number of each sequence, in one trip. A number that is not used leaves a harmless gap."""
    with connection.cursor() as cursor:
        cursor.execute(f"SELECT {', '.join(['nextval(%s)'] * len(sequences))}", sequences)
        return list(cursor.fetchone() or ())
