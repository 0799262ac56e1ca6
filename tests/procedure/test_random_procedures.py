"""Procedures nobody would write down: any verb, by whoever may try it, in any order, while days go by, letters come
back, and an authority cannot be reached.

Each begins at one of the turns and runs in a savepoint of a real database. After every step what the design promises
must hold: the journal explains every row, and what is signed or ended stays so.
"""

from contextlib import ExitStack, suppress
from datetime import UTC, datetime, timedelta

import pytest
from django.db import connection
from hypothesis import HealthCheck, settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, initialize, invariant, rule, run_state_machine_as_test

from applications import calendar, journal_chain
from applications.actors import Actor
from applications.models import Act, Deadline, JournalEntry, Notification, Permit, Unavailability
from applications.models.act import IN_FORCE
from applications.selectors import whole_journal
from applications.services import acts, notifications, reaching, replaying, unavailability
from applications.services.refusals import NotAllowed
from applications.vocabulary import State
from exchange.models import Parcel
from exchange.registered import UnknownLetter
from tests import stories
from tests.procedure import steps
from tests.procedure.people import worker_of
from tests.procedure.scene import Scene, undone
from tests.procedure.scenes import SCENES
from tests.procedure.test_every_act import refused_to
from tests.procedure.verb import Verb, filers
from tests.procedure.verbs import VERBS

PAPERS = ("diploma", "contract_or_offer", "sickness_insurance")
TRIED = [verb for verb in VERBS if verb.name != "drafting.discard"]  # a discarded draft has no story to go on with
ONWARD = (
    "submission.submit", "completeness.tick_residence", "completeness.declare_complete", "reviews.conclude",
    "acts.preview", "acts.sign",
)  # fmt: skip
AFTERWARDS = (
    "rectifying.prepare", "rectifying.drop", "reopening.reopen", "acts.preview", "acts.sign", "translating.render",
    "destination.announce_commune", "destination.name_post", "declarations.declare",
)  # fmt: skip
MEANWHILE = (
    "amending.amend", "amending.correct", "succession.replace_employer", "mandates.confirm", "mandates.end",
    "naming.hand_over", "naming.substitute", "languages.choose", "statements.flag", "requests.ask", "requests.answer",
    "terms.state",
    "completeness.ask", "completeness.supply", "completeness.register_answer", "requests.register_answer",
)  # fmt: skip
NEVER = datetime(2099, 1, 1, tzinfo=UTC)
QUIET = settings(deadline=None, database=None, suppress_health_check=list(HealthCheck), print_blob=True)


def _rows(names: tuple[str, ...]) -> st.SearchStrategy[Verb]:
    return st.sampled_from([verb for verb in TRIED if verb.name in names])


