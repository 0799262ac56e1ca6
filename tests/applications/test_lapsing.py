"""The applicant's time ends unused (P11): recorded once, an act prepared, signed by an officer, stopped by a paper."""

import threading
from dataclasses import replace
from datetime import date, timedelta

import pytest
from django.db import connection

from applications import calendar, files
from applications.models import Act, Dossier, JournalEntry
from applications.selectors import running_clocks
from applications.services import acts, completeness, documents, notifications, sweeping
from applications.services.refusals import NotAllowed
from applications.vocabulary import ActKind, ActState, Authority, Certainty, Ending, Stage, State
from exchange.models import Parcel
from tests import stories

pytestmark = pytest.mark.django_db
AT = stories.FILED_AT
ENDED = AT + timedelta(days=30)


def asked_dossier(*codes: str) -> Dossier:
    """A dossier whose applicant was asked for papers and notified of it."""
    codes = codes or ("diploma",)
    dossier = stories.filed_dossier(leave_out=codes)
    stories.tick_everything(dossier, at=AT)
    asks = [completeness.Ask(code=code) for code in codes]
    completeness.ask(dossier_id=dossier.pk, asks=asks, by=stories.officer("lena"), at=AT + timedelta(days=1))
    stories.carry_post(AT + timedelta(days=1))
    dossier.refresh_from_db()
    return dossier


def lapsed_dossier(*codes: str) -> Dossier:
    """The same once the clock has been looked at after the end of the time."""
    dossier = asked_dossier(*codes)
    sweeping.sweep(at=ENDED)
    return dossier


def upload(dossier: Dossier, *, at, code: str = "diploma") -> None:
    content = stories.a_pdf(f"late {code}")
    key, digest = files.keep(content)
    documents.record(
        dossier_id=dossier.pk, code=code, track="WORK", sealed=False, name="x.pdf", by=stories.employer_actor(),
        stored=files.Stored(key, digest, len(content), "application/pdf", 1), at=at,
    )  # fmt: skip


def ralf():
    return stories.officer("ralf", signs=True)


def stage_of(dossier: Dossier, authority: str) -> str:
    return dossier.work_items.get(authority=authority).stage


def refused(verb, **arguments) -> str:
    """The sentence of the refusal; fails if the verb went through or left something behind."""
    before = _rows()
    with pytest.raises(NotAllowed) as refusal:
        verb(**arguments)
    assert _rows() == before
    return str(refusal.value)


def _rows() -> tuple[int, int]:
    return JournalEntry.objects.count(), Act.objects.count()


def test_the_end_of_the_time_prepares_an_act_and_decides_nothing():
    # GIVEN documents asked, the applicant notified, the rule only sourced
    dossier = asked_dossier()

    # WHEN the time passes
    assert sweeping.sweep(at=ENDED) == 1

    # THEN the lapse is in the journal, an unsigned act without a letter is prepared, the region has to sign
    dossier.refresh_from_db()
    assert dossier.state == State.INCOMPLETE
    entry = dossier.journal.last()
    assert entry.kind == "PERIOD_LAPSED" and entry.capacity == "SYSTEM"
    assert entry.said["missing"] == ["diploma"] and entry.said["rule"].startswith("ostbelgien.blue_card.supply@")
    act = dossier.acts.get()
    assert (act.kind, act.state, act.preview_key) == (ActKind.INADMISSIBLE, ActState.PREPARED, "")
    assert act.grounds["codes"] == ["diploma"] and act.grounds["rules"] == [entry.said["rule"]]
    assert dossier.deadlines.get(rule="ostbelgien.blue_card.supply").ended_as == Ending.LAPSED
    assert stage_of(dossier, Authority.OSTBELGIEN) == Stage.SIGN
    assert stage_of(dossier, Authority.FEDERAL) == Stage.WAITING


def test_however_sure_the_rule_the_machine_does_not_sign(monkeypatch):
    # GIVEN a rule somebody has verified
    rules = running_clocks.rules
    verified = lambda dossier, on: [replace(r, certainty=Certainty.VERIFIED) for r in rules(dossier, on=on)]  # noqa: E731
    monkeypatch.setattr(running_clocks, "rules", verified)

    # THEN the end of the time still prepares only
    dossier = lapsed_dossier()
    dossier.refresh_from_db()
    assert dossier.state == State.INCOMPLETE and dossier.acts.get().state == ActState.PREPARED


def test_nothing_lapses_before_the_last_day_is_over():
    dossier = asked_dossier()
    sweeping.sweep(at=AT + timedelta(days=16))
    assert not dossier.acts.exists()
    assert not dossier.journal.filter(kind="PERIOD_LAPSED").exists()


def test_sweeping_again_changes_nothing():
    dossier = lapsed_dossier()
    before = dossier.journal.count()
    sweeping.sweep(at=ENDED + timedelta(days=1))
    assert completeness.lapse(dossier_id=dossier.pk, at=ENDED + timedelta(days=2)) is False
    assert dossier.journal.count() == before and dossier.acts.count() == 1


