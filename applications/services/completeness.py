"""From filing to completeness: two desks look at once, one request goes out, one of them declares the file complete."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime

from django.db import transaction
from django.db.models import Max, QuerySet
from django.utils.translation import gettext_lazy as _

from applications import calendar, notices, policies, rulebook
from applications.actors import SYSTEM, Actor
from applications.clocks import Clock, ClockState
from applications.models import Act, DocumentRequest, DocumentVersion, Dossier, RequestLine, ResidenceTick, Review
from applications.models.act import IN_PREPARATION
from applications.rulebook.model import ClockEvent, ClockRule, OnExpiry
from applications.selectors import case_file, running_clocks
from applications.services import posting, progress
from applications.services.refusals import NotAllowed
from applications.vocabulary import ActKind, ActState, Authority, EntryKind, State, Track


@dataclass(frozen=True, slots=True, kw_only=True)
class Tick:
    """What the Immigration Office says of one residence paper; `reason` tells the applicant what is wrong with it."""

    code: str
    present: bool
    reason: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Ask:
    """One paper to ask for, and why, in words for the applicant."""

    code: str
    reason: str = ""


@transaction.atomic
def tick_residence(*, dossier_id: int, ticks: Sequence[Tick], by: Actor, at: datetime) -> Dossier:
    """The Immigration Office checks its papers, in parallel with the region (P21). Missing ones join the one request.

    Raises NotAllowed.
    """
    dossier = progress.lock(dossier_id)
    has_papers = dossier.is_draft or has_residence_papers(dossier)
    if not (verdict := policies.may_tick_residence(by, dossier, has_papers=has_papers)):
        raise NotAllowed(verdict.why)
    if not ticks:
        raise NotAllowed(_("Say of each residence paper whether it is there and legible."))
    for tick in ticks:
        ResidenceTick.objects.update_or_create(
            dossier=dossier,
            code=tick.code,
            defaults={"present": tick.present, "reason": tick.reason, "ticked_at": at, "ticked_by": by.key},
        )
    progress.note(
        dossier,
        EntryKind.RESIDENCE_TICKED,
        by=by,
        at=at,
        basis="P21",
        track=Track.RESIDENCE,
        payload={
            "present": [tick.code for tick in ticks if tick.present],
            "missing": [tick.code for tick in ticks if not tick.present],
        },
    )
    progress.project(dossier, at=at)
    return dossier


@transaction.atomic
def ask(*, dossier_id: int, asks: Sequence[Ask], by: Actor, at: datetime) -> DocumentRequest:
    """Ask the applicant for papers: the region's own, and those the Immigration Office ticked as missing.

    The applicant's time starts when he is notified of it, not now (P1). Raises NotAllowed.
    """
    dossier = progress.lock(dossier_id)
    if not (verdict := policies.may_ask_documents(by, dossier)):
        raise NotAllowed(verdict.why)
    wanted = {a.code: (Authority(dossier.authority), a.reason) for a in asks}
    for tick in dossier.residence_ticks.filter(present=False):
        wanted.setdefault(tick.code, (Authority.FEDERAL, tick.reason))
    if not wanted:
        raise NotAllowed(_("Choose at least one document to ask for."))
    file = case_file.of(dossier)
    articles = {need.code: notices.known(need.article) for need in file.evaluation.documents}
    if unknown := wanted.keys() - articles.keys():
        raise NotAllowed(_("No rule asks for this document: %(code)s.") % {"code": ", ".join(sorted(unknown))})
    number: int = (dossier.requests.aggregate(newest=Max("number"))["newest"] or 0) + 1
    request = DocumentRequest.objects.create(
        dossier=dossier, number=number, asked_at=at, asked_by=by.key, authority=by.authority
    )
    lines = RequestLine.objects.bulk_create(
        RequestLine(request=request, authority=authority, code=code, reason=reason)
        for code, (authority, reason) in wanted.items()
    )
    progress.advance(
        dossier,
        "ask_documents",
        EntryKind.DOCUMENTS_ASKED,
        by=by,
        at=at,
        track=Track.WORK,
        payload={
            "request": request.pk,
            "codes": [line.code for line in lines],
            "askers": sorted({str(line.authority) for line in lines}),
        },
    )
    on = calendar.day_of(at)
    rule = supply_rule(dossier, on=on)
    posting.send(
        dossier,
        what="REQUEST",
        topic=str(request.number),
        to=posting.recipients(dossier),
        notice=lambda to: notices.asked(
            dossier,
            file.facts,
            [(line, articles[line.code]) for line in lines],
            language=to.language,
            rule=rule,
            on=on,
        ),
        at=at,
        request=request,
    )
    progress.project(dossier, at=at)
    return request


@transaction.atomic
def supply(*, dossier_id: int, by: Actor, at: datetime) -> Dossier:
    """The applicant hands in what was asked. Raises NotAllowed while nothing asked for has come in since the request.

    A paper still missing is no obstacle: the desk judges what is there (P16). After the time has ended the answer
    still counts until the inadmissibility is signed; the act prepared for it is dropped (P11).
    """
    dossier = progress.lock(dossier_id)
    if not (verdict := policies.may_supply(by, dossier)):
        raise NotAllowed(verdict.why)
    request = dossier.requests.get(track="", answered_at=None)
    came_in = case_file.answers_to(request)
    if not came_in:
        raise NotAllowed(_("Upload at least one of the documents that were asked for, then send your answer."))
    _take_answer(dossier, request, came_in, by=by, at=at)
    return dossier


@transaction.atomic
def supply_when_whole(*, dossier_id: int, by: Actor, at: datetime, came_at: datetime | None = None) -> bool:
    """Once the time has ended, the last of the papers asked for is the answer: nobody has to send it as well.

    `came_at` is when it reached us, where it was registered later.
    """
    dossier = progress.lock(dossier_id)
    if dossier.state != State.INCOMPLETE or not _prepared(dossier).exists():
        return False
    request = dossier.requests.get(track="", answered_at=None)
    came_in = case_file.answers_to(request)
    if len(came_in) < request.lines.count():
        return False
    _take_answer(dossier, request, came_in, by=by, at=at, came_at=came_at)
    return True


@transaction.atomic
def register_answer(*, dossier_id: int, received_on: date, by: Actor, at: datetime) -> Dossier:
    """The answer to the request came on paper: it counts on the day it was received, before midnight (P6, P24).

    Raises NotAllowed while none of the papers asked for has been registered.
    """
    dossier = progress.lock(dossier_id)
    request = dossier.requests.filter(track="", answered_at=None).first()
    is_asked = request is not None and dossier.state == State.INCOMPLETE
    verdict = policies.may_register_answer(by, dossier, track="", asked=is_asked)
    if not verdict or request is None:
        raise NotAllowed(verdict.why)
    came_in = case_file.answers_to(request)
    if not came_in:
        raise NotAllowed(_("Register at least one of the documents that were asked for first."))
    came_at = received(request, received_on, at=at)
    _take_answer(dossier, request, came_in, by=by, at=at, came_at=came_at)
    return dossier


def received(request: DocumentRequest, on: date, *, at: datetime) -> datetime:
    """When an answer on paper reached us. Raises NotAllowed for a day that cannot be."""
    if not calendar.day_of(request.asked_at) <= on <= calendar.day_of(at):
        raise NotAllowed(_("Enter the day on which it was received: not before it was asked, and not a day to come."))
    return calendar.midday_of(on, at=at)


@transaction.atomic
def lapse(*, dossier_id: int, at: datetime) -> bool:
    """The applicant's time ended unused: record it, and prepare the inadmissibility for an officer to sign (P11).

    Renders nothing and decides nothing, whatever the certainty of the rule. Once per request; answers whether this
    was the time. When every paper had come in and only the answer was not sent, it counts as sent.
    """
    return record_lapse(progress.lock(dossier_id), at=at)


def record_lapse(dossier: Dossier, *, at: datetime) -> bool:
    """As `lapse`, in the caller's transaction and under his lock."""
    if dossier.state != State.INCOMPLETE:
        return False
    request = dossier.requests.prefetch_related("lines").filter(track="", answered_at=None).first()
    if request is None or _prepared(dossier).exists():
        return False
    standing = running_clocks.of(dossier, on=calendar.day_of(at))
    clock = _lapsed(standing, request)
    if clock is None:
        return False
    came_in = case_file.answers_to(request)
    missing = [line.code for line in request.lines.all() if line.code not in came_in]
    if not missing:
        _take_answer(dossier, request, came_in, by=SYSTEM, at=at)
        return True
    Act.objects.create(
        dossier=dossier,
        track=Track.WORK,
        kind=ActKind.INADMISSIBLE,
        authority=dossier.authority,
        state=ActState.PREPARED,
        grounds={
            "codes": missing,
            "rules": [clock.version],
            "request": request.pk,
            "asked_on": f"{calendar.day_of(request.asked_at)}",
            "time_ended_on": f"{clock.ended_on}",
        },
        prepared_at=at,
        prepared_by=SYSTEM.key,
    )
    progress.note(
        dossier,
        EntryKind.PERIOD_LAPSED,
        by=SYSTEM,
        at=at,
        basis="P11",
        track=Track.WORK,
        payload={"request": request.pk, "rule": clock.version, "ended_on": clock.ended_on, "missing": missing},
    )
    progress.project(dossier, at=at, standing=standing)  # no clock listens to the entry just written
    return True


