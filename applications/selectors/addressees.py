"""Under which keys notices arrive for somebody: what an inbox page asks the post office for."""

from applications.actors import Actor
from applications.models import Organisation, Person
from applications.vocabulary import Capacity, OrganisationKind


def connected_posts() -> list[str]:
    """Codes of the diplomatic posts that receive decisions here."""
    rows = Organisation.objects.filter(kind=OrganisationKind.POST).order_by("post_code")
    return list(rows.values_list("post_code", flat=True))


def keys_for(actor: Actor) -> tuple[str, ...]:
    """The organisation's key; for a worker that of his person: an inbox is never shared by mistake.

    An authority gets no notices: its desk is a query over the dossiers themselves.
    """
    if actor.capacity == Capacity.WORKER:
        found = Person.objects.filter(pk=actor.person_id).only("key") if actor.person_id else ()
        return tuple(person.addressee_key for person in found)
    return (actor.organisation_key,) if actor.organisation_key else ()
