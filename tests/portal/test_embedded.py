"""The embedded servers: shared by those who need them, gone with the last one, refused where they are not ours."""

import os

import psycopg
import pytest

from portal import databases, embedded
from portal.embedded.folders import own_folder


@pytest.fixture
def alone(monkeypatch):
    """No servers in the environment, and a set of our own."""
    for name in embedded.ADDRESSES:
        monkeypatch.delenv(name, raising=False)
    name = f"embedded-{os.getpid()}"
    yield name
    embedded.remove(embedded.place(name))


def test_the_last_one_out_stops_the_servers(alone):
    # GIVEN two users of the same servers
    with embedded.servers(alone, durable=False) as first:
        with embedded.servers(alone, durable=False) as second:
            assert first == second

        # WHEN one has left, THEN they still answer, to both roles
        for role in ("DATABASE_URL", "DATABASE_OWNER_URL"):
            psycopg.connect(first[role]).close()
        assert embedded.place(alone).valkey_socket.exists()

    # WHEN both have left, THEN nothing runs
    with pytest.raises(psycopg.OperationalError):
        psycopg.connect(first["DATABASE_URL"])
    assert not embedded.place(alone).valkey_socket.exists()


def test_what_was_written_is_there_the_next_time(alone):
    with (
        embedded.servers(alone, queue=False) as environment,
        psycopg.connect(environment["DATABASE_OWNER_URL"]) as owner,
    ):
        owner.execute("CREATE TABLE kept (word text)")
    with embedded.servers(alone, queue=False) as environment, psycopg.connect(environment["DATABASE_URL"]) as app:
        app.execute("INSERT INTO kept VALUES ('still here')")


def test_the_addresses_are_short_enough_for_a_socket(alone):
    place = embedded.place(alone)
    assert max(len(str(path)) for path in (place.valkey_socket, place.sockets / ".s.PGSQL.5432.lock")) < 107


def test_a_database_without_its_owner_is_refused_with_a_sentence(alone, monkeypatch):
    monkeypatch.setenv("DATABASE_URL", "postgresql://somewhere/wib")
    with (
        pytest.raises(embedded.ServersUnavailable, match="DATABASE_OWNER_URL is not: set both or neither"),
        embedded.servers(alone),
    ):
        pass


def test_a_folder_that_somebody_else_made_is_not_taken_over(monkeypatch):
    # GIVEN that we are somebody else than who made the folder
    theirs = embedded.home()
    # THEN it is refused
    with monkeypatch.context() as somebody_else:
        somebody_else.setattr(os, "geteuid", lambda: 54321)
        with pytest.raises(embedded.ServersUnavailable, match="belongs to somebody else"):
            own_folder(theirs)


@pytest.mark.parametrize(
    "url",
    ["postgresql://wib_app@%2Fvar%2Frun%2Fx/wib", "postgresql://me:secret@db:5433/wib?sslmode=require"],
)
def test_django_and_psql_read_the_same_address(url):
    from psycopg.conninfo import conninfo_to_dict

    django, psql = databases.for_django(url), conninfo_to_dict(url)
    assert (django["NAME"], django["USER"], django["HOST"]) == (psql["dbname"], psql["user"], psql["host"])
    assert django["OPTIONS"] == ({"sslmode": "require"} if "sslmode" in url else {})


def test_another_database_of_the_same_server_keeps_the_rest_of_the_address():
    assert databases.at("postgresql://me@db/wib?sslmode=require", "other") == "postgresql://me@db/other?sslmode=require"
