from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import Q

from applications.vocabulary import Authority, EmployerIdentity, OrganisationKind


class Organisation(models.Model):
    """Whoever acts or receives as a body: employer, firm, authority, commune, post, inspectorate, counter.

    `key` is how the rest of the platform speaks of it (addressee, stamp): "employer:0123456749",
    "commune:63023", "post:new-delhi", "authority:ostbelgien". It never changes.
    """

    key = models.CharField(max_length=80, unique=True)
    kind = models.CharField(max_length=12, choices=OrganisationKind)
    name = models.CharField(max_length=200)
    language = models.CharField(max_length=2, default="fr")
    email = models.EmailField(blank=True)
    identity = models.CharField(max_length=16, choices=EmployerIdentity, blank=True)
    enterprise_number = models.CharField(max_length=10, blank=True)
    register_country = models.CharField(max_length=2, blank=True)
    register_number = models.CharField(max_length=40, blank=True)
    authority = models.CharField(max_length=12, choices=Authority, blank=True)
    nis_code = models.CharField(max_length=5, blank=True)
    post_code = models.CharField(max_length=40, blank=True)
    teams = ArrayField(models.CharField(max_length=40), default=list, blank=True)

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=~Q(kind=OrganisationKind.EMPLOYER) | ~Q(identity=""),
                name="an_employer_is_known_by_something",
            ),
            models.CheckConstraint(
                condition=~Q(identity=EmployerIdentity.ENTERPRISE) | Q(enterprise_number__regex=r"^[01]\d{9}$"),
                name="an_enterprise_has_its_number",
            ),
            models.CheckConstraint(
                condition=Q(kind=OrganisationKind.AUTHORITY, authority__gt="")
                | ~Q(kind=OrganisationKind.AUTHORITY) & Q(authority=""),
                name="an_authority_and_only_it_has_an_authority_code",
            ),
            models.CheckConstraint(
                condition=~Q(kind=OrganisationKind.COMMUNE) | Q(nis_code__regex=r"^\d{5}$"),
                name="a_commune_has_its_nis_code",
            ),
            models.CheckConstraint(
                condition=~Q(kind=OrganisationKind.POST) | ~Q(post_code=""), name="a_post_has_its_code"
            ),
        ]
        indexes = [models.Index(fields=["enterprise_number"], name="organisation_by_number")]

    def __str__(self) -> str:
        return self.name
