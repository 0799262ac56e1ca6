"""From a door of low assurance to a number of one's own (P17, P20): taken over step by step, never merged.

The person keeps his row and his history; the number is added with its day. Entries of the journal keep the key under
which they were written, and one more says that both keys are the same human being.
"""

from collections.abc import Container
from datetime import date, datetime

from django.db import transaction
from django.utils.translation import gettext_lazy as _
from stdnum.be import bis, nn

from applications import calendar, policies
from applications.actors import Actor
from applications.models import Dossier, Person, PersonIdentifier
from applications.selectors import invitations
from applications.services import progress
from applications.services.refusals import NotAllowed
from applications.vocabulary import EntryKind, IdentifierScheme


@transaction.atomic
def link(
    *, person_id: int, number: str, earlier_key: str, acts_for: Container[int], by: Actor, at: datetime
) -> IdentifierScheme:
    """Add the number of who signed in to the person whose door was opened by `earlier_key`. Raises NotAllowed.

    `acts_for` are the organisations for which the same human being may act: whoever files is not the worker.
    """
    found = list(Dossier.objects.filter(worker_id=person_id).order_by("id").values_list("pk", flat=True))
    dossiers = [progress.lock(pk) for pk in found]
    for dossier in dossiers:
        _refuse_if_somebody_else(dossier, earlier_key, acts_for, by)
    person = Person.objects.select_for_update().get(pk=person_id)
    scheme, value = _scheme(number), nn.compact(number)
    _refuse_if_number_of_another(person, scheme, value)
    PersonIdentifier.objects.get_or_create(
        person=person, scheme=scheme, value=value, defaults={"valid_from": calendar.day_of(at)}
    )
    for dossier in dossiers:
        if not dossier.is_draft:
            progress.note(
                dossier,
                EntryKind.WORKER_LINKED,
                by=by,
                at=at,
                basis="P17",
                payload={"earlier": earlier_key, "scheme": scheme},
            )
    return scheme


def _refuse_if_somebody_else(dossier: Dossier, earlier_key: str, acts_for: Container[int], by: Actor) -> None:
    accepted = invitations.find_accepted(dossier)
    represents = accepted is not None and accepted.accepted_by == earlier_key and bool(accepted.representative_name)
    files = dossier.workspace_id in acts_for or (dossier.employer_id is not None and dossier.employer_id in acts_for)
    verdict = policies.may_link_number(by, dossier, acts_for_filer=files, represents=represents)
    if not verdict:
        raise NotAllowed(verdict.why)


def _refuse_if_number_of_another(person: Person, scheme: IdentifierScheme, value: str) -> None:
    """A number of the same kind that is another, or a birth date that is another: another human being (P17)."""
    others = person.identifiers.filter(scheme=scheme).exclude(value=value)
    if others.exists():
        raise NotAllowed(
            _(
                "The application names another number of this kind for the worker, so the number you signed in with "
                "belongs to somebody else in it (P17). Nothing was changed. Ask the authority that handles the "
                "application to correct what is stated."
            )
        )
    born = birth_date_of(value)
    stated = (person.birth_year, person.birth_month, person.birth_day)
    if born is not None and all(stated) and stated != (born.year, born.month, born.day):
        raise NotAllowed(
            _(
                "The birth date behind the number you signed in with is not the one stated for the worker (P17). "
                "Nothing was changed. If it is stated wrongly, say so in the application; the authorities read it."
            )
        )


def birth_date_of(number: str) -> date | None:
    """The birth date a number tells, where it tells one whole."""
    module = nn if nn.is_valid(number) else bis
    found: date | None = module.get_birth_date(number)
    return found


def _scheme(number: str) -> IdentifierScheme:
    if nn.is_valid(number):
        return IdentifierScheme.NATIONAL
    if bis.is_valid(number):
        return IdentifierScheme.BIS
    raise NotAllowed(_("The sign-in gave no national or bis number. Your door stays as it is."))
