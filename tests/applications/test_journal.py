"""The journal cannot be rewritten by the application's role, and every kind of tampering by a stronger one is found."""

import json

import pytest
from django.core.management import CommandError, call_command
from django.db import DatabaseError, connection, transaction

from applications import journal_chain, journal_schema
from applications.models import Deadline, Dossier, FactsVersion, JournalEntry
from applications.selectors import whole_journal as journal
from applications.vocabulary import EntryKind, State
from tests import stories

pytestmark = pytest.mark.django_db


@pytest.fixture
def dossier():
    return stories.complete_dossier()


@pytest.mark.parametrize(
    "statement",
    [
        "UPDATE applications_journalentry SET basis = 'other'",
        "UPDATE applications_journalentry SET payload = '{}' WHERE seq = 1",
        "DELETE FROM applications_journalentry",
        "TRUNCATE applications_journalentry CASCADE",
        "ALTER TABLE applications_journalentry DISABLE TRIGGER ALL",
        "DROP TRIGGER journal_chain ON applications_journalentry",
        "SET session_replication_role = replica",
        "UPDATE applications_accesslog SET what = 'x'",
        "DELETE FROM applications_factsversion",
        "UPDATE applications_factsversion SET facts = '{}'",
        "DELETE FROM applications_deadline",
        "UPDATE applications_deadline SET due_on = due_on + 1",
        "UPDATE applications_documentversion SET sha256 = repeat('0', 64)",
        "DELETE FROM applications_documentversion",
        "CREATE TABLE mine (id int)",
    ],
)
def test_the_application_role_cannot_rewrite_what_happened(dossier, statement):
    with pytest.raises(DatabaseError), transaction.atomic(), connection.cursor() as cursor:
        cursor.execute(statement)


def test_no_state_changes_without_an_entry(dossier):
    with pytest.raises(DatabaseError, match="journal says"), transaction.atomic():
        Dossier.objects.filter(pk=dossier.pk).update(state=State.GRANTED)
        connection.check_constraints()


def test_an_entry_must_start_where_the_last_one_ended(dossier):
    with pytest.raises(DatabaseError, match="state before"), transaction.atomic():
        JournalEntry.objects.create(
            dossier=dossier, kind=EntryKind.ASSIGNED, at=dossier.submitted_at, actor_key="x", capacity="OFFICER",
            state_before=State.SUBMITTED, state_after=State.SUBMITTED, basis="x",
        )  # fmt: skip


def test_a_sound_journal_verifies_in_the_database_and_outside(dossier, tmp_path, capsys):
    call_command("verify_journal", export=tmp_path / "journal.jsonl")
    assert "sound" in capsys.readouterr().out
    assert journal_chain.main(str(tmp_path / "journal.jsonl")) == 0


@pytest.mark.parametrize("kind", ["edit", "delete", "insert", "reorder", "cut the tail", "replace the chain"])
def test_every_kind_of_tampering_is_found(dossier, kind):
    lines = list(journal.lines())
    heads = journal.heads()
    assert not list(journal_chain.faults(lines, heads=heads))
    match kind:
        case "edit":
            lines[1]["basis"] = "other"
        case "delete":
            del lines[1]
        case "insert":
            lines.insert(1, {**lines[1], "kind": "ASSIGNED"})
        case "reorder":
            lines[1], lines[2] = lines[2], lines[1]
        case "cut the tail":
            lines = lines[:-1]
        case "replace the chain":
            prev = ""
            for line in lines:
                line["actor_key"], line["prev"] = "somebody else", prev
                line["hash"] = prev = journal_chain.digest(line)
    assert list(journal_chain.faults(lines, heads=heads))


def test_verify_journal_finds_a_tail_that_was_cut_off(dossier, tmp_path):
    heads = {key: [seq + 1, digest] for key, (seq, digest) in journal.heads().items()}
    (tmp_path / "heads.json").write_text(json.dumps(heads))
    with pytest.raises(CommandError, match="HEAD"):
        call_command("verify_journal", heads=tmp_path / "heads.json")


@pytest.mark.parametrize(
    "payload", [{"authority": "ostbelgien", "assignee": "Lena Muster"}, {"authority": "x", "note": "y"}]
)
def test_names_and_free_text_do_not_enter_the_journal(payload):
    with pytest.raises(ValueError):
        journal_schema.canonical(EntryKind.ASSIGNED, payload)


def test_every_kind_of_entry_has_a_schema():
    assert set(journal_schema.SCHEMAS) == set(EntryKind)


def test_facts_and_deadlines_stand(dossier):
    assert FactsVersion.objects.get(dossier=dossier).number == 1
    assert Deadline.objects.filter(dossier=dossier, ended_on=None).exists()
