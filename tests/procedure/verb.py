"""What a row of the table says: one verb, by whom and at which turns it goes through."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any

from applications.vocabulary import Intake, State
from tests.procedure.people import FIRM
from tests.procedure.scene import Scene
from tests.procedure.scenes import SCENES

REGION = ("region's handler", "region's signatory", "region's coordinator")
OFFICE = ("Office's handler", "Office's signatory")
SIGNATORY, SIGNATORY_OF_OFFICE = ("region's signatory",), ("Office's signatory",)
FILER = ("filer",)
"""Whoever filed, or fills in: see `filers`."""

DRAFTS = ("draft", "draft_of_firm", "draft_from_paper")
FILED = tuple(name for name in SCENES if name not in DRAFTS)
GRANTED = ("granted", "granted_sealed", "granted_by_silence", "granted_by_silence_sealed")
CLOSED = (
    *GRANTED, "inadmissible", "inadmissible_sealed", "work_refused", "work_refused_sealed", "residence_refused",
    "residence_refused_sealed", "withdrawn", "closed",
)  # fmt: skip
OPEN = tuple(name for name in FILED if name not in CLOSED)
CHECKED = ("filed", "filed_by_firm", "handed_back", "invited", "closed_days", "ticked", "check_reopened")
AWAITING = ("asked", "unreached", "letter_chosen", "letter_posted", "lapsed", "lapsed_letter_ready")
EXAMINED = tuple(name for name in OPEN if name not in (*CHECKED, *AWAITING))
WORK_YES = ("work_granted", "work_granted_sealed", "correction_ready")
WORK_SEALED = (
    "work_granted_sealed", "correction_ready", "granted_sealed", "residence_refused_sealed", "residence_reopened",
    "work_refused_sealed", "inadmissible_sealed",
)  # fmt: skip
RESIDENCE_SEALED = ("granted_sealed", "residence_refused_sealed", "granted_by_silence_sealed")
SILENCE = ("silence", "silence_letter_ready")
WORK_DECIDED = (*WORK_YES, "residence_concluded", "residence_letter_ready", "residence_reopened")

Given = Mapping[str, Any]


@dataclass(frozen=True, repr=False)
class Verb:
    """`silent` turns answer it and write nothing. `given` is with what it is called; None where it has no object.
    `others` may as well, but at other turns: another row says at which.
    """

    does: Callable[..., Any]
    by: tuple[str, ...]
    at: tuple[str, ...]
    given: Given | Callable[[Scene], Given | None] | None = None
    silent: tuple[str, ...] = ()
    called: str = ""
    others: tuple[str, ...] = ()

    def who(self, scene: Scene) -> tuple[str, ...]:
        """Who may, in that dossier."""
        return tuple(name for each in self.by for name in (filers(scene) if each == "filer" else (each,)))

    def find_arguments(self, scene: Scene) -> Given | None:
        """With what it is called at that turn, beside the dossier, the hand and the hour."""
        return self.given(scene) if callable(self.given) else self.given or {}

    @property
    def name(self) -> str:
        return f"{self.does.__module__.rpartition('.')[2]}.{self.does.__name__}"

    def __repr__(self) -> str:
        return " ".join(part for part in (self.name, self.called) if part)


def filers(scene: Scene) -> tuple[str, ...]:
    """Who speaks for the employer: himself, his successor, the firm with his mandate; the region types what is on
    paper.
    """
    if scene.dossier.intake == Intake.PAPER and scene.state == State.DRAFT:
        return REGION
    return {FIRM: ("mandatary",), "employer:0200065765": ("another employer",)}.get(
        scene.dossier.workspace.key, ("employer",)
    )


def only(name: str, given: Given | Callable[[Scene], Given]) -> Callable[[Scene], Given | None]:
    """For a verb that touches no dossier: what it is called with at one turn, which stands for all."""
    return lambda scene: (given(scene) if callable(given) else given) if scene.name == name else None


def without(names: tuple[str, ...], *left_out: str) -> tuple[str, ...]:
    """These turns but for some."""
    return tuple(name for name in names if name not in left_out)
