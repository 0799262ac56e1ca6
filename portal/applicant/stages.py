"""The steps of the form in their order, and the line above each page that leads through them."""

from collections.abc import Iterator, Mapping, Sequence
from typing import TYPE_CHECKING

from django.urls import reverse
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from applications.now import law_today
from portal.applicant import keeping
from portal.applicant.forms import FORMS, asked
from portal.ui import parts

if TYPE_CHECKING:
    from applications.models import Dossier

Asked = Mapping[str, tuple[str, ...]]  # paths of the facts asked, with the rules that read them

LABELS: dict[str, Promise] = {
    "employer": _("Employer"),
    "worker": _("Worker"),
    "job": _("Job and place of work"),
    "residence": _("Residence"),
    "permit": _("About this permit"),
    "documents": _("Documents"),
    "check": _("Check and submit"),
}


def href(dossier: "Dossier", step: str) -> str:
    """The page of a step."""
    if step in FORMS:
        return reverse("applicant:step", args=[dossier.key, step])
    return reverse(f"applicant:{step}", args=[dossier.key])


def first(dossier: "Dossier") -> str:
    """The page on which a new draft begins, also where what is on record has answered it already."""
    return href(dossier, order(asked(dossier, dossier.draft.answers, on=law_today()))[0])


def order(wanted: Asked) -> tuple[str, ...]:
    """The steps of an application that is asked that: one without a question is left out."""
    return tuple(step for step in LABELS if step not in FORMS or FORMS[step].table(wanted))


def following(step: str, wanted: Asked) -> str:
    """The step after this one."""
    steps = order(wanted)
    return steps[min(steps.index(step) + 1, len(steps) - 1)]


def before(step: str, wanted: Asked) -> str:
    """The step before this one; empty for the first."""
    steps = order(wanted)
    return steps[steps.index(step) - 1] if step != steps[0] else ""


def unfinished(dossier: "Dossier", wanted: Asked) -> Iterator[str]:
    """The steps with a form that are not whole."""
    return (step for step in order(wanted) if step in FORMS and not keeping.is_done(dossier, step, wanted=wanted))


def line(dossier: "Dossier", current: str, *, wanted: Asked, papers_missing: int) -> Sequence[parts.Stage]:
    """All steps, each of them a link: nobody is kept in a step that is not whole."""
    unwhole = set(unfinished(dossier, wanted))
    return [
        parts.Stage(
            LABELS[step],
            href(dossier, step),
            is_done=step not in unwhole if step in FORMS else step == "documents" and not papers_missing,
            is_current=step == current,
        )
        for step in order(wanted)
    ]


def draft_title(dossier: "Dossier") -> str:
    """How a draft is called while it has no reference."""
    worker = dossier.draft.answers.get("worker", {})
    name = " ".join(part for part in (worker.get("given_names"), worker.get("family_name")) if part)
    return str(_("Draft for %(name)s") % {"name": name}) if name else str(_("New draft"))
