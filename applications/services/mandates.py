"""Mandates (P19): given by the employer or written down by the firm, confirmed, ended.

A mandate is locked before the applications under it; filing locks the mandate it is filed under. So an application is
either there when the mandate ends and is handed back, or is filed after it with a warning.
"""

from datetime import datetime
from typing import Any

from django.core.files.uploadedfile import UploadedFile
from django.db import transaction
from django.utils.translation import gettext_lazy as _

from applications import calendar, files, policies
from applications.actors import Actor
from applications.models import Dossier, Mandate, MandateDossier, Organisation
from applications.rulebook.facts import Employer
from applications.services import mandate_terms, posting, progress, representing, submission
from applications.services.mandate_terms import Holder, Terms
from applications.services.refusals import NotAllowed, Stale
from applications.vocabulary import EntryKind, MandateEnding, MandateScope, OrganisationKind, ScanStatus, State
from exchange.vocabulary import MandateTopic


def give(
    *,
    firm_id: int | None,
    holder: Holder | None,
    terms: Terms,
    by: Actor,
    at: datetime,
    principal_id: int | None = None,
    employer: Employer | None = None,
    upload: "UploadedFile[Any] | None" = None,
) -> Mandate:
    """Give a mandate: by the employer it holds at once; written down by the firm it waits to be confirmed.

    The employer is named by his row, or by what he is known by, so that one without an account can be named.
    Raises `files.FileRefused` for the paper, NotAllowed for everything else; nothing is written then.
    """
    stored = files.take_in(upload) if upload is not None else None
    name = (upload.name or "") if upload is not None else ""
    try:
        return _give(principal_id, employer, firm_id, holder, terms, stored=stored, name=name, by=by, at=at)
    except BaseException:
        if stored is not None:
            files.forget(stored.file_key)
        raise


@transaction.atomic
def _give(
    principal_id: int | None,
    employer: Employer | None,
    firm_id: int | None,
    holder: Holder | None,
    terms: Terms,
    *,
    stored: files.Stored | None,
    name: str,
    by: Actor,
    at: datetime,
) -> Mandate:
    if not (verdict := policies.may_give_mandate(by)):
        raise NotAllowed(verdict.why)
    if employer is not None:
        principal_id = submission.employer_of(employer).pk
    principal = _lock_principal(principal_id)
    firms = Organisation.objects.filter(kind=OrganisationKind.MANDATARY)
    firm = firms.filter(pk=firm_id).first() if firm_id is not None else None
    is_own = by.organisation_id == principal.pk
    if not is_own and by.organisation_id != firm_id:
        raise NotAllowed(_("You can give or record a mandate for your own organisation only."))
    firm, holder = mandate_terms.refuse_wrong_sides(principal, firm, holder, by=by)
    mandate_terms.refuse_wrong_terms(terms, on=calendar.day_of(at))
    if not is_own and stored is None:
        raise NotAllowed(mandate_terms.NEEDS_PAPER)
    mandate_terms.refuse_overlap(
        principal, firm, holder, scope=terms.scope, first=terms.valid_from, until=terms.valid_until
    )
    chosen = mandate_terms.chosen(principal, firm, terms, is_own=is_own)
    mandate = Mandate.objects.create(
        principal=principal,
        firm=firm,
        holder_key=holder.key,
        resides_in_belgium=terms.resides_in_belgium,
        scope=terms.scope,
        categories=sorted(terms.categories) if terms.scope == MandateScope.CATEGORIES else [],
        valid_from=terms.valid_from,
        valid_until=terms.valid_until,
        given_at=at,
        given_by=by.key,
        given_as=by.capacity,
        **(mandate_terms.confirmation(by, at) if is_own else {}),
        **mandate_terms.paper(stored, name),
    )
    holder.remember()
    MandateDossier.objects.bulk_create(MandateDossier(mandate=mandate, dossier=dossier) for dossier in chosen)
    for dossier in chosen or _waiting_for(mandate):
        representing.take_up(dossier, mandate, by=by, at=at)
    representing.tell_sides(mandate, MandateTopic.GIVEN if is_own else MandateTopic.ASSERTED, at=at)
    return mandate


