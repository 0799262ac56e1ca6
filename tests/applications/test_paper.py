"""Applications and papers that came on paper (P24): typed by an officer, filed on the day they were received (P6)."""

from copy import deepcopy
from datetime import date, timedelta
from typing import Any

import pytest
from django.db import connection

from applications import calendar, files
from applications.models import DocumentVersion, Dossier, Organisation, WorkItem
from applications.selectors import dossiers, filing_receipt, replaying, timeline
from applications.services import (
    acts,
    completeness,
    documents,
    drafting,
    expiring,
    paper,
    requests,
    reviews,
    submission,
    sweeping,
)
from applications.services.refusals import NotAllowed, Stale
from applications.vocabulary import ApplicationKind, Authority, EmployerIdentity, Outcome, State
from exchange import registered
from exchange.registered import Part
from tests import stories

pytestmark = pytest.mark.django_db
NOW = stories.FILED_AT + timedelta(days=4)  # Friday; the paper came on Monday 3 March
RECEIVED = stories.FILED_AT.date()
ADDRESS = "Muster Automation AG\nIndustriestraße 12\n4700 Eupen"
EMPLOYER = paper.Employer(
    identity=EmployerIdentity.ENTERPRISE, name="Muster Automation AG", enterprise_number="0123456749"
)


@pytest.fixture(autouse=True)
def _cast() -> None:
    stories.cast()


def lena():
    return stories.officer("lena")


def opened(**changes: Any) -> Dossier:
    arguments = {
        "category": "eu_blue_card",
        "kind": ApplicationKind.FIRST,
        "received_on": RECEIVED,
        "employer": EMPLOYER,
        "reply_address": ADDRESS,
        "by": lena(),
        "at": NOW,
    }
    return paper.open_application(**arguments | changes)


def typed(*, leave_out: tuple[str, ...] = (), **changes: Any) -> Dossier:
    """Every answer typed and every annex scanned by the officer."""
    dossier = opened(**changes)
    by = changes.get("by") or lena()
    answers = deepcopy(stories.ANSWERS)
    drafting.save_step(dossier_id=dossier.pk, step="all", answers=answers, typed={}, by=by, at=NOW)
    dossier = Dossier.objects.get(pk=dossier.pk)
    stories.attach_everything(dossier, by=by, at=NOW, leave_out=leave_out)
    return dossier


def filed(**changes: Any) -> Dossier:
    dossier = typed(**changes)
    return submission.submit(dossier_id=dossier.pk, by=lena(), at=NOW)


def registered_paper(dossier: Dossier, code: str, *, on: date, at, by=None, track="WORK") -> DocumentVersion:
    content = stories.a_pdf(code)
    key, digest = files.keep(content)
    return documents.record(
        dossier_id=dossier.pk,
        code=code,
        track=track,
        sealed=False,
        stored=files.Stored(key, digest, len(content), "application/pdf", 1),
        name="scan.pdf",
        by=by or lena(),
        at=at,
        received_on=on,
    )


def test_it_is_filed_on_the_day_it_was_received_and_its_clocks_begin_there():
    dossier = filed()
    assert calendar.day_of(dossier.submitted_at) == RECEIVED
    assert dossier.reference.startswith("WB-2025-")
    assert {row.starts_on for row in dossier.deadlines.all()} == {RECEIVED}
    entry = dossier.journal.get(kind="SUBMITTED")
    assert (calendar.day_of(entry.at), entry.said["intake"], entry.capacity) == (RECEIVED, "PAPER", "OFFICER")
    assert entry.organisation_key == "authority:ostbelgien"
    assert all(item.on_paper for item in dossier.work_items.all())
    assert list(replaying.differences(on=NOW.date())) == []
    connection.check_constraints()


def test_everybody_reads_that_it_came_on_paper():
    dossier = filed()
    told = timeline.of(dossier, stories.employer_actor())
    assert "received on paper" in str(told[-1].sentence)
    receipt = filing_receipt.of(dossier)
    assert receipt.as_json()["intake"] == "PAPER" and len(receipt.papers) > 5


def test_the_receipt_and_all_that_follows_goes_by_letter_to_the_applicant_and_to_him_alone():
    dossier = filed()
    stories.carry_post(NOW)
    (letter,) = registered.page("ostbelgien", Part.TO_POST)
    assert (letter.parcel_key, letter.address) == (f"{dossier.reference}/receipt/filer", ADDRESS)
    assert dossier.notifications.get(what="RECEIPT", role="WORKER").notified_at is not None
    stories.tick_everything(dossier, at=NOW)
    completeness.declare_complete(dossier_id=dossier.pk, by=lena(), at=NOW)
    stories.carry_post(NOW)
    assert len(registered.page("ostbelgien", Part.TO_POST)) == 2
    assert dossier.notifications.get(what="COMPLETENESS", role="FILER").notified_at is None


