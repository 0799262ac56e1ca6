"""Where a filed dossier stands: the two tracks, what has to be done now, what happened, and who can see it."""

from collections.abc import Callable
from typing import TYPE_CHECKING

from django.urls import NoReverseMatch, reverse
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from applications import territory
from applications.clocks import Clock
from applications.rulebook import sentences
from applications.rulebook.model import ClockEvent
from applications.selectors import running_clocks
from applications.vocabulary import CLOSED_STATES, ActKind, Authority, EntryKind, State, Track, UndoneBecause
from portal.ui import parts
from portal.ui.templatetags.ui import day

if TYPE_CHECKING:
    from applications.selectors.followed import Followed, Letter
    from applications.selectors.mandates import Standing
    from applications.selectors.timeline import Told

DECIDING = {ClockEvent.WORK_ACT_NOTIFIED, ClockEvent.RESIDENCE_ACT_NOTIFIED}


def tracks(followed: "Followed") -> list[parts.TrackView]:
    """The reviews that the product needs, in parallel."""
    authorities = {Track.WORK: followed.dossier.authority, Track.RESIDENCE: str(Authority.FEDERAL)}
    return [
        parts.TrackView(str(track.label), authorities[track], _steps(followed, track))
        for track in followed.file.evaluation.tracks
        if track in authorities
    ]


def _steps(followed: "Followed", track: Track) -> list[parts.TrackStep]:
    dossier, step = followed.dossier, parts.TrackStep
    filed = step(_("Filed"), day(dossier.submitted_at), "good")
    completed_at = followed.completed_at
    if completed_at is None:
        return [filed, *_before_completeness(followed)]
    whole = step(_("Complete"), day(completed_at), "good")
    act = followed.acts.get(track)
    if act is not None:
        kind = str(ActKind(act.kind).label)
        done = step(_("Examined"), "", "good")
        return [filed, whole, done, step(_("Decision"), f"{kind}, {day(act.signed_at)}", "good")]
    review = followed.reviews.get(track)
    if dossier.state in CLOSED_STATES or (review is not None and review.without_object):
        return [filed, whole, step(_("Decision"), _("closed without a decision on this track"))]
    clock = deciding_clock(followed, track)
    counted = _("day %(day)d of %(total)d") % {"day": clock.elapsed_days, "total": clock.total_days} if clock else ""
    latest = _("at the latest %(day)s") % {"day": day(clock.due_on)} if clock and clock.due_on else ""
    return [filed, whole, step(_("Examination"), counted, "now"), step(_("Decision"), latest)]


def _before_completeness(followed: "Followed") -> list[parts.TrackStep]:
    step, state = parts.TrackStep, followed.dossier.state
    if state == State.INCOMPLETE:
        asked = followed.open_request.asked_at if followed.open_request else None
        since = _("since %(day)s") % {"day": day(asked)} if asked else ""
        return [step(_("Waits for your documents"), since, "now"), step(_("Examination")), step(_("Decision"))]
    if state in CLOSED_STATES:
        return [step(_("Completeness"), str(State(state).label))]
    return [step(_("Completeness"), _("being checked"), "now"), step(_("Examination")), step(_("Decision"))]


def deciding_clock(followed: "Followed", track: Track) -> Clock | None:
    """The open term in which a track, or else the whole, is to be decided."""
    rules = {r.code for r in running_clocks.rules(followed.dossier, on=followed.on) if DECIDING & set(r.met_by)}
    is_open = [clock for clock in followed.clocks if clock.is_open and clock.rule in rules]
    own = [clock for clock in is_open if clock.track == track]
    return next(iter(own or [clock for clock in is_open if clock.track == Track.OVERALL]), None)


def answering_clock(followed: "Followed") -> Clock | None:
    """The term in which the applicant answers the open request, running or over; None before he was notified."""
    if followed.request_notified_at is None:
        return None
    rules = {
        rule.code
        for rule in running_clocks.rules(followed.dossier, on=followed.on)
        if ClockEvent.DOCUMENTS_SUPPLIED in rule.met_by
    }
    return next((clock for clock in reversed(followed.clocks) if clock.rule in rules), None)


def question_clock(followed: "Followed", track: str) -> Clock | None:
    """The term in which a question of the examination is answered, running or over (P5)."""
    rules = {
        rule.code
        for rule in running_clocks.rules(followed.dossier, on=followed.on)
        if ClockEvent.PIECES_ANSWERED in rule.met_by and rule.track == track
    }
    return next((clock for clock in reversed(followed.clocks) if clock.rule in rules), None)


def story(told: list["Told"], reference: str) -> list[parts.StoryItem]:
    """What happened, newest first."""
    words = _("Receipt with the fingerprints of your papers")
    receipt = parts.Link(reverse("applicant:receipt", args=[reference]), words)
    return [
        parts.StoryItem(
            each.at,
            each.sentence,
            each.detail,
            links=[receipt] if each.kind == EntryKind.SUBMITTED else (),
            authority=_authority_of(each.organisation_key),
        )
        for each in told
    ]


