"""The two tracks as panels: where each stands, by which day, and how that day is counted."""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import date
from typing import TYPE_CHECKING

from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from applications import clock_words
from applications.clocks import Clock, ClockState
from applications.selectors import running_clocks
from applications.selectors.desk_file import DeskFile
from applications.vocabulary import (
    ActKind,
    ActState,
    Authority,
    Outcome,
    Result,
    Stage,
    Track,
    UndoneBecause,
    WaitingFor,
)
from portal.desk import terms_shown, words
from portal.desk.queue_rows import STAGE_ICONS
from portal.ui import clocks, parts
from portal.ui.templatetags.ui import day

if TYPE_CHECKING:
    from applications.models import Act

WAITS = {
    WaitingFor.APPLICANT: gettext_lazy("Waiting for the applicant"),
    WaitingFor.OTHER_DESK: gettext_lazy("Waiting for the other authority"),
}


@dataclass(frozen=True, slots=True, kw_only=True)
class Panel:
    """One track as the desk shows it; of the other desk only what it did, never what it thinks."""

    title: str
    authority: str
    anchor: str
    stage: str = ""
    stage_icon: str = ""
    clock: parts.Clock | None = None
    reckoning: tuple[str, ...] = ()
    lines: tuple[parts.Fact, ...] = ()


def panels(desk: DeskFile, names: Mapping[str, str]) -> list[Panel]:
    """The desk's own track first, then the other's. A track without a period of its own shows the joint one."""
    authorities = {Track.WORK: desk.dossier.authority, Track.RESIDENCE: Authority.FEDERAL.value}
    order = sorted(desk.file.evaluation.tracks, key=lambda track: track != desk.track)
    return [_of_track(desk, track, authorities[track], names) for track in order if track in authorities]


def current(desk: DeskFile, track: str) -> Clock | None:
    """The clock to look at on a track: its own open one that ends first, else the joint one, else one that lapsed."""
    own = [clock for clock in desk.clocks if clock.track == track]
    joint = [clock for clock in desk.clocks if clock.track == Track.OVERALL]
    for found in (own, joint):
        is_open = [clock for clock in found if clock.is_open]
        if is_open:
            return min(is_open, key=lambda clock: clock.due_on or date.max)
    return own[-1] if own and own[-1].state == ClockState.LAPSED else None


def view(clock: Clock, desk: DeskFile) -> parts.Clock:
    """A clock with its strip and its sum."""
    state, tone = words.standing(clock)
    return clocks.view(clock, on=desk.on, state=state, tone=tone)


def sign_by(desk: DeskFile, clock: Clock | None) -> date | None:
    """The last day to sign so that the decision is notified in time (P2); None where no such period runs."""
    rules = {rule.code: rule for rule in desk.file.evaluation.deadlines}
    return running_clocks.sign_by(clock, rules, authority=desk.actor.authority, on=desk.on)


def next_sign_by(desk: DeskFile) -> date | None:
    """The earliest such day of the desk: of its own track, or of the joint term."""
    days = [sign_by(desk, clock) for clock in desk.clocks if clock.track in (desk.track, Track.OVERALL)]
    return min((found for found in days if found), default=None)


def _of_track(desk: DeskFile, track: Track, authority: str, names: Mapping[str, str]) -> Panel:
    clock = current(desk, track)
    is_own = track == desk.track
    item = desk.items.get(authority)
    stage = Stage(item.stage) if item else Stage.DONE
    label = str(stage.label)
    if item is not None and item.waiting_for in WAITS:
        label = str(WAITS[WaitingFor(item.waiting_for)])
    lines = [*_counted(desk, track), *_outcome(desk, track, names, is_own=is_own)]
    if is_own:
        lines += _sign_by(desk, clock)
    shown = view(clock, desk) if clock else None
    return Panel(
        title=str(track.label),
        authority=authority,
        anchor=track.lower(),
        stage=label,
        stage_icon=STAGE_ICONS[stage],
        clock=replace(shown, sum=()) if shown and not is_own else shown,
        reckoning=tuple(clock_words.sentences(clock)) if clock and is_own else (),
        lines=tuple(lines),
    )


def _counted(desk: DeskFile, track: Track) -> list[parts.Fact]:
    results = [f.result for f in desk.file.evaluation.findings if f.track == track]
    met = sum(result == Result.MET for result in results)
    to_see = sum(result not in (Result.MET, Result.NOT_APPLICABLE) for result in results)
    return [parts.Fact(_("Findings"), _("%(met)d met, %(to_see)d to look at") % {"met": met, "to_see": to_see})]


def _outcome(desk: DeskFile, track: Track, names: Mapping[str, str], *, is_own: bool) -> list[parts.Fact]:
    """What has been decided. A conclusion that is not signed yet stays at its own desk."""
    review, act = desk.reviews.get(track), desk.acts.get(track)
    found: list[parts.Fact] = []
    if is_own and review is not None and review.provisional and not review.outcome:
        found.append(parts.Fact(_("Provisional assessment"), str(Outcome(review.provisional).label)))
    if is_own and review is not None and review.outcome:
        said = f"{Outcome(review.outcome).label}, {day(review.concluded_at)}"
        by = names.get(review.concluded_by, "")
        found.append(parts.Fact(_("Concluded"), f"{said}, {by}" if by else said))
    if review is not None and review.without_object:
        found.append(parts.Fact(_("Review"), _("closed without object")))
    if act is not None and act.in_force:
        said = f"{ActKind(act.kind).label}, {day(act.signed_at)}"
        found.append(parts.Fact(_("Signed"), said, link=_letter(desk) if is_own else None))
    elif act is not None and act.state == ActState.PREPARED:
        found.append(parts.Fact(_("Prepared"), f"{ActKind(act.kind).label}, {day(act.prepared_at)}"))
    elif is_own and act is not None and act.state == ActState.PREVIEWED:
        found.append(
            parts.Fact(_("Letter"), _("ready since %(day)s") % {"day": day(act.prepared_at)}, link=_letter(desk))
        )
    found += terms_shown.of(desk, track, names, is_own=is_own)
    correction = desk.corrections.get(track)
    if is_own and correction is not None:
        said = _("made ready on %(day)s") % {"day": day(correction.prepared_at)}
        found.append(parts.Fact(_("Correction"), said, link=_letter(desk)))
    return [*found, *(_earlier(desk, act) for act in desk.earlier if act.track == track)]


def _earlier(desk: DeskFile, act: "Act") -> parts.Fact:
    """An act that no longer stands: both desks may read it, and why."""
    because = UndoneBecause(act.superseded_because).label
    href = reverse("desk:letter", args=[desk.dossier.reference, act.pk])
    said = f"{ActKind(act.kind).label}, {day(act.signed_at)}: {because}"
    return parts.Fact(_("No longer in force"), said, link=parts.Link(href, _("Open the letter")))


def _letter(desk: DeskFile) -> parts.Link:
    return parts.Link(reverse("desk:sign", args=[desk.dossier.reference]), _("Look at the letter"))


def _sign_by(desk: DeskFile, clock: Clock | None) -> tuple[parts.Fact, ...]:
    found = sign_by(desk, clock)
    return (parts.Fact(_("Sign by"), day(found)),) if found else ()
