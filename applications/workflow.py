"""Which steps a dossier may take: the whole table, readable by a jurist. What is not listed is not allowed.

A step here changes the state of the dossier. Signing a favourable work decision (P9) while residence is decided too, or
asking a question during the examination (P5), changes a track and leaves the dossier UNDER_REVIEW, so neither is a row.
Who may take a step is the business of `policies` alone. `basis` is printed in the timeline; P-numbers are those of the
procedure.
"""

from collections.abc import Mapping
from dataclasses import dataclass

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from applications.vocabulary import State


class NotAllowedStep(Exception):
    """The table has no such row. The message is a sentence in the language of whoever reads it."""

    def __init__(self, name: str, source: State) -> None:
        super().__init__(name, source)
        self.name = name
        self.source = source

    def __str__(self) -> str:
        return _("“%(step)s” is not possible for an application in the state “%(state)s”.") % {
            "step": NAMES.get(self.name, self.name),
            "state": self.source.label,
        }


@dataclass(frozen=True, slots=True)
class Step:
    """One allowed step and the rule that allows it."""

    name: str
    source: State
    target: State
    basis: str

    @property
    def label(self) -> Promise:
        """The step in the reader's language."""
        return NAMES[self.name]


STEPS = (
    # Filing and completeness
    Step("submit", State.DRAFT, State.SUBMITTED, "P16"),
    Step("ask_documents", State.SUBMITTED, State.INCOMPLETE, "P1, P21"),
    Step("supply", State.INCOMPLETE, State.SUBMITTED, "P11"),
    Step("sign_inadmissible", State.INCOMPLETE, State.INADMISSIBLE, "P11, P12"),
    Step("declare_complete", State.SUBMITTED, State.UNDER_REVIEW, "P10, P21"),
    # Decision, one signed act per track; the combined act (annex 46) exists for grants only
    Step("sign_grant", State.UNDER_REVIEW, State.GRANTED, "P8, P12"),
    Step("grant_work_alone", State.UNDER_REVIEW, State.GRANTED, "P9, P12"),  # where nobody decides on residence
    Step("attest_silence", State.UNDER_REVIEW, State.GRANTED, "P11, P12"),
    Step("refuse_work", State.UNDER_REVIEW, State.REFUSED, "P8, P12"),
    Step("refuse_residence", State.UNDER_REVIEW, State.REFUSED, "P8, P12"),
    # The applicant gives up: no text that was read says how, so nothing is made to depend on the moment
    Step("withdraw", State.SUBMITTED, State.WITHDRAWN, "own request, UNVERIFIED"),
    Step("withdraw", State.INCOMPLETE, State.WITHDRAWN, "own request, UNVERIFIED"),
    Step("withdraw", State.UNDER_REVIEW, State.WITHDRAWN, "own request, UNVERIFIED"),
    # Death, bankruptcy, naturalisation, a duplicate, a start date that has passed
    Step("close_without_object", State.SUBMITTED, State.WITHOUT_OBJECT, "P13"),
    Step("close_without_object", State.INCOMPLETE, State.WITHOUT_OBJECT, "P13"),
    Step("close_without_object", State.UNDER_REVIEW, State.WITHOUT_OBJECT, "P13"),
    # An appeal upheld, an annulment, or the authority's own withdrawal of its act
    Step("reopen", State.INADMISSIBLE, State.SUBMITTED, "P13"),
    Step("reopen", State.REFUSED, State.UNDER_REVIEW, "P13"),
    Step("reopen", State.GRANTED, State.UNDER_REVIEW, "P13"),
)

NAMES: Mapping[str, Promise] = {
    "submit": _("Submit"),
    "ask_documents": _("Ask for documents"),
    "supply": _("Supply documents"),
    "sign_inadmissible": _("Sign the inadmissibility"),
    "declare_complete": _("Declare complete"),
    "grant_work_alone": _("Sign the authorisation to work"),
    "sign_grant": _("Sign the grant"),
    "attest_silence": _("Attest the grant by silence"),
    "refuse_work": _("Refuse the work authorisation"),
    "refuse_residence": _("Refuse residence"),
    "withdraw": _("Withdraw the application"),
    "close_without_object": _("Close without object"),
    "reopen": _("Reopen"),
}

TABLE: Mapping[tuple[str, State], Step] = {(row.name, row.source): row for row in STEPS}


def step(name: str, source: State | str, /) -> Step:
    """The step of that name from that state. Raises NotAllowedStep with a sentence that may be shown."""
    state = State(source)
    try:
        return TABLE[name, state]
    except KeyError:
        raise NotAllowedStep(name, state) from None


def steps_from(source: State | str, /) -> tuple[Step, ...]:
    """Every step the table allows from that state."""
    return tuple(row for row in STEPS if row.source == source)
