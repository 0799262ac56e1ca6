"""What stands in the database, in one quick statement: so many rows in each table, the newest written by such a hand.

Every savepoint has a number of its own, higher than all before; a row carries that of the savepoint it was written in.
"""

from functools import cache

from django.db import connection

TABLES = """
SELECT relname FROM pg_class
WHERE relkind IN ('r', 'p') AND NOT relispartition AND relnamespace = current_schema()::regnamespace
ORDER BY relname
"""


def taken() -> dict[str, str]:
    """Count and newest writer per table; a row written, changed or removed changes them. What was undone left none."""
    with connection.cursor() as cursor:
        cursor.execute(_statement())
        return dict(cursor.fetchall())


@cache
def _statement() -> str:
    with connection.cursor() as cursor:
        cursor.execute(TABLES)
        names = [name for (name,) in cursor.fetchall()]
    one = "SELECT '{0}', count(*) || ' ' || coalesce(max(xmin::text::bigint), 0) FROM \"{0}\""
    return " UNION ALL ".join(one.format(name) for name in names)


def writes() -> dict[str, int]:
    """How many rows this transaction has written in each table so far, those undone since as well. Quicker still."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT relname, n_tup_ins + n_tup_upd + n_tup_del FROM pg_stat_xact_user_tables")
        return dict(cursor.fetchall())


def changed(before: dict[str, str]) -> set[str]:
    """The tables that are not as they were."""
    now = taken()
    return {table for table in now if now[table] != before[table]}
