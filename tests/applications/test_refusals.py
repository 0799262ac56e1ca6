"""Every no has its sentence, and nothing has been written."""

import threading
from datetime import timedelta

import pytest
from django.db import connection

from applications.models import JournalEntry
from applications.services import acts, completeness, declarations, desk, documents, drafting, reviews, submission
from applications.services.refusals import NotAllowed, Stale
from applications.vocabulary import Authority, DeclarationKind, Outcome, State
from tests import stories

pytestmark = pytest.mark.django_db
AT = stories.FILED_AT


def refused(verb, **arguments) -> str:
    """The sentence of the refusal; fails if the verb went through or left something behind."""
    before = JournalEntry.objects.count()
    with pytest.raises(NotAllowed) as refusal:
        verb(**arguments)
    assert JournalEntry.objects.count() == before
    return str(refusal.value)


def test_filing_twice_gives_one_dossier_and_one_entry():
    dossier = stories.filed_dossier()
    again = submission.submit(dossier_id=dossier.pk, by=stories.employer_actor(), at=AT + timedelta(minutes=1))
    assert again.reference == dossier.reference
    assert dossier.journal.count() == 1


@pytest.mark.parametrize(
    ("changes", "blocker"),
    [
        ({"worker": {"family_name": "", "given_names": ""}}, "NO_IDENTITY"),
        ({"employer": {"name": None}}, "NO_EMPLOYER"),
        (
            {"job": {"establishment_nis_code": None, "workplaces": []}, "employer": {"seat_nis_code": None}},
            "NO_AUTHORITY",
        ),
        ({"residence": {"in_belgium": False, "country": "IN"}}, "NO_POST"),
    ],
)
def test_only_what_cannot_be_processed_blocks(changes, blocker):
    dossier = stories.draft(**changes)
    with pytest.raises(submission.CannotBeProcessed) as refusal:
        submission.submit(dossier_id=dossier.pk, by=stories.employer_actor(), at=AT)
    assert blocker in refusal.value.blockers
    dossier.refresh_from_db()
    assert dossier.state == State.DRAFT


def test_everything_else_is_filed_anyway_with_its_warnings():
    dossier = stories.filed_dossier(leave_out=("diploma",), job={"engagement": "FIXED_TERM", "duration_months": 8})
    warnings = dossier.journal.get().said["warnings"]
    assert "diploma" in warnings
    assert "ostbelgien.blue_card.contract_duration" in warnings


def test_what_is_filed_is_not_edited():
    dossier = stories.filed_dossier()
    sentence = refused(
        drafting.save_step, dossier_id=dossier.pk, step="x", answers={}, typed={}, by=stories.employer_actor(), at=AT
    )
    assert "filed" in sentence


def test_another_desk_and_another_employer_are_refused():
    dossier = stories.filed_dossier()
    brussels = stories.officer("paul", Authority.BRUSSELS)
    assert "another authority" in refused(completeness.declare_complete, dossier_id=dossier.pk, by=brussels, at=AT)
    office = stories.officer("odile", Authority.FEDERAL)
    assert "work authority" in refused(completeness.declare_complete, dossier_id=dossier.pk, by=office, at=AT)


def test_the_region_waits_for_the_office_until_its_time_has_run():
    dossier = stories.filed_dossier()
    lena = stories.officer("lena")
    assert "Immigration Office" in refused(completeness.declare_complete, dossier_id=dossier.pk, by=lena, at=AT)
    completeness.declare_complete(dossier_id=dossier.pk, by=lena, at=AT + timedelta(days=15))
    assert dossier.journal.last().said["without_tick"] is True


def test_residence_is_not_concluded_before_the_regional_yes():
    dossier = stories.complete_dossier()
    office = stories.officer("odile", Authority.FEDERAL)
    sentence = refused(reviews.conclude, dossier_id=dossier.pk, outcome=Outcome.FAVOURABLE, by=office, at=AT)
    assert "provisional" in sentence
    review = reviews.assess_provisionally(dossier_id=dossier.pk, outcome=Outcome.FAVOURABLE, by=office, at=AT)
    assert review.provisional == Outcome.FAVOURABLE and review.outcome == ""


def test_an_open_condition_asks_the_officer_what_he_relied_on():
    # GIVEN the wage behind the threshold is published by no source: the finding is open
    dossier = stories.complete_dossier()
    with pytest.raises(reviews.SourceNeeded) as refusal:
        reviews.conclude(dossier_id=dossier.pk, outcome=Outcome.FAVOURABLE, by=stories.officer("lena"), at=AT)
    assert "ostbelgien.blue_card.salary" in refusal.value.codes


def test_concluding_twice_tells_the_second_officer():
    dossier = stories.complete_dossier()
    lena = stories.officer("lena")
    given = dict.fromkeys(stories.unsettled_codes(dossier, lena), "read")
    reviews.conclude(dossier_id=dossier.pk, outcome=Outcome.FAVOURABLE, by=lena, at=AT, sources=given)
    with pytest.raises(Stale):
        reviews.conclude(dossier_id=dossier.pk, outcome=Outcome.UNFAVOURABLE, by=lena, at=AT, grounds=["x"])


