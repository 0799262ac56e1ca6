"""Every verb at every turn of the procedure, by everybody: those allowed go through, all others are told why not.

Whoever is refused reads a sentence in his language, and not one row of any table has changed.
"""

import importlib
import inspect
import pkgutil
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any

import pytest
from django.utils.translation import override

from applications import calendar, services
from applications.actors import Actor
from applications.services import (
    acts,
    amending,
    declarations,
    desk,
    destination,
    drafting,
    mandates,
    reaching,
    rectifying,
    reopening,
    reviews,
    statements,
    translating,
    unavailability,
)
from applications.services.drafting import DraftMovedOn
from applications.services.refusals import NotAllowed, Stale
from applications.vocabulary import DeclarationKind, Outcome, RedirectReason, State
from applications.workflow import NotAllowedStep
from exchange.registered import UnknownLetter
from tests.procedure import census, steps
from tests.procedure.people import worker_of
from tests.procedure.scene import Scene, undone
from tests.procedure.scenes import SCENES
from tests.procedure.verb import Verb
from tests.procedure.verbs import NO_ROW, VERBS

NOT_THERE = (UnknownLetter,)  # a page answers 404, as to what never was
REFUSALS = (NotAllowed, NotAllowedStep, DraftMovedOn, *NOT_THERE)
LANGUAGES = ("fr", "nl", "de")
EACH_VERB = pytest.mark.parametrize("verb", VERBS, ids=str)


def test_every_service_that_somebody_does_has_a_row():
    assert {verb.name for verb in VERBS} | set(NO_ROW) == set(_services())


def test_every_state_has_its_turn(turns):
    assert {turn.state for turn in turns.values()} == set(State)
    assert list(turns) == list(SCENES)


@EACH_VERB
def test_it_goes_through_at_its_turns_and_at_no_other(verb, turns, people, untouched):
    wrong, refused = [], []
    for number, turn in enumerate(turns.values()):
        if verb.find_arguments(turn) is None:
            continue
        who = verb.who(turn)
        name = who[0] if turn.name in (*verb.at, *verb.silent) else who[number % len(who)]  # each has his turn
        if turn.name not in (*verb.at, *verb.silent):
            refused.append((turn, name))
            continue
        attempt = tried(verb, turn, _who(name, people, turn), untouched)
        found = attempt.faults_of_an_act() if turn.name in verb.at else attempt.faults_of_silence()
        wrong += [f"{turn.name}, {name}: {fault}" for fault in found]
    wrong += faults_of_refusals(verb, refused, people, untouched)
    assert not wrong, "\n".join(wrong)


@EACH_VERB
def test_it_goes_through_for_those_who_may_and_for_nobody_else(verb, turns, people, untouched):
    turn = turns["granted" if "granted" in verb.at else verb.at[0]]
    may, wrong = verb.who(turn), []
    for name in may:
        attempt = tried(verb, turn, _who(name, people, turn), untouched)
        wrong += [f"{name}: {fault}" for fault in attempt.faults_of_an_act()]
    others = [(turn, name) for name in (*people, "worker") if name not in (*may, *verb.others)]
    wrong += faults_of_refusals(verb, others, people, untouched)
    assert not wrong, "\n".join(wrong)


