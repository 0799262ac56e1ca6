from django.db import models
from django.db.models import Q


class EstablishmentUnit(models.Model):
    """A place where an employer works, as the Crossroads Bank for Enterprises numbers it."""

    organisation = models.ForeignKey("Organisation", on_delete=models.PROTECT, related_name="establishment_units")
    number = models.CharField(max_length=10, unique=True)
    name = models.CharField(max_length=200, blank=True)
    street = models.CharField(max_length=200, blank=True)
    postal_code = models.CharField(max_length=4, blank=True)
    nis_code = models.CharField(max_length=5)

    class Meta:
        constraints = [
            models.CheckConstraint(condition=Q(number__regex=r"^[2-8]\d{9}$"), name="a_unit_number_starts_with_2_to_8"),
        ]

    def __str__(self) -> str:
        return self.number
