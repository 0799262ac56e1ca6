"""Giving a mandate: who may, to whom, for what and when; every mistake has its own sentence and writes nothing."""

import uuid
from datetime import timedelta

import pytest
from django.db import DatabaseError, IntegrityError, connection, transaction

from applications import files
from applications.models import JournalEntry, Mandate, Organisation
from applications.services import mandates
from applications.services.refusals import NotAllowed, Stale
from applications.vocabulary import Capacity, EntryKind, MandateScope
from exchange.models import Parcel
from tests import stories
from tests.mandates import stories as mandated
from tests.mandates.stories import AT, OTHER_FIRM, PRINCIPAL, days, holder, lawyer, row, terms

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("cast")]


def refused(expected: type[Exception] = NotAllowed, **arguments) -> str:
    """The sentence; fails if a row or a file was left behind."""
    before = Mandate.objects.count(), JournalEntry.objects.count(), Parcel.objects.count()
    with pytest.raises(expected) as refusal:
        mandated.given(**arguments)
    assert (Mandate.objects.count(), JournalEntry.objects.count(), Parcel.objects.count()) == before
    return str(refusal.value)


def test_an_employer_gives_a_mandate_with_its_paper_and_both_sides_read_it():
    # WHEN the employer names Joris of the firm
    mandate = mandated.given()

    # THEN it holds at once, with the fingerprint of the paper
    assert mandate.is_confirmed and mandate.runs_on(mandated.TODAY)
    assert (mandate.evidence_name, mandate.evidence_pages, len(mandate.evidence_sha256)) == ("vollmacht.pdf", 1, 64)
    assert files.read(mandate.evidence_key).startswith(b"%PDF")

    # AND both hear of it, without the name of any person
    told = Parcel.objects.filter(key__startswith=f"{mandate.number}/given")
    assert {parcel.addressee.key for parcel in told} == {PRINCIPAL, mandated.FIRM}
    assert all("Joris" not in str(parcel.payload) for parcel in told)


def test_a_firm_writes_a_mandate_down_and_the_employer_confirms_it_once():
    # GIVEN what the firm says it holds on paper, and an application under it
    mandate = mandated.given(by=lawyer())
    assert not mandate.is_confirmed
    assert Parcel.objects.filter(key=f"{mandate.number}/asserted/principal", addressee__key=PRINCIPAL).exists()
    dossier = mandated.filed_by_lawyer()

    # WHEN the employer confirms it
    mandates.confirm(mandate_id=mandate.pk, by=mandated.employer(), at=AT + timedelta(days=1))

    # THEN the application says so
    assert dossier.journal.last().kind == EntryKind.MANDATE_CONFIRMED
    mandate.refresh_from_db()
    assert mandate.is_confirmed

    # AND a second time, or by the firm itself, is refused
    for by, words in ((mandated.employer(), "confirmed already"), (lawyer(), "Only the employer")):
        with pytest.raises(NotAllowed, match=words):
            mandates.confirm(mandate_id=mandate.pk, by=by, at=AT)


def test_a_firm_without_the_signed_paper_is_asked_for_it():
    assert "signed paper" in refused(by=lawyer(), upload=None)


def test_an_employer_needs_no_paper_for_his_own_word():
    assert not mandated.given(upload=None).has_paper


def test_nobody_gives_himself_a_mandate():
    Organisation.objects.create(
        key="mandatary:0123456749", kind="MANDATARY", name="Muster Beratung", enterprise_number="0123456749"
    )
    own = "mandatary:0123456749"
    assert "himself" in refused(firm_id=row(own).pk, holder=holder("joris", own))
    assert "himself" in refused(holder=holder(mandated.employer().key))


@pytest.mark.parametrize(
    ("changes", "words"),
    [
        (days(3, 1), "lies before the first"),
        (days(-9, -2), "are over"),
        ({"scope": MandateScope.CATEGORIES}, "at least one of the kinds"),
        ({"scope": MandateScope.CATEGORIES, "categories": ["golden_visa"]}, "at least one of the kinds"),
        ({"scope": MandateScope.DOSSIERS}, "at least one application"),
        ({"scope": MandateScope.DOSSIERS, "dossier_ids": [999_999]}, "not open"),
        ({"scope": MandateScope.DOSSIERS, "dossier_ids": [1], **days(2)}, "begins today"),
    ],
)
def test_terms_that_make_no_sense_are_refused(changes, words):
    assert words in refused(terms=terms(**changes))