STALE = {
    "a letter older than the newest": ("work_letter_ready", "ralf", acts.sign, {"seen_sha256": "0" * 64}),
    "a letter that was signed": ("work_granted", "ralf", acts.sign, lambda turn: {"seen_sha256": turn.letter("WORK")}),
    "a dossier that somebody took": ("filed", "lena", desk.assign, {"to": "lena", "expected": "ralf"}),
    "a review that was concluded": ("work_concluded", "lena", reviews.conclude, {"outcome": Outcome.FAVOURABLE}),
    "an assessment after the conclusion": (
        "residence_concluded", "odile", reviews.assess_provisionally, {"outcome": Outcome.FAVOURABLE},
    ),
    "a draft saved in another window": (
        "draft", "karin", drafting.save_step, {"step": "job", "answers": {}, "typed": {}, "revision": 0},
    ),
    "facts that were changed": (
        "filed", "karin", amending.amend, {"answers": {"job": {"title": "Ingenieur"}}, "seen": 7},
    ),
    "facts that an officer corrected": (
        "filed", "lena", amending.correct, {"path": "job.title", "value": "Ingenieur", "reason": "x", "seen": 7},
    ),
    "facts that the worker has not read": ("filed", "worker", statements.confirm, {"facts_version": 7}),
    "an act to correct that was replaced": (
        "granted_sealed", "ralf", rectifying.prepare, {"act_id": 0, "correction": steps.MISSPELT},
    ),
    "an act to translate that was replaced": (
        "granted_sealed", "ralf", translating.render, {"act_id": 0, "language": "fr", "words": {}},
    ),
    "an act to undo that was replaced": ("granted_sealed", "ralf", reopening.reopen, {"act_id": 0, **steps.APPEAL}),
    "a notice that arrived": (
        "asked", "lena", reaching.choose_letter,
        lambda turn: {"notification_id": turn.find_notice("REQUEST"), "address": steps.ADDRESS},
    ),
    "a letter that was posted": (
        "letter_posted", "lena", reaching.enter_posting,
        lambda turn: {"letter_id": turn.find_letter(), "slip_number": "RR1BE", "posted_on": calendar.day_of(turn.at)},
    ),
    "a mandate that was revoked": (
        "handed_back", "karin", mandates.end, lambda turn: {"mandate_id": turn.find_mandate()},
    ),
}  # fmt: skip


@pytest.mark.parametrize("view", STALE)
def test_who_acts_on_what_he_saw_before_is_told_that_it_moved_on(view, turns, people, untouched):
    name, key, does, given = STALE[view]
    turn = turns[name]
    by = worker_of(turn.dossier) if key == "worker" else _keyed(people, key)
    attempt = tried(Verb(does, (), (), given), turn, by, untouched)
    assert isinstance(attempt.refusal, (Stale, DraftMovedOn))
    assert not list(attempt.faults_of_a_refusal())


TWICE = {
    "a report": (
        "granted", "petra", declarations.declare,
        lambda turn: {"kind": DeclarationKind.ARRIVED, "happened_on": turn.at.date()},
    ),
    "what became of a letter": (
        "letter_posted", "lena", reaching.enter_end,
        lambda turn: {"letter_id": turn.find_letter(), "on": calendar.day_of(turn.at), "arrived": False},
    ),
    "the annulment of a closure": (
        "closed_days", "cora", unavailability.annul,
        lambda turn: {"record_id": turn.find_record(), "because": "Es war nicht so."},
    ),
}  # fmt: skip


@pytest.mark.parametrize("what", TWICE)
def test_what_was_written_down_once_is_not_written_twice(what, turns, people):
    name, key, does, given = TWICE[what]
    verb, turn, by = Verb(does, (), (), given), turns[name], _keyed(people, key)
    with undone():
        assert refused_to(verb, turn, by) is None
        attempt = tried(verb, turn, by, census.taken())
        assert isinstance(attempt.refusal, Stale)
        assert not list(attempt.faults_of_a_refusal())


def test_no_other_post_is_named_once_the_visa_is_issued(turns, people):
    turn, post = turns["granted"], people["post"]
    visa = {"kind": DeclarationKind.VISA_ISSUED, "happened_on": turn.at.date()}
    elsewhere = {"post_code": "london", "reason": RedirectReason.JURISDICTION}
    with undone():
        assert refused_to(Verb(declarations.declare, (), (), visa), turn, post) is None
        attempt = tried(Verb(destination.name_post, (), (), elsewhere), turn, post, census.taken())
        assert isinstance(attempt.refusal, Stale)
        assert not list(attempt.faults_of_a_refusal())


def test_a_refusal_that_leaves_a_row_behind_is_noticed(turns, people, untouched):
    """Else nothing above would prove anything."""

    def careless(*, dossier_id, by, at):
        desk.write_note(dossier_id=dossier_id, text="x", by=by, at=at)
        raise NotAllowed("No.")

    verb, turn = Verb(careless, (), ()), turns["filed"]
    assert tried(verb, turn, people["region's handler"], untouched).left
    faults = faults_of_refusals(verb, [(turn, "region's handler")], people, untouched)
    assert any("yet changed" in fault for fault in faults)


# --- Inside ----------------------------------------------------------------------------------------------------------