@pytest.fixture
def previewed():
    dossier = stories.complete_dossier()
    ralf = stories.officer("ralf", signs=True)
    given = dict.fromkeys(stories.unsettled_codes(dossier, ralf), "read")
    reviews.conclude(
        dossier_id=dossier.pk, outcome=Outcome.FAVOURABLE, by=ralf, at=AT + timedelta(days=1), sources=given
    )
    return dossier, ralf, acts.preview(dossier_id=dossier.pk, by=ralf, at=AT + timedelta(days=1))


def test_who_concludes_may_not_sign_without_a_delegation(previewed):
    dossier, _ralf, act = previewed
    lena = stories.officer("lena")
    sentence = refused(acts.sign, dossier_id=dossier.pk, seen_sha256=act.sha256, by=lena, at=AT + timedelta(days=1))
    assert "delegation" in sentence


def test_a_letter_other_than_the_one_seen_is_not_signed(previewed):
    dossier, ralf, _act = previewed
    sentence = refused(acts.sign, dossier_id=dossier.pk, seen_sha256="0" * 64, by=ralf, at=AT + timedelta(days=1))
    assert "newest" in sentence


def test_a_paper_that_came_in_is_read_before_signing(previewed):
    dossier, ralf, act = previewed
    late = AT + timedelta(days=1, hours=1)
    content = stories.a_pdf("late")
    key, digest = stories.files.keep(content)
    documents.record(
        dossier_id=dossier.pk, code="diploma", track="WORK", sealed=False, name="x.pdf", by=stories.employer_actor(),
        stored=stories.files.Stored(key, digest, len(content), "application/pdf", 1), at=late,
    )  # fmt: skip
    sentence = refused(
        acts.sign, dossier_id=dossier.pk, seen_sha256=act.sha256, by=ralf, at=AT + timedelta(days=1, hours=2)
    )
    assert "paper came in" in sentence


def test_a_letter_of_yesterday_is_looked_at_again(previewed):
    dossier, ralf, act = previewed
    sentence = refused(acts.sign, dossier_id=dossier.pk, seen_sha256=act.sha256, by=ralf, at=AT + timedelta(days=2))
    assert "changed" in sentence


def test_a_post_reports_once_and_only_its_own_step():
    dossier = stories.granted_dossier()
    report = {"dossier_id": dossier.pk, "by": stories.post_actor(), "at": AT + timedelta(days=40)}
    day = (AT + timedelta(days=30)).date()
    declarations.declare(kind=DeclarationKind.VISA_ISSUED, happened_on=day, **report)
    assert "already" in refused(declarations.declare, kind=DeclarationKind.VISA_ISSUED, happened_on=day, **report)
    assert "not yours" in refused(declarations.declare, kind=DeclarationKind.ARRIVED, happened_on=day, **report)


def test_a_report_of_tomorrow_is_refused():
    dossier = stories.granted_dossier()
    sentence = refused(
        declarations.declare,
        dossier_id=dossier.pk,
        kind=DeclarationKind.VISA_ISSUED,
        happened_on=(AT + timedelta(days=90)).date(),
        by=stories.post_actor(),
        at=AT + timedelta(days=40),
    )
    assert "not come yet" in sentence


@pytest.mark.own_database
@pytest.mark.parametrize("verb", ["assign", "sign"])
def test_of_two_officers_at_once_one_wins_and_the_other_is_told(verb):
    # GIVEN a dossier ready for both
    if verb == "assign":
        dossier = stories.filed_dossier()
        people = [stories.officer("lena"), stories.officer("ralf", signs=True)]
        calls = [
            lambda by=by: desk.assign(dossier_id=dossier.pk, to=by.key, by=by, at=AT, expected="") for by in people
        ]
    else:
        dossier = stories.complete_dossier()
        ralf = stories.officer("ralf", signs=True)
        given = dict.fromkeys(stories.unsettled_codes(dossier, ralf), "read")
        reviews.conclude(dossier_id=dossier.pk, outcome=Outcome.FAVOURABLE, by=ralf, at=AT, sources=given)
        act = acts.preview(dossier_id=dossier.pk, by=ralf, at=AT)
        calls = [lambda: acts.sign(dossier_id=dossier.pk, seen_sha256=act.sha256, by=ralf, at=AT)] * 2
    before = dossier.journal.count()

    # WHEN both press at the same moment
    start = threading.Barrier(2)
    answers: list[str] = []

    def press(call) -> None:
        start.wait()
        try:
            call()
            answers.append("done")
        except Stale as told:
            answers.append(str(told))
        finally:
            connection.close()

    threads = [threading.Thread(target=press, args=(call,)) for call in calls]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(timeout=30)

    # THEN one is done, the other has a sentence, and one entry was written
    assert sorted(answer == "done" for answer in answers) == [False, True]
    assert dossier.journal.count() == before + 1
