"""Outages, strikes and closing days (P6): on record, in the arithmetic, and moving only what they may."""

from datetime import date, datetime, timedelta
from io import StringIO

import pytest
from django.core.management import call_command
from django.db import DatabaseError, IntegrityError, connection, transaction

from applications import calendar, clock_words
from applications.models import Deadline, Unavailability
from applications.selectors import replaying, running_clocks, unavailabilities
from applications.services import unavailability
from applications.services.refusals import NotAllowed, Stale
from applications.vocabulary import Authority, Role, Track
from tests import stories

pytestmark = pytest.mark.django_db
FILED = stories.FILED_AT
DUE = date(2025, 6, 1)  # ninety days after completeness was notified on 3 March


@pytest.fixture(autouse=True)
def _cast() -> None:
    stories.cast()


def coordinator(authority=Authority.OSTBELGIEN):
    actor = stories.officer("lena", authority)
    return type(actor)(**{name: getattr(actor, name) for name in actor.__slots__} | {"roles": {Role.COORDINATOR}})


def recorded(*, first=DUE, last=DUE + timedelta(days=2), tracks=("WORK",), moves=True, at=None, **more):
    arguments = {
        "tracks": list(tracks),
        "from_on": first,
        "until_on": last,
        "reason": "OUTAGE",
        "moves_due": moves,
        "by": coordinator(),
        "at": at or FILED + timedelta(days=5),
    }
    return unavailability.record(**arguments | more)


def followed(at=None) -> int:
    return sum(
        unavailability.follow(record_id=pk, at=at or FILED + timedelta(days=5)) for pk in unavailability.to_follow()
    )


def open_day(dossier, track=Track.WORK) -> date:
    return Deadline.objects.get(dossier=dossier, track=track, ended_on=None).due_on


def differences(on=date(2025, 3, 20)) -> list[str]:
    return list(replaying.differences(on=on))


def test_days_move_only_where_the_record_says_so_and_only_through_the_task():
    # GIVEN a deadline whose last day falls into an outage
    dossier = stories.complete_dossier()
    before = open_day(dossier)
    assert before == DUE

    # WHEN the outage is recorded without moving anything
    recorded(moves=False)
    assert (unavailability.to_follow(), open_day(dossier)) == ([], DUE)

    # THEN it stands in the arithmetic, in words
    clock = next(c for c in running_clocks.of(dossier, on=date(2025, 3, 20)) if c.track == Track.WORK and c.is_open)
    assert any("could not be reached" in sentence for sentence in clock_words.sentences(clock))
    assert clock.due_on == DUE

    # WHEN one that moves last days is recorded, the request itself moves no row
    unavailability.annul(
        record_id=Unavailability.objects.get().pk, because="wrong box", by=coordinator(), at=FILED + timedelta(days=5)
    )
    recorded()
    assert open_day(dossier) == DUE

    # THEN the task does: the earlier row ends, another begins, work items follow
    assert followed() == 1
    assert open_day(dossier) == DUE + timedelta(days=3)
    old = Deadline.objects.get(dossier=dossier, track="WORK", due_on=DUE)
    assert (old.ended_as, old.ended_on) == ("STOPPED", calendar.day_of(FILED) + timedelta(days=5))
    assert dossier.work_items.get(authority="ostbelgien").due_on == open_day(dossier, Track.OVERALL)
    assert differences() == []
    assert followed() == 0


def test_only_deadlines_whose_day_it_touches_are_gone_over():
    touched, other = stories.complete_dossier(), stories.complete_dossier(at=FILED + timedelta(days=20))
    recorded(at=FILED + timedelta(days=21))
    assert followed(FILED + timedelta(days=21)) == 1
    assert (open_day(touched), open_day(other)) == (DUE + timedelta(days=3), DUE + timedelta(days=20))
    assert differences(date(2025, 3, 25)) == []


def test_a_record_of_another_authority_or_track_moves_nothing():
    dossier = stories.complete_dossier()
    recorded(by=coordinator(Authority.BRUSSELS))
    followed()
    assert open_day(dossier) == DUE
    assert differences() == []


def test_ended_early_the_day_comes_back_part_of_the_way():
    dossier = stories.complete_dossier()
    (row,) = recorded()
    followed()
    unavailability.end_early(
        record_id=row.pk, on=DUE, because="repaired", by=coordinator(), at=FILED + timedelta(days=7)
    )
    assert followed(FILED + timedelta(days=7)) == 1
    assert open_day(dossier) == DUE + timedelta(days=1)
    assert differences() == []