@transaction.atomic
def declare_complete(*, dossier_id: int, by: Actor, at: datetime) -> Dossier:
    """The work authority finds the whole dossier complete; a review opens on each track and both desks may begin.

    The time to decide starts when this is *notified*, not now (P1). Raises NotAllowed.
    """
    dossier = progress.lock(dossier_id)
    on = calendar.day_of(at)
    ready = residence_is_ready(dossier, on=on)
    if not (verdict := policies.may_declare_complete(by, dossier, residence_ready=ready)):
        raise NotAllowed(verdict.why)
    file = case_file.of(dossier)
    desks = {Track.WORK: dossier.authority, Track.RESIDENCE: Authority.FEDERAL}
    tracks = [track for track in file.evaluation.tracks if track in desks]
    Review.objects.bulk_create(
        Review(dossier=dossier, track=track, authority=desks[track], opened_at=at) for track in tracks
    )
    progress.advance(
        dossier,
        "declare_complete",
        EntryKind.COMPLETE_DECLARED,
        by=by,
        at=at,
        payload={"tracks": [str(track) for track in tracks], "without_tick": not dossier.residence_ticks.exists()},
    )
    rule = find_rule_started_by(dossier, ClockEvent.COMPLETENESS_NOTIFIED, on=on)
    posting.send(
        dossier,
        what="COMPLETENESS",
        to=posting.recipients(dossier),
        notice=lambda to: notices.complete(dossier, file.facts, language=to.language, rule=rule, on=on),
        at=at,
    )
    progress.project(dossier, at=at)
    return dossier