def test_without_an_address_he_is_answered_on_his_page():
    dossier = filed(reply_address="")
    stories.carry_post(NOW)
    assert registered.page("ostbelgien", Part.TO_POST) == []
    assert dossier.notifications.get(what="RECEIPT", role="FILER").notified_at is not None


def test_the_employer_is_found_by_his_number_or_entered_anew():
    assert opened().workspace.key == "employer:0123456749"
    household = paper.Employer(identity=EmployerIdentity.HOUSEHOLD, name="Familie Papier")
    first, second = opened(employer=household).workspace, opened(employer=household).workspace
    assert first != second and first.identity == "HOUSEHOLD"  # without a number nothing is merged
    new = paper.Employer(identity=EmployerIdentity.ENTERPRISE, name="", enterprise_number="0200065765")
    with pytest.raises(NotAllowed, match="not known here yet"):
        opened(employer=new)
    assert not Organisation.objects.filter(enterprise_number="0200065765").exists()


def test_until_it_is_filed_it_is_the_desks_alone():
    # GIVEN a draft that the desk types, of an employer who has an account
    dossier = typed()
    karin = stories.employer_actor()

    # THEN the employer does not see it and cannot touch it, nor can another desk
    assert not dossiers.visible_to(karin).exists()
    for stranger in (karin, stories.officer("paul", Authority.BRUSSELS), stories.officer("odile", Authority.FEDERAL)):
        with pytest.raises(Dossier.DoesNotExist):
            dossiers.get_draft_for(stranger, dossier.key)
        with pytest.raises(NotAllowed, match="only the authority that registers it"):
            drafting.save_step(dossier_id=dossier.pk, step="job", answers={}, typed={}, by=stranger, at=NOW)
        with pytest.raises(NotAllowed, match="only the authority that registers it"):
            submission.submit(dossier_id=dossier.pk, by=stranger, at=NOW)

    # AND the work list does not show it; a colleague of the same desk goes on typing
    assert not WorkItem.objects.exists()
    assert [row.id for row in dossiers.being_typed(stories.officer("ralf"))] == [dossier.pk]

    # WHEN it is filed THEN the employer finds it among his own
    submission.submit(dossier_id=dossier.pk, by=lena(), at=NOW)
    assert dossiers.visible_to(karin).get() == dossier


def test_filing_it_twice_is_one_application():
    first = filed()
    assert submission.submit(dossier_id=first.pk, by=stories.officer("ralf"), at=NOW).reference == first.reference
    assert Dossier.objects.filter(reference__isnull=False).count() == 1


@pytest.mark.parametrize(
    ("change", "sentence"),
    [
        ({"received_on": NOW.date() + timedelta(days=1)}, "This day has not come yet"),
        ({"by": "odile"}, "registered by the work authorities"),
        ({"by": "karin"}, "registered by the work authorities"),
        ({"reply_address": "Eupen"}, "two to six lines"),
    ],
)
def test_who_or_what_cannot_is_told_why(change, sentence):
    people = {"odile": stories.officer("odile", Authority.FEDERAL), "karin": stories.employer_actor()}
    if "by" in change:
        change = {"by": people[change["by"]]}
    with pytest.raises(NotAllowed, match=sentence):
        opened(**change)
    assert not Dossier.objects.exists()


def test_received_before_midnight_counts_for_that_day_however_late_it_is_typed():
    dossier = filed(received_on=NOW.date())  # today, typed in the morning
    assert calendar.day_of(dossier.submitted_at) == NOW.date() and dossier.submitted_at <= NOW


def test_what_came_on_paper_never_expires_as_a_draft():
    dossier = opened()
    late = NOW + timedelta(days=400)
    assert dossier.pk not in expiring.to_remind(at=late)
    assert not expiring.remind(dossier_id=dossier.pk, at=late)
    assert not expiring.expire(dossier_id=dossier.pk, at=late)


def asked_dossier() -> Dossier:
    dossier = stories.filed_dossier(leave_out=("diploma",))
    asks = [completeness.Ask(code="diploma")]
    completeness.ask(dossier_id=dossier.pk, asks=asks, by=lena(), at=stories.FILED_AT)
    stories.carry_post(stories.FILED_AT)
    return dossier


