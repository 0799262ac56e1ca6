"""What a mandate does to an application: in whose workspace it is, who is written to, under which one it is filed."""

from datetime import datetime

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from applications import calendar, notices, policies
from applications.actors import Actor
from applications.models import Dossier, Mandate
from applications.selectors import case_file
from applications.services import posting, progress
from applications.services.refusals import NotAllowed
from applications.vocabulary import Capacity, EntryKind, MandateScope
from exchange import outbox
from exchange.vocabulary import MandateTopic, NewsTopic


@transaction.atomic
def file_under(*, dossier_id: int, mandate_id: int | None, by: Actor) -> Dossier:
    """Say under which mandate a draft will be filed; None leaves it to be found. Raises NotAllowed.

    One of another employer may be named: that is warned (P16), and not taken as evidence when the draft is filed.
    """
    dossier = progress.lock(dossier_id)
    if not (verdict := policies.may_edit_draft(by, dossier)):
        raise NotAllowed(verdict.why)
    mandate = None
    if mandate_id is not None:
        mandate = Mandate.objects.filter(pk=mandate_id, firm_id=by.organisation_id).first()
        if mandate is None or mandate.scope == MandateScope.DOSSIERS:
            raise NotAllowed(_("Choose one of the mandates of your own firm that are listed."))
    dossier.mandate = mandate
    dossier.save(update_fields=["mandate"])
    return dossier


def take_up(dossier: Dossier, mandate: Mandate, *, by: Actor, at: datetime) -> None:
    """Let the firm act for the employer in a filed application, in the caller's transaction and under his lock.

    What was posted to the employer before stays his; from now on the firm is written to as the applicant.
    """
    is_new = dossier.workspace_id != mandate.firm_id
    dossier.workspace, dossier.filer_capacity, dossier.mandate = mandate.firm, Capacity.MANDATARY, mandate
    dossier.save(update_fields=["workspace", "filer_capacity", "mandate"])
    progress.note(dossier, EntryKind.REPRESENTED, by=by, at=at, basis="P19", payload={"mandate": mandate.pk})
    if is_new:
        posting.register_organisation(mandate.firm)
        _tell(dossier, NewsTopic.REPRESENTED, f"mandate-{mandate.pk}", at=at)


def hand_back(dossier: Dossier, mandate: Mandate, *, by: Actor, at: datetime) -> None:
    """Make the employer the applicant again, in the caller's transaction and under his lock (P19).

    Notices that have not become available to the firm go to him; their arrival means what it would have meant. Where
    a successor stands in his place (P13), it is the successor.
    """
    principal = dossier.employer or mandate.principal
    if principal.pk != mandate.principal_id:
        posting.register_organisation(principal)
    waiting = dossier.notifications.filter(addressee_key=mandate.firm.key, notified_at=None)
    moved = outbox.send_on(to=principal.key, keys=waiting.values_list("parcel_key", flat=True))
    dossier.workspace, dossier.filer_capacity, dossier.mandate = principal, Capacity.EMPLOYER, None
    dossier.save(update_fields=["workspace", "filer_capacity", "mandate"])
    dossier.notifications.filter(parcel_key__in=moved).update(
        addressee_key=principal.key, counts_by=posting.counts_by(dossier, "FILER", on=calendar.day_of(at))
    )
    progress.note(
        dossier,
        EntryKind.MANDATE_ENDED,
        by=by,
        at=at,
        basis="P19",
        payload={"mandate": mandate.pk, "ending": mandate.ended_as, "parcels": len(moved)},
    )
    _tell(dossier, NewsTopic.REPRESENTATION_ENDED, f"mandate-{mandate.pk}-ended", at=at)


def tell_sides(mandate: Mandate, topic: MandateTopic, *, at: datetime, which: str = "") -> None:
    """Both sides read what happened to the mandate; neither an application nor a person is named in it."""
    on = calendar.day_of(at)
    outbox.post_many(
        [
            outbox.Posting(
                notice=notices.mandate(mandate, topic, language=side.language, on=on),
                to=side.key,
                key="/".join(part for part in (mandate.number, topic.lower(), which, role) if part),
            )
            for side, role in ((mandate.principal, "principal"), (mandate.firm, "firm"))
        ],
        at=at,
        registering=[posting.registration(mandate.principal), posting.registration(mandate.firm)],
    )


def _tell(dossier: Dossier, topic: NewsTopic, key: str, *, at: datetime) -> None:
    """Whoever follows the application hears who acts in it now; no clock depends on this."""
    worker = notices.worker_name(case_file.of(dossier).facts)
    posting.send(
        dossier,
        what="NEWS",
        topic=key,
        to=posting.recipients(dossier),
        notice=lambda to: notices.news(dossier, topic, language=to.language, on=calendar.day_of(at), worker=worker),
        at=at,
    )