def _take_answer(
    dossier: Dossier,
    request: DocumentRequest,
    came_in: Mapping[str, DocumentVersion],
    *,
    by: Actor,
    at: datetime,
    came_at: datetime | None = None,
) -> None:
    """The answer as rows: what it consists of, back to the check, and no inadmissibility in preparation any more."""
    came_at = came_at or at
    for line in request.lines.filter(code__in=came_in):
        line.answered_with = came_in[line.code]
        line.save(update_fields=["answered_with"])
    request.answered_at = came_at
    request.save(update_fields=["answered_at"])
    asked_by_office = request.lines.filter(authority=Authority.FEDERAL).values_list("code", flat=True)
    dossier.residence_ticks.filter(code__in=asked_by_office).delete()
    _prepared(dossier).delete()
    progress.advance(
        dossier,
        "supply",
        EntryKind.DOCUMENTS_SUPPLIED,
        by=by,
        at=came_at,
        payload={"request": request.pk, "versions": sorted(version.pk for version in came_in.values())},
    )
    progress.project(dossier, at=at)


def _prepared(dossier: Dossier) -> QuerySet[Act]:
    """The inadmissibility in preparation, if there is one."""
    return dossier.acts.filter(kind=ActKind.INADMISSIBLE, state__in=IN_PREPARATION)


def _lapsed(standing: Sequence[Clock], request: DocumentRequest) -> Clock | None:
    """The clock of that request, if it ran out and its rule lets an act be proposed."""
    asked_on = calendar.day_of(request.asked_at)
    for clock in standing:
        if clock.on_expiry == OnExpiry.PROPOSE and clock.state == ClockState.LAPSED and clock.starts_on >= asked_on:
            return clock
    return None


def residence_is_ready(dossier: Dossier, *, on: date) -> bool:
    """Whether the region need not wait: the papers were ticked, none is asked for, or their time is over."""
    if Track.RESIDENCE not in rulebook.rulebook().category(dossier.category).tracks:
        return True
    ticks = list(dossier.residence_ticks.all())
    if ticks:
        return all(tick.present for tick in ticks) or dossier.requests.exists()
    if not dossier.is_draft and not has_residence_papers(dossier):
        return True
    return any(
        clock.track == Track.RESIDENCE and clock.state == ClockState.LAPSED
        for clock in running_clocks.of(dossier, on=on)
    )


def has_residence_papers(dossier: Dossier) -> bool:
    """Whether there is anything for the Immigration Office to tick: a paper that a rule asks for, or one handed in."""
    needs = case_file.of(dossier).evaluation.documents
    asked = any(need.required for need in needs if need.track == Track.RESIDENCE)
    return asked or dossier.documents.filter(track=Track.RESIDENCE).exists()


def supply_rule(dossier: Dossier, *, on: date) -> ClockRule:
    """The applicant's period to supply what was asked. Raises `rulebook.NoRuleInForce` when the law known has none."""
    rule = running_clocks.find_supply_rule(dossier, on=on)
    if rule is None:
        raise rulebook.NoRuleInForce(str(ClockEvent.DOCUMENTS_SUPPLIED), on)
    return rule


def find_rule_started_by(dossier: Dossier, event: ClockEvent, *, on: date) -> ClockRule | None:
    """The period of the work authority, or else the joint one, that starts with an event; None if there is none."""
    found = [rule for rule in running_clocks.rules(dossier, on=on) if event in rule.starts_with]
    order = {Track.WORK: 0, Track.OVERALL: 1, Track.RESIDENCE: 2}
    return min(found, key=lambda rule: order[rule.track], default=None)