def test_an_answer_by_post_counts_on_the_day_it_came_also_when_the_sweep_was_faster():
    # GIVEN a request whose time ended, so that an inadmissibility was prepared
    dossier = asked_dossier()
    last = dossier.deadlines.get(rule__endswith="supply").due_on
    later = calendar.beginning_of(last + timedelta(days=4))
    sweeping.sweep(at=later)
    assert dossier.acts.filter(kind="INADMISSIBLE").exists()

    # WHEN the paper, which had come on the last day, is registered after it
    registered_paper(dossier, "diploma", on=last, at=later)

    # THEN it is the answer, of that day; nothing is prepared any more, and completeness is checked from there
    dossier.refresh_from_db()
    assert dossier.state == State.SUBMITTED and not dossier.acts.exists()
    entry = dossier.journal.get(kind="DOCUMENTS_SUPPLIED")
    assert calendar.day_of(entry.at) == last
    assert dossier.deadlines.get(track="WORK", rule__endswith="intake.completeness", ended_on=None).starts_on == last
    assert list(replaying.differences(on=later.date())) == []


def test_the_officer_says_that_it_is_the_answer():
    dossier = asked_dossier()
    day = RECEIVED + timedelta(days=2)
    with pytest.raises(NotAllowed, match="Register at least one"):
        completeness.register_answer(dossier_id=dossier.pk, received_on=day, by=lena(), at=NOW)
    version = registered_paper(dossier, "diploma", on=day, at=NOW)
    assert (version.received_on, version.added_at, version.capacity) == (day, NOW, "OFFICER")
    dossier.refresh_from_db()
    assert dossier.state == State.INCOMPLETE  # a paper alone is not yet the answer
    completeness.register_answer(dossier_id=dossier.pk, received_on=day, by=lena(), at=NOW)
    dossier.refresh_from_db()
    assert dossier.state == State.SUBMITTED
    assert calendar.day_of(dossier.requests.get().answered_at) == day


def test_an_answer_during_the_examination_lets_the_clock_run_on_from_that_day():
    dossier = stories.complete_dossier()
    asked_at = stories.FILED_AT + timedelta(days=5)
    requests.ask(dossier_id=dossier.pk, asks=[completeness.Ask(code="diploma")], by=lena(), at=asked_at)
    day, at = asked_at.date() + timedelta(days=3), asked_at + timedelta(days=6)
    registered_paper(dossier, "diploma", on=day, at=at)
    requests.register_answer(dossier_id=dossier.pk, track="WORK", received_on=day, by=lena(), at=at)
    entry = dossier.journal.get(kind="PIECES_ANSWERED")
    assert (calendar.day_of(entry.at), entry.track) == (day, "WORK")
    assert list(replaying.differences(on=at.date())) == []


@pytest.mark.parametrize(
    ("by", "track", "on", "sentence"),
    [
        ("lena", "RESIDENCE", 0, "registered by the other authority"),
        ("odile", "WORK", 0, "registered by the other authority"),
        ("karin", "WORK", 0, "another authority"),
        ("lena", "WORK", 5, "not a day to come"),
        ("lena", "WORK", -1, "not before the filing"),
    ],
)
def test_each_desk_registers_its_own_track_on_a_possible_day(by, track, on, sentence):
    dossier = stories.filed_dossier()
    people = {"lena": lena(), "odile": stories.officer("odile", Authority.FEDERAL), "karin": stories.employer_actor()}
    with pytest.raises(NotAllowed, match=sentence):
        registered_paper(
            dossier, "contract_or_offer", on=RECEIVED + timedelta(days=on), at=NOW, by=people[by], track=track
        )


def test_the_immigration_office_registers_residence_papers():
    dossier = stories.filed_dossier()
    odile = stories.officer("odile", Authority.FEDERAL)
    assert registered_paper(dossier, "travel_document", on=RECEIVED, at=NOW, by=odile, track="RESIDENCE").number == 2


def test_a_paper_that_came_earlier_but_was_registered_now_still_stops_a_signature():
    # GIVEN a letter made ready
    dossier = stories.complete_dossier()
    ralf = stories.officer("ralf", signs=True)
    sources = dict.fromkeys(stories.unsettled_codes(dossier, ralf), "demo")
    reviews.conclude(dossier_id=dossier.pk, outcome=Outcome.FAVOURABLE, by=ralf, at=NOW, sources=sources)
    act = acts.preview(dossier_id=dossier.pk, by=ralf, at=NOW)

    # WHEN a paper that had been received the day before is registered after that
    registered_paper(dossier, "diploma", on=NOW.date() - timedelta(days=1), at=NOW + timedelta(minutes=1))

    # THEN nobody signs what was made without it
    with pytest.raises(Stale, match="A paper came in"):
        acts.sign(dossier_id=dossier.pk, seen_sha256=act.sha256, by=ralf, at=NOW + timedelta(minutes=2))