def test_a_receipt_that_comes_in_late_does_not_hide_the_lapse():
    # GIVEN the copy for the worker is only delivered after the end of the time, before the clock is looked at
    dossier = stories.filed_dossier(leave_out=("diploma",))
    completeness.ask(dossier_id=dossier.pk, asks=[completeness.Ask(code="diploma")], by=stories.officer("lena"), at=AT)
    for row in dossier.notifications.filter(what="REQUEST").order_by("role"):
        at = AT if row.role == "FILER" else ENDED
        notifications.record(parcel_key=row.parcel_key, kind=row.counts_by, happened_at=at)

    # THEN the act is prepared all the same
    assert dossier.acts.get().kind == ActKind.INADMISSIBLE


def test_an_officer_signs_and_the_applicant_hears_what_was_missing_and_where_to_appeal():
    # GIVEN a lapsed dossier
    dossier = lapsed_dossier()

    # WHEN the signatory looks at the letter and signs it
    act = acts.preview(dossier_id=dossier.pk, by=ralf(), at=ENDED)
    acts.sign(dossier_id=dossier.pk, seen_sha256=act.sha256, by=ralf(), at=ENDED)

    # THEN it is inadmissible, by an act of the region in its language
    dossier.refresh_from_db()
    act.refresh_from_db()
    assert dossier.state == State.INADMISSIBLE and act.language == "de" and act.review is None
    assert files.read(act.preview_key).startswith(b"%PDF")
    assert stage_of(dossier, Authority.OSTBELGIEN) == Stage.ISSUED
    assert stage_of(dossier, Authority.FEDERAL) == Stage.DONE

    # AND applicant and worker get it with its grounds and its appeal
    parcels = Parcel.objects.filter(key__contains="/inadmissibility/")
    assert {parcel.payload["kind"] for parcel in parcels} == {"INADMISSIBILITY"}
    assert {parcel.addressee.key for parcel in parcels} == {"employer:0123456749", dossier.worker.addressee_key}
    assert all(parcel.payload["appeal"]["within"] == 1 for parcel in parcels)
    assert "Hochschulabschluss" in next(p for p in parcels if p.payload["language"] == "de").payload["grounds"][0]

    # AND once it has arrived nothing is left to do and no clock runs
    acts.append_seal(act_id=act.pk, at=ENDED)
    stories.carry_post(ENDED)
    assert stage_of(dossier, Authority.OSTBELGIEN) == Stage.DONE
    assert not dossier.deadlines.filter(ended_on=None).exists()
    connection.check_constraints()


def test_a_late_answer_drops_the_unsigned_act_and_goes_back_to_the_check():
    dossier = lapsed_dossier("diploma", "contract_or_offer")
    acts.preview(dossier_id=dossier.pk, by=ralf(), at=ENDED)
    upload(dossier, at=ENDED + timedelta(hours=1))
    completeness.supply(dossier_id=dossier.pk, by=stories.employer_actor(), at=ENDED + timedelta(hours=2))
    dossier.refresh_from_db()
    assert dossier.state == State.SUBMITTED and not dossier.acts.exists()
    assert stage_of(dossier, Authority.OSTBELGIEN) == Stage.INTAKE


def test_the_last_paper_after_the_time_is_the_answer_without_being_sent():
    dossier = lapsed_dossier("diploma", "contract_or_offer")
    upload(dossier, at=ENDED + timedelta(hours=1))
    dossier.refresh_from_db()
    assert dossier.state == State.INCOMPLETE
    upload(dossier, at=ENDED + timedelta(hours=2), code="contract_or_offer")
    dossier.refresh_from_db()
    assert dossier.state == State.SUBMITTED and not dossier.acts.exists()


def test_papers_that_came_in_time_count_although_the_answer_was_not_sent():
    dossier = asked_dossier()
    upload(dossier, at=AT + timedelta(days=2))
    sweeping.sweep(at=ENDED)
    dossier.refresh_from_db()
    assert dossier.state == State.SUBMITTED and not dossier.acts.exists()


def test_a_paper_that_came_in_since_the_letter_is_read_before_signing():
    dossier = lapsed_dossier("diploma", "contract_or_offer")
    act = acts.preview(dossier_id=dossier.pk, by=ralf(), at=ENDED)
    upload(dossier, at=ENDED + timedelta(minutes=1))
    arguments = {"dossier_id": dossier.pk, "seen_sha256": act.sha256, "by": ralf()}
    assert "paper came in" in refused(acts.sign, at=ENDED + timedelta(minutes=2), **arguments)

    # AND the letter made ready again asks only for what is still missing
    again = acts.preview(dossier_id=dossier.pk, by=ralf(), at=ENDED + timedelta(minutes=3))
    assert again.grounds["codes"] == ["contract_or_offer"]


def test_who_may_not_sign_an_inadmissibility_is_told_why():
    dossier = lapsed_dossier()
    act = acts.preview(dossier_id=dossier.pk, by=ralf(), at=ENDED)
    arguments = {"dossier_id": dossier.pk, "seen_sha256": act.sha256, "at": ENDED}
    assert "delegation" in refused(acts.sign, by=stories.officer("lena"), **arguments)
    jan = stories.officer("jan", Authority.FEDERAL, signs=True)
    assert "Look at the letter first" in refused(acts.sign, by=jan, **arguments)
    assert "other authority" in refused(acts.preview, dossier_id=dossier.pk, by=jan, at=ENDED)
    brussels = stories.officer("paul", Authority.BRUSSELS)
    assert "another authority" in refused(acts.preview, dossier_id=dossier.pk, by=brussels, at=ENDED)


