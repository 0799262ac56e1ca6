"""The whole system starts, does its work and leaves nothing behind."""

import os
import smtplib
from pathlib import Path

import httpx
import pytest

from portal import databases, embedded, system

WHO = "from django.db import connection as c; k = c.cursor(); k.execute('SELECT current_user'); print(k.fetchone())"

pytestmark = pytest.mark.slow


def test_the_system_starts_works_and_leaves_nothing_running():
    # GIVEN the whole system on free ports
    with system.running_system("trial", seed=False) as running:
        started = [process.pid for process in running.processes.running.values()]
        folder = running.log_dir.parent

        # THEN pages, sign-in and mail answer
        assert httpx.get(f"{running.url}/health/ready").json() == {"ready": True}
        assert httpx.get(f"{running.oidc_url}/.well-known/openid-configuration").json()["issuer"] == running.oidc_url
        host, port = running.environment["EMAIL_URL"].removeprefix("smtp://").split(":")
        with smtplib.SMTP(host, int(port)) as post:
            post.sendmail("from@example.org", ["to@example.org"], "Subject: news\n\nthere is news")
        assert "there is news" in running.mails()[0].read_text()

        # AND everybody works as the app role
        assert "wib_app" in running.manage("shell", "-v", "0", "-c", WHO)

    # AND afterwards nothing runs and nothing lies about
    assert not [pid for pid in started if Path(f"/proc/{pid}").exists()]
    assert not folder.exists()


def test_a_system_that_will_not_last_leaves_a_server_of_ours_as_it_was(database_server, monkeypatch):
    # GIVEN a server that the environment names, with somebody's database on it
    with embedded.servers("test", durable=False) as servers:
        for key in embedded.ADDRESSES:
            monkeypatch.setenv(key, servers[key])

        def found() -> set[str]:
            return set(databases.names(owner_url=servers["DATABASE_OWNER_URL"], beginning="wib_trial"))

        # WHEN a system runs there, THEN it does so in a database of its own, gone afterwards
        with system.running_system("trial", seed=False, background=False) as running:
            assert found() == {f"wib_trial_{os.getpid()}"}
            assert running.environment["DATABASE_URL"] != servers["DATABASE_URL"]
            assert running.manage("verify_journal").startswith("journal: sound, 0 entries")
        assert not found()


def test_a_second_system_in_the_same_folder_is_refused():
    folder = f"trial-{os.getpid()}"
    with (
        system._supervised(folder),
        pytest.raises(system.AlreadyRunning, match=r"\./dev stop"),
        system._supervised(folder),
    ):
        pass
    system.forget(folder)


def test_tables_are_made_where_there_are_none_and_only_then():
    # GIVEN a database that nobody has used yet
    name, said = f"trial-{os.getpid()}", []
    with embedded.servers(name, queue=False) as settings:
        # WHEN two commands come, one after the other
        for _ in range(2):
            system.make_tables(embedded.place(name), settings, say=said.append)

        # THEN the first finds tables, and the second does not wait
        assert system.manage("verify_journal", environment=settings).startswith("journal: sound")
    assert said == ["making the tables"]
    system.forget(name)
