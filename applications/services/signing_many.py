"""Many letters in one go (P11): each dossier in a transaction of its own, under its own lock, with every guard of the
single verb. What could not be done is told apart, each with its own sentence; the rest is done.
"""

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import datetime

from applications.actors import Actor
from applications.services import acts
from applications.services.refusals import NotAllowed


@dataclass(frozen=True, slots=True, kw_only=True)
class Chosen:
    """One dossier of the desk, and the letter that was shown for it; none where it is only to be made ready."""

    dossier_id: int
    reference: str
    seen_sha256: str = ""


@dataclass(frozen=True, slots=True)
class Told:
    """What became of one of them: `why` is empty where it was done."""

    reference: str
    why: str = ""

    @property
    def is_done(self) -> bool:
        return not self.why


def sign(*, chosen: Iterable[Chosen], by: Actor, at: datetime) -> list[Told]:
    """Sign each letter as it was shown. One that has changed, or to which a paper came in, is left and says so."""

    def one(each: Chosen) -> None:
        acts.sign(dossier_id=each.dossier_id, seen_sha256=each.seen_sha256, by=by, at=at)

    return _each(chosen, one)


def make_ready(*, chosen: Iterable[Chosen], by: Actor, at: datetime) -> list[Told]:
    """Make each letter ready: of concluded reviews, and of inadmissibilities that the clock prepared."""

    def one(each: Chosen) -> None:
        acts.preview(dossier_id=each.dossier_id, by=by, at=at)

    return _each(chosen, one)


def _each(chosen: Iterable[Chosen], do: Callable[[Chosen], None]) -> list[Told]:
    told = []
    for each in chosen:
        try:
            do(each)
        except NotAllowed as refusal:
            told.append(Told(each.reference, str(refusal)))
        else:
            told.append(Told(each.reference))
    return told
