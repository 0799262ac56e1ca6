"""Two roles from the first day: the app role works with tables and cannot touch their making."""

import psycopg
import pytest
from django.db import ProgrammingError, connection, transaction

from portal.accounts.models import User


@pytest.mark.django_db
def test_tests_work_as_the_app_role():
    with connection.cursor() as cursor:
        cursor.execute("SELECT current_user")
        assert cursor.fetchone() == ("wib_app",)


@pytest.mark.django_db
@pytest.mark.parametrize(
    "statement",
    [
        "CREATE TABLE mine (a int)",
        "CREATE SCHEMA mine",
        "CREATE TEMPORARY TABLE mine (a int)",
        "ALTER TABLE accounts_user DISABLE TRIGGER ALL",
        "TRUNCATE accounts_user",
        "DROP TABLE accounts_user",
        "SET session_replication_role = replica",
    ],
)
def test_the_app_role_can_make_and_switch_off_nothing(statement):
    # WHEN the app role tries what only the owner may
    with pytest.raises(ProgrammingError), transaction.atomic(), connection.cursor() as cursor:
        cursor.execute(statement)


@pytest.mark.django_db
def test_the_app_role_owns_nothing():
    with connection.cursor() as cursor:
        cursor.execute("SELECT count(*) FROM pg_class WHERE relowner = 'wib_app'::regrole")
        assert cursor.fetchone() == (0,)


@pytest.mark.own_database
def test_commits_are_real_in_a_database_of_ones_own(own_database):
    # WHEN a row is committed
    User.objects.create_user(email="somebody@example.org")

    # THEN another connection sees it
    with psycopg.connect(own_database.url) as other:
        assert other.execute("SELECT count(*) FROM accounts_user").fetchone() == (1,)


@pytest.mark.own_database
def test_the_next_database_of_ones_own_is_empty_again(own_database):
    assert not User.objects.exists()


@pytest.mark.django_db
def test_the_shared_database_never_saw_it():
    assert not User.objects.exists()
