"""Who is named in a mandate: somebody who stands in for some days, or another person for the rest of it (P19)."""

from datetime import date, datetime
from typing import Any

from django.core.files.uploadedfile import UploadedFile
from django.db import transaction
from django.utils.translation import gettext_lazy as _

from applications import calendar, files, policies
from applications.actors import Actor
from applications.models import Mandate, MandateDossier, MandateSubstitute
from applications.services import mandate_terms, mandates, progress, representing
from applications.services.mandate_terms import Holder
from applications.services.refusals import NotAllowed
from applications.vocabulary import EntryKind, MandateEnding, State
from exchange.vocabulary import MandateTopic


@transaction.atomic
def substitute(
    *, mandate_id: int, to: Holder | None, valid_from: date, last_day: date, by: Actor, at: datetime
) -> MandateSubstitute:
    """Let another natural person of the firm stand in from a day to a day, both inclusive. Raises NotAllowed."""
    mandate = mandates.lock(mandate_id)
    if not (verdict := policies.may_substitute(by, mandate)):
        raise NotAllowed(verdict.why)
    to = mandate_terms.refuse_stranger(mandate, to)
    mandate_terms.refuse_backwards(valid_from, last_day, on=calendar.day_of(at))
    until = mandate_terms.day_after(last_day)
    if valid_from < mandate.valid_from or (mandate.valid_until is not None and until > mandate.valid_until):
        raise NotAllowed(_("The mandate does not cover all of these days. Choose days between its first and its last."))
    if mandate.substitutes.filter(valid_from__lt=until, valid_until__gt=valid_from).exists():
        raise NotAllowed(_("Somebody stands in on some of these days already. Choose other days."))
    row = MandateSubstitute.objects.create(
        mandate=mandate, holder_key=to.key, valid_from=valid_from, valid_until=until, named_at=at, named_by=by.key
    )
    to.remember()
    payload = {"mandate": mandate.pk, "substitute": row.pk, "valid_from": valid_from, "valid_until": until}
    for dossier in mandate_terms.locked(mandate_terms.still_open(mandate.filed_under.all())):
        progress.note(dossier, EntryKind.MANDATE_SUBSTITUTED, by=by, at=at, basis="P19", payload=payload)
    representing.tell_sides(mandate, MandateTopic.SUBSTITUTED, at=at, which=str(row.pk))
    return row


def hand_over(
    *,
    mandate_id: int,
    to: Holder | None,
    by: Actor,
    at: datetime,
    resides_in_belgium: bool | None = None,
    upload: "UploadedFile[Any] | None" = None,
) -> Mandate:
    """Name another person of the firm for the rest of the mandate: a new one follows it with the same terms.

    By the employer it holds at once; by the firm it needs the new signed paper and waits to be confirmed. The
    applications stay with the firm. Raises `files.FileRefused`, NotAllowed.
    """
    stored = files.take_in(upload) if upload is not None else None
    name = (upload.name or "") if upload is not None else ""
    try:
        return _hand_over(mandate_id, to, resides_in_belgium, stored=stored, name=name, by=by, at=at)
    except BaseException:
        if stored is not None:
            files.forget(stored.file_key)
        raise


@transaction.atomic
def _hand_over(
    mandate_id: int,
    to: Holder | None,
    resides_in_belgium: bool | None,
    *,
    stored: files.Stored | None,
    name: str,
    by: Actor,
    at: datetime,
) -> Mandate:
    before = mandates.lock(mandate_id)
    if not (verdict := policies.may_change_mandate(by, before)):
        raise NotAllowed(verdict.why)
    to = mandate_terms.refuse_stranger(before, to)
    first, is_own = max(calendar.day_of(at), before.valid_from), by.organisation_id == before.principal_id
    if before.valid_until is not None and before.valid_until <= first:
        raise NotAllowed(_("This mandate has run out; there is nothing left to hand over. Give a new one."))
    if not is_own and stored is None:
        raise NotAllowed(mandate_terms.NEEDS_PAPER)
    mandate_terms.refuse_overlap(
        before.principal, before.firm, to, scope=before.scope, first=first, until=before.valid_until
    )
    mandates.close(before, MandateEnding.HANDED_OVER, by=by, at=at)
    after = Mandate.objects.create(
        principal=before.principal,
        firm=before.firm,
        holder_key=to.key,
        resides_in_belgium=resides_in_belgium,
        scope=before.scope,
        categories=before.categories,
        valid_from=first,
        valid_until=before.valid_until,
        follows=before,
        given_at=at,
        given_by=by.key,
        given_as=by.capacity,
        **(mandate_terms.confirmation(by, at) if is_own else {}),
        **mandate_terms.paper(stored, name),
    )
    to.remember()
    named = MandateDossier.objects.filter(mandate=before).values_list("dossier_id", flat=True)
    MandateDossier.objects.bulk_create(MandateDossier(mandate=after, dossier_id=dossier_id) for dossier_id in named)
    for dossier in mandate_terms.locked(before.filed_under.exclude(state=State.DRAFT)):
        dossier.mandate = after  # a draft finds the follower by itself when it is filed
        dossier.save(update_fields=["mandate"])
        payload = {"mandate": before.pk, "to": after.pk}
        progress.note(dossier, EntryKind.MANDATE_HANDED_OVER, by=by, at=at, basis="P19", payload=payload)
    representing.tell_sides(after, MandateTopic.HANDED_OVER, at=at)
    return after
