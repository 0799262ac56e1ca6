"""The time to decide ended and nobody decided: where the law takes that for a yes, annex 47 is made ready (P11).

The rule of the period says so (`on_expiry = "propose_grant"`), and a switch of its own whether it still holds. Nothing
is decided here: an officer of the Immigration Office signs, or concludes otherwise, which drops what was made ready.
Only the desks see that there is anything.
"""

from collections.abc import Sequence
from datetime import datetime

from applications import calendar
from applications.actors import SYSTEM
from applications.clocks import Clock, ClockState
from applications.models import Act, Dossier
from applications.models.act import IN_FORCE, IN_PREPARATION
from applications.rulebook.model import OnExpiry
from applications.selectors import running_clocks
from applications.services import progress
from applications.vocabulary import ActKind, ActState, Authority, EntryKind, State, Track


def propose(dossier: Dossier, *, at: datetime) -> bool:
    """Prepare the annex 47 of a dossier whose time to decide has ended, in the caller's transaction and under his lock.

    Once per period. Whoever has concluded already has decided: the act of his conclusion goes before. Renders nothing.
    """
    if dossier.state != State.UNDER_REVIEW:
        return False
    on = calendar.day_of(at)
    if all(rule.on_expiry != OnExpiry.PROPOSE_GRANT for rule in running_clocks.rules(dossier, on=on)):
        return False
    standing = running_clocks.of(dossier, on=on)
    clock = _ended_in_silence(standing)
    if clock is None or _is_decided(dossier) or _was_proposed(dossier, clock):
        return False
    Act.objects.create(
        dossier=dossier,
        track=Track.RESIDENCE,
        kind=ActKind.ANNEX_47,
        authority=Authority.FEDERAL,
        state=ActState.PREPARED,
        review=dossier.reviews.filter(track=Track.RESIDENCE, closed_at=None).first(),
        grounds={"rules": [clock.version], "article": clock.article, "time_ended_on": f"{clock.ended_on}"},
        prepared_at=at,
        prepared_by=SYSTEM.key,
    )
    progress.note(
        dossier,
        EntryKind.GRANT_PROPOSED,
        by=SYSTEM,
        at=at,
        basis="P11",
        track=Track.RESIDENCE,
        payload={"rule": clock.version, "ended_on": clock.ended_on},
    )
    progress.project(dossier, at=at, standing=standing)  # no clock listens to the entry just written
    return True


def find_proposed(dossier: Dossier, track: Track) -> Act | None:
    """The annex 47 that waits for a signature; None where there is none, and on the track of work."""
    if track != Track.RESIDENCE:
        return None
    return dossier.acts.filter(kind=ActKind.ANNEX_47, rectifies=None, state__in=IN_PREPARATION).first()


def _ended_in_silence(standing: Sequence[Clock]) -> Clock | None:
    """The newest period that ended unused and whose end is a yes."""
    ended = [c for c in standing if c.on_expiry == OnExpiry.PROPOSE_GRANT and c.state == ClockState.LAPSED]
    return ended[-1] if ended else None


def _is_decided(dossier: Dossier) -> bool:
    """Whether the Immigration Office has concluded, or an act of it stands or is being made ready."""
    concluded = dossier.reviews.filter(track=Track.RESIDENCE, closed_at=None).exclude(outcome="")
    its_own = dossier.acts.filter(track=Track.RESIDENCE, state__in=(*IN_FORCE, *IN_PREPARATION))
    return concluded.exists() or its_own.exists()


def _was_proposed(dossier: Dossier, clock: Clock) -> bool:
    said = dossier.journal.filter(kind=EntryKind.GRANT_PROPOSED, payload__contains=f'"{clock.ended_on}"')
    return said.exists()
