"""Where the decision goes (P29): the commune once the address is known, the post abroad until the worker has entered.

Whoever carries it out can change, before the grant and after it. What an office has not acknowledged is taken back and
sent on to the next; one that had taken it over hears that it may stop, and the next gets an instruction of its own.
"""

from collections.abc import Callable
from datetime import date, datetime

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from applications import calendar, notices, policies, territory
from applications.actors import Actor
from applications.models import Act, Dossier, Notification, Organisation, Permit
from applications.models.act import IN_FORCE
from applications.rulebook.facts import Facts
from applications.selectors import case_file, dossiers
from applications.services import issuing, posting, progress
from applications.services.refusals import NotAllowed, Stale
from applications.vocabulary import PERMITS, DeclarationKind, EntryKind, OrganisationKind, RedirectReason, State
from exchange import outbox, tracing
from exchange.contracts import Notice
from exchange.vocabulary import NewsTopic

DECISION = "RESIDENCE_ACT"
ENTERED, NOBODY = "ENTERED", "nobody"
STOPPED = "/news/handed-over-"
BUILD: dict[str, Callable[..., Notice]] = {
    "POST": notices.visa_instruction,
    "COMMUNE": notices.commune_instruction,
}


@transaction.atomic
def announce_commune(*, dossier_id: int, nis_code: str, by: Actor, at: datetime) -> Dossier:
    """Say in which commune the worker will live; after a grant its instruction goes out at once. Raises NotAllowed."""
    dossier = progress.lock(dossier_id)
    if not (verdict := policies.may_announce_commune(by, dossier, sees_it=dossiers.sees(by, dossier))):
        raise NotAllowed(verdict.why)
    if territory.find_commune(nis_code) is None:
        raise NotAllowed(_("No Belgian commune has this code. Choose the commune from the list."))
    hand_over(dossier, nis_code, by=by, at=at)
    return dossier


@transaction.atomic
def name_post(*, dossier_id: int, post_code: str, reason: str, by: Actor, at: datetime) -> Dossier:
    """Another post is competent: it gets the decision in place of the one that had it. Raises NotAllowed, Stale."""
    dossier = progress.lock(dossier_id)
    is_addressed = bool(dossier.post_code) and by.organisation_key == f"post:{dossier.post_code}"
    if not (verdict := policies.may_name_post(by, dossier, is_addressed=is_addressed)):
        raise NotAllowed(verdict.why)
    if reason not in RedirectReason.values:
        raise NotAllowed(_("Choose one of the reasons."))
    if dossier.declarations.filter(kind=DeclarationKind.VISA_ISSUED).exists():
        raise Stale(_("The visa has been issued: no other post is needed."))
    if post_code == dossier.post_code:
        raise NotAllowed(_("This post has the application already."))
    post = Organisation.objects.filter(kind=OrganisationKind.POST, post_code=post_code).first()
    if post is None:
        raise NotAllowed(_("This post does not receive decisions here. Choose one from the list."))
    before, dossier.post_code = dossier.post_code, post_code
    dossier.save(update_fields=["post_code"])
    _note(dossier, "POST", to=post.key, reason=reason, by=by, at=at)
    _move(dossier, "POST", before=f"post:{before}", to=post, at=at)
    progress.project(dossier, at=at)
    return dossier


@transaction.atomic
def announce_entry(*, dossier_id: int, by: Actor, at: datetime) -> Dossier:
    """The worker is in Belgium already: the post abroad has nothing to do any more. Raises NotAllowed."""
    dossier = progress.lock(dossier_id)
    if not (verdict := policies.may_announce_commune(by, dossier, sees_it=dossiers.sees(by, dossier))):
        raise NotAllowed(verdict.why)
    if not dossier.post_code:
        raise NotAllowed(_("No diplomatic post has this application."))
    spare_post(dossier, since=calendar.day_of(at), by=by, at=at)
    return dossier


def spare_post(dossier: Dossier, *, since: date, by: Actor, at: datetime) -> None:
    """Tell the post that no visa is needed, in the caller's transaction; nothing where it has issued one, or none is
    concerned."""
    if not dossier.post_code or dossier.declarations.filter(kind=DeclarationKind.VISA_ISSUED).exists():
        return
    before, dossier.post_code = dossier.post_code, ""
    dossier.save(update_fields=["post_code"])
    _note(dossier, "POST", to=NOBODY, reason=ENTERED, by=by, at=at)
    told = _told(dossier, f"post:{before}")
    if told is not None:
        _tell(dossier, told.addressee_key, NewsTopic.NOT_NEEDED, on=since, at=at)