def _authority_of(organisation_key: str) -> str:
    code = organisation_key.removeprefix("authority:")
    return code if organisation_key != code and code in Authority.values else ""


def readers(followed: "Followed", represented: "Standing") -> list[parts.Fact]:
    """Who can see this dossier; what each sees of it follows from his task (disclosure table)."""
    dossier, facts, fact = followed.dossier, followed.file.facts, parts.Fact
    language = get_language() or "en"
    found = [fact(_("Filed by"), dossier.workspace.name)]
    if dossier.employer is not None and dossier.employer_id != dossier.workspace_id:
        found.append(fact(_("Employer"), dossier.employer.name))
    if represented.mandate is not None:
        people = ", ".join(name for name in (represented.holder, *represented.substitutes) if name)
        found.append(fact(_("Represented by"), people or _("a former colleague")))
    if facts.employer.enterprise_number:
        found.append(fact(_("Enterprise number"), facts.employer.enterprise_number, is_reference=True))
    found.append(fact(_("Worker"), worker_name(followed)))
    found.append(fact(_("Work"), Authority(dossier.authority).label))
    found.append(fact(_("Residence"), Authority.FEDERAL.label))
    if (post := territory.find_post(dossier.post_code)) is not None:
        found.append(fact(_("After the decision"), post.title(language)))
    if (place := territory.find_commune(dossier.commune_nis_code)) is not None:
        found.append(fact(_("Commune"), place.name(language)))
    return found


def worker_name(followed: "Followed") -> str:
    """Given names first, as people speak."""
    worker = followed.file.facts.worker
    return " ".join(part for part in (worker.given_names, worker.family_name) if part)


def title(followed: "Followed") -> str:
    """What the page is called."""
    worker, employer = worker_name(followed), followed.file.facts.employer.name
    return _("%(worker)s at %(employer)s") % {"worker": worker, "employer": employer} if employer else worker


def competence(followed: "Followed") -> dict[str, str]:
    """Why that authority, as it was found on the day of filing."""
    stored = followed.dossier.authority_because or {}
    because = stored.get("because", {})
    sentence = territory.sentence(because["code"], because.get("params", {})) if because else ""
    article = sentences.cited(stored.get("article", ""), stored.get("act", ""))
    return {"sentence": sentence, "article": article, "certainty": stored.get("certainty", "")}


def permit(followed: "Followed") -> list[parts.Fact]:
    """What was granted."""
    granted, fact = followed.permit, parts.Fact
    if granted is None:
        return []
    days = {"from": day(granted.valid_from), "until": day(granted.valid_until)}
    return [
        fact(_("Product"), sentences.title(followed.dossier.category)),
        fact(_("Card"), granted.card),
        fact(_("Valid"), _("%(from)s to %(until)s") % days),
        fact(_("Work may start on"), day(granted.may_work_from)),
    ]


def letters(found: list["Letter"]) -> list[parts.StoryItem]:
    """Letters to the reader, each with the way to it where the inbox is installed."""
    names: dict[str, Callable[[], str]] = {
        "RECEIPT": lambda: _("Receipt of the application"),
        "REQUEST": lambda: _("Request for documents"),
        "PIECES": lambda: _("Request for documents"),
        "COMPLETENESS": lambda: _("Notice that the application is complete"),
        "WORK_ACT": lambda: _("Decision on work"),
        "RESIDENCE_ACT": lambda: _("Combined decision"),
        "REOPENED": lambda: _("A decision no longer stands"),
    }
    return [
        parts.StoryItem(
            letter.posted_at,
            _kind_of(letter) or names.get(letter.what, lambda: _("Message"))(),
            _no_longer(letter) if letter.notified_at else _("on its way"),
            links=_opening(letter.key) if letter.notified_at else (),
        )
        for letter in found
    ]


def _kind_of(letter: "Letter") -> str:
    return str(ActKind(letter.act_kind).label) if letter.act_kind else ""


def _no_longer(letter: "Letter") -> str:
    if not letter.undone_because:
        return ""
    is_corrected = letter.undone_because == UndoneBecause.CORRECTED
    return _("replaced by a corrected letter") if is_corrected else _("no longer valid")


def _opening(key: str) -> list[parts.Link]:
    try:
        return [parts.Link(reverse("inbox:parcel", args=[key]), _("Open the letter"))]
    except NoReverseMatch:
        return []


def supply_term(followed: "Followed") -> str:
    """How long there is to answer, in days, while the term has not begun; empty where no rule says."""
    rule = running_clocks.find_supply_rule(followed.dossier, on=followed.on)
    if rule is None or ClockEvent.REQUEST_NOTIFIED not in rule.starts_with:
        return ""
    return _("%(days)d days from notification") % {"days": rule.length}
