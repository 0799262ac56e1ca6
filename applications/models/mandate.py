import uuid
from datetime import date, timedelta

from django.contrib.postgres.constraints import ExclusionConstraint
from django.contrib.postgres.fields import ArrayField, DateRangeField, RangeOperators
from django.db import models
from django.db.models import F, Func, Q

from applications.models.dossier import Dossier
from applications.vocabulary import Capacity, MandateEnding, MandateScope, ScanStatus


class Days(Func):
    """From a day until another (exclusive), as a range that may not overlap."""

    function = "daterange"
    output_field = DateRangeField()


class Mandate(models.Model):
    """An employer's power to act, given to a natural person of a firm; the firm is that person's workspace (P19).

    Who is named stands here as a key; the name behind it is in `ActorName`. A mandate the firm wrote down itself is
    an assertion with its signed paper until the employer confirms it. Never deleted: it runs out, or ends once.
    """

    key = models.UUIDField(unique=True, default=uuid.uuid4, editable=False)
    principal = models.ForeignKey("Organisation", on_delete=models.PROTECT, related_name="mandates_given")
    firm = models.ForeignKey("Organisation", on_delete=models.PROTECT, related_name="mandates_held")
    holder_key = models.CharField(max_length=64)
    resides_in_belgium = models.BooleanField(null=True)
    scope = models.CharField(max_length=10, choices=MandateScope)
    categories = ArrayField(models.CharField(max_length=40), default=list, blank=True)
    dossiers: "models.ManyToManyField[Dossier, MandateDossier]" = models.ManyToManyField(
        "Dossier", through="MandateDossier", related_name="mandates"
    )
    valid_from = models.DateField()
    valid_until = models.DateField(null=True)
    follows = models.ForeignKey("self", null=True, on_delete=models.PROTECT, related_name="followed_by")

    evidence_key = models.CharField(max_length=80, blank=True)
    evidence_sha256 = models.CharField(max_length=64, blank=True)
    evidence_size = models.PositiveBigIntegerField(default=0)
    evidence_type = models.CharField(max_length=40, blank=True)
    evidence_pages = models.PositiveIntegerField(null=True)
    evidence_name = models.CharField(max_length=200, blank=True)
    evidence_scan = models.CharField(max_length=12, choices=ScanStatus, blank=True)

    given_at = models.DateTimeField()
    given_by = models.CharField(max_length=64)
    given_as = models.CharField(max_length=10, choices=Capacity)
    confirmed_at = models.DateTimeField(null=True)
    confirmed_by = models.CharField(max_length=64, blank=True)
    ended_at = models.DateTimeField(null=True)
    ended_by = models.CharField(max_length=64, blank=True)
    ended_as = models.CharField(max_length=12, choices=MandateEnding, blank=True)

    class Meta:
        constraints = [
            models.CheckConstraint(condition=~Q(principal=F("firm")), name="nobody_gives_himself_a_mandate"),
            models.CheckConstraint(
                condition=Q(valid_until=None) | Q(valid_until__gt=F("valid_from")),
                name="a_mandate_ends_after_it_starts",
            ),
            models.CheckConstraint(
                condition=Q(scope=MandateScope.CATEGORIES) & ~Q(categories=[])
                | ~Q(scope=MandateScope.CATEGORIES) & Q(categories=[]),
                name="a_mandate_names_kinds_exactly_when_it_is_for_kinds",
            ),
            models.CheckConstraint(
                condition=Q(confirmed_at=None, confirmed_by="") | Q(confirmed_at__isnull=False, confirmed_by__gt=""),
                name="a_confirmed_mandate_says_by_whom",
            ),
            models.CheckConstraint(
                condition=Q(confirmed_at__isnull=False) | Q(evidence_key__gt=""),
                name="a_mandate_is_confirmed_or_has_its_paper",
            ),
            models.CheckConstraint(
                condition=Q(evidence_key="", evidence_sha256="", evidence_scan="")
                | Q(evidence_key__gt="", evidence_sha256__gt="", evidence_scan__gt=""),
                name="a_paper_of_a_mandate_has_its_fingerprint",
            ),
            models.CheckConstraint(
                condition=Q(ended_at=None, ended_by="", ended_as="")
                | Q(ended_at__isnull=False, ended_by__gt="", ended_as__gt=""),
                name="a_mandate_ends_once_and_says_how",
            ),
            ExclusionConstraint(
                name="one_general_mandate_to_a_person_at_a_time",
                expressions=[
                    ("principal", RangeOperators.EQUAL),
                    ("firm", RangeOperators.EQUAL),
                    ("holder_key", RangeOperators.EQUAL),
                    (Days("valid_from", "valid_until"), RangeOperators.OVERLAPS),
                ],
                condition=Q(ended_at=None) & ~Q(scope=MandateScope.DOSSIERS),
            ),
        ]
        indexes = [
            models.Index(fields=["principal", "-id"], name="mandates_of_an_employer"),
            models.Index(fields=["firm", "-id"], name="mandates_of_a_firm"),
            models.Index(fields=["id"], condition=Q(evidence_scan=ScanStatus.PENDING), name="mandate_papers_to_scan"),
        ]

    def __str__(self) -> str:
        return f"mandate {self.pk}"

    @property
    def number(self) -> str:
        """How a mandate is called in letters and lists."""
        return f"M-{self.pk:06d}"

    @property
    def last_day(self) -> date | None:
        """The day before `valid_until`, as people say it."""
        return self.valid_until - timedelta(days=1) if self.valid_until else None

    @property
    def has_paper(self) -> bool:
        return bool(self.evidence_key)

    @property
    def is_confirmed(self) -> bool:
        return self.confirmed_at is not None

    def runs_on(self, on: date) -> bool:
        """Whether it can be acted on that day: begun, not run out, not ended."""
        return self.ended_at is None and self.valid_from <= on and (self.valid_until is None or on < self.valid_until)


class MandateDossier(models.Model):
    """One of the filed applications that a mandate for chosen ones is for."""

    mandate = models.ForeignKey(Mandate, on_delete=models.PROTECT, related_name="+")
    dossier = models.ForeignKey("Dossier", on_delete=models.PROTECT, related_name="+")

    class Meta:
        constraints = [models.UniqueConstraint(fields=["mandate", "dossier"], name="a_mandate_names_a_dossier_once")]

    def __str__(self) -> str:
        return f"{self.mandate_id} for {self.dossier_id}"


class MandateSubstitute(models.Model):
    """Another natural person of the same firm who stands in while the one named is away; dated, and kept."""

    mandate = models.ForeignKey(Mandate, on_delete=models.PROTECT, related_name="substitutes")
    holder_key = models.CharField(max_length=64)
    valid_from = models.DateField()
    valid_until = models.DateField()
    named_at = models.DateTimeField()
    named_by = models.CharField(max_length=64)

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=Q(valid_until__gt=F("valid_from")), name="a_substitute_ends_after_he_starts"
            ),
            ExclusionConstraint(
                name="one_substitute_of_a_mandate_at_a_time",
                expressions=[
                    ("mandate", RangeOperators.EQUAL),
                    (Days("valid_from", "valid_until"), RangeOperators.OVERLAPS),
                ],
            ),
        ]

    def __str__(self) -> str:
        return f"substitute {self.pk} of {self.mandate_id}"

    @property
    def last_day(self) -> date:
        return self.valid_until - timedelta(days=1)

    def stands_in(self, on: date) -> bool:
        return self.valid_from <= on < self.valid_until
