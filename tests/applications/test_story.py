"""One application from filing to the card, through the services: what each step leaves behind."""

from datetime import date, timedelta

import pytest
from django.db import connection

from applications import calendar, clocks
from applications.models import Dossier, WorkItem
from applications.selectors import running_clocks
from applications.services import completeness, declarations, destination, documents
from applications.vocabulary import Authority, DeclarationKind, Stage, State, WaitingFor
from exchange import seal
from exchange.models import Parcel
from tests import stories

pytestmark = pytest.mark.django_db


def kinds(dossier: Dossier) -> list[str]:
    return list(dossier.journal.order_by("seq").values_list("kind", flat=True))


def item(dossier: Dossier, authority: Authority) -> WorkItem:
    return dossier.work_items.get(authority=authority)


def test_an_application_is_filed_reviewed_on_two_desks_granted_and_delivered():
    # GIVEN, WHEN the whole story
    dossier = stories.granted_dossier()

    # THEN each step stands in the journal, in order, and state and journal agree at commit
    assert dossier.state == State.GRANTED
    assert kinds(dossier) == [
        "SUBMITTED", "RESIDENCE_TICKED", "COMPLETE_DECLARED", "NOTIFIED", "NOTIFIED",
        "CONCLUDED", "ACT_PREVIEWED", "ACT_SIGNED", "ACT_SEALED", "NOTIFIED", "NOTIFIED",
        "CONCLUDED", "ACT_PREVIEWED", "ACT_SIGNED", "ACT_SEALED", "NOTIFIED", "NOTIFIED",
    ]  # fmt: skip
    connection.check_constraints()

    # AND the permit follows the rules: H card, limited, 24 months from the first day of work
    assert (dossier.permit.card, dossier.permit.labour_market) == ("H", "LIMITED")
    assert (dossier.permit.valid_from, dossier.permit.valid_until) == (date(2025, 6, 2), date(2027, 6, 1))

    # AND every clock was met, none moved
    assert set(dossier.deadlines.values_list("ended_as", flat=True)) == {"MET"}

    # AND the worker abroad goes to the post, and nothing to a commune that nobody named yet (P29)
    addressees = set(Parcel.objects.filter(key__contains="residence_act").values_list("addressee__key", flat=True))
    assert addressees == {"employer:0123456749", "post:new-delhi", dossier.worker.addressee_key}


def test_the_commune_takes_over_once_the_address_is_known():
    dossier = stories.granted_dossier()
    destination.announce_commune(
        dossier_id=dossier.pk, nis_code="63023", by=stories.post_actor(), at=stories.FILED_AT + timedelta(days=30)
    )
    assert Parcel.objects.get(addressee__key="commune:63023").payload["kind"] == "COMMUNE_INSTRUCTION"
    for kind in (DeclarationKind.ARRIVED, DeclarationKind.REGISTERED, DeclarationKind.CARD_DELIVERED):
        declarations.declare(
            dossier_id=dossier.pk,
            kind=kind,
            happened_on=date(2025, 4, 20),
            by=stories.commune_actor(),
            at=stories.FILED_AT + timedelta(days=60),
        )
    # nobody reported a visa: with the arrival the post has nothing to do any more
    assert kinds(dossier)[-5:] == ["READDRESSED", "DECLARED", "READDRESSED", "DECLARED", "DECLARED"]


def test_a_worker_in_belgium_goes_to_his_commune_at_once():
    dossier = stories.granted_dossier(**stories.IN_BELGIUM)
    addressees = set(Parcel.objects.filter(key__contains="residence_act").values_list("addressee__key", flat=True))
    assert addressees == {"employer:0123456749", "commune:63023", dossier.worker.addressee_key}


def test_the_sealed_letter_begins_with_the_bytes_that_were_previewed():
    from applications import files

    dossier = stories.granted_dossier()
    for act in dossier.acts.all():
        previewed, sealed = files.read(act.preview_key), files.read(act.sealed_key)
        assert sealed[: len(previewed)] == previewed
        assert seal.verify(sealed).good


