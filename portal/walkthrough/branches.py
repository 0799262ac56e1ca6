"""Every branch of the procedure by name: what is played, and where each application filed in it must end.

A new branch is one function in the module of its family and one line here.
"""

from collections.abc import Callable
from dataclasses import dataclass

from applications.vocabulary import State
from portal.walkthrough import (
    asking,
    ending,
    granting,
    inviting,
    lapsing,
    mailing,
    moving,
    oneself,
    racing,
    refusing,
    representing,
    signing,
    undoing,
)
from portal.walkthrough.story import Walk


@dataclass(frozen=True, slots=True)
class Branch:
    """One way an application may go."""

    play: Callable[[Walk], None]
    ends: State | None  # None where nothing is ever filed

    @property
    def sentence(self) -> str:
        """What happens in it."""
        return (self.play.__doc__ or "").strip()


BRANCHES = {
    "grant-abroad": Branch(granting.abroad, State.GRANTED),
    "grant-in-belgium": Branch(granting.in_belgium, State.GRANTED),
    "commune-claims": Branch(granting.claimed, State.GRANTED),
    "inadmissible": Branch(lapsing.inadmissible, State.INADMISSIBLE),
    "late-paper": Branch(lapsing.late_paper, State.UNDER_REVIEW),
    "pieces-answered": Branch(asking.answered, State.GRANTED),
    "pieces-silent-work": Branch(asking.silent_on_work, State.REFUSED),
    "pieces-silent-residence": Branch(asking.silent_on_residence, State.GRANTED),
    "work-refused": Branch(refusing.work, State.REFUSED),
    "residence-refused": Branch(refusing.residence, State.REFUSED),
    "residence-first": Branch(refusing.residence_assessed_first, State.GRANTED),
    "both-refuse": Branch(refusing.both, State.REFUSED),
    "withdrawn-filed": Branch(ending.withdrawn_while_filed, State.WITHDRAWN),
    "withdrawn-asked": Branch(ending.withdrawn_while_documents_are_awaited, State.WITHDRAWN),
    "withdrawn-review": Branch(ending.withdrawn_under_review, State.WITHDRAWN),
    "closed-filed": Branch(ending.closed_while_filed, State.WITHOUT_OBJECT),
    "closed-asked": Branch(ending.closed_while_documents_are_awaited, State.WITHOUT_OBJECT),
    "closed-review": Branch(ending.closed_under_review, State.WITHOUT_OBJECT),
    "two-officers": Branch(racing.two_officers, State.UNDER_REVIEW),
    "act-rectified": Branch(undoing.rectified, State.GRANTED),
    "appeal-upheld": Branch(undoing.appeal_upheld, State.GRANTED),
    "grant-withdrawn": Branch(undoing.grant_withdrawn, State.REFUSED),
    "signed-together": Branch(signing.together, State.INADMISSIBLE),
    "facts-amended": Branch(signing.facts_amended, State.UNDER_REVIEW),
    "another-language": Branch(signing.another_language, State.UNDER_REVIEW),
    "mandate-revoked": Branch(representing.mandate_revoked, State.SUBMITTED),
    "employer-replaced": Branch(representing.employer_replaced, State.INCOMPLETE),
    "worker-comes-in": Branch(inviting.worker_comes_in, State.SUBMITTED),
    "filed-by-worker": Branch(oneself.without_limit, State.GRANTED),
    "on-paper": Branch(mailing.on_paper, State.SUBMITTED),
    "letter-returned": Branch(mailing.letter_returned, State.SUBMITTED),
    "last-day-moves": Branch(mailing.closed_on_the_last_day, State.INCOMPLETE),
    "moved-after-grant": Branch(moving.somewhere_else, State.GRANTED),
    "draft-forgotten": Branch(ending.draft_forgotten, None),
    "granted-by-silence": Branch(lapsing.granted_by_silence, State.GRANTED),
}
SHORT = ("grant-abroad", "grant-in-belgium")
"""What is played without being asked for more."""