@transaction.atomic
def confirm(*, mandate_id: int, by: Actor, at: datetime) -> Mandate:
    """The employer says that what the firm wrote down is so. Raises NotAllowed."""
    mandate = lock(mandate_id)
    if not (verdict := policies.may_confirm_mandate(by, mandate)):
        raise NotAllowed(verdict.why)
    mandate.confirmed_at, mandate.confirmed_by = at, by.key
    mandate.save(update_fields=["confirmed_at", "confirmed_by"])
    for dossier in mandate_terms.locked(mandate_terms.still_open(mandate.filed_under.all())):
        progress.note(
            dossier, EntryKind.MANDATE_CONFIRMED, by=by, at=at, basis="P16, P19", payload={"mandate": mandate.pk}
        )
    representing.tell_sides(mandate, MandateTopic.CONFIRMED, at=at)
    return mandate


@transaction.atomic
def end(*, mandate_id: int, by: Actor, at: datetime) -> Mandate:
    """End a mandate: the employer revokes it, or the firm lays it down (P19).

    From the next request on the firm sees none of the applications under it, decided ones neither. The employer is
    the applicant again; what has not reached the firm goes to him; acts served before stay valid and no clock moves.
    Raises NotAllowed; Stale for one that has ended already.
    """
    mandate = lock(mandate_id)
    if mandate.ended_at is not None and by.organisation_id in (mandate.principal_id, mandate.firm_id):
        raise Stale(
            _("This mandate ended on %(day)s already. Nothing was changed.")
            % {"day": f"{calendar.day_of(mandate.ended_at):%d.%m.%Y}"}
        )
    if not (verdict := policies.may_change_mandate(by, mandate)):
        raise NotAllowed(verdict.why)
    is_own = by.organisation_id == mandate.principal_id
    close(mandate, MandateEnding.REVOKED if is_own else MandateEnding.LAID_DOWN, by=by, at=at)
    posting.register_organisation(mandate.principal)
    for dossier in mandate_terms.locked(mandate.filed_under.exclude(state=State.DRAFT)):
        representing.hand_back(dossier, mandate, by=by, at=at)
    representing.tell_sides(mandate, MandateTopic(mandate.ended_as), at=at)
    return mandate


def lock(mandate_id: int) -> Mandate:
    """The mandate with its two sides, locked until the transaction ends."""
    rows = Mandate.objects.select_for_update(of=("self",), no_key=True).select_related("principal", "firm")
    return rows.get(pk=mandate_id)


def close(mandate: Mandate, ending: MandateEnding, *, by: Actor, at: datetime) -> None:
    """Write down that it ended, under the caller's lock."""
    mandate.ended_at, mandate.ended_by, mandate.ended_as = at, by.key, ending
    mandate.save(update_fields=["ended_at", "ended_by", "ended_as"])


def record_scan(*, mandate_id: int, infected: bool) -> None:
    """Add the scanner's word on a mandate's paper."""
    status = ScanStatus.INFECTED if infected else ScanStatus.CLEAN
    Mandate.objects.filter(pk=mandate_id, evidence_scan=ScanStatus.PENDING).update(evidence_scan=status)


def pending_scans(*, limit: int) -> list[tuple[int, str]]:
    """Row id and file key of papers of mandates that wait for the scanner, oldest first."""
    waiting = Mandate.objects.filter(evidence_scan=ScanStatus.PENDING).order_by("id")
    return list(waiting.values_list("pk", "evidence_key")[:limit])


def _lock_principal(principal_id: int | None) -> Organisation:
    """The employer's row: two mandates to the same person are given one after the other."""
    rows = Organisation.objects.select_for_update(no_key=True).filter(kind=OrganisationKind.EMPLOYER)
    principal = rows.filter(pk=principal_id).first() if principal_id is not None else None
    if principal is None:
        raise NotAllowed(_("Only an employer gives a mandate, and only a mandatary's firm records one."))
    return principal


def _waiting_for(mandate: Mandate) -> list[Dossier]:
    """Open applications of this employer that the firm filed before there was a mandate."""
    if mandate.scope == MandateScope.DOSSIERS:
        return []
    rows = Dossier.objects.filter(workspace=mandate.firm, employer=mandate.principal, mandate=None)
    if mandate.scope == MandateScope.CATEGORIES:
        rows = rows.filter(category__in=mandate.categories)
    return mandate_terms.locked(mandate_terms.still_open(rows))