def test_an_unknown_firm_or_person_and_a_person_of_another_firm_are_refused():
    assert "is known here" in refused(firm_id=None)
    assert "is known here" in refused(holder=None)
    assert "is known here" in refused(firm_id=row(PRINCIPAL).pk)
    assert "does not work for that firm" in refused(holder=holder("stranger", OTHER_FIRM))


def test_a_second_general_mandate_to_the_same_person_is_refused_while_the_first_runs():
    mandated.given(terms=terms(**days(0, 10)))
    assert "already" in refused()
    assert "already" in refused(terms=terms(scope=MandateScope.CATEGORIES, categories=["eu_blue_card"], **days(10, 20)))

    # after it, or to somebody else, there is nothing in the way
    mandated.given(terms=terms(**days(11, 20)))
    mandated.given(holder=holder("anna"))


def test_who_may_not_is_told_why():
    assert "your own organisation" in refused(by=lawyer("stranger", OTHER_FIRM))
    assert "Only an employer" in refused(by=stories.officer("lena"))


def test_a_file_that_is_none_is_refused_and_leaves_nothing(monkeypatch):
    def broken(_path):
        raise files.FileRefused("BROKEN")

    monkeypatch.setattr(files, "inspect", broken)
    assert "damaged" in refused(files.FileRefused)


def test_a_mandate_for_chosen_applications_lets_the_firm_take_them_up():
    # GIVEN an application the employer filed himself
    dossier = stories.filed_dossier()

    # WHEN he gives a mandate for it
    chosen = terms(scope=MandateScope.DOSSIERS, dossier_ids=[dossier.pk])
    mandate = mandated.given(terms=chosen)

    # THEN it is in the firm's workspace, and the worker hears of it
    dossier.refresh_from_db()
    assert (dossier.workspace.key, dossier.filer_capacity, dossier.mandate) == (
        mandated.FIRM,
        Capacity.MANDATARY,
        mandate,
    )
    assert dossier.journal.last().said == {"mandate": mandate.pk}
    assert Parcel.objects.filter(addressee__key=dossier.worker.addressee_key, payload__topic="REPRESENTED").exists()


def test_an_application_filed_before_there_was_a_mandate_comes_under_the_one_given_later():
    dossier = mandated.filed_by_lawyer()
    assert "mandate.MISSING" in dossier.journal.first().said["warnings"]
    mandate = mandated.given()
    dossier.refresh_from_db()
    assert dossier.mandate == mandate


@pytest.mark.parametrize("ending", ["revoked", "laid down"])
def test_a_mandate_that_has_ended_is_not_ended_again(ending):
    mandate = mandated.given()
    by = mandated.employer() if ending == "revoked" else lawyer()
    mandates.end(mandate_id=mandate.pk, by=by, at=AT)
    count = Parcel.objects.count()
    with pytest.raises(Stale, match="ended on"):
        mandates.end(mandate_id=mandate.pk, by=mandated.employer(), at=AT)
    with pytest.raises(NotAllowed, match="between others"):
        mandates.end(mandate_id=mandated.given().pk, by=lawyer("stranger", OTHER_FIRM), at=AT)
    assert Parcel.objects.count() == count + 2  # the second mandate's own two


def test_the_database_keeps_mandates_as_they_were_given():
    mandate = mandated.given(upload=None)
    for statement in (
        f"DELETE FROM applications_mandate WHERE id = {mandate.pk}",
        f"UPDATE applications_mandate SET holder_key = 'anna' WHERE id = {mandate.pk}",
        f"UPDATE applications_mandate SET confirmed_at = now() WHERE id = {mandate.pk}",
        (
            "INSERT INTO applications_mandatesubstitute (mandate_id, holder_key, valid_from, valid_until, named_at,"
            f" named_by) VALUES ({mandate.pk}, 'anna', '2025-04-01', '2025-04-01', now(), 'x')"
        ),
    ):
        with pytest.raises(DatabaseError), transaction.atomic(), connection.cursor() as cursor:
            cursor.execute(statement)


def test_the_database_lets_no_two_general_mandates_to_a_person_overlap_and_keeps_the_sides_apart():
    mandate = mandated.given()
    for wrong in (
        {},
        {"principal": row(OTHER_FIRM), "holder_key": "new"},
        {"firm": row(PRINCIPAL), "holder_key": "new"},
    ):
        copy = Mandate.objects.get(pk=mandate.pk)
        copy.pk, copy.key = None, uuid.uuid4()
        for name, value in wrong.items():
            setattr(copy, name, value)
        with pytest.raises(IntegrityError), transaction.atomic():
            copy.save(force_insert=True)