def test_annulled_the_day_comes_back_and_the_record_stays_readable():
    dossier = stories.complete_dossier()
    (row,) = recorded()
    followed()
    unavailability.annul(record_id=row.pk, because="a mistake", by=coordinator(), at=FILED + timedelta(days=7))
    followed(FILED + timedelta(days=7))
    assert open_day(dossier) == DUE
    assert differences() == []
    (kept,) = unavailabilities.page("ostbelgien")
    assert (kept.is_annulled, kept.changed_because) == (True, "a mistake")


def test_whatever_happens_before_the_task_the_replay_stays_clean():
    # GIVEN a record that no task has followed yet, and a dossier that moves on by itself
    dossier = stories.complete_dossier()
    recorded()
    stories.decide(dossier, stories.officer("ralf", signs=True), at=FILED + timedelta(days=6))
    assert differences() == []
    followed(FILED + timedelta(days=8))
    assert differences() == []
    out = StringIO()
    call_command("replay", "--check", stdout=out)
    assert "follows from no entry" not in out.getvalue() and "no row" not in out.getvalue()


def test_what_ended_before_it_was_recorded_stays_ended():
    from applications.services import sweeping

    dossier = stories.complete_dossier()
    late = datetime(2025, 6, 20, 9, tzinfo=FILED.tzinfo)
    sweeping.sweep(at=late)
    lapsed = Deadline.objects.get(dossier=dossier, track="WORK", due_on=DUE)
    assert lapsed.ended_as == "LAPSED"
    recorded(at=late)
    assert followed(late) == 0
    assert differences(late.date()) == []


@pytest.mark.parametrize(
    ("first", "last"), [(DUE, DUE), (DUE - timedelta(days=3), DUE), (DUE + timedelta(days=2), DUE + timedelta(days=9))]
)
def test_days_on_record_are_not_recorded_twice(first, last):
    recorded()
    with pytest.raises(NotAllowed, match=r"From 1 June 2025 to 3 June 2025 stands on record already"):
        recorded(first=first, last=last)
    assert Unavailability.objects.count() == 1


def test_the_database_itself_refuses_an_overlap_and_forgets_nothing():
    (row,) = recorded()
    copy = Unavailability(
        authority="ostbelgien", track="WORK", from_on=DUE, until_on=DUE, reason="STRIKE", recorded_at=FILED,
        recorded_by="x",
    )  # fmt: skip
    with pytest.raises(IntegrityError), transaction.atomic():
        copy.save()
    for statement in (
        "DELETE FROM applications_unavailability",
        "UPDATE applications_unavailability SET moves_due = false",
    ):
        with pytest.raises(DatabaseError), transaction.atomic(), connection.cursor() as cursor:
            cursor.execute(statement)
    # neighbours, other tracks and other authorities are free
    recorded(first=DUE + timedelta(days=3), last=DUE + timedelta(days=3))
    recorded(tracks=("OVERALL",))
    recorded(by=coordinator(Authority.BRUSSELS))
    unavailability.annul(record_id=row.pk, because="x", by=coordinator(), at=FILED)
    recorded()


@pytest.mark.parametrize(
    ("change", "sentence"),
    [
        ({"by": "officer"}, "Only a coordinator"),
        ({"last": DUE - timedelta(days=1)}, "last day lies before the first"),
        ({"tracks": ()}, "own track"),
        ({"tracks": ("RESIDENCE",)}, "own track"),
        ({"reason": "HOLIDAY"}, "one of the reasons"),
    ],
)
def test_what_cannot_stand_on_record_is_refused_with_a_sentence(change, sentence):
    stories.cast()
    if "by" in change:
        change = {"by": stories.officer("lena")}
    with pytest.raises(NotAllowed, match=sentence):
        recorded(**change)


def test_a_record_is_changed_once_with_a_reason_and_by_its_own_authority():
    (row,) = recorded()
    at = FILED + timedelta(days=7)
    with pytest.raises(NotAllowed, match="Say why"):
        unavailability.annul(record_id=row.pk, because=" ", by=coordinator(), at=at)
    with pytest.raises(NotAllowed, match="annul the record"):
        unavailability.end_early(record_id=row.pk, on=row.until_on, because="x", by=coordinator(), at=at)
    with pytest.raises(Unavailability.DoesNotExist):
        unavailability.annul(record_id=row.pk, because="x", by=coordinator(Authority.BRUSSELS), at=at)
    unavailability.annul(record_id=row.pk, because="x", by=coordinator(), at=at)
    with pytest.raises(Stale, match="already"):
        unavailability.annul(record_id=row.pk, because="x", by=coordinator(), at=at)


def test_batches_go_over_everything(django_assert_max_num_queries):
    for _number in range(3):
        stories.complete_dossier()
    (row,) = recorded()
    assert unavailability.follow(record_id=row.pk, at=FILED + timedelta(days=5), batch=1) == 3
