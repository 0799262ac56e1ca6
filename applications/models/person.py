import uuid

from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import Q

from applications.vocabulary import IdentifierScheme


class Person(models.Model):
    """The worker of a dossier (P17). Names, numbers and documents are dated rows beside it; nothing is merged silently.

    A birth date may be incomplete: day without month cannot be, a year alone can.
    """

    key = models.UUIDField(unique=True, default=uuid.uuid4, editable=False)
    birth_year = models.PositiveSmallIntegerField(null=True)
    birth_month = models.PositiveSmallIntegerField(null=True)
    birth_day = models.PositiveSmallIntegerField(null=True)
    birth_place = models.CharField(max_length=120, blank=True)
    birth_country = models.CharField(max_length=2, blank=True)
    sex = models.CharField(max_length=1, blank=True)
    nationalities = ArrayField(models.CharField(max_length=2), default=list, blank=True)
    stateless = models.BooleanField(default=False)
    language = models.CharField(max_length=2, default="en")
    email = models.EmailField(blank=True)

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=Q(birth_day=None) | Q(birth_month__isnull=False), name="a_birth_day_needs_its_month"
            ),
            models.CheckConstraint(
                condition=Q(birth_month=None) | Q(birth_year__isnull=False), name="a_birth_month_needs_its_year"
            ),
        ]

    def __str__(self) -> str:
        return str(self.key)

    @property
    def addressee_key(self) -> str:
        return f"worker:{self.key}"


class PersonName(models.Model):
    """A name as the travel document writes it, from a day on; single names leave the given names empty."""

    person = models.ForeignKey(Person, on_delete=models.CASCADE, related_name="names")
    family_name = models.CharField(max_length=120)
    given_names = models.CharField(max_length=160, blank=True)
    original_script = models.CharField(max_length=200, blank=True)
    valid_from = models.DateField()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["person", "valid_from"], name="one_name_of_a_person_from_a_day")]

    def __str__(self) -> str:
        return f"{self.family_name}, {self.given_names}" if self.given_names else self.family_name


class PersonIdentifier(models.Model):
    """A number a register gave to the person; a bis number and a later national number live side by side."""

    person = models.ForeignKey(Person, on_delete=models.CASCADE, related_name="identifiers")
    scheme = models.CharField(max_length=20, choices=IdentifierScheme)
    value = models.CharField(max_length=40)
    valid_from = models.DateField()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["person", "scheme", "value"], name="a_number_is_given_once_to_a_person")
        ]
        indexes = [models.Index(fields=["scheme", "value"], name="person_by_number")]

    def __str__(self) -> str:
        return f"{self.scheme} …{self.value[-3:]}"


class TravelDocument(models.Model):
    """A passport or other travel document of the person; several may be valid at once."""

    person = models.ForeignKey(Person, on_delete=models.CASCADE, related_name="travel_documents")
    kind = models.CharField(max_length=20, blank=True)
    country = models.CharField(max_length=2, blank=True)
    number = models.CharField(max_length=40)
    issued_on = models.DateField(null=True)
    expires_on = models.DateField(null=True)

    def __str__(self) -> str:
        return f"{self.country} …{self.number[-3:]}"