def hand_over(dossier: Dossier, nis_code: str, *, by: Actor, at: datetime) -> None:
    """Make that commune the one to carry the decision out, in the caller's transaction and under his lock."""
    if dossier.commune_nis_code == nis_code:
        return
    before, dossier.commune_nis_code = dossier.commune_nis_code, nis_code
    dossier.save(update_fields=["commune_nis_code"])
    _note(dossier, "COMMUNE", to=f"commune:{nis_code}", reason=None, by=by, at=at)
    commune = Organisation.objects.filter(kind=OrganisationKind.COMMUNE, nis_code=nis_code).first()
    _move(dossier, "COMMUNE", before=f"commune:{before}", to=commune, at=at)
    progress.project(dossier, at=at)


def _move(dossier: Dossier, role: str, *, before: str, to: Organisation | None, at: datetime) -> None:
    """After a grant: from the office that had the decision to the next one, which may not be connected here."""
    if dossier.state != State.GRANTED or not dossier.permits.filter(ended_at=None).exists():
        return  # an authorisation to work alone goes to no office
    old = _told(dossier, before)
    knows = to is not None and _told(dossier, to.key) is not None
    if old is not None and to is not None and not knows and _send_on(old, to):
        return
    on = calendar.day_of(at)
    if old is not None and _has_taken_over(old):
        _tell(dossier, old.addressee_key, NewsTopic.HANDED_OVER, on=on, at=at)
    if to is not None and not knows:
        _instruct(dossier, role, to, at=at)
    elif to is not None and dossier.notifications.filter(addressee_key=to.key, parcel_key__contains=STOPPED).exists():
        _tell(dossier, to.key, NewsTopic.TAKEN_BACK, on=on, at=at)


def _has_taken_over(old: Notification) -> bool:
    """Whether the office acknowledged; the dossier may not have heard of it yet."""
    trace = tracing.of([old.parcel_key]).get(old.parcel_key)
    return old.notified_at is not None or (trace is not None and trace.acknowledged_at is not None)


def _send_on(old: Notification, to: Organisation) -> bool:
    """Take back what has not been acknowledged and address it to the next office. False if it was, just now too."""
    posting.register_organisation(to)
    if not outbox.readdress(keys=[old.parcel_key], to=to.key, unless_acknowledged=True):
        return False
    old.addressee_key, old.failed_at = to.key, None
    old.save(update_fields=["addressee_key", "failed_at"])
    return True


def _instruct(dossier: Dossier, role: str, to: Organisation, *, at: datetime) -> None:
    act: Act = dossier.acts.get(kind__in=PERMITS, state__in=IN_FORCE)
    facts: Facts = case_file.of(dossier).facts
    permit: Permit = dossier.permit
    on = calendar.day_of(at)
    posting.send(
        dossier,
        what=DECISION,
        topic="/".join(part for part in (issuing.topic_of(act), to.key.partition(":")[2]) if part),
        to=[posting.partner(to)],
        notice=lambda office: BUILD[role](dossier, facts, act, permit, language=office.language, on=on),
        at=at,
        act=act,
    )


def _tell(dossier: Dossier, office_key: str, topic: NewsTopic, *, on: date, at: datetime) -> None:
    """To an office that had the decision: what has changed for it. Each change is a notice of its own."""
    office = Organisation.objects.get(key=office_key)
    worker = notices.worker_name(case_file.of(dossier).facts)
    number = dossier.journal.filter(kind=EntryKind.READDRESSED).count()
    posting.send(
        dossier,
        what="NEWS",
        topic=f"{topic.lower().replace('_', '-')}-{number}",
        to=[posting.partner(office)],
        notice=lambda to: notices.news(dossier, topic, language=to.language, on=on, worker=worker),
        at=at,
    )


def _told(dossier: Dossier, addressee_key: str) -> Notification | None:
    """The instruction that lies with an office, if its act still stands: a notice never goes to the same one twice."""
    told = dossier.notifications.filter(addressee_key=addressee_key, what=DECISION, act__state__in=IN_FORCE)
    return told.order_by("-id").first()


def _note(dossier: Dossier, role: str, *, to: str, reason: str | None, by: Actor, at: datetime) -> None:
    progress.note(
        dossier,
        EntryKind.READDRESSED,
        by=by,
        at=at,
        basis="P29",
        payload={"role": role, "to": to, "reason": reason},
    )