def test_a_request_stops_the_desks_and_its_clock_starts_on_notification():
    # GIVEN a dossier without its diploma, and an Office that misses the insurance
    at = stories.FILED_AT
    dossier = stories.filed_dossier(leave_out=("diploma",))
    ticks = [
        completeness.Tick(code=d.code, present=d.code != "sickness_insurance", reason="Page 2 is missing")
        for d in dossier.documents.filter(track="RESIDENCE")
    ]
    completeness.tick_residence(
        dossier_id=dossier.pk, ticks=ticks, by=stories.officer("odile", Authority.FEDERAL), at=at + timedelta(hours=1)
    )

    # WHEN the region asks
    request = completeness.ask(
        dossier_id=dossier.pk,
        asks=[completeness.Ask(code="diploma", reason="We need the copy")],
        by=stories.officer("lena"),
        at=at + timedelta(days=1),
    )

    # THEN one request names both askers, and both desks wait
    assert set(request.lines.values_list("code", "authority")) == {
        ("diploma", "ostbelgien"),
        ("sickness_insurance", "federal"),
    }
    assert {i.waiting_for for i in dossier.work_items.all()} == {WaitingFor.APPLICANT}
    assert not dossier.deadlines.filter(rule="ostbelgien.blue_card.supply").exists()

    # AND the applicant's fifteen days run from the notification
    stories.carry_post(at + timedelta(days=2))
    supply = dossier.deadlines.get(rule="ostbelgien.blue_card.supply")
    assert (supply.starts_on, supply.due_on) == (date(2025, 3, 5), date(2025, 3, 20))

    # WHEN the papers arrive
    content = stories.a_pdf("late")
    for code, track in (("diploma", "WORK"), ("sickness_insurance", "RESIDENCE")):
        key, digest = stories.files.keep(content)
        documents.record(
            dossier_id=dossier.pk, code=code, track=track, sealed=False, name="x.pdf", by=stories.employer_actor(),
            stored=stories.files.Stored(key, digest, len(content), "application/pdf", 1), at=at + timedelta(days=5),
        )  # fmt: skip
    completeness.supply(dossier_id=dossier.pk, by=stories.employer_actor(), at=at + timedelta(days=5, hours=1))

    # THEN the clock of the desks starts anew and the Office ticks again what it had asked
    supply.refresh_from_db()
    assert supply.ended_as == "MET"
    assert item(dossier, Authority.OSTBELGIEN).stage == Stage.INTAKE
    assert not dossier.residence_ticks.filter(code="sickness_insurance").exists()
    open_now = dossier.deadlines.get(ended_on=None, track="WORK")
    assert open_now.starts_on == date(2025, 3, 8)


def test_deadline_rows_are_what_the_fold_says():
    dossier = stories.complete_dossier()
    on = calendar.day_of(stories.FILED_AT) + timedelta(days=3)
    told = {(c.track, c.rule, s.starts_on, s.due_on) for c in running_clocks.of(dossier, on=on) for s in c.spans}
    rows = set(dossier.deadlines.values_list("track", "rule", "starts_on", "due_on"))
    assert rows == told
    assert any(c.state == clocks.ClockState.RUNNING for c in running_clocks.of(dossier, on=on))


def test_filing_takes_the_same_number_of_statements_whatever_the_documents(django_assert_max_num_queries):
    from applications.services import submission

    counts = []
    for left_out in ((), ("diploma", "diploma_translation", "sickness_insurance", "contract_or_offer")):
        dossier = stories.draft()
        stories.attach_everything(dossier, by=stories.employer_actor(), at=stories.FILED_AT, leave_out=left_out)
        by = stories.employer_actor()
        with django_assert_max_num_queries(50) as counted:
            submission.submit(dossier_id=dossier.pk, by=by, at=stories.FILED_AT)
        counts.append(len(counted))
    assert counts[0] == counts[1]
