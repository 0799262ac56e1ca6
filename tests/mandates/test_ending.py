"""A mandate ends: access at once, what is under way goes to the employer, no clock moves, all are told (P19)."""

import threading
from datetime import timedelta

import pytest
from django.db import connection
from django.urls import reverse

from applications.models import Notification
from applications.selectors import dossiers, running_clocks
from applications.services import completeness, mandates, posting, submission, withdrawal
from applications.services.refusals import NotAllowed
from applications.vocabulary import Capacity, EntryKind, MandateEnding
from exchange.models import Parcel
from tests import stories
from tests.mandates import stories as mandated
from tests.mandates.stories import AT, FIRM, PRINCIPAL, holder, lawyer, row

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("cast")]
LATER = AT + timedelta(days=5)


@pytest.fixture
def mandate():
    return mandated.given()


def revoke(mandate, at=LATER):
    return mandates.end(mandate_id=mandate.pk, by=mandated.employer(), at=at)


def folded(dossier) -> str:
    """Every clock with its arithmetic, as the journal gives it."""
    return repr(running_clocks.of(dossier, on=LATER.date()))


def asked(dossier):
    asks = [completeness.Ask(code="diploma")]
    completeness.ask(dossier_id=dossier.pk, asks=asks, by=stories.officer("lena"), at=AT)
    return dossier


def test_the_firm_sees_nothing_of_it_any_more_and_the_employer_is_the_applicant(mandate):
    # GIVEN applications of the firm: filed, under review, granted, and a draft
    filed = mandated.filed_by_lawyer()
    granted = granted_by_lawyer()
    draft = stories.draft(at=AT, by=lawyer())
    assert {filed, granted} <= set(dossiers.visible_to(lawyer()))

    # WHEN the employer revokes
    revoke(mandate, at=AT + timedelta(days=40))

    # THEN the firm keeps its draft and nothing else, decided applications neither
    assert list(dossiers.visible_to(lawyer())) == [draft]
    for dossier in (filed, granted):
        dossier.refresh_from_db()
        assert (dossier.workspace.key, dossier.filer_capacity, dossier.mandate) == (PRINCIPAL, Capacity.EMPLOYER, None)
        assert dossier.journal.filter(kind=EntryKind.MANDATE_ENDED).get().said["mandate"] == mandate.pk
    connection.check_constraints()

    # AND the employer may act, the firm may not
    with pytest.raises(NotAllowed):
        withdrawal.withdraw(dossier_id=filed.pk, by=lawyer(), at=LATER)
    withdrawal.withdraw(dossier_id=filed.pk, by=mandated.employer(), at=LATER)


def granted_by_lawyer():
    dossier = mandated.filed_by_lawyer()
    stories.tick_everything(dossier, at=AT)
    completeness.declare_complete(dossier_id=dossier.pk, by=stories.officer("lena"), at=AT)
    stories.carry_post(AT)
    dossier.refresh_from_db()
    stories.decide(dossier, stories.officer("ralf", signs=True), at=AT + timedelta(days=10))
    stories.decide(dossier, stories.officer("jan", "federal", signs=True), at=AT + timedelta(days=20))
    return dossier


def test_what_reached_the_firm_stays_served_and_what_did_not_goes_to_the_employer(mandate):
    # GIVEN a receipt that arrived at the firm, and a request still in the post
    dossier = mandated.filed_by_lawyer(leave_out=("diploma",))
    stories.carry_post(AT)
    asked(dossier)
    receipt, request = (f"{dossier.reference}/{what}/filer" for what in ("receipt", "request/1"))

    # WHEN the mandate ends before the next delivery
    revoke(mandate)

    # THEN the parcels are where they belong, and the journal says how many were sent on
    assert Parcel.objects.get(key=receipt).addressee.key == FIRM
    assert Parcel.objects.get(key=request).addressee.key == PRINCIPAL
    assert Notification.objects.get(parcel_key=receipt).addressee_key == FIRM
    assert Notification.objects.get(parcel_key=request).addressee_key == PRINCIPAL
    assert dossier.journal.get(kind=EntryKind.MANDATE_ENDED).said == {
        "mandate": mandate.pk,
        "ending": MandateEnding.REVOKED,
        "parcels": 1,
    }

    # AND the request's arrival at the employer is the applicant's notification: his time to answer runs from there
    stories.carry_post(LATER)
    notified = [entry for entry in dossier.journal.filter(kind=EntryKind.NOTIFIED) if entry.said["role"] == "FILER"]
    assert [(entry.said["what"], entry.at) for entry in notified] == [("REQUEST", LATER)]
    answering = running_clocks.of(dossier, on=LATER.date())[-1]
    assert answering.starts_on == LATER.date() and answering.is_open


@pytest.mark.parametrize("arrived", [True, False])
def test_no_clock_moves(mandate, arrived):
    dossier = asked(mandated.filed_by_lawyer(leave_out=("diploma",)))
    if arrived:
        stories.carry_post(AT)
    before = folded(dossier)
    deadlines = sorted(dossier.deadlines.values_list("rule", "starts_on", "due_on", "ended_on"))
    assert "clock" in before.lower()

    revoke(mandate)

    assert folded(dossier) == before
    assert sorted(dossier.deadlines.values_list("rule", "starts_on", "due_on", "ended_on")) == deadlines


