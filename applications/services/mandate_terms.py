"""What a mandate may say, and the sentence for what it may not: shared by the services that give and change one."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from django.conf import settings
from django.db.models import Q, QuerySet
from django.utils.translation import gettext_lazy as _

from applications import files, rulebook
from applications.actors import Actor
from applications.models import Dossier, Mandate, Organisation
from applications.services import documents, names
from applications.services.refusals import NotAllowed
from applications.vocabulary import CLOSED_STATES, MandateScope, ScanStatus, State
from exchange import wake

NEEDS_PAPER = _("Add the signed paper: until the employer confirms the mandate it is all there is.")


@dataclass(frozen=True, slots=True)
class Holder:
    """The natural person named: the key that is stamped when he acts, the firm he works for, and his name.

    The name goes to the one table that can be erased; a person who has not signed in yet would have none there.
    """

    key: str
    firm_id: int
    name: str = ""

    def remember(self) -> None:
        if self.name:
            names.remember(actor_key=self.key, display_name=self.name)


@dataclass(frozen=True, slots=True, kw_only=True)
class Terms:
    """What a mandate is for, from when, and its last day (inclusive, as people say it)."""

    scope: MandateScope
    valid_from: date
    last_day: date | None = None
    categories: Sequence[str] = ()
    dossier_ids: Sequence[int] = ()
    resides_in_belgium: bool | None = None

    @property
    def valid_until(self) -> date | None:
        return day_after(self.last_day) if self.last_day else None


def day_after(last_day: date) -> date:
    """Days are kept half open; the last day anybody can name stays itself."""
    return date.fromordinal(min(last_day.toordinal() + 1, date.max.toordinal()))


def refuse_wrong_sides(
    principal: Organisation, firm: Organisation | None, holder: Holder | None, *, by: Actor
) -> tuple[Organisation, Holder]:
    """Two organisations, and a person of the second. Raises NotAllowed."""
    if firm is None or holder is None:
        raise NotAllowed(
            _(
                "No firm, or nobody of that name in it, is known here. Compare both with the signed paper; whoever is "
                "named has to sign in here once, for that firm, before he can be named."
            )
        )
    same_number = bool(firm.enterprise_number) and firm.enterprise_number == principal.enterprise_number
    if same_number or (by.organisation_id == principal.pk and holder.key == by.key):
        raise NotAllowed(_("Nobody gives a mandate to himself. Name somebody of another organisation."))
    if holder.firm_id != firm.pk:
        raise NotAllowed(
            _("This person does not work for that firm. A mandate names a person of the firm it is given to.")
        )
    return firm, holder


def refuse_wrong_terms(terms: Terms, *, on: date) -> None:
    """Days in their order and not over, kinds that exist. Raises NotAllowed."""
    if terms.last_day is not None:
        refuse_backwards(terms.valid_from, terms.last_day, on=on)
    if terms.scope == MandateScope.CATEGORIES:
        known = rulebook.rulebook().categories
        if not terms.categories or set(terms.categories) - known.keys():
            raise NotAllowed(_("Choose at least one of the kinds of application listed."))
    if terms.scope == MandateScope.DOSSIERS and terms.valid_from > on:
        raise NotAllowed(_("A mandate for applications that are filed begins today: the firm takes them up at once."))


def refuse_backwards(first: date, last: date, *, on: date) -> None:
    """Raises NotAllowed for days the wrong way round, or all in the past."""
    if last < first:
        raise NotAllowed(_("The last day lies before the first. Compare the two days."))
    if last < on:
        raise NotAllowed(_("These days are over. Choose a last day that is still to come."))


def refuse_stranger(mandate: Mandate, to: Holder | None) -> Holder:
    """Only another person of the same firm. Raises NotAllowed."""
    if to is None or to.firm_id != mandate.firm_id:
        raise NotAllowed(
            _("Only another person of the same firm can take over or stand in. For another firm give a new mandate.")
        )
    if to.key == mandate.holder_key:
        raise NotAllowed(_("The mandate names this person already. Choose somebody else of the firm."))
    return to


def refuse_overlap(
    principal: Organisation, firm: Organisation, holder: Holder, *, scope: str, first: date, until: date | None
) -> None:
    """One general mandate to a person at a time: the database holds it too, this says it in words. NotAllowed."""
    if scope == MandateScope.DOSSIERS:
        return
    same = Mandate.objects.filter(principal=principal, firm=firm, holder_key=holder.key, ended_at=None)
    same = same.exclude(scope=MandateScope.DOSSIERS).filter(Q(valid_until=None) | Q(valid_until__gt=first))
    if until is not None:
        same = same.filter(valid_from__lt=until)
    if same.exists():
        raise NotAllowed(
            _(
                "This person holds a mandate of this employer on some of these days already. Revoke that one first, or "
                "choose other days."
            )
        )


def chosen(principal: Organisation, firm: Organisation, terms: Terms, *, is_own: bool) -> list[Dossier]:
    """The applications that a mandate for chosen ones names, locked. Raises NotAllowed for one that cannot be named.

    The employer may name those that he filed or that the firm filed for him; the firm only what it filed.
    """
    if terms.scope != MandateScope.DOSSIERS:
        return []
    wanted = set(terms.dossier_ids)
    if not wanted:
        raise NotAllowed(_("Choose at least one application."))
    workspaces = [principal.pk, firm.pk] if is_own else [firm.pk]
    rows = Dossier.objects.filter(pk__in=wanted, employer=principal, workspace_id__in=workspaces)
    found = locked(still_open(rows))
    if len(found) != len(wanted):
        raise NotAllowed(
            _("One of these applications is not open, or is not this employer's. Choose among those listed.")
        )
    return found


def still_open(rows: QuerySet[Dossier]) -> QuerySet[Dossier]:
    """Filed, and not decided or closed."""
    return rows.exclude(state__in=[State.DRAFT, *CLOSED_STATES])


def locked(rows: QuerySet[Dossier]) -> list[Dossier]:
    """The applications with who is behind them, locked in the order of their numbers."""
    beside = rows.select_related("workspace", "employer", "worker").order_by("id")
    return list(beside.select_for_update(of=("self",)))


def confirmation(by: Actor, at: datetime) -> dict[str, Any]:
    """The columns of a mandate that its employer stands by."""
    return {"confirmed_at": at, "confirmed_by": by.key}


def paper(stored: files.Stored | None, name: str) -> dict[str, Any]:
    """The columns of the signed paper; the scanner is called to it where there is one."""
    if stored is None:
        return {}
    if settings.CLAMD_SOCKET:
        wake.on_commit(documents.SCAN_TASK)
    return {
        "evidence_key": stored.file_key,
        "evidence_sha256": stored.sha256,
        "evidence_size": stored.size,
        "evidence_type": stored.media_type,
        "evidence_pages": stored.pages,
        "evidence_name": documents.printable(name),
        "evidence_scan": ScanStatus.PENDING if settings.CLAMD_SOCKET else ScanStatus.NOT_SCANNED,
    }
