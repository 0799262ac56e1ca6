"""The facts of an application by group, as far as the desk may see them: all, that they are there, or nothing."""

from collections.abc import Sequence
from dataclasses import dataclass

from django.urls import reverse
from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from applications import disclosure
from applications.disclosure import Group, Sight
from applications.rulebook.facts import Facts, missing, paths, value_of
from applications.selectors import facts_history
from applications.selectors.desk_file import DeskFile
from applications.selectors.mandates import Standing
from applications.vocabulary import Capacity
from portal.ui import facts_words, parts
from portal.ui.templatetags.ui import day

TITLES: dict[Group, Promise] = {
    Group.IDENTITY: gettext_lazy("Person"),
    Group.NUMBERS: gettext_lazy("Numbers"),
    Group.CONTACT: gettext_lazy("Contact"),
    Group.TRAVEL_DOCUMENT: gettext_lazy("Travel document"),
    Group.EMPLOYMENT: gettext_lazy("Employer and job"),
    Group.PAY: gettext_lazy("Pay"),
    Group.QUALIFICATION: gettext_lazy("Qualifications"),
    Group.RESIDENCE: gettext_lazy("Residence"),
    Group.MOBILITY: gettext_lazy("Mobility"),
    Group.FEE: gettext_lazy("Fee"),
}


@dataclass(frozen=True, slots=True)
class Part:
    """One group. `closed_because` stands in place of its facts where only its being there may be known."""

    title: Promise
    facts: Sequence[parts.Fact]
    closed_because: str = ""


def of(desk: DeskFile) -> list[Part]:
    """The groups the desk's reader may know of, in the order of the table."""
    by_group: dict[Group, list[str]] = {}
    for path in paths():
        if (group := disclosure.group_of_fact(path)) is not None and not missing(desk.facts, path):
            by_group.setdefault(group, []).append(path)
    found = []
    for group, title in TITLES.items():
        given = by_group.get(group, [])
        match disclosure.sight(desk.actor, group):
            case Sight.FULL if given:
                found.append(Part(title, [_fact(desk.facts, path) for path in given]))
            case Sight.METADATA if given:
                found.append(Part(title, [], _("Given by the applicant. Its content is for the other authority.")))
    return found


def halves(found: Sequence[Part]) -> tuple[list[Part], list[Part]]:
    """Two columns of about the same height, in the order of the table."""
    lines = [len(part.facts) + 3 for part in found]
    split = next((place for place in range(len(found)) if 2 * sum(lines[: place + 1]) >= sum(lines)), 0) + 1
    return list(found[:split]), list(found[split:])


def _fact(facts: Facts, path: str) -> parts.Fact:
    value = value_of(facts, path)
    is_number = path.endswith(("_number", ".number", "fee.reference", "isco_code"))
    return parts.Fact(facts_words.title(path), facts_words.shown(path, value), is_reference=is_number)


def represented(desk: DeskFile, standing: Standing) -> list[parts.Fact]:
    """Who acts for the employer under which mandate; empty where the employer filed himself."""
    if not standing.is_by_mandatary:
        return []
    found = [parts.Fact(_("Filed by"), desk.dossier.workspace.name)]
    mandate = standing.mandate
    if mandate is None:
        return found
    people = ", ".join(name for name in (standing.holder, *standing.substitutes) if name)
    last = day(mandate.last_day) if mandate.last_day else _("no end")
    found += [
        parts.Fact(_("Mandate"), mandate.number, is_reference=True),
        parts.Fact(_("Person named, and who stands in"), people or _("Former colleague")),
        parts.Fact(_("Days"), _("%(first)s to %(last)s") % {"first": day(mandate.valid_from), "last": last}),
    ]
    if mandate.has_paper:
        link = parts.Link(reverse("desk:mandate", args=[desk.dossier.reference]), mandate.evidence_name)
        found.append(parts.Fact(_("Signed paper"), mandate.evidence_name, link=link))
    return found


@dataclass(frozen=True, slots=True)
class Changed:
    """One later version of the facts, as far as the desk may see what differs in it."""

    change: facts_history.Change
    who: Promise | str
    lines: Sequence[parts.Difference]
    closed: str


def history(desk: DeskFile) -> list[Changed]:
    """What changed since the filing, newest first (P22). No query while nothing did."""
    if desk.file.facts_version.number == 1:
        return []
    return [
        Changed(
            each,
            Capacity(each.capacity).label,
            facts_words.differences(each.before, each.after, each.seen),
            ", ".join(facts_words.title(path) for path in each.closed),
        )
        for each in facts_history.of(desk.dossier, desk.actor)
    ]
