"""The rows behind every request of somebody signed in, in plain SQL: their session, their account, their membership.

Three queries on primary keys. Put together by the ORM they cost more time than the work list itself does.
"""

from datetime import date, datetime
from typing import Any

from django.db import connection, models

from applications.models import Organisation, Person
from portal.accounts.models import Membership, User


def _fields(model: type[models.Model]) -> list[str]:
    return [field.attname for field in model._meta.concrete_fields]


def _columns(alias: str, model: type[models.Model]) -> str:
    return ", ".join(f"{alias}.{field.column}" for field in model._meta.concrete_fields)


USER_FIELDS, MEMBERSHIP_FIELDS = _fields(User), _fields(Membership)
ORGANISATION_FIELDS, PERSON_FIELDS = _fields(Organisation), _fields(Person)

SESSION = "SELECT session_data FROM django_session WHERE session_key = %s AND expire_date > %s"
USER = f"SELECT {_columns('u', User)} FROM accounts_user u WHERE u.id = %s"  # noqa: S608 - our own columns
MEMBERSHIP = f"""
SELECT {_columns("m", Membership)}, {_columns("o", Organisation)}, {_columns("p", Person)}
FROM accounts_membership m
LEFT JOIN applications_organisation o ON o.id = m.organisation_id
LEFT JOIN applications_person p ON p.id = m.person_id
WHERE m.id = %s AND m.user_id = %s AND m.valid_from <= %s AND (m.valid_until IS NULL OR m.valid_until > %s)
"""  # noqa: S608 - our own columns


def find_session(key: str | None, *, at: datetime) -> str | None:
    """What the session holds, as it is stored; None when it has ended or never was."""
    row = _row(SESSION, [key, at])
    return None if row is None else str(row[0])


def find_user(user_id: int) -> User | None:
    """The account, whether it is active or not."""
    row = _row(USER, [user_id])
    return None if row is None else User.from_db("default", USER_FIELDS, row)


def find_membership(membership_id: int, *, user_id: int, on: date) -> Membership | None:
    """The membership if it is this person's and `MembershipQuerySet.valid` on that day, with for whom it is."""
    row = _row(MEMBERSHIP, [membership_id, user_id, on, on])
    if row is None:
        return None
    behind, last = len(MEMBERSHIP_FIELDS), len(MEMBERSHIP_FIELDS) + len(ORGANISATION_FIELDS)
    membership = Membership.from_db("default", MEMBERSHIP_FIELDS, row[:behind])
    if membership.organisation_id is not None:
        membership.organisation = Organisation.from_db("default", ORGANISATION_FIELDS, row[behind:last])
    if membership.person_id is not None:
        membership.person = Person.from_db("default", PERSON_FIELDS, row[last:])
    return membership


def _row(statement: str, params: list[Any]) -> tuple[Any, ...] | None:
    with connection.cursor() as cursor:
        cursor.execute(statement, params)
        row: tuple[Any, ...] | None = cursor.fetchone()
        return row