def test_no_inadmissibility_is_made_ready_while_the_applicant_has_time():
    dossier = asked_dossier()
    sentence = refused(acts.preview, dossier_id=dossier.pk, by=ralf(), at=AT + timedelta(days=2))
    assert "still has time" in sentence


def test_after_the_signature_nothing_is_supplied_any_more():
    dossier = lapsed_dossier()
    act = acts.preview(dossier_id=dossier.pk, by=ralf(), at=ENDED)
    acts.sign(dossier_id=dossier.pk, seen_sha256=act.sha256, by=ralf(), at=ENDED)
    by = stories.employer_actor()
    assert "No documents" in refused(completeness.supply, dossier_id=dossier.pk, by=by, at=ENDED)
    assert "signed already" in refused(acts.sign, dossier_id=dossier.pk, seen_sha256=act.sha256, by=ralf(), at=ENDED)


def at_once(*calls) -> list[str]:
    """Press all at the same moment; the answers."""
    start = threading.Barrier(len(calls))
    answers: list[str] = []

    def press(call) -> None:
        start.wait()
        try:
            call()
            answers.append("done")
        except NotAllowed as told:
            answers.append(str(told))
        finally:
            connection.close()

    threads = [threading.Thread(target=press, args=(call,)) for call in calls]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(timeout=30)
    return answers


@pytest.mark.own_database
def test_of_a_late_answer_and_a_signature_at_once_exactly_one_wins():
    # GIVEN a letter ready to be signed, and one of two papers uploaded before it was made
    dossier = lapsed_dossier("diploma", "contract_or_offer")
    upload(dossier, at=ENDED)
    by, employer, at = ralf(), stories.employer_actor(), ENDED + timedelta(hours=1)
    act = acts.preview(dossier_id=dossier.pk, by=by, at=at)

    # WHEN the applicant sends his answer while the officer signs
    answers = at_once(
        lambda: completeness.supply(dossier_id=dossier.pk, by=employer, at=at),
        lambda: acts.sign(dossier_id=dossier.pk, seen_sha256=act.sha256, by=by, at=at),
    )

    # THEN one is done and the other has its sentence
    assert sorted(answer == "done" for answer in answers) == [False, True]
    told = next(answer for answer in answers if answer != "done")
    dossier.refresh_from_db()
    if dossier.state == State.SUBMITTED:
        assert "paper came in" in told and not dossier.acts.exists()
    else:
        assert dossier.state == State.INADMISSIBLE and "No documents are being asked" in told


@pytest.mark.own_database
def test_two_sweepers_record_one_lapse():
    dossier = asked_dossier()
    at_once(lambda: sweeping.sweep(at=ENDED), lambda: sweeping.sweep(at=ENDED))
    sweeping.sweep(at=ENDED)
    assert dossier.journal.filter(kind="PERIOD_LAPSED").count() == 1
    assert dossier.acts.count() == 1


def test_a_dossier_that_cannot_be_handled_holds_nobody_up(monkeypatch, caplog):
    # GIVEN two applicants whose time has ended, and a fault in the first one's dossier
    broken, sound = asked_dossier(), asked_dossier()
    record = completeness.record_lapse

    def faulty(dossier: Dossier, *, at) -> bool:
        if dossier.pk == broken.pk:
            raise ZeroDivisionError
        return record(dossier, at=at)

    monkeypatch.setattr(completeness, "record_lapse", faulty)

    # WHEN the clock is looked at
    assert sweeping.sweep(at=ENDED) == 1

    # THEN the second is recorded, the fault is in the log, and the first is found again once it is mended
    assert sound.acts.exists() and not broken.acts.exists()
    assert f"dossier {broken.pk} cannot be brought in line" in caplog.text
    monkeypatch.setattr(completeness, "record_lapse", record)
    assert sweeping.sweep(at=ENDED) == 1 and broken.acts.exists()


def test_a_sweep_does_its_share_and_the_next_one_goes_on():
    dossiers = [asked_dossier() for _ in range(3)]
    assert [sweeping.sweep(at=ENDED, most=2), sweeping.sweep(at=ENDED, most=2), sweeping.sweep(at=ENDED, most=2)] == [
        2, 1, 0,
    ]  # fmt: skip
    assert all(dossier.acts.count() == 1 for dossier in dossiers)


def test_a_sweep_looks_at_what_is_surely_over_and_at_nothing_that_may_yet_move():
    """Else every sweep of a long weekend would look at all that ended on its first day (P6)."""
    for number in range(365):
        on = date(2025, 1, 1) + timedelta(days=number)
        for due in (on - timedelta(days=before) for before in range(12)):
            is_over = calendar.next_working_day(due) < on
            assert (due <= sweeping._last_day_over(on)) == is_over, (on, due)