def test_the_next_notice_goes_to_the_employer_alone(mandate):
    dossier = mandated.filed_by_lawyer(leave_out=("diploma",))
    revoke(mandate)
    dossier.refresh_from_db()
    assert [(to.role, to.key) for to in posting.recipients(dossier)] == [
        ("FILER", PRINCIPAL),
        ("WORKER", dossier.worker.addressee_key),
    ]


def test_everybody_concerned_is_told(mandate):
    dossier = mandated.filed_by_lawyer()
    revoke(mandate)
    news = Parcel.objects.filter(payload__topic="REPRESENTATION_ENDED", subject_reference=dossier.reference)
    assert {parcel.addressee.key for parcel in news} == {PRINCIPAL, dossier.worker.addressee_key}
    sides = Parcel.objects.filter(key__startswith=f"{mandate.number}/revoked")
    assert {parcel.addressee.key for parcel in sides} == {PRINCIPAL, FIRM}


def test_an_employer_without_an_account_gets_it_all_the_same():
    # GIVEN an employer who exists only because the firm filed for him
    dossier = mandated.filed_by_lawyer(employer={"name": "Ohne Konto GmbH", "enterprise_number": "0200065765"})
    mandate = mandated.given(by=lawyer(), principal_id=dossier.employer_id)
    dossier.refresh_from_db()
    assert dossier.mandate == mandate

    # WHEN the firm lays the mandate down
    mandates.end(mandate_id=mandate.pk, by=lawyer(), at=LATER)

    # THEN his inbox holds what is under way, for the day he opens it
    dossier.refresh_from_db()
    assert dossier.workspace.key == "employer:0200065765"
    stories.carry_post(LATER)
    held = Parcel.objects.filter(addressee__key="employer:0200065765", available_at__isnull=False)
    assert {parcel.key.rsplit("/", 1)[-1] for parcel in held} >= {"filer", "employer", "principal"}
    assert dossier.journal.get(kind=EntryKind.MANDATE_ENDED).said["ending"] == MandateEnding.LAID_DOWN


def test_applications_under_another_mandate_of_the_same_firm_stay(mandate):
    other = mandated.given(holder=holder("anna"))
    kept = mandated.filed_by_lawyer()
    assert kept.mandate == mandate
    mandates.end(mandate_id=other.pk, by=mandated.employer(), at=LATER)
    kept.refresh_from_db()
    assert kept.workspace.key == FIRM


def test_the_very_next_request_of_the_firm_is_a_404_like_one_for_what_never_was(client_as, membership_of):
    # GIVEN a lawyer with the application open in his browser
    client, actor = client_as("mandatary"), membership_of("mandatary").as_actor()
    mandate = mandated.given(holder=mandated.Holder(actor.key, row(FIRM).pk))
    dossier = stories.filed_dossier(by=actor)
    place = reverse("applicant:dossier", args=[dossier.reference])
    assert client.get(place).status_code == 200

    # WHEN the employer revokes, the session is not touched
    revoke(mandate)

    # THEN every address of the application is the same 404 as an unknown one
    unknown = client.get(reverse("applicant:dossier", args=["WB-2025-9999999-24"]))
    assert unknown.status_code == 404
    version = dossier.documents.get(code="diploma").versions.get()
    for address in (
        place,
        reverse("applicant:receipt", args=[dossier.reference]),
        reverse("applicant:filed_documents", args=[dossier.reference]),
        reverse("applicant:document", args=[dossier.key, version.pk]),
    ):
        answer = client.get(address)
        assert answer.status_code == 404
    assert client.post(reverse("applicant:withdraw", args=[dossier.reference])).status_code == 404


@pytest.mark.own_database
def test_a_mandate_that_ends_in_the_middle_of_a_filing_waits_for_it_and_takes_the_application_along(monkeypatch):
    # GIVEN a filing that has been checked and is about to post its receipts
    mandate, by, principal = mandated.given(), lawyer(), mandated.employer()
    draft, post = stories.draft(at=AT, by=by), posting.post
    revocation = threading.Thread(target=alone, args=[lambda: mandates.end(mandate_id=mandate.pk, by=principal, at=AT)])

    def interrupted(*args, **more):
        if not revocation.ident:
            # WHEN the employer revokes at that moment, his revocation cannot be through before the filing is
            revocation.start()
            revocation.join(timeout=1)
            assert revocation.is_alive()
        return post(*args, **more)

    monkeypatch.setattr(posting, "post", interrupted)
    submission.submit(dossier_id=draft.pk, by=by, at=AT)
    revocation.join()

    # THEN the application was filed without a warning, and is the employer's
    draft.refresh_from_db()
    assert not [code for code in draft.journal.first().said["warnings"] if code.startswith("mandate.")]
    assert (draft.workspace.key, draft.mandate) == (PRINCIPAL, None)
    assert draft.journal.filter(kind=EntryKind.MANDATE_ENDED).exists()


def alone(verb) -> None:
    """In a thread of its own, with a connection of its own."""
    try:
        verb()
    finally:
        connection.close()
