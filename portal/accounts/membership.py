"""In which capacity, and for whom, a person may act: the only bridge between an account and the dossier."""

from datetime import date

from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from applications.actors import Actor
from applications.models import Organisation, Person
from applications.vocabulary import Assurance, Capacity, Role
from portal.accounts.user import User


class MembershipQuerySet(models.QuerySet["Membership"]):
    def valid(self, *, on: date) -> "MembershipQuerySet":
        """Those that give a right on that day; the last day is exclusive, so revoking today ends it today."""
        return self.filter(Q(valid_until=None) | Q(valid_until__gt=on), valid_from__lte=on)


class Membership(models.Model):
    """A place in an organisation, or the door of a worker to what is filed in his name (P19, P20).

    Never deleted: it ends on a day. A worker acts for himself and for nobody else, so he has a person here instead
    of an organisation.
    """

    user = models.ForeignKey(User, on_delete=models.CASCADE, related_name="memberships", verbose_name=_("User"))
    organisation = models.ForeignKey(Organisation, null=True, on_delete=models.PROTECT, related_name="+")
    person = models.ForeignKey(Person, null=True, on_delete=models.PROTECT, related_name="+")
    capacity = models.CharField(max_length=12, choices=Capacity)
    roles = ArrayField(models.CharField(max_length=16, choices=Role), default=list, blank=True)
    title = models.CharField(max_length=160, blank=True)
    assurance = models.CharField(max_length=12, choices=Assurance, default=Assurance.SUBSTANTIAL)
    valid_from = models.DateField()
    valid_until = models.DateField(null=True)

    objects = MembershipQuerySet.as_manager()

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=Q(organisation=None, person__isnull=False) | Q(organisation__isnull=False, person=None),
                name="a_membership_is_of_an_organisation_or_a_person",
            ),
            models.CheckConstraint(
                condition=Q(capacity=Capacity.WORKER, person__isnull=False)
                | ~Q(capacity=Capacity.WORKER) & Q(person=None),
                name="a_worker_and_only_he_acts_for_a_person",
            ),
            models.CheckConstraint(
                condition=~Q(assurance=Assurance.LOW) | Q(capacity=Capacity.WORKER),
                name="only_a_worker_comes_in_by_invitation",
            ),
            models.CheckConstraint(condition=~Q(capacity=Capacity.SYSTEM), name="nobody_signs_in_as_the_platform"),
            models.CheckConstraint(
                condition=Q(valid_until=None) | Q(valid_until__gte=F("valid_from")),
                name="a_membership_ends_after_it_starts",
            ),
            models.UniqueConstraint(fields=["user", "person"], name="one_membership_per_person"),
            models.UniqueConstraint(
                fields=["user", "organisation", "capacity"],
                condition=Q(valid_until=None),
                name="one_open_membership_per_organisation_and_capacity",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.user_id} {self.capacity} {self.organisation_id or self.person_id}"

    @property
    def organisation_key(self) -> str:
        """Under which key notices for this capacity arrive: the organisation's, or the worker's own."""
        if self.person is not None:
            return self.person.addressee_key
        return self.organisation.key if self.organisation is not None else ""

    def as_actor(self) -> Actor:
        """What policies and services see of the person behind this membership."""
        return Actor(
            key=str(self.user.key),
            capacity=Capacity(self.capacity),
            organisation_id=self.organisation_id,
            organisation_key=self.organisation_key,
            authority=self.organisation.authority if self.organisation is not None else "",
            roles=frozenset(self.roles),
            language=self.user.language or "en",
            person_id=self.person_id,
            assurance=self.assurance,
        )
