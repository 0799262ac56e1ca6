"""Who acts: an organisation, a person and a capacity, as one value that outlives the session.

Nothing below the portal knows a user account. What is stamped on rows and in the journal is the actor's
pseudonymous key, capacity and organisation key; the name behind a key lives in one table that can be erased.
"""

from collections.abc import Iterable
from dataclasses import dataclass

from applications.vocabulary import Capacity, Role


@dataclass(frozen=True, slots=True)
class Actor:
    """A person acting in one capacity for one organisation, as `policies` and `services` see them.

    `authority` is empty outside the authorities; `organisation_id` is None for a worker acting for himself.
    """

    key: str
    capacity: Capacity
    organisation_id: int | None = None
    organisation_key: str = ""
    authority: str = ""
    roles: frozenset[str] = frozenset()
    language: str = "en"
    person_id: int | None = None
    assurance: str = "substantial"

    def has_role(self, role: Role) -> bool:
        """Whether the membership behind this actor carries the role."""
        return role in self.roles

    def has_any_role(self, roles: Iterable[Role]) -> bool:
        """Whether the membership carries at least one of the roles."""
        return not self.roles.isdisjoint(roles)

    @property
    def organisation(self) -> int:
        """The row of the organisation acted for. Raises LookupError for somebody who acts for himself."""
        if self.organisation_id is None:
            raise LookupError(f"{self.capacity} acts for no organisation")
        return self.organisation_id

    @property
    def is_officer(self) -> bool:
        """An officer always belongs to an authority; a capacity without one gives no right."""
        return self.capacity == Capacity.OFFICER and bool(self.authority)

    @property
    def is_platform(self) -> bool:
        """The platform records and prepares; it never signs (P11)."""
        return self.capacity == Capacity.SYSTEM


SYSTEM = Actor(key="platform", capacity=Capacity.SYSTEM, organisation_key="platform", assurance="none")