@dataclass(frozen=True)
class Attempt:
    """What came of trying: the refusal, if there was one, in each language, and the tables that changed."""

    refusal: Exception | None
    said: Mapping[str, str]
    left: set[str]

    def faults_of_an_act(self) -> Iterator[str]:
        """It was refused, or went through and left nothing behind."""
        if self.refusal is not None:
            yield f"was refused: {self.said['en']}"
        elif not self.left:
            yield "went through and wrote nothing"

    def faults_of_silence(self) -> Iterator[str]:
        """It was refused, or wrote something."""
        if self.refusal is not None:
            yield f"was refused: {self.said['en']}"
        elif self.left:
            yield f"changed {sorted(self.left)}"

    def faults_of_a_refusal(self) -> Iterator[str]:
        """It was none, it says nothing in some language, or it left something behind."""
        if self.refusal is None:
            yield "went through"
            return
        if not isinstance(self.refusal, NOT_THERE):
            yield from self._faults_of_the_sentence()
        if self.left:
            yield f"was refused ({self.said['en']}) and yet changed {sorted(self.left)}"

    def _faults_of_the_sentence(self) -> Iterator[str]:
        if not self.said["en"].endswith((".", "…")):
            yield f"is told {self.said['en']!r}, which is no sentence"
        for language in LANGUAGES:
            if self.said[language] in ("", self.said["en"]):
                yield f"is told {self.said['en']!r} in {language} too"


def faults_of_refusals(
    verb: Verb, tries: list[tuple[Scene, str]], people: dict[str, Actor], untouched: dict[str, str]
) -> list[str]:
    """What is wrong where each of these has to be refused. One look at the tables after all of them; only if
    something is there that was not, each is tried again and looked at by itself.
    """
    wrong = []
    with undone():
        for turn, name in tries:
            found = said(verb, turn, _who(name, people, turn)).faults_of_a_refusal()
            wrong += [f"{turn.name}, {name}: {fault}" for fault in found]
        left = bool(census.changed(untouched))
    if not left:
        return wrong
    return [
        f"{turn.name}, {name}: {fault}"
        for turn, name in tries
        for fault in tried(verb, turn, _who(name, people, turn), untouched).faults_of_a_refusal()
    ]


def tried(verb: Verb, turn: Scene, by: Actor, untouched: dict[str, str]) -> Attempt:
    """Try it, see what it leaves behind, and undo it. Of a refusal that wrote something it is asked what is left."""
    with undone():
        before = census.writes()
        attempt = said(verb, turn, by)
        left = {table for table, number in census.writes().items() if number != before.get(table, 0)}
        if left and attempt.refusal is not None:
            left = census.changed(untouched)
        return Attempt(attempt.refusal, attempt.said, left)


def said(verb: Verb, turn: Scene, by: Actor) -> Attempt:
    """Try it, and read the refusal in each language. A sentence with gaps is in the language of who tried."""
    with override("en"):
        refusal = refused_to(verb, turn, by)
    words = {}
    if refusal is not None:
        for language in ("en", *LANGUAGES):
            with override(language):
                words[language] = str(refusal)
                if language != "en" and words[language] == words["en"]:
                    words[language] = str(refused_to(verb, turn, by))
    return Attempt(refusal, words, set())


def refused_to(verb: Verb, turn: Scene, by: Actor) -> Exception | None:
    """The refusal, or None when it went through. What it leaves behind is left: it has to undo that itself."""
    taken = inspect.signature(verb.does).parameters
    beside: dict[str, Any] = {"dossier_id": turn.dossier.pk, "by": by, "at": turn.at}
    given = {name: value for name, value in beside.items() if name in taken}
    try:
        verb.does(**given, **(verb.find_arguments(turn) or {}))
    except REFUSALS as refusal:
        return refusal
    return None


def _who(name: str, people: dict[str, Actor], turn: Scene) -> Actor:
    return worker_of(turn.dossier) if name == "worker" else people[name]


def _keyed(people: dict[str, Actor], key: str) -> Actor:
    return next(actor for actor in people.values() if actor.key == key)


def _services() -> Iterator[str]:
    """Every public function of the services that is told whose hand it is. Parts of a verb take the dossier's row."""
    for info in pkgutil.iter_modules(services.__path__):
        module = importlib.import_module(f"{services.__name__}.{info.name}")
        for name, found in inspect.getmembers(module, inspect.isfunction):
            if name.startswith("_") or found.__module__ != module.__name__:
                continue
            taken = inspect.signature(found).parameters
            if "by" in taken and all(each.kind is each.KEYWORD_ONLY for each in taken.values()):
                yield f"{info.name}.{name}"