class Procedure(RuleBasedStateMachine):
    """One dossier and the hour."""

    def __init__(self, turns: dict[str, Scene], people: dict[str, Actor]) -> None:
        super().__init__()
        self.turns, self.people = turns, people
        self.traces = ExitStack()
        self.traces.enter_context(undone())
        self.ended: dict[int, tuple[object, ...]] = {}
        self.signed: dict[int, tuple[object, ...]] = {}
        self.entries: list[str] = []

    @initialize(start=st.sampled_from(list(SCENES)))
    def begin(self, start: str) -> None:
        self.dossier = self.turns[start].dossier
        self.at: datetime = self.turns[start].at
        self.dossier.refresh_from_db()
        own = Parcel.objects.filter(subject_reference=self.dossier.reference or "")
        own.filter(due_at=NEVER).update(due_at=steps.START)

    # --- What may happen ------------------------------------------------------------------------------------------

    @rule(verb=st.sampled_from(TRIED), which=st.integers(0, 4))
    def somebody_tries(self, verb: Verb, which: int) -> None:
        """Mostly he may; whether now is the moment is another question."""
        turn = self._turn()
        if verb.find_arguments(turn) is None:
            return
        who = verb.who(turn)
        name = who[which % len(who)]
        by = worker_of(self.dossier) if name == "worker" else self.people[name]
        before = JournalEntry.objects.count()
        refusal = refused_to(verb, turn, by)
        assert refusal is None or (str(refusal) and JournalEntry.objects.count() == before)

    @rule(verb=_rows(ONWARD), which=st.integers(0, 4))
    def a_desk_goes_on(self, verb: Verb, which: int) -> None:
        """By the straight way, so that the long ones come to their end as well."""
        self.somebody_tries(verb, which)

    @rule(verb=_rows(MEANWHILE), which=st.integers(0, 4))
    def something_changes_meanwhile(self, verb: Verb, which: int) -> None:
        self.somebody_tries(verb, which)

    @rule(verb=_rows(AFTERWARDS), which=st.integers(0, 4))
    def an_act_is_not_the_end(self, verb: Verb, which: int) -> None:
        self.somebody_tries(verb, which)

    @rule(code=st.sampled_from(PAPERS))
    def a_paper_comes_in(self, code: str) -> None:
        if self.dossier.state in (State.SUBMITTED, State.INCOMPLETE, State.UNDER_REVIEW):
            (name,) = filers(self._turn())
            steps.upload(self.dossier, code, at=self.at, by=self.people[name])

    @rule(days=st.integers(0, 40), swept=st.booleans())
    def days_go_by(self, days: int, swept: bool) -> None:
        self.at += timedelta(days=days)
        if swept:
            steps.sweep(self.dossier, at=self.at)

    @rule(which=st.integers(0, 20))
    def a_notice_comes_back(self, which: int) -> None:
        """The post office has given it up."""
        if (notice := self._waiting(which)) is not None:
            Parcel.objects.filter(key=notice.parcel_key).update(state="DEAD")
            notifications.record(parcel_key=notice.parcel_key, kind="FAILED", happened_at=self.at)

    @rule(which=st.integers(0, 20), always=st.booleans())
    def a_letter_is_chosen(self, which: int, always: bool) -> None:
        if (notice := self._waiting(which)) is not None:
            for name in ("region's handler", "Office's handler"):
                self._unless_refused(
                    reaching.choose_letter, name, notification_id=notice.pk, address=steps.ADDRESS, always=always
                )

    @rule(arrived=st.booleans(), ago=st.integers(0, 3))
    def what_became_of_a_letter_is_entered(self, arrived: bool, ago: int) -> None:
        """Its posting, then its arrival or its return, perhaps days after it happened."""
        if (letter := self._turn().find_letter()) is None:
            return
        on = calendar.day_of(self.at) - ago * steps.DAY
        given = {"letter_id": letter, "by": self.people["region's handler"], "at": self.at}
        try:
            reaching.enter_posting(slip_number=next(steps.SLIPS), posted_on=on, **given)
        except (NotAllowed, UnknownLetter):
            with suppress(NotAllowed, UnknownLetter):
                reaching.enter_end(on=on, arrived=arrived, **given)

    @rule(
        ago=st.integers(-20, 20),
        days=st.integers(1, 8),
        moves=st.booleans(),
        tracks=st.sampled_from((["WORK"], ["OVERALL"], ["WORK", "OVERALL"])),
    )
    def the_region_could_not_be_reached(self, ago: int, days: int, moves: bool, tracks: list[str]) -> None:
        given = steps.closed_from(calendar.day_of(self.at) - ago * steps.DAY, days=days, moves_due=moves)
        self._unless_refused(unavailability.record, "region's coordinator", **(given | {"tracks": tracks}))
        self._follow()

    @rule(annul=st.booleans())
    def it_could_be_reached_after_all(self, annul: bool) -> None:
        """The newest record is annulled, or ended on its first day."""
        row = Unavailability.objects.filter(changed_at=None).order_by("-id").first()
        if row is None:
            return
        given = {"record_id": row.pk, "because": "Es war anders."}
        verb = unavailability.annul if annul else unavailability.end_early
        self._unless_refused(verb, "region's coordinator", **(given if annul else given | {"on": row.from_on}))
        self._follow()

    @rule()
    def the_post_comes(self) -> None:
        stories.carry_post(self.at)

    @rule()
    def what_is_signed_is_sealed(self) -> None:
        for act_id in acts.to_seal(limit=20):
            acts.append_seal(act_id=act_id, at=self.at)

    # --- What must hold -------------------------------------------------------------------------------------------

    @invariant()
    def truths_hold(self) -> None:
        """First of all the database's own: deferred constraints compare the state with the last entry."""
        self.at += timedelta(minutes=1)
        self.dossier.refresh_from_db()
        connection.check_constraints()
        assert not list(journal_chain.faults(whole_journal.lines(dossier_id=self.dossier.pk)))
        self._entries_stay()
        if self.dossier.state != State.DRAFT:
            assert list(replaying.of_one(self.dossier, on=calendar.day_of(self.at))) == []
        self._deadlines_end_once()
        self._one_of_each_per_track()
        self._signed_acts_stay()

    def _entries_stay(self) -> None:
        hashes = list(self.dossier.journal.order_by("seq").values_list("hash", flat=True))
        assert hashes[: len(self.entries)] == self.entries
        self.entries = hashes

    def _deadlines_end_once(self) -> None:
        rows = Deadline.objects.filter(dossier=self.dossier)
        now = {row.pk: (row.starts_on, row.due_on, row.ended_on, row.ended_as) for row in rows}
        assert self.ended.keys() <= now.keys()
        assert all(now[pk] == as_it_was for pk, as_it_was in self.ended.items())
        self.ended = {pk: row for pk, row in now.items() if row[2] is not None}

    def _one_of_each_per_track(self) -> None:
        reviews = [row.track for row in self.dossier.reviews.filter(closed_at=None)]
        in_force = [act.track for act in self.dossier.acts.filter(state__in=IN_FORCE)]
        for tracks in (reviews, in_force):
            assert len(tracks) == len(set(tracks))
        if Permit.objects.filter(dossier=self.dossier, ended_at=None).exists():
            assert self.dossier.state == State.GRANTED

    def _signed_acts_stay(self) -> None:
        acts_now = Act.objects.filter(dossier=self.dossier, signed_at__isnull=False)
        now = {a.pk: (a.kind, a.track, a.sha256, a.preview_key, a.signed_by, a.signed_at) for a in acts_now}
        assert self.signed.items() <= now.items()
        self.signed = now

    # --- Inside ---------------------------------------------------------------------------------------------------

    def _waiting(self, which: int) -> Notification | None:
        """One of the notices of the dossier that have reached nobody yet."""
        rows = list(Notification.objects.filter(dossier=self.dossier, notified_at=None).order_by("id"))
        return rows[which % len(rows)] if rows else None

    def _unless_refused(self, verb, name: str, **given) -> None:
        with suppress(NotAllowed):
            verb(by=self.people[name], at=self.at, **given)

    def _follow(self) -> None:
        """What the task does that goes over the deadlines."""
        for record_id in unavailability.to_follow():
            unavailability.follow(record_id=record_id, at=self.at)

    def _turn(self) -> Scene:
        return Scene("somewhere", self.dossier, self.at)

    def teardown(self) -> None:
        self.traces.close()


@pytest.fixture
def only_own_post(turns):
    """The parcels of the other turns stay where they are: they would be delivered at an hour of this procedure."""
    Parcel.objects.filter(state="QUEUED").update(due_at=NEVER)


def test_whatever_is_tried_in_whatever_order_the_truths_hold(turns, people, only_own_post):
    few = settings(QUIET, max_examples=25, stateful_step_count=20, derandomize=True)
    run_state_machine_as_test(lambda: Procedure(turns, people), settings=few)


@pytest.mark.slow
@pytest.mark.timeout(900)
def test_the_same_for_much_longer(request, turns, people, only_own_post):
    """Always the same procedures, unless `--hypothesis-seed=random` or a number asks for others."""
    seeded = request.config.getoption("--hypothesis-seed") is not None
    many = settings(QUIET, max_examples=80, stateful_step_count=40, derandomize=not seeded)
    run_state_machine_as_test(lambda: Procedure(turns, people), settings=many)
