from django.db import models
from django.db.models import Q

from applications.vocabulary import Capacity, ScanStatus, Track


class Document(models.Model):
    """One line of the checklist that has been filled: which requirement, on whose track, open or sealed (P20)."""

    dossier = models.ForeignKey("Dossier", on_delete=models.CASCADE, related_name="documents")
    code = models.CharField(max_length=80)
    track = models.CharField(max_length=10, choices=Track)
    sealed = models.BooleanField(default=False)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["dossier", "code"], name="one_document_per_requirement")]

    def __str__(self) -> str:
        return self.code


class DocumentVersion(models.Model):
    """The bytes somebody gave for a document, never changed: only what the scanner says of them may be added.

    `received_on` is the day on which it came by post, where an officer scanned it later; `added_at` is when he did.
    """

    document = models.ForeignKey(Document, on_delete=models.CASCADE, related_name="versions")
    number = models.PositiveIntegerField()
    file_key = models.CharField(max_length=80, unique=True)
    sha256 = models.CharField(max_length=64)
    size = models.PositiveBigIntegerField()
    media_type = models.CharField(max_length=40)
    pages = models.PositiveIntegerField(null=True)
    original_name = models.CharField(max_length=200)
    added_at = models.DateTimeField()
    added_by = models.CharField(max_length=64)
    capacity = models.CharField(max_length=10, choices=Capacity)
    received_on = models.DateField(null=True)
    scan_status = models.CharField(max_length=12, choices=ScanStatus, default=ScanStatus.PENDING)
    scanned_at = models.DateTimeField(null=True)

    class Meta:
        ordering = ("number",)
        constraints = [
            models.UniqueConstraint(fields=["document", "number"], name="one_document_version_per_number"),
            models.CheckConstraint(condition=Q(size__gt=0), name="a_document_is_not_empty"),
        ]
        indexes = [
            models.Index(fields=["id"], condition=Q(scan_status=ScanStatus.PENDING), name="documents_to_scan"),
        ]

    def __str__(self) -> str:
        return f"{self.document_id} v{self.number}"
